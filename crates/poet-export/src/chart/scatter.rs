//! Values on two axes, with their intervals both ways.

use maud::{Markup, html};

use super::canvas::px;
use super::forest::{ticks, triangle};
use super::{Canvas, Described, Found, Shift, at};
use crate::number::whole_points;

/// Values on two axes.
#[derive(Clone, Debug)]
pub(crate) struct Scatter {
    /// What is drawn.
    pub(crate) points: Vec<ScatterPoint>,
    /// What stands at the ends of the axis across.
    pub(crate) ends: (String, String),
    /// What the axis upwards is of.
    pub(crate) upwards: String,
}

/// One value on two axes.
#[derive(Clone, Debug)]
pub(crate) struct ScatterPoint {
    /// Number by which it is named below the chart; without one, no interval is drawn.
    pub(crate) number: Option<usize>,
    /// Across; its mark is drawn.
    pub(crate) across: Shift,
    /// Upwards.
    pub(crate) up: Shift,
}

const HEIGHT: f64 = 380.0;
const MARGIN: f64 = 0.06;
/// Part of an axis within which two numbers would cover each other.
const NEAR: f64 = 0.06;

/// Where the number of a point stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Side {
    Over,
    Under,
}

impl Scatter {
    /// Draws the chart.
    pub(crate) fn draw(&self, described: &Described) -> Markup {
        let mut canvas = Canvas::default();
        canvas.line(&self.upwards, "neither");
        canvas.ends(&self.ends.0, &self.ends.1);
        canvas.skip(4.0);
        let top = canvas.height();
        let (across, up) = (self.reach(|p| p.across), self.reach(|p| p.up));
        for tick in ticks(across) {
            let x = at(along(tick, across));
            canvas.draw(&html! {
                line class=(line(tick)) x1=(x) x2=(x) y1=(px(top)) y2=(px(top + HEIGHT)) {}
                text class="axis mid" x=(x) y=(px(top + HEIGHT + 14.0)) { (whole_points(tick)) }
            });
        }
        for tick in ticks(up) {
            let y = px(height(tick, up, top));
            canvas.draw(&html! {
                line class=(line(tick)) x1="0" x2="100%" y1=(y) y2=(y) {}
                text class="axis" x="0" y=(px(height(tick, up, top) - 3.0)) { (whole_points(tick)) }
            });
        }
        // What is named stands above what is not.
        let named = |point: &&ScatterPoint| point.number.is_some();
        let points = self.points.iter();
        for point in points
            .filter(|p| !named(p))
            .chain(self.points.iter().filter(named))
        {
            canvas.draw(&marks(point, (across, up), top));
            canvas.draw(&number(
                point,
                (across, up),
                (top, self.side(point, (across, up))),
            ));
        }
        canvas.skip(HEIGHT + 18.0);
        canvas.finish(described, &html! {})
    }

    /// Where the number of a point stands: under its mark where that of a point just above would cover it.
    fn side(&self, point: &ScatterPoint, (across, up): ((f64, f64), (f64, f64))) -> Side {
        let covers = |other: &ScatterPoint| {
            let rise = along(other.up.value, up) - along(point.up.value, up);
            let aside = along(other.across.value, across) - along(point.across.value, across);
            let above = rise > 0.0 || (rise == 0.0 && other.number < point.number);
            other.number.is_some() && above && rise < NEAR && aside.abs() < NEAR
        };
        match self.points.iter().any(covers) {
            true => Side::Under,
            false => Side::Over,
        }
    }

    /// Lowest and highest end of an axis; holds 0.
    fn reach(&self, of: impl Fn(&ScatterPoint) -> Shift) -> (f64, f64) {
        let ends = || self.points.iter().map(&of);
        (
            ends().map(|shift| shift.lower).fold(0.0, f64::min),
            ends().map(|shift| shift.upper).fold(0.0, f64::max),
        )
    }
}

fn marks(point: &ScatterPoint, (across, up): ((f64, f64), (f64, f64)), top: f64) -> Markup {
    let [left, x, right] = [point.across.lower, point.across.value, point.across.upper]
        .map(|value| at(along(value, across)));
    let [low, y, high] =
        [point.up.lower, point.up.value, point.up.upper].map(|value| height(value, up, top));
    let class = point.across.found.class();
    html! {
        @if point.number.is_some() {
            line class={ "range " (class) } x1=(left) x2=(right) y1=(px(y)) y2=(px(y)) {}
            line class={ "range " (class) } x1=(x) x2=(x) y1=(px(low)) y2=(px(high)) {}
        }
        @match point.across.found {
            Found::Neither => circle class="dot neither" cx=(x) cy=(px(y)) r="5" {},
            Found::Higher => (triangle(&x, y, "M-7 5.5L0 -6.5L7 5.5Z", class)),
            Found::Lower => (triangle(&x, y, "M-7 -5.5L0 6.5L7 -5.5Z", class)),
        }
    }
}

fn number(
    point: &ScatterPoint,
    (across, up): ((f64, f64), (f64, f64)),
    (top, side): (f64, Side),
) -> Markup {
    let (x, y) = (
        at(along(point.across.value, across)),
        height(point.up.value, up, top),
    );
    let down = match side {
        Side::Over => "-6",
        Side::Under => "18",
    };
    html! {
        @if let Some(number) = point.number {
            svg class="pin" x=(x) y=(px(y)) { text class="figure" x="8" y=(down) { (number) } }
        }
    }
}

fn line(tick: f64) -> &'static str {
    if tick == 0.0 { "zero" } else { "grid" }
}

/// Place of a value along an axis, with a margin for the marks.
fn along(value: f64, (low, high): (f64, f64)) -> f64 {
    let wide = (high - low).max(f64::EPSILON);
    MARGIN + (value - low) / wide * (1.0 - 2.0 * MARGIN)
}

fn height(value: f64, reach: (f64, f64), top: f64) -> f64 {
    top + (1.0 - along(value, reach)) * HEIGHT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_points_that_stand_together_do_not_cover_each_other() {
        let shift = |value: f64| Shift {
            value,
            lower: value - 0.1,
            upper: value + 0.1,
            found: Found::Neither,
        };
        let point = |number, up| ScatterPoint {
            number: Some(number),
            across: shift(-0.02),
            up: shift(up),
        };
        let scatter = Scatter {
            points: vec![
                point(1, 0.06),
                point(2, 0.058),
                point(3, 0.3),
                point(4, 0.3),
            ],
            ends: (String::new(), String::new()),
            upwards: String::new(),
        };
        let reach = ((-0.2, 0.2), (0.0, 0.4));
        let sides: Vec<Side> = scatter
            .points
            .iter()
            .map(|p| scatter.side(p, reach))
            .collect();
        assert_eq!(sides, [Side::Over, Side::Under, Side::Over, Side::Under]);
    }

    #[test]
    fn marks_stay_inside_and_more_is_higher() {
        let reach = (-0.1, 0.3);
        assert!(along(-0.1, reach) > 0.0 && along(0.3, reach) < 1.0);
        assert!(height(0.3, reach, 10.0) > 10.0 && height(-0.1, reach, 10.0) < 10.0 + HEIGHT);
        assert!(height(0.3, reach, 0.0) < height(0.1, reach, 0.0));
    }
}
