//! Simple bars from nought, each on its own.

use maud::{Markup, html};

use super::canvas::px;
use super::{Canvas, Described, Label, at};

/// Bars, one a row, from 0 to 100 per cent.
#[derive(Clone, Debug)]
pub(crate) struct Bars {
    /// Rows from the top.
    pub(crate) rows: Vec<Bar>,
}

/// One bar.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    /// What the bar is of.
    pub(crate) label: Label,
    /// The figure in words, beside the label.
    pub(crate) figure: String,
    /// The share, or why there is none.
    pub(crate) share: Result<f64, String>,
}

const BAR: f64 = 14.0;

impl Bars {
    /// Draws the chart.
    pub(crate) fn draw(&self, described: &Described) -> Markup {
        let mut canvas = Canvas::default();
        for row in &self.rows {
            canvas.head(&row.label, &row.figure, "figure");
            match &row.share {
                Ok(share) => {
                    let y = px(canvas.height() + 2.0);
                    canvas.draw(&html! {
                        rect class="track" x="0" y=(y) width="100%" height=(px(BAR)) {}
                        rect class="f2" x="0" y=(y) width=(at(share.clamp(0.0, 1.0))) height=(px(BAR)) {}
                    });
                    canvas.skip(BAR + 2.0);
                }
                Err(why) => canvas.note(why, 1.0, 22.0),
            }
            canvas.skip(10.0);
        }
        canvas.finish(described, &html! {})
    }
}
