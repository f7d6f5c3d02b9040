//! One case of a file.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::ordered::Ordered;

/// File of cases; what it says about families and encoding is for people.
#[derive(Deserialize)]
pub(super) struct CaseFile {
    pub(super) schema: String,
    /// Read one by one, so that a malformed case does not stop the rest.
    pub(super) cases: Vec<Ordered>,
}

/// One input with what is expected of it.
#[derive(Deserialize)]
pub(super) struct Case {
    pub(super) input: Value,
    pub(super) expected: Map<String, Value>,
    pub(super) tolerance: Tolerance,
}

/// How far a number may be off: `abs + rel * |wanted|`.
#[derive(Clone, Copy, Deserialize)]
pub(super) struct Tolerance {
    abs: f64,
    rel: f64,
}

impl Tolerance {
    pub(super) fn holds(self, got: f64, wanted: f64) -> bool {
        (got - wanted).abs() <= self.abs + self.rel * wanted.abs()
    }
}
