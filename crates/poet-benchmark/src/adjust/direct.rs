//! Direct standardisation of a share.

use serde::Serialize;

use super::StratumShare;
use super::stratum::{check_filled, weight};
use crate::Error;
use crate::estimate::{Confidence, Interval, Proportion, wilson};

/// A share as it would be, had a place the people of the reference.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Direct {
    /// The standardised share, 0 to 1.
    pub share: f64,
    /// Square of its standard error.
    pub variance: f64,
    /// Answers of a simple sample that would be as sure.
    pub effective_n: f64,
    /// Its interval.
    pub interval: Interval,
}

/// Standardises the shares of `strata` to the weights that these have in a reference population.
///
/// A stratum without weight is left out. Where no answer varies within its stratum the interval is that of all answers
/// together, so that it is never of no width.
///
/// # Units
///
/// Takes people, and weights in people or in shares; gives shares from 0 to 1.
///
/// # Errors
///
/// [`Error::EmptyStrata`] where nobody of a stratum with weight answered: the rest are not made to stand for it.
/// [`Error::ReferenceWeight`] for a weight under 0 or one that is no number; [`Error::NoReferenceWeight`] where none has any.
///
/// # Source
///
/// Rothman, Greenland and Lash (2008), Modern Epidemiology, 3rd edition, chapter 4: `p = sum W_i p_i / sum W_i`, with the
/// binomial variance of each stratum. The interval is [`wilson`]'s at the effective number of answers, `p (1 - p)` over
/// the variance.
///
/// # Examples
///
/// ```
/// use poet_benchmark::adjust::{StratumShare, direct_standardised};
/// use poet_benchmark::estimate::Confidence;
///
/// // Half of 10 younger and 9 of 10 older people; the reference has three older people to a younger one.
/// let strata = [(StratumShare::new(5.0, 10.0)?, 1.0), (StratumShare::new(9.0, 10.0)?, 3.0)];
/// assert!((direct_standardised(&strata, Confidence::P95)?.share - 0.8).abs() < 1e-15);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn direct_standardised(
    strata: &[(StratumShare, f64)],
    confidence: Confidence,
) -> Result<Direct, Error> {
    for &(_, given) in strata {
        weight(given)?;
    }
    check_filled(strata.iter().map(|&(own, weight)| (weight, own.n())))?;
    let weighty = || {
        let filled = strata.iter().filter(|(_, weight)| *weight > 0.0);
        filled.filter_map(|&(own, weight)| Some((own.proportion()?, weight)))
    };
    let total: f64 = weighty().map(|(_, weight)| weight).sum();
    let parts = || weighty().map(|(own, weight)| (own, weight / total));
    let share: f64 = parts().map(|(own, part)| part * own.share()).sum();
    let share = match ends(weighty().map(|(own, _)| own)) {
        Some(end) => end,
        None => share.clamp(0.0, 1.0),
    };
    let variance: f64 = parts()
        .map(|(own, part)| part * part * own.share() * (own.others() / own.n()) / own.n())
        .sum();
    let crude: f64 = parts().map(|(own, _)| own.n()).sum();
    let effective_n = if variance > 0.0 {
        (share * (1.0 - share) / variance).min(Proportion::LARGEST_BASE)
    } else {
        crude
    };
    let alike = Proportion::new((share * effective_n).min(effective_n), effective_n)?;
    Ok(Direct {
        share,
        variance,
        effective_n,
        interval: wilson(alike, confidence),
    })
}

/// Exactly 0 or 1, where all answers are unfavourable or all favourable.
fn ends(strata: impl Iterator<Item = Proportion> + Clone) -> Option<f64> {
    if strata.clone().all(|own| own.x() <= 0.0) {
        return Some(0.0);
    }
    strata
        .into_iter()
        .all(|own| own.others() <= 0.0)
        .then_some(1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{StratumShare, direct_standardised};
    use crate::Error;
    use crate::estimate::{Confidence, Proportion, wilson};

    fn strata(counts: &[(f64, f64, f64)]) -> Vec<(StratumShare, f64)> {
        counts
            .iter()
            .map(|&(x, n, weight)| (StratumShare::new(x, n).unwrap(), weight))
            .collect()
    }

    /// Convention 10.
    #[test]
    fn a_stratum_with_weight_and_nobody_in_it_is_listed() {
        let empty = strata(&[
            (3.0, 12.0, 0.4),
            (0.0, 0.0, 0.1),
            (1.0, 9.0, 0.3),
            (0.0, 0.0, 0.2),
        ]);
        let error = direct_standardised(&empty, Confidence::P95).unwrap_err();
        assert_eq!(error, Error::EmptyStrata { strata: vec![1, 3] });
        assert_eq!(
            error.to_string(),
            "nobody answered in strata 1, 3 (from 0), wants somebody in each with weight"
        );
    }

    /// Convention 10.
    #[test]
    fn a_stratum_without_weight_is_left_out() {
        let with = strata(&[
            (3.0, 12.0, 2.0),
            (5.0, 6.0, 0.0),
            (0.0, 0.0, 0.0),
            (4.0, 9.0, 1.0),
        ]);
        let without = strata(&[(3.0, 12.0, 2.0), (4.0, 9.0, 1.0)]);
        let [with, without] =
            [with, without].map(|s| direct_standardised(&s, Confidence::P95).unwrap());
        assert_eq!(with, without);
    }

    #[test]
    fn without_variation_the_interval_is_that_of_all_answers() {
        for (low, high) in [(0.0, 0.0), (10.0, 30.0), (0.0, 30.0)] {
            let found = direct_standardised(
                &strata(&[(low, 10.0, 1.0), (high, 30.0, 3.0)]),
                Confidence::P95,
            );
            let found = found.unwrap();
            assert_eq!((found.variance, found.effective_n), (0.0, 40.0));
            assert!(
                found.interval.upper - found.interval.lower > 0.08,
                "{found:?}"
            );
            assert!(found.interval.contains(found.share));
        }
        let all = direct_standardised(
            &strata(&[(7.0, 7.0, 0.1), (3.0, 3.0, 0.2)]),
            Confidence::P95,
        );
        assert_eq!(all.unwrap().interval.upper.to_string(), "1");
    }

    #[test]
    fn weights_are_numbers_from_nought_and_one_is_more() {
        let refused = |weight| direct_standardised(&strata(&[(1.0, 2.0, weight)]), Confidence::P95);
        for wrong in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(
                matches!(refused(wrong), Err(Error::ReferenceWeight { .. })),
                "{wrong}"
            );
        }
        assert_eq!(refused(0.0), Err(Error::NoReferenceWeight));
        assert_eq!(
            direct_standardised(&[], Confidence::P95),
            Err(Error::NoReferenceWeight)
        );
    }

    proptest! {
        #[test]
        fn one_stratum_is_the_crude_share(x in 0..50_u32, others in 1..50_u32, weight in 0.001..1e6_f64) {
            let crude = Proportion::of_people(x, others).unwrap();
            let found = direct_standardised(&[(crude.into(), weight)], Confidence::P95).unwrap();
            let limits = wilson(crude, Confidence::P95);
            prop_assert!((found.share - crude.share()).abs() < 1e-15);
            prop_assert!((found.interval.lower - limits.lower).abs() < 1e-12);
            prop_assert!((found.interval.upper - limits.upper).abs() < 1e-12);
        }

        #[test]
        fn the_share_lies_among_those_of_the_strata(
            counts in prop::collection::vec((0..30_u32, 1..30_u32, 0.1..9.0_f64), 1..8),
        ) {
            let of = |(x, others, weight): &(u32, u32, f64)| {
                (Proportion::of_people(*x, *others).unwrap().into(), *weight)
            };
            let strata: Vec<(StratumShare, f64)> = counts.iter().map(of).collect();
            let found = direct_standardised(&strata, Confidence::P998).unwrap();
            let shares = || strata.iter().filter_map(|(own, _)| Some(own.proportion()?.share()));
            let (low, high) = (shares().fold(1.0, f64::min), shares().fold(0.0, f64::max));
            prop_assert!(low - 1e-12 <= found.share && found.share <= high + 1e-12);
            prop_assert!(found.interval.contains(found.share) && found.effective_n > 0.0);
        }
    }
}
