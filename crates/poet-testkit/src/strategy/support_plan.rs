//! Support plans that keep every rule.

use chrono::{Days, NaiveDate};
use poet_core::FreeText;
use poet_core::budget::{
    Amount, BudgetError, Deployment, Frequency, FundingStream, Money, Period, PlanHelper,
    ProviderKind, SupportCategory, SupportLine, SupportPlan, SupportUnit, ViewsIncluded,
    WantedOutcome,
};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use rust_decimal::Decimal;

use super::budget::{day, money};

/// Support plans that keep every rule, with any part of them absent.
///
/// # Examples
///
/// ```
/// use poet_core::budget::{SupportCategory, YearLength};
/// use poet_testkit::strategy::support_plan;
/// use proptest::prelude::*;
/// use proptest::test_runner::TestRunner;
///
/// TestRunner::default().run(&support_plan(), |plan| {
///     let used = plan.by_category(YearLength::Weeks52);
///     prop_assert!(used.iter().all(|(category, _)| plan.categories().contains(category)));
///     Ok(())
/// })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn support_plan() -> impl Strategy<Value = SupportPlan> {
    plan_draft().prop_filter_map("parts past the calendar", |draft| {
        draft.built(Deployment::ALL).ok()
    })
}

/// A plan before it is known which deployments pay for its lines.
#[derive(Clone, Debug)]
pub(super) struct PlanDraft {
    outcomes: Vec<WantedOutcome>,
    helped_by: Option<Vec<PlanHelper>>,
    views: Option<ViewsIncluded>,
    started: Option<NaiveDate>,
    /// Days after the start, or after a day where there is none.
    signed_off: Option<(NaiveDate, u64)>,
    lines: Vec<LineDraft>,
}

#[derive(Clone, Debug)]
struct LineDraft {
    category: SupportCategory,
    provider: Option<ProviderKind>,
    cost: Option<(Money, Period)>,
    stream: Option<FundingStream>,
    part: Option<Index>,
    frequency: Option<(i64, u32, SupportUnit, Period)>,
}

pub(super) fn plan_draft() -> impl Strategy<Value = PlanDraft> {
    let helpers = subsequence(PlanHelper::ALL, 0..=PlanHelper::ALL.len());
    (
        prop::collection::vec(outcome(), 0..3),
        prop::option::of(helpers),
        prop::option::of(select(ViewsIncluded::ALL)),
        prop::option::of(day()),
        prop::option::of((day(), 0..200_u64)),
        prop::collection::vec(line(), 0..5),
    )
        .prop_map(
            |(outcomes, helped_by, views, started, signed_off, lines)| PlanDraft {
                outcomes,
                helped_by,
                views,
                started,
                signed_off,
                lines,
            },
        )
}

fn outcome() -> impl Strategy<Value = WantedOutcome> {
    let words = "\\PC{0,30}".prop_map(|words| WantedOutcome::in_words(FreeText::new(words)));
    let item = "[a-z][a-z_]{0,11}".prop_filter_map("names of the wrong form", |id| {
        Some(WantedOutcome::of_item(id.parse().ok()?))
    });
    let series = "change/[a-z_]{1,12}".prop_filter_map("names of the wrong form", |key| {
        Some(WantedOutcome::of_series(key.parse().ok()?))
    });
    let all = (words.clone(), "[a-z]{1,8}")
        .prop_filter_map("names of the wrong form", |(words, id)| {
            Some(words.item(id.parse().ok()?).series(id.parse().ok()?))
        });
    prop_oneof![words, item, series, all]
}

fn line() -> impl Strategy<Value = LineDraft> {
    let regular = [
        Period::Weekly,
        Period::FourWeekly,
        Period::Monthly,
        Period::Yearly,
    ];
    let most = i64::from(Frequency::MAX);
    (
        select(SupportCategory::ALL),
        prop::option::of(select(ProviderKind::ALL)),
        prop::option::of((money(), select(Period::ALL))),
        prop::option::of(select(FundingStream::ALL)),
        prop::option::of(any::<Index>()),
        prop::option::of((
            1..=most,
            0..=2_u32,
            select(SupportUnit::ALL),
            select(regular.to_vec()),
        )),
    )
        .prop_map(
            |(category, provider, cost, stream, part, frequency)| LineDraft {
                category,
                provider,
                cost,
                stream,
                part,
                frequency,
            },
        )
}

impl PlanDraft {
    /// The plan, its lines paid by some of these parts of the budget.
    pub(super) fn built(&self, parts: &[Deployment]) -> Result<SupportPlan, BudgetError> {
        let mut builder = SupportPlan::builder();
        for outcome in &self.outcomes {
            builder = builder.outcome(outcome.clone());
        }
        if let Some(helpers) = &self.helped_by {
            builder = builder.helped_by(helpers.iter().copied());
        }
        if let Some(views) = self.views {
            builder = builder.views(views);
        }
        if let Some(day) = self.started {
            builder = builder.started(day);
        }
        if let Some((day, gap)) = self.signed_off {
            builder = builder.signed_off(self.started.unwrap_or(day) + Days::new(gap));
        }
        for line in &self.lines {
            builder = builder.line(line.built(parts)?);
        }
        builder.build()
    }
}

impl LineDraft {
    fn built(&self, parts: &[Deployment]) -> Result<SupportLine, BudgetError> {
        let part = self.part.filter(|_| !parts.is_empty());
        let cost = self.cost.map(|(money, period)| Amount::new(money, period));
        let frequency = self.frequency.map(|(mantissa, scale, unit, per)| {
            Frequency::new(Decimal::new(mantissa, scale), unit, per)
        });
        Ok(SupportLine {
            category: self.category,
            provider: self.provider,
            cost: cost.transpose()?,
            stream: self.stream,
            deployment: part.map(|part| *part.get(parts)),
            frequency: frequency.transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    use super::*;

    #[test]
    fn plans_with_every_code_are_drawn() {
        let mut runner = TestRunner::deterministic();
        let drawn: Vec<_> = (0..300)
            .map(|_| support_plan().new_tree(&mut runner).unwrap().current())
            .collect();
        let json: String = drawn
            .iter()
            .map(|plan| serde_json::to_string(plan).unwrap())
            .collect();
        let codes = SupportCategory::ALL.iter().map(|one| one.code());
        let codes = codes.chain(ProviderKind::ALL.iter().map(|one| one.code()));
        let codes = codes.chain(SupportUnit::ALL.iter().map(|one| one.code()));
        let codes = codes.chain(PlanHelper::ALL.iter().map(|one| one.code()));
        let codes = codes.chain(ViewsIncluded::ALL.iter().map(|one| one.code()));
        for code in codes {
            assert!(json.contains(&format!("\"{code}\"")), "{code}");
        }
        assert!(json.contains("\"helped_by\":[]"));
    }

    proptest! {
        #[test]
        fn a_plan_comes_back_from_json_and_toml(plan in support_plan()) {
            let json = serde_json::to_string(&plan).unwrap();
            prop_assert_eq!(&serde_json::from_str::<SupportPlan>(&json).unwrap(), &plan);
            let text = toml::to_string(&plan).unwrap();
            prop_assert_eq!(&toml::from_str::<SupportPlan>(&text).unwrap(), &plan);
        }
    }
}
