//! Stories with their replies, and comments.

use chrono::NaiveDate;
use poet_core::FreeText;
use poet_core::participation::{
    Aspect, Change, Comment, Criticality, Polarity, Progress, Reply, Story, StoryBuilder, Tag,
    ThemeSet,
};
use proptest::prelude::*;

/// Stories with their replies: every level of criticality and none, with an organisation and without, days in order.
///
/// # Examples
///
/// ```
/// use poet_testkit::strategy::story;
/// use proptest::test_runner::TestRunner;
///
/// TestRunner::default().run(&story(), |story| {
///     assert!(story.replies().iter().all(|reply| reply.date() >= story.submitted().unwrap_or(story.published())));
///     Ok(())
/// })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn story() -> impl Strategy<Value = Story> {
    let days = (0..1000_u64, 0..20_u64, any::<bool>());
    let level = prop::option::of(prop::sample::select(&Criticality::ALL[..]));
    let progress = prop::option::of(prop::sample::select(&Progress::ALL[..]));
    let place = prop::option::of("[A-Z]{2}[0-9]");
    let words = prop::option::of("\\PC{0,30}");
    let tags = prop::collection::vec(tag(), 0..3);
    let replies = prop::collection::vec((0..400_u64, prop::sample::select(&Change::ALL[..])), 0..4);
    let told = (words.clone(), words, tags, replies);
    ("[1-9][0-9]{0,7}", days, level, progress, place, told).prop_filter_map(
        "names of the wrong form",
        |(id, (sent, wait, known), level, progress, place, (title, body, tags, replies))| {
            let mut story = Story::builder(id.parse().ok()?, day(sent + wait)?);
            if known {
                story = story.submitted(day(sent)?);
            }
            story = level.into_iter().fold(story, StoryBuilder::criticality);
            story = progress.into_iter().fold(story, StoryBuilder::progress);
            story = title
                .into_iter()
                .fold(story, |story, words| story.title(FreeText::new(words)));
            story = body
                .into_iter()
                .fold(story, |story, words| story.body(FreeText::new(words)));
            if let Some(place) = place {
                story = story.organisation(place.parse().ok()?);
            }
            story = tags.into_iter().fold(story, StoryBuilder::tag);
            for (at, (after, change)) in replies.into_iter().enumerate() {
                let reply = Reply::new(format!("r{at}").parse().ok()?, day(sent + wait + after)?);
                story = story.reply(reply.change(change));
            }
            story.build().ok()
        },
    )
}

/// Comments that name themes of a set, apart for impact and for process.
pub fn comment(themes: &ThemeSet) -> impl Strategy<Value = Comment> + use<> {
    let ids: Vec<_> = themes
        .themes()
        .iter()
        .map(|theme| theme.id().clone())
        .collect();
    let mark = (
        prop::sample::select(&Aspect::ALL[..]),
        prop::sample::select(ids),
        prop::sample::select(&Polarity::ALL[..]),
    );
    let marks = prop::collection::vec(mark, 0..5);
    ("[a-z0-9-]{1,20}", "[A-Z][0-9]{8}", "\\PC{0,30}", marks).prop_filter_map(
        "names of the wrong form",
        |(id, place, words, marks)| {
            let comment =
                Comment::new(id.parse().ok()?, place.parse().ok()?).words(FreeText::new(words));
            let about = |comment: Comment, (aspect, theme, polarity)| {
                comment.about(aspect, theme, polarity)
            };
            Some(marks.into_iter().fold(comment, about))
        },
    )
}

fn tag() -> impl Strategy<Value = Tag> {
    let polarity = prop::sample::select(&Polarity::ALL[..]);
    ("\\PC{1,12}", prop::option::of("\\PC{1,12}"), polarity).prop_map(|(name, group, polarity)| {
        Tag {
            name: FreeText::new(name),
            group: group.map(FreeText::new),
            polarity,
        }
    })
}

/// So many days after the first day of 2013.
pub(super) fn day(number: u64) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2013, 1, 1)?.checked_add_days(chrono::Days::new(number))
}

#[cfg(test)]
mod tests {
    use poet_core::participation::Comments;

    use super::*;

    proptest! {
        #[test]
        fn a_story_is_read_as_it_was_written(story in story()) {
            let json = serde_json::to_string(&story).unwrap();
            prop_assert_eq!(serde_json::from_str::<Story>(&json).unwrap(), story);
        }

        #[test]
        fn comments_pass_their_check(comment in comment(&ThemeSet::builtin()[0])) {
            prop_assert!(Comments::new(&ThemeSet::builtin()[0], vec![comment]).is_ok());
        }
    }
}
