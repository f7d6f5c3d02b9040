//! Making a budget of the parts that are known.

use super::stated::Stated;
use super::{
    AgeGroup, AllocationHistory, AllocationStep, Amount, BudgetError, DeploymentMix, NeedGroup,
    PersonalBudget, Restriction, Review, Spending, SupportPlan,
};
use crate::OrganisationId;
use std::fmt;

/// Makes a [`PersonalBudget`] of the parts that are known.
#[derive(Clone)]
#[must_use = "a builder makes nothing until it is built"]
pub struct PersonalBudgetBuilder {
    stated: Stated,
    indicative: Option<AllocationStep>,
    agreed: Option<AllocationStep>,
    revised: Vec<AllocationStep>,
}

impl PersonalBudgetBuilder {
    pub(super) fn of(stated: Stated) -> Self {
        Self {
            stated,
            indicative: None,
            agreed: None,
            revised: Vec::new(),
        }
    }

    /// The estimate before planning. Default: not known.
    pub fn indicative(mut self, step: impl Into<AllocationStep>) -> Self {
        self.indicative = Some(step.into());
        self
    }

    /// The budget fixed at sign-off, the person's contribution not yet taken off. Default: not known.
    pub fn agreed(mut self, step: impl Into<AllocationStep>) -> Self {
        self.agreed = Some(step.into());
        self
    }

    /// Adds what a later decision put in the place of the allocation before it.
    pub fn revised(mut self, step: AllocationStep) -> Self {
        self.revised.push(step);
        self
    }

    /// Whose budget it counts as. Default: not known.
    pub fn organisation(mut self, organisation: OrganisationId) -> Self {
        self.stated.organisation = Some(organisation);
        self
    }

    /// What the person mainly needs support for. Default: not known.
    pub fn need_group(mut self, group: NeedGroup) -> Self {
        self.stated.need_group = Some(group);
        self
    }

    /// The person's age group. Default: not known.
    pub fn age_group(mut self, group: AgeGroup) -> Self {
        self.stated.age_group = Some(group);
        self
    }

    /// What the person pays towards social care. Default: nothing.
    pub fn contribution(mut self, amount: Amount) -> Self {
        self.stated.contribution = Some(amount);
        self
    }

    /// How the budget is held. Default: not known.
    pub fn deployment(mut self, deployment: impl Into<DeploymentMix>) -> Self {
        self.stated.deployment = Some(deployment.into());
        self
    }

    /// What the budget may not be used for; all is allowed, if `restrictions` is empty. Default: not known.
    pub fn restrictions(mut self, restrictions: impl IntoIterator<Item = Restriction>) -> Self {
        self.stated.restrictions = Some(restrictions.into_iter().collect());
        self
    }

    /// How support is planned. Default: not known.
    pub fn plan(mut self, plan: SupportPlan) -> Self {
        self.stated.plan = Some(plan);
        self
    }

    /// Adds a review, in the order of days.
    pub fn review(mut self, review: Review) -> Self {
        self.stated.reviews.push(review);
        self
    }

    /// Adds a record of spending, in the order of days.
    pub fn spending(mut self, spending: Spending) -> Self {
        self.stated.spending.push(spending);
        self
    }

    /// Checks the parts against each other.
    ///
    /// # Errors
    ///
    /// Of the history: the errors of [`AllocationHistory::new`]. Of the whole, with the place of the entry where there are several:
    ///
    /// - [`BudgetError::ContributionUnfunded`] if social care agreed nothing for the contribution's period, and
    ///   [`BudgetError::ContributionTooLarge`] if it agreed less;
    /// - [`BudgetError::RestrictionDeployment`] and [`BudgetError::LineDeployment`] for a deployment outside the mix;
    /// - [`BudgetError::ToldPlanning`] for somebody told at a stage of planning that the plan's dates contradict;
    /// - [`BudgetError::ReviewBeforeAgreed`], [`BudgetError::ReviewOrder`], [`BudgetError::ReviewAfterEnd`];
    /// - [`BudgetError::SpendingOverlap`].
    pub fn build(self) -> Result<PersonalBudget, BudgetError> {
        let allocations = AllocationHistory::new(self.indicative, self.agreed, self.revised)?;
        PersonalBudget::try_from(Stated {
            allocations,
            ..self.stated
        })
    }
}

impl fmt::Debug for PersonalBudgetBuilder {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("PersonalBudgetBuilder")
            .field("id", &self.stated.id)
            .finish_non_exhaustive()
    }
}
