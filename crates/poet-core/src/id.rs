//! Names of things, valid by construction.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// What one kind of name may hold.
struct Grammar {
    what: &'static str,
    max: usize,
    wants: &'static str,
    fits: fn(char) -> bool,
}

impl Grammar {
    fn check(&self, text: &str) -> Result<(), Error> {
        if text.is_empty() || text.len() > self.max {
            return Err(Error::NameLength {
                what: self.what,
                len: text.len(),
                min: 1,
                max: self.max,
            });
        }
        match text.char_indices().find(|&(_, c)| !(self.fits)(c)) {
            Some((at, _)) => Err(Error::NameByte {
                what: self.what,
                at,
                wants: self.wants,
            }),
            None => Ok(()),
        }
    }

    /// Characters are counted here and bytes there, so a schema is never the stricter one.
    #[cfg(feature = "schema")]
    fn schema(&self, doc: &str) -> schemars::Schema {
        let schema = schemars::json_schema!({
            "type": "string",
            "pattern": crate::schema::pattern_of(self.fits),
            "maxLength": self.max,
        });
        crate::schema::described(schema, doc)
    }
}

const fn word(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9' | '_')
}

const fn dashed(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9' | '-')
}

const fn coded(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '_' | '.' | '/')
}

fn printed(c: char) -> bool {
    !c.is_control()
}

macro_rules! names {
    ($($(#[doc = $doc:literal])* $name:ident: $what:literal, $max:literal, $fits:ident, $wants:literal;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// Longest name in bytes.
            pub const MAX_LEN: usize = $max;
            const GRAMMAR: Grammar = Grammar { what: $what, max: $max, wants: $wants, fits: $fits };

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                Self::GRAMMAR.check(text).map(|()| Self(text.into()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;

            fn try_from(text: String) -> Result<Self, Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0.into()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({:?})", stringify!($name), &self.0)
            }
        }

        #[cfg(feature = "schema")]
        crate::schema::says!($name, stringify!($name), $name::GRAMMAR.schema(concat!($($doc, "\n",)*)));
    )*};
}

names! {
    /// Name of one question, such as `dignity` or `q03`.
    ///
    /// Holds 1 to 32 bytes of `a-z`, `0-9` and `_`, so it can name a column or a file as it is.
    ItemId: "item id", 32, word, "a-z, 0-9 or `_`";
    /// Name of a section of a questionnaire. Holds what an [`ItemId`] holds.
    SectionId: "section id", 32, word, "a-z, 0-9 or `_`";
    /// Name of an answer scale. Holds what an [`ItemId`] holds.
    ScaleId: "scale id", 32, word, "a-z, 0-9 or `_`";
    /// Name of an outcome measure, such as `outcome_index`. Holds what an [`ItemId`] holds.
    MeasureId: "measure id", 32, word, "a-z, 0-9 or `_`";
    /// Name of a questionnaire without its edition, such as `adult-holders`.
    ///
    /// Holds 1 to 48 bytes of `a-z`, `0-9` and `-`.
    InstrumentId: "instrument id", 48, dashed, "a-z, 0-9 or `-`";
    /// Name of a document that instruments share, such as `scales`. Holds what an [`InstrumentId`] holds.
    PartId: "name of a shared document", 48, dashed, "a-z, 0-9 or `-`";
    /// Edition of a questionnaire, such as `2014` or `2020-21`.
    ///
    /// Holds 1 to 24 bytes of letters, digits, `-`, `_`, `.` and `/`.
    Edition: "edition", 24, coded, "letters, digits, `-`, `_`, `.` or `/`";
    /// Key that editions share where an item may be compared between them.
    ///
    /// Holds 1 to 64 bytes of letters, digits, `-`, `_`, `.` and `/`.
    SeriesKey: "series key", 64, coded, "letters, digits, `-`, `_`, `.` or `/`";
    /// Code of one point of a scale, as a file or a form writes it.
    ///
    /// Holds 1 to 32 bytes of letters, digits, `-`, `_`, `.` and `/`.
    PointCode: "point code", 32, coded, "letters, digits, `-`, `_`, `.` or `/`";
    /// Name of a round of fieldwork, such as `2014-spring`.
    ///
    /// Holds 1 to 48 bytes of letters, digits, `-`, `_`, `.` and `/`.
    WaveId: "wave id", 48, coded, "letters, digits, `-`, `_`, `.` or `/`";
    /// Name of an organisation as the data use it: an ONS or ODS code, or any printable name.
    ///
    /// Holds 1 to 128 bytes without control characters.
    OrganisationId: "organisation id", 128, printed, "printable characters";
    /// Name of a stratum within an organisation. Holds 1 to 48 bytes without control characters.
    StratumId: "stratum id", 48, printed, "printable characters";
    /// Pseudonymous name of one response. Holds 1 to 64 bytes without control characters.
    ResponseId: "response id", 64, printed, "printable characters";
    /// Name of one story, as its site numbers it. Holds 1 to 64 bytes without control characters.
    StoryId: "story id", 64, printed, "printable characters";
    /// Name of one reply to a story. Holds what a [`StoryId`] holds.
    ReplyId: "reply id", 64, printed, "printable characters";
    /// Name of a theme of what people say, such as `information`.
    ///
    /// Holds 1 to 24 bytes of `a-z`, `0-9` and `_`, so that it can be part of an [`ItemId`].
    ThemeId: "theme id", 24, word, "a-z, 0-9 or `_`";
    /// Name of a set of themes, such as `making-it-real-2018`. Holds what an [`InstrumentId`] holds.
    ThemeSetId: "theme set id", 48, dashed, "a-z, 0-9 or `-`";
    /// Name of a finding, a priority or an action of a plan. Holds what an [`ItemId`] holds.
    EntryId: "entry id", 32, word, "a-z, 0-9 or `_`";
}

/// A questionnaire in one edition, written `adult-holders@2014`.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct InstrumentKey {
    /// The questionnaire.
    pub id: InstrumentId,
    /// Its edition.
    pub edition: Edition,
}

#[cfg(feature = "schema")]
crate::schema::says!(InstrumentKey, "InstrumentKey", {
    let inner = |grammar: &Grammar| {
        format!(
            "{}{{1,{}}}",
            crate::schema::class_of(grammar.fits),
            grammar.max
        )
    };
    let (id, edition) = (inner(&InstrumentId::GRAMMAR), inner(&Edition::GRAMMAR));
    schemars::json_schema!({
        "description": "A questionnaire in one edition, written `adult-holders@2014`.",
        "type": "string",
        "pattern": format!("^{id}@{edition}$"),
    })
});

impl FromStr for InstrumentKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (id, edition) = text.split_once('@').ok_or(Error::InstrumentKey)?;
        Ok(Self {
            id: id.parse()?,
            edition: edition.parse()?,
        })
    }
}

impl TryFrom<String> for InstrumentKey {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<InstrumentKey> for String {
    fn from(key: InstrumentKey) -> Self {
        key.to_string()
    }
}

impl fmt::Display for InstrumentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.edition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_id_tells_where_it_breaks_off() {
        let error = "digni ty".parse::<ItemId>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "item id breaks off at byte 5, wants a-z, 0-9 or `_`"
        );
        assert!("".parse::<ItemId>().is_err());
        assert!("x".repeat(33).parse::<ItemId>().is_err());
        assert_eq!("q03".parse::<ItemId>().unwrap().as_str(), "q03");
    }

    #[test]
    fn an_organisation_may_be_a_country() {
        assert!("United Kingdom".parse::<OrganisationId>().is_ok());
        assert!("two\nlines".parse::<OrganisationId>().is_err());
    }

    #[test]
    fn an_instrument_key_has_an_edition() {
        let key: InstrumentKey = "ascs-core@2020-21".parse().unwrap();
        assert_eq!(key.to_string(), "ascs-core@2020-21");
        assert_eq!(
            "ascs-core".parse::<InstrumentKey>(),
            Err(Error::InstrumentKey)
        );
    }

    #[test]
    fn deserialising_is_no_second_way_in() {
        assert!(serde_json::from_str::<ItemId>("\"Q 1\"").is_err());
        assert!(serde_json::from_str::<ItemId>("\"q1\"").is_ok());
    }
}
