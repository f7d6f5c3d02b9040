//! Stacked bars that part at the middle of the neutral answers.

use maud::{Markup, html};

use super::canvas::px;
use super::{Canvas, Described, Label, Side, Tone, at};
use crate::number::whole_per_cent;

/// Stacked bars, one a row, on one axis.
#[derive(Clone, Debug)]
pub(crate) struct Diverging {
    /// Rows from the top.
    pub(crate) rows: Vec<DivergingRow>,
    /// Largest share left and right of the middle, over all charts that share the axis.
    pub(crate) reach: (f64, f64),
}

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct DivergingRow {
    /// What the row is of.
    pub(crate) label: Label,
    /// Base, such as `n = 195`.
    pub(crate) people: String,
    /// Headline figure.
    pub(crate) figure: String,
    /// The bar.
    pub(crate) spread: Spread,
}

/// How the answers of one row are spread.
#[derive(Clone, Debug)]
pub(crate) enum Spread {
    /// Shares from left to right.
    Shown(Vec<Segment>),
    /// No bar, and why.
    NotShown(String),
}

/// Answers of one kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    /// Colour.
    pub(crate) tone: Tone,
    /// Share of the base.
    pub(crate) share: f64,
    /// Whether several answers stand together since their parts are withheld.
    pub(crate) parts_withheld: bool,
}

const BAR: f64 = 20.0;
/// Part of the width that the bars take; the figures stand beside them.
const PLOT: f64 = 0.81;
/// Smallest part of the width that holds two digits on a phone.
const ROOM: f64 = 0.07;

impl Spread {
    /// Whether some answers stand together since their parts are withheld.
    pub(crate) fn has_parts_withheld(&self) -> bool {
        matches!(self, Self::Shown(segments) if segments.iter().any(|s| s.parts_withheld))
    }

    /// Shares left and right of the middle.
    pub(crate) fn reach(&self) -> (f64, f64) {
        let Self::Shown(segments) = self else {
            return (0.0, 0.0);
        };
        let sum = |side| -> f64 {
            let own = segments.iter().filter(|s| s.tone.side == side);
            own.map(|s| s.share).sum()
        };
        let middle = sum(Side::Neutral) / 2.0;
        (
            sum(Side::Unfavourable) + middle,
            sum(Side::Favourable) + middle,
        )
    }
}

impl Diverging {
    /// Height of a row with a label of one line, in pixels.
    pub(crate) const ROW: f64 = 20.0 + BAR + 12.0;

    /// Draws the chart.
    pub(crate) fn draw(&self, described: &Described) -> Markup {
        let mut canvas = Canvas::default();
        canvas.ends("\u{2190} Unfavourable", "Favourable \u{2192}");
        canvas.skip(4.0);
        for row in &self.rows {
            canvas.head(&row.label, &row.people, "n");
            canvas.beside(&row.figure, BAR);
            match &row.spread {
                Spread::Shown(segments) => {
                    self.bar(&mut canvas, segments, row.spread.reach().0, described);
                    canvas.skip(BAR);
                }
                Spread::NotShown(why) => canvas.note(why, PLOT, BAR),
            }
            canvas.skip(12.0);
        }
        canvas.finish(described, &hatching(&described.id))
    }

    fn bar(&self, canvas: &mut Canvas, segments: &[Segment], left: f64, described: &Described) {
        let (most_left, most_right) = self.reach;
        let whole = (most_left + most_right).max(f64::EPSILON) / PLOT;
        let top = canvas.height();
        let middle = at(most_left / whole);
        canvas.draw(&html! {
            line class="middle" x1=(middle) x2=(middle) y1=(px(top)) y2=(px(top + BAR + 5.0)) {}
        });
        let mut from = most_left - left;
        for segment in segments.iter().filter(|s| s.share > 0.0) {
            let (x, width) = (from / whole, segment.share / whole);
            canvas.draw(&segment.draw((x, width), top, &described.id));
            from += segment.share;
        }
    }
}

impl Segment {
    fn draw(&self, (x, width): (f64, f64), top: f64, id: &str) -> Markup {
        let pattern = match (self.parts_withheld, self.tone.side) {
            (true, _) => Some("split"),
            (false, Side::Unfavourable) => Some("hatch"),
            (false, _) => None,
        };
        let words = match self.parts_withheld {
            true => "[c]".to_owned(),
            false => whole_per_cent(self.share),
        };
        let class = self.tone.class();
        html! {
            rect class=(class) x=(at(x)) y=(px(top)) width=(at(width)) height=(px(BAR)) {}
            @if let Some(pattern) = pattern {
                rect fill={ "url(#" (id) "-" (pattern) ")" } x=(at(x)) y=(px(top)) width=(at(width)) height=(px(BAR)) {}
            }
            @if width >= ROOM {
                text class={ "in " (class) "t" } x=(at(x + width / 2.0)) y=(px(top + BAR / 2.0 + 4.5)) { (words) }
            }
        }
    }
}

fn hatching(id: &str) -> Markup {
    html! {
        defs {
            pattern id={ (id) "-hatch" } width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                line class="hatch" x1="0" y1="0" x2="0" y2="6" {}
            }
            pattern id={ (id) "-split" } width="5" height="5" patternUnits="userSpaceOnUse" {
                path class="split" d="M0 0H5M0 0V5" {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Strength;
    use super::*;

    fn segment(side: Side, share: f64) -> Segment {
        let strength = Strength::Strong;
        Segment {
            tone: Tone { side, strength },
            share,
            parts_withheld: false,
        }
    }

    fn chart(spread: Spread) -> String {
        let reach = spread.reach();
        let row = DivergingRow {
            label: Label {
                words: "Dignity".to_owned(),
                lang: None,
            },
            people: "n = 20".to_owned(),
            figure: "60.0%".to_owned(),
            spread,
        };
        let described = Described {
            id: "c".to_owned(),
            title: "t".to_owned(),
            text: "d".to_owned(),
        };
        let chart = Diverging {
            rows: vec![row],
            reach,
        };
        chart.draw(&described).into_string()
    }

    #[test]
    fn bars_part_at_the_middle_of_the_neutral_answers() {
        let svg = chart(Spread::Shown(vec![
            segment(Side::Unfavourable, 0.2),
            segment(Side::Neutral, 0.2),
            segment(Side::Favourable, 0.6),
        ]));
        assert!(
            svg.contains(r#"<rect class="u3" x="0%" y="41" width="16.2%" height="20"></rect>"#),
            "{svg}"
        );
        assert!(
            svg.contains(r#"<line class="middle" x1="24.3%" x2="24.3%""#),
            "{svg}"
        );
        assert!(svg.contains(r#"<rect class="f3" x="32.4%""#), "{svg}");
    }

    #[test]
    fn a_row_that_is_not_shown_has_no_bar() {
        let svg = chart(Spread::NotShown("Withheld [c]".to_owned()));
        assert!(!svg.contains("class=\"f3\"") && svg.contains("Withheld [c]"));
    }
}
