//! A budget as it is stated, and how its parts are held against each other.

use super::document::optional_name;
use super::{
    AgeGroup, AllocationHistory, AllocationStep, Amount, BudgetError, BudgetId, Deployment,
    DeploymentMix, FundingStream, NeedGroup, Planning, Restriction, Review, ReviewOutcome,
    Spending, SupportPlan, Told, plan,
};
use crate::OrganisationId;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};

/// Budget as it is stated, its parts not yet checked against each other.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "PersonalBudget")
)]
#[serde(deny_unknown_fields)]
pub(super) struct Stated {
    pub(super) id: BudgetId,
    #[serde(
        default,
        deserialize_with = "organisation",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) organisation: Option<OrganisationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) need_group: Option<NeedGroup>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) age_group: Option<AgeGroup>,
    #[serde(default, skip_serializing_if = "AllocationHistory::is_empty")]
    pub(super) allocations: AllocationHistory,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) contribution: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) deployment: Option<DeploymentMix>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) restrictions: Option<Vec<Restriction>>,
    #[serde(
        default,
        deserialize_with = "plan::within",
        skip_serializing_if = "Option::is_none"
    )]
    pub(super) plan: Option<SupportPlan>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) reviews: Vec<Review>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) spending: Vec<Spending>,
}

fn organisation<'de, D: Deserializer<'de>>(from: D) -> Result<Option<OrganisationId>, D::Error> {
    optional_name(from, "organisation id")
}

impl Stated {
    pub(super) fn of(id: BudgetId) -> Self {
        Self {
            id,
            organisation: None,
            need_group: None,
            age_group: None,
            allocations: AllocationHistory::default(),
            contribution: None,
            deployment: None,
            restrictions: None,
            plan: None,
            reviews: Vec::new(),
            spending: Vec::new(),
        }
    }

    /// Holds the parts against each other.
    pub(super) fn check(&self) -> Result<(), BudgetError> {
        self.check_contribution()?;
        self.check_deployments()?;
        self.check_told()?;
        self.check_reviews()?;
        self.check_spending()
    }

    fn check_contribution(&self) -> Result<(), BudgetError> {
        let Some((latest, contribution)) = self.allocations.latest().zip(self.contribution) else {
            return Ok(());
        };
        let charged = latest
            .allocation()
            .paid(FundingStream::SocialCare, contribution.period());
        if contribution.money() > charged.unwrap_or_default() {
            let unfunded = BudgetError::ContributionUnfunded;
            return Err(charged.map_or(unfunded, |_| BudgetError::ContributionTooLarge));
        }
        Ok(())
    }

    /// Restrictions and support lines belong to parts of the mix, where that is known.
    fn check_deployments(&self) -> Result<(), BudgetError> {
        let Some(mix) = &self.deployment else {
            return Ok(());
        };
        let outside = |named: Option<Deployment>| named.filter(|&named| mix.share(named).is_zero());
        for (at, restriction) in self.restrictions.iter().flatten().enumerate() {
            if let Some(deployment) = outside(restriction.deployment) {
                return Err(BudgetError::RestrictionDeployment { at, deployment });
            }
        }
        let lines = self.plan.iter().flat_map(SupportPlan::lines);
        for (line, support) in lines.enumerate() {
            if let Some(deployment) = outside(support.deployment) {
                let category = support.category;
                return Err(BudgetError::LineDeployment {
                    line,
                    category,
                    deployment,
                });
            }
        }
        Ok(())
    }

    /// Stages of planning at which somebody was told fit the dates of the plan.
    fn check_told(&self) -> Result<(), BudgetError> {
        let Some(plan) = &self.plan else {
            return Ok(());
        };
        for (stage, step) in self.allocations.steps() {
            let told = step.listeners().unwrap_or_default();
            if let Some(at) = told.iter().position(|&told| !fits(told, plan)) {
                return Err(BudgetError::ToldPlanning { stage, at });
            }
        }
        Ok(())
    }

    fn check_reviews(&self) -> Result<(), BudgetError> {
        let agreed = self.allocations.agreed().and_then(AllocationStep::date);
        let mut before: Option<&Review> = None;
        for (at, review) in self.reviews.iter().enumerate() {
            if Some(review.date) < agreed {
                return Err(BudgetError::ReviewBeforeAgreed { at });
            }
            if before.is_some_and(|before| review.date < before.date) {
                return Err(BudgetError::ReviewOrder { at });
            }
            if before.is_some_and(|before| before.outcome == Some(ReviewOutcome::Ended)) {
                return Err(BudgetError::ReviewAfterEnd { at });
            }
            before = Some(review);
        }
        Ok(())
    }

    fn check_spending(&self) -> Result<(), BudgetError> {
        let pairs = self.spending.windows(2).enumerate();
        for (before, pair) in pairs {
            if pair[1].days().start() <= pair[0].days().end() {
                return Err(BudgetError::SpendingOverlap { at: before + 1 });
            }
        }
        Ok(())
    }
}

/// Stage of planning on a day, as far as the dates of the plan tell it.
pub(super) fn planning_on(day: NaiveDate, plan: &SupportPlan) -> Option<Planning> {
    match (plan.started(), plan.signed_off()) {
        (_, Some(signed_off)) if day > signed_off => Some(Planning::After),
        (Some(started), _) if day < started => Some(Planning::Before),
        (Some(_), Some(_)) => Some(Planning::During),
        _ => None,
    }
}

/// Whether the stage of planning that was written down may be that of the day; a day on which planning starts or ends
/// belongs to both sides.
fn fits(told: Told, plan: &SupportPlan) -> bool {
    let Some((day, planning)) = told.date.zip(told.planning) else {
        return true;
    };
    let not_after = |end: Option<NaiveDate>| end.is_none_or(|end| day <= end);
    let not_before = |start: Option<NaiveDate>| start.is_none_or(|start| day >= start);
    match planning {
        Planning::Before => not_after(plan.started().or(plan.signed_off())),
        Planning::During => not_before(plan.started()) && not_after(plan.signed_off()),
        Planning::After => not_before(plan.signed_off().or(plan.started())),
    }
}
