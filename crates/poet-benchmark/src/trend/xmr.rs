//! How far a figure moves of itself from one month to the next.

use serde::Serialize;

use super::xmr_signal::{RunLength, Signal, signals};
use crate::estimate::Interval;
use crate::{Absent, Error};

/// Limits of a series within which it moves of itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Xmr {
    /// Mean of all points.
    pub mean: f64,
    /// Mean step from one point to the next, without those that were screened out.
    pub mean_range: f64,
    /// Steps that were screened out.
    pub screened: usize,
    /// The limits.
    pub limits: Interval,
    /// Two thirds of the way from the mean to each limit.
    pub near: Interval,
    /// Points outside the limits, from 0.
    pub outside: Vec<usize>,
    /// What is unlikely to be chance alone, in the order of the rules.
    pub signals: Vec<Signal>,
    /// Whether there are fewer than [`Xmr::ENOUGH`] points, so that the limits may still move.
    pub short: bool,
}

/// Whether steps that are unusually long are left out of the mean step.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Screening {
    /// Once; the mean step of what is left is not screened again.
    #[default]
    Once,
    /// All steps count.
    Never,
}

impl Xmr {
    /// Points from which the limits are settled.
    pub const ENOUGH: usize = 13;

    /// Limits in mean steps: three standard deviations, of which a mean step of two points has 1.128.
    const LIMIT: f64 = 2.66;

    /// Mean steps past which a step is screened out.
    const SCREEN: f64 = 3.267;
}

/// Chart of individual values and moving ranges (`XmR`) of `values` in the order of time, with the rules of Making Data Count.
///
/// A series without any step has limits equal to its mean, which is its value.
///
/// # Errors
///
/// [`Error::Value`] for a value that is not finite, or too large for a mean; [`Absent::TooFewWaves`] inside
/// [`Error::Absent`] for fewer than two.
///
/// # Source
///
/// Wheeler (2000), Understanding Variation, 2nd edition, SPC Press; screening and rules: NHS England, Making Data Count
/// (2019), as the R package `NHSRplotthedots` has them.
///
/// # Examples
///
/// ```
/// use poet_benchmark::trend::{RunLength, Screening, xmr};
///
/// let chart = xmr(&[60.0, 62.0, 58.0, 61.0], Screening::Once, RunLength::default())?;
/// assert_eq!((chart.mean, chart.mean_range), (60.25, 3.0));
/// assert!((chart.limits.upper - 68.23).abs() < 1e-12);
/// assert!(chart.short, "four points are few");
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn xmr(values: &[f64], screening: Screening, run: RunLength) -> Result<Xmr, Error> {
    if let Some(at) = values.iter().position(|value| !value.is_finite()) {
        return Err(Error::Value { at });
    }
    let Some(&first) = values.first().filter(|_| values.len() > 1) else {
        return Err(Absent::TooFewWaves.into());
    };
    // Measured from the first value, so that a series that does not move has no rounding in it.
    let from_first: Vec<f64> = values.iter().map(|value| value - first).collect();
    let mean = first + mean(&from_first);
    let steps: Vec<f64> = values
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).abs())
        .collect();
    let kept = screened(&steps, screening);
    let mean_range = self::mean(&kept);
    let within = |part: f64| Interval {
        lower: mean - part * Xmr::LIMIT * mean_range,
        upper: mean + part * Xmr::LIMIT * mean_range,
    };
    let (limits, near) = (within(1.0), within(2.0 / 3.0));
    if !(limits.lower.is_finite() && limits.upper.is_finite()) {
        let large = values
            .iter()
            .position(|value| value.abs() > f64::MAX / 16.0);
        return Err(Error::Value {
            at: large.unwrap_or(0),
        });
    }
    let outside = (0..values.len())
        .filter(|&at| !limits.contains(values[at]))
        .collect();
    Ok(Xmr {
        signals: signals(values, (mean, limits, near), run),
        mean,
        mean_range,
        screened: steps.len() - kept.len(),
        limits,
        near,
        outside,
        short: values.len() < Xmr::ENOUGH,
    })
}

/// Steps without those that are longer than chance makes them.
fn screened(steps: &[f64], screening: Screening) -> Vec<f64> {
    let longest = match screening {
        Screening::Once => Xmr::SCREEN * mean(steps),
        Screening::Never => f64::INFINITY,
    };
    // Where nothing moves, no step is too long.
    let kept = |step: &f64| longest <= 0.0 || *step < longest;
    steps.iter().copied().filter(kept).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{RunLength, Screening, Xmr, xmr};
    use crate::{Absent, Error};

    fn chart(values: &[f64]) -> Xmr {
        xmr(values, Screening::Once, RunLength::default()).unwrap()
    }

    #[test]
    fn a_constant_series_has_limits_equal_to_its_mean() {
        for value in [0.1, 0.7, 1e15 / 3.0, 0.0, -2.3] {
            for points in [2, 13, 31] {
                let still = chart(&vec![value; points]);
                assert_eq!(
                    (still.mean, still.limits.lower, still.limits.upper),
                    (value, value, value)
                );
                assert!(
                    still.outside.is_empty() && still.signals.is_empty() && still.screened == 0
                );
            }
        }
    }

    #[test]
    fn a_long_step_is_screened_out_once() {
        let mut values = [50.0, 52.0].repeat(7);
        values.push(90.0);
        let screened = chart(&values);
        assert_eq!((screened.screened, screened.mean_range), (1, 2.0));
        assert_eq!(screened.outside, [14]);
        let all = xmr(&values, Screening::Never, RunLength::default()).unwrap();
        assert_eq!((all.screened, all.mean_range), (0, (26.0 + 38.0) / 14.0));
    }

    #[test]
    fn a_step_of_exactly_the_limit_is_screened_out() {
        let steps = [3.267, 3.0, 3.0, 0.733, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(super::mean(&steps).to_bits(), 1.0_f64.to_bits());
        assert_eq!(super::screened(&steps, Screening::Once), &steps[1..]);
    }

    #[test]
    fn thirteen_points_are_enough() {
        assert!(chart(&[1.0, 2.0].repeat(6)).short);
        assert!(!chart(&[vec![1.0], [1.0, 2.0].repeat(6)].concat()).short);
    }

    #[test]
    fn what_is_no_series_has_a_reason() {
        let fails =
            |values: &[f64]| xmr(values, Screening::Once, RunLength::default()).unwrap_err();
        assert_eq!(fails(&[]), Error::Absent(Absent::TooFewWaves));
        assert_eq!(fails(&[1.0]), Error::Absent(Absent::TooFewWaves));
        assert_eq!(fails(&[1.0, f64::NAN]), Error::Value { at: 1 });
        assert!(matches!(
            fails(&[f64::MAX, -f64::MAX, f64::MAX]),
            Error::Value { .. }
        ));
    }

    proptest! {
        #[test]
        fn the_mean_lies_within_the_limits(values in prop::collection::vec(-1e6..1e6_f64, 2..40)) {
            let chart = chart(&values);
            prop_assert!(chart.limits.contains(chart.mean) && chart.near.contains(chart.mean));
            prop_assert!(chart.limits.lower <= chart.near.lower && chart.near.upper <= chart.limits.upper);
            prop_assert!(chart.screened < values.len() - 1 || values.len() == 2 && chart.screened == 0);
        }
    }
}
