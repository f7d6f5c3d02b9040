//! One person's budget.

use super::document::{self, Node};
use super::stated::{Stated, planning_on};
use super::{
    AgeGroup, Allocation, AllocationHistory, AllocationStep, Amount, AmountKnown, BudgetError,
    BudgetId, BudgetProblem, DeploymentMix, Limit, NeedGroup, PersonalBudgetBuilder, Restriction,
    Review, ReviewOutcome, Spending, SupportCategory, SupportPlan, Told,
};
use crate::OrganisationId;
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, de};
use std::collections::BTreeSet;
use std::fmt;

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
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(try_from = "Stated")
)]
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
    use crate::budget::{
        Deployment, FinancialYear, Funding, FundingStream, Listener, Money, Period, PlanBalance,
        Planning, Rate, Stage, SupportLine, SupportPlanBuilder, YearLength,
    };
    use FundingStream::{Education, Health, SocialCare};
    use Period::{FourWeekly, Monthly, OneOff, Weekly, Yearly};
    use YearLength::{Days365, Weeks52};
    use proptest::prelude::*;
    use rust_decimal::Decimal;
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

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn step(pence: u64, on: &str) -> AllocationStep {
        AllocationStep::on(funded(&[(SocialCare, pence, Weekly)]), day(on))
    }

    fn pence(rate: Option<Rate>) -> Option<u64> {
        rate.map(|rate| rate.exact().unwrap().pence())
    }

    #[test]
    fn the_latest_allocation_is_the_one_that_counts() {
        let revised = funded(&[(SocialCare, 30_000, Weekly), (Health, 1_000, Monthly)]);
        let history = || {
            let revised = AllocationStep::on(revised.clone(), day("2014-03-03"));
            builder()
                .indicative(step(40_000, "2013-01-07"))
                .agreed(step(20_000, "2013-03-04"))
                .revised(revised)
        };
        let budget = history()
            .contribution(amount(25_000, Weekly))
            .build()
            .unwrap();
        assert_eq!(budget.latest(), Some(&revised));
        assert_eq!(
            pence(budget.council_pays_per_year(Weeks52)),
            Some(5_000 * 52)
        );
        assert_eq!(
            pence(budget.per_year_from(SocialCare, Weeks52)),
            Some(30_000 * 52)
        );
        assert_eq!(pence(budget.per_year_from(Health, Weeks52)), Some(12_000));
        assert_eq!(pence(budget.per_year_from(Education, Weeks52)), Some(0));
        assert_eq!(
            budget.indicative_to_agreed(Weeks52).unwrap(),
            Decimal::from(2)
        );
        assert_eq!(
            history().contribution(amount(30_001, Weekly)).build(),
            Err(BudgetError::ContributionTooLarge)
        );
        assert_eq!(
            builder().build().unwrap().per_year_from(Health, Weeks52),
            None
        );
    }

    #[test]
    fn a_budget_is_in_force_until_the_day_it_ends() {
        let ended = Review::on(day("2015-03-02")).outcome(ReviewOutcome::Ended);
        let budget = builder()
            .agreed(step(1, "2013-03-04"))
            .review(Review::on(day("2014-03-03")))
            .review(ended);
        let budget = budget.build().unwrap();
        assert_eq!(budget.ended(), Some(day("2015-03-02")));
        assert_eq!(budget.reviews().len(), 2);
        for (on, stands) in [
            ("2013-03-03", false),
            ("2013-03-04", true),
            ("2015-03-01", true),
            ("2015-03-02", false),
        ] {
            assert_eq!(
                budget.in_force(day(on)),
                budget.agreed().filter(|_| stands),
                "{on}"
            );
        }
        let kept = builder()
            .review(Review::on(day("2014-03-03")).outcome(ReviewOutcome::Kept))
            .build()
            .unwrap();
        assert_eq!(kept.ended(), None);
    }

    #[test]
    fn what_fell_due_in_a_year_goes_by_the_days_in_force() {
        let year = |text: &str| text.parse::<FinancialYear>().unwrap();
        // A pound a week is a seventh of a pound a day.
        let agreed = || {
            builder()
                .agreed(step(700, "2013-03-29"))
                .revised(step(1_400, "2013-04-11"))
        };
        let budget = agreed().build().unwrap();
        assert_eq!(pence(budget.due_in(year("2011-12"))), None);
        assert_eq!(pence(budget.due_in(year("2012-13"))), Some(300));
        assert_eq!(
            pence(budget.due_in(year("2013-14"))),
            Some(10 * 100 + 355 * 200)
        );
        assert_eq!(pence(budget.due_in(year("2014-15"))), Some(365 * 200));
        assert_eq!(pence(budget.due_in(year("2015-16"))), Some(366 * 200));
        let ended = agreed()
            .review(Review::on(day("2013-04-21")).outcome(ReviewOutcome::Ended))
            .build()
            .unwrap();
        assert_eq!(
            pence(ended.due_in(year("2013-14"))),
            Some(10 * 100 + 10 * 200)
        );
        assert_eq!(pence(ended.due_in(year("2014-15"))), None);
        let undated = builder()
            .agreed(funded(&[(SocialCare, 700, Weekly)]))
            .build()
            .unwrap();
        assert_eq!(undated.due_in(year("2013-14")), None);
    }

    #[test]
    fn a_plan_costs_less_as_much_or_more_than_was_agreed() {
        let balance = |pence| {
            let line = SupportLine::of(SupportCategory::Other).cost(amount(pence, OneOff));
            let regular = SupportLine::of(SupportCategory::Respite).cost(amount(1_000, Weekly));
            let plan = SupportPlan::builder()
                .line(line)
                .line(regular)
                .build()
                .unwrap();
            let agreed = funded(&[(SocialCare, 1_000, Weekly), (SocialCare, 500, OneOff)]);
            let budget = builder().agreed(agreed).plan(plan).build().unwrap();
            budget.plan_balance(Weeks52).unwrap()
        };
        let difference = |pence| amount(pence, Yearly).per(Yearly, Weeks52).unwrap();
        assert_eq!(balance(400), PlanBalance::Under(difference(100)));
        assert_eq!(balance(500), PlanBalance::Even);
        assert_eq!(balance(600), PlanBalance::Over(difference(100)));
        assert_eq!(
            builder()
                .plan(SupportPlan::default())
                .build()
                .unwrap()
                .plan_balance(Weeks52),
            None
        );
        assert_eq!(
            builder()
                .agreed(funded(&[(Health, 1, OneOff)]))
                .build()
                .unwrap()
                .plan_balance(Weeks52),
            None
        );
    }

    /// A plan begun on 4 March and signed off on 8 March 2013.
    fn dated_plan() -> SupportPlan {
        SupportPlan::builder()
            .started(day("2013-03-04"))
            .signed_off(day("2013-03-08"))
            .build()
            .unwrap()
    }

    #[test]
    fn when_the_amount_was_known_is_written_down_or_shown_by_the_days() {
        let known = |told: Option<Vec<Told>>, plan: Option<SupportPlan>| {
            let step = step(1, "2013-01-07");
            let step = told
                .map_or(Ok(step.clone()), |told| step.told(told))
                .unwrap();
            let builder = plan
                .into_iter()
                .fold(builder(), PersonalBudgetBuilder::plan);
            builder.indicative(step).build().unwrap().amount_known()
        };
        let on = |text| Some(vec![Told::of(Listener::Person).on(day(text))]);
        for (text, known_by) in [
            ("2013-03-03", AmountKnown::BeforePlanning),
            ("2013-03-04", AmountKnown::DuringPlanning),
            ("2013-03-08", AmountKnown::DuringPlanning),
            ("2013-03-09", AmountKnown::AfterPlanning),
        ] {
            assert_eq!(
                known(on(text), Some(dated_plan())),
                Some(known_by),
                "{text}"
            );
            assert_eq!(
                known(on(text), None),
                Some(AmountKnown::AtSomeTime),
                "{text}"
            );
        }
        let begun = SupportPlan::builder()
            .started(day("2013-03-04"))
            .build()
            .unwrap();
        assert_eq!(
            known(on("2013-03-03"), Some(begun.clone())),
            Some(AmountKnown::BeforePlanning)
        );
        assert_eq!(
            known(on("2013-03-04"), Some(begun)),
            Some(AmountKnown::AtSomeTime)
        );
        let signed = SupportPlan::builder()
            .signed_off(day("2013-03-08"))
            .build()
            .unwrap();
        assert_eq!(
            known(on("2013-03-08"), Some(signed)),
            Some(AmountKnown::AtSomeTime)
        );
        assert_eq!(known(Some(vec![]), None), Some(AmountKnown::Never));
        assert_eq!(known(None, None), None);
        let written = Told::of(Listener::Family).planning(Planning::After);
        assert_eq!(
            known(Some(vec![written]), None),
            Some(AmountKnown::AfterPlanning)
        );
    }

    #[test]
    fn the_first_who_knew_the_amount_counts() {
        let person = Told::of(Listener::Person);
        let indicative = step(1, "2013-01-07").told([]).unwrap();
        let agreed = step(1, "2013-03-09")
            .told([person, Told::of(Listener::Family).planning(Planning::After)])
            .unwrap();
        let budget = builder()
            .indicative(indicative)
            .agreed(agreed)
            .build()
            .unwrap();
        assert_eq!(budget.amount_known(), Some(AmountKnown::AfterPlanning));
    }

    #[test]
    fn a_stage_of_planning_that_the_days_contradict_is_refused() {
        let told = |planning, on| {
            let told = Told::of(Listener::Person).on(day(on)).planning(planning);
            let step =
                step(1, "2013-01-07").told([Told::of(Listener::Person), told][1..].iter().copied());
            builder().agreed(step.unwrap()).plan(dated_plan()).build()
        };
        let refused = Err(BudgetError::ToldPlanning {
            stage: Stage::Agreed,
            at: 0,
        });
        for (planning, last, next) in [
            (Planning::Before, "2013-03-04", "2013-03-05"),
            (Planning::During, "2013-03-08", "2013-03-09"),
        ] {
            assert!(told(planning, last).is_ok(), "{planning}");
            assert_eq!(told(planning, next), refused, "{planning}");
        }
        for (planning, first, before) in [
            (Planning::During, "2013-03-04", "2013-03-03"),
            (Planning::After, "2013-03-08", "2013-03-07"),
        ] {
            assert!(told(planning, first).is_ok(), "{planning}");
            assert_eq!(told(planning, before), refused, "{planning}");
        }
    }

    #[test]
    fn one_date_of_the_plan_stands_for_the_other() {
        let told = |planning, on, plan: SupportPlanBuilder| {
            let told = Told::of(Listener::Person).on(day(on)).planning(planning);
            let step = step(1, "2013-01-07").told([told]).unwrap();
            builder()
                .agreed(step)
                .plan(plan.build().unwrap())
                .build()
                .is_ok()
        };
        let begun = || SupportPlan::builder().started(day("2013-03-04"));
        let signed = || SupportPlan::builder().signed_off(day("2013-03-04"));
        assert!(
            told(Planning::Before, "2013-03-04", signed())
                && !told(Planning::Before, "2013-03-05", signed())
        );
        assert!(
            told(Planning::After, "2013-03-04", begun())
                && !told(Planning::After, "2013-03-03", begun())
        );
        assert!(
            told(Planning::During, "2013-03-01", signed())
                && told(Planning::During, "2013-03-09", begun())
        );
    }

    #[test]
    fn restrictions_and_lines_name_parts_of_the_mix() {
        use Deployment::{Broker, DirectPayment};
        let restricted = |named| {
            let whole = Restriction::on(Limit::Purpose);
            builder().restrictions([whole.clone(), whole.deployment(named)])
        };
        let planned = |named| {
            let line = SupportLine::of(SupportCategory::Respite).deployment(named);
            let plan = SupportPlan::builder()
                .line(SupportLine::of(SupportCategory::Other))
                .line(line);
            builder().plan(plan.build().unwrap())
        };
        assert!(restricted(Broker).deployment(Broker).build().is_ok());
        assert!(restricted(Broker).build().is_ok());
        assert!(planned(Broker).deployment(Broker).build().is_ok());
        assert!(planned(Broker).build().is_ok());
        assert_eq!(
            restricted(Broker).deployment(DirectPayment).build(),
            Err(BudgetError::RestrictionDeployment {
                at: 1,
                deployment: Broker
            })
        );
        assert_eq!(
            planned(Broker).deployment(DirectPayment).build(),
            Err(BudgetError::LineDeployment {
                line: 1,
                category: SupportCategory::Respite,
                deployment: Broker
            })
        );
    }

    #[test]
    fn limits_and_categories_are_sets_and_nothing_is_not_unknown() {
        let restrictions = [Limit::Purpose, Limit::Provider, Limit::Purpose].map(Restriction::on);
        let budget = builder()
            .restrictions(restrictions)
            .plan(SupportPlan::default())
            .build()
            .unwrap();
        assert_eq!(
            budget.limits(),
            Some([Limit::Provider, Limit::Purpose].into())
        );
        assert_eq!(budget.restrictions().map(<[_]>::len), Some(3));
        assert_eq!(budget.categories(), Some(BTreeSet::new()));
        let line = SupportLine::of(SupportCategory::Respite);
        let used = builder()
            .plan(SupportPlan::builder().line(line).build().unwrap())
            .build()
            .unwrap();
        assert_eq!(used.categories(), Some([SupportCategory::Respite].into()));
        let free = builder().restrictions([]).build().unwrap();
        assert_eq!(
            (free.limits(), free.restrictions()),
            (Some(BTreeSet::new()), Some(&[][..]))
        );
        let unknown = builder().build().unwrap();
        assert_eq!((unknown.limits(), unknown.categories()), (None, None));
        assert!(unknown.restrictions().is_none() && unknown.plan().is_none());
    }

    #[test]
    fn reviews_follow_the_agreed_budget_and_each_other() {
        let reviewed = |days: [&str; 2]| {
            let agreed = builder().agreed(step(1, "2013-03-04"));
            days.into_iter()
                .fold(agreed, |builder, on| builder.review(Review::on(day(on))))
                .build()
        };
        assert!(reviewed(["2013-03-04", "2013-03-04"]).is_ok());
        assert_eq!(
            reviewed(["2013-03-03", "2013-03-04"]),
            Err(BudgetError::ReviewBeforeAgreed { at: 0 })
        );
        assert_eq!(
            reviewed(["2013-03-06", "2013-03-05"]),
            Err(BudgetError::ReviewOrder { at: 1 })
        );
        let ended = Review::on(day("2013-03-04")).outcome(ReviewOutcome::Ended);
        assert_eq!(
            builder().review(ended).review(ended).build(),
            Err(BudgetError::ReviewAfterEnd { at: 1 })
        );
    }

    fn spent(first: &str, last: &str, paid_in: u64, spent: u64) -> Spending {
        Spending::new(
            day(first)..=day(last),
            Money::from_pence(paid_in),
            Money::from_pence(spent),
        )
        .unwrap()
    }

    #[test]
    fn records_of_spending_do_not_overlap() {
        let records = |second| {
            builder()
                .spending(spent("2013-04-01", "2013-04-28", 1, 1))
                .spending(spent(second, "2013-06-01", 1, 1))
                .build()
        };
        assert!(records("2013-04-29").is_ok());
        assert_eq!(
            records("2013-04-28"),
            Err(BudgetError::SpendingOverlap { at: 1 })
        );
    }

    #[test]
    fn the_unspent_share_is_of_all_records_or_of_those_within_some_days() {
        let budget = builder()
            .spending(spent("2013-04-01", "2014-03-31", 1_000, 900))
            .spending(spent("2014-04-01", "2015-03-31", 1_000, 700))
            .build()
            .unwrap();
        assert_eq!(budget.unspent_share().unwrap(), Decimal::new(2, 1));
        let within = |first, last| budget.unspent_share_in(&(day(first)..=day(last)));
        assert_eq!(
            within("2014-04-01", "2015-03-31").unwrap(),
            Decimal::new(3, 1)
        );
        assert_eq!(
            within("2013-04-01", "2015-03-30").unwrap(),
            Decimal::new(1, 1)
        );
        assert_eq!(
            within("2013-04-02", "2015-03-31").unwrap(),
            Decimal::new(3, 1)
        );
        assert_eq!(
            within("2014-04-02", "2015-03-31"),
            Err(BudgetError::UnspentOfNothing)
        );
        assert_eq!(
            builder().build().unwrap().unspent_share(),
            Err(BudgetError::UnspentOfNothing)
        );
    }

    #[test]
    fn groups_and_organisation_are_kept_for_statistics() {
        let budget = builder()
            .organisation("E08000035".parse().unwrap())
            .need_group(NeedGroup::LearningDisability)
            .age_group(AgeGroup::From65)
            .build()
            .unwrap();
        assert_eq!(budget.organisation().unwrap().as_str(), "E08000035");
        assert_eq!(
            (budget.need_group(), budget.age_group()),
            (Some(NeedGroup::LearningDisability), Some(AgeGroup::From65))
        );
        let json = serde_json::to_string(&budget).unwrap();
        assert!(
            json.contains(r#""need_group":"learning_disability","age_group":"65+""#),
            "{json}"
        );
        assert_eq!(PersonalBudget::from_json(&json).unwrap(), budget);
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
