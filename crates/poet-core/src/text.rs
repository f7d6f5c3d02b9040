//! Words for people, by language and Easy Read.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// Language of a text as a BCP 47 tag; Easy Read is the private-use subtag `x-easy`.
///
/// Holds 2 to 35 bytes of letters, digits and `-`.
///
/// # Examples
///
/// ```
/// use poet_core::Language;
///
/// let english = Language::english();
/// assert_eq!(english.easy_read().as_str(), "en-x-easy");
/// ```
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language(Box<str>);

impl Language {
    const EASY: &str = "-x-easy";
    const MIN: usize = 2;
    const MAX: usize = 35;

    /// English, `en`.
    pub fn english() -> Self {
        Self("en".into())
    }

    /// The Easy Read variant of this language.
    pub fn easy_read(&self) -> Self {
        if self.is_easy_read() {
            return self.clone();
        }
        Self(format!("{}{}", self.0, Self::EASY).into())
    }

    /// Whether texts in it are Easy Read.
    pub fn is_easy_read(&self) -> bool {
        self.0.ends_with(Self::EASY)
    }

    /// The language without its Easy Read mark.
    pub fn plain(&self) -> Self {
        Self(self.0.trim_end_matches(Self::EASY).into())
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Language {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if !(Self::MIN..=Self::MAX).contains(&text.len()) {
            return Err(Error::NameLength {
                what: "language",
                len: text.len(),
                min: Self::MIN,
                max: Self::MAX,
            });
        }
        match text.find(|c| !tagged(c)) {
            Some(at) => Err(Error::NameByte {
                what: "language",
                at,
                wants: "letters, digits or `-`",
            }),
            None => Ok(Self(text.into())),
        }
    }
}

/// What a tag is made of.
const fn tagged(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
}

#[cfg(feature = "schema")]
crate::schema::says!(
    Language,
    "Language",
    schemars::json_schema!({
        "description": "Language of a text as a BCP 47 tag; Easy Read is the private-use subtag `x-easy`.",
        "type": "string",
        "pattern": crate::schema::pattern_of(tagged),
        "minLength": Language::MIN,
        "maxLength": Language::MAX,
    })
);

impl TryFrom<String> for Language {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0.into()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// One text in the languages that it is written in.
///
/// Holds at least one language.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Text(BTreeMap<Language, String>);

impl Text {
    /// A text, or nothing where no language is given.
    pub fn new(words: BTreeMap<Language, String>) -> Option<Self> {
        (!words.is_empty()).then_some(Self(words))
    }

    /// The words in `language`, else in its plain form, else in English, else in the first there is.
    pub fn words(&self, language: &Language) -> &str {
        [language, &language.plain(), &Language::english()]
            .into_iter()
            .find_map(|l| self.0.get(l))
            .or_else(|| self.0.values().next())
            .map_or("", String::as_str)
    }

    /// The words in English or the first language there is.
    pub fn english(&self) -> &str {
        self.words(&Language::english())
    }

    /// Whether the text is written in just this language.
    pub fn is_in(&self, language: &Language) -> bool {
        self.0.contains_key(language)
    }

    /// Every language with its words, in the order of the tags.
    pub fn iter(&self) -> impl Iterator<Item = (&Language, &str)> {
        self.0.iter().map(|(l, w)| (l, w.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easy_read_falls_back_to_the_plain_words() {
        let text = Text::new([(Language::english(), "Dignity".to_owned())].into()).unwrap();
        assert_eq!(text.words(&Language::english().easy_read()), "Dignity");
        assert_eq!(text.words(&"cy".parse().unwrap()), "Dignity");
    }

    #[test]
    fn a_text_has_a_language() {
        assert!(Text::new(BTreeMap::new()).is_none());
    }
}
