//! Weights kept within bounds.

use crate::estimate::{Kish, WeightClass, kish};
use crate::{Absent, Error};

/// Smallest and largest weight that is left.
///
/// Holds `0 <= lower <= upper`; the upper bound may be infinite, for none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    lower: f64,
    upper: f64,
}

/// How far trimming goes.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Trimming {
    /// Once: what is cut off goes equally to all who were within the bounds, some of whom may then be outside.
    OnePass,
    /// Until all are within the bounds; who was trimmed once never takes up anything more.
    #[default]
    Strict,
}

/// Weights after trimming, and what it did.
#[derive(Clone, Debug, PartialEq)]
pub struct Trimmed {
    /// Classes with their weights after trimming, in their order; the sum over people is as before.
    pub classes: Vec<WeightClass>,
    /// People whose weight was cut to a bound.
    pub people: u64,
    /// Weight that was cut off above the upper bound less what was made up below the lower one, at first.
    pub excess: f64,
    /// How many people the weights leave.
    pub kish: Kish,
}

impl Bounds {
    /// Bounds of weights.
    ///
    /// # Errors
    ///
    /// [`Error::WeightBounds`] where they are none.
    pub fn new(lower: f64, upper: f64) -> Result<Self, Error> {
        match 0.0 <= lower && lower <= upper && lower < f64::INFINITY {
            true => Ok(Self { lower, upper }),
            false => Err(Error::WeightBounds { lower, upper }),
        }
    }

    /// Bounds that are known to be some.
    pub(crate) const fn known(lower: f64, upper: f64) -> Self {
        Self { lower, upper }
    }

    /// Smallest weight.
    pub fn lower(self) -> f64 {
        self.lower
    }

    /// Largest weight.
    pub fn upper(self) -> f64 {
        self.upper
    }

    fn hold(self, weight: f64) -> bool {
        (self.lower..=self.upper).contains(&weight)
    }

    fn no_room(self) -> Error {
        let Self { lower, upper } = self;
        Error::NoRoom { lower, upper }
    }
}

/// Trims the weights of `classes` to `bounds`, and spreads what is cut off equally over the people who were not trimmed.
///
/// # Errors
///
/// [`Error::NoRoom`] where nobody is left to take up what is cut off; [`Absent::NoAnswers`] inside [`Error::Absent`] where
/// nobody has a weight.
///
/// # Source
///
/// Potter (1990), Proc. Surv. Res. Methods, Am. Stat. Assoc., 225-230, and `trimWeights` of Lumley's `survey` 4.5 for R.
/// Its release 4.1 lets people who were trimmed take up what is cut off later, which gives other weights.
///
/// # Examples
///
/// ```
/// use poet_benchmark::adjust::{Bounds, Trimming, trim};
/// use poet_benchmark::estimate::WeightClass;
///
/// let weights = [1.0, 1.0, 1.0, 5.0, 2.0].map(WeightClass::one).into_iter().collect::<Result<Vec<_>, _>>()?;
/// let trimmed = trim(&weights, Bounds::new(0.0, 3.0)?, Trimming::Strict)?;
/// let weights: Vec<f64> = trimmed.classes.iter().map(|class| class.weight()).collect();
/// assert_eq!(weights, [1.5, 1.5, 1.5, 3.0, 2.5]);
/// assert_eq!((trimmed.people, trimmed.excess), (1, 2.0));
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn trim(classes: &[WeightClass], bounds: Bounds, trimming: Trimming) -> Result<Trimmed, Error> {
    if classes.iter().all(|class| class.people() == 0) {
        return Err(Absent::NoAnswers.into());
    }
    let mut weights: Vec<f64> = classes.iter().map(|class| class.weight()).collect();
    let mut cut = vec![false; classes.len()];
    let mut first = None;
    while let Some(excess) = pass(classes, &mut weights, (&mut cut, bounds))? {
        first = first.or(Some(excess));
        if trimming == Trimming::OnePass {
            break;
        }
    }
    let made = classes.iter().zip(&weights);
    let made: Result<Vec<_>, _> = made
        .map(|(class, &weight)| WeightClass::new(class.people(), weight))
        .collect();
    // Who makes up for too many small weights in one pass may be left with less than nothing.
    let classes = made.map_err(|_| bounds.no_room())?;
    let trimmed = classes.iter().zip(&cut).filter(|(_, cut)| **cut);
    Ok(Trimmed {
        people: trimmed.map(|(class, _)| class.people()).sum(),
        excess: first.unwrap_or(0.0),
        kish: kish(&classes)?,
        classes,
    })
}

/// One pass: what was cut off, or nothing where all were within the bounds.
fn pass(
    classes: &[WeightClass],
    weights: &mut [f64],
    (cut, bounds): (&mut [bool], Bounds),
) -> Result<Option<f64>, Error> {
    let peopled = |at: usize| classes[at].people() > 0;
    let outside: Vec<usize> = (0..weights.len())
        .filter(|&at| peopled(at) && !bounds.hold(weights[at]))
        .collect();
    if outside.is_empty() {
        return Ok(None);
    }
    let mut excess = 0.0;
    for at in outside {
        let within = weights[at].clamp(bounds.lower, bounds.upper);
        excess += classes[at].people() as f64 * (weights[at] - within);
        weights[at] = within;
        cut[at] = true;
    }
    let left = || (0..weights.len()).filter(|&at| peopled(at) && !cut[at]);
    let people: u64 = left().map(|at| classes[at].people()).sum();
    if people > 0 {
        let share = excess / people as f64;
        for at in left().collect::<Vec<_>>() {
            weights[at] += share;
        }
    } else if excess.abs() > ROUNDING * bounds.upper.min(f64::MAX) {
        return Err(bounds.no_room());
    }
    Ok(Some(excess))
}

/// What is left of an excess below this part of a weight is rounding, not weight.
const ROUNDING: f64 = 1e-12;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn classes(weights: &[(u64, f64)]) -> Vec<WeightClass> {
        let class = |&(people, weight)| WeightClass::new(people, weight).unwrap();
        weights.iter().map(class).collect()
    }

    fn trimmed(
        weights: &[(u64, f64)],
        (lower, upper): (f64, f64),
        how: Trimming,
    ) -> Result<Vec<f64>, Error> {
        let trimmed = trim(&classes(weights), Bounds::new(lower, upper).unwrap(), how)?;
        Ok(trimmed.classes.iter().map(|class| class.weight()).collect())
    }

    #[test]
    fn one_pass_may_leave_some_outside_and_strict_leaves_none() {
        let weights = [(1, 9.0), (1, 2.9), (2, 1.0)];
        let once = trimmed(&weights, (0.0, 3.0), Trimming::OnePass).unwrap();
        assert_eq!(once, [3.0, 4.9, 3.0]);
        // The second is cut too, and the first takes up nothing of that.
        let room = [(1, 9.0), (1, 2.9), (6, 0.5)];
        let strict = trimmed(&room, (0.0, 3.0), Trimming::Strict).unwrap();
        assert_eq!(&strict[..2], [3.0, 3.0]);
        assert!((strict[2] - 8.9 / 6.0).abs() < 1e-12, "{strict:?}");
    }

    #[test]
    fn where_nobody_is_left_to_take_up_what_is_cut_off_there_is_no_room() {
        for how in [Trimming::OnePass, Trimming::Strict] {
            let error = trimmed(&[(3, 5.0)], (0.0, 3.0), how);
            assert_eq!(
                error,
                Err(Error::NoRoom {
                    lower: 0.0,
                    upper: 3.0
                })
            );
        }
        let full = [(1, 9.0), (1, 2.9), (2, 1.0)];
        assert!(trimmed(&full, (0.0, 3.0), Trimming::Strict).is_err());
        // What is cut off above makes up exactly what lacks below.
        assert_eq!(
            trimmed(&[(1, 1.0), (1, 3.0)], (2.0, 2.0), Trimming::Strict),
            Ok(vec![2.0, 2.0])
        );
    }

    #[test]
    fn weights_within_the_bounds_stay_and_nobody_has_none() {
        assert_eq!(
            trimmed(&[(1, 1.0), (1, 3.0)], (1.0, 3.0), Trimming::Strict),
            Ok(vec![1.0, 3.0])
        );
        assert_eq!(
            trimmed(&[], (1.0, 3.0), Trimming::Strict),
            Err(Absent::NoAnswers.into())
        );
        assert!(Bounds::new(0.0, f64::INFINITY).is_ok());
        for (lower, upper) in [
            (-1.0, 2.0),
            (3.0, 2.0),
            (f64::NAN, 2.0),
            (f64::INFINITY, f64::INFINITY),
        ] {
            assert!(Bounds::new(lower, upper).is_err(), "{lower} {upper}");
        }
    }

    proptest! {
        #[test]
        fn the_sum_stays_and_strict_keeps_the_bounds(
            weights in prop::collection::vec((1..20_u64, 0.1..20.0_f64), 1..12),
            (low, high) in (0.1..0.9_f64, 1.1..5.0_f64),
        ) {
            let people: u64 = weights.iter().map(|w| w.0).sum();
            let total: f64 = weights.iter().map(|&(n, w)| n as f64 * w).sum();
            let mean = total / people as f64;
            let bounds = (low * mean, high * mean);
            // The mean is within the bounds, so there is room.
            if let Ok(after) = trimmed(&weights, bounds, Trimming::Strict) {
                let sum: f64 = weights.iter().zip(&after).map(|(w, after)| w.0 as f64 * after).sum();
                prop_assert!((sum / total - 1.0).abs() < 1e-9);
                prop_assert!(after.iter().all(|w| (bounds.0..=bounds.1).contains(w)));
            }
        }

        #[test]
        fn a_class_is_trimmed_as_its_people_one_by_one(
            weights in prop::collection::vec((1..5_u64, 0.1..20.0_f64), 1..9),
        ) {
            let single: Vec<_> = weights.iter().flat_map(|&(n, w)| (0..n).map(move |_| (1, w))).collect();
            let together = trimmed(&weights, (0.5, 8.0), Trimming::Strict);
            let apart = trimmed(&single, (0.5, 8.0), Trimming::Strict);
            prop_assert_eq!(together.is_ok(), apart.is_ok());
            if let (Ok(together), Ok(apart)) = (together, apart) {
                let together = weights.iter().zip(together).flat_map(|(w, after)| (0..w.0).map(move |_| after));
                for (one, other) in together.zip(apart) {
                    prop_assert!((one - other).abs() < 1e-9);
                }
            }
        }
    }
}
