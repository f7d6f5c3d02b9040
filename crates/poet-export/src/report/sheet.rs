//! What every page of results has around its parts.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::page::{INTERNAL_STYLE, STYLE};

/// A part of the page: name of its place, title, content.
pub(super) struct Part {
    pub(super) id: String,
    pub(super) title: String,
    /// Language of the title, where it is not English.
    pub(super) lang: Option<String>,
    pub(super) body: Markup,
}

/// A page before it is written.
pub(super) struct Sheet<'a> {
    pub(super) title: String,
    /// Not for publication.
    pub(super) internal: bool,
    pub(super) head: Markup,
    pub(super) parts: Vec<Part>,
    /// Version of the library that worked out the figures.
    pub(super) library: &'a str,
}

impl Part {
    /// A part with an English title; nothing where it has no content.
    pub(super) fn named(id: &str, title: &str, body: Option<Markup>) -> Option<Self> {
        body.map(|body| Self {
            id: id.to_owned(),
            title: title.to_owned(),
            lang: None,
            body,
        })
    }
}

impl Sheet<'_> {
    /// The page.
    pub(super) fn page(&self) -> Markup {
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="generator" content={ "poet-export " (env!("CARGO_PKG_VERSION")) };
                    title { (self.title) }
                    style { (PreEscaped(STYLE)) @if self.internal { (PreEscaped(INTERNAL_STYLE)) } }
                }
                body {
                    a.skip href="#main" { "Skip to the results" }
                    @if self.internal {
                        aside.internal aria-label="Not for publication" {
                            p {
                            strong { "Not for publication." }
                            " Nothing is withheld on this page: it shows counts small enough to tell who answered."
                            }
                        }
                    }
                    header { (self.head) }
                    main #main {
                        (contents(&self.parts))
                        @for part in &self.parts {
                            section aria-labelledby=(part.id) {
                                h2 id=(part.id) lang=[part.lang.as_deref()] { (part.title) }
                                (part.body)
                            }
                        }
                    }
                    footer {
                        p {
                            "Made with POET as code " (self.library)
                            ", which is not affiliated with In Control or Lancaster University."
                        }
                    }
                }
            }
        }
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
