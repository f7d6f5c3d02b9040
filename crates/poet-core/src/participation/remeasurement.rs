//! The wave that measured again.

use chrono::NaiveDate;

use super::Measured;
use crate::WaveId;

/// The same thing measured in a wave before an action and in one after.
///
/// Holds two different waves.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Remeasurement {
    pub(super) date: NaiveDate,
    pub(super) before: WaveId,
    pub(super) after: WaveId,
    pub(super) measured: Measured,
}

impl Remeasurement {
    /// Day on which the later wave was in.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// The earlier wave.
    pub fn before(&self) -> &WaveId {
        &self.before
    }

    /// The later wave.
    pub fn after(&self) -> &WaveId {
        &self.after
    }

    /// What was measured in both; that of the finding where the plan says nothing.
    pub fn measured(&self) -> &Measured {
        &self.measured
    }
}
