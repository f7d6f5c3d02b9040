//! How a file is read.

use crate::Delimiter;

/// How a file is read.
#[derive(Clone, Debug)]
pub struct Options {
    pub(super) delimiter: Option<Delimiter>,
    pub(super) listed_refusals: usize,
    pub(super) block: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            delimiter: None,
            listed_refusals: 1000,
            block: 1 << 20,
        }
    }
}

impl Options {
    /// What stands between fields. By default what Excel's line `sep=;` above the header says; without it, what divides
    /// header and first row into the same number of fields; failing that, what stands most often in the header.
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
}
