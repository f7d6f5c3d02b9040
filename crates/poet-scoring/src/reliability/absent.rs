//! Why a scale has no figure.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Reason why a figure about a scale does not exist. The display text is a sentence that a councillor can read.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoReliability {
    /// Fewer items than the method needs, once those that everybody answers alike are left out.
    TooFewItems,
    /// Fewer than two people answered every item.
    TooFewPeople,
    /// Everybody has the same sum.
    NoVariation,
    /// Answers to two of the items go against each other, or do not go together at all.
    OppositeItems,
    /// One item would have to say more than all that it varies by.
    BeyondOne,
    /// The search for the factor did not come to an end.
    NotFound,
}

impl fmt::Display for NoReliability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::TooFewItems => "There are too few questions to work this out.",
            Self::TooFewPeople => "Too few people answered all of the questions.",
            Self::NoVariation => {
                "Everybody comes to the same sum, so there is nothing to work out."
            }
            Self::OppositeItems => "Answers to some of the questions go against each other.",
            Self::BeyondOne => "One question stands out so much that this cannot be worked out.",
            Self::NotFound => "No one thing was found that the questions have in common.",
        })
    }
}
