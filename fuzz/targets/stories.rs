//! Any bytes, read as a page of stories, a line of `%%%`, and a page of replies: accepted and refused are read, and
//! replies join stories that were read.

#![no_main]

use libfuzzer_sys::fuzz_target;
use poet::import::StoryIntake;

fuzz_target!(|text: &str| {
    let (stories, replies) = text.split_once("%%%\n").unwrap_or((text, "[]"));
    let mut intake = StoryIntake::default();
    let pages = [
        intake.read_stories(stories.as_bytes()),
        intake.read_replies(replies.as_bytes()),
    ];
    let found = intake.finish();
    for count in [&found.report.stories, &found.report.replies] {
        assert_eq!(count.accepted + count.refused, count.read);
    }
    assert_eq!(found.report.stories.accepted, found.stories.len() as u64);
    if pages.iter().all(Result::is_ok) {
        for refusal in &found.report.refusals {
            assert!(!refusal.to_string().is_empty());
        }
    }
});
