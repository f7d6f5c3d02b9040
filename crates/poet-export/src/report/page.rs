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
        let named = Part::named;
        let mut parts = Vec::new();
        parts.extend(named(
            "stands-out",
            "What stands out",
            Some(self.stands_out()),
        ));
        parts.extend(named("changed", "What has changed", self.has_changed()));
        for roles in PARTS {
            parts.extend(self.judged_parts(roles));
        }
        parts.extend(self.held_against());
        parts.extend(named(
            "answers",
            "What people answered",
            self.what_was_answered(),
        ));
        parts.extend(named(
            "several",
            "Questions with several answers",
            self.several_answers(),
        ));
        parts.extend(named(
            "weighted",
            "Weighted to the population",
            self.raked(),
        ));
        parts.extend(named("who", "Who answered", self.who_answered()));
        parts.extend(named("measures", "Summary scores", self.summary_scores()));
        parts.extend(named("unanswered", "Not answered", self.not_answered()));
        parts.extend(named(
            "method",
            "How to read these figures",
            Some(self.method()),
        ));
        parts
    }

    /// What is told of the place and its people beside their own answers.
    fn held_against(&self) -> Vec<Part> {
        let driven = what_goes_with(self.driven.as_ref(), &self.labelled);
        let told = [
            ("goes-with", "What goes with better lives", driven),
            ("who-said", "Who said what", self.who_said_what()),
            ("like-with-like", "Like with like", self.like_with_like()),
            ("peers", "Against places like yours", self.against_peers()),
            (
                "standards",
                "Against the standards set",
                self.against_standards(),
            ),
            ("priorities", "What to act on", self.to_act_on()),
            ("norm", "Against the norm", self.against_norm()),
            ("learning", "Whom to learn from", self.learning()),
            ("stands", "Where this place stands among all", self.stands()),
        ];
        told.into_iter()
            .filter_map(|(id, title, body)| Part::named(id, title, body))
            .collect()
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
