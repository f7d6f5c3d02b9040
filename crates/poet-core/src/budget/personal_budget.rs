//! One person's budget.

use super::document::{self, Node};
use super::stated::{Stated, planning_on};
use super::{
    AgeGroup, Allocation, AllocationHistory, AllocationStep, Amount, AmountKnown, BudgetError,
    BudgetId, BudgetProblem, DeploymentMix, FinancialYear, FundingStream, Limit, NeedGroup,
    PersonalBudgetBuilder, PlanBalance, Rate, Restriction, Review, ReviewOutcome, Spending,
    SupportCategory, SupportPlan, Told, YearLength, unspent_share,
};
use crate::OrganisationId;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, de};
use std::collections::BTreeSet;
use std::fmt;
use std::ops::RangeInclusive;

/// One person's budget: what meeting the person's eligible needs costs, who pays what of it, how it is held, what it may
/// be used for, how support is planned, and what came of it.
///
/// Any part may be absent, since many people were never told; a list that is absent is not known, one that is empty says
/// that there was nothing. Holds a contribution only towards social care (the NHS
/// and education charge nobody): beside an agreed allocation it is at most the social care line of the same period of
/// the latest one. Restrictions and support lines name parts of the deployment mix, reviews and records of spending stand in the order
/// of days. `Debug` shows the pseudonym alone.
///
/// # Source
///
/// Care Act 2014, section 26: the cost, what the adult must pay towards it, and the balance that the council pays.
#[derive(Clone, Eq, PartialEq, Serialize)]
#[serde(into = "Stated")]
pub struct PersonalBudget(Stated);

impl PersonalBudget {
    /// Starts from a pseudonym; all else is optional.
    pub fn builder(id: BudgetId) -> PersonalBudgetBuilder {
        PersonalBudgetBuilder::of(Stated::of(id))
    }

    /// Reads one budget from JSON.
    ///
    /// # Errors
    ///
    /// The first rule that the document breaks, and where.
    pub fn from_json(json: impl AsRef<[u8]>) -> Result<Self, BudgetProblem> {
        document::read::<Stated, Self>(document::parse(json.as_ref())?)
    }

    /// Which budget.
    pub fn id(&self) -> BudgetId {
        self.0.id
    }

    /// Whose budget it counts as.
    pub fn organisation(&self) -> Option<&OrganisationId> {
        self.0.organisation.as_ref()
    }

    /// What the person mainly needs support for.
    pub fn need_group(&self) -> Option<NeedGroup> {
        self.0.need_group
    }

    /// The person's age group.
    pub fn age_group(&self) -> Option<AgeGroup> {
        self.0.age_group
    }

    /// What the budget was worth, step by step.
    pub fn allocations(&self) -> &AllocationHistory {
        &self.0.allocations
    }

    /// The estimate before planning; no entitlement.
    pub fn indicative(&self) -> Option<&Allocation> {
        self.0
            .allocations
            .indicative()
            .map(AllocationStep::allocation)
    }

    /// The budget fixed at sign-off, the person's contribution not yet taken off.
    pub fn agreed(&self) -> Option<&Allocation> {
        self.0.allocations.agreed().map(AllocationStep::allocation)
    }

    /// The agreed budget as it was last revised.
    pub fn latest(&self) -> Option<&Allocation> {
        self.0.allocations.latest().map(AllocationStep::allocation)
    }

    /// The allocation that stood on `day`; absent before it was agreed, from the day on which a review ended the budget,
    /// and if the day of the agreed one is not known.
    pub fn in_force(&self, day: NaiveDate) -> Option<&Allocation> {
        if self.ended().is_some_and(|end| day >= end) {
            return None;
        }
        self.0
            .allocations
            .in_force(day)
            .map(AllocationStep::allocation)
    }

    /// When the amount, indicative or agreed, was first known to the person, the family or the nominee; absent if
    /// nothing was recorded.
    ///
    /// The stage of planning is the one that was written down, else what the day says beside the dates of the plan.
    pub fn amount_known(&self) -> Option<AmountKnown> {
        let allocations = self.allocations();
        let steps = [allocations.indicative(), allocations.agreed()];
        let recorded: Vec<&[Told]> = steps
            .into_iter()
            .flatten()
            .filter_map(AllocationStep::listeners)
            .collect();
        let known = recorded
            .iter()
            .copied()
            .flatten()
            .map(|told| self.known_by(*told))
            .min();
        known.or((!recorded.is_empty()).then_some(AmountKnown::Never))
    }

    /// What the person pays towards social care.
    pub fn contribution(&self) -> Option<Amount> {
        self.0.contribution
    }

    /// How the budget is held.
    pub fn deployment(&self) -> Option<&DeploymentMix> {
        self.0.deployment.as_ref()
    }

    /// What the budget may not be used for; absent if not known, empty if all is allowed.
    pub fn restrictions(&self) -> Option<&[Restriction]> {
        self.0.restrictions.as_deref()
    }

    /// What is limited by any restriction; absent if not known.
    pub fn limits(&self) -> Option<BTreeSet<Limit>> {
        let restrictions = self.restrictions()?.iter();
        Some(restrictions.map(|restriction| restriction.limit).collect())
    }

    /// How support is planned.
    pub fn plan(&self) -> Option<&SupportPlan> {
        self.0.plan.as_ref()
    }

    /// Kinds of support that the plan buys; absent without a plan.
    pub fn categories(&self) -> Option<BTreeSet<SupportCategory>> {
        self.plan().map(SupportPlan::categories)
    }

    /// Reviews, in the order of days.
    pub fn reviews(&self) -> &[Review] {
        &self.0.reviews
    }

    /// Records of spending, in the order of days.
    pub fn spending(&self) -> &[Spending] {
        &self.0.spending
    }

    /// The day of the review that ended the budget.
    pub fn ended(&self) -> Option<NaiveDate> {
        let last = self.reviews().last()?;
        (last.outcome == Some(ReviewOutcome::Ended)).then_some(last.date)
    }

    /// Indicative over agreed budget, each with all that is paid in the first year.
    ///
    /// # Units
    ///
    /// A ratio, exact to 28 significant digits: 2 says that twice as much was indicated as agreed. The year length
    /// matters only where the two have different periods. Revisions do not enter.
    ///
    /// # Errors
    ///
    /// The reason why there is none: [`BudgetError::RatioWithoutIndicative`], [`BudgetError::RatioWithoutAgreed`], or
    /// [`BudgetError::RatioOverNothing`] if nothing was agreed.
    ///
    /// # Source
    ///
    /// Slasberg, reported by Community Care, 15 January 2013: averages of 2.45, 2.59 and 2.81 in three councils. The
    /// report does not show which way round it divided; over 1 fits an indicative budget that planning cut.
    pub fn indicative_to_agreed(&self, year: YearLength) -> Result<Decimal, BudgetError> {
        let indicative = self
            .indicative()
            .ok_or(BudgetError::RatioWithoutIndicative)?;
        let agreed = self
            .agreed()
            .ok_or(BudgetError::RatioWithoutAgreed)?
            .first_year(year);
        if agreed.is_zero() {
            return Err(BudgetError::RatioOverNothing);
        }
        Ok(indicative.first_year(year).over(agreed))
    }

    /// Regular payments of a year that one stream makes, by the latest allocation; nothing, if it makes none. Absent if
    /// nothing was agreed.
    pub fn per_year_from(&self, stream: FundingStream, year: YearLength) -> Option<Rate> {
        let latest = self.latest()?;
        let part = latest.of(stream).map(|part| part.per_year(year));
        Some(part.unwrap_or(Rate::nothing(year)))
    }

    /// Regular payments of a year that the council makes for social care: the latest ones agreed less the contribution.
    ///
    /// Absent without agreed social care funding. A budget without a contribution is one towards which nothing is paid.
    pub fn council_pays_per_year(&self, year: YearLength) -> Option<Rate> {
        let agreed = self.latest()?.of(FundingStream::SocialCare)?.per_year(year);
        // Not under zero: the contribution is at most the social care line of its own period.
        Some(agreed.minus(Rate::yearly(self.contribution().into_iter(), year)))
    }

    /// Regular payments that fell due in one financial year, each day by the allocation then in force; absent if none
    /// is known to have been in force on any of its days.
    ///
    /// # Units
    ///
    /// The length of the year is the calendar's, 365 or 366 days, and each day counts the same part of it.
    pub fn due_in(&self, year: FinancialYear) -> Option<Rate> {
        let mut days: Vec<_> = self
            .0
            .allocations
            .entitlements()
            .filter_map(|(_, step)| Some((step.date()?, step)))
            .collect();
        let end = self.ended().or_else(|| year.days().end().succ_opt())?;
        let mut until = end.min(year.days().end().succ_opt()?);
        let mut due: Option<Rate> = None;
        while let Some((from, step)) = days.pop() {
            let from = from.max(*year.days().start());
            if let Ok(days @ 1..) = u64::try_from((until - from).num_days()) {
                let part = step.allocation().per_year(year.length()).for_days(days);
                due = Some(due.map_or(part, |due| due.and(part)));
                until = from;
            }
        }
        due
    }

    /// First-year cost of the plan held against the first year of the latest allocation; absent without either.
    pub fn plan_balance(&self, year: YearLength) -> Option<PlanBalance> {
        let planned = self.plan()?.first_year(year);
        Some(PlanBalance::of(planned, self.latest()?.first_year(year)))
    }

    /// Share of all that was paid in that was not spent.
    ///
    /// # Errors
    ///
    /// [`BudgetError::UnspentOfNothing`] if no record says that anything was paid in.
    pub fn unspent_share(&self) -> Result<Decimal, BudgetError> {
        unspent_share(self.spending())
    }

    /// The same over the records that lie within `days`.
    ///
    /// # Errors
    ///
    /// [`BudgetError::UnspentOfNothing`] if no record within them says that anything was paid in.
    pub fn unspent_share_in(
        &self,
        days: &RangeInclusive<NaiveDate>,
    ) -> Result<Decimal, BudgetError> {
        let within = |record: &&Spending| {
            let own = record.days();
            days.contains(own.start()) && days.contains(own.end())
        };
        unspent_share(self.spending().iter().filter(within))
    }

    fn known_by(&self, told: Told) -> AmountKnown {
        let by_day = || planning_on(told.date?, self.plan()?);
        told.planning.or_else(by_day).into()
    }
}

impl<'de> Deserialize<'de> for PersonalBudget {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(from)?;
        document::read::<Stated, Self>(node).map_err(de::Error::custom)
    }
}

impl TryFrom<Stated> for PersonalBudget {
    type Error = BudgetError;

    fn try_from(stated: Stated) -> Result<Self, BudgetError> {
        stated.check()?;
        Ok(Self(stated))
    }
}

impl From<PersonalBudget> for Stated {
    fn from(budget: PersonalBudget) -> Self {
        budget.0
    }
}

impl fmt::Debug for PersonalBudget {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("PersonalBudget")
            .field("id", &self.0.id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::{Deployment, Funding, Money, Period};
    use FundingStream::{Education, Health, SocialCare};
    use Period::{FourWeekly, Monthly, OneOff, Weekly, Yearly};
    use YearLength::{Days365, Weeks52};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn builder() -> PersonalBudgetBuilder {
        PersonalBudget::builder(BudgetId::new(Uuid::from_u128(1)).unwrap())
    }

    fn amount(pence: u64, period: Period) -> Amount {
        Amount::new(Money::from_pence(pence), period).unwrap()
    }

    fn funded(lines: &[(FundingStream, u64, Period)]) -> Allocation {
        let lines = lines
            .iter()
            .map(|&(stream, pence, period)| Funding::new(stream, amount(pence, period)));
        Allocation::new(lines).unwrap()
    }

    #[test]
    fn a_budget_of_which_nothing_is_known_is_still_a_budget() {
        let budget = builder().build().unwrap();
        let json = serde_json::to_string(&budget).unwrap();
        assert_eq!(json, r#"{"id":"00000000-0000-0000-0000-000000000001"}"#);
        assert_eq!(
            serde_json::from_str::<PersonalBudget>(&json).unwrap(),
            budget
        );
        assert_eq!(budget.council_pays_per_year(Weeks52), None);
    }

    #[test]
    fn ratios_of_the_published_size_come_out_to_their_digit() {
        // Averages published for three councils, as budgets of one person.
        for (indicative, ratio) in [(24_500, "2.45"), (25_900, "2.59"), (28_100, "2.81")] {
            let budget = builder()
                .indicative(funded(&[(SocialCare, indicative, Weekly)]))
                .agreed(funded(&[(SocialCare, 40_000, FourWeekly)]))
                .build()
                .unwrap();
            assert_eq!(
                budget.indicative_to_agreed(Weeks52).unwrap().to_string(),
                ratio
            );
            assert_eq!(
                budget.indicative_to_agreed(Days365).unwrap().to_string(),
                ratio
            );
        }
    }

    #[test]
    fn a_ratio_counts_what_is_paid_once() {
        let budget = builder()
            .indicative(funded(&[(Health, 90_000, OneOff)]))
            .agreed(funded(&[
                (Health, 1_000, Monthly),
                (Health, 18_000, OneOff),
            ]))
            .build()
            .unwrap();
        assert_eq!(
            budget.indicative_to_agreed(Weeks52).unwrap(),
            Decimal::from(3)
        );
    }

    #[test]
    fn a_ratio_that_is_absent_says_why() {
        let some = || funded(&[(SocialCare, 1, Weekly)]);
        let ratio =
            |builder: PersonalBudgetBuilder| builder.build().unwrap().indicative_to_agreed(Weeks52);
        assert_eq!(
            ratio(builder().agreed(some())),
            Err(BudgetError::RatioWithoutIndicative)
        );
        assert_eq!(
            ratio(builder().indicative(some())),
            Err(BudgetError::RatioWithoutAgreed)
        );
        let nothing = builder()
            .indicative(some())
            .agreed(funded(&[(SocialCare, 0, Weekly)]));
        assert_eq!(ratio(nothing), Err(BudgetError::RatioOverNothing));
    }

    #[test]
    fn a_contribution_goes_towards_social_care_of_its_period_up_to_all_of_it() {
        let agreed = || {
            funded(&[
                (SocialCare, 10_000, Weekly),
                (Health, 50_000, Monthly),
                (Education, 1, Yearly),
            ])
        };
        let pays = |pence, period| {
            builder()
                .agreed(agreed())
                .contribution(amount(pence, period))
                .build()
        };
        let council = |pence| {
            pays(pence, Weekly)
                .unwrap()
                .council_pays_per_year(Weeks52)
                .unwrap()
        };
        assert_eq!(council(3_000).exact(), Some(Money::from_pence(7_000 * 52)));
        assert!(council(10_000).is_zero());
        assert_eq!(pays(10_001, Weekly), Err(BudgetError::ContributionTooLarge));
        assert_eq!(pays(1, Monthly), Err(BudgetError::ContributionUnfunded));
        assert!(pays(0, Monthly).is_ok());
    }

    #[test]
    fn a_contribution_to_a_budget_not_known_is_kept() {
        let budget = builder().contribution(amount(500, Weekly)).build().unwrap();
        assert_eq!(budget.contribution(), Some(amount(500, Weekly)));
    }

    #[test]
    fn a_contribution_made_once_is_not_a_yearly_one() {
        let budget = builder()
            .agreed(funded(&[
                (SocialCare, 1_000, Weekly),
                (SocialCare, 5_000, OneOff),
            ]))
            .contribution(amount(5_000, OneOff))
            .build()
            .unwrap();
        let council_pays = budget.council_pays_per_year(Weeks52).unwrap();
        assert_eq!(council_pays.exact(), Some(Money::from_pence(52_000)));
    }

    #[test]
    fn a_file_is_held_to_the_same_rules() {
        let json = |pays: &str| {
            format!(
                r#"{{"id":"00000000-0000-0000-0000-000000000001",
                "allocations":{{"agreed":{{"allocation":
                    [{{"stream":"social_care","amount":{{"money":"987.65","period":"weekly"}}}}]}}}},
                "contribution":{{"money":"{pays}","period":"weekly"}},
                "deployment":[{{"deployment":"direct_payment","share":"1"}}]}}"#
            )
        };
        let budget: PersonalBudget = serde_json::from_str(&json("987.65")).unwrap();
        assert_eq!(budget.deployment(), Some(&Deployment::DirectPayment.into()));
        let told = serde_json::from_str::<PersonalBudget>(&json("987.66"))
            .unwrap_err()
            .to_string();
        assert!(told.starts_with("contribution is more than"));
        assert!(!told.contains("987"));
    }

    #[test]
    fn debug_shows_the_pseudonym_alone() {
        let builder = builder()
            .agreed(funded(&[(SocialCare, 98_765, Weekly)]))
            .deployment(Deployment::Broker);
        for told in [
            format!("{builder:?}"),
            format!("{:?}", builder.clone().build().unwrap()),
        ] {
            assert!(
                told.ends_with("{ id: BudgetId(00000000-0000-0000-0000-000000000001), .. }"),
                "{told}"
            );
        }
    }

    fn allocations() -> impl Strategy<Value = Allocation> {
        let line = (
            prop::sample::select(FundingStream::ALL),
            0..=Amount::MAX.pence(),
            prop::sample::select(Period::ALL),
        );
        prop::collection::vec(line, 1..15).prop_map(|mut lines| {
            lines.sort_by_key(|&(stream, _, period)| (stream, period));
            lines.dedup_by_key(|&mut (stream, _, period)| (stream, period));
            funded(&lines)
        })
    }

    proptest! {
        #[test]
        fn a_budget_comes_back_from_json_and_toml(
            id in 1_u128..,
            indicative in prop::option::of(allocations()),
            agreed in prop::option::of(allocations()),
            deployment in prop::option::of(prop::sample::select(Deployment::ALL)),
        ) {
            let mut builder = PersonalBudget::builder(BudgetId::new(Uuid::from_u128(id)).unwrap());
            if let Some(allocation) = indicative {
                builder = builder.indicative(allocation);
            }
            if let Some(allocation) = agreed {
                let social = allocation.of(SocialCare).map(|part| part.lines()[0].amount());
                builder = builder.agreed(allocation);
                if let Some(all_of_it) = social {
                    builder = builder.contribution(all_of_it);
                }
            }
            if let Some(deployment) = deployment {
                builder = builder.deployment(deployment);
            }
            let budget = builder.build().unwrap();
            let json = serde_json::to_string(&budget).unwrap();
            prop_assert_eq!(&serde_json::from_str::<PersonalBudget>(&json).unwrap(), &budget);
            let text = toml::to_string(&budget).unwrap();
            prop_assert_eq!(&toml::from_str::<PersonalBudget>(&text).unwrap(), &budget);
        }

        #[test]
        fn the_council_and_the_person_together_pay_the_agreed_year(
            cost in 0..=Amount::MAX.pence(),
            paid in 0..=Amount::MAX.pence(),
            period in prop::sample::select(&[Weekly, FourWeekly, Monthly, Yearly][..]),
        ) {
            let paid = paid.min(cost);
            let budget = builder()
                .agreed(funded(&[(SocialCare, cost, period)]))
                .contribution(amount(paid, period))
                .build()
                .unwrap();
            let council = budget.council_pays_per_year(Weeks52).unwrap().exact().unwrap();
            let person = amount(paid, period).per(Yearly, Weeks52).unwrap().exact().unwrap();
            let agreed = budget.agreed().unwrap().per_year(Weeks52).exact().unwrap();
            prop_assert_eq!(council.pence() + person.pence(), agreed.pence());
        }
    }
}
