//! Where a place lies in a funnel.

use serde::Serialize;

/// Where a place lies; whether high is good, the item says.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub enum FunnelBand {
    /// Below the 99.8 % limit: one place in a thousand by chance alone.
    #[serde(rename = "low_99_8")]
    Low998,
    /// Below the 95 % limit: one place in forty by chance alone.
    #[serde(rename = "low_95")]
    Low95,
    /// Between the limits or on one.
    #[serde(rename = "within")]
    Within,
    /// Above the 95 % limit.
    #[serde(rename = "high_95")]
    High95,
    /// Above the 99.8 % limit.
    #[serde(rename = "high_99_8")]
    High998,
}
