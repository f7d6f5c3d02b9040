//! One round of fieldwork.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Error, InstrumentKey, WaveId};

/// One round of fieldwork with one instrument.
///
/// Holds dates in order: it never closes before it opens.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "WaveFields", into = "WaveFields")]
pub struct Wave {
    fields: WaveFields,
}

#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WaveFields {
    id: WaveId,
    instrument: InstrumentKey,
    opens: NaiveDate,
    closes: NaiveDate,
}

impl Wave {
    /// A round of fieldwork from its first to its last day.
    ///
    /// # Errors
    ///
    /// [`Error::WaveDates`] where the last day is before the first.
    pub fn new(
        id: WaveId,
        instrument: InstrumentKey,
        opens: NaiveDate,
        closes: NaiveDate,
    ) -> Result<Self, Error> {
        WaveFields {
            id,
            instrument,
            opens,
            closes,
        }
        .try_into()
    }

    /// Name of the wave.
    pub fn id(&self) -> &WaveId {
        &self.fields.id
    }

    /// Questionnaire that was used.
    pub fn instrument(&self) -> &InstrumentKey {
        &self.fields.instrument
    }

    /// First day of fieldwork.
    pub fn opens(&self) -> NaiveDate {
        self.fields.opens
    }

    /// Last day of fieldwork.
    pub fn closes(&self) -> NaiveDate {
        self.fields.closes
    }
}

impl TryFrom<WaveFields> for Wave {
    type Error = Error;

    fn try_from(fields: WaveFields) -> Result<Self, Error> {
        if fields.closes < fields.opens {
            return Err(Error::WaveDates);
        }
        Ok(Self { fields })
    }
}

impl From<Wave> for WaveFields {
    fn from(wave: Wave) -> Self {
        wave.fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wave_does_not_close_before_it_opens() {
        let day = |d| NaiveDate::from_ymd_opt(2014, 3, d).unwrap();
        let wave = |opens, closes| {
            Wave::new(
                "2014".parse().unwrap(),
                "adult-holders@2014".parse().unwrap(),
                opens,
                closes,
            )
        };
        assert!(wave(day(1), day(31)).is_ok());
        assert_eq!(wave(day(2), day(1)), Err(Error::WaveDates));
    }
}
