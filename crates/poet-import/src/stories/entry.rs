//! The fields of one entry.

use chrono::NaiveDate;
use poet_core::FreeText;
use serde_json::{Map, Value};

use super::{EntryKind, EntryReason};

/// Why an entry is refused: the field, where it is about one, and the reason.
pub(super) type Refused = (Option<&'static str>, EntryReason);

const STORY: &[&str] = &[
    "id",
    "title",
    "body",
    "dateOfSubmission",
    "dateOfPublication",
    "criticality",
    "progress",
    "authorRole",
    "links",
    "tags",
];

const REPLY: &[&str] = &[
    "id",
    "body",
    "dateOfSubmission",
    "dateOfPublication",
    "author",
    "authorName",
    "authorRole",
    "change",
    "changeStatus",
    "progress",
    "changePlanned",
    "changeMade",
    "opinionId",
    "links",
];

/// The fields of one entry. What stands in them goes into domain types and nowhere else.
#[derive(Clone)]
pub(super) struct Entry(Map<String, Value>);

impl Entry {
    pub(super) fn new(fields: Map<String, Value>) -> Self {
        Self(fields)
    }

    /// Names of fields that are not read.
    pub(super) fn unknown(&self, kind: EntryKind) -> impl Iterator<Item = &str> {
        let known = match kind {
            EntryKind::Story => STORY,
            EntryKind::Reply => REPLY,
        };
        let names = self.0.keys().map(String::as_str);
        names.filter(|name| !known.contains(name))
    }

    /// What a field holds; nothing where it is not there or null.
    pub(super) fn field(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// An id, written as a number or as text.
    pub(super) fn id<T: std::str::FromStr>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, Refused> {
        let text = match self.field(name) {
            None => return Ok(None),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) if number.is_u64() => number.to_string(),
            Some(_) => return Err((Some(name), EntryReason::WrongType)),
        };
        let id = text.parse().map_err(|_| (Some(name), EntryReason::BadId))?;
        Ok(Some(id))
    }

    /// Words of the person who wrote.
    pub(super) fn words(&self, name: &'static str) -> Result<Option<FreeText>, Refused> {
        match self.field(name) {
            None => Ok(None),
            Some(Value::String(words)) => Ok(Some(FreeText::new(words))),
            Some(_) => Err((Some(name), EntryReason::WrongType)),
        }
    }

    /// The day of `2014-03-01` or `2014-03-01T09:30:00Z`.
    pub(super) fn day(&self, name: &'static str) -> Result<Option<NaiveDate>, Refused> {
        match self.field(name) {
            None => Ok(None),
            Some(Value::String(text)) => {
                let day = day(text.trim());
                day.map(Some).ok_or((Some(name), EntryReason::NotADate))
            }
            Some(_) => Err((Some(name), EntryReason::WrongType)),
        }
    }

    /// The entries of a list; none where there is no list.
    pub(super) fn list(&self, name: &'static str) -> Result<&[Value], Refused> {
        match self.field(name) {
            None => Ok(&[]),
            Some(Value::Array(entries)) => Ok(entries),
            Some(_) => Err((Some(name), EntryReason::WrongType)),
        }
    }
}

/// Takes what an entry must have.
pub(super) fn wanted<T>(found: Option<T>, field: &'static str) -> Result<T, Refused> {
    found.ok_or((Some(field), EntryReason::Missing))
}

fn day(text: &str) -> Option<NaiveDate> {
    let (day, time) = text.split_at_checked(10)?;
    let is_time = time.is_empty() || time.starts_with(['T', ' ']);
    is_time.then(|| day.parse().ok()).flatten()
}
