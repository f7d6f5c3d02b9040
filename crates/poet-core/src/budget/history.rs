//! What a budget was worth, from the estimate to the last revision.

use super::{AllocationStep, BudgetError, Stage};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Allocation history: indicative, agreed, and any number of revisions.
///
/// Holds steps in their order. No step is dated before the one before it, a revision follows an agreed allocation and
/// has a day of its own, later than every day before it: so that for each day one allocation is in force.
///
/// # Source
///
/// Care and Support Statutory Guidance, chapter 11: an indicative amount at the start of planning, which may go up or
/// down, and a final personal budget at sign-off.
///
/// # Examples
///
/// ```
/// use chrono::NaiveDate;
/// use poet_core::budget::{
///     Allocation, AllocationHistory, AllocationStep, Amount, BudgetError, Funding, FundingStream, Money, Period,
/// };
///
/// let weekly = |pence| {
///     let amount = Amount::new(Money::from_pence(pence), Period::Weekly)?;
///     Allocation::new([Funding::new(FundingStream::SocialCare, amount)])
/// };
/// let day = |text: &str| text.parse::<NaiveDate>().unwrap();
/// let history = AllocationHistory::new(
///     Some(AllocationStep::on(weekly(49_000)?, day("2013-01-07"))),
///     Some(AllocationStep::on(weekly(20_000)?, day("2013-03-04"))),
///     [AllocationStep::on(weekly(22_500)?, day("2014-03-03"))],
/// )?;
/// assert_eq!(history.in_force(day("2013-03-03")), None);
/// assert_eq!(history.in_force(day("2014-03-02")).map(AllocationStep::allocation), Some(&weekly(20_000)?));
/// assert_eq!(history.latest().map(AllocationStep::allocation), Some(&weekly(22_500)?));
///
/// let nothing_to_revise = AllocationHistory::new(None, None, [AllocationStep::from(weekly(1)?)]);
/// assert_eq!(nothing_to_revise, Err(BudgetError::RevisedWithoutAgreed));
/// # Ok::<(), BudgetError>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Stated")]
pub struct AllocationHistory {
    #[serde(skip_serializing_if = "Option::is_none")]
    indicative: Option<AllocationStep>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agreed: Option<AllocationStep>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    revised: Vec<AllocationStep>,
}

impl AllocationHistory {
    /// Takes the steps that are known, revisions in their order.
    ///
    /// # Errors
    ///
    /// [`BudgetError::AgreedBeforeIndicative`], [`BudgetError::RevisedWithoutAgreed`], or with the place of the revision
    /// [`BudgetError::RevisionUndated`] and [`BudgetError::RevisionOrder`].
    pub fn new(
        indicative: Option<AllocationStep>,
        agreed: Option<AllocationStep>,
        revised: impl IntoIterator<Item = AllocationStep>,
    ) -> Result<Self, BudgetError> {
        let revised: Vec<_> = revised.into_iter().collect();
        let estimated = indicative.as_ref().and_then(AllocationStep::date);
        let fixed = agreed.as_ref().and_then(AllocationStep::date);
        if fixed.is_some_and(|day| Some(day) < estimated) {
            return Err(BudgetError::AgreedBeforeIndicative);
        }
        if agreed.is_none() && !revised.is_empty() {
            return Err(BudgetError::RevisedWithoutAgreed);
        }
        in_order(&revised, fixed.or(estimated))?;
        Ok(Self {
            indicative,
            agreed,
            revised,
        })
    }

    /// The estimate before planning; no entitlement.
    pub fn indicative(&self) -> Option<&AllocationStep> {
        self.indicative.as_ref()
    }

    /// What was fixed at sign-off.
    pub fn agreed(&self) -> Option<&AllocationStep> {
        self.agreed.as_ref()
    }

    /// What later decisions put in its place, in their order.
    pub fn revised(&self) -> &[AllocationStep] {
        &self.revised
    }

    /// Every step in its order.
    pub fn steps(&self) -> impl Iterator<Item = (Stage, &AllocationStep)> {
        let indicative = self.indicative.iter().map(|step| (Stage::Indicative, step));
        indicative.chain(self.entitlements())
    }

    /// The last step that is more than an estimate.
    pub fn latest(&self) -> Option<&AllocationStep> {
        self.revised.last().or(self.agreed.as_ref())
    }

    /// The agreed or revised step that stood on `day`; absent before the first, and if its own day is not known.
    pub fn in_force(&self, day: NaiveDate) -> Option<&AllocationStep> {
        let begun =
            |&(_, step): &(Stage, &AllocationStep)| step.date().is_some_and(|from| from <= day);
        self.entitlements()
            .filter(begun)
            .last()
            .map(|(_, step)| step)
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.steps().next().is_none()
    }

    /// The agreed step and the revisions.
    pub(super) fn entitlements(&self) -> impl Iterator<Item = (Stage, &AllocationStep)> {
        let agreed = self.agreed.iter().map(|step| (Stage::Agreed, step));
        agreed.chain(self.revised.iter().map(|step| (Stage::Revised, step)))
    }
}

/// Every revision has a day, later than all days before it.
fn in_order(revised: &[AllocationStep], mut before: Option<NaiveDate>) -> Result<(), BudgetError> {
    for (at, step) in revised.iter().enumerate() {
        let day = step.date().ok_or(BudgetError::RevisionUndated { at })?;
        if before.is_some_and(|before| day <= before) {
            return Err(BudgetError::RevisionOrder { at });
        }
        before = Some(day);
    }
    Ok(())
}

/// History as a file states it.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AllocationHistory", transform = revised_after_agreed))]
#[serde(deny_unknown_fields)]
struct Stated {
    #[serde(default)]
    indicative: Option<AllocationStep>,
    #[serde(default)]
    agreed: Option<AllocationStep>,
    #[serde(default)]
    revised: Vec<AllocationStep>,
}

/// A revision has a day and an agreed allocation before it.
#[cfg(feature = "schema")]
fn revised_after_agreed(schema: &mut schemars::Schema) {
    let dated =
        serde_json::json!({ "required": ["date"], "properties": { "date": { "type": "string" } } });
    let revised = serde_json::json!({
        "required": ["revised"],
        "properties": { "revised": { "minItems": 1 } },
    });
    let revisions = serde_json::json!({
        "required": ["agreed"],
        "properties": { "agreed": { "type": "object" }, "revised": { "items": dated } },
    });
    schema.insert("if".to_owned(), revised);
    schema.insert("then".to_owned(), revisions);
}

impl TryFrom<Stated> for AllocationHistory {
    type Error = BudgetError;

    fn try_from(stated: Stated) -> Result<Self, BudgetError> {
        Self::new(stated.indicative, stated.agreed, stated.revised)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::{Allocation, Amount, Funding, FundingStream, Money, Period};
    use proptest::prelude::*;

    fn allocation(pence: u64) -> Allocation {
        let amount = Amount::new(Money::from_pence(pence), Period::Weekly).unwrap();
        Allocation::new([Funding::new(FundingStream::SocialCare, amount)]).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn step(pence: u64, on: &str) -> AllocationStep {
        AllocationStep::on(allocation(pence), day(on))
    }

    fn undated() -> AllocationStep {
        AllocationStep::from(allocation(9))
    }

    #[test]
    fn what_is_agreed_is_not_older_than_its_estimate() {
        let history =
            |agreed| AllocationHistory::new(Some(step(1, "2013-03-04")), Some(agreed), []);
        assert!(history(step(2, "2013-03-04")).is_ok());
        assert!(history(undated()).is_ok());
        assert_eq!(
            history(step(2, "2013-03-03")),
            Err(BudgetError::AgreedBeforeIndicative)
        );
    }

    #[test]
    fn a_revision_has_a_later_day_of_its_own() {
        let history = |revised: [AllocationStep; 2]| {
            AllocationHistory::new(None, Some(step(1, "2013-03-04")), revised)
        };
        assert!(history([step(2, "2013-03-05"), step(3, "2013-03-06")]).is_ok());
        assert_eq!(
            history([step(2, "2013-03-05"), step(3, "2013-03-05")]),
            Err(BudgetError::RevisionOrder { at: 1 })
        );
        assert_eq!(
            history([step(2, "2013-03-04"), step(3, "2013-03-06")]),
            Err(BudgetError::RevisionOrder { at: 0 })
        );
        assert_eq!(
            history([step(2, "2013-03-05"), undated()]),
            Err(BudgetError::RevisionUndated { at: 1 })
        );
    }

    #[test]
    fn a_revision_is_later_than_the_estimate_where_no_other_day_is_known() {
        let history = |on| {
            AllocationHistory::new(Some(step(1, "2013-03-04")), Some(undated()), [step(2, on)])
        };
        assert!(history("2013-03-05").is_ok());
        assert_eq!(
            history("2013-03-04"),
            Err(BudgetError::RevisionOrder { at: 0 })
        );
    }

    #[test]
    fn what_is_in_force_begins_on_its_day() {
        let revised = [step(3, "2014-03-04"), step(4, "2015-03-04")];
        let history = AllocationHistory::new(
            Some(step(1, "2012-03-04")),
            Some(step(2, "2013-03-04")),
            revised,
        )
        .unwrap();
        for (on, pence) in [
            ("2012-12-01", None),
            ("2013-03-03", None),
            ("2013-03-04", Some(2)),
            ("2014-03-03", Some(2)),
            ("2014-03-04", Some(3)),
            ("2015-03-04", Some(4)),
            ("2099-01-01", Some(4)),
        ] {
            let in_force = history
                .in_force(day(on))
                .map(|step| step.allocation().clone());
            assert_eq!(in_force, pence.map(allocation), "{on}");
        }
        let stages: Vec<_> = history.steps().map(|(stage, _)| stage.code()).collect();
        assert_eq!(stages, ["indicative", "agreed", "revised", "revised"]);
        assert_eq!(history.latest(), history.revised().last());
    }

    #[test]
    fn an_estimate_entitles_to_nothing() {
        let history = AllocationHistory::new(Some(step(1, "2012-03-04")), None, []).unwrap();
        assert_eq!(history.latest(), None);
        assert_eq!(history.in_force(day("2013-01-01")), None);
        assert!(!history.is_empty() && AllocationHistory::default().is_empty());
        assert!(history.agreed().is_none() && history.indicative().is_some());
    }

    #[test]
    fn a_file_is_held_to_the_same_rules() {
        let told = serde_json::from_str::<AllocationHistory>(r#"{"withdrawn":{}}"#).unwrap_err();
        assert!(told.to_string().contains("withdrawn"));
        let revised = serde_json::to_string(&step(2, "2013-03-05")).unwrap();
        let told =
            serde_json::from_str::<AllocationHistory>(&format!(r#"{{"revised":[{revised}]}}"#))
                .unwrap_err();
        assert!(
            told.to_string()
                .starts_with("revised allocation has no agreed one")
        );
    }

    proptest! {
        #[test]
        fn one_allocation_is_in_force_on_each_day_from_the_first(
            gaps in prop::collection::vec(1..500_u64, 1..6),
            after in 0..3_000_u64,
        ) {
            let first = day("2010-04-01");
            let mut on = first;
            let mut steps = vec![AllocationStep::on(allocation(0), on)];
            for (at, gap) in (1..).zip(gaps) {
                on = on + chrono::Days::new(gap);
                steps.push(AllocationStep::on(allocation(at), on));
            }
            let history = AllocationHistory::new(None, Some(steps[0].clone()), steps[1..].iter().cloned()).unwrap();
            let day = first + chrono::Days::new(after);
            let begun = steps.iter().filter(|step| step.date().unwrap() <= day).count();
            prop_assert_eq!(history.in_force(day), Some(&steps[begun - 1]));
            let json = serde_json::to_string(&history).unwrap();
            prop_assert_eq!(serde_json::from_str::<AllocationHistory>(&json).unwrap(), history);
        }
    }
}
