//! Groups of people that statistics tell apart.

use super::text::{Text, codes};
use serde::{Deserialize, Serialize};

/// What a person mainly needs support for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum NeedGroup {
    /// Older people.
    OlderPeople,
    /// Learning disability.
    LearningDisability,
    /// Physical or sensory disability.
    PhysicalOrSensoryDisability,
    /// Mental health.
    MentalHealth,
    /// Another need.
    Other,
}

codes!(
    NeedGroup,
    "need group",
    OlderPeople = "older_people",
    LearningDisability = "learning_disability",
    PhysicalOrSensoryDisability = "physical_or_sensory_disability",
    MentalHealth = "mental_health",
    Other = "other",
);

/// Age groups of the official figures.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum AgeGroup {
    /// Under 18.
    Children,
    /// 18 to 64.
    From18To64,
    /// 65 and over.
    From65,
}

codes!(
    AgeGroup,
    "age group",
    Children = "children",
    From18To64 = "18-64",
    From65 = "65+",
);
