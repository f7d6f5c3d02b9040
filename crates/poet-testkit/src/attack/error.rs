use super::Cell;

/// Why an attack could not be carried out.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Unknown that belongs to another attacker.
    #[error("fact {fact} names unknown {unknown}, there are {unknowns}")]
    UnknownMissing {
        /// Index of the fact.
        fact: usize,
        /// Unknown that it names.
        unknown: usize,
        /// Unknowns there are.
        unknowns: usize,
    },
    /// Facts that no counts fulfil.
    #[error("the facts contradict each other")]
    Contradiction,
    /// Linear programme that could not be solved.
    #[error("linear programme for unknown {unknown} failed: {reason}")]
    Programme {
        /// Unknown that was bounded.
        unknown: usize,
        /// What the solver said.
        reason: String,
    },
    /// Row of another length than the first.
    #[error("row {row} has {found} cells, wants {wanted}")]
    RowLength {
        /// Index of the row.
        row: usize,
        /// Cells found.
        found: usize,
        /// Cells of the first row.
        wanted: usize,
    },
    /// Withheld cell outside the table.
    #[error("withheld cell {at} lies outside the table")]
    CellOutside {
        /// Index in the list of withheld cells.
        at: usize,
    },
    /// Released figure that does not fit the counts it stands on, or is not what the attacker takes it for.
    #[error("released figures do not fit the count of {cell:?} at place {place:?}")]
    Misled {
        /// The count.
        cell: Cell,
        /// Place of the organisation; none for everybody.
        place: Option<usize>,
    },
    /// Figure that the table or its pattern does not have.
    #[error("table and pattern have different shapes")]
    Shape,
}
