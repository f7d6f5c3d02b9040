//! Cronbach's alpha.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, FisherSnedecor};

use super::{CrossProducts, NoReliability};

/// How well the items of a scale go together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alpha {
    /// People who answered every item.
    pub people: u64,
    /// Items that were taken in.
    pub items: usize,
    /// Positions of the items that everybody answers alike, which were left out.
    pub constant: Vec<usize>,
    /// Cronbach's alpha: at most 1, under 0 where the items go against each other.
    pub alpha: f64,
    /// Alpha of items brought to the same spread; none where they cancel each other out.
    pub standardised: Option<f64>,
    /// Mean of the correlations between two items.
    pub mean_correlation: f64,
    /// Standard error of alpha.
    pub standard_error: f64,
}

/// Limits of alpha.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AlphaLimits {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit, at most 1.
    pub upper: f64,
}

/// Cronbach's alpha of complete cases; items that everybody answers alike are left out and listed.
///
/// # Errors
///
/// [`NoReliability::TooFewPeople`] under two people, [`NoReliability::TooFewItems`] under two items that vary,
/// [`NoReliability::NoVariation`] where none does or all sums are the same.
///
/// # Source
///
/// Cronbach (1951), Psychometrika 16:297-334, doi:10.1007/BF02310555, with sample variances. Standard error: Duhachek and
/// Iacobucci (2004), J. Appl. Psychol. 89:792-808, doi:10.1037/0021-9010.89.5.792.
pub fn alpha(sums: &CrossProducts) -> Result<Alpha, NoReliability> {
    let varying = Varying::new(sums)?;
    let spreads = sums.spreads(&varying.items);
    let correlations = sums.correlations(&varying.items);
    let k = varying.items.len();
    let off_diagonal: f64 = correlations.iter().flatten().sum::<f64>() - k as f64;
    let mean = off_diagonal / (k * (k - 1)) as f64;
    let inflated = 1.0 + (k - 1) as f64 * mean;
    Ok(Alpha {
        people: sums.people(),
        items: k,
        alpha: of_spreads(&spreads)?,
        standardised: (inflated > STEADY).then(|| k as f64 * mean / inflated),
        mean_correlation: mean,
        standard_error: standard_error(&spreads, sums.people()),
        constant: varying.constant,
    })
}

/// Below it, what is left of a sum that cancels is rounding.
const STEADY: f64 = 1e-12;

/// Items that alpha takes in, and those that it leaves out.
pub(super) struct Varying {
    pub(super) items: Vec<usize>,
    pub(super) constant: Vec<usize>,
}

impl Varying {
    /// Convention 14: complete cases of two people and two items or more, of which constant ones are left out.
    pub(super) fn new(sums: &CrossProducts) -> Result<Self, NoReliability> {
        if sums.items() < 2 {
            return Err(NoReliability::TooFewItems);
        }
        if sums.people() < 2 {
            return Err(NoReliability::TooFewPeople);
        }
        let (items, constant) = sums.by_variation();
        match items.len() {
            0 => Err(NoReliability::NoVariation),
            1 => Err(NoReliability::TooFewItems),
            _ => Ok(Self { items, constant }),
        }
    }
}

/// `k / (k - 1)` times the part of the variance of the sum that the items do not have by themselves.
pub(super) fn of_spreads(spreads: &[Vec<i128>]) -> Result<f64, NoReliability> {
    let total: i128 = spreads.iter().flatten().sum();
    let own: i128 = spreads.iter().enumerate().map(|(at, row)| row[at]).sum();
    if total <= 0 {
        return Err(NoReliability::NoVariation);
    }
    let k = spreads.len() as f64;
    Ok(k / (k - 1.0) * ((total - own) as f64 / total as f64))
}

/// Covariances come as parts of the variance of the sum, which the formula takes as they are.
fn standard_error(spreads: &[Vec<i128>], people: u64) -> f64 {
    let total = spreads.iter().flatten().sum::<i128>() as f64;
    let k = spreads.len() as f64;
    let part = |spread: &i128| *spread as f64 / total;
    let trace: f64 = (0..spreads.len()).map(|i| part(&spreads[i][i])).sum();
    let trace_of_square: f64 = spreads.iter().flatten().map(|s| part(s) * part(s)).sum();
    let sum_of_square: f64 = spreads
        .iter()
        .map(|row| row.iter().map(part).sum::<f64>().powi(2))
        .sum();
    let q = trace_of_square + trace * trace - 2.0 * trace * sum_of_square;
    let scale = 2.0 * k * k / ((k - 1.0) * (k - 1.0));
    (scale * q.max(0.0) / people as f64).sqrt()
}

impl Alpha {
    /// Feldt's interval at a confidence `level` between 0 and 1; none at any other.
    ///
    /// # Source
    ///
    /// Feldt, Woodruff and Salih (1987), Appl. Psychol. Meas. 11:93-103, doi:10.1177/014662168701100107:
    /// `1 - (1 - alpha) F` with quantiles of F on `n - 1` and `(n - 1)(k - 1)` degrees of freedom.
    pub fn limits(&self, level: f64) -> Option<AlphaLimits> {
        if !(level > 0.0 && level < 1.0) {
            return None;
        }
        let freedom = (self.people - 1) as f64;
        let law = FisherSnedecor::new(freedom, freedom * (self.items - 1) as f64).ok()?;
        let tail = 0.5 * (1.0 - level);
        let limit = |probability| 1.0 - (1.0 - self.alpha) * law.inverse_cdf(probability);
        let limits = AlphaLimits {
            lower: limit(1.0 - tail),
            upper: limit(tail),
        };
        (limits.lower.is_finite() && limits.upper.is_finite()).then_some(limits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CrossProducts, NoReliability, alpha};

    fn sums(rows: &[&[i32]]) -> CrossProducts {
        let mut sums = CrossProducts::new(rows.first().map_or(2, |row| row.len())).unwrap();
        for row in rows {
            sums.add(row).unwrap();
        }
        sums
    }

    /// Convention 14.
    #[test]
    fn constant_items_are_left_out_and_listed() {
        let with = alpha(&sums(&[&[1, 3, 2], &[2, 3, 2], &[3, 3, 4], &[4, 3, 3]])).unwrap();
        let without = alpha(&sums(&[&[1, 2], &[2, 2], &[3, 4], &[4, 3]])).unwrap();
        assert_eq!((with.items, with.constant), (2, vec![1]));
        assert!((with.alpha - without.alpha).abs() < 1e-15);
    }

    /// Convention 14.
    #[test]
    fn under_two_items_or_two_people_there_is_none() {
        let none = |rows: &[&[i32]]| alpha(&sums(rows)).unwrap_err();
        assert_eq!(none(&[&[1], &[2], &[3]]), NoReliability::TooFewItems);
        assert_eq!(none(&[&[1, 3], &[2, 3]]), NoReliability::TooFewItems);
        assert_eq!(none(&[&[1, 3]]), NoReliability::TooFewPeople);
        assert_eq!(none(&[]), NoReliability::TooFewPeople);
        assert_eq!(none(&[&[3, 3], &[3, 3]]), NoReliability::NoVariation);
        assert_eq!(
            none(&[&[1, 5], &[2, 4], &[3, 3]]),
            NoReliability::NoVariation
        );
    }

    /// Convention 14.
    #[test]
    fn a_negative_alpha_is_told_as_it_is() {
        let against = alpha(&sums(&[&[1, 5], &[2, 4], &[3, 3], &[4, 2], &[5, 2]])).unwrap();
        assert!((against.alpha + 40.0).abs() < 1e-12);
        let limits = against.limits(0.95).unwrap();
        assert!(limits.lower < against.alpha && against.alpha < limits.upper);
    }

    #[test]
    fn a_level_outside_0_to_1_has_no_limits() {
        let found = alpha(&sums(&[&[1, 2], &[2, 2], &[3, 4]])).unwrap();
        for level in [0.0, 1.0, -1.0, f64::NAN] {
            assert_eq!(found.limits(level), None);
        }
    }

    #[test]
    fn items_that_say_the_same_have_an_alpha_of_one() {
        let same = alpha(&sums(&[&[1, 1], &[2, 2], &[5, 5]])).unwrap();
        let limits = same.limits(0.95).unwrap();
        assert_eq!(
            [same.alpha, limits.lower, limits.upper].map(|a| a.to_string()),
            ["1"; 3]
        );
    }

    proptest! {
        #[test]
        fn figures_are_finite_and_do_not_heed_where_points_start(
            rows in prop::collection::vec(prop::array::uniform4(0..5_i32), 0..30),
            from in -99..99_i32,
        ) {
            let shifted: Vec<[i32; 4]> = rows.iter().map(|row| row.map(|p| p + from)).collect();
            let all = |rows: &[[i32; 4]]| alpha(&sums(&rows.iter().map(|r| &r[..]).collect::<Vec<_>>()));
            if !rows.is_empty() {
                prop_assert_eq!(all(&rows), all(&shifted));
            }
            if let Ok(found) = all(&rows) {
                prop_assert!(found.alpha <= 1.0 + 1e-12 && found.standard_error.is_finite());
                prop_assert!(found.alpha.is_finite() && found.limits(0.998).is_some());
            }
        }
    }
}
