//! Differences with their intervals against a line of no difference.

use maud::{Markup, html};

use super::canvas::px;
use super::{Canvas, Described, Label, at};
use crate::number::points;

/// Differences, one a row, on one axis.
#[derive(Clone, Debug)]
pub(crate) struct Forest {
    /// Rows from the top.
    pub(crate) rows: Vec<ForestRow>,
    /// Lowest and highest interval end, over all charts that share the axis; holds 0.
    pub(crate) reach: (f64, f64),
    /// What stands at the ends of the axis.
    pub(crate) ends: (String, String),
}

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct ForestRow {
    /// What the row is of.
    pub(crate) label: Label,
    /// What was found, in words.
    pub(crate) words: String,
    /// The difference, or why there is none.
    pub(crate) shift: Result<Shift, String>,
}

/// A difference of shares with its interval.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shift {
    /// The difference.
    pub(crate) value: f64,
    /// Lower end of its interval.
    pub(crate) lower: f64,
    /// Upper end of its interval.
    pub(crate) upper: f64,
    /// What may be said.
    pub(crate) found: Found,
}

/// What may be said of a difference.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Found {
    /// Higher: a triangle that points up.
    Higher,
    /// Lower: a triangle that points down.
    Lower,
    /// Neither: a ring.
    Neither,
}

const STRIP: f64 = 15.0;
const GAP: f64 = 5.0;

impl Forest {
    /// Height of a row with a label of one line, in pixels.
    pub(crate) const ROW: f64 = 20.0 + 17.0 + STRIP + GAP;

    /// Draws the chart.
    pub(crate) fn draw(&self, described: &Described) -> Markup {
        let mut canvas = Canvas::default();
        canvas.ends(&self.ends.0, &self.ends.1);
        canvas.skip(4.0);
        let top = canvas.height();
        let mut rows = Canvas::default();
        rows.skip(top);
        for row in &self.rows {
            self.row(&mut rows, row);
        }
        let bottom = rows.height();
        for tick in ticks(self.reach) {
            canvas.draw(&self.grid(tick, top, bottom));
        }
        canvas.draw(&rows.into_marks());
        canvas.skip(bottom - top + 18.0);
        canvas.finish(described, &html! {})
    }

    fn row(&self, canvas: &mut Canvas, row: &ForestRow) {
        let figure = match &row.shift {
            Ok(shift) => points(shift.value),
            Err(_) => String::new(),
        };
        canvas.head(&row.label, &figure, "figure");
        match &row.shift {
            Ok(shift) => {
                canvas.line(&row.words, shift.found.class());
                let middle = canvas.height() + STRIP / 2.0;
                canvas.draw(&self.interval(shift, middle));
                canvas.skip(STRIP);
            }
            Err(why) => {
                canvas.skip(4.0);
                canvas.note(why, 1.0, 22.0);
            }
        }
        canvas.skip(GAP);
    }

    fn interval(&self, shift: &Shift, y: f64) -> Markup {
        let [lower, value, upper] = [shift.lower, shift.value, shift.upper].map(|v| at(self.x(v)));
        let class = shift.found.class();
        let cap = (px(y - 4.0), px(y + 4.0));
        html! {
            line class={ "range " (class) } x1=(lower) x2=(upper) y1=(px(y)) y2=(px(y)) {}
            line class={ "range " (class) } x1=(lower) x2=(lower) y1=(cap.0) y2=(cap.1) {}
            line class={ "range " (class) } x1=(upper) x2=(upper) y1=(cap.0) y2=(cap.1) {}
            @match shift.found {
                Found::Neither => circle class="dot neither" cx=(value) cy=(px(y)) r="5" {},
                Found::Higher => (triangle(&value, y, "M-7 5.5L0 -6.5L7 5.5Z", class)),
                Found::Lower => (triangle(&value, y, "M-7 -5.5L0 6.5L7 -5.5Z", class)),
            }
        }
    }

    fn grid(&self, tick: f64, top: f64, bottom: f64) -> Markup {
        let x = at(self.x(tick));
        let class = if tick == 0.0 { "zero" } else { "grid" };
        let words = crate::number::whole_points(tick);
        html! {
            line class=(class) x1=(x) x2=(x) y1=(px(top)) y2=(px(bottom)) {}
            text class="axis mid" x=(x) y=(px(bottom + 14.0)) { (words) }
        }
    }

    fn x(&self, difference: f64) -> f64 {
        along(difference, self.reach)
    }
}

/// Place of a difference across the chart, with a margin for the marks.
fn along(difference: f64, (low, high): (f64, f64)) -> f64 {
    const MARGIN: f64 = 0.04;
    let wide = (high - low).max(f64::EPSILON);
    MARGIN + (difference - low) / wide * (1.0 - 2.0 * MARGIN)
}

/// Differences that are worth a line: round steps, as many as a phone can hold.
pub(super) fn ticks(reach: (f64, f64)) -> Vec<f64> {
    let wide = (reach.1 - reach.0).max(f64::EPSILON);
    let step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5]
        .into_iter()
        .find(|step| wide / step <= 6.0)
        .unwrap_or(1.0);
    let inside = |v: &f64| (0.05..=0.95).contains(&along(*v, reach)) || *v == 0.0;
    (-12_i32..=12)
        .map(|n| f64::from(n) * step)
        .filter(inside)
        .collect()
}

impl Found {
    /// Name in the style sheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Neither => "neither",
        }
    }
}

/// A triangle that keeps its size.
pub(super) fn triangle(x: &str, y: f64, path: &str, class: &str) -> Markup {
    html! {
        svg class="pin" x=(x) y=(px(y)) aria-hidden="true" {
            path class={ "dot " (class) } d=(path) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forest(reach: (f64, f64)) -> Forest {
        Forest {
            rows: Vec::new(),
            reach,
            ends: (String::new(), String::new()),
        }
    }

    #[test]
    fn no_difference_is_always_on_the_axis_and_ticks_are_round() {
        let found = ticks((-0.12, 0.08));
        assert_eq!(found, [-0.1, -0.05, 0.0, 0.05]);
        assert!(ticks((0.0, 0.3)).contains(&0.0));
        assert!(ticks((0.0, 0.0)).contains(&0.0));
    }

    #[test]
    fn an_interval_stays_inside_the_chart() {
        let chart = forest((-0.2, 0.1));
        assert!(chart.x(-0.2) >= 0.0 && chart.x(0.1) <= 1.0);
    }
}
