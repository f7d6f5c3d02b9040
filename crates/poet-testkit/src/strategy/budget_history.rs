//! Allocation histories that keep every rule.

use chrono::{Days, NaiveDate};
use poet_core::budget::{
    Allocation, AllocationStep, Amount, BudgetError, Funding, FundingStream, Listener, Money,
    Period, PersonalBudgetBuilder, Planning, SupportPlan, Told,
};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use super::budget::{day, money};

/// Who is told, days after the step, at which stage of planning.
type ToldDraft = (Listener, Option<u64>, Option<Planning>);

/// A step before its day is settled: days after the step before it, or no day.
#[derive(Clone, Debug)]
struct StepDraft {
    allocation: Allocation,
    gap: Option<u64>,
    told: Option<Vec<ToldDraft>>,
}

#[derive(Clone, Debug)]
pub(super) struct History {
    /// Day before which nothing happens.
    pub(super) first_day: NaiveDate,
    indicative: Option<StepDraft>,
    agreed: Option<StepDraft>,
    revised: Vec<StepDraft>,
    contribution: Option<(Index, u64)>,
}

pub(super) fn history() -> impl Strategy<Value = History> {
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

/// The steps with their days, and the day of the agreed one.
pub(super) fn with_history(
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
        .flat_map(Allocation::lines)
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
