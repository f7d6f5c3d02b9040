//! A share of a population that has an end.

use super::{Confidence, Interval, Proportion, wilson};
use crate::Error;

/// A share of a population that has an end: the more of it answered, the less is left to chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FinitePopulation {
    /// As many people of an endless population would tell as much; none where everybody answered.
    pub effective: Option<f64>,
    /// Wilson's interval at that number; the share itself where everybody answered.
    pub interval: Interval,
    /// Standard error of the share of a simple random sample; none for one person.
    pub standard_error: Option<f64>,
}

/// The share of `proportion` as one of a population of so many people.
///
/// # Units
///
/// Takes people; gives shares, `0.0 <= lower <= share <= upper <= 1.0`.
///
/// # Errors
///
/// [`Error::Population`] where more people answered than there are.
///
/// # Source
///
/// Cochran (1977), Sampling Techniques, 3rd edition, Wiley, sections 2.8 and 3.2: the variance is
/// `(1 - n / N) p (1 - p) / (n - 1)`. The interval is Wilson's (1927) at `n (N - 1) / (N - n)`, for which the variance
/// of the count is that of the hypergeometric distribution.
///
/// # Examples
///
/// ```
/// use poet_benchmark::estimate::{Confidence, Proportion, finite_population};
///
/// let found = finite_population(Proportion::new(10.0, 12.0)?, 15.0, Confidence::P95)?;
/// assert_eq!(found.effective, Some(56.0));
/// assert!((found.interval.lower - 0.7151174942692278).abs() < 1e-12);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn finite_population(
    proportion: Proportion,
    population: f64,
    confidence: Confidence,
) -> Result<FinitePopulation, Error> {
    let (n, share) = (proportion.n(), proportion.share());
    if !(n..=Proportion::LARGEST_BASE).contains(&population) {
        return Err(Error::Population { n, population });
    }
    let unseen = population - n;
    let error =
        |freedom: f64| (unseen / population * share * proportion.others() / n / freedom).sqrt();
    let effective = (unseen > 0.0).then(|| n * ((population - 1.0) / unseen));
    Ok(FinitePopulation {
        interval: match effective {
            None => Interval {
                lower: share,
                upper: share,
            },
            Some(effective) => {
                at(share, effective, confidence).ok_or(Error::Population { n, population })?
            }
        },
        effective,
        standard_error: (n > 1.0).then(|| error(n - 1.0)),
    })
}

/// Wilson's interval for a share of so many people; none where they are no number of people.
fn at(share: f64, people: f64, confidence: Confidence) -> Option<Interval> {
    let people = people.min(Proportion::LARGEST_BASE);
    let proportion = Proportion::new((share * people).min(people), people).ok()?;
    let interval = wilson(proportion, confidence);
    Some(Interval {
        lower: interval.lower.min(share),
        upper: interval.upper.max(share),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(x: f64, n: f64, population: f64) -> Result<FinitePopulation, Error> {
        finite_population(Proportion::new(x, n).unwrap(), population, Confidence::P95)
    }

    #[test]
    fn where_everybody_answered_nothing_is_left_to_chance() {
        let all = found(7.0, 9.0, 9.0).unwrap();
        assert_eq!((all.effective, all.standard_error), (None, Some(0.0)));
        assert_eq!(
            (all.interval.lower, all.interval.upper),
            (7.0 / 9.0, 7.0 / 9.0)
        );
        let one = found(1.0, 1.0, 1.0).unwrap();
        assert_eq!((one.effective, one.standard_error), (None, None));
    }

    #[test]
    fn more_people_than_there_are_cannot_have_answered() {
        for population in [8.0, f64::NAN, f64::INFINITY, -1.0] {
            let wrong = found(7.0, 9.0, population);
            assert!(
                matches!(wrong, Err(Error::Population { .. })),
                "{population}"
            );
        }
        // A part of one person has no chance left to it either way.
        assert!(found(0.5, 0.5, 1.0).is_err());
    }

    #[test]
    fn one_person_of_many_has_no_standard_error() {
        let one = found(1.0, 1.0, 9.0).unwrap();
        assert_eq!((one.effective, one.standard_error), (Some(1.0), None));
        assert!(one.interval.lower < 1.0);
    }

    proptest! {
        #[test]
        fn the_interval_narrows_from_wilson_to_the_share(
            a in 0..99_u32,
            b in 1..99_u32,
            more in 0..9_999_u32,
        ) {
            let plain = Proportion::of_people(a, b).unwrap();
            let population = plain.n() + f64::from(more);
            let found = finite_population(plain, population, Confidence::P95).unwrap();
            let wide = wilson(plain, Confidence::P95);
            prop_assert!(found.interval.contains(plain.share()));
            prop_assert!(wide.lower <= found.interval.lower + 1e-12);
            prop_assert!(found.interval.upper <= wide.upper + 1e-12);
        }

        #[test]
        fn an_endless_population_leaves_wilson(a in 0..999_u32, b in 1..999_u32) {
            let plain = Proportion::of_people(a, b).unwrap();
            let found = finite_population(plain, 9e15, Confidence::P998).unwrap();
            let wide = wilson(plain, Confidence::P998);
            prop_assert!((found.interval.lower - wide.lower).abs() < 1e-9);
            prop_assert!((found.interval.upper - wide.upper).abs() < 1e-9);
        }
    }
}
