//! How large a difference has to be to be found.

use crate::estimate::{Confidence, Proportion};
use crate::{Absent, Error};

/// Smallest differences from a share that would probably be found.
///
/// Holds at least one of the two.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detectable {
    /// Smallest difference upwards; none where not even 100 % would be found to be higher.
    pub above: Option<f64>,
    /// Smallest difference downwards; none where not even 0 % would be found to be lower.
    pub below: Option<f64>,
}

impl Detectable {
    /// Probability with which such a difference is found.
    pub const POWER: f64 = 0.8;

    /// Two-sided level of the test by which it is found.
    pub const LEVEL: f64 = 0.05;

    /// Standard errors that are passed with the probability [`POWER`](Self::POWER): its normal quantile.
    const POWER_Z: f64 = 0.841_621_233_572_914_3;

    /// Difference that would probably be found either way; where only one way is open, that way.
    pub fn either(self) -> f64 {
        let [above, below] = [self.above, self.below].map(|found| found.unwrap_or(0.0));
        above.max(below)
    }
}

/// Smallest difference that `answers` would probably find, against a `rest` that gave its share.
///
/// With the pooled z test at 5 %, two-sided, a difference of this size is found four times in five. The test is taken
/// alone: where false discoveries are controlled over many tests, it takes a somewhat larger difference.
///
/// # Units
///
/// Takes people who answered; gives differences of shares, more than 0 and at most 1.
///
/// # Errors
///
/// [`Error::Base`] for a number of answers that is none; in [`Error::Absent`], [`Absent::NoAnswers`] where nobody
/// answered and [`Absent::TooFewAnswers`] where so few would not find any difference, however large.
///
/// # Source
///
/// Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, Wiley, sections 4.2 and
/// 4.4, without continuity correction: as `power.prop.test` of R for two groups of a size, and
/// `power_proportions_2indep` of statsmodels for others.
///
/// # Examples
///
/// ```
/// use poet_benchmark::estimate::Proportion;
/// use poet_benchmark::plan::detectable;
///
/// let rest = Proportion::new(2_700.0, 3_850.0)?;
/// let found = detectable(150.0, rest)?;
/// assert_eq!((found.either() * 1_000.0).round() / 10.0, 10.9, "percentage points");
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn detectable(answers: f64, rest: Proportion) -> Result<Detectable, Error> {
    if !(0.0..=Proportion::LARGEST_BASE).contains(&answers) {
        return Err(Error::Base { n: answers });
    }
    if answers <= 0.0 {
        return Err(Absent::NoAnswers.into());
    }
    let share = rest.share();
    let towards = |end: f64| {
        smallest((end - share).abs(), |by| {
            let own = share + by * (end - share).signum();
            margin_over(own.clamp(0.0, 1.0), answers, rest)
        })
    };
    match (towards(1.0), towards(0.0)) {
        (None, None) => Err(Absent::TooFewAnswers.into()),
        (above, below) => Ok(Detectable { above, below }),
    }
}

/// By how much an own share passes the difference that is found with the wanted probability; negative where it does not.
fn margin_over(own: f64, answers: f64, rest: Proportion) -> f64 {
    let (share, others) = (rest.share(), rest.n());
    let pooled = (answers * own + rest.x()) / (answers + others);
    let null = pooled * (1.0 - pooled) * (1.0 / answers + 1.0 / others);
    let alternative = own * (1.0 - own) / answers + share * (1.0 - share) / others;
    let wanted = Confidence::P95.z() * null.max(0.0).sqrt()
        + Detectable::POWER_Z * alternative.max(0.0).sqrt();
    (own - share).abs() - wanted
}

/// Smallest difference up to `most` from which on it is found, by halving.
fn smallest(most: f64, over: impl Fn(f64) -> f64) -> Option<f64> {
    const HALVINGS: usize = 60;
    if most <= 0.0 || over(most) < 0.0 {
        return None;
    }
    let halve = |(low, high): (f64, f64), _| {
        let middle = 0.5 * (low + high);
        match over(middle) < 0.0 {
            true => (middle, high),
            false => (low, middle),
        }
    };
    Some((0..HALVINGS).fold((0.0, most), halve).1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(answers: f64, x: f64, n: f64) -> Result<Detectable, Error> {
        detectable(answers, Proportion::new(x, n).unwrap())
    }

    /// statsmodels 0.15.0, `power_proportions_2indep` solved for a power of 0.8, which counts a difference found in the
    /// wrong direction too: about once in a million times, so that theirs are smaller by as much.
    #[test]
    fn differences_of_statsmodels_come_out() {
        for ((answers, x, n), above, below) in [
            (
                (100.0, 2_500.0, 5_000.0),
                0.139_810_184_670_783_82,
                0.139_810_184_670_783_82,
            ),
            (
                (150.0, 2_700.0, 3_850.0),
                0.102_372_004_577_341_32,
                0.109_285_356_544_170_25,
            ),
            (
                (40.0, 270.0, 900.0),
                0.214_099_426_329_530_75,
                0.187_908_434_608_659_5,
            ),
        ] {
            let got = found(answers, x, n).unwrap();
            assert!((got.above.unwrap() - above).abs() < 2e-6, "{got:?}");
            assert!((got.below.unwrap() - below).abs() < 2e-6, "{got:?}");
        }
    }

    /// R 4.2.2, `power.prop.test(n, p1, power = 0.8)`, which leaves the wrong direction out as we do.
    #[test]
    fn differences_of_r_come_out_for_groups_of_a_size() {
        for (n, x, above) in [
            (200.0, 100.0, 0.138_324_189_421_016_5),
            (100.0, 30.0, 0.192_656_755_083_285_4),
        ] {
            let got = found(n, x, n).unwrap().above.unwrap();
            assert!((got - above).abs() < 1e-9, "{got}");
        }
    }

    #[test]
    fn few_answers_find_nothing_and_none_are_none() {
        assert_eq!(found(0.0, 5.0, 9.0), Err(Error::Absent(Absent::NoAnswers)));
        assert_eq!(
            found(3.0, 500.0, 1_000.0),
            Err(Error::Absent(Absent::TooFewAnswers))
        );
        assert!(matches!(found(-1.0, 5.0, 9.0), Err(Error::Base { .. })));
        assert!(found(f64::NAN, 5.0, 9.0).is_err());
    }

    #[test]
    fn a_share_near_the_end_leaves_one_way_only() {
        let high = found(100.0, 970.0, 1_000.0).unwrap();
        assert_eq!(high.above, None, "3 points are all there is");
        assert_eq!(Some(high.either()), high.below);
        let all = found(100.0, 1_000.0, 1_000.0).unwrap();
        assert!(all.above.is_none() && all.below.is_some());
    }

    proptest! {
        #[test]
        fn more_answers_find_smaller_differences(
            answers in 20..2_000_u32,
            more in 1..500_u32,
            share in 0.05..0.95_f64,
        ) {
            let few = found(answers.into(), 5_000.0 * share, 5_000.0);
            let many = found((answers + more).into(), 5_000.0 * share, 5_000.0);
            if let (Ok(few), Ok(many)) = (few, many) {
                let below = few.below.zip(many.below).is_none_or(|(few, many)| many <= few);
                let above = few.above.zip(many.above).is_none_or(|(few, many)| many <= few);
                prop_assert!(below && above);
                prop_assert!(few.either() > 0.0 && few.either() <= 1.0);
            }
        }

        #[test]
        fn a_mirrored_share_is_found_the_other_way(answers in 30..999_u32, x in 1..999_u32) {
            let one = found(answers.into(), x.into(), 1_000.0);
            let other = found(answers.into(), f64::from(1_000 - x), 1_000.0);
            prop_assert_eq!(one.is_ok(), other.is_ok());
            if let (Ok(one), Ok(other)) = (one, other) {
                let near = |a: Option<f64>, b: Option<f64>| match (a, b) {
                    (Some(a), Some(b)) => (a - b).abs() < 1e-9,
                    (a, b) => a.is_none() == b.is_none(),
                };
                prop_assert!(near(one.above, other.below) && near(one.below, other.above));
            }
        }
    }
}
