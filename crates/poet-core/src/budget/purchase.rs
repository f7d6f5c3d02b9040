//! Which deployment can buy which support.

use super::text::{Text, codes};
use super::{
    BudgetError, Deployment, DeploymentMix, Frequency, PersonalBudget, ProviderKind,
    SupportCategory, SupportLine, SupportPlan, SupportUnit, YearLength, england,
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a rule says about a purchase.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum Verdict {
    /// It depends: somebody has to ask whether this may be bought.
    Ask,
    /// It may not be bought.
    NotAllowed,
}

codes!(Verdict, "verdict", Ask = "ask", NotAllowed = "not_allowed",);

/// One rule: support of a category, from a kind of provider, or both, that some deployments cannot buy freely.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PurchaseRule {
    /// Name of the rule.
    pub id: String,
    /// The category it is about; absent for every one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<SupportCategory>,
    /// The kind of provider it is about; absent for every one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderKind>,
    /// Deployments that it limits.
    pub deployments: Vec<Deployment>,
    /// What it says about them.
    pub verdict: Verdict,
    /// Nights in a year up to which it says nothing; where a line does not show its nights, the verdict is to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_nights: Option<u32>,
    /// Why, in a sentence.
    pub because: String,
    /// Where that is laid down.
    pub source: String,
}

/// Table of rules that say which deployment can buy which support.
///
/// Holds rules with names of their own, each about a category or a kind of provider, and limiting at least one
/// deployment. The rules of places differ, so the table is data: [`PurchaseRules::to_toml`] writes the default one to be
/// changed.
///
/// The default table is that of England:
///
/// | rule | support | deployments | verdict |
/// |---|---|---|---|
/// | `residential` | residential | direct payment, also by a nominee | not allowed over 28 nights a year |
/// | `council_services` | provided by the council | direct payment, also by a nominee | ask |
/// | `family_at_home` | provided by the family | direct payment, also by a nominee | ask |
/// | `shared_lives` | Shared Lives | direct payment, also by a nominee | ask |
///
/// # Source
///
/// - `residential`: Care and Support (Direct Payments) Regulations 2014, regulation 6: a care home for at most four weeks
///   in any twelve months. Stays further apart than four weeks are not added up there; the table adds up all.
/// - `council_services`: Care and Support Statutory Guidance, chapter 12: as a general rule not to be spent on services of
///   the council that pays, though it may allow that once in a while.
/// - `family_at_home`: the same Regulations: a relative in the same household only where the council finds it necessary.
///   A plan does not say who shares a household.
/// - `shared_lives`: practice, no law: many schemes contract with the council alone.
///
/// # Examples
///
/// ```
/// use poet_core::budget::{
///     BudgetId, Deployment, PersonalBudget, PurchaseRules, SupportCategory, SupportLine, SupportPlan, Verdict,
/// };
/// use uuid::Uuid;
///
/// let plan = SupportPlan::builder().line(SupportLine::of(SupportCategory::SharedLives)).build()?;
/// let budget = PersonalBudget::builder(BudgetId::new(Uuid::from_u128(7))?)
///     .deployment(Deployment::DirectPayment)
///     .plan(plan)
///     .build()?;
/// let findings = PurchaseRules::default().check(&budget);
/// assert_eq!((findings[0].line, findings[0].verdict), (0, Verdict::Ask));
/// assert!(findings[0].to_string().starts_with("line 0 (shared_lives) by direct_payment: ask (shared_lives)"));
/// # Ok::<(), poet_core::budget::BudgetError>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Stated", into = "Stated")]
pub struct PurchaseRules(Vec<PurchaseRule>);

impl PurchaseRules {
    /// Takes rules; none, if all may be bought by all.
    ///
    /// # Errors
    ///
    /// [`BudgetError::PurchaseRule`] with the place of the first that cannot be kept.
    pub fn new(rules: impl IntoIterator<Item = PurchaseRule>) -> Result<Self, BudgetError> {
        let rules: Vec<_> = rules.into_iter().collect();
        for (at, rule) in rules.iter().enumerate() {
            let wants = match rule {
                _ if rule.id.is_empty() => "a name",
                _ if rules[..at].iter().any(|other| other.id == rule.id) => "a name of its own",
                _ if rule.category.is_none() && rule.provider.is_none() => {
                    "a category or a kind of provider"
                }
                _ if rule.deployments.is_empty() => "a deployment",
                _ => continue,
            };
            return Err(BudgetError::PurchaseRule { at, wants });
        }
        Ok(Self(rules))
    }

    /// Reads a table of `[[rule]]`.
    ///
    /// # Errors
    ///
    /// [`BudgetError::PurchaseTable`] with the line, and what [`PurchaseRules::new`] refuses.
    pub fn from_toml(text: &str) -> Result<Self, BudgetError> {
        let stated: Stated = toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or(text);
            BudgetError::PurchaseTable {
                line: 1 + before.matches('\n').count(),
            }
        })?;
        stated.try_into()
    }

    /// Writes the table to be read by people and changed; [`PurchaseRules::from_toml`] reads it.
    pub fn to_toml(&self) -> String {
        // Texts, numbers and lists of them: TOML has a place for each.
        toml::to_string_pretty(self).unwrap_or_default()
    }

    /// The rules in their order.
    pub fn rules(&self) -> &[PurchaseRule] {
        &self.0
    }

    /// Lines of the plan that the deployment cannot buy freely, in the order of the lines and then of the rules.
    ///
    /// A line that does not say which part of the budget pays for it is found only where no part of the mix can buy it
    /// freely; the part named is the first that comes closest.
    pub fn check(&self, budget: &PersonalBudget) -> Vec<PurchaseFinding> {
        let lines = budget.plan().map(SupportPlan::lines).unwrap_or_default();
        let mix = budget
            .deployment()
            .map(DeploymentMix::parts)
            .unwrap_or_default();
        let parts: Vec<_> = mix.iter().map(|&(part, _)| part).collect();
        let on = |(at, line): (usize, &SupportLine)| {
            let one = line.deployment.as_slice();
            let payers = if one.is_empty() { &parts } else { one };
            let found = payers.iter().map(|&payer| self.of_line(at, line, payer));
            found.min_by_key(worst).unwrap_or_default()
        };
        lines.iter().enumerate().flat_map(on).collect()
    }

    fn of_line(
        &self,
        at: usize,
        line: &SupportLine,
        deployment: Deployment,
    ) -> Vec<PurchaseFinding> {
        let rules = self.0.iter();
        let found = rules.filter_map(|rule| {
            Some(PurchaseFinding {
                line: at,
                category: line.category,
                deployment,
                rule: rule.id.clone(),
                verdict: rule.verdict_on(line, deployment)?,
                because: rule.because.clone(),
            })
        });
        found.collect()
    }
}

impl PurchaseRule {
    /// What the rule says about `line`, bought by `deployment`; nothing, if it is free.
    fn verdict_on(&self, line: &SupportLine, deployment: Deployment) -> Option<Verdict> {
        let about = self
            .category
            .is_none_or(|category| category == line.category)
            && self
                .provider
                .is_none_or(|provider| Some(provider) == line.provider)
            && self.deployments.contains(&deployment);
        match (
            about,
            self.free_nights,
            line.frequency.and_then(nights_a_year),
        ) {
            (false, ..) => None,
            (true, None, _) => Some(self.verdict),
            (true, Some(_), None) => Some(Verdict::Ask),
            (true, Some(free), Some(nights)) => {
                (nights > Decimal::from(free)).then_some(self.verdict)
            }
        }
    }
}

#[expect(
    clippy::ptr_arg,
    reason = "the key of a minimum takes what the iterator holds"
)]
fn worst(findings: &Vec<PurchaseFinding>) -> Option<Verdict> {
    findings.iter().map(|finding| finding.verdict).max()
}

/// Nights of a year, where the unit tells; in 52 weeks, since a rule counts whole weeks.
fn nights_a_year(frequency: Frequency) -> Option<Decimal> {
    let nights = match frequency.unit() {
        SupportUnit::Nights | SupportUnit::Days => 1,
        SupportUnit::Weeks => 7,
        SupportUnit::Hours | SupportUnit::Sessions | SupportUnit::Pieces => return None,
    };
    Some(frequency.per_year(YearLength::Weeks52) * Decimal::from(nights))
}

impl Default for PurchaseRules {
    /// The rules of England.
    fn default() -> Self {
        Self(england::rules())
    }
}

/// A line of a plan that its deployment cannot buy freely.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct PurchaseFinding {
    /// Place of the line, from 0.
    pub line: usize,
    /// What is bought.
    pub category: SupportCategory,
    /// What pays for it.
    pub deployment: Deployment,
    /// Name of the rule.
    pub rule: String,
    /// What the rule says.
    pub verdict: Verdict,
    /// Why.
    pub because: String,
}

impl fmt::Display for PurchaseFinding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line,
            category,
            deployment,
            rule,
            verdict,
            because,
        } = self;
        write!(
            to,
            "line {line} ({category}) by {deployment}: {verdict} ({rule}), {because}"
        )
    }
}

/// Table as a file states it.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    rule: Vec<PurchaseRule>,
}

impl TryFrom<Stated> for PurchaseRules {
    type Error = BudgetError;

    fn try_from(stated: Stated) -> Result<Self, BudgetError> {
        Self::new(stated.rule)
    }
}

impl From<PurchaseRules> for Stated {
    fn from(rules: PurchaseRules) -> Self {
        Self { rule: rules.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::{BudgetId, Period};
    use Deployment::{CouncilManaged, DirectPayment, IndividualServiceFund, NomineeDirectPayment};
    use SupportCategory::{HomeCare, Residential, SharedLives};
    use uuid::Uuid;

    fn found(
        lines: &[SupportLine],
        mix: &[(Deployment, i64)],
    ) -> Vec<(usize, Deployment, String, Verdict)> {
        let plan = lines
            .iter()
            .fold(SupportPlan::builder(), |plan, line| plan.line(*line));
        let mut budget = PersonalBudget::builder(BudgetId::new(Uuid::from_u128(1)).unwrap())
            .plan(plan.build().unwrap());
        if !mix.is_empty() {
            let parts = mix
                .iter()
                .map(|&(part, tenths)| (part, Decimal::new(tenths, 1)));
            budget = budget.deployment(DeploymentMix::new(parts).unwrap());
        }
        let findings = PurchaseRules::default().check(&budget.build().unwrap());
        let findings = findings.into_iter();
        findings
            .map(|one| (one.line, one.deployment, one.rule, one.verdict))
            .collect()
    }

    fn stay(quantity: &str, unit: SupportUnit, per: Period) -> SupportLine {
        let quantity = Decimal::from_str_exact(quantity).unwrap();
        SupportLine::of(Residential).frequency(Frequency::new(quantity, unit, per).unwrap())
    }

    #[test]
    fn a_care_home_is_free_for_four_weeks_a_year() {
        for (line, verdict) in [
            (stay("28", SupportUnit::Nights, Period::Yearly), None),
            (
                stay("28.01", SupportUnit::Days, Period::Yearly),
                Some(Verdict::NotAllowed),
            ),
            (stay("4", SupportUnit::Weeks, Period::Yearly), None),
            (
                stay("5", SupportUnit::Weeks, Period::Yearly),
                Some(Verdict::NotAllowed),
            ),
            (
                stay("7", SupportUnit::Nights, Period::Weekly),
                Some(Verdict::NotAllowed),
            ),
            (stay("2", SupportUnit::Nights, Period::FourWeekly), None),
            (
                stay("1", SupportUnit::Sessions, Period::Yearly),
                Some(Verdict::Ask),
            ),
            (SupportLine::of(Residential), Some(Verdict::Ask)),
        ] {
            for payer in [DirectPayment, NomineeDirectPayment] {
                let wanted: Vec<_> = verdict
                    .iter()
                    .map(|&verdict| (0, payer, "residential".to_owned(), verdict))
                    .collect();
                assert_eq!(
                    found(&[line], &[(payer, 10)]),
                    wanted,
                    "{:?}",
                    line.frequency
                );
            }
            assert_eq!(found(&[line], &[(CouncilManaged, 10)]), []);
        }
    }

    #[test]
    fn the_provider_counts_as_well_as_the_category() {
        let lines = [
            SupportLine::of(HomeCare).provider(ProviderKind::Council),
            SupportLine::of(HomeCare).provider(ProviderKind::Private),
            SupportLine::of(HomeCare),
            SupportLine::of(SharedLives).provider(ProviderKind::Family),
        ];
        let ask = |line, rule: &str| (line, DirectPayment, rule.to_owned(), Verdict::Ask);
        assert_eq!(
            found(&lines, &[(DirectPayment, 10)]),
            [
                ask(0, "council_services"),
                ask(3, "family_at_home"),
                ask(3, "shared_lives")
            ]
        );
    }

    #[test]
    fn a_line_that_names_no_payer_is_bought_by_the_part_that_can() {
        let line = SupportLine::of(SharedLives);
        let mix = [(DirectPayment, 5), (IndividualServiceFund, 5)];
        assert_eq!(found(&[line], &mix), []);
        assert_eq!(found(&[line.deployment(IndividualServiceFund)], &mix), []);
        assert_eq!(found(&[line.deployment(DirectPayment)], &mix).len(), 1);
        assert_eq!(found(&[line], &[]), []);
        let both = [(NomineeDirectPayment, 5), (DirectPayment, 5)];
        assert_eq!(found(&[line], &both)[0].1, DirectPayment);
    }

    #[test]
    fn the_table_comes_back_from_toml_and_may_be_changed() {
        let default = PurchaseRules::default();
        let text = default.to_toml();
        assert_eq!(PurchaseRules::from_toml(&text).unwrap(), default);
        assert_eq!(default.rules().len(), 4);
        let changed =
            PurchaseRules::from_toml(&text.replace("free_nights = 28", "free_nights = 56"))
                .unwrap();
        assert_eq!(changed.rules()[0].free_nights, Some(56));
    }

    #[test]
    fn a_table_that_cannot_be_kept_says_where() {
        let text = PurchaseRules::default().to_toml();
        let refused = |from: &str, to: &str| {
            PurchaseRules::from_toml(&text.replacen(from, to, 1)).unwrap_err()
        };
        let broken = |at, wants| BudgetError::PurchaseRule { at, wants };
        assert_eq!(
            refused("id = \"residential\"", "id = \"\""),
            broken(0, "a name")
        );
        assert_eq!(
            refused("id = \"shared_lives\"", "id = \"residential\""),
            broken(3, "a name of its own")
        );
        assert_eq!(
            refused("category = \"residential\"\n", ""),
            broken(0, "a category or a kind of provider")
        );
        let list = "[\n    \"direct_payment\",\n    \"nominee_direct_payment\",\n]";
        assert_eq!(refused(list, "[]"), broken(0, "a deployment"));
        assert_eq!(
            refused("verdict = \"not_allowed\"", "verdict = \"never\""),
            BudgetError::PurchaseTable { line: 8 }
        );
        assert_eq!(
            refused("id = \"residential\"", "id = 7"),
            BudgetError::PurchaseTable { line: 2 }
        );
    }
}
