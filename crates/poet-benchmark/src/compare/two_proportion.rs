//! The usual test of two shares.

use serde::Serialize;

use crate::{
    Absent,
    estimate::{Proportion, normal::two_sided_p},
};

/// Standard score of a test, with its two-sided p value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ZTest {
    /// Difference in standard errors.
    pub z: f64,
    /// Probability of a score at least as far from 0, if nothing differs.
    pub p: f64,
}

impl ZTest {
    /// Test with standard score `z`.
    pub(crate) fn from_z(z: f64) -> Self {
        Self {
            z,
            p: two_sided_p(z),
        }
    }
}

/// Tests whether `first` and `second` come from the same share: pooled variance, no continuity
/// correction. A positive `z` says that the first share is larger.
///
/// # Errors
///
/// [`Absent::Degenerate`] when all or none of both groups together are counted.
///
/// # Source
///
/// Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, section 3.2,
/// doi:10.1002/0471445428; `z * z` is Pearson's chi-squared.
pub fn two_proportion(first: Proportion, second: Proportion) -> Result<ZTest, Absent> {
    let n = first.n() + second.n();
    let pooled = (first.x() + second.x()) / n;
    let others = (first.others() + second.others()) / n;
    let variance = pooled * others * (first.n().recip() + second.n().recip());
    if variance > 0.0 && variance.is_finite() {
        Ok(ZTest::from_z(
            (first.share() - second.share()) / variance.sqrt(),
        ))
    } else {
        Err(Absent::Degenerate)
    }
}

#[cfg(test)]
mod tests {
    use super::two_proportion;
    use crate::{Absent, estimate::Proportion};

    /// `statsmodels` 0.15, `proportions_ztest([5, 12], [83, 99])`.
    #[test]
    fn a_published_test_comes_out() {
        let [one, two] = [(5.0, 83.0), (12.0, 99.0)].map(|(x, n)| Proportion::new(x, n).unwrap());
        let test = two_proportion(one, two).unwrap();
        assert!((test.z - -1.407_830_415_125_878_7).abs() < 1e-14);
        assert!((test.p - 0.159_181_291_811_569_92).abs() < 1e-14);
    }

    #[test]
    fn without_variation_there_is_no_test() {
        let one = Proportion::of_people(4, 0).unwrap();
        let two = Proportion::of_people(9, 0).unwrap();
        assert_eq!(two_proportion(one, two), Err(Absent::Degenerate));
    }
}
