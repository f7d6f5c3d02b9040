//! One story of a page.

use poet_core::OrganisationId;
use poet_core::fold;
use poet_core::participation::{Criticality, Polarity, Progress, Story, Tag};
use serde_json::Value;

use super::EntryReason;
use super::entry::{Entry, Refused, wanted};
use super::link;

/// Relations of a link to what a story is about.
const SERVICES: &[&str] = &["healthservice", "healthservices", "service", "organisation"];

/// Words for how far a story has come, case and spacing set aside.
const PROGRESS: &[(&str, Progress)] = &[
    ("published", Progress::Published),
    ("public", Progress::Published),
    ("read", Progress::Read),
    ("listening", Progress::Read),
    ("responded", Progress::Responded),
    ("response", Progress::Responded),
    ("change planned", Progress::ChangePlanned),
    ("changeplanned", Progress::ChangePlanned),
    ("change made", Progress::ChangeMade),
    ("changemade", Progress::ChangeMade),
];

pub(super) fn read(entry: &Entry) -> Result<Story, Refused> {
    let id = wanted(entry.id("id")?, "id")?;
    let published = entry.day("dateOfPublication")?;
    let mut story = Story::builder(id, wanted(published, "dateOfPublication")?);
    if let Some(day) = entry.day("dateOfSubmission")? {
        story = story.submitted(day);
    }
    if let Some(words) = entry.words("title")? {
        story = story.title(words);
    }
    if let Some(words) = entry.words("body")? {
        story = story.body(words);
    }
    if let Some(words) = entry.words("authorRole")? {
        story = story.author_role(words);
    }
    if let Some(level) = criticality(entry)? {
        story = story.criticality(level);
    }
    if let Some(progress) = progress(entry) {
        story = story.progress(progress);
    }
    if let Some(organisation) = organisation(entry)? {
        story = story.organisation(organisation);
    }
    for value in entry.list("tags")? {
        story = story.tag(tag(value).ok_or((Some("tags"), EntryReason::WrongType))?);
    }
    // Without replies only the days can be out of order.
    let build = story.build();
    build.map_err(|_| (Some("dateOfPublication"), EntryReason::DaysOutOfOrder))
}

/// Whether the entry says how far it has come in a word that is not known.
pub(super) fn is_progress_unknown(entry: &Entry) -> bool {
    entry.field("progress").is_some() && progress(entry).is_none()
}

fn progress(entry: &Entry) -> Option<Progress> {
    let word = fold(entry.field("progress")?.as_str()?).replace('_', " ");
    let found = PROGRESS.iter().find(|(known, _)| *known == word);
    found.map(|&(_, progress)| progress)
}

fn criticality(entry: &Entry) -> Result<Option<Criticality>, Refused> {
    let Some(value) = entry.field("criticality") else {
        return Ok(None);
    };
    let level = match value {
        Value::Number(number) => number.as_u64().and_then(|n| Criticality::try_from(n).ok()),
        Value::String(word) => word.parse().ok(),
        _ => None,
    };
    let level = level.ok_or((Some("criticality"), EntryReason::UnknownWord))?;
    Ok(Some(level))
}

fn organisation(entry: &Entry) -> Result<Option<OrganisationId>, Refused> {
    let Some(id) = link::target(entry, SERVICES)? else {
        return Ok(None);
    };
    let id = id
        .parse()
        .map_err(|_| (Some("links"), EntryReason::BadId))?;
    Ok(Some(id))
}

/// A word with its group and its polarity, neutral where it has none.
fn tag(value: &Value) -> Option<Tag> {
    let words = |name| value.get(name).filter(|v| !v.is_null());
    let polarity = match words("polarity") {
        None => 0,
        Some(Value::String(text)) => text.trim().parse().ok()?,
        Some(number) => number.as_i64()?,
    };
    let group = match words("group") {
        None => None,
        Some(group) => Some(poet_core::FreeText::new(group.as_str()?)),
    };
    Some(Tag {
        name: poet_core::FreeText::new(words("name")?.as_str()?),
        group,
        polarity: Polarity::try_from(polarity).ok()?,
    })
}
