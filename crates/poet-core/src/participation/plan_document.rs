//! A plan as people and machines write it, before it is checked.
//!
//! Names are plain text here, and what is left out is empty, so that the check can report everything at once.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    #[serde(default)]
    pub(super) format: u32,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) organisation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
#[serde(deny_unknown_fields)]
pub(super) struct EventEntry {
    #[serde(default)]
    pub(super) date: Day,
    #[serde(default)]
    pub(super) people: u32,
    #[serde(default)]
    pub(super) asked: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FindingEntry {
    #[serde(default)]
    pub(super) id: String,
    #[serde(default)]
    pub(super) said: String,
    #[serde(default)]
    pub(super) instrument: String,
    #[serde(default)]
    pub(super) wave: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) organisation: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) item: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) measure: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) series: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PriorityEntry {
    #[serde(default)]
    pub(super) id: String,
    #[serde(default)]
    pub(super) finding: String,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) chosen: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) theme: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActionEntry {
    #[serde(default)]
    pub(super) id: String,
    #[serde(default)]
    pub(super) priority: String,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) owner: String,
    #[serde(default)]
    pub(super) due: Day,
    #[serde(default)]
    pub(super) history: Vec<StepEntry>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) told: Vec<ToldEntry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) measured_again: Option<AgainEntry>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepEntry {
    #[serde(default)]
    pub(super) date: Day,
    #[serde(default)]
    pub(super) status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ToldEntry {
    #[serde(default)]
    pub(super) date: Day,
    #[serde(default)]
    pub(super) whom: String,
    #[serde(default)]
    pub(super) how: String,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgainEntry {
    #[serde(default)]
    pub(super) date: Day,
    #[serde(default)]
    pub(super) before: String,
    #[serde(default)]
    pub(super) after: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) item: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) measure: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) series: Option<String>,
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
