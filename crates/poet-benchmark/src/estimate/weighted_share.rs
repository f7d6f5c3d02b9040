//! A share of weighted people.

use super::{Confidence, Interval, Kish, Proportion, WeightClass, kish, wilson};
use crate::Error;

/// Answers of people who bear the same weight: so many of them favourable.
///
/// Holds no more favourable answers than people who answered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassAnswers {
    class: WeightClass,
    favourable: u64,
}

impl ClassAnswers {
    /// `favourable` among the people of a class who answered.
    ///
    /// # Errors
    ///
    /// [`Error::Count`] where they are more than the people.
    pub fn new(class: WeightClass, favourable: u64) -> Result<Self, Error> {
        if favourable > class.people() {
            return Err(Error::Count {
                x: favourable as f64,
                n: class.people() as f64,
            });
        }
        Ok(Self { class, favourable })
    }
}

/// A share of weighted people, and how sure we are of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedShare {
    /// The share, 0 to 1.
    pub share: f64,
    /// How many people the weights leave.
    pub kish: Kish,
    /// Wilson's interval at Kish's effective number of people.
    pub interval: Interval,
}

/// Favourable share of weighted people, with Wilson's interval at Kish's effective number.
///
/// A share of 0 or 1 keeps a real interval. Design-based intervals, which R's `survey` gives, have none there.
///
/// # Units
///
/// Takes people who answered; gives shares, `0.0 <= lower <= share <= upper <= 1.0`.
///
/// # Errors
///
/// As [`kish`](super::kish()).
///
/// # Source
///
/// Kish (1965), as [`kish`](super::kish()); Wilson (1927), as [`wilson`](super::wilson()). The effective number in the
/// place of the number of people: Korn and Graubard (1998), Surv. Methodol. 24:193-201, and Dean and Pagano (2015),
/// J. Surv. Stat. Methodol. 3:484-503, doi:10.1093/jssam/smv024.
///
/// # Examples
///
/// ```
/// use poet_benchmark::estimate::{ClassAnswers, Confidence, WeightClass, weighted_share};
///
/// let old = ClassAnswers::new(WeightClass::new(40, 1.5)?, 30)?;
/// let young = ClassAnswers::new(WeightClass::new(60, 0.5)?, 20)?;
/// let found = weighted_share(&[old, young], Confidence::P95)?;
/// assert!((found.share - 55.0 / 90.0).abs() < 1e-15, "without weights 50 of 100");
/// assert!((found.kish.effective - 77.142_857_142_857_14).abs() < 1e-12);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn weighted_share(
    answers: &[ClassAnswers],
    confidence: Confidence,
) -> Result<WeightedShare, Error> {
    let classes: Vec<WeightClass> = answers.iter().map(|answer| answer.class).collect();
    let kish = kish(&classes)?;
    // In shares of the largest weight, as the sum is bounded only then.
    let weighed = |people: fn(&ClassAnswers) -> u64| -> f64 {
        let parts = answers
            .iter()
            .map(|answer| people(answer) as f64 * (answer.class.weight() / kish.largest));
        parts.sum()
    };
    let favourable = weighed(|answer| answer.favourable);
    let others = weighed(|answer| answer.class.people() - answer.favourable);
    // All or none is exactly so.
    let share = match others > 0.0 {
        true => favourable / (favourable + others),
        false => 1.0,
    };
    let effective = Proportion::new((share * kish.effective).min(kish.effective), kish.effective)?;
    let interval = wilson(effective, confidence);
    Ok(WeightedShare {
        share,
        kish,
        interval: Interval {
            lower: interval.lower.min(share),
            upper: interval.upper.max(share),
        },
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Absent;

    fn answers(rows: &[(u64, u64, f64)]) -> Vec<ClassAnswers> {
        let row = |&(favourable, people, weight)| {
            ClassAnswers::new(WeightClass::new(people, weight).unwrap(), favourable).unwrap()
        };
        rows.iter().map(row).collect()
    }

    #[test]
    fn a_share_of_nought_or_one_has_a_real_interval() {
        let none = weighted_share(&answers(&[(0, 3, 1.5), (0, 4, 0.4)]), Confidence::P95).unwrap();
        let all = weighted_share(&answers(&[(3, 3, 1.5), (4, 4, 0.4)]), Confidence::P95).unwrap();
        assert_eq!((none.share, all.share), (0.0, 1.0));
        assert_eq!((none.interval.lower, all.interval.upper), (0.0, 1.0));
        assert!(none.interval.upper > 0.3 && all.interval.lower < 0.7);
    }

    #[test]
    fn nobody_has_no_share_and_one_person_has_a_wide_one() {
        let none = weighted_share(&answers(&[(0, 0, 1.0), (1, 1, 0.0)]), Confidence::P95);
        assert_eq!(none, Err(Error::Absent(Absent::NoAnswers)));
        let one = weighted_share(&answers(&[(1, 1, 0.7)]), Confidence::P95).unwrap();
        // statsmodels 0.15.0, proportion_confint(1, 1, method="wilson").
        assert!((one.interval.lower - 0.206_549_314_377_237_45).abs() < 1e-12);
        assert!(ClassAnswers::new(WeightClass::one(1.0).unwrap(), 2).is_err());
    }

    proptest! {
        #[test]
        fn equal_weights_are_no_weights(a in 0..999_u64, b in 1..999_u64, weight in 0.01..99.0_f64) {
            let found = weighted_share(&answers(&[(a, a + b, weight)]), Confidence::P998).unwrap();
            let plain = Proportion::new(a as f64, (a + b) as f64).unwrap();
            let limits = wilson(plain, Confidence::P998);
            prop_assert!((found.share - plain.share()).abs() < 1e-12);
            prop_assert!((found.interval.lower - limits.lower).abs() < 1e-12);
            prop_assert!((found.interval.upper - limits.upper).abs() < 1e-12);
        }

        #[test]
        fn limits_hold_the_share(
            rows in prop::collection::vec((0..9_u64, 0..9_u64, 0.001..99.0_f64), 1..9),
        ) {
            let rows: Vec<_> = rows.into_iter().map(|(a, b, weight)| (a, a + b + 1, weight)).collect();
            let found = weighted_share(&answers(&rows), Confidence::P95).unwrap();
            prop_assert!(found.interval.contains(found.share));
            prop_assert!(0.0 <= found.interval.lower && found.interval.upper <= 1.0);
            prop_assert!(found.interval.lower < found.interval.upper);
        }
    }
}
