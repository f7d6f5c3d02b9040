//! What can be wrong with a call.

use poet_core::{InstrumentKey, MeasureId};

/// What can be wrong with a call into this crate.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Table of another instrument, or of another content under the same name.
    #[error("table answers {found}, the scorer was made for {wanted} with other content")]
    OtherInstrument {
        /// Instrument of the table.
        found: InstrumentKey,
        /// Instrument of the scorer.
        wanted: InstrumentKey,
    },
    /// Table whose rows have not been routed, so that answers nobody asked for would count.
    #[error(
        "table has not been routed, wants `ResponseTable::route` before it is scored or counted"
    )]
    NotRouted,
    /// Scales that have no common unit small enough to sum exactly.
    #[error("measure {measure} mixes scales whose lengths have no common unit under 2^20")]
    Unit {
        /// The measure.
        measure: MeasureId,
    },
}
