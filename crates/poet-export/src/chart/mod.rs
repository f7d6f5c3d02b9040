//! Charts as inline SVG from plain numbers.
//!
//! Widths are percentages of whatever room the page has and text keeps its size, so one drawing serves a phone, a desk
//! and paper. Labels stand above their bars and are wrapped to fit the narrowest page. Coordinates have two decimals.

pub(crate) use bars::{Bar, Bars};
pub(crate) use caterpillar::{Caterpillar, Ranked};
pub(crate) use course::{Course, CourseRow, Mark};
pub(crate) use diverging::{Diverging, DivergingRow, Segment, Spread};
pub(crate) use forest::{Forest, ForestRow, Found, Shift};
pub(crate) use funnel::{Funnel, FunnelDot, Limit};
pub(crate) use legend::{Key, legend};
pub(crate) use scatter::{Scatter, ScatterPoint};
pub(crate) use tone::{Side, Strength, Tone};

use canvas::{Canvas, at};

mod bars;
mod canvas;
mod caterpillar;
mod course;
mod diverging;
mod forest;
mod funnel;
mod legend;
mod plane;
mod scatter;
mod tone;
mod wrap;

/// What a chart says to somebody who does not see it, and the name that keeps its parts apart on a page.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    /// Unique on the page; letters, digits and `-`.
    pub(crate) id: String,
    /// What the chart shows.
    pub(crate) title: String,
    /// What it says, row by row.
    pub(crate) text: String,
}

/// A label beside its row.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// What the row is of.
    pub(crate) words: String,
    /// Language of the words, where it is not that of the page.
    pub(crate) lang: Option<String>,
}
