//! How critical a story is.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};

use super::ParticipationError;
use crate::fold;

/// How critical a story is of the service, in six levels: as critical as its most negative statement.
///
/// Moderators set it, so that staff know how fast to act. Any level but the first raises a concern.
///
/// # Examples
///
/// ```
/// use poet_core::participation::Criticality;
///
/// let statements = [Criticality::Not, Criticality::Strongly, Criticality::Minimally];
/// assert_eq!(Criticality::of_statements(statements), Some(Criticality::Strongly));
/// assert_eq!("strongly critical".parse(), Ok(Criticality::Strongly));
/// assert_eq!(Criticality::try_from(4), Ok(Criticality::Strongly));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Criticality {
    /// Entirely positive.
    Not,
    /// Minimally critical.
    Minimally,
    /// Mildly critical.
    Mildly,
    /// Moderately critical.
    Moderately,
    /// Strongly critical.
    Strongly,
    /// Severely critical.
    Severely,
}

impl Criticality {
    /// Every level, the least critical first.
    pub const ALL: [Self; 6] = [
        Self::Not,
        Self::Minimally,
        Self::Mildly,
        Self::Moderately,
        Self::Strongly,
        Self::Severely,
    ];

    /// Level of a whole from its statements: that of the most negative one; none without a statement.
    pub fn of_statements(statements: impl IntoIterator<Item = Self>) -> Option<Self> {
        statements.into_iter().max()
    }

    /// Whether the story raises a concern.
    pub fn raises_concern(self) -> bool {
        self > Self::Not
    }

    /// Word in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Not => "not",
            Self::Minimally => "minimally",
            Self::Mildly => "mildly",
            Self::Moderately => "moderately",
            Self::Strongly => "strongly",
            Self::Severely => "severely",
        }
    }
}

impl TryFrom<u64> for Criticality {
    type Error = ParticipationError;

    fn try_from(level: u64) -> Result<Self, ParticipationError> {
        let at = usize::try_from(level).unwrap_or(usize::MAX);
        let found = Self::ALL.get(at).copied();
        found.ok_or(ParticipationError::Criticality)
    }
}

impl FromStr for Criticality {
    type Err = ParticipationError;

    /// Reads `strongly`, `Strongly critical` or `4`, whatever the case and the spacing.
    fn from_str(text: &str) -> Result<Self, ParticipationError> {
        let folded = fold(text);
        let word = folded.strip_suffix("critical").unwrap_or(&folded).trim();
        if let Ok(level) = word.parse::<u64>() {
            return level.try_into();
        }
        let found = Self::ALL.into_iter().find(|level| level.code() == word);
        found.ok_or(ParticipationError::Criticality)
    }
}

impl fmt::Display for Criticality {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.pad(self.code())
    }
}

// Case, spacing and the word "critical" after it do no harm to a reader.
#[cfg(feature = "schema")]
crate::schema::says!(Criticality, "Criticality", {
    let any_case = |word: &str| -> String {
        let both = |c: char| format!("[{}{}]", c.to_ascii_uppercase(), c);
        word.chars().map(both).collect()
    };
    let words = Criticality::ALL
        .map(|level| any_case(level.code()))
        .join("|");
    let most = Criticality::ALL.len() - 1;
    let critical = any_case("critical");
    schemars::json_schema!({
        "description": "How critical a story is: a word such as `mildly`, or its level from 0.",
        "type": ["integer", "string"],
        "minimum": 0,
        "maximum": most,
        "pattern": format!("^\\s*({words}|[+]?0*[0-{most}])\\s*({critical})?\\s*$"),
    })
});

impl<'de> Deserialize<'de> for Criticality {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Level)
    }
}

/// Reads a number or a word without repeating what stands there instead.
struct Level;

impl Visitor<'_> for Level {
    type Value = Criticality;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("0 to 5 or a word such as mildly")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Criticality, E> {
        self.visit_u64(u64::try_from(number).unwrap_or(u64::MAX))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Criticality, E> {
        number.try_into().map_err(E::custom)
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<Criticality, E> {
        word.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_reads_as_number_word_and_phrase() {
        for (level, number) in Criticality::ALL.into_iter().zip(0_u64..) {
            let word = level.to_string();
            for json in [
                number.to_string(),
                format!("\"{word}\""),
                format!("\" {}  Critical\"", word.to_uppercase()),
                format!("\"{number}\""),
            ] {
                assert_eq!(serde_json::from_str::<Criticality>(&json).unwrap(), level);
            }
            assert_eq!(
                serde_json::to_string(&level).unwrap(),
                format!("\"{word}\"")
            );
        }
    }

    #[test]
    fn what_is_no_level_is_not_repeated() {
        for json in ["6", "-1", "\"my mother died\"", "\"critical\"", "\"6\""] {
            let told = serde_json::from_str::<Criticality>(json).unwrap_err();
            assert!(
                told.to_string()
                    .starts_with("criticality is not known, wants 0 to 5")
            );
        }
    }

    #[test]
    fn what_is_neither_number_nor_word_is_told_what_was_wanted() {
        let told = serde_json::from_str::<Criticality>("[]").unwrap_err();
        assert!(told.to_string().contains("0 to 5 or a word such as mildly"));
    }

    #[test]
    fn the_most_negative_statement_sets_the_level() {
        use Criticality::{Mildly, Not, Severely};
        assert_eq!(Criticality::of_statements([]), None);
        assert_eq!(Criticality::of_statements([Not, Not]), Some(Not));
        assert_eq!(
            Criticality::of_statements([Severely, Mildly]),
            Some(Severely)
        );
        assert_eq!(
            Criticality::ALL.map(Criticality::raises_concern),
            [false, true, true, true, true, true]
        );
    }
}
