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
#[serde(deny_unknown_fields)]
struct Stated {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    helped_by: Option<Vec<PlanHelper>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    views: Option<ViewsIncluded>,
    #[serde(
        default,
        deserialize_with = "optional_day",
        skip_serializing_if = "Option::is_none"
    )]
    started: Option<NaiveDate>,
    #[serde(
        default,
        deserialize_with = "optional_day",
        skip_serializing_if = "Option::is_none"
    )]
    signed_off: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    outcomes: Vec<WantedOutcome>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
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
