//! The account of pages of stories.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::report::lines;

/// The account of pages of stories and replies: every entry is accepted or refused. It tells places and never words.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct StoriesReport {
    /// Pages read.
    pub pages: u64,
    /// Stories.
    pub stories: EntryCount,
    /// Replies.
    pub replies: EntryCount,
    /// Accepted stories that name no organisation.
    pub without_organisation: u64,
    /// Accepted stories of which nobody has said how critical they are.
    pub without_criticality: u64,
    /// Stories that say how far they have come in a word that is not known; it is passed over.
    pub unknown_progress: u64,
    /// Fields that are not read, with how many entries have them.
    pub unknown_fields: BTreeMap<String, u64>,
    /// Every refusal, in the order of the pages.
    pub refusals: Vec<EntryRefusal>,
}

/// How many entries of one kind were read, taken and refused.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct EntryCount {
    /// Entries of the pages; accepted and refused entries are all of them.
    pub read: u64,
    /// Entries taken.
    pub accepted: u64,
    /// Entries not taken.
    pub refused: u64,
    /// Of those not taken, entries that had been read already.
    pub repeated: u64,
}

/// An entry that is not taken, and why. It tells the place and never what stands there.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct EntryRefusal {
    /// Where it stands.
    pub place: EntryPlace,
    /// Field that it is about; none for the whole entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    /// What is wrong.
    pub reason: EntryReason,
    /// Where the entry stood first, for one that was read already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<EntryPlace>,
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct EntryPlace {
    /// Number of the page in the order of reading, from 1.
    pub page: u64,
    /// What the page holds.
    pub kind: EntryKind,
    /// Position on the page, from 1.
    pub position: u64,
}

/// What a page holds.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Stories.
    Story,
    /// Replies.
    Reply,
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EntryReason {
    /// Entry that is no object.
    NoObject,
    /// Field that must be there.
    Missing,
    /// Field with something of another type.
    WrongType,
    /// Id too long or with control characters.
    BadId,
    /// Text that is no date.
    NotADate,
    /// Word or number outside a closed list.
    UnknownWord,
    /// Story that was published before it was sent in.
    DaysOutOfOrder,
    /// Entry of an id that was read already, with the same content.
    Repeated,
    /// Entry of an id that was read already, with other content; the fuller one is kept.
    RepeatedOtherwise,
    /// Reply to a story that is on no page, or was refused.
    NoSuchStory,
    /// Reply that is older than its story.
    OlderThanStory,
}

impl EntryReason {
    /// Whether the entry had been read already.
    pub fn is_repeated(self) -> bool {
        matches!(self, Self::Repeated | Self::RepeatedOtherwise)
    }
}

impl StoriesReport {
    /// Whether anything but entries read twice was refused.
    pub fn wants_a_look(&self) -> bool {
        let [stories, replies] =
            [self.stories, self.replies].map(|count| count.refused - count.repeated);
        stories + replies > 0
    }
}

impl fmt::Display for EntryReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::NoObject => "the entry is no object",
            Self::Missing => "is missing",
            Self::WrongType => "holds something of another type",
            Self::BadId => "is no id of 1 to 64 bytes without control characters",
            Self::NotADate => "is no date, wants 2014-03-01 or 2014-03-01T09:30:00Z",
            Self::UnknownWord => "holds a word or number that is not known",
            Self::DaysOutOfOrder => "is before the story was sent in",
            Self::Repeated => "was read already",
            Self::RepeatedOtherwise => {
                "was read already with other content, the fuller one is kept"
            }
            Self::NoSuchStory => "leads to a story that is on no page or was refused",
            Self::OlderThanStory => "the reply is older than its story",
        })
    }
}

impl fmt::Display for EntryPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            EntryKind::Story => "story",
            EntryKind::Reply => "reply",
        };
        write!(f, "page {}, {kind} {}", self.page, self.position)
    }
}

impl fmt::Display for EntryRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        if let Some(field) = self.field {
            write!(f, "`{field}` ")?;
        }
        write!(f, "{}", self.reason)?;
        match self.first {
            Some(first) => write!(f, ", first on {first}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for StoriesReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pages = if self.pages == 1 { "page" } else { "pages" };
        writeln!(f, "{} {pages} read", self.pages)?;
        for (what, count) in [("stories", self.stories), ("replies", self.replies)] {
            writeln!(
                f,
                "{} {what} read, {} accepted, {} refused (of those, {} read already)",
                count.read, count.accepted, count.refused, count.repeated
            )?;
        }
        writeln!(
            f,
            "{} stories without an organisation",
            self.without_organisation
        )?;
        writeln!(
            f,
            "{} stories without a criticality",
            self.without_criticality
        )?;
        if self.unknown_progress > 0 {
            writeln!(
                f,
                "{} stories with a progress that is not known",
                self.unknown_progress
            )?;
        }
        let refusals: Vec<_> = self.refusals.iter().map(ToString::to_string).collect();
        lines(f, "Refused entries", &refusals)?;
        let fields = self.unknown_fields.iter();
        let fields: Vec<_> = fields
            .map(|(name, entries)| format!("{name} ({entries} entries)"))
            .collect();
        lines(f, "Fields not used", &fields)
    }
}
