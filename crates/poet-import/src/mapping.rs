//! Which column of a file holds what.

use std::collections::BTreeMap;
use std::fmt;

use poet_core::{
    Form, Help, Helper, InstrumentKey, ItemId, Language, Missing, Mode, OrganisationId, PointCode,
};
use serde::{Deserialize, Serialize};

use crate::Error;

pub use column::{Also, MappedColumn};
pub use guess::{Evidence, Guess, Guessed};
pub use places::Places;

mod column;
mod guess;
mod places;

/// Which column of a file holds what, and what its texts stand for.
///
/// Written by hand or guessed from a header, kept as TOML:
///
/// ```toml
/// instrument = "adult-holders@2014"
///
/// [[columns]]
/// header = "Council"
/// role = "organisation"
///
/// [[columns]]
/// header = "Dignity"
/// role = "item"
/// item = "dignity"
/// values = { "improved greatly" = "1" }   # texts of this column -> codes of the scale
/// missing = { "9" = "not_answered" }      # texts of this column -> reasons without an answer
///
/// [[columns]]
/// header = "Uses: equipment"
/// role = "option"                         # one option of a tick-all item
/// item = "used_for"
/// option = "equipment"
///
/// [[columns]]
/// header = "All uses"
/// role = "item"                           # a tick-all item in one cell
/// item = "used_for"
/// separator = ";"                         # found in the cell where it is not given
///
/// [[columns]]
/// header = "Gender"
/// role = "item"
/// item = "gender"
/// also = "stratum"                        # its answers, by their labels, are the strata as well; or the organisations
///
/// [missing]                               # texts of every item -> reasons without an answer
/// "nil" = "not_answered"
///
/// [mode]                                  # texts -> post, online, telephone, face_to_face, review
/// "tablet" = "online"
///
/// [help]                                  # texts -> alone, with_help, by_proxy
/// "daughter" = "by_proxy"
///
/// [helper]                                # texts -> family_carer, paid_supporter, advocate, council_staff, somebody_else
/// "neighbour" = "somebody_else"
///
/// [form]                                  # texts -> standard, easy_read, large_print, braille, audio, sign_language
/// "pictures" = "easy_read"
///
/// [language]                              # texts -> tags of BCP 47
/// "Sylheti" = "syl"
/// ```
///
/// A file of one organisation needs no column for it: `organisation = "Leeds"` above the columns says whose all rows are.
///
/// Roles are `response_id`, `organisation`, `stratum`, `mode`, `help`, `helper` (who helped), `form` (standard, Easy Read
/// and others), `language`, `budget`, `household`, `keep_until` (the last day on which the response may be kept), `item`,
/// `option` and `ignored`. Budgets and households are pseudonyms (UUIDs), or become such by a key
/// ([`Intake::with_pseudonyms`](crate::Intake::with_pseudonyms)). Codes, labels in
/// every language and synonyms of the instrument are understood without being listed; texts are compared without case,
/// punctuation and spacing. A text given here goes before what the instrument says. An empty cell is "not answered", and so
/// is what R, pandas and spreadsheets write for one: `NA`, `#N/A`, `NULL`, `-`, `.`. `n/a`, `N.A.` and `not applicable` are
/// "not applicable"; `don't know`, `prefer not to say`, `refused`, `not asked` and their like stand for their reasons. But
/// what a person wrote in answer to a text item is an answer, whatever it says, unless `missing` of its column has it.
///
/// # Examples
///
/// ```
/// use poet_core::Catalogue;
/// use poet_import::Mapping;
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let guess = Mapping::guess(instrument, &["Council", "Dignity", "Shoe size"]);
/// assert_eq!(guess.columns[2].to_string(), "column 3 \"Shoe size\": not recognised, kept out");
/// assert_eq!(Mapping::from_toml(&guess.mapping.to_toml()?)?, guess.mapping);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Questionnaire that the file answers.
    pub instrument: InstrumentKey,
    /// Organisation of every row, where no column tells them apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// Columns by their header. A column that is not here is ignored.
    #[serde(default)]
    pub columns: Vec<MappedColumn>,
    /// Texts of any item that stand for a reason without an answer.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub missing: BTreeMap<String, Missing>,
    /// Texts that say how a response reached us.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub mode: BTreeMap<String, Mode>,
    /// Texts that say who filled the form in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub help: BTreeMap<String, Help>,
    /// Texts that say who helped or answered for the person.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub helper: BTreeMap<String, Helper>,
    /// Texts that say which form was filled in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub form: BTreeMap<String, Form>,
    /// Texts that name the language of the form.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub language: BTreeMap<String, Language>,
}

/// What a column is used as.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Use {
    /// Name of the response.
    ResponseId,
    /// Place that the answers are counted for.
    Organisation,
    /// Stratum within it.
    Stratum,
    /// How the response reached us.
    Mode,
    /// Who filled the form in.
    Help,
    /// Who helped or answered for the person.
    Helper,
    /// Which form was filled in.
    Form,
    /// Language of the form.
    Language,
    /// Budget that the response belongs to.
    Budget,
    /// Household that it belongs to.
    Household,
    /// Last day on which it may be kept.
    KeepUntil,
    /// Answer to an item.
    Item {
        /// The item.
        item: ItemId,
        /// What stands between the options of a tick-all item; found in the cell where it is not given.
        separator: Option<char>,
    },
    /// One option of a tick-all item.
    Option {
        /// The item.
        item: ItemId,
        /// Code of the option.
        option: PointCode,
    },
    /// Nothing.
    Ignored,
}

impl Use {
    /// Whether two columns can be used so, one beside the other.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Ignored, _) | (_, Self::Ignored) => false,
            (
                Self::Item { item: a, .. },
                Self::Item { item: b, .. } | Self::Option { item: b, .. },
            )
            | (Self::Option { item: a, .. }, Self::Item { item: b, .. }) => a == b,
            _ => self == other,
        }
    }
}

impl fmt::Display for Use {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ResponseId => f.write_str("response id"),
            Self::Organisation => f.write_str("organisation"),
            Self::Stratum => f.write_str("stratum"),
            Self::Mode => f.write_str("mode"),
            Self::Help => f.write_str("help"),
            Self::Helper => f.write_str("helper"),
            Self::Form => f.write_str("form"),
            Self::Language => f.write_str("language"),
            Self::Budget => f.write_str("budget"),
            Self::Household => f.write_str("household"),
            Self::KeepUntil => f.write_str("last day to be kept"),
            Self::Item { item, .. } => write!(f, "item {item}"),
            Self::Option { item, option } => write!(f, "option {option} of item {item}"),
            Self::Ignored => f.write_str("nothing"),
        }
    }
}

impl Mapping {
    /// Reads a mapping written in TOML.
    ///
    /// # Errors
    ///
    /// [`Error::Mapping`] with line and column.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| Error::Mapping {
            message: error.to_string(),
        })
    }

    /// The mapping as TOML that [`Mapping::from_toml`] reads back.
    ///
    /// # Errors
    ///
    /// [`Error::Mapping`] where it cannot be written, which none shows.
    pub fn to_toml(&self) -> Result<String, Error> {
        toml::to_string(self).map_err(|error| Error::Mapping {
            message: error.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn role() -> impl Strategy<Value = Use> {
        let item = "[a-z_]{1,8}".prop_map(|id| id.parse::<ItemId>().unwrap());
        let option = "[a-z0-9]{1,4}".prop_map(|code| code.parse::<PointCode>().unwrap());
        prop_oneof![
            prop::sample::select(vec![
                Use::ResponseId,
                Use::Organisation,
                Use::Stratum,
                Use::Mode,
                Use::Help,
                Use::Helper,
                Use::Form,
                Use::Language,
                Use::Budget,
                Use::Household,
                Use::KeepUntil,
                Use::Ignored
            ]),
            (item.clone(), any::<Option<char>>())
                .prop_map(|(item, separator)| Use::Item { item, separator }),
            (item, option).prop_map(|(item, option)| Use::Option { item, option }),
        ]
    }

    fn column() -> impl Strategy<Value = MappedColumn> {
        let values = prop::collection::btree_map(any::<String>(), Just("1".parse().unwrap()), 0..3);
        let missing = prop::collection::btree_map(
            any::<String>(),
            prop::sample::select(&Missing::ALL[..]),
            0..3,
        );
        let also = prop::option::of(prop::sample::select(vec![
            Also::Organisation,
            Also::Stratum,
        ]));
        (any::<String>(), role(), also, values, missing).prop_map(
            |(header, role, also, values, missing)| {
                let answers = matches!(role, Use::Item { .. } | Use::Option { .. });
                let (values, missing) = if answers {
                    (values, missing)
                } else {
                    Default::default()
                };
                MappedColumn {
                    header,
                    also: also.filter(|_| matches!(role, Use::Item { .. })),
                    role,
                    values,
                    missing,
                }
            },
        )
    }

    proptest! {
        #[test]
        fn a_mapping_comes_back_from_toml_as_it_was(
            columns in prop::collection::vec(column(), 0..6),
            mode in prop::collection::btree_map(any::<String>(), Just(Mode::FaceToFace), 0..3),
            help in prop::collection::btree_map(any::<String>(), Just(Help::ByProxy), 0..3),
            helper in prop::collection::btree_map(any::<String>(), Just(Helper::Advocate), 0..3),
            form in prop::collection::btree_map(any::<String>(), Just(Form::EasyRead), 0..3),
            language in prop::collection::btree_map(any::<String>(), Just("cy".parse().unwrap()), 0..3),
            organisation in prop::option::of(Just("Leeds".parse().unwrap())),
        ) {
            let mapping = Mapping {
                instrument: "adult-holders@2014".parse().unwrap(),
                organisation, columns, mode, help, helper, form, language,
                missing: [("nil".to_owned(), Missing::NotAnswered)].into(),
            };
            prop_assert_eq!(Mapping::from_toml(&mapping.to_toml().unwrap()).unwrap(), mapping);
        }
    }

    #[test]
    fn a_column_says_what_its_role_has_no_use_for() {
        let column = |line: &str| {
            Mapping::from_toml(&format!(
                "instrument = \"a@1\"\n[[columns]]\nheader = \"x\"\n{line}"
            ))
        };
        assert!(column("role = \"item\"\nitem = \"dignity\"").is_ok());
        assert!(column("role = \"item\"").is_err());
        assert!(column("role = \"mode\"\nitem = \"dignity\"").is_err());
        assert!(column("role = \"organisation\"\nvalues = { a = \"1\" }").is_err());
        assert!(column("role = \"colour\"").is_err());
        assert!(column("role = \"item\"\nitem = \"dignity\"\nalso = \"stratum\"").is_ok());
        assert!(column("role = \"mode\"\nalso = \"stratum\"").is_err());
    }
}
