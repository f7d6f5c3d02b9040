//! Where a place stands among all, and how sure that is.

use serde::Serialize;

use super::PlaceEstimate;
use super::rank_law::RankLaws;
use crate::{
    Absent,
    estimate::{Confidence, normal::below},
};

/// Rank of a place, never without its interval; rank 1 is the highest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rank {
    /// Rank to be expected.
    pub expected: f64,
    /// Highest rank that is plausible.
    pub lower: usize,
    /// Lowest rank that is plausible.
    pub upper: usize,
    /// Probability of being among the highest quarter of the places, rounded up.
    pub top_quarter: f64,
}

/// Expected rank of each place if errors are independent and normal; rank 1 is the highest.
///
/// Never to be shown without the interval that [`ranks`] gives.
///
/// # Source
///
/// Laird and Louis (1989), J. Educ. Stat. 14:29-46, doi:10.3102/10769986014001029: one and the
/// probabilities that each other place lies above.
pub fn expected_ranks(places: &[PlaceEstimate]) -> Vec<f64> {
    let mut ranks = vec![1.0; places.len()];
    for (at, place) in places.iter().enumerate() {
        for (other, against) in places.iter().enumerate().skip(at + 1) {
            let chance = above(*against, *place);
            ranks[at] += chance;
            ranks[other] += 1.0 - chance;
        }
    }
    ranks
}

/// Probability that `first` lies above `second`; a tie without error is a half.
fn above(first: PlaceEstimate, second: PlaceEstimate) -> f64 {
    let error = first.error().hypot(second.error());
    let distance = first.estimate() - second.estimate();
    match (error > 0.0, distance.partial_cmp(&0.0)) {
        (true, _) => below(distance / error),
        (false, Some(std::cmp::Ordering::Greater)) => 1.0,
        (false, Some(std::cmp::Ordering::Less)) => 0.0,
        (false, _) => 0.5,
    }
}

/// Rank of each place with its interval at this confidence, if errors are independent and normal.
///
/// Worked out, not simulated: given where a place lies, how many lie above it follows the distribution of a sum of
/// unequal chances, which is averaged over where the place may lie. Good to three decimals of a probability where
/// errors are within a factor of ten of each other, to two otherwise.
///
/// # Errors
///
/// [`Absent::TooFewPlaces`] under two places.
///
/// # Source
///
/// Goldstein and Spiegelhalter (1996), J. R. Stat. Soc. A 159:385-443, doi:10.2307/2983325, for
/// ranks with intervals; Le Cam (1960), Pac. J. Math. 10:1181-1197, for the sum of unequal chances.
///
/// # Examples
///
/// ```
/// use poet_benchmark::estimate::Confidence;
/// use poet_benchmark::variation::{PlaceEstimate, ranks};
///
/// let places = [PlaceEstimate::new(0.7, 0.02)?, PlaceEstimate::new(0.5, 0.02)?];
/// let ranks = ranks(&places, Confidence::P95)?;
/// assert_eq!((ranks[0].lower, ranks[0].upper), (1, 1));
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn ranks(places: &[PlaceEstimate], confidence: Confidence) -> Result<Vec<Rank>, Absent> {
    if places.len() < 2 {
        return Err(Absent::TooFewPlaces);
    }
    let quarter = places.len().div_ceil(4);
    let laws = RankLaws::new(places);
    let expected = expected_ranks(places).into_iter().enumerate();
    Ok(expected
        .map(|(place, expected)| {
            let law = laws.of(place);
            Rank {
                expected,
                lower: reached(&law, confidence.tail()),
                upper: reached(&law, 1.0 - confidence.tail()),
                top_quarter: law[..quarter].iter().sum::<f64>().min(1.0),
            }
        })
        .collect())
}

/// Smallest rank at which this part of a distribution is reached, up to what its sums are good to.
fn reached(law: &[f64], level: f64) -> usize {
    const ROUNDING: f64 = 1e-4;
    let mut sum = 0.0;
    let short = law.iter().take_while(|chance| {
        sum += **chance;
        sum < level - ROUNDING
    });
    (short.count() + 1).min(law.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{PlaceEstimate, Rank, expected_ranks, ranks};
    use crate::{Absent, estimate::Confidence};

    fn estimates(values: &[(f64, f64)]) -> Vec<PlaceEstimate> {
        let place = |&(estimate, error): &(f64, f64)| PlaceEstimate::new(estimate, error).unwrap();
        values.iter().map(place).collect()
    }

    fn ranked(values: &[(f64, f64)]) -> Vec<Rank> {
        ranks(&estimates(values), Confidence::P95).unwrap()
    }

    #[test]
    fn one_place_is_first_and_has_nobody_to_be_ranked_with() {
        let one = estimates(&[(0.4, 0.1)]);
        assert_eq!(expected_ranks(&one), [1.0]);
        assert_eq!(ranks(&one, Confidence::P95), Err(Absent::TooFewPlaces));
        assert!(expected_ranks(&[]).is_empty());
    }

    #[test]
    fn a_tie_without_error_is_a_half() {
        let places = estimates(&[(0.4, 0.0), (0.4, 0.0), (0.6, 0.0)]);
        assert_eq!(expected_ranks(&places), [2.5, 2.5, 1.0]);
    }

    #[test]
    fn places_that_cannot_be_told_apart_may_have_any_rank() {
        for rank in ranked(&[(0.5, 0.1); 40]) {
            assert_eq!((rank.lower, rank.upper), (1, 39));
            assert!((rank.expected - 20.5).abs() < 1e-12);
            assert!((rank.top_quarter - 0.25).abs() < 1e-3, "{rank:?}");
        }
    }

    #[test]
    fn places_far_apart_have_one_rank_each() {
        for (at, rank) in ranked(&[(9.0, 0.1), (8.0, 0.001), (7.0, 0.0), (1.0, 0.1)])
            .into_iter()
            .enumerate()
        {
            assert_eq!((rank.lower, rank.upper), (at + 1, at + 1));
            let first = if at == 0 { 1.0 } else { 0.0 };
            assert!((rank.top_quarter - first).abs() < 1e-9);
        }
    }

    /// Estimate, error, and chance to be first.
    const SIMULATED: [(f64, f64, f64); 4] = [
        (0.62, 0.04, 0.602_072_1),
        (0.60, 0.02, 0.254_345_3),
        (0.55, 0.06, 0.115_187_0),
        (0.58, 0.01, 0.028_395_7),
    ];

    /// Twenty million draws of `numpy` 2 with seed 7: the chance of each of four places to be first.
    #[test]
    fn simulated_chances_come_out() {
        let ranks = ranked(&SIMULATED.map(|(estimate, error, _)| (estimate, error)));
        for (rank, (_, _, first)) in ranks.iter().zip(SIMULATED) {
            // Four standard errors of the simulation.
            assert!((rank.top_quarter - first).abs() < 4.5e-4, "{rank:?}");
        }
    }

    proptest! {
        #[test]
        fn the_interval_is_inside_the_places_and_quarters_add_up(
            values in prop::collection::vec((-3.0..3.0_f64, 0.1..2.0_f64), 2..40),
        ) {
            let ranks = ranked(&values);
            let count = values.len();
            for rank in &ranks {
                prop_assert!(1 <= rank.lower && rank.lower <= rank.upper && rank.upper <= count);
                prop_assert!((0.0..=1.0).contains(&rank.top_quarter));
                prop_assert!(1.0 <= rank.expected + 1e-9 && rank.expected <= count as f64 + 1e-9);
            }
            let sum: f64 = ranks.iter().map(|rank| rank.top_quarter).sum();
            // Exactly so many places are in the top quarter, however they fall; steps of the sum cost a little.
            prop_assert!((sum - count.div_ceil(4) as f64).abs() < 2e-2, "{sum}");
        }
    }
}
