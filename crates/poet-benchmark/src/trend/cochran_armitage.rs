//! Whether a share rises or falls over dates.

use serde::Serialize;

use crate::estimate::Proportion;
use crate::{Absent, Error, compare::ZTest};

/// A share at a date.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dated {
    /// When it was measured, in days or any other unit of time.
    pub at: f64,
    /// The share.
    pub proportion: Proportion,
}

/// Test for a trend in shares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CochranArmitage {
    /// Rising is more than 0.
    pub z: f64,
    /// Two-sided p value.
    pub p: f64,
    /// The square of `z`, on one degree of freedom.
    pub chi_square: f64,
    /// Change of the share in one unit of time, by least squares.
    pub slope: f64,
    /// Standard error of the slope if the share does not change: `slope / error` is `z`.
    pub slope_error: f64,
}

/// Cochran-Armitage test for a trend of the shares of `waves` over their dates, without continuity correction.
///
/// Waves may stand at any distance and in any order. A wave without answers is left out by the caller; the dates of the
/// others stay as they are. Two waves are enough for the test, and make it the pooled z test of two shares; that a trend
/// takes three is for whoever reports it.
///
/// # Errors
///
/// [`Error::Value`] for a date that is not finite. Inside [`Error::Absent`]: [`Absent::TooFewWaves`] for fewer than two
/// waves; [`Absent::Degenerate`] where all or none of all waves together are counted, or all waves are of one date.
///
/// # Source
///
/// Cochran (1954), Biometrics 10:417-451, doi:10.2307/3001616; Armitage (1955), Biometrics 11:375-386,
/// doi:10.2307/3001775. Dates are shifted to their mean and scaled to the time between the first and the last before they
/// are squared, which changes nothing and keeps the digits of dates that lie close together.
///
/// # Examples
///
/// ```
/// use poet_benchmark::estimate::Proportion;
/// use poet_benchmark::trend::{Dated, cochran_armitage};
///
/// let wave = |at, x| -> Result<Dated, poet_benchmark::Error> {
///     Ok(Dated { at, proportion: Proportion::new(x, 500.0)? })
/// };
/// let trend = cochran_armitage(&[wave(0.0, 300.0)?, wave(1.0, 310.0)?, wave(2.0, 280.0)?])?;
/// assert!((trend.z - -1.2875417899034753).abs() < 1e-12);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn cochran_armitage(waves: &[Dated]) -> Result<CochranArmitage, Error> {
    if let Some(at) = waves.iter().position(|wave| !wave.at.is_finite()) {
        return Err(Error::Value { at });
    }
    if waves.len() < 2 {
        return Err(Absent::TooFewWaves.into());
    }
    let sum = |of: fn(Proportion) -> f64| waves.iter().map(|w| of(w.proportion)).sum::<f64>();
    let (n, x, others) = (
        sum(Proportion::n),
        sum(Proportion::x),
        sum(Proportion::others),
    );
    let time = Time::of(waves).ok_or(Absent::Degenerate)?;
    let mean = waves
        .iter()
        .map(|w| w.proportion.n() * time.of_wave(w))
        .sum::<f64>()
        / n;
    let scored = || waves.iter().map(|w| (time.of_wave(w) - mean, w.proportion));
    let moved: f64 = scored().map(|(score, wave)| score * wave.x()).sum();
    let spread: f64 = scored().map(|(score, wave)| score * score * wave.n()).sum();
    let variance = x / n * (others / n);
    if variance > 0.0 && spread > 0.0 {
        let z = moved / (variance * spread).sqrt();
        let ZTest { z, p } = ZTest::from_z(z);
        Ok(CochranArmitage {
            z,
            p,
            chi_square: z * z,
            slope: moved / spread / time.span(),
            slope_error: (variance / spread).sqrt() / time.span(),
        })
    } else {
        Err(Absent::Degenerate.into())
    }
}

/// Dates scaled so that the first is 0 and the last is 1.
#[derive(Clone, Copy)]
struct Time {
    /// Half the first date, and half the time to the last: a whole of it need not be finite.
    first: f64,
    half: f64,
}

impl Time {
    /// Nothing where all dates are one.
    fn of(waves: &[Dated]) -> Option<Self> {
        let dates = || waves.iter().map(|wave| 0.5 * wave.at);
        let first = dates().fold(f64::INFINITY, f64::min);
        let half = dates().fold(f64::NEG_INFINITY, f64::max) - first;
        (half > 0.0).then_some(Self { first, half })
    }

    fn of_wave(self, wave: &Dated) -> f64 {
        (0.5 * wave.at - self.first) / self.half
    }

    fn span(self) -> f64 {
        (2.0 * self.half).clamp(f64::MIN_POSITIVE, f64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Dated, cochran_armitage};
    use crate::compare::two_proportion;
    use crate::estimate::Proportion;
    use crate::{Absent, Error};

    fn waves(waves: &[(f64, f64, f64)]) -> Vec<Dated> {
        let wave = |&(at, x, n): &(f64, f64, f64)| Dated {
            at,
            proportion: Proportion::new(x, n).unwrap(),
        };
        waves.iter().map(wave).collect()
    }

    /// R 4.2.2, `prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82), score = c(0, 365, 400, 1500))`.
    #[test]
    fn dates_that_are_not_evenly_spaced_come_out() {
        let days = [
            (0.0, 83.0, 86.0),
            (365.0, 90.0, 93.0),
            (400.0, 129.0, 136.0),
            (1500.0, 70.0, 82.0),
        ];
        let trend = cochran_armitage(&waves(&days)).unwrap();
        assert!(
            (trend.chi_square - 11.771_064_830_634_932).abs() < 1e-12,
            "{trend:?}"
        );
        assert!(
            (trend.p - 0.000_601_585_548_092_555_9).abs() < 1e-15,
            "{trend:?}"
        );
        assert!(trend.z < 0.0);
    }

    #[test]
    fn what_does_not_exist_has_a_reason() {
        let absent = |days: &[(f64, f64, f64)]| cochran_armitage(&waves(days)).unwrap_err();
        assert_eq!(absent(&[]), Error::Absent(Absent::TooFewWaves));
        assert_eq!(
            absent(&[(0.0, 4.0, 9.0)]),
            Error::Absent(Absent::TooFewWaves)
        );
        let degenerate = Error::Absent(Absent::Degenerate);
        assert_eq!(
            absent(&[(0.0, 4.0, 4.0), (1.0, 9.0, 9.0), (2.0, 2.0, 2.0)]),
            degenerate
        );
        assert_eq!(absent(&[(0.0, 0.0, 4.0), (1.0, 0.0, 9.0)]), degenerate);
        assert_eq!(absent(&[(7.0, 1.0, 4.0), (7.0, 3.0, 9.0)]), degenerate);
        assert_eq!(
            absent(&[(0.0, 1.0, 4.0), (f64::NAN, 3.0, 9.0)]),
            Error::Value { at: 1 }
        );
    }

    #[test]
    fn the_slope_is_the_change_in_a_unit_of_time() {
        let trend = cochran_armitage(&waves(&[
            (0.0, 40.0, 100.0),
            (10.0, 50.0, 100.0),
            (20.0, 60.0, 100.0),
        ]))
        .unwrap();
        assert!((trend.slope - 0.01).abs() < 1e-15, "{trend:?}");
        assert!((trend.slope / trend.slope_error - trend.z).abs() < 1e-12);
    }

    #[test]
    fn the_largest_dates_are_still_finite() {
        let far = [
            (-f64::MAX, 40.0, 100.0),
            (0.0, 50.0, 100.0),
            (f64::MAX, 60.0, 100.0),
        ];
        let trend = cochran_armitage(&waves(&far)).unwrap();
        assert!(trend.z.is_finite() && trend.slope.is_finite() && trend.slope_error.is_finite());
    }

    proptest! {
        #[test]
        fn two_waves_are_two_shares(a in 0..999_u32, b in 1..999_u32, c in 0..999_u32, d in 1..999_u32, days in 1..9999_u32) {
            let [one, two] = [[a, b], [c, d]].map(|[x, y]| Proportion::of_people(x, y).unwrap());
            let waves = [Dated { at: 0.0, proportion: one }, Dated { at: days.into(), proportion: two }];
            let (trend, test) = (cochran_armitage(&waves), two_proportion(two, one));
            prop_assert_eq!(trend.is_ok(), test.is_ok());
            if let (Ok(trend), Ok(test)) = (trend, test) {
                prop_assert!((trend.z - test.z).abs() < 1e-9 * (1.0 + test.z.abs()));
            }
        }

        #[test]
        fn another_calendar_changes_nothing(
            people in prop::collection::vec((0..99_u32, 1..99_u32), 3..8), shift in -1e6..1e6_f64, unit in 0.001..1000_f64
        ) {
            let wave = |at: f64, &(x, y): &(u32, u32)| Dated { at, proportion: Proportion::of_people(x, y).unwrap() };
            let days = || (0_u32..).map(f64::from);
            let here: Vec<_> = days().zip(&people).map(|(at, p)| wave(at, p)).collect();
            let there: Vec<_> = days().zip(&people).map(|(at, p)| wave(at * unit + shift, p)).collect();
            if let (Ok(here), Ok(there)) = (cochran_armitage(&here), cochran_armitage(&there)) {
                // A day is a thousandth of a unit in dates of a million units: nine digits are left of it.
                prop_assert!((here.z - there.z).abs() < 1e-5 * (1.0 + here.z.abs()));
            }
        }
    }
}
