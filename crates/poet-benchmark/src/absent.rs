//! Why a figure does not exist.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Reason why a statistic has no value.
///
/// An absent figure is never `0`, `NaN` or an empty string. It stays out of the control of false
/// discoveries, of targets and of ranks. The display text is a sentence that a councillor can read.
///
/// # Examples
///
/// ```
/// use poet_benchmark::Absent;
///
/// assert_eq!(Absent::NoAnswers.to_string(), "Nobody answered this question.");
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Absent {
    /// Nobody answered the item.
    NoAnswers,
    /// Nobody is left to compare with, once the organisation itself is taken out.
    EmptyComparator,
    /// Everybody gave the same answer, so there is no variation to test.
    Degenerate,
    /// A whole row or column of the table is empty.
    EmptyMargin,
    /// Too few answers for the method.
    TooFewAnswers,
    /// Too few waves with answers for the method.
    TooFewWaves,
    /// Too few places for the method.
    TooFewPlaces,
    /// An exact test was called for, but the counts are not whole people.
    NotWholePeople,
    /// The question was not asked here.
    NotAsked,
    /// The source did not publish the figure.
    NotPublished,
    /// The answers have no better and no worse.
    NotJudged,
    /// Nobody of a stratum answered, so nobody stands for it.
    EmptyStratum,
    /// The organisation, or a stratum that people answered in, is not in the frame.
    NotInFrame,
    /// More people answered than the frame says could have.
    BeyondFrame,
    /// The frame does not say how many forms were sent.
    NotCounted,
    /// Nobody is expected, so nothing can be held against an expectation.
    NothingExpected,
    /// People came forward by themselves.
    Volunteers,
    /// Places differ by no more than chance, so there is nothing to allow for.
    WithinChance,
    /// Places lie so far apart that no finite figure fits.
    Unbounded,
    /// Some group all gave the same answer, so that the estimate has no end.
    Separated,
    /// The method did not come to an end.
    NotConverged,
    /// Other predictors make this one up.
    Aliased,
    /// One of the counts that the figure divides by is nought.
    EmptyCell,
    /// Too few clusters, such as organisations, to tell how alike their people are.
    TooFewClusters,
}

impl fmt::Display for Absent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoAnswers => "Nobody answered this question.",
            Self::EmptyComparator => "There is nobody else to compare with.",
            Self::Degenerate => "Everybody gave the same answer, so there is nothing to test.",
            Self::EmptyMargin => "One side of the comparison is empty.",
            Self::TooFewAnswers => "There are too few answers to work this out.",
            Self::TooFewWaves => "There are too few surveys with answers to show a trend.",
            Self::TooFewPlaces => "There are too few places to work this out.",
            Self::NotWholePeople => {
                "Too few people for the usual test, and weighted numbers cannot be tested exactly."
            }
            Self::NotAsked => "This question was not asked here.",
            Self::NotPublished => "This figure was not published.",
            Self::NotJudged => "No answer to this question is better or worse than another.",
            Self::EmptyStratum => "Nobody answered for one part of the population.",
            Self::NotInFrame => "How many people could have answered is not known.",
            Self::BeyondFrame => "More people answered than are said to have been able to.",
            Self::NotCounted => "How many people were asked is not known.",
            Self::NothingExpected => "Nobody is expected here, so there is nothing to hold against.",
            Self::Volunteers => {
                "People came forward by themselves, so chance cannot say how far the figure may be off."
            }
            Self::WithinChance => "Places differ by no more than chance, so nothing is widened.",
            Self::Unbounded => "Places lie so far apart that no figure fits.",
            Self::Separated => {
                "Everybody of some group gave the same answer, so no size can be put to the difference."
            }
            Self::NotConverged => "The method did not come to a result.",
            Self::Aliased => {
                "It goes along with something else that was asked, so the two cannot be told apart."
            }
            Self::EmptyCell => "One of the groups that are compared has nobody in it.",
            Self::TooFewClusters => "Too few places to tell how alike their people are.",
        })
    }
}

impl std::error::Error for Absent {}

#[cfg(test)]
mod tests {
    use super::Absent;

    #[test]
    fn a_reason_is_written_in_snake_case_and_read_back() {
        let text = serde_json::to_string(&Absent::EmptyComparator).unwrap();
        assert_eq!(text, "\"empty_comparator\"");
        assert_eq!(
            serde_json::from_str::<Absent>(&text).unwrap(),
            Absent::EmptyComparator
        );
    }
}
