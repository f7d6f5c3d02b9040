//! Differences that stand after so many were looked at.

use super::Neighbour;
use super::shown::compared;
use crate::Settings;
use crate::compare::{Adjustment, adjust, newcombe};
use crate::estimate::{Confidence, Difference, Proportion};

/// A place that is credibly better.
pub(super) struct Better {
    pub(super) near: Neighbour,
    pub(super) share: f64,
    pub(super) difference: Difference,
    pub(super) adjusted_p: f64,
}

/// A difference that stands, by its position among those looked at.
struct Standing {
    at: usize,
    difference: Difference,
    adjusted_p: f64,
}

/// Places credibly better than `own` among those looked at, in their order.
pub(super) fn credibly_better(
    own: Proportion,
    looked_at: &[(Neighbour, Proportion)],
    confidence: Confidence,
) -> Vec<Better> {
    let pairs: Vec<_> = looked_at.iter().map(|(_, there)| (*there, own)).collect();
    let better = standing(&pairs, confidence).into_iter();
    better
        .filter(|found| found.difference.interval.lower > 0.0)
        .map(|found| Better {
            near: looked_at[found.at].0,
            share: looked_at[found.at].1.share(),
            difference: found.difference,
            adjusted_p: found.adjusted_p,
        })
        .collect()
}

/// First shares less second, where they differ credibly, the largest difference first.
pub(super) fn differences(
    pairs: &[(Proportion, Proportion)],
    confidence: Confidence,
) -> Vec<(usize, Difference)> {
    let mut found: Vec<_> = standing(pairs, confidence)
        .into_iter()
        .map(|found| (found.at, found.difference))
        .collect();
    found.sort_by(|(_, a), (_, b)| b.estimate.abs().total_cmp(&a.estimate.abs()));
    found
}

/// Differences whose p value stands after the control of false discoveries, and whose interval, at the level that the
/// number of those leaves, does not hold 0.
fn standing(pairs: &[(Proportion, Proportion)], confidence: Confidence) -> Vec<Standing> {
    let p = |(one, other): &(Proportion, Proportion)| {
        compared(*one, *other, confidence)
            .test
            .ok()
            .map(|test| test.p)
    };
    let p: Vec<Option<f64>> = pairs.iter().map(p).collect();
    // Every p value comes from a test, so the family is sound.
    let Ok(family) = adjust(&p, Adjustment::BenjaminiHochberg) else {
        return Vec::new();
    };
    let found = family.found(Settings::FALSE_DISCOVERY);
    let outside = (1.0 - confidence.level()) * found as f64 / family.tests.max(1) as f64;
    let level = Confidence::new(1.0 - outside).unwrap_or(confidence);
    let pairs = pairs.iter().zip(family.adjusted).enumerate();
    pairs
        .filter_map(|(at, ((one, other), adjusted))| {
            let adjusted_p = adjusted.filter(|p| *p <= Settings::FALSE_DISCOVERY)?;
            let difference = newcombe(*one, *other, level);
            (!difference.interval.contains(0.0)).then_some(Standing {
                at,
                difference,
                adjusted_p,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::estimate::Interval;

    fn near(place: usize) -> Neighbour {
        Neighbour {
            place,
            distance: 0.5,
        }
    }

    fn of(x: u32, n: u32) -> Proportion {
        Proportion::of_people(x, n - x).unwrap()
    }

    #[test]
    fn a_place_that_is_worse_is_never_better() {
        let looked_at = [(near(0), of(10, 100)), (near(1), of(90, 100))];
        let found = credibly_better(of(50, 100), &looked_at, Confidence::P95);
        assert_eq!(found.iter().map(|b| b.near.place).collect::<Vec<_>>(), [1]);
    }

    /// 62 of 100 against 48 of 100 has p 0.047, `statsmodels` 0.15: enough alone, not among twenty.
    #[test]
    fn the_more_are_looked_at_the_more_it_takes() {
        let own = of(48, 100);
        let alone = [(near(0), of(62, 100))];
        assert_eq!(credibly_better(own, &alone, Confidence::P95).len(), 1);
        let mut many = alone.to_vec();
        many.extend((1..20).map(|at| (near(at), of(48, 100))));
        assert!(credibly_better(own, &many, Confidence::P95).is_empty());
    }

    /// Three of four differ, so the intervals are at 1 - 0.05 * 3 / 4.
    #[test]
    fn intervals_allow_for_how_many_were_selected() {
        let own = of(50, 200);
        let there = [of(120, 200), of(130, 200), of(140, 200), of(51, 200)];
        let looked_at: Vec<_> = there
            .iter()
            .enumerate()
            .map(|(at, p)| (near(at), *p))
            .collect();
        let found = credibly_better(own, &looked_at, Confidence::P95);
        assert_eq!(found.len(), 3);
        let level = Confidence::new(1.0 - 0.05 * 3.0 / 4.0).unwrap();
        // The level is worked out in another order.
        let Interval { lower, upper } = newcombe(there[0], own, level).interval;
        let got = found[0].difference.interval;
        assert!((got.lower - lower).abs() < 1e-12 && (got.upper - upper).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn what_stands_has_an_interval_on_one_side_and_turns_round(
            pairs in prop::collection::vec(((0..40_u32, 1..40_u32), (0..40_u32, 1..40_u32)), 0..12)
        ) {
            let of = |(x, others): (u32, u32)| Proportion::of_people(x, others).unwrap();
            let there: Vec<_> = pairs.iter().map(|&(a, b)| (of(a), of(b))).collect();
            let back: Vec<_> = there.iter().map(|&(a, b)| (b, a)).collect();
            let [found, turned] = [&there, &back].map(|p| differences(p, Confidence::P95));
            prop_assert_eq!(found.len(), turned.len());
            for ((at, there), (same, back)) in found.iter().zip(&turned) {
                prop_assert_eq!(at, same);
                prop_assert!(there.interval.lower > 0.0 || there.interval.upper < 0.0);
                prop_assert!((there.estimate + back.estimate).abs() < 1e-12);
            }
        }
    }
}
