//! Shares over the waves, drawn.

use maud::{Markup, html};
use poet_benchmark::progress::Moved;
use poet_benchmark::release::{ChartFigure, Figure, SignalFigure};
use poet_benchmark::trend::Departure;

use super::super::layout::{panels, why};
use super::words::Said;
use super::{Changed, Question, date};
use crate::chart::{Course, CourseRow, Described, Found, Label, Mark};
use crate::number::{fixed, per_cent};

/// Room left above and below the shares, and the steps that the ends of the scale are rounded to.
const ROOM: f64 = 0.02;
const STEP: f64 = 0.05;

impl<'a> Changed<'a> {
    pub(super) fn charts(&self, questions: &[Question<'a>]) -> Markup {
        let rows: Vec<(CourseRow, String)> = questions
            .iter()
            .map(|q| (self.row(q), self.said(q)))
            .collect();
        let reach = reach(rows.iter().map(|(row, _)| row));
        let charts = panels(&rows, Course::ROW);
        let of = charts.len();
        let confidence = fixed(self.changes.method.confidence * 100.0, 1);
        let limits = questions
            .iter()
            .any(|q| matches!(q.here.chart, Figure::Shown(_)));
        html! {
            @for (at, rows) in charts.into_iter().enumerate() {
                @let (rows, said): (Vec<CourseRow>, Vec<String>) = rows.into_iter().unzip();
                figure {
                    figcaption {
                        "Favourable share in " (self.name) " in each round"
                        @if of > 1 { ", chart " (at + 1) " of " (of) }
                        ". "
                        @if limits {
                            "The middle line is the mean; between the broken lines a share moves by chance alone. "
                            span.keys { "\u{25b2}\u{a0}or\u{a0}\u{25bc}\u{a0}marks a round that stands out." }
                        } @else {
                            "Upright lines are " (confidence.trim_end_matches(".0")) "% intervals. "
                        }
                        " On the right: the latest share."
                    }
                    (Course { rows, reach, dates: self.marked_dates() }.draw(&Described {
                        id: format!("changed-{}", at + 1),
                        title: format!("Favourable shares in {} over time", self.name),
                        text: said.join(" "),
                    }))
                }
            }
        }
    }

    fn row(&self, question: &Question<'a>) -> CourseRow {
        let marks = self.marks(question);
        let latest = question
            .here
            .shares
            .iter()
            .rev()
            .find_map(|share| share.shown());
        let chart = question.here.chart.as_ref().shown();
        CourseRow {
            label: self.label(question),
            figure: latest.map_or_else(String::new, |share| per_cent(share.share)),
            words: self.line(question),
            found: match (chart, Said::of(&question.here).verdict()) {
                (Some(chart), _) => chart.signals.first().map_or(Found::Neither, way),
                (None, Some(Moved::Rose)) => Found::Higher,
                (None, Some(Moved::Fell)) => Found::Lower,
                (None, _) => Found::Neither,
            },
            marks: match marks.is_empty() {
                true => Err(question.here.shares.last().map_or_else(String::new, why)),
                false => Ok(marks),
            },
            limits: chart.map(|chart| [chart.mean, chart.lower, chart.upper]),
        }
    }

    fn label(&self, question: &Question<'a>) -> Label {
        let text = question.label;
        Label {
            words: self.labelled.words(text).to_owned(),
            lang: self.labelled.lang(text),
        }
    }

    fn marks(&self, question: &Question<'a>) -> Vec<Mark> {
        let since = question.item.since;
        let shares = || question.here.shares.iter().enumerate();
        let shown = shares().filter_map(|(at, share)| Some((at, share.shown()?)));
        let chart = question.here.chart.as_ref().shown();
        shown
            .map(|(at, share)| Mark {
                when: self.when(since + at),
                share: share.share,
                interval: (share.lower, share.upper),
                joined: at > 0 && question.here.shares[at - 1].shown().is_some(),
                signal: chart.map_or(Found::Neither, |chart| signal(chart, since + at)),
            })
            .collect()
    }

    /// Where a wave stands between the first and the last.
    fn when(&self, wave: usize) -> f64 {
        let waves = &self.changes.waves;
        let whole = waves.last().map_or(0.0, |last| last.day);
        waves
            .get(wave)
            .map_or(0.0, |wave| wave.day / whole.max(1.0))
    }

    /// The first and the last date, and those between that have room.
    fn marked_dates(&self) -> Vec<(f64, String)> {
        let mut dates: Vec<(f64, String)> = Vec::new();
        let last = self.changes.waves.len().saturating_sub(1);
        for (at, wave) in self.changes.waves.iter().enumerate() {
            let when = self.when(at);
            let room = dates
                .last()
                .is_none_or(|(before, _)| when - before >= APART);
            if at == last || room && 1.0 - when >= APART || at == 0 {
                dates.push((when, date(wave)));
            }
        }
        dates
    }

    /// What a row says to somebody who does not see it.
    fn said(&self, question: &Question<'a>) -> String {
        format!(
            "{}: {}.",
            self.labelled.words(question.label),
            self.line(question)
        )
    }
}

/// Part of the width that a date takes on a phone.
const APART: f64 = 0.3;

/// Whether a wave stands out, and which way.
fn signal(chart: &ChartFigure, wave: usize) -> Found {
    let mut signals = chart.signals.iter();
    let signal = signals.find(|signal| (signal.from..=signal.to).contains(&wave));
    signal.map_or(Found::Neither, way)
}

fn way(signal: &SignalFigure) -> Found {
    match signal.departure {
        Departure::Up => Found::Higher,
        Departure::Down => Found::Lower,
    }
}

/// Lowest and highest share of all rows with their intervals and limits, in round steps.
fn reach<'r>(rows: impl Iterator<Item = &'r CourseRow>) -> (f64, f64) {
    let (mut low, mut high) = (1.0_f64, 0.0_f64);
    for row in rows {
        let marks = row.marks.iter().flatten();
        let ends = marks.flat_map(|mark| match row.limits {
            Some(_) => [mark.share, mark.share],
            None => [mark.interval.0, mark.interval.1],
        });
        for value in ends.chain(row.limits.into_iter().flatten()) {
            (low, high) = (low.min(value), high.max(value));
        }
    }
    let low = ((low - ROOM) / STEP).floor() * STEP;
    let high = ((high + ROOM) / STEP).ceil() * STEP;
    (low.clamp(0.0, 0.95), high.clamp(0.05, 1.0))
}
