//! How a published table is read.

use std::collections::{BTreeMap, BTreeSet};

use poet_core::Marker;

use crate::Delimiter;

/// How a published table is read.
#[derive(Clone, Debug)]
pub struct PublishedOptions {
    pub(super) delimiter: Option<Delimiter>,
    pub(super) listed_refusals: usize,
    pub(super) pooled: BTreeSet<String>,
    pub(super) markers: BTreeMap<String, Marker>,
    pub(super) weighted_rounding: u32,
    pub(super) count_rounding: u32,
    pub(super) percent_decimals: u32,
}

impl Default for PublishedOptions {
    fn default() -> Self {
        Self {
            delimiter: None,
            listed_refusals: 1000,
            pooled: BTreeSet::new(),
            markers: BTreeMap::new(),
            weighted_rounding: 10,
            count_rounding: 1,
            percent_decimals: 1,
        }
    }
}

impl PublishedOptions {
    /// What stands between fields; by default the one that stands most often in the header.
    pub fn delimiter(self, delimiter: Delimiter) -> Self {
        let delimiter = Some(delimiter);
        Self { delimiter, ..self }
    }

    /// How many refusals are listed with their reasons, by default 1000; the others are counted.
    pub fn listed_refusals(self, listed_refusals: usize) -> Self {
        Self {
            listed_refusals,
            ..self
        }
    }

    /// Names an organisation code as several places taken together, beside those that are recognised.
    pub fn pooled(mut self, code: impl Into<String>) -> Self {
        self.pooled.insert(code.into());
        self
    }

    /// Takes a text for a figure that is not there, such as `*` or `..`, beside `[c] [w] [x] [z]`.
    pub fn marker(mut self, text: impl Into<String>, marker: Marker) -> Self {
        self.markers.insert(text.into(), marker);
        self
    }

    /// What weighted estimates are rounded to, by default 10.
    pub fn weighted_rounding(self, weighted_rounding: u32) -> Self {
        Self {
            weighted_rounding,
            ..self
        }
    }

    /// What counts are rounded to, by default 1: not at all.
    pub fn count_rounding(self, count_rounding: u32) -> Self {
        Self {
            count_rounding,
            ..self
        }
    }

    /// Decimal places of per cents, by default 1.
    pub fn percent_decimals(self, percent_decimals: u32) -> Self {
        Self {
            percent_decimals,
            ..self
        }
    }
}
