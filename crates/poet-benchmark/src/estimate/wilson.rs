//! Wilson's score interval.

use super::{Confidence, Interval, Proportion};

/// Wilson score interval for the share of `proportion`, without continuity correction.
///
/// Total: a [`Proportion`] is valid by construction, so no input fails. None gives a lower limit of
/// exactly 0, all an upper limit of exactly 1.
///
/// # Units
///
/// Takes people; gives shares, `0.0 <= lower <= share <= upper <= 1.0`.
///
/// # Source
///
/// Wilson (1927), J. Am. Stat. Assoc. 22:209-212, doi:10.1080/01621459.1927.10502953.
/// The lower root is written as the product of both over the upper one, which keeps its digits
/// when the count is small.
///
/// # Examples
///
/// ```
/// use poet_benchmark::estimate::{Confidence, Proportion, wilson};
///
/// let limits = wilson(Proportion::new(65.0, 100.0)?, Confidence::P95);
/// assert!((limits.lower - 0.5525444329688797).abs() < 1e-15);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn wilson(proportion: Proportion, confidence: Confidence) -> Interval {
    let (x, n, share) = (proportion.x(), proportion.n(), proportion.share());
    let z_squared = confidence.z() * confidence.z();
    let spread = confidence.z() * (z_squared + 4.0 * share * proportion.others()).sqrt();
    let sum = 2.0 * x + z_squared + spread;
    Interval {
        lower: if x > 0.0 {
            share * (2.0 * x / sum)
        } else {
            0.0
        },
        upper: if x < n {
            (sum / (2.0 * (n + z_squared))).clamp(share, 1.0)
        } else {
            1.0
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::wilson;
    use crate::estimate::{Confidence, Proportion};

    /// `statsmodels` 0.15, `proportion_confint(x, n, alpha, 'wilson')`.
    #[test]
    fn published_limits_come_out() {
        for (x, n, confidence, lower, upper) in [
            (
                65.0,
                100.0,
                Confidence::P95,
                0.552_544_432_968_879_7,
                0.736_357_517_569_024_7,
            ),
            (
                65.0,
                100.0,
                Confidence::P998,
                0.495_494_657_407_043_1,
                0.778_354_061_408_969_7,
            ),
            (
                1045.0,
                5000.0,
                Confidence::P95,
                0.197_955_498_800_133,
                0.220_491_303_731_890_3,
            ),
            (
                0.445,
                1.0,
                Confidence::P95,
                0.043_817_447_720_588_2,
                0.933_462_127_697_916,
            ),
        ] {
            let limits = wilson(Proportion::new(x, n).unwrap(), confidence);
            assert!((limits.lower - lower).abs() < 1e-14, "{x}/{n}: {limits:?}");
            assert!((limits.upper - upper).abs() < 1e-14, "{x}/{n}: {limits:?}");
        }
    }

    #[test]
    fn none_and_all_reach_the_ends_exactly() {
        for n in [0.001, 1.0, 3.0, 12.5, 77.0, 9e15] {
            let none = wilson(Proportion::new(0.0, n).unwrap(), Confidence::P95);
            let all = wilson(Proportion::new(n, n).unwrap(), Confidence::P95);
            assert_eq!((none.lower, all.upper), (0.0, 1.0));
            assert!(none.upper > 0.0 && all.lower < 1.0);
        }
    }

    proptest! {
        #[test]
        fn limits_hold_the_share(part in 0.0..=1.0_f64, n in 1e-3..1e12_f64, level in 1e-6..0.999_999_f64) {
            let proportion = Proportion::new((part * n).min(n), n).unwrap();
            let limits = wilson(proportion, Confidence::new(level).unwrap());
            prop_assert!(0.0 <= limits.lower && limits.upper <= 1.0);
            prop_assert!(limits.contains(proportion.share()));
        }

        #[test]
        fn swapping_the_answer_mirrors_the_interval(a in 0..100_000_u32, b in 1..100_000_u32) {
            let one = wilson(Proportion::of_people(a, b).unwrap(), Confidence::P998);
            let other = wilson(Proportion::of_people(b, a).unwrap(), Confidence::P998);
            prop_assert!((one.lower - (1.0 - other.upper)).abs() < 1e-14);
        }
    }
}
