//! One step of an allocation's history.

use super::document::optional_day;
use super::text::{Text, codes};
use super::{Allocation, BudgetError, Told};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a step of the history is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum Stage {
    /// The estimate before planning; no entitlement.
    Indicative,
    /// What was fixed at sign-off.
    Agreed,
    /// What a later decision put in its place.
    Revised,
}

codes!(
    Stage,
    "stage",
    Indicative = "indicative",
    Agreed = "agreed",
    Revised = "revised",
);

/// An allocation, the day from which it stands, and who was told of it.
///
/// Holds at most one entry for each [`Listener`](super::Listener), in the order of declaration, and none dated before
/// the allocation itself.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Stated")]
pub struct AllocationStep {
    allocation: Allocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    told: Option<Vec<Told>>,
}

impl AllocationStep {
    /// An allocation that stands from `date`.
    pub fn on(allocation: Allocation, date: NaiveDate) -> Self {
        Self {
            date: Some(date),
            ..Self::from(allocation)
        }
    }

    /// Says who was told the amount; nobody, if `told` is empty. Default: not known.
    ///
    /// # Errors
    ///
    /// [`BudgetError::ToldRepeated`] or [`BudgetError::ToldBeforeStep`] with the place of the entry.
    pub fn told(self, told: impl IntoIterator<Item = Told>) -> Result<Self, BudgetError> {
        let mut held: Vec<Told> = Vec::new();
        for (at, told) in told.into_iter().enumerate() {
            if told.date.is_some_and(|day| Some(day) < self.date) {
                return Err(BudgetError::ToldBeforeStep { at });
            }
            match held.binary_search_by_key(&told.listener, |other| other.listener) {
                Ok(_) => return Err(BudgetError::ToldRepeated { at }),
                Err(here) => held.insert(here, told),
            }
        }
        Ok(Self {
            told: Some(held),
            ..self
        })
    }

    /// What the budget is worth from here on.
    pub fn allocation(&self) -> &Allocation {
        &self.allocation
    }

    /// The day from which it stands, if known.
    pub fn date(&self) -> Option<NaiveDate> {
        self.date
    }

    /// Who was told the amount, by listener; absent if not known, empty if nobody was told.
    pub fn listeners(&self) -> Option<&[Told]> {
        self.told.as_deref()
    }
}

impl From<Allocation> for AllocationStep {
    /// An allocation of which neither the day is known nor who was told.
    fn from(allocation: Allocation) -> Self {
        Self {
            allocation,
            date: None,
            told: None,
        }
    }
}

/// Step as a file states it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    allocation: Allocation,
    #[serde(default, deserialize_with = "optional_day")]
    date: Option<NaiveDate>,
    #[serde(default)]
    told: Option<Vec<Told>>,
}

impl TryFrom<Stated> for AllocationStep {
    type Error = BudgetError;

    fn try_from(stated: Stated) -> Result<Self, BudgetError> {
        let step = Self {
            date: stated.date,
            ..Self::from(stated.allocation)
        };
        match stated.told {
            Some(told) => step.told(told),
            None => Ok(step),
        }
    }
}
