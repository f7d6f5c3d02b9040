//! Budgets and support plans that keep every rule.

use chrono::{Days, NaiveDate};
use poet_core::FreeText;
use poet_core::budget::{
    AgeGroup, Amount, BudgetError, BudgetId, Deployment, DeploymentMix, Limit, Money, NeedGroup,
    PersonalBudget, PersonalBudgetBuilder, Restriction, Review, ReviewKind, ReviewOutcome,
    Spending,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::budget_history::{History, history, with_history};
use super::support_plan::{PlanDraft, plan_draft};

/// Budgets that keep every rule, with any part of them absent: every stage of the history, every way of holding and every kind of
/// support comes up.
///
/// # Examples
///
/// A case-management system writes budgets of its own and reads them back:
///
/// ```
/// use poet_core::budget::PersonalBudget;
/// use poet_testkit::strategy::budget;
/// use proptest::prelude::*;
/// use proptest::test_runner::TestRunner;
///
/// TestRunner::default().run(&budget(), |budget| {
///     let stored = serde_json::to_string(&budget).unwrap();
///     prop_assert_eq!(PersonalBudget::from_json(&stored).unwrap(), budget);
///     Ok(())
/// })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn budget() -> impl Strategy<Value = PersonalBudget> {
    (head(), history(), held(), later())
        .prop_filter_map("parts past the calendar", |(head, history, held, later)| {
            built(&head, &history, &held, &later).ok()
        })
}

/// Who, and which groups.
#[derive(Clone, Debug)]
struct Head {
    id: u128,
    organisation: Option<String>,
    need: Option<NeedGroup>,
    age: Option<AgeGroup>,
}

fn head() -> impl Strategy<Value = Head> {
    (
        1_u128..,
        prop::option::of("[A-Z][0-9]{8}"),
        prop::option::of(select(NeedGroup::ALL)),
        prop::option::of(select(AgeGroup::ALL)),
    )
        .prop_map(|(id, organisation, need, age)| Head {
            id,
            organisation,
            need,
            age,
        })
}

/// What is limited, for which part of the mix, in which words.
type RestrictionDraft = (Limit, Option<Index>, Option<String>);

#[derive(Clone, Debug)]
struct Held {
    mix: Option<DeploymentMix>,
    restrictions: Option<Vec<RestrictionDraft>>,
    plan: Option<PlanDraft>,
}

fn held() -> impl Strategy<Value = Held> {
    let words = prop::option::of("\\PC{0,30}");
    let restriction = (select(Limit::ALL), prop::option::of(any::<Index>()), words);
    (
        prop::option::weighted(0.8, mix()),
        prop::option::of(prop::collection::vec(restriction, 0..4)),
        prop::option::weighted(0.7, plan_draft()),
    )
        .prop_map(|(mix, restrictions, plan)| Held {
            mix,
            restrictions,
            plan,
        })
}

/// Shares in thousandths: cuts at up to five places.
fn mix() -> impl Strategy<Value = DeploymentMix> {
    const WHOLE: i64 = 1_000;
    let cuts = prop::collection::btree_set(1..WHOLE, 0..Deployment::ALL.len());
    let order = Just(Deployment::ALL.to_vec()).prop_shuffle();
    (cuts, order).prop_filter_map("shares that do not add up", |(cuts, order)| {
        let ends = cuts.iter().copied().chain([WHOLE]);
        let starts = [0].into_iter().chain(cuts.iter().copied());
        let shares = ends
            .zip(starts)
            .map(|(end, start)| Decimal::new(end - start, 3));
        DeploymentMix::new(order.into_iter().zip(shares)).ok()
    })
}

#[derive(Clone, Debug)]
struct Later {
    /// Days after the review before it.
    reviews: Vec<(u64, Option<ReviewKind>, Option<ReviewOutcome>)>,
    /// Days after the record before it and its length, then brought forward, paid in, spent, and per cent carried over.
    spending: Vec<(u64, u64, [Money; 3], Option<u64>)>,
}

fn later() -> impl Strategy<Value = Later> {
    let review = (
        0..400_u64,
        prop::option::of(select(ReviewKind::ALL)),
        prop::option::of(select(ReviewOutcome::ALL)),
    );
    let record = (
        1..60_u64,
        0..400_u64,
        [money(), money(), money()],
        prop::option::of(0..=100_u64),
    );
    (
        prop::collection::vec(review, 0..4),
        prop::collection::vec(record, 0..4),
    )
        .prop_map(|(reviews, spending)| Later { reviews, spending })
}

pub(super) fn day() -> impl Strategy<Value = NaiveDate> {
    (0..6_000_u64).prop_filter_map("days past the calendar", |days| {
        NaiveDate::from_ymd_opt(2008, 4, 1)?.checked_add_days(Days::new(days))
    })
}

pub(super) fn money() -> impl Strategy<Value = Money> {
    prop_oneof![
        1 => Just(0),
        8 => 0..=10_000_000_u64,
        1 => Just(Amount::MAX.pence()),
    ]
    .prop_map(Money::from_pence)
}

fn built(
    head: &Head,
    history: &History,
    held: &Held,
    later: &Later,
) -> Result<PersonalBudget, BudgetError> {
    let mut builder = PersonalBudget::builder(BudgetId::new(Uuid::from_u128(head.id))?);
    if let Some(organisation) = head
        .organisation
        .as_ref()
        .and_then(|name| name.parse().ok())
    {
        builder = builder.organisation(organisation);
    }
    if let Some(need) = head.need {
        builder = builder.need_group(need);
    }
    if let Some(age) = head.age {
        builder = builder.age_group(age);
    }
    let parts: Vec<Deployment> = held
        .mix
        .iter()
        .flat_map(DeploymentMix::parts)
        .map(|part| part.0)
        .collect();
    let plan = held
        .plan
        .as_ref()
        .map(|plan| plan.built(&parts))
        .transpose()?;
    let (builder, agreed_on) = with_history(builder, history, plan.as_ref())?;
    let mut builder = with_later(builder, agreed_on.unwrap_or(history.first_day), later)?;
    if let Some(restrictions) = &held.restrictions {
        builder = builder.restrictions(restrictions.iter().map(|drawn| restriction(drawn, &parts)));
    }
    if let Some(mix) = &held.mix {
        builder = builder.deployment(mix.clone());
    }
    if let Some(plan) = plan {
        builder = builder.plan(plan);
    }
    builder.build()
}

fn restriction((limit, part, words): &RestrictionDraft, parts: &[Deployment]) -> Restriction {
    let restriction = Restriction::on(*limit);
    let restriction = match part {
        Some(part) if !parts.is_empty() => restriction.deployment(*part.get(parts)),
        _ => restriction,
    };
    match words {
        Some(words) => restriction.words(FreeText::new(words.as_str())),
        None => restriction,
    }
}

fn with_later(
    mut builder: PersonalBudgetBuilder,
    agreed_on: NaiveDate,
    later: &Later,
) -> Result<PersonalBudgetBuilder, BudgetError> {
    let mut today = agreed_on;
    for &(gap, kind, outcome) in &later.reviews {
        today = today + Days::new(gap);
        builder = builder.review(Review {
            date: today,
            kind,
            outcome,
        });
        if outcome == Some(ReviewOutcome::Ended) {
            break;
        }
    }
    let mut today = agreed_on;
    for &(gap, length, [brought_forward, paid_in, spent], percent) in &later.spending {
        let first = today + Days::new(gap);
        today = first + Days::new(length);
        let record =
            Spending::new(first..=today, paid_in, spent)?.brought_forward(brought_forward)?;
        builder = builder.spending(match percent {
            Some(percent) => {
                record.carried_over(Money::from_pence(record.left().pence() * percent / 100))?
            }
            None => record,
        });
    }
    Ok(builder)
}

#[cfg(test)]
mod tests {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    use poet_core::budget::{FundingStream, Listener, Period, Planning};

    use super::*;

    #[test]
    fn budgets_with_every_part_and_every_code_are_drawn() {
        let mut runner = TestRunner::deterministic();
        let drawn: Vec<_> = (0..600)
            .map(|_| budget().new_tree(&mut runner).unwrap().current())
            .collect();
        let json: String = drawn
            .iter()
            .map(|budget| serde_json::to_string(budget).unwrap())
            .collect();
        let fields = [
            "organisation",
            "need_group",
            "age_group",
            "indicative",
            "agreed",
            "revised",
            "told",
            "date",
            "planning",
            "contribution",
            "deployment",
            "restrictions",
            "words",
            "plan",
            "outcomes",
            "item",
            "series",
            "helped_by",
            "views",
            "started",
            "signed_off",
            "lines",
            "provider",
            "cost",
            "stream",
            "frequency",
            "reviews",
            "kind",
            "outcome",
            "spending",
            "brought_forward",
            "carried_over",
        ];
        for field in fields {
            assert!(json.contains(&format!("\"{field}\":")), "{field}");
        }
        let codes = NeedGroup::ALL.iter().map(|one| one.code());
        let codes = codes.chain(AgeGroup::ALL.iter().map(|one| one.code()));
        let codes = codes.chain(FundingStream::ALL.iter().map(|one| one.code()));
        let codes = codes.chain(Period::ALL.iter().map(|one| one.code()));
        let codes = codes.chain(Deployment::ALL.iter().map(|one| one.code()));
        let codes = codes.chain(Limit::ALL.iter().map(|one| one.code()));
        let codes = codes.chain(Listener::ALL.iter().map(|one| one.code()));
        let codes = codes.chain(Planning::ALL.iter().map(|one| one.code()));
        let codes = codes.chain(ReviewKind::ALL.iter().map(|one| one.code()));
        let codes = codes.chain(ReviewOutcome::ALL.iter().map(|one| one.code()));
        for code in codes {
            assert!(json.contains(&format!("\"{code}\"")), "{code}");
        }
        assert!(json.contains("\"restrictions\":[]") && json.contains("\"told\":[]"));
    }

    #[test]
    fn a_budget_shrinks_to_little() {
        let mut runner = TestRunner::deterministic();
        for _ in 0..20 {
            let mut tree = budget().new_tree(&mut runner).unwrap();
            while tree.simplify() {}
            let json = serde_json::to_string(&tree.current()).unwrap();
            assert_eq!(json, r#"{"id":"00000000-0000-0000-0000-000000000001"}"#);
        }
    }

    proptest! {
        #[test]
        fn a_budget_comes_back_from_json_and_toml(budget in budget()) {
            let json = serde_json::to_string(&budget).unwrap();
            prop_assert_eq!(&PersonalBudget::from_json(&json).unwrap(), &budget);
            prop_assert_eq!(&serde_json::from_str::<PersonalBudget>(&json).unwrap(), &budget);
            let text = toml::to_string(&budget).unwrap();
            prop_assert_eq!(&toml::from_str::<PersonalBudget>(&text).unwrap(), &budget);
        }
    }
}
