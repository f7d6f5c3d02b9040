//! Items before they are whole: written out, or taken from a shared document and changed.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::document::{Bound, ConditionEntry, ItemEntry, ScaleEntry, Words};

#[cfg(feature = "schema")]
use super::schema;
#[cfg(feature = "schema")]
use crate::{ItemId, ScaleId, SeriesKey, schema::Keyed};

/// A shared document: scales, items and blocks of items that several instruments take.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Shared")
)]
#[serde(deny_unknown_fields)]
pub(super) struct PartEntry {
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(!default, with = "schema::Format"))]
    pub(super) format: u32,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Keyed<ScaleId, ScaleEntry>"))]
    pub(super) scales: BTreeMap<String, ScaleEntry>,
    #[serde(default)]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Keyed<ItemId, schema::SharedItem>")
    )]
    pub(super) items: BTreeMap<String, ItemDraft>,
    #[serde(default)]
    pub(super) blocks: BTreeMap<String, Vec<String>>,
}

/// An item as an instrument lists it: whole, `{ use = "dignity" }` with what it changes, or `{ block = "steps" }`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Item")
)]
#[serde(deny_unknown_fields)]
pub(super) struct ItemDraft {
    #[serde(rename = "use")]
    pub(super) shared: Option<String>,
    pub(super) block: Option<String>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<ItemId>"))]
    pub(super) id: Option<String>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::KindWord>"))]
    pub(super) kind: Option<String>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::SomeWords>"))]
    pub(super) text: Option<Words>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::AnyWords>"))]
    pub(super) label: Option<Words>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<ScaleId>"))]
    pub(super) scale: Option<String>,
    pub(super) reversed: Option<bool>,
    pub(super) required: Option<bool>,
    pub(super) ask_if: Option<ConditionEntry>,
    pub(super) topic: Option<String>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::StatusWord>"))]
    pub(super) status: Option<String>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<SeriesKey>"))]
    pub(super) series: Option<String>,
    pub(super) synonyms: Option<Vec<String>>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::Bounded>"))]
    pub(super) min: Option<Bound>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::Bounded>"))]
    pub(super) max: Option<Bound>,
    #[cfg_attr(feature = "schema", schemars(with = "Option<schema::Decimals>"))]
    pub(super) decimals: Option<u32>,
}

impl ItemDraft {
    /// This item with what it leaves out taken from `shared`.
    pub(super) fn over(self, shared: Self) -> Self {
        Self {
            shared: None,
            block: None,
            id: self.id.or(shared.id),
            kind: self.kind.or(shared.kind),
            text: self.text.or(shared.text),
            label: self.label.or(shared.label),
            scale: self.scale.or(shared.scale),
            reversed: self.reversed.or(shared.reversed),
            required: self.required.or(shared.required),
            ask_if: self.ask_if.or(shared.ask_if),
            topic: self.topic.or(shared.topic),
            status: self.status.or(shared.status),
            series: self.series.or(shared.series),
            synonyms: self.synonyms.or(shared.synonyms),
            min: self.min.or(shared.min),
            max: self.max.or(shared.max),
            decimals: self.decimals.or(shared.decimals),
        }
    }

    /// The item with nothing left to take.
    pub(super) fn whole(self) -> ItemEntry {
        ItemEntry {
            id: self.id.unwrap_or_default(),
            kind: self.kind.unwrap_or_default(),
            text: self.text.unwrap_or_default(),
            label: self.label.unwrap_or_default(),
            scale: self.scale,
            reversed: self.reversed.unwrap_or_default(),
            required: self.required.unwrap_or_default(),
            ask_if: self.ask_if,
            topic: self.topic,
            status: self.status,
            series: self.series,
            synonyms: self.synonyms.unwrap_or_default(),
            min: self.min,
            max: self.max,
            decimals: self.decimals,
        }
    }

    /// Whether the block is all that is said, so that nothing would change its items.
    pub(super) fn is_block_alone(&self) -> bool {
        let alone = Self {
            block: self.block.clone(),
            ..Self::default()
        };
        *self == alone
    }
}
