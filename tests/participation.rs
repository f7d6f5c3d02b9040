//! From stories and plans of files to what people are told: nothing is lost, nothing is claimed that was not found.

use poet::benchmark::progress::StoryChanges;
use poet::domain::Directory;
use poet::export::{Concerns, YouSaid};
use poet::import::{Stories, StoryIntake};
use poet::{Findings, Policy, Settings};
use poet_testkit::strategy;
use poet_testkit::synth::{StoryPages, StoryTruth};
use proptest::prelude::*;

const AS_AT: &str = "2014-12-31";

fn pages(seed: u64) -> StoryPages {
    StoryPages::new(&StoryTruth::default(), AS_AT.parse().unwrap(), seed).unwrap()
}

fn read(stories: &[String], replies: &[String]) -> Stories {
    let mut intake = StoryIntake::default();
    for page in replies {
        intake.read_replies(page.as_bytes()).unwrap();
    }
    for page in stories {
        intake.read_stories(page.as_bytes()).unwrap();
    }
    intake.finish()
}

/// Concerns with a change and concerns, as released without protection.
fn headline(found: &Stories) -> (u64, u64) {
    let mut changes = StoryChanges::new(AS_AT.parse().unwrap()).unwrap();
    changes.add_all(&found.stories).unwrap();
    let findings = Findings::new(changes.tally(), &Settings::default());
    let released = Policy::internal().apply(&findings);
    let all = &StoryChanges::headline(&released).unwrap().all;
    let people = all.favourable.shown().unwrap().people.unwrap();
    (people, all.base.shown().unwrap())
}

#[test]
fn the_share_of_concerns_with_a_change_is_that_of_the_synthetic_truth() {
    for seed in 0..3 {
        let pages = pages(seed);
        let found = read(&pages.stories, &pages.replies);
        assert_eq!(headline(&found), (pages.with_change, pages.concerns));
        let count = found.report.stories;
        assert_eq!(
            (count.accepted, count.repeated, count.refused),
            (1000, 10, 10)
        );
        assert!(!found.report.wants_a_look());
    }
}

#[test]
fn pages_in_another_order_are_the_same_stories() {
    let StoryPages {
        mut stories,
        mut replies,
        ..
    } = pages(7);
    let there = read(&stories, &replies);
    stories.rotate_left(4);
    replies.reverse();
    assert_eq!(there.stories, read(&stories, &replies).stories);
}

#[test]
fn every_place_leaves_under_every_policy() {
    let pages = pages(1);
    let found = read(&pages.stories, &pages.replies);
    let mut changes = StoryChanges::new(AS_AT.parse().unwrap()).unwrap();
    changes.add_all(&found.stories).unwrap();
    let findings = Findings::new(changes.tally(), &Settings::default());
    for policy in [
        Policy::ascs(),
        Policy::nhs_sub_national(),
        Policy::strict(),
        Policy::internal(),
    ] {
        let mut text = Vec::new();
        let released = policy.apply(&findings);
        Concerns::new(&released, &Directory::default())
            .write(&mut text)
            .unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("as at 2014-12-31"));
        // Eight places, those without one, and everywhere.
        assert_eq!(
            text.lines().filter(|line| line.starts_with("  ")).count(),
            10
        );
        assert_eq!(
            text.starts_with("NOT FOR PUBLICATION"),
            policy == Policy::internal()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_plan_is_a_page_that_a_screen_reader_can_follow(plan in strategy::action_plan()) {
        let page = YouSaid::new(&plan, "2015-01-31".parse().unwrap());
        let mut html = Vec::new();
        page.write_html(&mut html).unwrap();
        let html = String::from_utf8(html).unwrap();
        prop_assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\">"));
        prop_assert_eq!(html.matches("<h1>").count(), 1);
        prop_assert_eq!(html.matches("<table>").count(), html.matches("<caption>").count());
        prop_assert_eq!(html.matches("<h2 ").count(), plan.findings().len());
        prop_assert!(!html.contains("<script") && !html.contains("http"));
        let mut text = Vec::new();
        page.write_text(&mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        prop_assert_eq!(text.matches("You said: ").count(), plan.findings().len());
    }

    #[test]
    fn any_story_is_counted_once(stories in prop::collection::vec(strategy::story(), 0..20)) {
        let as_at = "2014-06-30".parse().unwrap();
        let mut changes = StoryChanges::new(as_at).unwrap();
        changes.add_all(&stories).unwrap();
        let counted = changes.tally().people().unwrap() + changes.later();
        prop_assert_eq!(counted, stories.len() as u64);
    }
}
