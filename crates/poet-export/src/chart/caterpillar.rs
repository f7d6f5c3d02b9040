//! Places from lowest to highest, each with its interval.

use maud::{Markup, html};

use super::canvas::px;
use super::plane::{Plane, Spot};
use super::{Described, Found, at};

/// Places side by side, ranked.
#[derive(Clone, Debug)]
pub(crate) struct Caterpillar {
    /// Share in the middle.
    pub(crate) mean: f64,
    /// Places from the left.
    pub(crate) places: Vec<Ranked>,
}

/// One place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranked {
    /// Its share.
    pub(crate) share: f64,
    /// Lower end of the interval.
    pub(crate) lower: f64,
    /// Upper end of the interval.
    pub(crate) upper: f64,
    /// Whether the interval leaves out the mean.
    pub(crate) found: Found,
    /// Number by which it is named below the chart.
    pub(crate) number: Option<usize>,
}

impl Caterpillar {
    /// Draws the chart.
    pub(crate) fn draw(&self, described: &Described) -> Markup {
        let ends = self.places.iter().flat_map(|p| [p.lower, p.upper]);
        let plane = Plane::holding(ends.chain([self.mean]), self.places.len() as f64 + 1.0);
        let placed = || (1_u32..).map(f64::from).zip(&self.places);
        let spot = |across, place: &Ranked| Spot {
            across,
            share: place.share,
            found: place.found,
            number: place.number,
            ends: (place.lower, place.upper),
        };
        let marks = html! {
            (plane.grid())
            (plane.level(self.mean))
            @for (across, place) in placed() {
                @let x = at(plane.x(across));
                line class={ "range " (place.found.class()) } x1=(x) x2=(x)
                    y1=(px(plane.y(place.lower))) y2=(px(plane.y(place.upper))) {}
                (plane.spot(&spot(across, place)))
            }
        };
        Plane::finish(&marks, "Places from lowest to highest \u{2192}", described)
    }
}
