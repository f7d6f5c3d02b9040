//! How likely somebody of one group gave a better answer than somebody of another.

use serde::Serialize;

use super::mann_whitney_counts;
use crate::estimate::student::margin;
use crate::estimate::{Confidence, Interval};
use crate::{Absent, Error};

/// Probability of superiority with its interval.
///
/// # Units
///
/// Shares of pairs, 0 to 1; 0.5 where neither group tends to better answers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Superiority {
    /// Share of pairs of one person each in which the first has the better answer, equal answers counted half.
    pub estimate: f64,
    /// Its plausible range; none where either group is too few or no answer of either tells the groups apart.
    pub interval: Result<Interval, Absent>,
}

/// Probability that somebody of `first` has a better answer than somebody of `second`, of rows of counts from the worst to
/// the best answer.
///
/// It takes no test: where the interval leaves out one half, the groups differ at its level.
///
/// # Errors
///
/// As [`mann_whitney_counts`].
///
/// # Source
///
/// Mann and Whitney (1947), Ann. Math. Stat. 18:50-60, doi:10.1214/aoms/1177730491; variance with ties and without equal
/// spreads, and its degrees of freedom: Brunner and Munzel (2000), Biom. J. 42:17-25,
/// doi `10.1002/(SICI)1521-4036(200001)42:1<17::AID-BIMJ17>3.0.CO;2-U`.
///
/// # Examples
///
/// ```
/// use poet_benchmark::compare::superiority;
/// use poet_benchmark::estimate::Confidence;
///
/// let found = superiority(&[12, 20, 30, 25, 13], &[30, 60, 120, 80, 10], Confidence::P95)?;
/// assert!((found.estimate - 0.532).abs() < 5e-4);
/// assert!(found.interval.is_ok_and(|interval| interval.contains(0.5)));
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn superiority(
    first: &[u32],
    second: &[u32],
    confidence: Confidence,
) -> Result<Superiority, Error> {
    let estimate = mann_whitney_counts(first, second)?.superiority;
    let (one, other) = (
        Placed::among(first, second, estimate),
        Placed::among(second, first, 1.0 - estimate),
    );
    Ok(Superiority {
        estimate,
        interval: interval(estimate, [one, other], confidence),
    })
}

/// People of one group, placed among those of another.
#[derive(Clone, Copy)]
struct Placed {
    people: f64,
    /// Squared distances of their places from the mean place, summed.
    squares: f64,
}

impl Placed {
    fn among(own: &[u32], others: &[u32], mean: f64) -> Self {
        let all: f64 = others.iter().copied().map(f64::from).sum();
        let (mut below, mut people, mut squares) = (0.0, 0.0, 0.0);
        for (own, others) in own.iter().zip(others) {
            let (own, others) = (f64::from(*own), f64::from(*others));
            let distance = (below + 0.5 * others) / all - mean;
            squares += own * distance * distance;
            people += own;
            below += others;
        }
        Self { people, squares }
    }

    /// Variance of the mean place.
    fn variance(self) -> f64 {
        self.squares / (self.people - 1.0) / self.people
    }
}

fn interval(
    estimate: f64,
    groups: [Placed; 2],
    confidence: Confidence,
) -> Result<Interval, Absent> {
    if groups.iter().any(|group| group.people < 2.0) {
        return Err(Absent::TooFewAnswers);
    }
    let variances = groups.map(Placed::variance);
    let variance = variances[0] + variances[1];
    // Rounding of places that are all the same is no spread.
    if variance <= f64::EPSILON * f64::EPSILON {
        return Err(Absent::Degenerate);
    }
    let parts = groups.iter().zip(variances);
    let parts: f64 = parts
        .map(|(group, part)| (part / variance).powi(2) / (group.people - 1.0))
        .sum();
    let errors = margin(confidence, parts.recip()).ok_or(Absent::TooFewAnswers)?;
    let half = errors * variance.sqrt();
    Ok(Interval {
        lower: (estimate - half).max(0.0),
        upper: (estimate + half).min(1.0),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::superiority;
    use crate::estimate::Confidence;
    use crate::{Absent, Error};

    /// `statsmodels` 0.15, `rank_compare_2ordinal(...).conf_int()`.
    #[test]
    fn another_program_agrees() {
        for (first, second, estimate, lower, upper) in [
            (
                &[12, 20, 30, 25, 13][..],
                &[30, 60, 120, 80, 10][..],
                0.532_166_666_666_666_7,
                0.463_851_229_591_062_84,
                0.600_482_103_742_270_5,
            ),
            (
                &[5, 3, 0],
                &[2, 4, 6],
                0.177_083_333_333_333_3,
                0.0,
                0.359_297_197_362_070_2,
            ),
        ] {
            let found = superiority(first, second, Confidence::P95).unwrap();
            let interval = found.interval.unwrap();
            assert!((found.estimate - estimate).abs() < 1e-14, "{found:?}");
            assert!((interval.lower - lower).abs() < 1e-12, "{found:?}");
            assert!((interval.upper - upper).abs() < 1e-12, "{found:?}");
        }
    }

    #[test]
    fn what_does_not_exist_has_a_reason() {
        let interval = |first: &[u32], second: &[u32]| {
            superiority(first, second, Confidence::P95)
                .unwrap()
                .interval
        };
        assert_eq!(
            interval(&[0, 30], &[0, 40]),
            Err(Absent::Degenerate),
            "all answers are one"
        );
        assert_eq!(
            interval(&[0, 30], &[40, 0]),
            Err(Absent::Degenerate),
            "nothing overlaps"
        );
        assert_eq!(interval(&[0, 1], &[20, 20]), Err(Absent::TooFewAnswers));
        let nobody = superiority(&[0, 0], &[2, 2], Confidence::P95);
        assert_eq!(nobody, Err(Error::Absent(Absent::NoAnswers)));
    }

    proptest! {
        #[test]
        fn turning_the_groups_turns_the_interval(
            cells in prop::collection::vec((0..90_u32, 0..900_u32), 2..6)
        ) {
            let (first, second): (Vec<u32>, Vec<u32>) = cells.into_iter().unzip();
            let there = superiority(&first, &second, Confidence::P95);
            let back = superiority(&second, &first, Confidence::P95);
            prop_assert_eq!(there.is_ok(), back.is_ok());
            if let (Ok(there), Ok(back)) = (there, back) {
                prop_assert!((there.estimate + back.estimate - 1.0).abs() < 1e-12);
                if let (Ok(one), Ok(other)) = (there.interval, back.interval) {
                    prop_assert!(one.contains(there.estimate));
                    prop_assert!((one.lower + other.upper - 1.0).abs() < 1e-9);
                }
            }
        }
    }
}
