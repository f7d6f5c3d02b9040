//! A figure that may be kept back.

use serde::{Deserialize, Serialize};

use crate::Absent;

/// A figure as it leaves: shown, kept back to protect people, or not there, and why.
///
/// # Examples
///
/// ```
/// use poet_benchmark::release::{Figure, Withheld};
///
/// let figure: Figure<u64> = Figure::Withheld(Withheld::Confidential);
/// assert_eq!(figure.shown(), None);
/// assert_eq!(figure.mark(), Some("[c]"));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure<T> {
    /// The figure.
    Shown(T),
    /// Kept back.
    Withheld(Withheld),
    /// Not there.
    Absent(Absent),
}

/// Why a figure is kept back. Small counts and those that would give them away bear one mark: to know which is which
/// is to know that a count is small.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Withheld {
    /// It is of few people, or would give a figure of few people away.
    Confidential,
}

impl<T> Figure<T> {
    /// The figure, where it is shown.
    pub fn shown(self) -> Option<T> {
        match self {
            Self::Shown(figure) => Some(figure),
            _ => None,
        }
    }

    /// Whether it is kept back to protect people.
    pub fn is_withheld(&self) -> bool {
        matches!(self, Self::Withheld(_))
    }

    /// The figure by reference.
    pub fn as_ref(&self) -> Figure<&T> {
        match self {
            Self::Shown(figure) => Figure::Shown(figure),
            Self::Withheld(why) => Figure::Withheld(*why),
            Self::Absent(why) => Figure::Absent(*why),
        }
    }

    /// The figure turned into another, where it is shown.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Figure<U> {
        match self {
            Self::Shown(figure) => Figure::Shown(turn(figure)),
            Self::Withheld(why) => Figure::Withheld(why),
            Self::Absent(why) => Figure::Absent(why),
        }
    }

    /// A figure within this one, where this one is shown.
    pub fn and_then<U>(self, within: impl FnOnce(T) -> Figure<U>) -> Figure<U> {
        match self {
            Self::Shown(figure) => within(figure),
            Self::Withheld(why) => Figure::Withheld(why),
            Self::Absent(why) => Figure::Absent(why),
        }
    }

    /// Shorthand of official tables for a figure that is not shown: `[c]` confidential, `[w]` none recorded, `[x]` no
    /// data, `[z]` not applicable.
    pub fn mark(&self) -> Option<&'static str> {
        match self {
            Self::Shown(_) => None,
            Self::Withheld(_) => Some("[c]"),
            Self::Absent(Absent::NoAnswers) => Some("[w]"),
            Self::Absent(Absent::NotPublished) => Some("[x]"),
            Self::Absent(_) => Some("[z]"),
        }
    }
}

impl<T> From<Result<T, Absent>> for Figure<T> {
    fn from(result: Result<T, Absent>) -> Self {
        match result {
            Ok(figure) => Self::Shown(figure),
            Err(why) => Self::Absent(why),
        }
    }
}
