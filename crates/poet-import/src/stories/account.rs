//! The account of pages while they are read.

use std::collections::BTreeMap;

use poet_core::participation::Story;
use serde_json::{Map, Value};

use super::entry::Entry;
use super::{EntryCount, EntryKind, EntryPlace, EntryReason, EntryRefusal, StoriesReport};

/// Names of fields that are listed, beyond which all are counted as one: a page of words as names fills no memory.
const LISTED_FIELDS: usize = 64;
const OTHER_FIELDS: &str = "(other)";

#[derive(Clone, Debug, Default)]
pub(super) struct Account {
    pub(super) pages: u64,
    stories: u64,
    replies: u64,
    refusals: Vec<EntryRefusal>,
    unknown_fields: BTreeMap<String, u64>,
    unknown_progress: u64,
}

impl Account {
    pub(super) fn count(&mut self, kind: EntryKind) {
        match kind {
            EntryKind::Story => self.stories += 1,
            EntryKind::Reply => self.replies += 1,
        }
    }

    /// Counts an entry with its fields that are not known.
    pub(super) fn enter(&mut self, kind: EntryKind, fields: Map<String, Value>) -> Entry {
        self.count(kind);
        let entry = Entry::new(fields);
        for name in entry.unknown(kind) {
            let listed = self.unknown_fields.contains_key(name);
            let fits = self.unknown_fields.len() < LISTED_FIELDS && is_name(name);
            let name = if listed || fits { name } else { OTHER_FIELDS };
            *self.unknown_fields.entry(name.to_owned()).or_default() += 1;
        }
        if kind == EntryKind::Story && super::story::is_progress_unknown(&entry) {
            self.unknown_progress += 1;
        }
        entry
    }

    pub(super) fn refuse(
        &mut self,
        place: EntryPlace,
        field: Option<&'static str>,
        reason: EntryReason,
    ) {
        self.refusals.push(EntryRefusal {
            place,
            field,
            reason,
            first: None,
        });
    }

    pub(super) fn repeat(&mut self, place: EntryPlace, first: EntryPlace, reason: EntryReason) {
        self.refusals.push(EntryRefusal {
            place,
            field: Some("id"),
            reason,
            first: Some(first),
        });
    }

    pub(super) fn report(mut self, stories: &[Story]) -> StoriesReport {
        self.refusals.sort_by_key(|refusal| refusal.place);
        let without =
            |is: fn(&Story) -> bool| stories.iter().filter(|story| is(story)).count() as u64;
        StoriesReport {
            pages: self.pages,
            stories: self.counted(EntryKind::Story, self.stories),
            replies: self.counted(EntryKind::Reply, self.replies),
            without_organisation: without(|story| story.organisation().is_none()),
            without_criticality: without(|story| story.criticality().is_none()),
            unknown_progress: self.unknown_progress,
            unknown_fields: self.unknown_fields,
            refusals: self.refusals,
        }
    }

    fn counted(&self, kind: EntryKind, read: u64) -> EntryCount {
        let of_kind = || self.refusals.iter().filter(|r| r.place.kind == kind);
        let refused = of_kind().count() as u64;
        EntryCount {
            read,
            accepted: read - refused,
            refused,
            repeated: of_kind().filter(|r| r.reason.is_repeated()).count() as u64,
        }
    }
}

/// Whether a name looks like that of a field; anything else may be somebody's words.
fn is_name(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'$' | b'@');
    (1..=40).contains(&name.len()) && name.bytes().all(fits)
}
