//! Looking at a budget again.

use super::document::day;
use super::text::{Text, codes};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Why a budget is reviewed.
///
/// # Source
///
/// Care and Support Statutory Guidance, chapter 13: planned, unplanned and requested reviews; a first light-touch review
/// six to eight weeks after sign-off.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum ReviewKind {
    /// The first look, some weeks after sign-off.
    First,
    /// On the day that was set.
    Planned,
    /// Because needs or circumstances changed.
    Unplanned,
    /// Because the person, a carer or a professional asked for it.
    Requested,
}

codes!(
    ReviewKind,
    "kind of review",
    First = "first",
    Planned = "planned",
    Unplanned = "unplanned",
    Requested = "requested",
);

/// What a review came to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum ReviewOutcome {
    /// All stays as it is.
    Kept,
    /// The amount changes.
    ChangedAmount,
    /// The plan changes, the amount does not.
    ChangedPlan,
    /// The budget ends.
    Ended,
}

codes!(
    ReviewOutcome,
    "outcome of a review",
    Kept = "kept",
    ChangedAmount = "changed_amount",
    ChangedPlan = "changed_plan",
    Ended = "ended",
);

/// One review.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The day.
    #[serde(deserialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    pub date: NaiveDate,
    /// Why it was held, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ReviewKind>,
    /// What it came to, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ReviewOutcome>,
}

impl Review {
    /// A review of which only the day is known.
    pub fn on(date: NaiveDate) -> Self {
        Self {
            date,
            kind: None,
            outcome: None,
        }
    }

    /// Says why it was held.
    pub fn kind(self, kind: ReviewKind) -> Self {
        Self {
            kind: Some(kind),
            ..self
        }
    }

    /// Says what it came to.
    pub fn outcome(self, outcome: ReviewOutcome) -> Self {
        Self {
            outcome: Some(outcome),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_review_has_a_day_and_as_much_as_is_known() {
        let day = "2014-03-03".parse().unwrap();
        let review = Review::on(day)
            .kind(ReviewKind::Requested)
            .outcome(ReviewOutcome::ChangedPlan);
        let json = r#"{"date":"2014-03-03","kind":"requested","outcome":"changed_plan"}"#;
        assert_eq!(serde_json::to_string(&review).unwrap(), json);
        assert_eq!(serde_json::from_str::<Review>(json).unwrap(), review);
        let little = r#"{"date":"2014-03-03"}"#;
        assert_eq!(serde_json::to_string(&Review::on(day)).unwrap(), little);
        for wrong in [
            r"{}",
            r#"{"date":"3.3.2014"}"#,
            r#"{"date":"2014-03-03","by":""}"#,
        ] {
            assert!(serde_json::from_str::<Review>(wrong).is_err(), "{wrong}");
        }
    }
}
