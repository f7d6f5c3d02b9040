use super::{Line, NodeId};

/// What a call of this module can refuse.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Node that its tree does not have.
    #[error("tree has no node {}", node.index())]
    NodeUnknown {
        /// The node asked for.
        node: NodeId,
    },
    /// Tree with more nodes than a [`NodeId`] can name.
    #[error("tree is full at {limit} nodes")]
    TreeFull {
        /// Largest number of nodes.
        limit: usize,
    },
    /// Line that its table does not have.
    #[error("table of {rows} rows has no {line}")]
    LineUnknown {
        /// The line asked for.
        line: Line,
        /// Rows of the table.
        rows: usize,
    },
    /// Table without organisations.
    #[error("table has no rows, wants at least 1")]
    TableEmpty,
    /// Row with too few or too many counts.
    #[error("row {row} has {found} counts, wants {wanted}, one a leaf")]
    RowLength {
        /// Index of the row.
        row: usize,
        /// Counts found.
        found: usize,
        /// Leaves of the tree.
        wanted: usize,
    },
    /// Table whose counts do not fit the arithmetic.
    #[error("counts up to row {row} sum to more than 2^53")]
    TableTooLarge {
        /// Row at which the sum grew too large.
        row: usize,
    },
    /// Figure that must be shown by the terms and must be withheld by the rule.
    #[error("{line}, node {} is to be shown by the terms, but the rule withholds it", node.index())]
    PinnedPrimary {
        /// Line of the figure.
        line: Line,
        /// Node of the figure.
        node: NodeId,
    },
    /// Figure that stays open to an attacker whatever else the terms let us withhold.
    #[error("{line}, node {} cannot be protected: the terms pin too many figures", node.index())]
    Unprotectable {
        /// Line of the figure.
        line: Line,
        /// Node of the figure.
        node: NodeId,
    },
    /// Pattern held against a table of another shape.
    #[error("pattern has {found} figures, the table has {wanted}")]
    PatternShape {
        /// Figures of the pattern.
        found: usize,
        /// Figures of the table.
        wanted: usize,
    },
    /// Rounding to multiples of nothing.
    #[error("rounding base is 0, wants at least 1")]
    RoundingBase,
    /// Count larger than the base it is part of.
    #[error("count is larger than its base")]
    CountOverBase,
    /// Remainder larger than the whole it was taken from.
    #[error("the rest is larger than the whole")]
    RestOverWhole,
    /// More decimal places than a percentage can carry.
    #[error("percentage with {found} decimal places, wants at most {limit}")]
    DecimalPlaces {
        /// Places asked for.
        found: u32,
        /// Largest number of places.
        limit: u32,
    },
    /// Amount that no dominance rule takes.
    #[error("contribution {at} is negative or not finite")]
    Contribution {
        /// Index of the contribution.
        at: usize,
    },
}
