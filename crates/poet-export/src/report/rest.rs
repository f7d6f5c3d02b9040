//! The organisation against everybody else.

use maud::{Markup, html};
use poet_benchmark::compare::TestMethod;
use poet_benchmark::release::{ComparisonFigure, Figure, RangeFigure, TestFigure};
use poet_benchmark::{Absent, Verdict};
use poet_core::Section;

use super::CouncilReport;
use super::layout::{cell, panels, why, wide_table};
use crate::chart::{Described, Forest, ForestRow, Found, Shift};
use crate::labelled::LabelledItem;
use crate::number::{p_value, people, per_cent, points, size};

/// One question on which the organisation is held against everybody else.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compared<'a> {
    pub(super) item: LabelledItem<'a>,
    pub(super) own: Figure<f64>,
    pub(super) found: Figure<ComparisonFigure>,
}

impl Compared<'_> {
    pub(super) fn difference(&self) -> Option<RangeFigure> {
        self.found.shown().map(|found| found.difference)
    }

    pub(super) fn verdict(&self) -> Option<Verdict> {
        self.found.shown().map(|found| found.verdict)
    }
}

impl<'a> CouncilReport<'a> {
    /// Questions on which the organisation is compared, the highest difference first, those without one last.
    pub(super) fn compared(&self, items: &[LabelledItem<'a>]) -> Vec<Compared<'a>> {
        let items = items.iter().filter(|item| self.compares(self.own(item)));
        let mut compared: Vec<Compared<'a>> = items
            .map(|item| Compared {
                item: *item,
                own: self.own(item).favourable.map(|share| share.share),
                found: self.own(item).against_rest,
            })
            .collect();
        let value = |c: &Compared<'_>| c.difference().map_or(f64::NEG_INFINITY, |d| d.value);
        compared.sort_by(|a, b| value(b).total_cmp(&value(a)));
        compared
    }

    pub(super) fn against_rest(&self, section: &Section, items: &[LabelledItem<'a>]) -> Markup {
        let compared = self.compared(items);
        html! {
            h3 { "Compared with everyone else" }
            @if compared.is_empty() {
                p { (self.too_few()) }
            } @else if compared.iter().all(|c| matches!(c.found, Figure::Absent(Absent::EmptyComparator))) {
                p { "Nobody else answered, so there is nothing to compare with." }
            } @else {
                (self.rest_charts(section, &compared))
                p.note {
                    "An interval can leave out 0 and still no difference be reported, since many comparisons are made at once."
                }
                (self.rest_table(section, &compared))
                @if let Some(sentence) = self.whole_sentence(&compared) { (sentence) }
                @if compared.len() < items.len() {
                    p.note {
                        "Not compared, since fewer than " (people(self.minimum)) " people here answered them: "
                        (items.len() - compared.len()) " of " (items.len()) " questions."
                    }
                }
            }
        }
    }

    /// Why there is no comparison.
    pub(super) fn too_few(&self) -> String {
        format!(
            "No comparison is shown: it takes at least {} people who answered in {}. With fewer, chance alone moves a \
             share by more than about {} percentage points.",
            people(self.minimum),
            self.name(),
            crate::number::fixed(98.0 / (self.minimum.max(1) as f64).sqrt(), 0)
        )
    }

    fn rest_charts(&self, section: &Section, compared: &[Compared<'_>]) -> Markup {
        let ends = || compared.iter().filter_map(Compared::difference);
        let reach = (
            ends().map(|d| d.lower).fold(0.0, f64::min),
            ends().map(|d| d.upper).fold(0.0, f64::max),
        );
        let rows: Vec<(ForestRow, String)> = compared
            .iter()
            .map(|c| (self.rest_row(c), self.said(c)))
            .collect();
        let charts = panels(&rows, Forest::ROW);
        let of = charts.len();
        let confidence = crate::number::fixed(self.benchmark().method.confidence * 100.0, 1);
        let confidence = confidence.trim_end_matches(".0");
        html! {
            @for (at, rows) in charts.into_iter().enumerate() {
                @let (rows, said): (Vec<ForestRow>, Vec<String>) = rows.into_iter().unzip();
                figure {
                    figcaption {
                        "Favourable share in " (self.name()) " less that of everyone else, in percentage points"
                        @if of > 1 { ", chart " (at + 1) " of " (of) }
                        ". Lines are " (confidence) "% intervals. "
                        span.keys {
                            "\u{25b2}\u{a0}higher, \u{25bc}\u{a0}lower, \u{25cb}\u{a0}no difference found."
                        }
                    }
                    (Forest {
                        rows,
                        reach,
                        ends: ("\u{2190} Lower here".to_owned(), "Higher here \u{2192}".to_owned()),
                    }.draw(&Described {
                        id: format!("rest-{}-{}", section.id(), at + 1),
                        title: format!("{} compared with everyone else: {}", self.name(), self.labelled.words(section.title())),
                        text: said.join(" "),
                    }))
                }
            }
        }
    }

    fn rest_row(&self, compared: &Compared<'_>) -> ForestRow {
        let words = |found: &ComparisonFigure| {
            let own = compared.own.shown().map_or_else(String::new, per_cent);
            format!(
                "{}: {own} against {}",
                verdict(found.verdict),
                per_cent(found.rest_share)
            )
        };
        let shift = |found: ComparisonFigure| Shift {
            value: found.difference.value,
            lower: found.difference.lower,
            upper: found.difference.upper,
            found: match found.verdict {
                Verdict::Higher => Found::Higher,
                Verdict::Lower => Found::Lower,
                Verdict::NoDifferenceFound | Verdict::NotTested => Found::Neither,
            },
        };
        ForestRow {
            label: self.label(compared.item.item.label()),
            words: compared
                .found
                .shown()
                .map_or_else(String::new, |f| words(&f)),
            shift: compared
                .found
                .shown()
                .map(shift)
                .ok_or_else(|| why(&compared.found)),
        }
    }

    /// What a row says to somebody who does not see it.
    fn said(&self, compared: &Compared<'_>) -> String {
        let label = self.labelled.words(compared.item.item.label());
        match &compared.found {
            Figure::Shown(found) => format!(
                "{label}: {}, {} points, interval {}{}.",
                verdict(found.verdict).to_lowercase(),
                points(found.difference.value),
                interval(&found.difference),
                self.would_find(compared)
            ),
            hidden => format!("{label}: {}.", why(hidden)),
        }
    }

    /// Beside "no difference found": how large a difference would have been found.
    fn would_find(&self, compared: &Compared<'_>) -> String {
        let found = compared.found.and_then(|found| match found.verdict {
            Verdict::NoDifferenceFound => found.detectable,
            _ => Figure::Absent(Absent::NotJudged),
        });
        let base = self.own(&compared.item).base.shown().map(people);
        match (found, base) {
            (Figure::Shown(difference), Some(answers)) => format!(
                "; with {answers} answers only a difference of {} points or more would probably have been found",
                size(difference)
            ),
            (Figure::Absent(Absent::TooFewAnswers), Some(answers)) => {
                format!(
                    "; with {answers} answers no difference would probably have been found, however large"
                )
            }
            _ => String::new(),
        }
    }

    fn rest_table(&self, section: &Section, compared: &[Compared<'_>]) -> Markup {
        let section = self.labelled.words(section.title());
        let caption = format!(
            "{section}: favourable shares in {} and elsewhere",
            self.name()
        );
        let head = html! {
            tr {
                th scope="col" { "Question" }
                th scope="col" { "Here" }
                th scope="col" { "Everyone else" }
                th scope="col" { "Their base (n)" }
                th scope="col" { "Difference in points" }
                th scope="col" { "Interval" }
                th.words scope="col" { "Result" }
                th scope="col" { "Test" }
                th scope="col" { "p" }
                th scope="col" { "p, all tests counted" }
            }
        };
        let body = html! {
            @for row in compared {
                @let test = row.found.and_then(|found| found.test);
                tr {
                    th scope="row" lang=[self.lang(row.item.item.label())] { (self.labelled.words(row.item.item.label())) }
                    (cell(&row.own, |share| per_cent(*share)))
                    (cell(&row.found, |found| per_cent(found.rest_share)))
                    (cell(&row.found, |found| people(found.rest_base)))
                    (cell(&row.found, |found| points(found.difference.value)))
                    (cell(&row.found, |found| interval(&found.difference)))
                    td.words { (row.verdict().map_or_else(|| why(&row.found), |v| verdict(v).to_owned())) (self.would_find(row)) }
                    (cell(&test, |test| method(test).to_owned()))
                    (cell(&test, |test| p_value(test.p)))
                    (cell(&test, |test| p_value(test.adjusted_p)))
                }
            }
        };
        wide_table(&caption, &head, &body)
    }
}

/// An interval of a difference in percentage points.
pub(super) fn interval(range: &RangeFigure) -> String {
    format!("{} to {}", points(range.lower), points(range.upper))
}

pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Higher => "Higher here",
        Verdict::Lower => "Lower here",
        Verdict::NoDifferenceFound => "No difference found",
        Verdict::NotTested => "Not tested",
    }
}

pub(super) fn method(test: &TestFigure) -> &'static str {
    match test.method {
        TestMethod::PooledZ => "z",
        TestMethod::FisherExact => "Fisher",
    }
}
