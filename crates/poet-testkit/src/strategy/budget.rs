//! Budgets and support plans that keep every rule.

use chrono::{Days, NaiveDate};
use poet_core::FreeText;
use poet_core::budget::{
    AgeGroup, Allocation, AllocationStep, Amount, BudgetError, BudgetId, Deployment, DeploymentMix,
    Funding, FundingStream, Limit, Listener, Money, NeedGroup, Period, PersonalBudget,
    PersonalBudgetBuilder, Planning, Restriction, Review, ReviewKind, ReviewOutcome, Spending,
    SupportPlan, Told,
};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use rust_decimal::Decimal;
use uuid::Uuid;

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

/// A step before its day is settled: days after the step before it, or no day.
#[derive(Clone, Debug)]
struct StepDraft {
    allocation: Allocation,
    gap: Option<u64>,
    told: Option<Vec<(Listener, Option<u64>, Option<Planning>)>>,
}

#[derive(Clone, Debug)]
struct History {
    first_day: NaiveDate,
    indicative: Option<StepDraft>,
    agreed: Option<StepDraft>,
    revised: Vec<StepDraft>,
    contribution: Option<(Index, u64)>,
}

fn history() -> impl Strategy<Value = History> {
    (
        day(),
        prop::option::weighted(0.7, step()),
        prop::option::weighted(0.8, step()),
        prop::collection::vec(step(), 0..3),
        prop::option::of((any::<Index>(), 0..=100_u64)),
    )
        .prop_map(
            |(first_day, indicative, agreed, revised, contribution)| History {
                first_day,
                indicative,
                agreed,
                revised,
                contribution,
            },
        )
}

fn step() -> impl Strategy<Value = StepDraft> {
    let told = subsequence(Listener::ALL, 0..=Listener::ALL.len()).prop_flat_map(|listeners| {
        let when = (
            prop::option::of(0..200_u64),
            prop::option::of(select(Planning::ALL)),
        );
        prop::collection::vec(when, listeners.len()).prop_map(move |when| {
            let told = listeners.iter().zip(when);
            told.map(|(&listener, (gap, planning))| (listener, gap, planning))
                .collect()
        })
    });
    (
        allocation(),
        prop::option::weighted(0.8, 0..400_u64),
        prop::option::of(told),
    )
        .prop_map(|(allocation, gap, told)| StepDraft {
            allocation,
            gap,
            told,
        })
}

fn allocation() -> impl Strategy<Value = Allocation> {
    let place = (0..FundingStream::ALL.len(), 0..Period::ALL.len());
    prop::collection::btree_map(place, money(), 1..5).prop_filter_map(
        "amounts too large",
        |lines| {
            let lines = lines.into_iter().map(|((stream, period), money)| {
                let amount = Amount::new(money, Period::ALL[period])?;
                Ok(Funding::new(FundingStream::ALL[stream], amount))
            });
            let lines: Result<Vec<_>, BudgetError> = lines.collect();
            Allocation::new(lines.ok()?).ok()
        },
    )
}

#[derive(Clone, Debug)]
struct Held {
    mix: Option<DeploymentMix>,
    restrictions: Option<Vec<(Limit, Option<Index>, Option<String>)>>,
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
        .flat_map(|mix| mix.parts())
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

fn restriction(
    (limit, part, words): &(Limit, Option<Index>, Option<String>),
    parts: &[Deployment],
) -> Restriction {
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

/// The steps with their days, and the day of the agreed one.
fn with_history(
    mut builder: PersonalBudgetBuilder,
    history: &History,
    plan: Option<&SupportPlan>,
) -> Result<(PersonalBudgetBuilder, Option<NaiveDate>), BudgetError> {
    let mut today = history.first_day;
    if let Some(draft) = &history.indicative {
        builder = builder.indicative(draft.on(draft.day(&mut today, 0), plan)?);
    }
    let Some(draft) = &history.agreed else {
        return Ok((builder, None));
    };
    let agreed_on = draft.day(&mut today, 0);
    builder = builder.agreed(draft.on(agreed_on, plan)?);
    let mut latest = &draft.allocation;
    for draft in &history.revised {
        // A revision has a day, and one of its own.
        let dated = StepDraft {
            gap: draft.gap.or(Some(0)),
            ..draft.clone()
        };
        builder = builder.revised(dated.on(dated.day(&mut today, 1), plan)?);
        latest = &draft.allocation;
    }
    if let Some(amount) = contribution(history, latest)? {
        builder = builder.contribution(amount);
    }
    Ok((builder, agreed_on))
}

/// Up to all of one social care line.
fn contribution(history: &History, latest: &Allocation) -> Result<Option<Amount>, BudgetError> {
    let social: Vec<Amount> = latest
        .of(FundingStream::SocialCare)
        .iter()
        .flat_map(|part| part.lines())
        .map(|line| line.amount())
        .collect();
    match history.contribution {
        Some((line, percent)) if !social.is_empty() => {
            let line = line.get(&social);
            let money = Money::from_pence(line.money().pence() * percent / 100);
            Amount::new(money, line.period()).map(Some)
        }
        _ => Ok(None),
    }
}

impl StepDraft {
    /// The day of the step, which becomes today.
    fn day(&self, today: &mut NaiveDate, least: u64) -> Option<NaiveDate> {
        *today = *today + Days::new(self.gap? + least);
        Some(*today)
    }

    fn on(
        &self,
        day: Option<NaiveDate>,
        plan: Option<&SupportPlan>,
    ) -> Result<AllocationStep, BudgetError> {
        let allocation = self.allocation.clone();
        let step = match day {
            Some(day) => AllocationStep::on(allocation, day),
            None => allocation.into(),
        };
        let Some(told) = &self.told else {
            return Ok(step);
        };
        step.told(told.iter().map(|&(listener, gap, planning)| {
            let day = day.zip(gap).map(|(day, gap)| day + Days::new(gap));
            let planning = planning.filter(|&planning| fits(planning, day, plan));
            Told {
                listener,
                date: day,
                planning,
            }
        }))
    }
}

/// Whether a stage of planning surely fits the day and the plan.
fn fits(planning: Planning, day: Option<NaiveDate>, plan: Option<&SupportPlan>) -> bool {
    let (Some(day), Some(plan)) = (day, plan) else {
        return true;
    };
    let (started, signed_off) = (plan.started(), plan.signed_off());
    match planning {
        Planning::Before => {
            started.is_none_or(|start| day < start) && signed_off.is_none_or(|end| day < end)
        }
        Planning::During => {
            started.is_none_or(|start| day >= start) && signed_off.is_none_or(|end| day <= end)
        }
        Planning::After => {
            started.is_none_or(|start| day > start) && signed_off.is_none_or(|end| day > end)
        }
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
