//! Welch's interval for a difference of means.

use crate::Absent;
use crate::estimate::{Confidence, Interval, student};
use crate::tally::Moments;

/// Difference of two means with its interval.
///
/// # Units
///
/// Those of the means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanDifference {
    /// First mean minus second mean.
    pub estimate: f64,
    /// Standard error of it.
    pub error: f64,
    /// Its plausible range.
    pub interval: Interval,
}

/// Difference of the means of two groups of different people, who may differ in spread.
///
/// # Errors
///
/// [`Absent::TooFewAnswers`] where a group has fewer than two people; [`Absent::Degenerate`] where nobody in either
/// differs from the mean, since an interval without width would pretend.
///
/// # Source
///
/// Welch (1947), Biometrika 34:28-35, doi:10.1093/biomet/34.1-2.28, with the degrees of freedom of Satterthwaite (1946),
/// Biometrics Bulletin 2:110-114, doi:10.2307/3002019.
pub fn welch(
    first: &Moments,
    second: &Moments,
    confidence: Confidence,
) -> Result<MeanDifference, Absent> {
    let [one, two] = [variance_of_mean(first)?, variance_of_mean(second)?];
    let variance = one + two;
    if variance <= 0.0 {
        return Err(Absent::Degenerate);
    }
    let [n, m] = [first, second].map(|moments| moments.people as f64);
    let freedom = variance * variance / (one * one / (n - 1.0) + two * two / (m - 1.0));
    let error = variance.sqrt();
    let margin = student::margin(confidence, freedom).ok_or(Absent::TooFewAnswers)? * error;
    let estimate = first.mean - second.mean;
    Ok(MeanDifference {
        estimate,
        error,
        interval: Interval {
            lower: estimate - margin,
            upper: estimate + margin,
        },
    })
}

fn variance_of_mean(moments: &Moments) -> Result<f64, Absent> {
    let deviation = moments.deviation.ok_or(Absent::TooFewAnswers)?;
    Ok(deviation * deviation / moments.people as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(values: &[f64]) -> Moments {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        Moments {
            people: values.len() as u64,
            mean,
            deviation: (values.len() > 1).then(|| (squares / (n - 1.0)).sqrt()),
        }
    }

    /// R's documentation of `t.test` on `sleep`: 95 percent confidence interval -3.3654832 0.2054832.
    #[test]
    fn the_example_of_r_comes_out() {
        let one = moments(&[0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]);
        let two = moments(&[1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]);
        let found = welch(&one, &two, Confidence::P95).unwrap();
        assert!((found.estimate + 1.58).abs() < 1e-12);
        assert!(
            (found.interval.lower + 3.365_483_2).abs() < 5e-8,
            "{found:?}"
        );
        assert!(
            (found.interval.upper - 0.205_483_2).abs() < 5e-8,
            "{found:?}"
        );
        // t = -1.8608.
        assert!((found.estimate / found.error + 1.8608).abs() < 5e-5);
    }

    #[test]
    fn what_does_not_exist_has_a_reason() {
        let (one, few) = (moments(&[1.0, 2.0]), moments(&[1.0]));
        let p95 = Confidence::P95;
        assert_eq!(welch(&one, &few, p95), Err(Absent::TooFewAnswers));
        assert_eq!(welch(&few, &one, p95), Err(Absent::TooFewAnswers));
        let same = moments(&[1.0, 1.0]);
        assert_eq!(welch(&same, &same, p95), Err(Absent::Degenerate));
        assert!(welch(&one, &same, p95).is_ok());
    }
}
