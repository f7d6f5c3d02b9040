//! What a budget may not be used for.

use super::Deployment;
use super::text::{Text, codes};
use crate::FreeText;
use serde::{Deserialize, Serialize};

/// What a restriction limits.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum Limit {
    /// Which provider may be used, such as those of a list.
    Provider,
    /// What the money may be used for.
    Purpose,
    /// When support may be had or money be spent.
    Time,
    /// Where support may be had.
    Place,
    /// Whether members of the family may be employed.
    FamilyAsEmployees,
    /// Whether money left over may be kept for later.
    CarryOver,
}

codes!(
    Limit,
    "limit",
    Provider = "provider",
    Purpose = "purpose",
    Time = "time",
    Place = "place",
    FamilyAsEmployees = "family_as_employees",
    CarryOver = "carry_over",
);

/// A limit put on how, where or on what a budget may be used.
///
/// # Examples
///
/// ```
/// use poet_core::FreeText;
/// use poet_core::budget::{Deployment, Limit, Restriction};
///
/// let restriction = Restriction::on(Limit::Provider)
///     .deployment(Deployment::DirectPayment)
///     .words(FreeText::new("agencies of the approved list only"));
/// assert_eq!(restriction.limit, Limit::Provider);
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Restriction {
    /// What is limited.
    pub limit: Limit,
    /// The part of the budget that it belongs to; absent if to all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<Deployment>,
    /// How it was put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<FreeText>,
}

impl Restriction {
    /// A restriction of the whole budget.
    pub fn on(limit: Limit) -> Self {
        Self {
            limit,
            deployment: None,
            words: None,
        }
    }

    /// Says to which part of the budget it belongs.
    pub fn deployment(self, deployment: Deployment) -> Self {
        Self {
            deployment: Some(deployment),
            ..self
        }
    }

    /// Says how it was put.
    pub fn words(self, words: FreeText) -> Self {
        Self {
            words: Some(words),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_and_debug_does_not_show_them() {
        let words = FreeText::new("not in school holidays");
        let restriction = Restriction::on(Limit::Time)
            .deployment(Deployment::Broker)
            .words(words);
        let json = r#"{"limit":"time","deployment":"broker","words":"not in school holidays"}"#;
        assert_eq!(serde_json::to_string(&restriction).unwrap(), json);
        assert_eq!(
            serde_json::from_str::<Restriction>(json).unwrap(),
            restriction
        );
        assert!(!format!("{restriction:?}").contains("school"));
    }

    #[test]
    fn a_restriction_of_the_whole_says_no_more_than_that() {
        let json = r#"{"limit":"carry_over"}"#;
        assert_eq!(
            serde_json::to_string(&Restriction::on(Limit::CarryOver)).unwrap(),
            json
        );
        assert!(
            serde_json::from_str::<Restriction>(r#"{"limit":"carry_over","until":""}"#).is_err()
        );
    }
}
