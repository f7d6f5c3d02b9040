//! Which budget.

use super::{BudgetError, text::Text};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Pseudonym of one budget.
///
/// Holds any UUID but nil. Whoever mints it takes a random one or a keyed hash, never a case number that others can
/// guess.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "String")]
pub struct BudgetId(Uuid);

impl BudgetId {
    /// Takes a pseudonym.
    ///
    /// # Errors
    ///
    /// [`BudgetError::IdNil`] for the nil UUID.
    pub fn new(uuid: Uuid) -> Result<Self, BudgetError> {
        if uuid.is_nil() {
            return Err(BudgetError::IdNil);
        }
        Ok(Self(uuid))
    }

    /// The pseudonym.
    pub fn uuid(self) -> Uuid {
        self.0
    }
}

#[cfg(feature = "schema")]
crate::schema::says!(
    BudgetId,
    "BudgetId",
    crate::schema::Uuid::schema("Pseudonym of one budget: a UUID but nil.")
);

impl FromStr for BudgetId {
    type Err = BudgetError;

    fn from_str(text: &str) -> Result<Self, BudgetError> {
        Self::new(Uuid::parse_str(text).map_err(|_| BudgetError::IdForm)?)
    }
}

impl TryFrom<Text> for BudgetId {
    type Error = BudgetError;

    fn try_from(text: Text) -> Result<Self, BudgetError> {
        text.0.parse()
    }
}

impl From<BudgetId> for String {
    fn from(id: BudgetId) -> Self {
        id.to_string()
    }
}

impl fmt::Display for BudgetId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nil_is_no_id_from_any_side() {
        assert_eq!(BudgetId::new(Uuid::nil()), Err(BudgetError::IdNil));
        let json = format!("\"{}\"", Uuid::nil());
        let told = serde_json::from_str::<BudgetId>(&json).unwrap_err();
        assert!(told.to_string().starts_with("budget id is the nil UUID"));
    }

    #[test]
    fn text_that_is_no_uuid_is_not_repeated() {
        assert_eq!("Ms-Example".parse::<BudgetId>(), Err(BudgetError::IdForm));
        let told = serde_json::from_str::<BudgetId>("\"Ms-Example\"").unwrap_err();
        assert!(!told.to_string().contains("Example"));
    }

    #[test]
    fn an_id_comes_back_from_text_and_json() {
        let id = BudgetId::new(Uuid::from_u128(1)).unwrap();
        assert_eq!(id.to_string().parse(), Ok(id));
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, "\"00000000-0000-0000-0000-000000000001\"");
        assert_eq!(serde_json::from_str::<BudgetId>(&json).unwrap(), id);
        assert_eq!(id.uuid(), Uuid::from_u128(1));
    }
}
