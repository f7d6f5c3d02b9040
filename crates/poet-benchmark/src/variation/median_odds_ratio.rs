//! How much it matters where somebody lives.

use super::Variance;

/// Normal quantile of three quarters.
const UPPER_QUARTER: f64 = 0.674_489_750_196_081_7;

/// Median odds ratio: of two places picked at random, in the middle case the odds of a good answer are so many times as
/// high in the one with the higher odds. 1 where places do not vary.
///
/// # Source
///
/// Larsen and Merlo (2005), Am. J. Epidemiol. 161:81-88, doi:10.1093/aje/kwi017.
///
/// # Examples
///
/// ```
/// use poet_benchmark::variation::{Variance, median_odds_ratio};
///
/// assert!((median_odds_ratio(Variance::new(0.25)?) - 1.6111).abs() < 5e-5);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn median_odds_ratio(variance: Variance) -> f64 {
    ((2.0 * variance.value()).sqrt() * UPPER_QUARTER).exp()
}

#[cfg(test)]
mod tests {
    use super::{Variance, median_odds_ratio};

    #[test]
    fn places_that_do_not_vary_have_a_ratio_of_one() {
        assert!((median_odds_ratio(Variance::default()) - 1.0).abs() <= 0.0);
        assert!(median_odds_ratio(Variance::new(Variance::LARGEST).unwrap()).is_finite());
    }
}
