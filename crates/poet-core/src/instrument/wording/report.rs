//! What became of a wording.

use std::fmt;

use crate::Language;

/// What a wording replaced, what it left out and what it named that is not there.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct WordingReport {
    pub(super) replaced: usize,
    pub(super) missing: Vec<MissingWords>,
    pub(super) unknown: Vec<UnknownWords>,
}

/// A text of the instrument that the wording has no words for, so that the instrument's own stand.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct MissingWords {
    /// Place in a wording, such as `items.dignity.text`.
    pub place: String,
    /// Language that is missing.
    pub language: Language,
}

/// A name of the wording that the instrument does not have.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownWords {
    /// Place in the wording, such as `items.dignty.text`.
    pub place: String,
    /// Most similar place.
    pub nearest: Option<String>,
}

impl WordingReport {
    /// Texts that were replaced or added, each language by itself.
    pub fn replaced(&self) -> usize {
        self.replaced
    }

    /// Titles, questions and answers that keep the instrument's own words, by language. The short labels of charts are
    /// no part of a questionnaire and not among them.
    pub fn missing(&self) -> &[MissingWords] {
        &self.missing
    }

    /// Places of the wording that the instrument does not have.
    pub fn unknown(&self) -> &[UnknownWords] {
        &self.unknown
    }

    /// Whether every text was replaced and nothing is unknown.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty() && self.unknown.is_empty()
    }
}

impl fmt::Display for WordingReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (missing, unknown) = (self.missing.len(), self.unknown.len());
        write!(
            f,
            "{} texts replaced, {missing} missing, {unknown} unknown",
            self.replaced
        )?;
        for MissingWords { place, language } in &self.missing {
            write!(f, "\n  {place}: no words in {language}, ours stand")?;
        }
        for UnknownWords { place, nearest } in &self.unknown {
            write!(f, "\n  {place}: the instrument has no such text")?;
            if let Some(nearest) = nearest {
                write!(f, ", nearest is {nearest}")?;
            }
        }
        Ok(())
    }
}
