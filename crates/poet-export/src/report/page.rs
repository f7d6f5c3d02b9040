//! The page as a whole.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use poet_core::SectionRole;

use super::CouncilReport;

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

/// A part of the page: name of its place, title, content.
struct Part {
    id: String,
    title: String,
    lang: Option<String>,
    body: Markup,
}

impl CouncilReport<'_> {
    pub(super) fn page(&self) -> Markup {
        let parts = self.parts();
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="generator" content={ "poet-export " (env!("CARGO_PKG_VERSION")) };
                    title { (self.title()) }
                    style { (PreEscaped(STYLE)) @if self.is_internal() { (PreEscaped(INTERNAL_STYLE)) } }
                }
                body {
                    a.skip href="#main" { "Skip to the results" }
                    @if self.is_internal() {
                        aside.internal aria-label="Not for publication" {
                            p {
                            strong { "Not for publication." }
                            " Nothing is withheld on this page: it shows counts small enough to tell who answered."
                            }
                        }
                    }
                    header { (self.head()) }
                    main #main {
                        (contents(&parts))
                        @for part in &parts {
                            section aria-labelledby=(part.id) {
                                h2 id=(part.id) lang=[part.lang.as_deref()] { (part.title) }
                                (part.body)
                            }
                        }
                    }
                    footer {
                        p {
                            "Made with POET as code " (self.benchmark().origin.library)
                            ", which is not affiliated with In Control or Lancaster University."
                        }
                    }
                }
            }
        }
    }

    fn parts(&self) -> Vec<Part> {
        let named = |id: &str, title: &str, body: Option<Markup>| {
            body.map(|body| Part {
                id: id.to_owned(),
                title: title.to_owned(),
                lang: None,
                body,
            })
        };
        let mut parts = Vec::new();
        parts.extend(named(
            "stands-out",
            "What stands out",
            Some(self.stands_out()),
        ));
        for roles in PARTS {
            parts.extend(self.judged_parts(roles));
        }
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

fn contents(parts: &[Part]) -> Markup {
    html! {
        nav.contents aria-label="On this page" {
            ol {
                @for part in parts {
                    li { a href={ "#" (part.id) } lang=[part.lang.as_deref()] { (part.title) } }
                }
            }
        }
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
