//! Like with like: places as if they served like people.

use maud::{Markup, html};
use poet_benchmark::release::{CaseMix, CaseMixFigure, CaseMixResult, CaseMixWay, Figure};
use poet_benchmark::{Reference, Scope, Verdict};
use poet_core::StratumId;

use super::CouncilReport;
use super::layout::{cell, listed, wide_table};
use super::rest::{interval, verdict};
use crate::labelled::{Labelled, LabelledItem};
use crate::number::{fixed, p_value, people, per_cent, points};

impl<'a> CouncilReport<'a> {
    /// The organisation against everyone else with as many people of each group in both; nothing where that was not
    /// asked for.
    pub(super) fn like_with_like(&self) -> Option<Markup> {
        let mix = self.benchmark().case_mix.as_ref()?;
        let columns = self.labelled.columns();
        let columns = columns.filter(|c| c.is_judged() && self.compares(self.own(c)));
        let rows: Vec<Row<'a>> = columns.filter_map(|column| self.row(mix, column)).collect();
        Some(html! {
            p {
                "Places serve different people, and people in different circumstances answer differently. Here " (self.name())
                " is held against everyone else as if both served the same people, by " (by(&self.labelled, mix)) ", in "
                (reference(mix)) "."
            }
            @if rows.is_empty() {
                p { (self.too_few()) }
            } @else {
                p { (before_and_after(&rows)) }
                (self.before_and_after_table(mix, &rows))
            }
            (notes(&self.labelled, mix))
        })
    }

    fn row(&self, mix: &'a CaseMix, item: LabelledItem<'a>) -> Option<Row<'a>> {
        let result = found(mix, &item)?;
        Some(Row {
            item,
            crude: self
                .own(&item)
                .against_rest
                .shown()
                .map(|found| found.verdict),
            found: result.places[self.place].as_ref(),
        })
    }

    fn before_and_after_table(&self, mix: &CaseMix, rows: &[Row<'a>]) -> Markup {
        let caption = format!(
            "{} and everyone else, as they are and like with like",
            self.name()
        );
        let head = html! {
            tr {
                th.words scope="col" { "Question" }
                th scope="col" { "As it is" }
                th scope="col" { "Less everyone else" }
                th scope="col" { "Like with like" }
                th scope="col" { "Interval" }
                th scope="col" { "Less everyone else" }
                th scope="col" { "Interval" }
                th.words scope="col" { "Before" }
                th.words scope="col" { "After" }
                th scope="col" { "p, adjusted" }
                th.words scope="col" { "How" }
            }
        };
        let body = html! {
            @for row in rows {
                @let test = row.found.and_then(|found| found.test);
                tr {
                    th.words scope="row" lang=[self.lang(row.item.item.label())] { (self.labelled.words(row.item.item.label())) }
                    (cell(&row.found, |found| per_cent(found.crude_share)))
                    (cell(&row.found, |found| points(found.crude_difference.value)))
                    (cell(&row.found, |found| share(found)))
                    (cell(&row.found, |found| format!("{} to {}", per_cent(found.share.lower), per_cent(found.share.upper))))
                    (cell(&row.found, |found| points(found.difference.value)))
                    (cell(&row.found, |found| interval(&found.difference)))
                    td.words { (row.crude.map_or("Not shown", verdict)) }
                    td.words { (row.found.shown().map_or("Not shown", |found| verdict(found.verdict))) }
                    (cell(&test, |test| p_value(test.adjusted_p)))
                    td.words { @if let Some(found) = row.found.shown() { (way(&self.labelled, mix, found)) } }
                }
            }
        };
        wide_table(&caption, &head, &body)
    }
}

/// One question before and after.
struct Row<'a> {
    item: LabelledItem<'a>,
    crude: Option<Verdict>,
    found: Figure<&'a CaseMixFigure>,
}

pub(super) fn found<'a>(mix: &'a CaseMix, item: &LabelledItem<'_>) -> Option<&'a CaseMixResult> {
    mix.items
        .iter()
        .find(|result| result.item == *item.item.id())
}

/// How many findings stand, go and come.
fn before_and_after(rows: &[Row<'_>]) -> Markup {
    let shown = rows
        .iter()
        .filter(|row| row.found.shown().is_some())
        .count();
    let told = |verdict: Verdict| matches!(verdict, Verdict::Higher | Verdict::Lower);
    let both = rows
        .iter()
        .filter_map(|row| Some((row.crude?, row.found.shown()?.verdict)));
    let both: Vec<(Verdict, Verdict)> = both.collect();
    let stand = both
        .iter()
        .filter(|(before, after)| told(*before) && before == after)
        .count();
    let go = both
        .iter()
        .filter(|(before, after)| told(*before) && !told(*after))
        .count();
    let come = both
        .iter()
        .filter(|(before, after)| !told(*before) && told(*after))
        .count();
    let turn = both
        .iter()
        .filter(|(b, a)| told(*b) && told(*a) && a != b)
        .count();
    html! {
        "Like with like can be told of " (shown) " of " (rows.len()) " questions. On these, " strong { (stand) " differences stand" }
        ", " (go) " are no longer found and " (come) " come to light"
        @if turn > 0 { "; " (turn) " turn round" }
        ". That a difference is no longer found does not mean that there is none."
    }
}

/// A share, with a word where it is none.
fn share(found: &CaseMixFigure) -> String {
    let over = if found.exceeds_one {
        " (over 100%: more than people like these can give)"
    } else {
        ""
    };
    per_cent(found.share.value) + over
}

/// Items that the groups are made by.
pub(super) fn by(labelled: &Labelled<'_>, mix: &CaseMix) -> Markup {
    let named = mix
        .by
        .iter()
        .filter_map(|id| labelled.instrument.item(id.as_str()));
    let named: Vec<Markup> = named
        .map(|item| html! { span lang=[labelled.lang(item.label())] { (labelled.words(item.label())) } })
        .collect();
    listed(&named, "and")
}

pub(super) fn reference(mix: &CaseMix) -> &'static str {
    match mix.reference {
        Reference::Frame => "the numbers of all who could have answered",
        Reference::AllPlaces => "the numbers of all who answered, in all places together",
    }
}

/// A group in words: the answers that make it.
fn group(labelled: &Labelled<'_>, mix: &CaseMix, stratum: &StratumId) -> String {
    let codes = stratum.as_str().split(poet_core::Stratification::BETWEEN);
    let words = mix.by.iter().zip(codes).map(|(item, code)| {
        let scale = labelled
            .instrument
            .item(item.as_str())
            .and_then(|item| item.scale());
        let point =
            scale.and_then(|scale| scale.points().iter().find(|p| p.code().as_str() == code));
        point.map_or(code, |point| labelled.words(point.label()))
    });
    words.collect::<Vec<_>>().join(", ")
}

fn way(labelled: &Labelled<'_>, mix: &CaseMix, found: &CaseMixFigure) -> Markup {
    match &found.method {
        CaseMixWay::Direct { effective_n } => {
            html! { "Direct, effective n " (fixed(*effective_n, 0)) }
        }
        CaseMixWay::Indirect {
            empty,
            expected,
            ratio,
        } => {
            let empty: Vec<Markup> = empty
                .iter()
                .map(|stratum| html! { (group(labelled, mix, stratum)) })
                .collect();
            html! {
                "Indirect, since nobody answered of: " (listed(&empty, "and")) ". Expected " (fixed(*expected, 1))
                ", observed over expected " (fixed(*ratio, 2))
            }
        }
    }
}

pub(super) fn notes(labelled: &Labelled<'_>, mix: &CaseMix) -> Markup {
    html! {
        p.note {
            "“Like with like” weights each group of a place as it weighs in the reference (direct), or, where nobody of a group "
            "answered here, counts the favourable answers against those that people like these give elsewhere (indirect). "
            "Everyone else is brought to the same weights. What still differs may come from other ways in which people differ; "
            "it is an association and does not say what made the difference. No difference found does not say that there is none."
        }
        p.note {
            @match mix.unplaced {
                Figure::Shown(0) => {},
                Figure::Shown(count) => {
                    (people(count)) " people in all places together did not answer " (by(labelled, mix))
                    " and are in no group; they count in “as it is” alone. "
                },
                _ => { "A few people did not answer " (by(labelled, mix)) " and are in no group. " },
            }
            (mix.method.tests) " tests were made here, and false discoveries are controlled over " (family(mix.method.family)) " ("
            (mix.method.false_discovery) "). Figures are shown only where the counts of every group could be."
        }
        @if let Figure::Shown(weights) = &mix.weights {
            p.note {
                "Groups of the reference: "
                @for (at, (stratum, weight)) in mix.strata.iter().zip(weights).enumerate() {
                    @if at > 0 { "; " }
                    (group(labelled, mix, stratum)) " " (per_cent(*weight))
                }
                "."
            }
        }
    }
}
/// Over which tests false discoveries are controlled.
fn family(scope: Scope) -> &'static str {
    match scope {
        Scope::WholeTable => "those of all questions and all organisations",
        Scope::EachOrganisation => "those of all questions of one organisation at a time",
    }
}
