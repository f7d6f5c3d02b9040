//! What an instrument says, as one short text.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::document::Document;

/// SHA-256 over an instrument's content, in hexadecimal.
///
/// The same content has the same hash whether it was read from TOML or JSON.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(transparent)]
pub struct ContentHash(String);

impl ContentHash {
    pub(super) fn of(document: &Document) -> Self {
        // Maps are ordered and fields stand as declared, so the same content gives the same bytes; strings, numbers
        // and maps with string keys always have a JSON form.
        let json = serde_json::to_vec(document).unwrap_or_default();
        let digest = Sha256::digest(json);
        let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Self(
            digits
                .filter_map(|digit| char::from_digit(digit.into(), 16))
                .collect(),
        )
    }

    /// The hash in hexadecimal.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
