//! What scoring answers.

use std::fmt;

use poet_core::{ContentHash, InstrumentKey, MeasureId, MeasureKind};
use serde::Serialize;

use crate::compiled::{Compiled, Packed};

/// One person's score on one measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// The measure.
    pub measure: MeasureId,
    /// How it is worked out.
    pub kind: MeasureKind,
    /// Version of the rule.
    pub version: u32,
    /// The score, or why there is none.
    #[serde(flatten)]
    pub standing: Standing,
    /// Items with an answer that counts.
    pub answered: u32,
    /// Items that must have one.
    pub minimum: u32,
    /// Items of the measure.
    pub of: u32,
}

/// The score, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The score: a share from 0 to 1, a mean from 0 to 100, a mean in points, or a sum of points.
    Value(f64),
    /// No score.
    Absent(NoScore),
}

impl Standing {
    /// The score, where there is one.
    pub fn value(self) -> Option<f64> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent(_) => None,
        }
    }
}

/// Why there is no score.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoScore {
    /// No item was answered.
    NothingAnswered,
    /// Some were, but fewer than the measure needs.
    TooFewAnswered,
}

/// One person's scores with what they were worked out by.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// The instrument.
    pub instrument: InstrumentKey,
    /// Hash of its content.
    pub hash: ContentHash,
    /// Version of this library.
    pub library: &'static str,
    /// Favourable answers to items with a good and a bad side.
    pub favourable: u32,
    /// Answers in the base of those items.
    pub answered: u32,
    /// Scores in the order of the measures.
    pub scores: Vec<Score>,
}

impl fmt::Display for NoScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::NothingAnswered => "nothing answered",
            Self::TooFewAnswered => "too few answered",
        })
    }
}

impl Compiled {
    /// The score that a sum stands for.
    pub(crate) fn standing(&self, sum: Packed) -> Standing {
        let answered = sum.answered();
        if answered == 0 {
            return Standing::Absent(NoScore::NothingAnswered);
        }
        if answered < self.minimum {
            return Standing::Absent(NoScore::TooFewAnswered);
        }
        let units = sum.units();
        Standing::Value(match self.kind {
            MeasureKind::Mean => 100.0 * units as f64 / (self.unit * u64::from(answered)) as f64,
            MeasureKind::Sum => units as f64 + self.offset as f64,
            MeasureKind::MeanPoints => {
                let points = self.offset * i64::from(answered) + units.cast_signed();
                points as f64 / f64::from(answered)
            }
            _ => units as f64 / f64::from(answered),
        })
    }
}
