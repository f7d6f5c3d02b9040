//! Shares over time, each with its interval or with the limits of chance.

use maud::{Markup, html};

use super::canvas::px;
use super::forest::triangle;
use super::{Canvas, Described, Found, Label, at};
use crate::number::whole_per_cent;

/// Shares over time, one question a row, on one scale of shares and one of time.
#[derive(Clone, Debug)]
pub(crate) struct Course {
    /// Rows from the top.
    pub(crate) rows: Vec<CourseRow>,
    /// Lowest and highest share, over all charts that share the scale.
    pub(crate) reach: (f64, f64),
    /// Dates that are written below, at fractions of the time from the first wave to the last.
    pub(crate) dates: Vec<(f64, String)>,
}

/// One question.
#[derive(Clone, Debug)]
pub(crate) struct CourseRow {
    /// What the row is of.
    pub(crate) label: Label,
    /// The latest share in words, beside the label.
    pub(crate) figure: String,
    /// What was found, in words.
    pub(crate) words: String,
    /// What may be said.
    pub(crate) found: Found,
    /// The waves that are shown, or why there are none.
    pub(crate) marks: Result<Vec<Mark>, String>,
    /// Mean, lower and upper limit of chance, where there are limits.
    pub(crate) limits: Option<[f64; 3]>,
}

/// One wave.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    /// When, as a fraction of the time from the first wave to the last.
    pub(crate) when: f64,
    /// The share.
    pub(crate) share: f64,
    /// Lower and upper end of its interval.
    pub(crate) interval: (f64, f64),
    /// Whether it follows the wave before without a gap.
    pub(crate) joined: bool,
    /// What sets it apart from chance.
    pub(crate) signal: Found,
}

const STRIP: f64 = 92.0;
const GAP: f64 = 16.0;
/// Part of the width on each side that holds the figures of the scale and the halves of marks.
const MARGIN: f64 = 0.07;

impl Course {
    /// Height of a row with a label of one line, in pixels.
    pub(crate) const ROW: f64 = 20.0 + 17.0 + STRIP + GAP;

    /// Draws the chart.
    pub(crate) fn draw(&self, described: &Described) -> Markup {
        let mut canvas = Canvas::default();
        for row in &self.rows {
            canvas.head(&row.label, &row.figure, "figure");
            match &row.marks {
                Ok(marks) => {
                    canvas.line(&row.words, row.found.class());
                    let strip = Strip {
                        top: canvas.height() + 4.0,
                        reach: self.reach,
                    };
                    canvas.draw(&strip.draw(row, marks));
                    canvas.skip(STRIP);
                }
                Err(why) => {
                    canvas.skip(4.0);
                    canvas.note(why, 1.0, 22.0);
                }
            }
            canvas.skip(GAP);
        }
        let y = px(canvas.height() + 2.0);
        for (when, date) in &self.dates {
            canvas.draw(
                &html! { text class={ "axis " (anchor(*when)) } x=(at(x(*when))) y=(y) { (date) } },
            );
        }
        canvas.skip(10.0);
        canvas.finish(described, &html! {})
    }
}

/// The strip of one row.
#[derive(Clone, Copy)]
struct Strip {
    top: f64,
    reach: (f64, f64),
}

impl Strip {
    fn draw(self, row: &CourseRow, marks: &[Mark]) -> Markup {
        let ends = [self.reach.0, self.reach.1];
        let pairs = marks.windows(2).filter(|pair| pair[1].joined);
        html! {
            @for share in ends {
                line class="grid" x1="0" x2="100%" y1=(px(self.y(share))) y2=(px(self.y(share))) {}
                text class="axis" x="0" y=(px(self.label(share))) { (whole_per_cent(share)) "%" }
            }
            @if let Some([mean, lower, upper]) = row.limits {
                line class="middle" x1=(at(MARGIN)) x2=(at(1.0 - MARGIN)) y1=(px(self.y(mean))) y2=(px(self.y(mean))) {}
                @for limit in [lower, upper] {
                    line class="limit" x1=(at(MARGIN)) x2=(at(1.0 - MARGIN)) y1=(px(self.y(limit))) y2=(px(self.y(limit))) {}
                }
            }
            @for pair in pairs {
                line class="course" x1=(at(x(pair[0].when))) x2=(at(x(pair[1].when)))
                    y1=(px(self.y(pair[0].share))) y2=(px(self.y(pair[1].share))) {}
            }
            @for mark in marks { (self.mark(*mark, row.limits.is_none())) }
        }
    }

    fn mark(self, mark: Mark, with_interval: bool) -> Markup {
        let (x, y) = (at(x(mark.when)), self.y(mark.share));
        let (lower, upper) = mark.interval;
        html! {
            @if with_interval {
                line class="range neither" x1=(x) x2=(x) y1=(px(self.y(lower))) y2=(px(self.y(upper))) {}
            }
            @match mark.signal {
                Found::Neither => circle class="dot wave" cx=(x) cy=(px(y)) r="3" {},
                Found::Higher => (triangle(&x, y, "M-6 5L0 -6L6 5Z", "higher")),
                Found::Lower => (triangle(&x, y, "M-6 -5L0 6L6 -5Z", "lower")),
            }
        }
    }

    /// Place of the figure of an end of the scale, within the strip.
    fn label(self, share: f64) -> f64 {
        let y = self.y(share);
        match y > self.top + STRIP / 2.0 {
            true => y - 3.0,
            false => y + 12.0,
        }
    }

    /// Place of a share down the strip.
    fn y(self, share: f64) -> f64 {
        let (low, high) = self.reach;
        let part = (share - low) / (high - low).max(f64::EPSILON);
        self.top + (1.0 - part.clamp(0.0, 1.0)) * (STRIP - 8.0)
    }
}

/// Place of a date across the strip.
fn x(when: f64) -> f64 {
    MARGIN + when * (1.0 - 2.0 * MARGIN)
}

/// Dates at the ends do not run over them.
fn anchor(when: f64) -> &'static str {
    match when {
        when if when < 0.15 => "start",
        when if when > 0.85 => "end",
        _ => "mid",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_stays_inside_the_chart() {
        let strip = Strip {
            top: 10.0,
            reach: (0.2, 0.8),
        };
        for share in [0.0, 0.2, 0.5, 0.8, 1.0] {
            assert!((10.0..=10.0 + STRIP).contains(&strip.y(share)), "{share}");
        }
        assert!(strip.y(0.8) < strip.y(0.2), "more is higher");
        assert!(x(0.0) > 0.0 && x(1.0) < 1.0);
    }

    #[test]
    fn a_wave_after_a_gap_is_not_joined_to_the_one_before() {
        let mark = |when, joined| Mark {
            when,
            share: 0.5,
            interval: (0.4, 0.6),
            joined,
            signal: Found::Neither,
        };
        let course = |joined| Course {
            rows: vec![CourseRow {
                label: Label {
                    words: "Dignity".to_owned(),
                    lang: None,
                },
                figure: "50%".to_owned(),
                words: "No change found".to_owned(),
                found: Found::Neither,
                marks: Ok(vec![mark(0.0, false), mark(1.0, joined)]),
                limits: None,
            }],
            reach: (0.0, 1.0),
            dates: vec![(0.0, "2013".to_owned())],
        };
        let described = Described {
            id: "a".to_owned(),
            title: String::new(),
            text: String::new(),
        };
        let drawn = |joined| {
            course(joined)
                .draw(&described)
                .into_string()
                .contains("class=\"course\"")
        };
        assert!(drawn(true) && !drawn(false));
    }
}
