//! What the fields of an instrument document may be, for its JSON Schema.
//!
//! Lists and limits are those of the check.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::json;

use super::check::{ASKS, READINGS, RESPONDENTS, ROLES, STATUSES, item, measure};
use super::document::Document;
use super::draft::{ItemDraft, PartEntry};
use super::scale::Scale;
use crate::schema::{ClosedList, NotBlank, of, says};
use crate::{ItemId, Language};

pub(super) use measure::MOST_ITEMS;

/// An instrument as it is written, with what it takes from shared documents.
pub(crate) fn instrument() -> Schema {
    of::<Document<ItemDraft>>()
}

/// A shared document.
pub(crate) fn shared() -> Schema {
    of::<PartEntry>()
}

/// A wording.
pub(crate) fn wording() -> Schema {
    of::<super::wording::Entry>()
}

fn first<'a, T>(words: &'a [(&'static str, T)]) -> impl Iterator<Item = &'a str> {
    words.iter().map(|&(word, _)| word)
}

pub(super) struct Format;
says!(
    Format,
    "Format",
    json_schema!({
        "description": "Version of the format.",
        "type": "integer",
        "const": super::Instrument::FORMAT,
    })
);

pub(super) struct AsksWord;
says!(AsksWord, "Asks", ClosedList::schema(first(ASKS)));

pub(super) struct RespondentWord;
says!(
    RespondentWord,
    "Respondent",
    ClosedList::schema(first(RESPONDENTS))
);

pub(super) struct RoleWord;
says!(RoleWord, "Role", ClosedList::schema(first(ROLES)));

pub(super) struct ReadingWord;
says!(
    ReadingWord,
    "Reading",
    ClosedList::schema(first(READINGS.words))
);

pub(super) struct StatusWord;
says!(
    StatusWord,
    "Status",
    ClosedList::schema(first(STATUSES.words))
);

pub(super) struct KindWord;
says!(
    KindWord,
    "Kind",
    ClosedList::schema(item::KINDS.split(", "))
);

pub(super) struct MeasureWord;
says!(
    MeasureWord,
    "MeasureKind",
    ClosedList::schema(first(measure::KINDS.words))
);

pub(super) struct ChangedWord;
says!(ChangedWord, "Changed", ClosedList::schema(["changed"]));

pub(super) struct Score;
says!(
    Score,
    "Score",
    json_schema!({
        "type": "integer",
        "minimum": Scale::SCORES.start(),
        "maximum": Scale::SCORES.end(),
    })
);

pub(super) struct Decimals;
says!(
    Decimals,
    "Decimals",
    json_schema!({
        "type": "integer",
        "minimum": 0,
        "maximum": item::MOST_DECIMALS,
    })
);

/// A bound of a number, an amount or a date: `3`, `"2.5"` or `"2014-01-31"`.
pub(super) struct Bounded;
says!(
    Bounded,
    "Bound",
    json_schema!({
        "description": "A bound of a number, an amount or a date: `3`, `\"2.5\"` or `\"2014-01-31\"`.",
        "type": ["integer", "string"],
        "pattern": "[0-9]",
    })
);

pub(super) struct Minimum;
says!(
    Minimum,
    "Minimum",
    json_schema!({
        "description": "How many items a person must have answered: `half`, `all` or a number.",
        "anyOf": [{ "enum": ["half", "all"] }, { "type": "integer", "minimum": 1, "maximum": MOST_ITEMS }],
    })
);

/// Words by language; there may be none.
pub(super) struct AnyWords;

/// Words in at least one language.
pub(super) struct SomeWords;

fn words(generator: &mut SchemaGenerator, least: u32) -> Schema {
    json_schema!({
        "description": "Words by language tag; `-x-easy` marks Easy Read.",
        "type": "object",
        "propertyNames": generator.subschema_for::<Language>(),
        "additionalProperties": generator.subschema_for::<NotBlank>(),
        "minProperties": least,
    })
}

impl JsonSchema for AnyWords {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AnyWords".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        words(generator, 0)
    }
}

impl JsonSchema for SomeWords {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Words".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        words(generator, 1)
    }
}

/// An item in a section: whole, or taken from a shared document.
pub(super) struct ListedItem;

impl JsonSchema for ListedItem {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ListedItem".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An item written out, one of a shared document with what is changed, or a block of them.",
            "allOf": [generator.subschema_for::<ItemDraft>()],
            "anyOf": [{ "required": ["id", "kind", "text"] }, { "required": ["use"] }, { "required": ["block"] }],
        })
    }
}

/// An item of a shared document: its key is its id.
pub(super) struct SharedItem;

impl JsonSchema for SharedItem {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "SharedItem".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "An item written out; its key is its id.",
            "allOf": [generator.subschema_for::<ItemDraft>()],
            "properties": { "id": { "type": "null" }, "use": { "type": "null" }, "block": { "type": "null" } },
        })
    }
}

/// An item of a measure, or `@` and the name of a block.
pub(super) struct MeasureItem;

impl JsonSchema for MeasureItem {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "MeasureItem".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let block = json!({ "type": "string", "pattern": "^@" });
        json_schema!({
            "description": "An item, or `@` and the name of a block of a shared document.",
            "anyOf": [generator.subschema_for::<ItemId>(), block],
        })
    }
}
