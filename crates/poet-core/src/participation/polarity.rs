//! Which way somebody speaks of something.

use std::fmt;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};

use super::ParticipationError;

/// Which way somebody speaks of something, written -1, 0 or 1.
///
/// # Examples
///
/// ```
/// use poet_core::participation::Polarity;
///
/// assert_eq!(Polarity::try_from(-1), Ok(Polarity::Negative));
/// assert!(Polarity::try_from(2).is_err());
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(into = "i64")]
pub enum Polarity {
    /// As bad.
    Negative,
    /// As neither, or as both.
    Neutral,
    /// As good.
    Positive,
}

impl Polarity {
    /// Every one, the worst first.
    pub const ALL: [Self; 3] = [Self::Negative, Self::Neutral, Self::Positive];
}

impl TryFrom<i64> for Polarity {
    type Error = ParticipationError;

    fn try_from(number: i64) -> Result<Self, ParticipationError> {
        match number {
            -1 => Ok(Self::Negative),
            0 => Ok(Self::Neutral),
            1 => Ok(Self::Positive),
            _ => Err(ParticipationError::Polarity),
        }
    }
}

impl From<Polarity> for i64 {
    fn from(polarity: Polarity) -> Self {
        match polarity {
            Polarity::Negative => -1,
            Polarity::Neutral => 0,
            Polarity::Positive => 1,
        }
    }
}

#[cfg(feature = "schema")]
crate::schema::says!(
    Polarity,
    "Polarity",
    schemars::json_schema!({
        "description": "Which way somebody speaks of something: -1 as bad, 0 as neither or both, 1 as good.",
        "enum": Polarity::ALL.map(i64::from),
    })
);

impl<'de> Deserialize<'de> for Polarity {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Number)
    }
}

/// Reads a number without repeating what stands there instead.
struct Number;

impl Visitor<'_> for Number {
    type Value = Polarity;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("-1, 0 or 1")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Polarity, E> {
        number.try_into().map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Polarity, E> {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        self.visit_i64(number)
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<Polarity, E> {
        Err(E::custom(ParticipationError::Polarity))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_numbers_are_read_and_written_and_no_others() {
        for (polarity, number) in Polarity::ALL.into_iter().zip([-1_i64, 0, 1]) {
            let json = serde_json::to_string(&polarity).unwrap();
            assert_eq!(json, number.to_string());
            assert_eq!(serde_json::from_str::<Polarity>(&json).unwrap(), polarity);
        }
        for json in ["-2", "2", "18446744073709551615", "\"I was ill\""] {
            let told = serde_json::from_str::<Polarity>(json).unwrap_err();
            assert!(
                told.to_string()
                    .starts_with("polarity is not known, wants -1, 0 or 1")
            );
        }
    }
}
