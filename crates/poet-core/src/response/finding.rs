//! What is noticed when a response is held against its instrument.

use std::fmt;

use crate::ItemId;

/// One thing noticed in a response. It names the item and never the answer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// Item that it is about.
    pub item: ItemId,
    /// What was noticed.
    pub kind: FindingKind,
}

impl Finding {
    /// Whether it keeps the response out of a table.
    pub fn severity(&self) -> Severity {
        match self.kind {
            FindingKind::RoutedPast | FindingKind::DuplicateTick => Severity::Noted,
            _ => Severity::Refused,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "item {}: {}", self.item, self.kind)
    }
}

/// What becomes of a response with a finding.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// It is taken, and the finding is reported.
    Noted,
    /// It is not taken.
    Refused,
}

/// What can be noticed in a response.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FindingKind {
    /// Answer to an item that the instrument does not have.
    #[error("the instrument has no such item{}", .nearest.as_ref().map(|n| format!(", nearest is {n}")).unwrap_or_default())]
    UnknownItem {
        /// Most similar item.
        nearest: Option<ItemId>,
    },
    /// Point that the item's scale does not have.
    #[error("the answer is no point of its scale, which has {points} points")]
    UnknownPoint {
        /// Points of the scale.
        points: usize,
    },
    /// Answer of another kind than the item takes.
    #[error("the answer is of the wrong kind, wants {wants}")]
    WrongKind {
        /// Kind that the item takes.
        wants: &'static str,
    },
    /// Number, amount or date outside the item's limits.
    #[error("the answer is outside the limits of the item")]
    OutOfRange,
    /// No answer to an item that wants one.
    #[error("the item was asked, wants an answer and has none")]
    MissingRequired,
    /// Answer to an item that the routing passes by; it is kept apart and in no score.
    #[error("answered although the routing passes it by; kept apart, in no score")]
    RoutedPast,
    /// The same option ticked twice; it counts once.
    #[error("an option is ticked more than once; it counts once")]
    DuplicateTick,
}
