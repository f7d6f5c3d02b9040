//! The lines of a funnel.

use serde::Serialize;

use super::{FunnelBand, Target, exact_limits, score_limits};
use crate::{Absent, Error, estimate::Interval};

/// Limits of a funnel for one number of people.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FunnelLimits {
    /// How they were worked out.
    pub method: LimitMethod,
    /// Limits that one place in twenty is outside of by chance alone.
    pub p95: Interval,
    /// Limits that one place in five hundred is outside of by chance alone.
    pub p998: Interval,
}

/// How limits of a funnel are worked out.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitMethod {
    /// By the normal approximation at the target.
    Score,
    /// By the binomial distribution, interpolated.
    Exact,
    /// By the Poisson distribution, for a ratio.
    Poisson,
    /// Widened by the variance between places.
    Additive,
    /// Widened by a factor.
    Multiplicative,
}

impl FunnelLimits {
    /// Limits that hold every share.
    pub(crate) const ALL: Self = Self {
        method: LimitMethod::Score,
        p95: Interval {
            lower: 0.0,
            upper: 1.0,
        },
        p998: Interval {
            lower: 0.0,
            upper: 1.0,
        },
    };

    /// Fewest people expected on each side of the target for the normal approximation.
    pub const SMALL: f64 = 5.0;

    /// Limits for `n` people: exact where fewer than [`SMALL`](Self::SMALL) are expected on one side and people are
    /// whole, else score limits.
    ///
    /// # Errors
    ///
    /// [`Error::Base`] for an `n` that is no number of people, [`Absent::NoAnswers`] for nobody.
    ///
    /// # Examples
    ///
    /// ```
    /// use poet_benchmark::funnel::{FunnelBand, FunnelLimits, LimitMethod, Target};
    ///
    /// let target = Target::new(0.5)?;
    /// let limits = FunnelLimits::new(target, 100.0)?;
    /// assert_eq!(limits.method, LimitMethod::Score);
    /// assert_eq!(limits.band(0.61), FunnelBand::High95);
    /// assert_eq!(FunnelLimits::new(target, 9.0)?.method, LimitMethod::Exact);
    /// # Ok::<(), poet_benchmark::Error>(())
    /// ```
    pub fn new(target: Target, n: f64) -> Result<Self, Error> {
        let expected = n * target.share().min(1.0 - target.share());
        if expected >= Self::SMALL {
            return score_limits(target, n);
        }
        match exact_limits(target, n) {
            Err(Error::Absent(Absent::NotWholePeople)) => score_limits(target, n),
            exact => exact,
        }
    }

    /// Where a value lies: the outer limits are looked at first, and a value on a limit is inside it.
    ///
    /// # Source
    ///
    /// Spiegelhalter (2005), Stat. Med. 24:1185-1202, doi:10.1002/sim.1970.
    pub fn band(&self, value: f64) -> FunnelBand {
        if value < self.p998.lower {
            FunnelBand::Low998
        } else if value > self.p998.upper {
            FunnelBand::High998
        } else if value < self.p95.lower {
            FunnelBand::Low95
        } else if value > self.p95.upper {
            FunnelBand::High95
        } else {
            FunnelBand::Within
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FunnelLimits, LimitMethod};
    use crate::{
        Absent, Error,
        funnel::{FunnelBand, Target},
    };

    #[test]
    fn a_share_on_a_limit_is_inside_and_the_outer_limit_wins() {
        let limits = FunnelLimits::new(Target::new(0.5).unwrap(), 400.0).unwrap();
        assert_eq!(limits.band(limits.p95.lower), FunnelBand::Within);
        assert_eq!(limits.band(limits.p95.lower - 1e-9), FunnelBand::Low95);
        assert_eq!(limits.band(limits.p998.lower), FunnelBand::Low95);
        assert_eq!(limits.band(0.0), FunnelBand::Low998);
        assert_eq!(limits.band(limits.p95.upper), FunnelBand::Within);
        assert_eq!(limits.band(limits.p998.upper), FunnelBand::High95);
        assert_eq!(limits.band(1.0), FunnelBand::High998);
    }

    #[test]
    fn limits_are_exact_below_five_expected_on_either_side() {
        let method = |share, n| {
            let limits = FunnelLimits::new(Target::new(share).unwrap(), n);
            limits.unwrap().method
        };
        assert_eq!(method(0.1, 50.0), LimitMethod::Score);
        assert_eq!(method(0.1, 49.0), LimitMethod::Exact);
        assert_eq!(method(0.9, 49.0), LimitMethod::Exact);
        assert_eq!(method(0.9, 48.5), LimitMethod::Score, "part of a person");
    }

    #[test]
    fn nobody_has_no_limits() {
        let target = Target::new(0.4).unwrap();
        assert_eq!(
            FunnelLimits::new(target, 0.0),
            Err(Error::Absent(Absent::NoAnswers))
        );
        for n in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(FunnelLimits::new(target, n).is_err(), "{n}");
        }
    }

    proptest! {
        #[test]
        fn outer_limits_hold_inner_ones(share in 0.0..=1.0_f64, n in 1..5_000_u32) {
            let limits = FunnelLimits::new(Target::new(share).unwrap(), n.into()).unwrap();
            prop_assert!(0.0 <= limits.p998.lower && limits.p998.lower <= limits.p95.lower);
            prop_assert!(limits.p95.lower <= limits.p95.upper);
            prop_assert!(limits.p95.upper <= limits.p998.upper && limits.p998.upper <= 1.0);
        }
    }
}
