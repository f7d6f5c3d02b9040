//! What to act on: importance against performance.

use maud::{Markup, html};
use poet_benchmark::Verdict;
use poet_benchmark::priorities::{Priorities, Priority, Standing};

use super::CouncilReport;
use super::layout::{cell, listed, why, wide_table};
use super::rest::interval;
use crate::chart::{Described, Found, Scatter, ScatterPoint, Shift};
use crate::number::{per_cent, points, size};

/// Most conditions of a kind that a sentence names and the chart numbers: those that go most with outcomes.
const NAMED: usize = 3;

impl CouncilReport<'_> {
    /// What to act on; nothing where no importance is given.
    pub(super) fn to_act_on(&self) -> Option<Markup> {
        let priorities = self.beside.priorities?;
        Some(html! {
            @if !self.compares_at_all() {
                p { (self.too_few()) }
            } @else {
                ul.findings { @for sentence in self.priority_sentences(priorities) { li { (sentence) } } }
                (self.priority_chart(priorities))
                (self.priority_table(priorities))
                p.note {
                    "How much a condition goes with outcomes is the difference in favourable answers, in percentage points, between people "
                    "with a favourable condition and others, with other answers held alike, among everybody who answered; of several outcomes "
                    "the middle one is taken. " strong { "It is an association." } " The same people told of both at the same time, so better "
                    "conditions need not be what makes outcomes better, and mending one does not promise the other."
                }
            }
        })
    }

    fn priority_sentences(&self, priorities: &Priorities) -> Vec<Markup> {
        let of = |standing| -> Vec<&Priority> {
            let conditions = priorities.conditions.iter();
            conditions.filter(|c| c.standing == standing).collect()
        };
        let named = |standing| {
            let name = |c: &&Priority| html! { strong { (self.item_name(&c.condition)) } };
            few(&of(standing).iter().map(name).collect::<Vec<_>>())
        };
        let act: Vec<Markup> = of(Standing::ActOn)
            .iter()
            .map(|c| self.acted_on(c))
            .collect();
        let act = few(&act).map_or_else(
            || html! { "No condition both goes with outcomes and is credibly lower here than elsewhere." },
            |act| html! { "Worth acting on first: " (act) "." },
        );
        let strong = named(Standing::Strong)
            .map(|n| html! { "Already strong here, and worth keeping: " (n) "." });
        let same = named(Standing::NoDifferenceFound).map(|n| {
            html! { "Important, with no difference found to elsewhere, which does not say that there is none: " (n) "." }
        });
        let unclear = named(Standing::ImportanceUnclear)
            .map(|n| html! { "Not enough evidence that these go with outcomes: " (n) "." });
        let hidden = named(Standing::NotCompared)
            .map(|n| html! { "Not compared, since figures here are withheld or cannot be tested: " (n) "." });
        [Some(act), strong, same, unclear, hidden]
            .into_iter()
            .flatten()
            .collect()
    }

    fn acted_on(&self, condition: &Priority) -> Markup {
        let below = condition
            .performance
            .shown()
            .map(|found| size(found.difference.value));
        html! {
            strong { (self.item_name(&condition.condition)) } " (" (below.unwrap_or_default())
            " points below everyone else; people who found it good were " (size(condition.importance.difference.value))
            " points more likely to be favourable on outcomes)"
        }
    }

    fn priority_chart(&self, priorities: &Priorities) -> Markup {
        let numbered = numbered(priorities);
        let drawn = priorities.conditions.iter().enumerate();
        let points: Vec<ScatterPoint> = drawn
            .filter_map(|(at, c)| point(numbered.contains(&at).then_some(at + 1), c))
            .collect();
        let said: Vec<String> = priorities
            .conditions
            .iter()
            .map(|c| self.priority_said(c))
            .collect();
        html! {
            @if !points.is_empty() {
                figure {
                    figcaption {
                        "Each condition by how much it goes with outcomes (upwards) and by how " (self.name()) " does on it against everyone "
                        "else (across), in percentage points. High on the left is worth acting on. Numbers are those of the table; the lines "
                        "of what is numbered are 95% intervals. "
                        span.keys { "\u{25b2}\u{a0}higher here, \u{25bc}\u{a0}lower here, \u{25cb}\u{a0}no difference found." }
                    }
                    (Scatter {
                        points,
                        ends: ("\u{2190} Lower here".to_owned(), "Higher here \u{2192}".to_owned()),
                        upwards: "\u{2191} Goes with better outcomes".to_owned(),
                    }.draw(&Described {
                        id: "priorities".to_owned(),
                        title: format!("Importance and performance of conditions in {}", self.name()),
                        text: said.join(" "),
                    }))
                    ol.named {
                        @for at in numbered {
                            @let c = &priorities.conditions[at];
                            li { strong { (at + 1) } " " (self.item_name(&c.condition)) ": " (standing(c.standing).to_lowercase()) }
                        }
                    }
                }
            }
        }
    }

    /// What a point says to somebody who does not see it.
    fn priority_said(&self, condition: &Priority) -> String {
        let here = condition.performance.shown().map_or_else(
            || why(&condition.performance),
            |found| {
                format!(
                    "{} points against everyone else",
                    points(found.difference.value)
                )
            },
        );
        format!(
            "{}: importance {} points, here {here}. {}.",
            self.item_name(&condition.condition),
            points(condition.importance.difference.value),
            standing(condition.standing)
        )
    }

    fn priority_table(&self, priorities: &Priorities) -> Markup {
        let head = html! {
            tr {
                th scope="col" { "Condition" }
                th.words scope="col" { "What may be said" }
                th scope="col" { "Importance in points" }
                th scope="col" { "Interval" }
                th.words scope="col" { "Middle outcome" }
                th scope="col" { "Goes with" }
                th scope="col" { "Here" }
                th scope="col" { "Less everyone else" }
                th scope="col" { "Interval" }
            }
        };
        let body = html! {
            @for (at, c) in priorities.conditions.iter().enumerate() {
                tr {
                    th scope="row" { (at + 1) ". " (self.item_name(&c.condition)) }
                    td.words { (standing(c.standing)) }
                    td { (points(c.importance.difference.value)) }
                    td { (interval(&c.importance.difference)) }
                    td.words { (self.item_name(&c.importance.outcome)) }
                    td { (c.goes_with) " of " (c.outcomes) }
                    (cell(&c.own, |share| per_cent(*share)))
                    (cell(&c.performance, |found| points(found.difference.value)))
                    (cell(&c.performance, |found| interval(&found.difference)))
                }
            }
        };
        wide_table(
            &format!(
                "Conditions in {} by importance and performance",
                self.name()
            ),
            &head,
            &body,
        )
    }
}

/// The first few things, and how many more there are; nothing where there are none.
fn few(things: &[Markup]) -> Option<Markup> {
    let (shown, more) = things.split_at(things.len().min(NAMED));
    let mut shown = shown.to_vec();
    if !more.is_empty() {
        shown.push(html! { (more.len()) " more in the table" });
    }
    (!shown.is_empty()).then(|| listed(&shown, "and"))
}

/// Positions of the conditions that the chart numbers: the few of each kind that goes with outcomes and is compared.
fn numbered(priorities: &Priorities) -> Vec<usize> {
    let kinds = [
        Standing::ActOn,
        Standing::Strong,
        Standing::NoDifferenceFound,
    ];
    let of = |kind| {
        let conditions = priorities.conditions.iter().enumerate();
        let own = conditions.filter(move |(_, c)| c.standing == kind);
        own.map(|(at, _)| at).take(NAMED)
    };
    kinds.into_iter().flat_map(of).collect()
}

fn point(number: Option<usize>, condition: &Priority) -> Option<ScatterPoint> {
    let shift = |range: poet_benchmark::release::RangeFigure, found| Shift {
        value: range.value,
        lower: range.lower,
        upper: range.upper,
        found,
    };
    let found = |verdict| match verdict {
        Verdict::Higher => Found::Higher,
        Verdict::Lower => Found::Lower,
        Verdict::NoDifferenceFound | Verdict::NotTested => Found::Neither,
    };
    let here = condition.performance.shown()?;
    Some(ScatterPoint {
        number,
        across: shift(here.difference, found(here.verdict)),
        up: shift(
            condition.importance.difference,
            found(condition.importance.verdict),
        ),
    })
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::ActOn => "Act on",
        Standing::Strong => "Strong already",
        Standing::NoDifferenceFound => "Important; no difference found here",
        Standing::ImportanceUnclear => "Not enough evidence of importance",
        Standing::NotCompared => "Not compared here",
    }
}
