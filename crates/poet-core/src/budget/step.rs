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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Stated")]
pub struct AllocationStep {
    allocation: Allocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Stated {
    allocation: Allocation,
    #[serde(default, deserialize_with = "optional_day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::{Amount, Funding, FundingStream, Listener, Money, Period};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn allocation() -> Allocation {
        let amount = Amount::new(Money::from_pence(54_321), Period::Weekly).unwrap();
        Allocation::new([Funding::new(FundingStream::Health, amount)]).unwrap()
    }

    fn person(on: &str) -> Told {
        Told::of(Listener::Person).on(day(on))
    }

    #[test]
    fn nobody_is_told_before_there_is_an_amount() {
        let step = || AllocationStep::on(allocation(), day("2013-03-04"));
        assert!(step().told([person("2013-03-04")]).is_ok());
        assert_eq!(
            step().told([Told::of(Listener::Family), person("2013-03-03")]),
            Err(BudgetError::ToldBeforeStep { at: 1 })
        );
        let undated = AllocationStep::from(allocation());
        assert!(undated.told([person("2013-03-03")]).is_ok());
    }

    #[test]
    fn each_listener_is_told_once_and_stands_in_order() {
        let nominee = Told::of(Listener::Nominee);
        let step = AllocationStep::from(allocation());
        let told = step.clone().told([nominee, person("2013-03-04")]).unwrap();
        assert_eq!(told.listeners(), Some(&[person("2013-03-04"), nominee][..]));
        assert_eq!(
            step.told([nominee, person("2013-03-04"), nominee]),
            Err(BudgetError::ToldRepeated { at: 2 })
        );
    }

    #[test]
    fn nobody_told_is_not_the_same_as_not_known() {
        let step = AllocationStep::from(allocation());
        assert_eq!((step.listeners(), step.date()), (None, None));
        let nobody = step.clone().told([]).unwrap();
        assert_eq!(nobody.listeners(), Some(&[][..]));
        for step in [step, nobody] {
            let json = serde_json::to_string(&step).unwrap();
            assert_eq!(serde_json::from_str::<AllocationStep>(&json).unwrap(), step);
        }
    }

    #[test]
    fn a_file_is_held_to_the_same_rules_and_debug_tells_no_sum() {
        let json = r#"{"allocation":[{"stream":"health","amount":{"money":"543.21","period":"weekly"}}],
            "date":"2013-03-04","told":[{"listener":"person","date":"2013-03-03"}]}"#;
        let told = serde_json::from_str::<AllocationStep>(json).unwrap_err();
        assert!(
            told.to_string()
                .starts_with("entry 0 of those told is dated before")
        );
        let step = AllocationStep::on(allocation(), day("2013-03-04"));
        let sound = json.replace("03-03", "03-04");
        let read: AllocationStep = serde_json::from_str(&sound).unwrap();
        assert_eq!(read, step.told([person("2013-03-04")]).unwrap());
        assert_eq!(read.date(), Some(day("2013-03-04")));
        assert!(!format!("{read:?}").contains("543"));
    }
}
