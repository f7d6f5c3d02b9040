//! A plan as people and machines write it, before it is checked.
//!
//! Names are plain text here, and what is left out is empty, so that the check can report everything at once.

use serde::{Deserialize, Serialize};

/// What a place does about what people said: findings, priorities, actions, and what was told back.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "ActionPlan")
)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "PlanFormat"))]
    pub(super) format: u32,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::NotBlank"))]
    pub(super) title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::OrganisationId>"))]
    pub(super) organisation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::ThemeSetId>"))]
    pub(super) themes: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) events: Vec<EventEntry>,
    #[serde(default)]
    pub(super) findings: Vec<FindingEntry>,
    #[serde(default)]
    pub(super) priorities: Vec<PriorityEntry>,
    #[serde(default)]
    pub(super) actions: Vec<ActionEntry>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Event")
)]
#[serde(deny_unknown_fields)]
pub(super) struct EventEntry {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::Day"))]
    pub(super) date: Day,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, range(min = 1)))]
    pub(super) people: u32,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "Vec<crate::schema::NotBlank>", length(min = 1)))]
    pub(super) asked: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Finding")
)]
#[serde(deny_unknown_fields)]
pub(super) struct FindingEntry {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::EntryId"))]
    pub(super) id: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::NotBlank"))]
    pub(super) said: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::InstrumentKey"))]
    pub(super) instrument: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::WaveId"))]
    pub(super) wave: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::OrganisationId>"))]
    pub(super) organisation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::ItemId>"))]
    pub(super) item: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::MeasureId>"))]
    pub(super) measure: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::SeriesKey>"))]
    pub(super) series: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Priority")
)]
#[serde(deny_unknown_fields)]
pub(super) struct PriorityEntry {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::EntryId"))]
    pub(super) id: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::EntryId"))]
    pub(super) finding: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::NotBlank"))]
    pub(super) title: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::Day"))]
    pub(super) chosen: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) theme: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Action")
)]
#[serde(deny_unknown_fields)]
pub(super) struct ActionEntry {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::EntryId"))]
    pub(super) id: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::EntryId"))]
    pub(super) priority: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::NotBlank"))]
    pub(super) title: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::NotBlank"))]
    pub(super) owner: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::Day"))]
    pub(super) due: Day,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, length(min = 1)))]
    pub(super) history: Vec<StepEntry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) told: Vec<ToldEntry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) measured_again: Option<AgainEntry>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Step")
)]
#[serde(deny_unknown_fields)]
pub(super) struct StepEntry {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::Day"))]
    pub(super) date: Day,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "super::Step"))]
    pub(super) status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Told")
)]
#[serde(deny_unknown_fields)]
pub(super) struct ToldEntry {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::Day"))]
    pub(super) date: Day,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::NotBlank"))]
    pub(super) whom: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::NotBlank"))]
    pub(super) how: String,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Again")
)]
#[serde(deny_unknown_fields)]
pub(super) struct AgainEntry {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::Day"))]
    pub(super) date: Day,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::WaveId"))]
    pub(super) before: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::WaveId"))]
    pub(super) after: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::ItemId>"))]
    pub(super) item: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::MeasureId>"))]
    pub(super) measure: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::SeriesKey>"))]
    pub(super) series: Option<String>,
}

#[cfg(feature = "schema")]
struct PlanFormat;

#[cfg(feature = "schema")]
crate::schema::says!(
    PlanFormat,
    "Format",
    schemars::json_schema!({
        "description": "Version of the format.",
        "type": "integer",
        "const": super::ActionPlan::FORMAT,
    })
);

/// The schema of a plan; its form before the check is private.
#[cfg(feature = "schema")]
pub(crate) fn schema() -> schemars::Schema {
    crate::schema::of::<Document>()
}

/// A day as text; TOML may write it without quotes.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(from = "Written")]
pub(super) struct Day(pub(super) String);

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Toml(toml::value::Datetime),
}

impl From<Written> for Day {
    fn from(written: Written) -> Self {
        match written {
            Written::Text(text) => Self(text),
            Written::Toml(day) => Self(day.to_string()),
        }
    }
}
