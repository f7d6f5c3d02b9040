//! The exact interval of Clopper and Pearson.

use statrs::distribution::{Beta, Continuous, ContinuousCDF};

use super::crossing::crossing;
use super::{Confidence, Interval, Proportion, wilson};

/// Exact interval for the share of `proportion`, half of the risk in each tail at the ends too.
///
/// Covers the truth at least as often as it says, and is wider than [`wilson`](super::wilson()) for
/// that.
///
/// # Units
///
/// Takes people; gives shares, `0.0 <= lower <= share <= upper <= 1.0`.
///
/// # Source
///
/// Clopper and Pearson (1934), Biometrika 26:404-413, doi:10.1093/biomet/26.4.404, by quantiles of
/// the beta distribution.
pub fn clopper_pearson(proportion: Proportion, confidence: Confidence) -> Interval {
    let (x, others, share) = (proportion.x(), proportion.others(), proportion.share());
    let (tail, start) = (confidence.tail(), wilson(proportion, confidence));
    let lower = Beta::new(x, others + 1.0).map_or(0.0, |law| {
        crossing(start.lower, (0.0, share), |at| {
            (law.cdf(at) - tail, law.pdf(at))
        })
    });
    let upper = Beta::new(x + 1.0, others).map_or(1.0, |law| {
        crossing(start.upper, (share, 1.0), |at| {
            (tail - law.sf(at), law.pdf(at))
        })
    });
    Interval { lower, upper }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::clopper_pearson;
    use crate::estimate::{Confidence, Proportion};

    /// Newcombe (1998), Stat. Med. 17:857-872, table I, method 5, to its four decimals.
    #[test]
    fn the_examples_of_the_paper_come_out() {
        for (x, n, lower, upper) in [
            (81.0, 263.0, 0.2527, 0.3676),
            (15.0, 148.0, 0.0578, 0.1617),
            (0.0, 20.0, 0.0, 0.1684),
            (1.0, 29.0, 0.0009, 0.1776),
        ] {
            let limits = clopper_pearson(Proportion::new(x, n).unwrap(), Confidence::P95);
            assert!((limits.lower - lower).abs() < 5e-5, "{x}/{n}: {limits:?}");
            assert!((limits.upper - upper).abs() < 5e-5, "{x}/{n}: {limits:?}");
        }
    }

    proptest! {
        #[test]
        fn fractions_of_people_have_limits_too(part in 0.0..=1.0_f64, n in -12.0..9.0_f64) {
            let n = 10_f64.powf(n);
            let proportion = Proportion::new((part.powi(9) * n).min(n), n).unwrap();
            let limits = clopper_pearson(proportion, Confidence::P95);
            prop_assert!(limits.contains(proportion.share()), "{proportion:?} {limits:?}");
        }

        #[test]
        fn limits_hold_the_share(a in 0..9999_u32, b in 1..9999_u32) {
            let proportion = Proportion::of_people(a, b).unwrap();
            let limits = clopper_pearson(proportion, Confidence::P998);
            prop_assert!(0.0 <= limits.lower && limits.upper <= 1.0);
            prop_assert!(limits.contains(proportion.share()));
        }
    }
}
