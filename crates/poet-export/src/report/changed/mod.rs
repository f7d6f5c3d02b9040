//! What has changed since earlier rounds of fieldwork.

use maud::{Markup, html};
use poet_benchmark::Scope;
use poet_benchmark::release::{Changes, ItemChanges, PlaceChanges, WaveNote};

use super::few;
use crate::labelled::Labelled;
use crate::number::{fixed, people};

mod charts;
mod everywhere;
mod tables;
mod words;

/// What changed over waves in one place, or in all together where none is named.
#[derive(Clone, Copy, Debug)]
pub(super) struct Changed<'a> {
    pub(super) changes: &'a Changes,
    /// The words of the latest wave.
    pub(super) labelled: &'a Labelled<'a>,
    /// What the place is called.
    pub(super) name: &'a str,
    pub(super) place: Option<usize>,
}

/// One question with what became of it here.
#[derive(Clone, Debug)]
struct Question<'a> {
    item: &'a ItemChanges,
    /// Without what rests on too few people.
    here: PlaceChanges,
    label: &'a poet_core::Text,
}

impl<'a> Changed<'a> {
    /// The part of the page.
    pub(super) fn part(&self) -> Markup {
        let questions = self.questions();
        html! {
            p {
                "Favourable shares over " (self.changes.waves.len()) " rounds of fieldwork: "
                (self.dates()) "."
            }
            @if questions.is_empty() {
                p.notice { "No question of these rounds can be followed from one to the next." }
            } @else {
                ul.findings { @for sentence in self.sentences(&questions) { li { (sentence) } } }
                p.note {
                    strong { "Different people answered each time. " }
                    "The figures show how answers changed, not how anybody's life did, and not what made the difference: who "
                    "answered, and much else, may have changed too. No change found is not the same as no change."
                }
                (self.charts(&questions))
                (self.table(&questions))
                @if self.place.is_none() { (self.everywhere(&questions)) }
            }
            (self.notes())
        }
    }

    fn questions(&self) -> Vec<Question<'a>> {
        let question = |item: &'a ItemChanges| {
            Some(Question {
                item,
                here: few::followed(item.at(self.place)?, item.since),
                label: self.labelled.instrument.item(item.item.as_str())?.label(),
            })
        };
        self.changes.items.iter().filter_map(question).collect()
    }

    fn dates(&self) -> String {
        let waves = &self.changes.waves;
        match waves.as_slice() {
            [first, .., last] if waves.len() > FEW => format!("{} to {}", date(first), date(last)),
            waves => waves.iter().map(date).collect::<Vec<_>>().join(", "),
        }
    }

    /// How many tests were made, and what is not followed or left out.
    fn notes(&self) -> Markup {
        let method = &self.changes.method;
        let level = fixed(method.false_discovery_level * 100.0, 1);
        let family = match method.family {
            Scope::WholeTable => "all questions, all organisations and all of them together",
            Scope::EachOrganisation => "all questions of one organisation at a time",
        };
        html! {
            p.note {
                strong { (people(method.tests as u64)) " tests of change were made" } ", over " (family)
                ". “Rose” and “fell” are said at a false discovery rate of " (level.trim_end_matches(".0")) "% ("
                (method.false_discovery) "). Two rounds are a difference (" (method.difference_interval) "; "
                (method.difference_test) "); three or more a trend (" (method.trend_test) ")."
                @if self.changes.waves.len() >= LIMITS { " Limits of chance: " (method.chart)
                    ". A trend reckons only with the chance of who answered; the limits also with how a figure moves of itself "
                    "from round to round, so where there are limits they are what is told." }
            }
            @if !self.changes.breaks.is_empty() {
                p.note { "Not followed, or not all the way, since the question changed:" }
                ul.note {
                    @for broken in &self.changes.breaks {
                        li {
                            (self.label_of(broken.item.as_str()))
                            @if let Some(since) = &broken.since { ", followed since " (since) }
                            ": " (broken.reason) "."
                        }
                    }
                }
            }
            @for held in &self.changes.held {
                p.note {
                    "The round " (held.wave) " is left out: it was open at the same time as " (held.by) " and no count of it is "
                    "above that of " (held.by) ", so everybody in it may be in " (held.by) " too. If they are other people, "
                    "give each round the dates on which its own people were asked."
                }
            }
            @for [earlier, later] in &self.changes.overlapping {
                p.note {
                    "The rounds " (earlier) " and " (later) " were open at the same time. Whoever answered both counts in both, "
                    "and then the intervals are too wide or too narrow."
                }
            }
        }
    }

    fn label_of(&self, item: &'a str) -> &'a str {
        let found = self.labelled.instrument.item(item);
        found.map_or(item, |item| self.labelled.words(item.label()))
    }
}

/// Most rounds that are named one by one.
const FEW: usize = 6;

/// Rounds from which there are limits of chance.
const LIMITS: usize = poet_benchmark::trend::Xmr::ENOUGH;

/// When a round was, as short as it can be said.
fn date(wave: &WaveNote) -> String {
    use chrono::Datelike;
    let (opens, closes) = (wave.opens, wave.closes);
    let day = |date: chrono::NaiveDate, form: &str| date.format(form).to_string();
    match (
        opens.year() == closes.year(),
        opens.month() == closes.month(),
    ) {
        (true, true) => day(opens, "%b %Y"),
        (true, false) => format!("{} to {}", day(opens, "%b"), day(closes, "%b %Y")),
        (false, _) => format!("{} to {}", day(opens, "%b %Y"), day(closes, "%b %Y")),
    }
}

#[cfg(test)]
mod tests;
