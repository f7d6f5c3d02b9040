//! What one person answered to one question.

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::code::Missing;
use crate::PointCode;

/// What one person answered to one question, as it was given.
///
/// Its `Debug` form tells the kind of answer and never the answer.
#[derive(Clone, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Answer {
    /// One point of a scale.
    Choice(PointCode),
    /// The options that were ticked; none ticked is an answer too.
    Ticks(Vec<PointCode>),
    /// A number.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Number"))]
    Number(Decimal),
    /// An amount in pounds sterling.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Number"))]
    Money(Decimal),
    /// A day.
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    Date(NaiveDate),
    /// Words.
    Text(FreeText),
    /// No answer, and why.
    Missing(Missing),
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Choice(_) => "Choice(..)",
            Self::Ticks(_) => "Ticks(..)",
            Self::Number(_) => "Number(..)",
            Self::Money(_) => "Money(..)",
            Self::Date(_) => "Date(..)",
            Self::Text(_) => "Text(..)",
            Self::Missing(_) => "Missing(..)",
        })
    }
}

/// A person's own words. They stand in no table and no tally, and `Debug` does not show them.
#[derive(Clone, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct FreeText(String);

impl FreeText {
    /// Takes the words as they are.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// The words, for somebody who is allowed to read them.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for FreeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FreeText(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_words_and_no_point() {
        let words = Answer::Text(FreeText::new("my sister helped"));
        assert_eq!(format!("{words:?}"), "Text(..)");
        let point = Answer::Choice("1".parse().unwrap());
        assert_eq!(format!("{point:?}"), "Choice(..)");
    }
}
