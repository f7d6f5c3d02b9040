//! One person's budget.

use super::{
    Allocation, Amount, BudgetError, BudgetId, DeploymentMix, FundingStream, Rate, YearLength,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One person's budget: what meeting the person's eligible needs costs, who pays what of it, and how it is held.
///
/// Any part may be absent, since many people were never told. Holds a contribution only towards social care (the NHS
/// and education charge nobody): beside an agreed allocation it is at most the social care line of the same period.
/// `Debug` shows the pseudonym alone.
///
/// # Source
///
/// Care Act 2014, section 26: the cost, what the adult must pay towards it, and the balance that the council pays.
#[derive(Clone, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "Stated", into = "Stated")]
pub struct PersonalBudget(Stated);

impl PersonalBudget {
    /// Starts from a pseudonym; all else is optional.
    pub fn builder(id: BudgetId) -> PersonalBudgetBuilder {
        PersonalBudgetBuilder(Stated {
            id,
            indicative: None,
            agreed: None,
            contribution: None,
            deployment: None,
        })
    }

    /// Which budget.
    pub fn id(&self) -> BudgetId {
        self.0.id
    }

    /// The estimate before planning; no entitlement.
    pub fn indicative(&self) -> Option<&Allocation> {
        self.0.indicative.as_ref()
    }

    /// The budget fixed at sign-off, the person's contribution not yet taken off.
    pub fn agreed(&self) -> Option<&Allocation> {
        self.0.agreed.as_ref()
    }

    /// What the person pays towards social care.
    pub fn contribution(&self) -> Option<Amount> {
        self.0.contribution
    }

    /// How the budget is held.
    pub fn deployment(&self) -> Option<&DeploymentMix> {
        self.0.deployment.as_ref()
    }

    /// Indicative over agreed budget, each with all that is paid in the first year.
    ///
    /// # Units
    ///
    /// A ratio, exact to 28 significant digits: 2 says that twice as much was indicated as agreed. The year length
    /// matters only where the two have different periods.
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

    /// Regular payments of a year that the council makes for social care: the agreed ones less the contribution.
    ///
    /// Absent without agreed social care funding. A budget without a contribution is one towards which nothing is paid.
    pub fn council_pays_per_year(&self, year: YearLength) -> Option<Rate> {
        let agreed = self.agreed()?.of(FundingStream::SocialCare)?.per_year(year);
        // Not under zero: the contribution is at most the social care line of its own period.
        Some(agreed.minus(Rate::yearly(self.contribution().into_iter(), year)))
    }
}

/// Makes a [`PersonalBudget`] of the parts that are known.
#[derive(Clone)]
#[must_use = "a builder makes nothing until it is built"]
pub struct PersonalBudgetBuilder(Stated);

impl PersonalBudgetBuilder {
    /// The estimate before planning. Default: not known.
    pub fn indicative(mut self, allocation: Allocation) -> Self {
        self.0.indicative = Some(allocation);
        self
    }

    /// The budget fixed at sign-off, the person's contribution not yet taken off. Default: not known.
    pub fn agreed(mut self, allocation: Allocation) -> Self {
        self.0.agreed = Some(allocation);
        self
    }

    /// What the person pays towards social care. Default: nothing.
    pub fn contribution(mut self, amount: Amount) -> Self {
        self.0.contribution = Some(amount);
        self
    }

    /// How the budget is held. Default: not known.
    pub fn deployment(mut self, deployment: impl Into<DeploymentMix>) -> Self {
        self.0.deployment = Some(deployment.into());
        self
    }

    /// Checks the parts against each other.
    ///
    /// # Errors
    ///
    /// [`BudgetError::ContributionUnfunded`] if social care agreed nothing for the contribution's period, and
    /// [`BudgetError::ContributionTooLarge`] if it agreed less.
    pub fn build(self) -> Result<PersonalBudget, BudgetError> {
        PersonalBudget::try_from(self.0)
    }
}

/// Budget as it is stated, its parts not yet checked against each other.
#[derive(Clone, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    id: BudgetId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    indicative: Option<Allocation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    agreed: Option<Allocation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    contribution: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deployment: Option<DeploymentMix>,
}

impl TryFrom<Stated> for PersonalBudget {
    type Error = BudgetError;

    fn try_from(stated: Stated) -> Result<Self, BudgetError> {
        if let (Some(agreed), Some(contribution)) = (&stated.agreed, stated.contribution) {
            let charged = agreed.paid(FundingStream::SocialCare, contribution.period());
            if contribution.money() > charged.unwrap_or_default() {
                let unfunded = BudgetError::ContributionUnfunded;
                return Err(charged.map_or(unfunded, |_| BudgetError::ContributionTooLarge));
            }
        }
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

impl fmt::Debug for PersonalBudgetBuilder {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("PersonalBudgetBuilder")
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
                "agreed":[{{"stream":"social_care","amount":{{"money":"987.65","period":"weekly"}}}}],
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
