//! Who was told what a budget is worth.

use super::document::optional_day;
use super::text::{Text, codes};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Somebody who can be told the amount.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum Listener {
    /// The person whose budget it is.
    Person,
    /// A member of the family or a friend.
    Family,
    /// The nominee who holds the budget for the person.
    Nominee,
}

codes!(
    Listener,
    "listener",
    Person = "person",
    Family = "family",
    Nominee = "nominee",
);

/// Stage of planning, against which it matters when the amount was told.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum Planning {
    /// Before planning started, so that the plan could be made with the amount in mind.
    Before,
    /// While the plan was made.
    During,
    /// After the plan was signed off.
    After,
}

codes!(
    Planning,
    "stage of planning",
    Before = "before",
    During = "during",
    After = "after",
);

/// One person who was told an amount, and when.
///
/// # Examples
///
/// ```
/// use chrono::NaiveDate;
/// use poet_core::budget::{Listener, Planning, Told};
///
/// let told = Told::of(Listener::Person).planning(Planning::Before);
/// assert_eq!((told.listener, told.date), (Listener::Person, None));
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Who was told.
    pub listener: Listener,
    /// The day, if known.
    #[serde(
        default,
        deserialize_with = "optional_day",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    pub date: Option<NaiveDate>,
    /// The stage of planning, where somebody wrote it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planning: Option<Planning>,
}

impl Told {
    /// `listener` was told; when is not known.
    pub fn of(listener: Listener) -> Self {
        Self {
            listener,
            date: None,
            planning: None,
        }
    }

    /// Says on which day.
    pub fn on(self, date: NaiveDate) -> Self {
        Self {
            date: Some(date),
            ..self
        }
    }

    /// Says at which stage of planning.
    pub fn planning(self, planning: Planning) -> Self {
        Self {
            planning: Some(planning),
            ..self
        }
    }
}

/// When the amount of a budget was first known to the person, the family or the nominee.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum AmountKnown {
    /// Before planning started.
    BeforePlanning,
    /// While the plan was made.
    DuringPlanning,
    /// After the plan was signed off.
    AfterPlanning,
    /// Told, but it is not known when.
    AtSomeTime,
    /// Nobody was told.
    Never,
}

codes!(
    AmountKnown,
    "amount known",
    BeforePlanning = "before_planning",
    DuringPlanning = "during_planning",
    AfterPlanning = "after_planning",
    AtSomeTime = "at_some_time",
    Never = "never",
);

impl From<Option<Planning>> for AmountKnown {
    fn from(planning: Option<Planning>) -> Self {
        match planning {
            Some(Planning::Before) => Self::BeforePlanning,
            Some(Planning::During) => Self::DuringPlanning,
            Some(Planning::After) => Self::AfterPlanning,
            None => Self::AtSomeTime,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_says_who_and_as_much_of_when_as_is_known() {
        let day = "2013-03-04".parse().unwrap();
        let told = Told::of(Listener::Family)
            .on(day)
            .planning(Planning::During);
        let json = r#"{"listener":"family","date":"2013-03-04","planning":"during"}"#;
        assert_eq!(serde_json::to_string(&told).unwrap(), json);
        assert_eq!(serde_json::from_str::<Told>(json).unwrap(), told);
        let little = r#"{"listener":"person"}"#;
        assert_eq!(
            serde_json::to_string(&Told::of(Listener::Person)).unwrap(),
            little
        );
        assert!(serde_json::from_str::<Told>(r#"{"listener":"person","by":"post"}"#).is_err());
    }

    #[test]
    fn the_stage_of_planning_says_when_the_amount_was_known() {
        for (planning, code) in [
            (Some(Planning::Before), "before_planning"),
            (Some(Planning::During), "during_planning"),
            (Some(Planning::After), "after_planning"),
            (None, "at_some_time"),
        ] {
            assert_eq!(AmountKnown::from(planning).code(), code);
        }
    }
}
