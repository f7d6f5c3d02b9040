//! Interval of a mean.

use super::{Confidence, Interval, student};
use crate::Absent;

/// Student's interval of a mean over `people` with the given standard `deviation`.
///
/// # Errors
///
/// [`Absent::NoAnswers`] for nobody; [`Absent::TooFewAnswers`] for one person, who has no deviation;
/// [`Absent::Degenerate`] where everybody has the same value, since an interval without width would pretend.
///
/// # Source
///
/// Student (1908), Biometrika 6:1-25, doi:10.1093/biomet/6.1.1.
///
/// # Examples
///
/// ```
/// use poet_benchmark::estimate::{Confidence, mean_interval};
///
/// let interval = mean_interval(4000, 3.15, Some(1.0619707837254146), Confidence::P95)?;
/// assert!((interval.lower - 3.117079825395882).abs() < 1e-9);
/// # Ok::<(), poet_benchmark::Absent>(())
/// ```
pub fn mean_interval(
    people: u64,
    mean: f64,
    deviation: Option<f64>,
    confidence: Confidence,
) -> Result<Interval, Absent> {
    if people == 0 {
        return Err(Absent::NoAnswers);
    }
    let deviation = deviation.ok_or(Absent::TooFewAnswers)?;
    if deviation <= 0.0 {
        return Err(Absent::Degenerate);
    }
    let n = people as f64;
    let errors = student::margin(confidence, n - 1.0).ok_or(Absent::TooFewAnswers)?;
    let half = errors * deviation / n.sqrt();
    Ok(Interval {
        lower: mean - half,
        upper: mean + half,
    })
}
