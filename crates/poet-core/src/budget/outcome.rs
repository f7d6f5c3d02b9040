//! What a person wants to come of the support.

use super::BudgetError;
use super::document::optional_name;
use crate::{FreeText, ItemId, SeriesKey};
use serde::{Deserialize, Serialize};

/// An outcome that the person wants, in own words, and the aspect of life that it belongs to.
///
/// Holds at least one of words, item and series.
///
/// # Examples
///
/// ```
/// use poet_core::FreeText;
/// use poet_core::budget::WantedOutcome;
///
/// let outcome = WantedOutcome::in_words(FreeText::new("to go swimming again")).item("physical_health".parse()?);
/// assert_eq!(outcome.item_id().map(|id| id.as_str()), Some("physical_health"));
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Stated", into = "Stated")]
pub struct WantedOutcome(Stated);

impl WantedOutcome {
    /// An outcome as the person puts it.
    pub fn in_words(words: FreeText) -> Self {
        Self(Stated {
            words: Some(words),
            ..Stated::default()
        })
    }

    /// An outcome of which only the question that asks about it is known.
    pub fn of_item(item: ItemId) -> Self {
        Self(Stated {
            item: Some(item),
            ..Stated::default()
        })
    }

    /// An outcome of which only the series of questions is known.
    pub fn of_series(series: SeriesKey) -> Self {
        Self(Stated {
            series: Some(series),
            ..Stated::default()
        })
    }

    /// Says which question asks about it.
    pub fn item(mut self, item: ItemId) -> Self {
        self.0.item = Some(item);
        self
    }

    /// Says which series of questions asks about it.
    pub fn series(mut self, series: SeriesKey) -> Self {
        self.0.series = Some(series);
        self
    }

    /// The person's words, for somebody who is allowed to read them.
    pub fn words(&self) -> Option<&FreeText> {
        self.0.words.as_ref()
    }

    /// The question that asks about it.
    pub fn item_id(&self) -> Option<&ItemId> {
        self.0.item.as_ref()
    }

    /// The series of questions that asks about it.
    pub fn series_key(&self) -> Option<&SeriesKey> {
        self.0.series.as_ref()
    }
}

/// Outcome as a file states it.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "WantedOutcome", extend("minProperties" = 1)))]
#[serde(deny_unknown_fields)]
struct Stated {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<FreeText>,
    #[serde(
        default,
        deserialize_with = "item",
        skip_serializing_if = "Option::is_none"
    )]
    item: Option<ItemId>,
    #[serde(
        default,
        deserialize_with = "series",
        skip_serializing_if = "Option::is_none"
    )]
    series: Option<SeriesKey>,
}

fn item<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<ItemId>, D::Error> {
    optional_name(from, "item id")
}

fn series<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<SeriesKey>, D::Error> {
    optional_name(from, "series key")
}

impl TryFrom<Stated> for WantedOutcome {
    type Error = BudgetError;

    fn try_from(stated: Stated) -> Result<Self, BudgetError> {
        if stated == Stated::default() {
            return Err(BudgetError::OutcomeEmpty);
        }
        Ok(Self(stated))
    }
}

impl From<WantedOutcome> for Stated {
    fn from(outcome: WantedOutcome) -> Self {
        outcome.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_says_something() {
        let told = serde_json::from_str::<WantedOutcome>("{}").unwrap_err();
        assert!(told.to_string().starts_with("outcome wanted is empty"));
        for json in [
            r#"{"words":"to see my sister"}"#,
            r#"{"item":"family"}"#,
            r#"{"series":"change/family"}"#,
            r#"{"words":"","item":"family","series":"change/family"}"#,
        ] {
            let outcome: WantedOutcome = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&outcome).unwrap(), json);
        }
    }

    #[test]
    fn words_are_revealed_on_demand_alone() {
        let outcome = WantedOutcome::in_words(FreeText::new("to see my sister"))
            .item("family".parse().unwrap())
            .series("change/family".parse().unwrap());
        assert_eq!(outcome.words().unwrap().reveal(), "to see my sister");
        assert_eq!(outcome.item_id().unwrap().as_str(), "family");
        assert_eq!(outcome.series_key().unwrap().as_str(), "change/family");
        assert!(!format!("{outcome:?}").contains("sister"));
        let item = WantedOutcome::of_item("family".parse().unwrap());
        assert_eq!((item.words(), item.series_key()), (None, None));
        let series = WantedOutcome::of_series("change/family".parse().unwrap());
        assert_eq!(
            (series.item_id(), series.series_key().is_some()),
            (None, true)
        );
    }

    #[test]
    fn a_name_of_the_wrong_form_is_not_repeated() {
        for (json, what) in [
            (r#"{"item":"My Sister"}"#, "item id"),
            (r#"{"series":"My Sister"}"#, "series key"),
        ] {
            let told = serde_json::from_str::<WantedOutcome>(json)
                .unwrap_err()
                .to_string();
            assert!(
                told.starts_with(&format!("{what} has the wrong form")),
                "{told}"
            );
            assert!(!told.contains("Sister"));
        }
    }
}
