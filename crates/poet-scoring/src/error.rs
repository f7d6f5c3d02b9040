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
    /// Points of another number of items than a scale has.
    #[error("scale has {wanted} items, got {found}")]
    ScaleItems {
        /// Items given.
        found: usize,
        /// Items of the scale, or the most that one can have.
        wanted: usize,
    },
    /// Point that is too large to sum exactly.
    #[error("point of item {item} of a scale is out of range, wants -2^20 to 2^20")]
    ScalePoint {
        /// Position of the item.
        item: usize,
    },
    /// More people than are summed exactly.
    #[error("scale is of too many people, wants at most {max}")]
    ScalePeople {
        /// The limit.
        max: u64,
    },
}
