//! Limits by the normal approximation.

use super::{FunnelLimits, LimitMethod, Target};
use crate::{
    Error,
    estimate::{Confidence, Interval, Proportion},
};

/// Score limits around `target` for `n` people, clipped at 0 and 1: where Wilson's interval of a place just touches the
/// target.
///
/// # Errors
///
/// [`Error::Base`] for an `n` that is no number of people, [`Absent::NoAnswers`](crate::Absent::NoAnswers) for nobody.
///
/// # Source
///
/// Spiegelhalter (2005), Stat. Med. 24:1185-1202, doi:10.1002/sim.1970.
pub fn score_limits(target: Target, n: f64) -> Result<FunnelLimits, Error> {
    let n = Proportion::new(0.0, n)?.n();
    Ok(around(
        LimitMethod::Score,
        target.share(),
        (target.variance() / n).sqrt(),
    ))
}

/// Limits so many standard errors around the middle.
pub(super) fn around(method: LimitMethod, middle: f64, error: f64) -> FunnelLimits {
    let limits = |confidence: Confidence| Interval {
        lower: (middle - confidence.z() * error).max(0.0),
        upper: (middle + confidence.z() * error).min(1.0),
    };
    FunnelLimits {
        method,
        p95: limits(Confidence::P95),
        p998: limits(Confidence::P998),
    }
}

#[cfg(test)]
mod tests {
    use super::score_limits;
    use crate::{
        estimate::{Confidence, Proportion, wilson},
        funnel::Target,
    };

    /// Test table of PHEindicatormethods, as printed: the digits after the eighth are cut off.
    #[test]
    fn the_published_funnel_comes_out() {
        let target = Target::new(0.806_424_48).unwrap();
        for (n, lower) in [
            (2.0, 0.258_853_83),
            (3.0, 0.359_334_91),
            (10.0, 0.561_543_44),
        ] {
            let limits = score_limits(target, n).unwrap();
            assert!((limits.p95.lower - lower).abs() < 1e-8, "{n}: {limits:?}");
        }
    }

    #[test]
    fn wilsons_interval_of_a_share_on_a_limit_touches_the_target() {
        let limits = score_limits(Target::new(0.3).unwrap(), 80.0).unwrap();
        let on = Proportion::new(80.0 * limits.p95.lower, 80.0).unwrap();
        assert!((wilson(on, Confidence::P95).upper - 0.3).abs() < 1e-14);
    }

    #[test]
    fn limits_are_clipped_at_0_and_1() {
        let limits = score_limits(Target::new(0.5).unwrap(), 1.0).unwrap();
        assert_eq!((limits.p95.lower, limits.p95.upper), (0.0, 1.0));
        let none = score_limits(Target::new(0.0).unwrap(), 7.0).unwrap();
        assert_eq!((none.p998.lower, none.p998.upper), (0.0, 0.0));
    }
}
