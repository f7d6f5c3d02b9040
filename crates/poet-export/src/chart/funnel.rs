//! Places by how many answered, between the limits that chance explains.

use maud::{Markup, html};

use super::plane::{Plane, Spot};
use super::{Described, Found};
use crate::number::people;

/// A funnel.
#[derive(Clone, Debug)]
pub(crate) struct Funnel {
    /// Share in the middle.
    pub(crate) target: f64,
    /// Every place.
    pub(crate) dots: Vec<FunnelDot>,
    /// Lower and upper limits from left to right, each with its class in the style sheet.
    pub(crate) limits: Vec<(&'static str, Vec<Limit>)>,
}

/// One place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FunnelDot {
    /// People who answered there.
    pub(crate) people: u64,
    /// Their share.
    pub(crate) share: f64,
    /// Whether it lies outside the limits.
    pub(crate) found: Found,
    /// Number by which it is named below the chart.
    pub(crate) number: Option<usize>,
}

/// Limits for so many people.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    /// How many.
    pub(crate) people: f64,
    /// Lower limit.
    pub(crate) lower: f64,
    /// Upper limit.
    pub(crate) upper: f64,
}

impl Funnel {
    /// Draws the chart.
    pub(crate) fn draw(&self, described: &Described) -> Markup {
        let most = self.dots.iter().map(|dot| dot.people).max().unwrap_or(0);
        let shares = self.dots.iter().map(|dot| dot.share).chain([self.target]);
        let plane = Plane::holding(shares, 1.05 * most as f64);
        let spot = |dot: &FunnelDot| Spot {
            across: dot.people as f64,
            share: dot.share,
            found: dot.found,
            number: dot.number,
            ends: (dot.share, dot.share),
        };
        let curve = |class, limits: &[Limit], end: fn(&Limit) -> f64| {
            let points: Vec<(f64, f64)> = limits.iter().map(|l| (l.people, end(l))).collect();
            plane.curve(class, &points)
        };
        let marks = html! {
            (plane.grid())
            @for (class, limits) in &self.limits {
                (curve(class, limits, |limit| limit.lower))
                (curve(class, limits, |limit| limit.upper))
            }
            (plane.level(self.target))
            @for dot in &self.dots { (plane.spot(&spot(dot))) }
            @for count in ticks(most) { (plane.tick(count as f64, &people(count))) }
        };
        Plane::finish(&marks, "People who answered \u{2192}", described)
    }
}

/// Round numbers of people, four or five of them.
fn ticks(most: u64) -> Vec<u64> {
    let steps = (0..).flat_map(|power| [1, 2, 5].map(|n| n * 10_u64.pow(power)));
    let step = steps.take(40).find(|step| most / step <= 5).unwrap_or(1);
    (1..=5).map(|n| n * step).filter(|n| *n <= most).collect()
}

#[cfg(test)]
mod tests {
    use super::ticks;

    #[test]
    fn people_are_counted_in_round_numbers() {
        assert_eq!(ticks(230), [50, 100, 150, 200]);
        assert_eq!(ticks(3), [1, 2, 3]);
        assert!(ticks(0).is_empty());
    }
}
