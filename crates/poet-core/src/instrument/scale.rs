//! Answer scales and their points.

use serde::Serialize;

use super::collapse::Collapse;
use crate::{PointCode, ScaleId, Text};

/// How a point is read when shares are counted.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// Counts towards the headline share.
    Favourable,
    /// In the base, neither good nor bad.
    Neutral,
    /// In the base, counts against.
    Unfavourable,
    /// Chosen, but outside the base, such as "never tried".
    Outside,
}

/// Whether a topic was seen in published material or inferred from it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Sourced from published material.
    Published,
    /// Inferred from it.
    Inferred,
}

/// One answer that a scale offers.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Point {
    pub(super) code: PointCode,
    pub(super) label: Text,
    pub(super) reading: Reading,
    pub(super) score: Option<i32>,
    pub(super) synonyms: Vec<String>,
}

impl Point {
    /// Code in files and forms.
    pub fn code(&self) -> &PointCode {
        &self.code
    }

    /// Words that people read.
    pub fn label(&self) -> &Text {
        &self.label
    }

    /// How the point is read.
    pub fn reading(&self) -> Reading {
        self.reading
    }

    /// Score in measures, more is better; none outside the base and on scales without order.
    pub fn score(&self) -> Option<i32> {
        self.score
    }

    /// Other words that an importer takes for this point.
    pub fn synonyms(&self) -> &[String] {
        &self.synonyms
    }
}

/// An answer scale: its points in the order of the form.
///
/// Holds 1 to [`Scale::MAX_POINTS`] points with distinct codes.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Scale {
    pub(super) id: ScaleId,
    pub(super) status: Option<Status>,
    pub(super) points: Vec<Point>,
    pub(super) collapses: Vec<Collapse>,
}

impl Scale {
    /// Most points of one scale, so that an answer fits in a byte beside the missing codes.
    pub const MAX_POINTS: usize = 200;

    /// Scores that a point may have.
    pub(super) const SCORES: std::ops::RangeInclusive<i32> = -1000..=1000;

    /// Name of the scale.
    pub fn id(&self) -> &ScaleId {
        &self.id
    }

    /// Whether the scale was published or inferred, where that is known.
    pub fn status(&self) -> Option<Status> {
        self.status
    }

    /// Points in the order of the form.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// How the points fall onto other scales, in the order of the scales' names.
    pub fn collapses(&self) -> &[Collapse] {
        &self.collapses
    }

    /// Position of the point with this code.
    pub fn position(&self, code: &str) -> Option<u8> {
        let at = self.points.iter().position(|p| p.code.as_str() == code)?;
        u8::try_from(at).ok()
    }

    /// Whether some point is favourable or unfavourable, so that a headline share has a meaning.
    pub fn is_evaluative(&self) -> bool {
        let judged = |p: &Point| matches!(p.reading, Reading::Favourable | Reading::Unfavourable);
        self.points.iter().any(judged)
    }

    /// Lowest and highest score, where the scale has scores.
    pub fn score_range(&self) -> Option<(i32, i32)> {
        let scores = || self.points.iter().filter_map(|p| p.score);
        Some((scores().min()?, scores().max()?))
    }

    /// The same scale with good and bad exchanged, for an item that is worded the other way round.
    pub(super) fn reversed(&self) -> Self {
        let range = self.score_range();
        let mut scale = self.clone();
        for point in &mut scale.points {
            point.reading = match point.reading {
                Reading::Favourable => Reading::Unfavourable,
                Reading::Unfavourable => Reading::Favourable,
                same => same,
            };
            point.score = range.and_then(|(low, high)| Some(low + high - point.score?));
        }
        scale
    }
}
