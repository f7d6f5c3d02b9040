//! Choices of a benchmark.

use serde::Serialize;

use crate::estimate::Confidence;

/// Choices of a benchmark, with their defaults.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    pub(crate) confidence: Confidence,
    pub(crate) scope: Scope,
}

/// Over which tests false discoveries are controlled.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// All items of all organisations: for a table that is published whole.
    #[default]
    WholeTable,
    /// All items of one organisation: for reports that each stand alone.
    EachOrganisation,
}

impl Settings {
    /// Share of false discoveries among the differences called higher or lower.
    pub const FALSE_DISCOVERY: f64 = 0.05;

    /// Confidence of the intervals; 95 % where nothing is said.
    pub fn confidence(self, confidence: Confidence) -> Self {
        Self { confidence, ..self }
    }

    /// Over which tests false discoveries are controlled; the whole table where nothing is said.
    pub fn scope(self, scope: Scope) -> Self {
        Self { scope, ..self }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            confidence: Confidence::P95,
            scope: Scope::default(),
        }
    }
}
