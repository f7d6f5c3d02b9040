//! One round of fieldwork.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{Error, InstrumentKey, WaveId};

/// One round of fieldwork with one instrument.
///
/// Holds dates in order: it never closes before it opens, and its responses may be kept until its
/// last day at least.
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keep_until: Option<NaiveDate>,
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
            keep_until: None,
        }
        .try_into()
    }

    /// Says on which day its responses may be kept for the last time.
    ///
    /// # Errors
    ///
    /// [`Error::WaveKeepUntil`] where that is before the last day of fieldwork.
    pub fn kept_until(self, day: NaiveDate) -> Result<Self, Error> {
        let keep_until = Some(day);
        WaveFields {
            keep_until,
            ..self.fields
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

    /// Last day on which its responses may be kept, where one is set.
    pub fn keep_until(&self) -> Option<NaiveDate> {
        self.fields.keep_until
    }

    /// Whether its responses may no longer be kept on `day`.
    pub fn is_past(&self, day: NaiveDate) -> bool {
        self.fields.keep_until.is_some_and(|last| last < day)
    }
}

impl TryFrom<WaveFields> for Wave {
    type Error = Error;

    fn try_from(fields: WaveFields) -> Result<Self, Error> {
        if fields.closes < fields.opens {
            return Err(Error::WaveDates);
        }
        if fields.keep_until.is_some_and(|last| last < fields.closes) {
            return Err(Error::WaveKeepUntil);
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

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2014, 3, day).unwrap()
    }

    fn wave(opens: NaiveDate, closes: NaiveDate) -> Result<Wave, Error> {
        let id = "2014".parse().unwrap();
        Wave::new(id, "adult-holders@2014".parse().unwrap(), opens, closes)
    }

    #[test]
    fn responses_are_kept_until_the_last_day_of_fieldwork_at_least() {
        let open = || wave(day(1), day(10)).unwrap();
        assert_eq!(open().kept_until(day(9)), Err(Error::WaveKeepUntil));
        let kept = open().kept_until(day(10)).unwrap();
        assert_eq!(kept.keep_until(), Some(day(10)));
        assert!(!kept.is_past(day(10)) && kept.is_past(day(11)));
        assert!(!open().is_past(day(31)));
        let json = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<Wave>(&json).unwrap(), kept);
        let early = json.replace(r#""2014-03-10"}"#, r#""2014-03-09"}"#);
        assert!(serde_json::from_str::<Wave>(&early).is_err());
    }

    #[test]
    fn a_wave_does_not_close_before_it_opens() {
        let march = wave(day(1), day(31)).unwrap();
        assert_eq!((march.opens(), march.closes()), (day(1), day(31)));
        assert_eq!(wave(day(2), day(1)), Err(Error::WaveDates));
    }
}
