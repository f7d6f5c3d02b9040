//! JSON Schemas of the documents, made from the types that read them.
//!
//! A schema says what one value may be: fields, words of closed lists, names, amounts, limits. What values are to each
//! other (sums, dates in order, names that must be declared) is said by the reader alone, so a document that a schema
//! takes may still be refused, with a better reason; one that the reader takes is never refused by its schema.

use std::fmt;
use std::str::FromStr;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use crate::budget::{PersonalBudget, SupportPlan};
use crate::instrument::schema as instrument;
use crate::participation::{ActionPlan, Story, plan_document};
use crate::{Frame, Response};

pub(crate) use text::{
    ClosedList, Day, Figure, Keyed, NotBlank, Number, Uuid, class_of, described, pattern_of,
};

mod text;

/// Gives a type a schema of its own: its name and what it may be.
macro_rules! says {
    ($type:ty, $name:expr, $schema:expr) => {
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                [module_path!(), "::", $name].concat().into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $schema
            }
        }
    };
}
pub(crate) use says;

/// A document that a schema is made of.
///
/// # Examples
///
/// ```
/// use poet_core::schema::{Document, json_schema};
///
/// let document: Document = "budget".parse()?;
/// assert!(json_schema(document).contains("urn:poet:schema:budget:1"));
/// # Ok::<(), poet_core::schema::UnknownDocument>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Document {
    /// A questionnaire in one edition.
    Instrument,
    /// Scales, items and blocks that instruments share.
    Shared,
    /// Somebody's own words for an instrument.
    Wording,
    /// What one person answered.
    Response,
    /// One person's budget.
    Budget,
    /// How one person's support is planned.
    SupportPlan,
    /// Who could have answered.
    Frame,
    /// What somebody told about a service.
    Story,
    /// What a place does about what people said.
    ActionPlan,
}

impl Document {
    /// Every one, in the order of declaration.
    pub const ALL: &[Self] = &[
        Self::Instrument,
        Self::Shared,
        Self::Wording,
        Self::Response,
        Self::Budget,
        Self::SupportPlan,
        Self::Frame,
        Self::Story,
        Self::ActionPlan,
    ];

    /// Name of the schema.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Instrument => "instrument",
            Self::Shared => "shared",
            Self::Wording => "wording",
            Self::Response => "response",
            Self::Budget => "budget",
            Self::SupportPlan => "support-plan",
            Self::Frame => "frame",
            Self::Story => "story",
            Self::ActionPlan => "action-plan",
        }
    }

    /// Version of the format that the schema is of.
    pub const fn version(self) -> u32 {
        match self {
            Self::Instrument | Self::Shared | Self::Wording => crate::Instrument::FORMAT,
            Self::ActionPlan => ActionPlan::FORMAT,
            Self::Response | Self::Budget | Self::SupportPlan | Self::Frame | Self::Story => 1,
        }
    }

    /// Identifier of the schema, which tells the document and the version of its format.
    pub fn id(self) -> String {
        format!("urn:poet:schema:{}:{}", self.name(), self.version())
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Instrument => "Instrument",
            Self::Shared => "Shared document of instruments",
            Self::Wording => "Wording of an instrument",
            Self::Response => "Response",
            Self::Budget => "Personal budget",
            Self::SupportPlan => "Support plan",
            Self::Frame => "Frame",
            Self::Story => "Story",
            Self::ActionPlan => "Action plan",
        }
    }

    fn schema(self) -> Schema {
        match self {
            Self::Instrument => instrument::instrument(),
            Self::Shared => instrument::shared(),
            Self::Wording => instrument::wording(),
            Self::Response => of::<Response>(),
            Self::Budget => of::<PersonalBudget>(),
            Self::SupportPlan => of::<SupportPlan>(),
            Self::Frame => of::<Frame>(),
            Self::Story => of::<Story>(),
            Self::ActionPlan => plan_document::schema(),
        }
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Name of no document that has a schema.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no document of this name has a schema, wants one of {}", wanted())]
pub struct UnknownDocument;

fn wanted() -> String {
    let names: Vec<&str> = Document::ALL.iter().map(|d| d.name()).collect();
    names.join(", ")
}

impl FromStr for Document {
    type Err = UnknownDocument;

    fn from_str(text: &str) -> Result<Self, UnknownDocument> {
        let named = Self::ALL.iter().find(|d| d.name() == text);
        named.copied().ok_or(UnknownDocument)
    }
}

/// The schema of a document: JSON Schema, draft 2020-12, indented, fields in the order of their names.
///
/// The same document gives the same text.
pub fn json_schema(document: Document) -> String {
    let mut schema = document.schema();
    schema.insert("$id".to_owned(), document.id().into());
    schema.insert("title".to_owned(), document.title().into());
    let mut value = schema.to_value();
    text::for_readers(&mut value);
    value.sort_all_objects();
    // A value with names for keys always has a text.
    let text = serde_json::to_string_pretty(&value).unwrap_or_default();
    text + "\n"
}

pub(crate) fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<T>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_found_by_its_name() {
        for &document in Document::ALL {
            assert_eq!(document.to_string().parse(), Ok(document));
        }
        let unknown = "invoice".parse::<Document>().unwrap_err().to_string();
        assert!(unknown.starts_with(
            "no document of this name has a schema, wants one of instrument, shared, "
        ));
    }

    #[test]
    fn a_schema_tells_its_draft_its_document_and_its_version() {
        for &document in Document::ALL {
            let schema: serde_json::Value = serde_json::from_str(&json_schema(document)).unwrap();
            assert_eq!(
                schema["$schema"],
                "https://json-schema.org/draft/2020-12/schema"
            );
            assert_eq!(schema["$id"], format!("urn:poet:schema:{document}:1"));
            assert!(
                schema["title"].is_string() && schema["description"].is_string(),
                "{document}"
            );
        }
    }
}
