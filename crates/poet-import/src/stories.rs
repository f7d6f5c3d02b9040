//! Pages of stories and of replies, as the read API of Care Opinion gives them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;
use std::io::Read;

use poet_core::participation::{ParticipationError, Reply, Story};
use poet_core::{ReplyId, StoryId};
use serde_json::{Map, Value};

use crate::Error;

pub use report::{EntryCount, EntryKind, EntryPlace, EntryReason, EntryRefusal, StoriesReport};

use account::Account;
use entry::Entry;

mod account;
mod entry;
mod link;
mod reply;
mod report;
mod story;
#[cfg(test)]
mod tests;

/// Reads pages of stories and of replies, one after the other, and joins them by the id of the story.
///
/// A page is a JSON array, as version 2 of the API of Care Opinion gives for `/opinions` and `/responses` with `skip` and
/// `take`. Both spellings of links are read, `rel` with `href` and `relation` with `link`. Fields that are not known are
/// passed over and counted. An entry is taken whole or refused with its page, its position and the reason; the same
/// entry on a second page is refused as one that was read already, and the fuller of two that differ is kept. In
/// whatever order the pages come, the stories are the same.
///
/// A reply says what changes in `change`, `changeStatus` or `progress` (`planned`, `change made`, …) or in `changePlanned`
/// and `changeMade` (`true`).
///
/// # Examples
///
/// ```
/// use poet_import::StoryIntake;
///
/// let mut intake = StoryIntake::default();
/// intake.read_stories(&br#"[
///     { "id": 4711, "dateOfPublication": "2014-03-01T09:30:00Z", "criticality": 3,
///       "links": [{ "rel": "healthservice", "href": "/api/v2/healthservices/RR8" }] },
///     { "id": 4712, "criticality": "mildly critical" }
/// ]"#[..])?;
/// intake.read_replies(&br#"[
///     { "id": 1, "dateOfPublication": "2014-03-20", "change": "planned",
///       "links": [{ "relation": "opinion", "link": "/api/v2/opinions/4711" }] }
/// ]"#[..])?;
/// let found = intake.finish();
/// assert_eq!(found.stories[0].replies().len(), 1);
/// assert_eq!((found.report.stories.accepted, found.report.stories.refused), (1, 1));
/// assert_eq!(found.report.refusals[0].to_string(), "page 1, story 2: `dateOfPublication` is missing");
/// # Ok::<(), poet_import::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct StoryIntake {
    stories: BTreeMap<StoryId, Kept<Story>>,
    replies: BTreeMap<ReplyId, Kept<Joined>>,
    account: Account,
}

/// Stories with their replies, in the order of their ids, and the account of the pages.
#[derive(Clone, Debug)]
pub struct Stories {
    /// The stories.
    pub stories: Vec<Story>,
    /// The account.
    pub report: StoriesReport,
}

/// What was read, and where first.
#[derive(Clone, Debug)]
struct Kept<T> {
    value: T,
    place: EntryPlace,
}

/// A reply and the story that it belongs to.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Joined {
    story: StoryId,
    reply: Reply,
}

impl StoryIntake {
    /// Most bytes of one page: a hundred stories of ten thousand words each, with room.
    const LONGEST_PAGE: u64 = 16 << 20;

    /// Reads a page of `/opinions`.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] where the page cannot be read to its end; [`Error::Page`], [`Error::PageShape`] and
    /// [`Error::PageLength`] where it is no such page. Nothing of it is then taken.
    pub fn read_stories(&mut self, reader: impl Read) -> Result<(), Error> {
        for (place, entry) in self.page(EntryKind::Story, reader)? {
            match story::read(&entry) {
                Ok(story) => self.take_story(place, story),
                Err((field, reason)) => self.account.refuse(place, field, reason),
            }
        }
        Ok(())
    }

    /// Reads a page of `/responses`.
    ///
    /// # Errors
    ///
    /// As [`StoryIntake::read_stories`].
    pub fn read_replies(&mut self, reader: impl Read) -> Result<(), Error> {
        for (place, entry) in self.page(EntryKind::Reply, reader)? {
            match reply::read(&entry) {
                Ok(joined) => self.take_reply(place, joined),
                Err((field, reason)) => self.account.refuse(place, field, reason),
            }
        }
        Ok(())
    }

    /// Joins the replies to their stories. A reply whose story was on no page, or that is older than its story, is
    /// refused.
    pub fn finish(self) -> Stories {
        let Self {
            mut stories,
            replies,
            mut account,
        } = self;
        for Kept { value, place } in replies.into_values() {
            let Some(story) = stories.get_mut(&value.story) else {
                account.refuse(place, Some("opinion"), EntryReason::NoSuchStory);
                continue;
            };
            match story.value.reply(value.reply) {
                Ok(()) => {}
                Err(ParticipationError::ReplyRepeated { .. }) => {
                    account.refuse(place, Some("id"), EntryReason::Repeated);
                }
                Err(_) => account.refuse(place, None, EntryReason::OlderThanStory),
            }
        }
        let stories: Vec<Story> = stories.into_values().map(|kept| kept.value).collect();
        let report = account.report(&stories);
        Stories { stories, report }
    }

    /// The entries of a page, each with its place; one that is no object is refused.
    fn page(
        &mut self,
        kind: EntryKind,
        reader: impl Read,
    ) -> Result<Vec<(EntryPlace, Entry)>, Error> {
        let page = self.account.pages + 1;
        let entries = parse(page, reader)?;
        self.account.pages = page;
        let mut read = Vec::with_capacity(entries.len());
        for (entry, position) in entries.into_iter().zip(1..) {
            let place = EntryPlace {
                page,
                kind,
                position,
            };
            let Some(fields) = object(entry) else {
                self.account.count(kind);
                self.account.refuse(place, None, EntryReason::NoObject);
                continue;
            };
            read.push((place, self.account.enter(kind, fields)));
        }
        Ok(read)
    }

    fn take_story(&mut self, place: EntryPlace, story: Story) {
        let slot = self.stories.entry(story.id().clone());
        if let Some((first, reason)) = take(slot, (place, story), story_rank) {
            self.account.repeat(place, first, reason);
        }
    }

    fn take_reply(&mut self, place: EntryPlace, joined: Joined) {
        let slot = self.replies.entry(joined.reply.id().clone());
        if let Some((first, reason)) = take(slot, (place, joined), reply_rank) {
            self.account.repeat(place, first, reason);
        }
    }
}

/// Puts an entry in its place, or tells where one of its id was read first.
fn take<I: Ord, T: PartialEq, R: Ord>(
    slot: Slot<'_, I, Kept<T>>,
    (place, value): (EntryPlace, T),
    rank: impl Fn(&T) -> R,
) -> Option<(EntryPlace, EntryReason)> {
    match slot {
        Slot::Vacant(slot) => {
            slot.insert(Kept { value, place });
            None
        }
        Slot::Occupied(mut slot) => {
            let kept = slot.get_mut();
            let reason = kept.again(value, rank);
            Some((kept.place, reason))
        }
    }
}

impl<T: PartialEq> Kept<T> {
    /// Keeps the fuller of two entries of one id, so that the order of the pages has no say.
    fn again<R: Ord>(&mut self, other: T, rank: impl Fn(&T) -> R) -> EntryReason {
        if self.value == other {
            return EntryReason::Repeated;
        }
        if rank(&other) > rank(&self.value) {
            self.value = other;
        }
        EntryReason::RepeatedOtherwise
    }
}

/// The story that has come further first, then any fixed order.
fn story_rank(story: &Story) -> impl Ord + use<> {
    let text = serde_json::to_string(story).unwrap_or_default();
    (story.progress(), story.criticality(), text)
}

/// The reply that says more first, then any fixed order.
fn reply_rank(joined: &Joined) -> impl Ord + use<> {
    let text = serde_json::to_string(&joined.reply).unwrap_or_default();
    (joined.reply.says(), joined.story.clone(), text)
}

/// The entries of a page.
fn parse(page: u64, reader: impl Read) -> Result<Vec<Value>, Error> {
    let max = StoryIntake::LONGEST_PAGE;
    let mut bytes = Vec::new();
    let read = reader.take(max + 1).read_to_end(&mut bytes)?;
    if read as u64 > max {
        return Err(Error::PageLength { page, max });
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let value: Value = serde_json::from_slice(text).map_err(|error| Error::Page {
        page,
        line: error.line(),
        column: error.column(),
    })?;
    match value {
        Value::Array(entries) => Ok(entries),
        _ => Err(Error::PageShape { page }),
    }
}

fn object(entry: Value) -> Option<Map<String, Value>> {
    match entry {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}
