//! What goes with better lives.

use maud::{Markup, html};
use poet_benchmark::drivers::FitMethod;
use poet_benchmark::release::{DriverPair, DriverVerdict, RangeFigure};

use super::driver_warnings::warned;
use super::layout::{cell, panels, wide_table};
use crate::chart::{Described, Forest, ForestRow, Found, Label, Shift};
use crate::driven::{Driven, adjusted, is_found, not_there};
use crate::labelled::Labelled;
use crate::number::{fixed, p_value, people, points};

/// Most sentences that stand above the charts: the largest differences.
const SENTENCES: usize = 5;

/// Every outcome with the conditions that go with it; nothing where no figure is shown.
pub(super) fn what_goes_with(
    driven: Option<&Driven<'_>>,
    labelled: &Labelled<'_>,
) -> Option<Markup> {
    let language = labelled.language.clone();
    part(&Driven {
        language,
        ..driven?.clone()
    })
}

fn part(driven: &Driven<'_>) -> Option<Markup> {
    let pairs = &driven.drivers.pairs;
    if pairs.iter().all(|pair| adjusted(pair).is_none()) {
        return None;
    }
    let largest = by_size(pairs.iter().filter(|pair| is_found(pair)));
    let reach = reach(pairs);
    Some(html! {
        (caveat(driven))
        @if largest.is_empty() {
            p { "No condition was found to go with any outcome. This does not say that none does." }
        } @else {
            ul {
                @for pair in largest.iter().take(SENTENCES) {
                    @if let Some(sentence) = driven.sentence(pair) { li { (sentence) } }
                }
            }
        }
        @for outcome in driven.outcomes() {
            @if let Some(part) = one_outcome(driven, outcome, reach) { (part) }
        }
    })
}

/// What may not be concluded, and how many tests were made.
fn caveat(driven: &Driven<'_>) -> Markup {
    let method = &driven.drivers.method;
    html! {
        p {
            strong { "These are associations, not proof of a cause." }
            " Each figure holds people of whom something was so against all other people in this survey, from every place"
            (driven.alike())
            ". The same person answered both questions at the same time: somebody who is content may see both in a better \
             light, and something that was not asked may lie behind both."
        }
        p {
            @match method.tests { 1 => "1 test was run", tests => { (people(tests as u64)) " tests were run" } }
            ". With so many, some differences would show by chance alone, so a difference is called found \
             only after allowing for their number; of those called found, about 1 in 20 may still be chance. Where no \
             difference was found, this does not say that there is none."
        }
    }
}

/// A chart and a table of the conditions that were found to go with one outcome, and how many others there are.
fn one_outcome(driven: &Driven<'_>, pairs: &[DriverPair], reach: (f64, f64)) -> Option<Markup> {
    let first = pairs.first()?;
    let item = driven.item(&first.outcome)?;
    let shown = pairs.iter().filter(|pair| adjusted(pair).is_some()).count();
    let found = by_size(pairs.iter().filter(|pair| is_found(pair)));
    if shown == 0 {
        return None;
    }
    let withheld = pairs
        .iter()
        .filter(|pair| pair.figure.is_withheld())
        .count();
    let absent = pairs.len() - shown - withheld;
    let title = driven.words(item.label()).to_owned();
    Some(html! {
        h3 { (title) }
        @let charts = panels(&found, Forest::ROW);
        @for (at, rows) in charts.iter().enumerate() {
            @let charted = Charted { driven, title: &title, id: format!("goes-{}-{}", first.outcome, at + 1) };
            (charted.draw(rows, reach))
        }
        @if let Some(warned) = warned(driven, pairs) { (warned) }
        @if !found.is_empty() { (table(driven, &title, &found)) }
        p.note {
            (shown - found.len()) " other conditions: no difference found. "
            @if withheld > 0 { (withheld) " withheld to protect people [c]. " }
            @if absent > 0 { (absent) " could not be worked out: " (reasons(pairs)) }
        }
    })
}

/// A chart of one outcome.
struct Charted<'a> {
    driven: &'a Driven<'a>,
    title: &'a str,
    id: String,
}

impl Charted<'_> {
    fn draw(self, pairs: &[&DriverPair], reach: (f64, f64)) -> Markup {
        let said: Vec<String> = pairs
            .iter()
            .filter_map(|pair| self.driven.sentence(pair))
            .collect();
        let forest = Forest {
            rows: pairs.iter().map(|pair| self.row(pair)).collect(),
            reach,
            ends: (
                "\u{2190} Less likely".to_owned(),
                "More likely \u{2192}".to_owned(),
            ),
        };
        html! {
            figure {
                figcaption {
                    (self.title) ": how many percentage points more or less likely people are to give a favourable answer, \
                    where the condition is met, with the plausible range. \u{25b2}\u{a0}more likely, \u{25bc}\u{a0}less likely."
                }
                (forest.draw(&Described {
                    id: self.id,
                    title: format!("What goes with {}", self.title),
                    text: said.join(" "),
                }))
            }
        }
    }

    fn row(&self, pair: &DriverPair) -> ForestRow {
        let shift = adjusted(pair).map(|adjusted| Shift {
            value: adjusted.risk_difference.value,
            lower: adjusted.risk_difference.lower,
            upper: adjusted.risk_difference.upper,
            found: match adjusted.verdict {
                DriverVerdict::MoreLikely => Found::Higher,
                DriverVerdict::LessLikely => Found::Lower,
                DriverVerdict::NoDifferenceFound => Found::Neither,
            },
        });
        let n = pair
            .figure
            .as_ref()
            .shown()
            .map(|figure| people(figure.people));
        ForestRow {
            label: Label {
                words: self.driven.condition(pair),
                lang: None,
            },
            words: n.map_or_else(String::new, |n| format!("n = {n}")),
            shift: shift.ok_or_else(|| not_there(pair).unwrap_or_default()),
        }
    }
}

/// The figures of a chart.
fn table(driven: &Driven<'_>, title: &str, pairs: &[&DriverPair]) -> Markup {
    let head = html! {
        tr {
            th scope="col" { "Condition" }
            th scope="col" { "People (n)" }
            th scope="col" { "Difference, points" }
            th scope="col" { "Plausible range" }
            th scope="col" { "Before allowing for other answers" }
            th scope="col" { "Risk ratio" }
            th scope="col" { "Odds ratio" }
            th scope="col" { "E-value" }
            th scope="col" { "p, adjusted" }
            th scope="col" { "Method" }
        }
    };
    let body = html! {
        @for pair in pairs {
            @let figure = pair.figure.as_ref();
            @let model = figure.and_then(|figure| figure.adjusted.as_ref());
            @let plain = figure.and_then(|figure| figure.unadjusted);
            tr {
                th scope="row" { (driven.condition(pair)) }
                (cell(&figure, |figure| people(figure.people)))
                (cell(&model, |model| points(model.risk_difference.value)))
                (cell(&model, |model| ends(&model.risk_difference, points)))
                (cell(&plain, |plain| points(plain.risk_difference.value)))
                (cell(&model.and_then(|model| model.risk_ratio), ratio))
                (cell(&model, |model| ratio(&model.odds_ratio)))
                (cell(&model.and_then(|model| model.e_value), |needed| fixed(needed[0], 2)))
                (cell(&model, |model| p_value(model.adjusted_p)))
                (cell(&model, |model| method(model.method).to_owned()))
            }
        }
    };
    let caption = format!("{title}: conditions that were found to go with it");
    wide_table(&caption, &head, &body)
}

fn method(method: FitMethod) -> &'static str {
    match method {
        FitMethod::MaximumLikelihood => "maximum likelihood",
        FitMethod::Firth => "Firth, since a group all gave one answer",
    }
}

fn ratio(range: &RangeFigure) -> String {
    format!(
        "{} ({})",
        fixed(range.value, 2),
        ends(range, |end| fixed(end, 2))
    )
}

fn ends(range: &RangeFigure, show: impl Fn(f64) -> String) -> String {
    format!("{} to {}", show(range.lower), show(range.upper))
}

/// Why figures are not there, each reason once.
fn reasons(pairs: &[DriverPair]) -> String {
    let absent = pairs.iter().filter(|pair| !pair.figure.is_withheld());
    let mut reasons: Vec<String> = absent.filter_map(not_there).collect();
    reasons.sort();
    reasons.dedup();
    reasons.join(" ")
}

/// The largest differences first; ties stay in the order of the form.
fn by_size<'p>(pairs: impl Iterator<Item = &'p DriverPair>) -> Vec<&'p DriverPair> {
    let size = |pair: &DriverPair| adjusted(pair).map_or(0.0, |a| a.risk_difference.value.abs());
    let mut sorted: Vec<&DriverPair> = pairs.collect();
    sorted.sort_by(|one, other| size(other).total_cmp(&size(one)));
    sorted
}

/// Lowest and highest end of an interval over all charts.
fn reach(pairs: &[DriverPair]) -> (f64, f64) {
    let found = pairs.iter().filter(|pair| is_found(pair));
    let ranges = found.filter_map(adjusted).map(|a| a.risk_difference);
    ranges.fold((0.0, 0.0), |(low, high): (f64, f64), range| {
        (low.min(range.lower), high.max(range.upper))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::driven::tests::{CAUSAL, instrument, released};

    #[test]
    fn the_part_shows_what_was_found_with_its_caveat_and_no_causal_word() {
        let released = released([70, 30, 40, 60]);
        let driven = Driven::new(&released, instrument()).unwrap();
        let page = part(&driven).unwrap().into_string();
        assert!(page.contains("These are associations, not proof of a cause."));
        assert!(page.contains("1 test was run") && page.contains("+30.0"));
        assert!(page.contains("30 percentage points more likely"));
        assert!(page.contains("There are fewer than 10 places"));
        let text = super::super::page::plain_text(&caveat(&driven));
        let own = text.replace("proof of a cause", "").to_lowercase();
        assert!(CAUSAL.iter().all(|word| !own.contains(word)), "{own}");
    }

    #[test]
    fn nothing_is_told_where_nothing_is_shown() {
        let released = released([70, 3, 40, 60]);
        let driven = Driven::new(&released, instrument()).unwrap();
        assert!(part(&driven).is_none());
    }
}
