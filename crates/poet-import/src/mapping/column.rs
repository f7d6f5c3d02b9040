//! What one column of a file holds.

use std::collections::BTreeMap;

use poet_core::{ItemId, Missing, PointCode};
use serde::{Deserialize, Serialize};

use super::Use;

/// What one column holds.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "ColumnFields", into = "ColumnFields")]
pub struct MappedColumn {
    /// Name of the column in the file; compared exactly first, then without case and punctuation.
    pub header: String,
    /// What it is used as.
    pub role: Use,
    /// What the answers to a choice are as well, by the labels of their points.
    pub also: Option<Also>,
    /// Texts that stand for a point, or in an option's column for that option.
    pub values: BTreeMap<String, PointCode>,
    /// Texts that stand for a reason without an answer.
    pub missing: BTreeMap<String, Missing>,
}

/// What the answers to an item are as well.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Also {
    /// Places that the answers are counted for. A row without an answer has none and is refused.
    Organisation,
    /// Strata within them.
    Stratum,
}

impl Also {
    /// What fits.
    pub(crate) const WANTS: &str =
        "only the answers to a choice are organisations or strata as well";
}

impl From<Also> for Use {
    fn from(also: Also) -> Self {
        match also {
            Also::Organisation => Self::Organisation,
            Also::Stratum => Self::Stratum,
        }
    }
}

impl MappedColumn {
    /// A column of this name and use, whose texts mean what the instrument says.
    pub fn new(header: impl Into<String>, role: Use) -> Self {
        Self {
            header: header.into(),
            role,
            also: None,
            values: BTreeMap::new(),
            missing: BTreeMap::new(),
        }
    }

    /// What it is used as, in words.
    pub(crate) fn used_as(&self) -> String {
        match self.also {
            None => self.role.to_string(),
            Some(also) => format!("{} and {}", self.role, Use::from(also)),
        }
    }

    /// Everything that it is used as.
    pub(crate) fn uses(&self) -> impl Iterator<Item = Use> {
        [self.role.clone()]
            .into_iter()
            .chain(self.also.map(Use::from))
    }
}

/// A column as people write it.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct ColumnFields {
    header: String,
    role: Role,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    item: Option<ItemId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    option: Option<PointCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    separator: Option<char>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    also: Option<Also>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<String, PointCode>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    missing: BTreeMap<String, Missing>,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    ResponseId,
    Organisation,
    Stratum,
    Mode,
    Help,
    Helper,
    Form,
    Language,
    Budget,
    Household,
    KeepUntil,
    Item,
    Option,
    Ignored,
}

impl TryFrom<ColumnFields> for MappedColumn {
    type Error = &'static str;

    fn try_from(fields: ColumnFields) -> Result<Self, &'static str> {
        let ColumnFields {
            header,
            item,
            option,
            separator,
            also,
            values,
            missing,
            ..
        } = fields;
        let role = match (fields.role, item, option, separator) {
            (Role::Item, Some(item), None, separator) => Use::Item { item, separator },
            (Role::Option, Some(item), Some(option), None) => Use::Option { item, option },
            (Role::Item, ..) => return Err("role \"item\" wants an item, and a separator at most"),
            (Role::Option, ..) => {
                return Err("role \"option\" wants an item and an option, nothing else");
            }
            (role, None, None, None) => match role {
                Role::ResponseId => Use::ResponseId,
                Role::Organisation => Use::Organisation,
                Role::Stratum => Use::Stratum,
                Role::Mode => Use::Mode,
                Role::Help => Use::Help,
                Role::Helper => Use::Helper,
                Role::Form => Use::Form,
                Role::Language => Use::Language,
                Role::Budget => Use::Budget,
                Role::Household => Use::Household,
                Role::KeepUntil => Use::KeepUntil,
                Role::Item | Role::Option | Role::Ignored => Use::Ignored,
            },
            _ => {
                return Err(
                    "only the roles \"item\" and \"option\" have an item, an option or a separator",
                );
            }
        };
        let answers = matches!(role, Use::Item { .. } | Use::Option { .. });
        let has_texts = !values.is_empty() || !missing.is_empty();
        if has_texts && !answers {
            return Err("only the roles \"item\" and \"option\" have values and missing");
        }
        if also.is_some() && !matches!(role, Use::Item { .. }) {
            return Err("only the role \"item\" is something else also");
        }
        Ok(Self {
            header,
            role,
            also,
            values,
            missing,
        })
    }
}

impl From<MappedColumn> for ColumnFields {
    fn from(column: MappedColumn) -> Self {
        let (role, item, option, separator) = match column.role {
            Use::ResponseId => (Role::ResponseId, None, None, None),
            Use::Organisation => (Role::Organisation, None, None, None),
            Use::Stratum => (Role::Stratum, None, None, None),
            Use::Mode => (Role::Mode, None, None, None),
            Use::Help => (Role::Help, None, None, None),
            Use::Helper => (Role::Helper, None, None, None),
            Use::Form => (Role::Form, None, None, None),
            Use::Language => (Role::Language, None, None, None),
            Use::Budget => (Role::Budget, None, None, None),
            Use::Household => (Role::Household, None, None, None),
            Use::KeepUntil => (Role::KeepUntil, None, None, None),
            Use::Item { item, separator } => (Role::Item, Some(item), None, separator),
            Use::Option { item, option } => (Role::Option, Some(item), Some(option), None),
            Use::Ignored => (Role::Ignored, None, None, None),
        };
        Self {
            header: column.header,
            role,
            item,
            option,
            separator,
            also: column.also,
            values: column.values,
            missing: column.missing,
        }
    }
}
