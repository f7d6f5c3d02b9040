//! Which household.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::Error;

/// Pseudonym of one household, by which the responses of a budget holder and of a family carer find each other.
///
/// Holds any UUID but nil. Whoever mints it takes a random one or a keyed hash
/// ([`PseudonymKey::household`](crate::PseudonymKey::household)), never an address or a case number.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct HouseholdId(Uuid);

impl HouseholdId {
    /// Takes a pseudonym.
    ///
    /// # Errors
    ///
    /// [`Error::HouseholdId`] for the nil UUID.
    pub fn new(uuid: Uuid) -> Result<Self, Error> {
        match uuid.is_nil() {
            true => Err(Error::HouseholdId),
            false => Ok(Self(uuid)),
        }
    }

    /// The pseudonym.
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

impl FromStr for HouseholdId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Uuid::parse_str(text)
            .map_err(|_| Error::HouseholdId)
            .and_then(Self::new)
    }
}

impl fmt::Display for HouseholdId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for HouseholdId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(feature = "schema")]
crate::schema::says!(
    HouseholdId,
    "HouseholdId",
    crate::schema::Uuid::schema("Pseudonym of one household.")
);

/// Not derived, so that a value of another type is not repeated in the error: it may be a case number.
impl<'de> Deserialize<'de> for HouseholdId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from).map_err(|_| D::Error::custom(Error::HouseholdId))?;
        text.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_comes_back_from_text_and_json() {
        let id = HouseholdId::new(Uuid::from_u128(1)).unwrap();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.uuid(), Uuid::from_u128(1));
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, "\"00000000-0000-0000-0000-000000000001\"");
        assert_eq!(serde_json::from_str::<HouseholdId>(&json).unwrap(), id);
    }

    #[test]
    fn what_is_no_pseudonym_is_refused_and_not_repeated() {
        assert_eq!(HouseholdId::new(Uuid::nil()), Err(Error::HouseholdId));
        assert_eq!(
            Uuid::nil().to_string().parse::<HouseholdId>(),
            Err(Error::HouseholdId)
        );
        for json in ["\"12 Example Road\"", "4815162342"] {
            let told = serde_json::from_str::<HouseholdId>(json).unwrap_err();
            let told = told.to_string();
            assert!(
                told.starts_with("household id is no pseudonym, wants a UUID other than nil"),
                "{told}"
            );
            assert!(
                !told.contains("Example") && !told.contains("4815"),
                "{told}"
            );
        }
    }
}
