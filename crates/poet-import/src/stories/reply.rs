//! One reply of a page.

use poet_core::participation::{Change, Reply};
use poet_core::{FreeText, StoryId, fold};
use serde_json::Value;

use super::entry::{Entry, Refused, wanted};
use super::{EntryReason, Joined, link};

/// Relations of a link to the story of a reply.
const STORIES: &[&str] = &["opinion", "opinions", "story"];

/// Words for what a reply says about change, case and spacing set aside.
const CHANGES: &[(&str, Change)] = &[
    ("", Change::Neither),
    ("none", Change::Neither),
    ("neither", Change::Neither),
    ("no change", Change::Neither),
    ("response", Change::Neither),
    ("responded", Change::Neither),
    ("planned", Change::Planned),
    ("change planned", Change::Planned),
    ("changeplanned", Change::Planned),
    ("made", Change::Made),
    ("change made", Change::Made),
    ("changemade", Change::Made),
];

pub(super) fn read(entry: &Entry) -> Result<Joined, Refused> {
    let id = wanted(entry.id("id")?, "id")?;
    // Nobody can read a reply before it is published.
    let published = entry.day("dateOfPublication")?;
    let submitted = entry.day("dateOfSubmission")?;
    let date = wanted(published.or(submitted), "dateOfPublication")?;
    let mut reply = Reply::new(id, date).change(change(entry)?);
    if let Some(who) = author(entry)? {
        reply = reply.by(who);
    }
    if let Some(words) = entry.words("body")? {
        reply = reply.words(words);
    }
    let story = wanted(story(entry)?, "links")?;
    Ok(Joined { story, reply })
}

fn author(entry: &Entry) -> Result<Option<FreeText>, Refused> {
    for field in ["authorName", "author", "authorRole"] {
        if let Some(who) = entry.words(field)? {
            return Ok(Some(who));
        }
    }
    Ok(None)
}

fn story(entry: &Entry) -> Result<Option<StoryId>, Refused> {
    if let Some(id) = entry.id("opinionId")? {
        return Ok(Some(id));
    }
    let Some(id) = link::target(entry, STORIES)? else {
        return Ok(None);
    };
    let id = id
        .parse()
        .map_err(|_| (Some("links"), EntryReason::BadId))?;
    Ok(Some(id))
}

/// The most that the entry says about change.
fn change(entry: &Entry) -> Result<Change, Refused> {
    let mut most = Change::Neither;
    for field in ["change", "changeStatus", "progress"] {
        if let Some(value) = entry.field(field) {
            let word = value
                .as_str()
                .ok_or((Some(field), EntryReason::WrongType))?;
            let word = fold(word).replace('_', " ");
            let found = CHANGES.iter().find(|(known, _)| *known == word);
            most = most.max(found.ok_or((Some(field), EntryReason::UnknownWord))?.1);
        }
    }
    for (field, change) in [
        ("changePlanned", Change::Planned),
        ("changeMade", Change::Made),
    ] {
        match entry.field(field) {
            None | Some(Value::Bool(false)) => {}
            Some(Value::Bool(true)) => most = most.max(change),
            Some(_) => return Err((Some(field), EntryReason::WrongType)),
        }
    }
    Ok(most)
}
