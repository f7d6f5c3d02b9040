//! What a score is made of.

use serde::Serialize;

use crate::{MeasureId, Text};

/// How a score is worked out from the items of a measure.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Measure {
    pub(super) id: MeasureId,
    pub(super) kind: MeasureKind,
    pub(super) title: Text,
    pub(super) items: Vec<usize>,
    pub(super) minimum: u32,
    pub(super) version: u32,
    pub(super) source: String,
}

/// Kinds of measure.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MeasureKind {
    /// Share of the answered items with a favourable point, 0 to 1.
    FavourableShare,
    /// Mean of the answered items, each rescaled from its scale's range to 0 to 100.
    Mean,
    /// Mean of the answered items in points of their one range of scores, such as 1 to 6.
    MeanPoints,
    /// Sum of the points' scores, of complete cases only.
    Sum,
}

impl Measure {
    /// Name of the measure.
    pub fn id(&self) -> &MeasureId {
        &self.id
    }

    /// How it is worked out.
    pub fn kind(&self) -> MeasureKind {
        self.kind
    }

    /// Words that people read.
    pub fn title(&self) -> &Text {
        &self.title
    }

    /// Positions of its items in [`Instrument::items`](super::Instrument::items).
    pub fn items(&self) -> &[usize] {
        &self.items
    }

    /// How many of the items a person must have answered.
    pub fn minimum(&self) -> u32 {
        self.minimum
    }

    /// Version of the rule; another rule is another version.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Where the rule was published; empty for our own.
    pub fn source(&self) -> &str {
        &self.source
    }
}
