//! What can be wrong with a call.

use poet_core::ItemId;

/// What can be wrong with a call that makes a synthetic survey.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Item that the instrument does not have.
    #[error("the instrument has no item {item}{}", .nearest.as_ref().map(|n| format!(", nearest is {n}")).unwrap_or_default())]
    UnknownItem {
        /// Name asked for.
        item: ItemId,
        /// Most similar item.
        nearest: Option<ItemId>,
    },
    /// Item that the truth says nothing about.
    #[error("the truth says nothing about item {item}, wants one entry for each item")]
    NoTruth {
        /// The item.
        item: ItemId,
    },
    /// Shares or effects that do not go with the points of an item.
    #[error("item {item} has {found} {what}, wants {wanted}, one for each point")]
    Points {
        /// The item.
        item: ItemId,
        /// Shares or effects.
        what: &'static str,
        /// How many the truth has.
        found: usize,
        /// How many points the item has.
        wanted: usize,
    },
    /// Number that has no meaning where it stands.
    #[error("{place} is out of range, wants {wants}")]
    OutOfRange {
        /// Where it stands in the truth.
        place: String,
        /// What was wanted.
        wants: &'static str,
    },
    /// Rows that the table does not take.
    #[error(transparent)]
    Table(#[from] poet_core::Error),
    /// Writer that failed.
    #[error("rows cannot be written")]
    Write(#[from] std::io::Error),
}
