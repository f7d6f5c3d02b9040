//! A questionnaire as people and machines write it, before it is checked.
//!
//! One serde model for TOML and JSON. Names are plain text here, and what is left out is empty, so that the check can
//! report everything that is wrong with its place instead of stopping at the first.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::{scale::Scale, schema};
#[cfg(feature = "schema")]
use crate::schema::Keyed;
#[cfg(feature = "schema")]
use crate::{Edition, InstrumentId, ItemId, MeasureId, PartId, PointCode, ScaleId, SectionId};

/// Words by language tag.
pub(super) type Words = BTreeMap<String, String>;

/// An instrument whose items are whole, or, as [`ItemDraft`](super::draft::ItemDraft), partly taken from elsewhere.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Instrument", bound = "")
)]
#[serde(deny_unknown_fields)]
pub(super) struct Document<I = ItemEntry> {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "schema::Format"))]
    pub(super) format: u32,
    /// Names of shared documents; none once they are resolved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<PartId>"))]
    pub(super) include: Vec<String>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "InstrumentId"))]
    pub(super) id: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "Edition"))]
    pub(super) edition: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "schema::SomeWords"))]
    pub(super) title: Words,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "schema::AsksWord"))]
    pub(super) asks: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "schema::RespondentWord"))]
    pub(super) respondent: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "crate::schema::NotBlank"))]
    pub(super) licence: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) source: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) note: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Keyed<ScaleId, ScaleEntry>"))]
    pub(super) scales: BTreeMap<String, ScaleEntry>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, length(min = 1)))]
    pub(super) sections: Vec<SectionEntry<I>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) measures: Vec<MeasureEntry>,
}

impl Document {
    /// The document without words and without what is noted beside them.
    pub(super) fn bare(&self) -> Self {
        let mut bare = Self {
            title: Words::new(),
            licence: String::new(),
            source: String::new(),
            note: String::new(),
            ..self.clone()
        };
        for scale in bare.scales.values_mut() {
            scale.status = None;
            for point in &mut scale.points {
                (point.label, point.synonyms) = (Words::new(), Vec::new());
            }
        }
        for section in &mut bare.sections {
            section.title.clear();
            for item in &mut section.items {
                (item.text, item.label) = (Words::new(), Words::new());
                (item.topic, item.status, item.synonyms) = (None, None, Vec::new());
            }
        }
        for measure in &mut bare.measures {
            (measure.title, measure.source) = (Words::new(), String::new());
        }
        bare
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Scale")
)]
#[serde(deny_unknown_fields)]
pub(super) struct ScaleEntry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::StatusWord>"))]
    pub(super) status: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, length(min = 1, max = Scale::MAX_POINTS)))]
    pub(super) points: Vec<PointEntry>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Keyed<ScaleId, CollapseEntry>"))]
    pub(super) collapse: BTreeMap<String, CollapseEntry>,
}

/// Points of another scale by code, and `readings = "changed"` where some are read in another way there.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Collapse")
)]
#[serde(deny_unknown_fields)]
pub(super) struct CollapseEntry {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "Keyed<PointCode, PointCode>"))]
    pub(super) points: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::ChangedWord>"))]
    pub(super) readings: Option<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Point")
)]
#[serde(deny_unknown_fields)]
pub(super) struct PointEntry {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "PointCode"))]
    pub(super) code: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "schema::SomeWords"))]
    pub(super) label: Words,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::ReadingWord>"))]
    pub(super) reading: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::Score>"))]
    pub(super) score: Option<i32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) synonyms: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Section", bound = "")
)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionEntry<I = ItemEntry> {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "SectionId"))]
    pub(super) id: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "schema::RoleWord"))]
    pub(super) role: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "schema::SomeWords"))]
    pub(super) title: Words,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<schema::ListedItem>"))]
    pub(super) items: Vec<I>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct ItemEntry {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) text: Words,
    #[serde(skip_serializing_if = "Words::is_empty")]
    pub(super) label: Words,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) scale: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) reversed: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(super) required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ask_if: Option<ConditionEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) topic: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) series: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) synonyms: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) min: Option<Bound>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) max: Option<Bound>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) decimals: Option<u32>,
}

/// A bound of a number, an amount or a date: `3`, `"2.5"` or `"2014-01-31"`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(untagged)]
pub(super) enum Bound {
    Integer(i64),
    Text(String),
}

impl Bound {
    pub(super) fn decimal(&self) -> Option<Decimal> {
        match self {
            Self::Integer(n) => Some(Decimal::from(*n)),
            Self::Text(t) => t.parse().ok(),
        }
    }

    pub(super) fn date(&self) -> Option<chrono::NaiveDate> {
        match self {
            Self::Integer(_) => None,
            Self::Text(t) => t.parse().ok(),
        }
    }
}

/// Routing: `{ item = "…", any_of = ["…"] }`, `{ answered = "…" }`, `{ all = […] }`, `{ any = […] }`,
/// `{ not = { … } }`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Condition")
)]
#[serde(untagged)]
pub(super) enum ConditionEntry {
    AnyOf(AnyOfEntry),
    Answered(AnsweredEntry),
    All(AllEntry),
    Any(AnyEntry),
    Not(NotEntry),
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "AnyOf")
)]
#[serde(deny_unknown_fields)]
pub(super) struct AnyOfEntry {
    #[cfg_attr(feature = "schema", schemars(with = "ItemId"))]
    pub(super) item: String,
    #[cfg_attr(feature = "schema", schemars(with = "Vec<PointCode>", length(min = 1)))]
    pub(super) any_of: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Answered")
)]
#[serde(deny_unknown_fields)]
pub(super) struct AnsweredEntry {
    #[cfg_attr(feature = "schema", schemars(with = "ItemId"))]
    pub(super) answered: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "All")
)]
#[serde(deny_unknown_fields)]
pub(super) struct AllEntry {
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(super) all: Vec<ConditionEntry>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Any")
)]
#[serde(deny_unknown_fields)]
pub(super) struct AnyEntry {
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub(super) any: Vec<ConditionEntry>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Not")
)]
#[serde(deny_unknown_fields)]
pub(super) struct NotEntry {
    pub(super) not: Box<ConditionEntry>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Measure")
)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasureEntry {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "MeasureId"))]
    pub(super) id: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "schema::MeasureWord"))]
    pub(super) kind: String,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "schema::SomeWords"))]
    pub(super) title: Words,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "Vec<schema::MeasureItem>", length(min = 1, max = schema::MOST_ITEMS)))]
    pub(super) items: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::Minimum>"))]
    pub(super) minimum: Option<MinimumEntry>,
    #[serde(default = "first_version", skip_serializing_if = "is_first")]
    pub(super) version: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) source: String,
}

/// How many items a person must have answered: `"half"`, `"all"` or a number.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub(super) enum MinimumEntry {
    AtLeast(u32),
    Named(String),
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

const fn first_version() -> u32 {
    1
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_first(version: &u32) -> bool {
    *version == 1
}
