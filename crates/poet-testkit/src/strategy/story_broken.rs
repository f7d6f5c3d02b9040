//! Stories with one thing wrong.

use poet_core::ReplyId;
use poet_core::participation::{ParticipationError, Story};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::story::story;

/// A story with one thing wrong.
#[derive(Clone, Debug)]
pub struct BrokenStory {
    /// The story as a file writes it; reading it as a [`Story`] fails.
    pub json: String,
    /// The rule that it breaks: what the error says first.
    pub rule: ParticipationError,
}

/// Stories that differ from a valid one in one thing, of every rule that a story can break.
///
/// # Examples
///
/// ```
/// use poet_core::participation::Story;
/// use poet_testkit::strategy::broken_story;
/// use proptest::test_runner::TestRunner;
///
/// TestRunner::default().run(&broken_story(), |broken| {
///     let told = serde_json::from_str::<Story>(&broken.json).unwrap_err().to_string();
///     assert!(told.starts_with(&broken.rule.to_string()), "{told}");
///     Ok(())
/// })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn broken_story() -> impl Strategy<Value = BrokenStory> {
    let flaw = prop::sample::select(&FLAWS[..]);
    (story(), flaw).prop_filter_map("a story that cannot be written", |(story, flaw)| {
        let mut draft = serde_json::to_value(&story).ok()?;
        let rule = flaw(&mut draft, &story)?;
        let json = draft.to_string();
        Some(BrokenStory { json, rule })
    })
}

/// Puts one thing wrong and tells which rule it breaks.
type Flaw = fn(&mut Value, &Story) -> Option<ParticipationError>;

const FLAWS: [Flaw; 7] = [
    published_too_early,
    reply_too_early,
    reply_repeated,
    unknown_polarity,
    unknown_criticality,
    unknown_change,
    unknown_progress,
];

fn published_too_early(draft: &mut Value, story: &Story) -> Option<ParticipationError> {
    put(draft, "submitted", json!(story.published().succ_opt()?))?;
    Some(ParticipationError::PublishedTooEarly)
}

fn reply_too_early(draft: &mut Value, story: &Story) -> Option<ParticipationError> {
    let first = story.submitted().unwrap_or(story.published());
    let reply = add_reply(draft, json!({ "id": "early", "date": first.pred_opt()? }))?;
    Some(ParticipationError::ReplyTooEarly { reply })
}

fn reply_repeated(draft: &mut Value, story: &Story) -> Option<ParticipationError> {
    let twice = json!({ "id": "twice", "date": story.published() });
    add_reply(draft, twice.clone())?;
    let reply = add_reply(draft, twice)?;
    Some(ParticipationError::ReplyRepeated { reply })
}

fn unknown_polarity(draft: &mut Value, _: &Story) -> Option<ParticipationError> {
    put(draft, "tags", json!([{ "name": "x", "polarity": 2 }]))?;
    Some(ParticipationError::Polarity)
}

fn unknown_criticality(draft: &mut Value, _: &Story) -> Option<ParticipationError> {
    put(draft, "criticality", json!("slightly"))?;
    Some(ParticipationError::Criticality)
}

fn unknown_change(draft: &mut Value, story: &Story) -> Option<ParticipationError> {
    let reply = json!({ "id": "x", "date": story.published(), "change": "perhaps" });
    add_reply(draft, reply)?;
    Some(ParticipationError::Change)
}

fn unknown_progress(draft: &mut Value, _: &Story) -> Option<ParticipationError> {
    put(draft, "progress", json!("lost"))?;
    Some(ParticipationError::Progress)
}

/// Puts a value in the place of a field.
fn put(draft: &mut Value, field: &str, value: Value) -> Option<()> {
    draft.as_object_mut()?.insert(field.to_owned(), value);
    Some(())
}

/// Adds a reply, and a list of them where there is none.
fn add_reply(draft: &mut Value, reply: Value) -> Option<ReplyId> {
    let id = reply["id"].as_str()?.parse().ok()?;
    let replies = draft.as_object_mut()?.entry("replies").or_insert(json!([]));
    replies.as_array_mut()?.push(reply);
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest! {
        #[test]
        fn each_flaw_breaks_its_rule_on_every_story(story in story()) {
            for flaw in FLAWS {
                let mut draft = serde_json::to_value(&story).unwrap();
                let rule = flaw(&mut draft, &story).unwrap();
                let told = serde_json::from_str::<Story>(&draft.to_string()).unwrap_err().to_string();
                prop_assert!(told.starts_with(&rule.to_string()), "{} {}", told, rule);
            }
        }
    }
}
