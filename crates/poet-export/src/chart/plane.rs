//! Shares upwards over something that runs across the page.

use maud::{Markup, html};

use super::canvas::px;
use super::{Canvas, Described, Found, at};
use crate::number::whole_per_cent;

/// A plane with a grid of shares.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plane {
    low: f64,
    high: f64,
    /// Largest value across.
    across: f64,
}

/// A mark on a plane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot {
    pub(super) across: f64,
    pub(super) share: f64,
    pub(super) found: Found,
    /// Number by which it is named below the chart.
    pub(super) number: Option<usize>,
    /// Ends of its interval, which the number stays clear of; the share itself where there is none.
    pub(super) ends: (f64, f64),
}

impl Plane {
    /// Height in pixels.
    pub(super) const HEIGHT: f64 = 340.0;
    /// Part of the width left of the marks, where the shares are written.
    const LEFT: f64 = 0.09;
    const RIGHT: f64 = 0.03;
    /// Pixels above the highest share, for its words.
    const TOP: f64 = 16.0;

    /// A plane that holds these shares and so much across.
    pub(super) fn holding(shares: impl Iterator<Item = f64> + Clone, across: f64) -> Self {
        let low = shares.clone().fold(1.0, f64::min);
        let high = shares.fold(0.0, f64::max);
        let room = 0.05 * (high - low).max(0.1);
        Self {
            low: (low - room).max(0.0),
            high: (high + room).min(1.0),
            across: across.max(f64::EPSILON),
        }
    }

    /// Fraction of the width.
    pub(super) fn x(&self, across: f64) -> f64 {
        Self::LEFT + across / self.across * (1.0 - Self::LEFT - Self::RIGHT)
    }

    /// Pixels from the top.
    pub(super) fn y(&self, share: f64) -> f64 {
        let wide = (self.high - self.low).max(f64::EPSILON);
        Self::TOP + (Self::HEIGHT - Self::TOP) * (self.high - share) / wide
    }

    /// Lines at round shares.
    pub(super) fn grid(&self) -> Markup {
        let wide = self.high - self.low;
        let step = [0.01, 0.02, 0.05, 0.1, 0.2]
            .into_iter()
            .find(|step| wide / step <= 7.0)
            .unwrap_or(0.5);
        let shares = (0..=100).map(|n| f64::from(n) * step);
        let shares: Vec<f64> = shares
            .filter(|share| (self.low..=self.high).contains(share))
            .collect();
        html! {
            @for share in shares {
                @let y = px(self.y(share));
                line class="grid" x1="0" x2="100%" y1=(y) y2=(y) {}
                text class="axis" x="0" y=(px(self.y(share) - 3.0)) { (whole_per_cent(share)) "%" }
            }
        }
    }

    /// A line across the whole plane.
    pub(super) fn level(&self, share: f64) -> Markup {
        let y = px(self.y(share));
        html! { line class="zero" x1=(at(Self::LEFT)) x2="100%" y1=(y) y2=(y) {} }
    }

    /// A curve, from left to right.
    pub(super) fn curve(&self, class: &str, points: &[(f64, f64)]) -> Markup {
        let path: Vec<String> = points
            .iter()
            .enumerate()
            .map(|(at, &(across, share))| {
                let pen = if at == 0 { 'M' } else { 'L' };
                format!("{pen}{} {}", px(1000.0 * self.x(across)), px(self.y(share)))
            })
            .collect();
        html! {
            svg x="0" y="0" width="100%" height=(px(Self::HEIGHT)) viewBox={ "0 0 1000 " (px(Self::HEIGHT)) }
                preserveAspectRatio="none" aria-hidden="true" {
                path class={ "limit " (class) } d=(path.concat()) {}
            }
        }
    }

    /// A mark: a triangle up or down where it is unusual, else a dot.
    pub(super) fn spot(&self, spot: &Spot) -> Markup {
        let (x, y) = (at(self.x(spot.across)), self.y(spot.share));
        let class = spot.found.class();
        html! {
            @match spot.found {
                Found::Neither => circle class="dot plain" cx=(x) cy=(px(y)) r="3.5" {},
                Found::Higher => (super::forest::triangle(&x, y, "M-6 5L0 -6L6 5Z", class)),
                Found::Lower => (super::forest::triangle(&x, y, "M-6 -5L0 6L6 -5Z", class)),
            }
            @if let Some(number) = spot.number {
                @let y = match spot.found {
                    Found::Lower => self.y(spot.ends.0) + 19.0,
                    Found::Higher | Found::Neither => self.y(spot.ends.1) - 9.0,
                };
                text class="axis mid" x=(x) y=(px(y)) { (number) }
            }
        }
    }

    /// Words below the plane, at a place across.
    pub(super) fn tick(&self, across: f64, words: &str) -> Markup {
        let x = at(self.x(across));
        html! {
            line class="grid" x1=(x) x2=(x) y1=(px(Self::HEIGHT)) y2=(px(Self::HEIGHT + 5.0)) {}
            text class="axis mid" x=(x) y=(px(Self::HEIGHT + 18.0)) { (words) }
        }
    }

    /// The finished drawing with words at its foot.
    pub(super) fn finish(marks: &Markup, foot: &str, described: &Described) -> Markup {
        let mut canvas = Canvas::default();
        canvas.draw(marks);
        canvas.skip(Self::HEIGHT + 22.0);
        canvas.ends("", foot);
        canvas.finish(described, &html! {})
    }
}

#[cfg(test)]
mod tests {
    use super::Plane;

    #[test]
    fn every_share_and_everything_across_stays_inside() {
        let plane = Plane::holding([0.4, 0.9].into_iter(), 300.0);
        assert!(plane.x(0.0) > 0.0 && plane.x(300.0) < 1.0);
        assert!(plane.y(0.9) > 0.0 && plane.y(0.4) < Plane::HEIGHT);
    }

    #[test]
    fn equal_shares_have_a_plane() {
        let plane = Plane::holding([0.5].into_iter(), 0.0);
        assert!(plane.y(0.5).is_finite() && plane.x(0.0).is_finite());
    }
}
