//! What figures were worked out from and by.

use poet_core::{Asks, ContentHash, Instrument, InstrumentKey, MeasureId};
use serde::{Deserialize, Serialize};

/// What figures were worked out from and by, so that they can be verified years later.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
pub struct Origin {
    /// The instrument.
    pub instrument: InstrumentKey,
    /// Hash of its content.
    pub hash: ContentHash,
    /// Whether its outcomes are change that people perceive, or the state of things.
    pub asks: Asks,
    /// Version of each measure's rule.
    pub measures: Vec<(MeasureId, u32)>,
    /// Version of this library.
    pub library: String,
}

impl Origin {
    pub(crate) fn of(instrument: &Instrument) -> Self {
        let measures = instrument.measures().iter();
        Self {
            instrument: instrument.key().clone(),
            hash: instrument.hash().clone(),
            asks: instrument.asks(),
            measures: measures.map(|m| (m.id().clone(), m.version())).collect(),
            library: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}
