//! How far two shares lie apart.

use serde::Serialize;

use super::Interval;

/// Difference of two shares with its interval.
///
/// # Units
///
/// Shares, -1 to 1: `0.1` is ten percentage points.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// First share minus second share.
    pub estimate: f64,
    /// Its plausible range, within -1 to 1.
    pub interval: Interval,
}
