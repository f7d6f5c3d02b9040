//! What weights cost: Kish's effective number of people.

use super::WeightClass;
use crate::{Absent, Error};

/// How many people weights leave: Kish's effective number, and the design effect of weighting.
///
/// People of weight 0 stand for nobody and are not counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kish {
    /// People with a weight over 0.
    pub people: u64,
    /// Sum of their weights.
    pub sum: f64,
    /// As many people without weights would tell as much: at most [`Kish::people`].
    pub effective: f64,
    /// How many times larger weighting makes the variance: at least 1, up to rounding.
    pub design_effect: f64,
    /// Smallest weight over 0.
    pub smallest: f64,
    /// Largest weight.
    pub largest: f64,
}

/// Kish's effective number of people and design effect for `classes` of weights.
///
/// Does not depend on the unit of the weights.
///
/// # Units
///
/// Takes weights; gives people, and a ratio of variances.
///
/// # Errors
///
/// [`Absent::NoAnswers`] inside [`Error::Absent`] where nobody has a weight over 0; [`Error::WeightSum`] where the
/// weights add up to no finite number.
///
/// # Source
///
/// Kish (1965), Survey Sampling, Wiley, section 11.7, and Kish (1992), J. Off. Stat. 8:183-200:
/// `(sum w)^2 / sum w^2`, and `n` over that.
///
/// # Examples
///
/// ```
/// use poet_benchmark::estimate::{WeightClass, kish};
///
/// let weights = [10.0, 20.0, 30.0, 40.0].map(WeightClass::one).into_iter().collect::<Result<Vec<_>, _>>()?;
/// let found = kish(&weights)?;
/// assert_eq!((found.people, found.design_effect), (4, 1.2));
/// assert!((found.effective - 10.0 / 3.0).abs() < 1e-12);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn kish(classes: &[WeightClass]) -> Result<Kish, Error> {
    let counted = || classes.iter().copied().filter(|class| class.counts());
    let largest = counted().map(WeightClass::weight).fold(0.0, f64::max);
    if largest <= 0.0 {
        return Err(Absent::NoAnswers.into());
    }
    let smallest = counted().map(WeightClass::weight).fold(largest, f64::min);
    // In shares of the largest, so that no square is too large or too small to be written.
    let share = |class: WeightClass| class.weight() / largest;
    let people: u64 = counted().map(WeightClass::people).sum();
    let (sum, squares) = counted().fold((0.0, 0.0), |(sum, squares), class| {
        let (people, share) = (class.people() as f64, share(class));
        (sum + people * share, squares + people * share * share)
    });
    if !(sum * largest).is_finite() {
        return Err(Error::WeightSum);
    }
    Ok(Kish {
        people,
        sum: sum * largest,
        effective: (sum * sum / squares).min(people as f64),
        design_effect: people as f64 * squares / (sum * sum),
        smallest,
        largest,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::kish;
    use crate::estimate::WeightClass;
    use crate::{Absent, Error};

    fn classes(classes: &[(u64, f64)]) -> Vec<WeightClass> {
        let class = |&(people, weight)| WeightClass::new(people, weight).unwrap();
        classes.iter().map(class).collect()
    }

    #[test]
    fn nobody_and_weights_of_nought_have_no_effective_number() {
        for none in [&[][..], &[(3, 0.0)], &[(0, 2.0)]] {
            assert_eq!(
                kish(&classes(none)),
                Err(Error::Absent(Absent::NoAnswers)),
                "{none:?}"
            );
        }
    }

    #[test]
    fn a_weight_of_nought_is_out_of_scope() {
        let with = kish(&classes(&[(5, 0.0), (1, 10.0), (1, 30.0)])).unwrap();
        assert_eq!(with, kish(&classes(&[(1, 10.0), (1, 30.0)])).unwrap());
        assert_eq!((with.people, with.smallest, with.largest), (2, 10.0, 30.0));
    }

    #[test]
    fn the_largest_and_smallest_numbers_are_weights_too() {
        for weight in [1e-300, 1e300] {
            let found = kish(&classes(&[(4, weight)])).unwrap();
            assert!(
                (found.effective - 4.0).abs() < 1e-12 && (found.design_effect - 1.0).abs() < 1e-12
            );
        }
        assert_eq!(kish(&classes(&[(9, f64::MAX)])), Err(Error::WeightSum));
    }

    proptest! {
        #[test]
        fn a_class_counts_as_its_people_one_by_one(
            drawn in prop::collection::vec((1..9_u64, 0.01..100.0_f64), 1..9),
        ) {
            let together = kish(&classes(&drawn)).unwrap();
            let one_by_one: Vec<_> = drawn
                .iter()
                .flat_map(|&(people, weight)| (0..people).map(move |_| (1, weight)))
                .collect();
            let apart = kish(&classes(&one_by_one)).unwrap();
            prop_assert_eq!(together.people, apart.people);
            prop_assert!((together.effective / apart.effective - 1.0).abs() < 1e-12);
            prop_assert!(1.0 <= together.effective && together.effective <= together.people as f64);
            prop_assert!(together.design_effect > 1.0 - 1e-12);
        }
    }
}
