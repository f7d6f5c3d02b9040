//! Limits of a count of events.

use serde::Serialize;
use statrs::distribution::{Continuous, ContinuousCDF, Gamma};

use super::crossing::crossing;
use super::{Confidence, Interval, Proportion};
use crate::Error;

/// Limits of a count, had it been counted again and again, by both methods.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CountLimits {
    /// Byar's lower limit; none where it would be under nought.
    pub byar_lower: Option<f64>,
    /// Byar's upper limit.
    pub byar_upper: f64,
    /// The exact limits.
    pub exact: Interval,
    /// Which of them hold for this count.
    pub rule: CountRule,
}

/// By which method a count has its limits.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CountRule {
    /// Byar's approximation, from ten events.
    Byar,
    /// Quantiles of the chi-squared distribution, for fewer.
    Exact,
}

impl CountRule {
    /// Fewest events for Byar's approximation.
    pub const FEWEST: f64 = 10.0;
}

impl CountLimits {
    /// The limits that hold: Byar's from ten events, exact ones below.
    pub fn interval(&self) -> Interval {
        match (self.rule, self.byar_lower) {
            (CountRule::Byar, Some(lower)) => Interval {
                lower,
                upper: self.byar_upper,
            },
            _ => self.exact,
        }
    }
}

/// Interval for a Poisson count of `observed` events: Byar's from ten, the exact one below.
///
/// No event has a lower limit of exactly 0. From ten million events on, the exact limits are Byar's: they differ by less
/// than a digit in 10^11.
///
/// # Units
///
/// Events, fractions welcome.
///
/// # Errors
///
/// [`Error::Events`] for a number that is no count.
///
/// # Source
///
/// Breslow and Day (1987), Statistical Methods in Cancer Research II, IARC, section 2.3 (Byar); Garwood (1936), Biometrika
/// 28:437-442, doi:10.1093/biomet/28.3-4.437 (exact). The change at ten is that of Eayres (2008), APHO Technical Briefing
/// 3.
///
/// # Examples
///
/// ```
/// use poet_benchmark::estimate::{Confidence, CountRule, byar};
///
/// let limits = byar(65.0, Confidence::P95)?;
/// assert_eq!(limits.rule, CountRule::Byar);
/// assert!((limits.interval().upper - 82.849_138_545_839_84).abs() < 1e-9);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn byar(observed: f64, confidence: Confidence) -> Result<CountLimits, Error> {
    if !(0.0..=Proportion::LARGEST_BASE).contains(&observed) {
        return Err(Error::Events { events: observed });
    }
    let (lower, upper) = (
        if observed > 0.0 {
            approximate(observed, -confidence.z())
        } else {
            0.0
        },
        approximate(observed + 1.0, confidence.z()),
    );
    Ok(CountLimits {
        byar_lower: (lower >= 0.0).then_some(lower),
        byar_upper: upper,
        exact: exact(observed, confidence, Interval { lower, upper }),
        rule: if observed < CountRule::FEWEST {
            CountRule::Exact
        } else {
            CountRule::Byar
        },
    })
}

fn approximate(events: f64, z: f64) -> f64 {
    events * (1.0 - 1.0 / (9.0 * events) + z / (3.0 * events.sqrt())).powi(3)
}

/// Half of the quantiles of chi-squared, which are quantiles of a gamma distribution, sought from near them.
fn exact(observed: f64, confidence: Confidence, near: Interval) -> Interval {
    const AS_BYAR: f64 = 1e7;
    if observed >= AS_BYAR {
        return near;
    }
    let tail = confidence.tail();
    let lower = Gamma::new(observed, 1.0).map_or(0.0, |law| {
        let start = near.lower.clamp(0.0, observed);
        crossing(start, (0.0, observed), |at| {
            (law.cdf(at) - tail, law.pdf(at))
        })
    });
    let upper = Gamma::new(observed + 1.0, 1.0).map_or(near.upper, |law| {
        let ends = (observed, 4.0 * near.upper);
        crossing(near.upper, ends, |at| (tail - law.sf(at), law.pdf(at)))
    });
    Interval { lower, upper }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{CountRule, byar};
    use crate::estimate::Confidence;

    /// `scipy` 1.17: `chi2.ppf(0.025, 2 * O) / 2`, `chi2.isf(0.025, 2 * O + 2) / 2`, and at 99.8 %.
    #[test]
    fn exact_limits_are_quantiles_of_chi_squared() {
        for (events, confidence, lower, upper) in [
            (0.0, Confidence::P95, 0.0, 3.688_879_454_113_935_4),
            (
                1.0,
                Confidence::P998,
                0.001_000_500_333_583_534_6,
                9.233_413_476_451_585,
            ),
            (
                9.0,
                Confidence::P95,
                4.115_373_097_378_334,
                17.084_803_451_419_166,
            ),
            (
                1_000.0,
                Confidence::P998,
                905.120_790_934_976_6,
                1_101.626_943_879_030_5,
            ),
            (
                1e6,
                Confidence::P95,
                998_040.983_340_293_9,
                1_001_961.911_945_432_2,
            ),
        ] {
            let limits = byar(events, confidence).unwrap().exact;
            assert!(
                (limits.lower - lower).abs() <= 1e-11 * lower,
                "{events}: {limits:?}"
            );
            assert!(
                (limits.upper / upper - 1.0).abs() < 1e-11,
                "{events}: {limits:?}"
            );
        }
    }

    #[test]
    fn under_ten_events_the_exact_limits_hold_and_from_ten_byars() {
        let rule = |events| byar(events, Confidence::P95).unwrap().rule;
        assert_eq!(
            [9.0, 9.5, 10.0].map(rule),
            [CountRule::Exact, CountRule::Exact, CountRule::Byar]
        );
        let nine = byar(9.0, Confidence::P95).unwrap();
        assert_eq!(nine.interval(), nine.exact);
        let ten = byar(10.0, Confidence::P95).unwrap();
        assert_eq!(Some(ten.interval().lower), ten.byar_lower);
    }

    #[test]
    fn no_event_has_a_lower_limit_of_nought_and_none_is_under_it() {
        let none = byar(0.0, Confidence::P95).unwrap();
        assert_eq!((none.byar_lower, none.interval().lower), (Some(0.0), 0.0));
        assert_eq!(byar(1.0, Confidence::P998).unwrap().byar_lower, None);
        for wrong in [-1.0, f64::NAN, f64::INFINITY] {
            assert!(byar(wrong, Confidence::P95).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn limits_hold_the_count(power in -3.0..15.0_f64, level in 0.5..0.999_f64) {
            let events = 10_f64.powf(power);
            let limits = byar(events, Confidence::new(level).unwrap()).unwrap().interval();
            prop_assert!(limits.contains(events) && limits.upper.is_finite(), "{limits:?}");
        }
    }
}
