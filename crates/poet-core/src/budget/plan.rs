//! How support is planned.

use super::document::{self, Node, optional_day};
use super::text::{Text, codes};
use super::{
    Amount, BudgetError, FundingStream, Money, Period, Rate, SupportCategory, SupportLine,
    WantedOutcome, YearLength,
};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, de};
use std::collections::BTreeSet;

/// Who helped to plan the support.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum PlanHelper {
    /// Somebody from the council.
    Council,
    /// Somebody from the NHS.
    Nhs,
    /// Family or friends.
    FamilyOrFriends,
    /// A provider of support.
    Provider,
    /// An independent broker, advocate or support planner.
    Independent,
}

codes!(
    PlanHelper,
    "plan helper",
    Council = "council",
    Nhs = "nhs",
    FamilyOrFriends = "family_or_friends",
    Provider = "provider",
    Independent = "independent",
);

/// How far the person's views were included in the plan: the scale of the questionnaires of 2011 to 2015.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum ViewsIncluded {
    /// Very much: the favourable point.
    VeryMuch,
    /// To some extent: the neutral point.
    ToSomeExtent,
    /// Not really: the unfavourable point.
    NotReally,
}

codes!(
    ViewsIncluded,
    "views included",
    VeryMuch = "very_much",
    ToSomeExtent = "to_some_extent",
    NotReally = "not_really",
);

/// Support plan: what the person wants to come of it, who helped to make it, and what is bought.
///
/// Any part may be absent. Holds a sign-off that is not before the start of planning, each helper once, in the order of
/// declaration, and at most [`SupportPlan::MAX_LINES`] lines, so that no total over them overflows.
///
/// # Examples
///
/// ```
/// use poet_core::FreeText;
/// use poet_core::budget::{
///     Amount, Money, Period, PlanHelper, SupportCategory, SupportLine, SupportPlan, ViewsIncluded, WantedOutcome, YearLength,
/// };
///
/// let weekly = |pence| Amount::new(Money::from_pence(pence), Period::Weekly);
/// let plan = SupportPlan::builder()
///     .outcome(WantedOutcome::in_words(FreeText::new("to live in my own flat")))
///     .helped_by([PlanHelper::FamilyOrFriends, PlanHelper::Independent])
///     .views(ViewsIncluded::VeryMuch)
///     .line(SupportLine::of(SupportCategory::PersonalAssistant).cost(weekly(18_000)?))
///     .line(SupportLine::of(SupportCategory::CommunityAndLeisure).cost(weekly(1_500)?))
///     .build()?;
/// let year = plan.per_year(YearLength::Weeks52);
/// assert_eq!(year.exact(), Some(Money::from_pence(19_500 * 52)));
/// # Ok::<(), poet_core::budget::BudgetError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(try_from = "Stated")
)]
#[serde(into = "Stated")]
pub struct SupportPlan(Stated);

impl SupportPlan {
    /// Most support lines that are held.
    pub const MAX_LINES: usize = 200;

    /// Starts a plan of which nothing is known.
    pub fn builder() -> SupportPlanBuilder {
        SupportPlanBuilder(Stated::default())
    }

    /// What the person wants to come of it.
    pub fn outcomes(&self) -> &[WantedOutcome] {
        &self.0.outcomes
    }

    /// Who helped to plan; absent if not known, empty if nobody did.
    pub fn helpers(&self) -> Option<&[PlanHelper]> {
        self.0.helped_by.as_deref()
    }

    /// How far the person's views were included.
    pub fn views(&self) -> Option<ViewsIncluded> {
        self.0.views
    }

    /// The day on which planning started.
    pub fn started(&self) -> Option<NaiveDate> {
        self.0.started
    }

    /// The day on which the plan was signed off.
    pub fn signed_off(&self) -> Option<NaiveDate> {
        self.0.signed_off
    }

    /// What is bought.
    pub fn lines(&self) -> &[SupportLine] {
        &self.0.lines
    }

    /// Kinds of support among the lines.
    pub fn categories(&self) -> BTreeSet<SupportCategory> {
        self.lines().iter().map(|line| line.category).collect()
    }

    /// Regular cost of a year, one-offs left out.
    pub fn per_year(&self, year: YearLength) -> Rate {
        Rate::yearly(self.costs(), year)
    }

    /// Regular cost of a year for one kind of support.
    pub fn per_year_of(&self, category: SupportCategory, year: YearLength) -> Rate {
        let lines = self.lines().iter();
        let costs = lines.filter(|line| line.category == category);
        Rate::yearly(costs.filter_map(|line| line.cost), year)
    }

    /// Regular cost of a year out of one stream; lines whose stream is not known are left out.
    pub fn per_year_from(&self, stream: FundingStream, year: YearLength) -> Rate {
        let lines = self.lines().iter();
        let costs = lines.filter(|line| line.stream == Some(stream));
        Rate::yearly(costs.filter_map(|line| line.cost), year)
    }

    /// Regular cost of a year for each kind of support among the lines.
    pub fn by_category(&self, year: YearLength) -> Vec<(SupportCategory, Rate)> {
        let categories = self.categories().into_iter();
        categories
            .map(|category| (category, self.per_year_of(category, year)))
            .collect()
    }

    /// Cost of what is bought once.
    pub fn one_off(&self) -> Money {
        let once = self.costs().filter(|cost| cost.period() == Period::OneOff);
        Money::from_pence(once.map(|cost| cost.money().pence()).sum())
    }

    /// All cost of the first year: regular ones and one-offs.
    pub fn first_year(&self, year: YearLength) -> Rate {
        self.per_year(year).plus(self.one_off())
    }

    fn costs(&self) -> impl Iterator<Item = Amount> {
        self.lines().iter().filter_map(|line| line.cost)
    }
}

impl<'de> Deserialize<'de> for SupportPlan {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(from)?;
        document::read::<Stated, Self>(node).map_err(de::Error::custom)
    }
}

/// The plan inside a document that is itself read with places.
pub(super) fn within<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SupportPlan>, D::Error> {
    let stated = Option::<Stated>::deserialize(from)?;
    let plan = stated.map(SupportPlan::try_from).transpose();
    plan.map_err(de::Error::custom)
}

/// Makes a [`SupportPlan`] of the parts that are known.
#[derive(Clone, Debug)]
#[must_use = "a builder makes nothing until it is built"]
pub struct SupportPlanBuilder(Stated);

impl SupportPlanBuilder {
    /// Adds an outcome that the person wants.
    pub fn outcome(mut self, outcome: WantedOutcome) -> Self {
        self.0.outcomes.push(outcome);
        self
    }

    /// Who helped to plan; nobody, if `helpers` is empty. Default: not known.
    pub fn helped_by(mut self, helpers: impl IntoIterator<Item = PlanHelper>) -> Self {
        self.0.helped_by = Some(helpers.into_iter().collect());
        self
    }

    /// How far the person's views were included. Default: not known.
    pub fn views(mut self, views: ViewsIncluded) -> Self {
        self.0.views = Some(views);
        self
    }

    /// The day on which planning started. Default: not known.
    pub fn started(mut self, day: NaiveDate) -> Self {
        self.0.started = Some(day);
        self
    }

    /// The day on which the plan was signed off. Default: not known.
    pub fn signed_off(mut self, day: NaiveDate) -> Self {
        self.0.signed_off = Some(day);
        self
    }

    /// Adds a line.
    pub fn line(mut self, line: SupportLine) -> Self {
        self.0.lines.push(line);
        self
    }

    /// Checks the parts.
    ///
    /// # Errors
    ///
    /// [`BudgetError::PlanDates`], [`BudgetError::HelperRepeated`] with the place of the entry, or
    /// [`BudgetError::PlanLines`].
    pub fn build(self) -> Result<SupportPlan, BudgetError> {
        SupportPlan::try_from(self.0)
    }
}

/// Plan as it is stated.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "SupportPlan")
)]
#[serde(deny_unknown_fields)]
struct Stated {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(extend("uniqueItems" = true)))]
    helped_by: Option<Vec<PlanHelper>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    views: Option<ViewsIncluded>,
    #[serde(
        default,
        deserialize_with = "optional_day",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    started: Option<NaiveDate>,
    #[serde(
        default,
        deserialize_with = "optional_day",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::schema::Day>"))]
    signed_off: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    outcomes: Vec<WantedOutcome>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = SupportPlan::MAX_LINES)))]
    lines: Vec<SupportLine>,
}

impl TryFrom<Stated> for SupportPlan {
    type Error = BudgetError;

    fn try_from(mut stated: Stated) -> Result<Self, BudgetError> {
        if stated
            .signed_off
            .is_some_and(|day| Some(day) < stated.started)
        {
            return Err(BudgetError::PlanDates);
        }
        if stated.lines.len() > Self::MAX_LINES {
            return Err(BudgetError::PlanLines {
                max: Self::MAX_LINES,
            });
        }
        if let Some(helpers) = &mut stated.helped_by {
            let repeats = |at: usize| helpers[..at].contains(&helpers[at]);
            if let Some(at) = (0..helpers.len()).find(|&at| repeats(at)) {
                return Err(BudgetError::HelperRepeated { at });
            }
            helpers.sort_unstable();
        }
        Ok(Self(stated))
    }
}

impl From<SupportPlan> for Stated {
    fn from(plan: SupportPlan) -> Self {
        plan.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FreeText;
    use FundingStream::{Health, SocialCare};
    use SupportCategory::{Equipment, HomeCare, Respite};
    use YearLength::{Days365, Weeks52};
    use proptest::prelude::*;

    fn amount(pence: u64, period: Period) -> Amount {
        Amount::new(Money::from_pence(pence), period).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_plan_of_which_nothing_is_known_is_still_a_plan() {
        let plan = SupportPlan::builder().build().unwrap();
        assert_eq!(serde_json::to_string(&plan).unwrap(), "{}");
        assert_eq!(
            (
                plan.helpers(),
                plan.views(),
                plan.started(),
                plan.signed_off()
            ),
            (None, None, None, None)
        );
        assert!(
            plan.per_year(Weeks52).is_zero()
                && plan.categories().is_empty()
                && plan.outcomes().is_empty()
        );
        assert_eq!(plan, SupportPlan::default());
    }

    #[test]
    fn a_plan_is_not_signed_off_before_planning_starts() {
        let plan = |signed_off| {
            let builder = SupportPlan::builder().started(day("2013-03-04"));
            builder.signed_off(day(signed_off)).build()
        };
        assert_eq!(plan("2013-03-03"), Err(BudgetError::PlanDates));
        let same_day = plan("2013-03-04").unwrap();
        assert_eq!(
            (same_day.started(), same_day.signed_off()),
            (Some(day("2013-03-04")), Some(day("2013-03-04")))
        );
        assert!(
            SupportPlan::builder()
                .signed_off(day("2013-03-03"))
                .build()
                .is_ok()
        );
    }

    #[test]
    fn each_helper_stands_once_in_order_and_nobody_is_not_unknown() {
        use PlanHelper::{Council, Independent, Provider};
        let plan = |helpers: &[PlanHelper]| {
            SupportPlan::builder()
                .helped_by(helpers.iter().copied())
                .build()
        };
        assert_eq!(
            plan(&[Independent, Council]).unwrap().helpers(),
            Some(&[Council, Independent][..])
        );
        assert_eq!(plan(&[]).unwrap().helpers(), Some(&[][..]));
        assert_eq!(
            plan(&[Council, Provider, Council]),
            Err(BudgetError::HelperRepeated { at: 2 })
        );
    }

    #[test]
    fn the_most_lines_are_held_and_one_more_is_not() {
        let plan = |lines: usize| {
            let line = SupportLine::of(Respite).cost(amount(Amount::MAX.pence(), Period::Weekly));
            let builder = SupportPlan::builder()
                .line(SupportLine::of(Equipment).cost(amount(Amount::MAX.pence(), Period::OneOff)));
            (1..lines)
                .fold(builder, |builder, _| builder.line(line))
                .build()
        };
        assert_eq!(plan(201), Err(BudgetError::PlanLines { max: 200 }));
        // 199 lines of 366/7 weeks, and the one-off.
        let nearest = plan(200).unwrap().first_year(YearLength::Days366).nearest();
        let sevenths = u128::from(Amount::MAX.pence()) * (199 * 366 + 7);
        assert!((u128::from(nearest.pence()) * 7).abs_diff(sevenths) <= 3);
    }

    fn plan() -> SupportPlan {
        SupportPlan::builder()
            .line(
                SupportLine::of(HomeCare)
                    .cost(amount(10_000, Period::Weekly))
                    .stream(SocialCare),
            )
            .line(
                SupportLine::of(HomeCare)
                    .cost(amount(4_000, Period::FourWeekly))
                    .stream(Health),
            )
            .line(SupportLine::of(Respite).cost(amount(60_000, Period::Yearly)))
            .line(
                SupportLine::of(Equipment)
                    .cost(amount(25_000, Period::OneOff))
                    .stream(Health),
            )
            .line(SupportLine::of(Equipment))
            .build()
            .unwrap()
    }

    #[test]
    fn costs_are_totalled_by_category_stream_and_year() {
        let plan = plan();
        let pence = |rate: Rate| rate.exact().unwrap().pence();
        assert_eq!(pence(plan.per_year(Weeks52)), 520_000 + 52_000 + 60_000);
        assert_eq!(pence(plan.per_year_of(HomeCare, Weeks52)), 572_000);
        assert_eq!(pence(plan.per_year_of(Equipment, Weeks52)), 0);
        assert_eq!(pence(plan.per_year_from(SocialCare, Weeks52)), 520_000);
        assert_eq!(pence(plan.per_year_from(Health, Weeks52)), 52_000);
        assert_eq!(plan.one_off(), Money::from_pence(25_000));
        assert_eq!(pence(plan.first_year(Weeks52)), 657_000);
        let by_category = plan.by_category(Weeks52);
        let by_category: Vec<_> = by_category
            .into_iter()
            .map(|(category, rate)| (category, pence(rate)))
            .collect();
        assert_eq!(
            by_category,
            [(HomeCare, 572_000), (Respite, 60_000), (Equipment, 0)]
        );
        assert_eq!(plan.per_year(Days365).year_length(), Days365);
    }

    #[test]
    fn a_file_is_held_to_the_same_rules_with_its_place_and_told_nothing_back() {
        let read = |json: &str| serde_json::from_str::<SupportPlan>(json);
        let json = serde_json::to_string(&plan()).unwrap();
        assert_eq!(read(&json).unwrap(), plan());
        let told = |json| read(json).unwrap_err().to_string();
        let late = told(r#"{"started":"2013-03-04","signed_off":"2013-03-03"}"#);
        assert!(late.starts_with("plan is signed off before"), "{late}");
        let line = told(r#"{"lines":[{"category":"respite"},{"category":"holiday"}]}"#);
        assert!(
            line.starts_with("lines[1].category: support category is not known"),
            "{line}"
        );
        let kind = told(r#"{"outcomes":[{"words":17171}]}"#);
        assert!(
            kind.starts_with("outcomes[0].words: value is of the wrong kind")
                && !kind.contains("17171"),
            "{kind}"
        );
    }

    #[test]
    fn outcomes_are_kept_and_debug_does_not_show_them() {
        let plan =
            SupportPlan::builder().outcome(WantedOutcome::in_words(FreeText::new("my garden")));
        assert!(!format!("{plan:?}").contains("garden"));
        let plan = plan.views(ViewsIncluded::NotReally).build().unwrap();
        assert_eq!(plan.outcomes()[0].words().unwrap().reveal(), "my garden");
        assert_eq!(plan.views(), Some(ViewsIncluded::NotReally));
    }

    proptest! {
        #[test]
        fn categories_add_up_to_the_whole(
            lines in prop::collection::vec(
                (prop::sample::select(SupportCategory::ALL), 0..=Amount::MAX.pence(), prop::sample::select(Period::ALL)),
                0..30,
            ),
            year in prop::sample::select(YearLength::ALL),
        ) {
            let lines = lines.into_iter().map(|(category, pence, period)| SupportLine::of(category).cost(amount(pence, period)));
            let plan = lines.fold(SupportPlan::builder(), SupportPlanBuilder::line).build().unwrap();
            let mut rest = plan.per_year(year);
            for (_, part) in plan.by_category(year) {
                rest = rest.minus(part);
            }
            prop_assert!(rest.is_zero());
        }
    }
}
