//! Shares of each round and what became of them, as a table.

use maud::{Markup, html};
use poet_benchmark::compare::TestMethod;
use poet_benchmark::release::Figure;

use super::super::layout::{cell, wide_table};
use super::super::rest::interval;
use super::words::{Said, no_change, verdict};
use super::{Changed, FEW, Question, date};
use crate::number::{p_value, per_cent, points};

impl<'a> Changed<'a> {
    pub(super) fn table(&self, questions: &[Question<'a>]) -> Markup {
        let waves = self.named_waves();
        let columns = match questions
            .iter()
            .any(|q| matches!(q.here.trend, Figure::Shown(_)))
        {
            true => Columns::WithTrend,
            false => Columns::Differences,
        };
        let head = html! {
            tr {
                th scope="col" { "Question" }
                @for &wave in &waves { th scope="col" { (date(&self.changes.waves[wave])) } }
                th scope="col" { "Last two, in points" }
                th scope="col" { "Interval" }
                th scope="col" { "Test" }
                th scope="col" { "p" }
                th scope="col" { "p, all tests counted" }
                @if columns == Columns::WithTrend {
                    th scope="col" { "Points a year" }
                    th scope="col" { "Interval" }
                    th scope="col" { "p" }
                    th scope="col" { "p, all tests counted" }
                }
                th.words scope="col" { "Result" }
            }
        };
        let body =
            html! { @for question in questions { (self.table_row(question, &waves, columns)) } };
        wide_table(
            &format!("Favourable shares in {} by round", self.name),
            &head,
            &body,
        )
    }

    fn table_row(&self, question: &Question<'a>, waves: &[usize], columns: Columns) -> Markup {
        let (change, trend) = (&question.here.change, &question.here.trend);
        let test = change.and_then(|change| change.test);
        html! {
            tr {
                th scope="row" lang=[self.labelled.lang(question.label)] { (self.labelled.words(question.label)) }
                @for &wave in waves {
                    @match wave.checked_sub(question.item.since).and_then(|at| question.here.shares.get(at)) {
                        Some(share) => (cell(share, |share| per_cent(share.share))),
                        None => td.mark { "\u{2013}" },
                    }
                }
                (cell(change, |change| points(change.difference.value)))
                (cell(change, |change| interval(&change.difference)))
                (cell(&test, |test| method(test.method).to_owned()))
                (cell(&test, |test| p_value(test.p)))
                (cell(&test, |test| p_value(test.adjusted_p)))
                @if columns == Columns::WithTrend {
                    (cell(trend, |trend| points(trend.per_year.value)))
                    (cell(trend, |trend| interval(&trend.per_year)))
                    (cell(trend, |trend| p_value(trend.p)))
                    (cell(trend, |trend| p_value(trend.adjusted_p)))
                }
                td.words { (result(question)) }
            }
        }
    }

    /// Waves that have a column: all where they are few, else the first and the last two.
    fn named_waves(&self) -> Vec<usize> {
        let waves = self.changes.waves.len();
        match waves <= FEW {
            true => (0..waves).collect(),
            false => vec![0, waves - 2, waves - 1],
        }
    }
}

/// What may be said of a question, in few words.
fn result(question: &Question<'_>) -> String {
    match (&question.here.chart, Said::of(&question.here).verdict()) {
        (Figure::Shown(chart), _) if chart.signals.is_empty() => "Within limits".to_owned(),
        (Figure::Shown(_), _) => "Stands out".to_owned(),
        (_, Some(moved)) => verdict(moved).to_owned(),
        (_, None) => no_change(&question.here.change),
    }
}

/// Whether there are columns for trends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Columns {
    Differences,
    WithTrend,
}

fn method(method: TestMethod) -> &'static str {
    match method {
        TestMethod::PooledZ => "z",
        TestMethod::FisherExact => "Fisher",
    }
}
