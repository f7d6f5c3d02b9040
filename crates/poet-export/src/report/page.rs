//! The page as a whole.

use maud::Markup;
use poet_core::SectionRole;

use super::CouncilReport;
use super::changed::Changed;
use super::drivers::what_goes_with;
use super::sheet::{Part, Sheet};

pub(super) const STYLE: &str = include_str!("style.css");
pub(super) const INTERNAL_STYLE: &str = include_str!("internal.css");

/// Roles whose judged items have a part of their own, in the order of the page.
const PARTS: [&[SectionRole]; 4] = [
    &[SectionRole::Outcomes],
    &[SectionRole::Planning],
    &[SectionRole::Process],
    &[
        SectionRole::Budget,
        SectionRole::AboutYou,
        SectionRole::Other,
        SectionRole::Comments,
    ],
];

impl CouncilReport<'_> {
    pub(super) fn page(&self) -> Markup {
        let sheet = Sheet {
            title: self.title(),
            internal: self.is_internal(),
            head: self.head(),
            parts: self.parts(),
            library: &self.benchmark().origin.library,
        };
        sheet.page()
    }

    fn parts(&self) -> Vec<Part> {
        let head = named([
            ("stands-out", "What stands out", Some(self.stands_out())),
            ("priorities", "What to act on", self.to_act_on()),
            ("learning", "Whom to learn from", self.learning()),
            ("changed", "What has changed", self.has_changed()),
        ]);
        let judged = PARTS.iter().flat_map(|roles| self.judged_parts(roles));
        let mut parts: Vec<Part> = head.chain(judged).collect();
        parts.extend(self.held_against());
        parts.extend(self.answered());
        parts
    }

    /// What is told of the place and its people beside their own answers.
    fn held_against(&self) -> impl Iterator<Item = Part> {
        let driven = what_goes_with(self.driven.as_ref(), &self.labelled);
        named([
            ("stands", "Where this place stands among all", self.stands()),
            ("like-with-like", "Like with like", self.like_with_like()),
            ("peers", "Against places like yours", self.against_peers()),
            (
                "standards",
                "Against the standards set",
                self.against_standards(),
            ),
            ("norm", "Against the norm", self.against_norm()),
            ("who-said", "Who said what", self.who_said_what()),
            ("goes-with", "What goes with better lives", driven),
        ])
    }

    /// What people answered, who they are, and how the figures came about.
    fn answered(&self) -> impl Iterator<Item = Part> {
        named([
            ("answers", "What people answered", self.what_was_answered()),
            (
                "several",
                "Questions with several answers",
                self.several_answers(),
            ),
            ("weighted", "Weighted to the population", self.raked()),
            ("who", "Who answered", self.who_answered()),
            ("measures", "Summary scores", self.summary_scores()),
            ("unanswered", "Not answered", self.not_answered()),
            ("method", "How to read these figures", Some(self.method())),
        ])
    }

    /// What changed since earlier waves, where there are any.
    fn has_changed(&self) -> Option<Markup> {
        let changes = self.changes?;
        let place = Some(changes.position(self.organisation)?);
        let changed = Changed {
            changes,
            labelled: &self.labelled,
            name: self.name(),
            place,
        };
        Some(changed.part())
    }

    /// One part for each section with judged items.
    fn judged_parts(&self, roles: &'static [SectionRole]) -> Vec<Part> {
        let sections = self.instrument().sections().iter();
        let parts = sections.filter_map(|section| {
            let items: Vec<_> = self
                .judged(roles)
                .filter(|column| column.section.id() == section.id())
                .collect();
            (!items.is_empty()).then(|| Part {
                id: format!("part-{}", section.id()),
                title: self.labelled.words(section.title()).to_owned(),
                lang: self.lang(section.title()),
                body: self.judged_part(section, &items),
            })
        });
        parts.collect()
    }
}

/// The parts that have content.
fn named<const N: usize>(
    told: [(&'static str, &'static str, Option<Markup>); N],
) -> impl Iterator<Item = Part> {
    told.into_iter()
        .filter_map(|(id, title, body)| Part::named(id, title, body))
}

/// Words of a piece of the page, without its tags.
pub(super) fn plain_text(markup: &Markup) -> String {
    let mut text = String::new();
    for (at, piece) in markup.0.split('<').enumerate() {
        let words = if at == 0 {
            piece
        } else {
            piece.split_once('>').map_or("", |(_, words)| words)
        };
        text.push_str(words);
    }
    // The page's own escapes, the ampersand last so that nothing is turned twice.
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text, |text, (escaped, plain)| text.replace(escaped, plain))
}
