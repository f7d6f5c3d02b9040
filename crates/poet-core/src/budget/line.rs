//! What a budget buys.

use super::text::{Text, codes};
use super::{Amount, Deployment, Frequency, FundingStream};
use serde::{Deserialize, Serialize};

/// Kind of support.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum SupportCategory {
    /// Somebody whom the person chooses and directs.
    PersonalAssistant,
    /// Visits of a home care agency.
    HomeCare,
    /// Support by day outside the home.
    DaySupport,
    /// A break for the person or the family.
    Respite,
    /// Equipment and adaptations.
    Equipment,
    /// Community and leisure.
    CommunityAndLeisure,
    /// Support in a family home that shares its life.
    SharedLives,
    /// A care home.
    Residential,
    /// Anything else.
    Other,
}

codes!(
    SupportCategory,
    "support category",
    PersonalAssistant = "personal_assistant",
    HomeCare = "home_care",
    DaySupport = "day_support",
    Respite = "respite",
    Equipment = "equipment",
    CommunityAndLeisure = "community_and_leisure",
    SharedLives = "shared_lives",
    Residential = "residential",
    Other = "other",
);

/// Who gives the support.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum ProviderKind {
    /// The council that pays the budget.
    Council,
    /// The NHS.
    Nhs,
    /// Voluntary or other organisation that does not work for profit.
    Voluntary,
    /// Private provider.
    Private,
    /// Personal assistant whom the person employs.
    EmployedAssistant,
    /// Personal assistant who works for himself or herself.
    SelfEmployedAssistant,
    /// Member of the family.
    Family,
    /// Anybody else.
    Other,
}

codes!(
    ProviderKind,
    "provider kind",
    Council = "council",
    Nhs = "nhs",
    Voluntary = "voluntary",
    Private = "private",
    EmployedAssistant = "employed_assistant",
    SelfEmployedAssistant = "self_employed_assistant",
    Family = "family",
    Other = "other",
);

/// One line of a support plan: what is bought, from whom, how often and for how much.
///
/// # Examples
///
/// ```
/// use poet_core::budget::{Amount, Money, Period, ProviderKind, SupportCategory, SupportLine};
///
/// let line = SupportLine::of(SupportCategory::PersonalAssistant)
///     .provider(ProviderKind::EmployedAssistant)
///     .cost(Amount::new(Money::from_pence(15_600), Period::Weekly)?);
/// assert_eq!(line.stream, None);
/// # Ok::<(), poet_core::budget::BudgetError>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SupportLine {
    /// What is bought.
    pub category: SupportCategory,
    /// From whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ProviderKind>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Amount>,
    /// Who funds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<FundingStream>,
    /// The part of the budget that pays for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<Deployment>,
    /// How much of it there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
}

impl SupportLine {
    /// A line of which only the category is known.
    pub fn of(category: SupportCategory) -> Self {
        Self {
            category,
            provider: None,
            cost: None,
            stream: None,
            deployment: None,
            frequency: None,
        }
    }

    /// Says from whom it is bought.
    pub fn provider(self, provider: ProviderKind) -> Self {
        Self {
            provider: Some(provider),
            ..self
        }
    }

    /// Says what it costs.
    pub fn cost(self, cost: Amount) -> Self {
        Self {
            cost: Some(cost),
            ..self
        }
    }

    /// Says who funds it.
    pub fn stream(self, stream: FundingStream) -> Self {
        Self {
            stream: Some(stream),
            ..self
        }
    }

    /// Says which part of the budget pays for it.
    pub fn deployment(self, deployment: Deployment) -> Self {
        Self {
            deployment: Some(deployment),
            ..self
        }
    }

    /// Says how much of it there is.
    pub fn frequency(self, frequency: Frequency) -> Self {
        Self {
            frequency: Some(frequency),
            ..self
        }
    }
}
