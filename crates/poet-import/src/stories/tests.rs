use poet_core::participation::{Change, Criticality, Polarity, Progress};
use proptest::prelude::*;

use super::*;

fn intake(stories: &[&str], replies: &[&str]) -> Stories {
    let mut intake = StoryIntake::default();
    for page in stories {
        intake.read_stories(page.as_bytes()).unwrap();
    }
    for page in replies {
        intake.read_replies(page.as_bytes()).unwrap();
    }
    intake.finish()
}

const WHOLE: &str = r#"[{
    "id": 4711, "title": "secret title", "body": "secret body",
    "dateOfSubmission": "2014-02-27T23:59:59.123", "dateOfPublication": "2014-03-01 09:30",
    "criticality": "Strongly critical", "progress": "Change planned", "authorRole": "secret role",
    "links": [{ "rel": "self", "href": "/api/v2/opinions/4711" },
              { "relation": "HealthService", "link": "https://example.org/api/v2/healthservices/RR8/" }],
    "tags": [{ "name": "secret tag", "group": "secret group", "polarity": -1 }, { "name": "x", "polarity": "1" }, { "name": "y" }],
    "someday": 1, "secret words": 2
}]"#;

const REPLY: &str = r#"[{
    "id": "9", "body": "secret reply", "dateOfPublication": "2014-03-10", "authorName": "secret name",
    "changePlanned": true, "links": [{ "rel": "opinion", "href": "/api/v2/opinions/4711" }]
}]"#;

#[test]
fn a_story_and_its_reply_are_read_whole() {
    let found = intake(&[WHOLE], &[REPLY]);
    let story = &found.stories[0];
    assert_eq!(story.id().as_str(), "4711");
    assert_eq!(
        story.title().map(poet_core::FreeText::reveal),
        Some("secret title")
    );
    assert_eq!(
        story.body().map(poet_core::FreeText::reveal),
        Some("secret body")
    );
    assert_eq!(
        story.author_role().map(poet_core::FreeText::reveal),
        Some("secret role")
    );
    assert_eq!(story.submitted(), "2014-02-27".parse().ok());
    assert_eq!(story.published(), "2014-03-01".parse().unwrap());
    assert_eq!(story.criticality(), Some(Criticality::Strongly));
    assert_eq!(story.progress(), Some(Progress::ChangePlanned));
    assert_eq!(
        story.organisation().map(poet_core::OrganisationId::as_str),
        Some("RR8")
    );
    let polarities: Vec<_> = story.tags().iter().map(|tag| tag.polarity).collect();
    assert_eq!(
        polarities,
        [Polarity::Negative, Polarity::Positive, Polarity::Neutral]
    );
    assert_eq!(
        story.tags()[0]
            .group
            .as_ref()
            .map(poet_core::FreeText::reveal),
        Some("secret group")
    );
    let reply = &story.replies()[0];
    assert_eq!((reply.id().as_str(), reply.says()), ("9", Change::Planned));
    assert_eq!(
        reply.who().map(poet_core::FreeText::reveal),
        Some("secret name")
    );
    assert_eq!(
        reply.text().map(poet_core::FreeText::reveal),
        Some("secret reply")
    );
    let fields: Vec<_> = found.report.unknown_fields.iter().collect();
    assert_eq!(
        fields,
        [(&"(other)".to_owned(), &1), (&"someday".to_owned(), &1)]
    );
    assert!(!format!("{found:?}").contains("secret"));
    assert!(!found.report.to_string().contains("secret"));
    assert!(!found.report.wants_a_look());
}

#[test]
fn a_story_with_nothing_but_its_id_and_day_is_taken() {
    let found = intake(
        &[
            r#"[{ "id": 1, "dateOfPublication": "2014-03-01", "title": null, "criticality": null }]"#,
        ],
        &[],
    );
    assert_eq!(found.report.stories.accepted, 1);
    assert_eq!(found.report.without_organisation, 1);
    assert_eq!(found.report.without_criticality, 1);
}

/// The one refusal of an entry with this field in the place of another.
fn refused(page: &str, piece: &str, other: &str) -> (Option<&'static str>, EntryReason) {
    assert!(page.contains(piece), "{piece}");
    let page = page.replacen(piece, other, 1);
    let found = match page.contains("healthservice") || !page.contains("opinion") {
        true => intake(&[&page], &[]),
        false => intake(&[WHOLE], &[&page]),
    };
    let [refusal] = found.report.refusals.as_slice() else {
        panic!("{:?}", found.report);
    };
    assert!(!refusal.to_string().contains("secret"));
    (refusal.field, refusal.reason)
}

/// A piece of the story, what stands in its place, and the refusal that follows.
const FAULTS: &[(&str, &str, &str, EntryReason)] = {
    use EntryReason::{BadId, DaysOutOfOrder, Missing, NotADate, UnknownWord, WrongType};
    &[
        ("\"id\": 4711,", "", "id", Missing),
        ("\"id\": 4711", "\"id\": 47.5", "id", WrongType),
        ("\"id\": 4711", "\"id\": -1", "id", WrongType),
        ("\"id\": 4711", "\"id\": \"\"", "id", BadId),
        ("\"secret title\"", "5", "title", WrongType),
        ("\"secret body\"", "[\"secret\"]", "body", WrongType),
        ("\"secret role\"", "{}", "authorRole", WrongType),
        ("2014-03-01 09:30", "secret", "dateOfPublication", NotADate),
        (
            "2014-03-01 09:30",
            "2014-03-0109:30",
            "dateOfPublication",
            NotADate,
        ),
        (
            "2014-03-01 09:30",
            "2014-02-30",
            "dateOfPublication",
            NotADate,
        ),
        (
            "\"2014-03-01 09:30\"",
            "20140301",
            "dateOfPublication",
            WrongType,
        ),
        ("\"2014-03-01 09:30\"", "null", "dateOfPublication", Missing),
        (
            "2014-03-01 09:30",
            "2014-02-26",
            "dateOfPublication",
            DaysOutOfOrder,
        ),
        ("Strongly critical", "secret", "criticality", UnknownWord),
        ("\"Strongly critical\"", "6", "criticality", UnknownWord),
        ("\"Strongly critical\"", "1.5", "criticality", UnknownWord),
        ("\"polarity\": -1", "\"polarity\": -2", "tags", WrongType),
        (
            "\"polarity\": \"1\"",
            "\"polarity\": \"secret\"",
            "tags",
            WrongType,
        ),
        ("\"name\": \"x\"", "\"name\": 1", "tags", WrongType),
        ("\"secret group\"", "1", "tags", WrongType),
        ("\"rel\": \"self\", ", "", "links", WrongType),
        (
            "https://example.org/api/v2/healthservices/RR8/",
            "/",
            "links",
            BadId,
        ),
    ]
};

#[test]
fn each_fault_of_a_story_is_refused_with_its_field() {
    let page = WHOLE.replace("HealthService", "healthservice");
    for &(piece, other, field, reason) in FAULTS {
        assert_eq!(
            refused(&page, piece, other),
            (Some(field), reason),
            "{piece} {other}"
        );
    }
    assert_eq!(
        refused("[\"secret healthservice\"]", "[", "["),
        (None, EntryReason::NoObject)
    );
}

#[test]
fn each_fault_of_a_reply_is_refused_with_its_field() {
    use EntryReason::{Missing, NoSuchStory, OlderThanStory, UnknownWord, WrongType};
    for (piece, other, field, reason) in [
        ("\"id\": \"9\",", "", Some("id"), Missing),
        (
            "\"dateOfPublication\": \"2014-03-10\",",
            "",
            Some("dateOfPublication"),
            Missing,
        ),
        (
            "\"changePlanned\": true",
            "\"changePlanned\": 1",
            Some("changePlanned"),
            WrongType,
        ),
        (
            "\"changePlanned\": true",
            "\"change\": \"secret\"",
            Some("change"),
            UnknownWord,
        ),
        (
            "\"changePlanned\": true",
            "\"change\": 1",
            Some("change"),
            WrongType,
        ),
        (
            "\"rel\": \"opinion\"",
            "\"rel\": \"opinionated\"",
            Some("links"),
            Missing,
        ),
        (
            "opinions/4711",
            "opinions/4712",
            Some("opinion"),
            NoSuchStory,
        ),
        ("2014-03-10", "2014-02-26", None, OlderThanStory),
    ] {
        assert_eq!(refused(REPLY, piece, other), (field, reason), "{other}");
    }
}

#[test]
fn a_reply_says_what_changes_in_many_ways() {
    for (fields, change) in [
        ("\"x\": 1", Change::Neither),
        (
            "\"changePlanned\": false, \"changeMade\": null",
            Change::Neither,
        ),
        (
            "\"changePlanned\": true, \"changeMade\": true",
            Change::Made,
        ),
        ("\"change\": \"Change planned\"", Change::Planned),
        ("\"changeStatus\": \"CHANGE_MADE\"", Change::Made),
        ("\"progress\": \"made\", \"change\": \"none\"", Change::Made),
        ("\"opinionId\": 4711", Change::Neither),
    ] {
        let page = REPLY.replace("\"changePlanned\": true", fields);
        let found = intake(&[WHOLE], &[&page]);
        assert_eq!(found.stories[0].replies()[0].says(), change, "{fields}");
    }
}

#[test]
fn a_reply_counts_from_its_publication_and_else_from_its_sending() {
    let both = REPLY.replace(
        "\"dateOfPublication\"",
        "\"dateOfSubmission\": \"2014-03-05\", \"dateOfPublication\"",
    );
    let day = |page: &str| intake(&[WHOLE], &[page]).stories[0].replies()[0].date();
    assert_eq!(day(&both), "2014-03-10".parse().unwrap());
    assert_eq!(
        day(&REPLY.replace("dateOfPublication", "dateOfSubmission")),
        "2014-03-10".parse().unwrap()
    );
}

#[test]
fn the_same_entry_on_two_pages_counts_once() {
    let further = WHOLE.replace("Change planned", "Change made");
    for (pages, reason) in [
        ([WHOLE, WHOLE], EntryReason::Repeated),
        ([WHOLE, &further], EntryReason::RepeatedOtherwise),
        ([&further, WHOLE], EntryReason::RepeatedOtherwise),
    ] {
        let found = intake(&pages, &[REPLY, REPLY]);
        assert_eq!(found.stories.len(), 1);
        let wanted = if reason == EntryReason::Repeated {
            Progress::ChangePlanned
        } else {
            Progress::ChangeMade
        };
        assert_eq!(found.stories[0].progress(), Some(wanted));
        let count = EntryCount {
            read: 2,
            accepted: 1,
            refused: 1,
            repeated: 1,
        };
        assert_eq!((found.report.stories, found.report.replies), (count, count));
        assert_eq!(found.report.refusals[0].reason, reason);
        assert!(
            found.report.refusals[0]
                .to_string()
                .ends_with("first on page 1, story 1")
        );
        assert!(!found.report.wants_a_look());
    }
}

#[test]
fn a_page_that_is_none_is_an_error_and_leaves_nothing() {
    let mut intake = StoryIntake::default();
    let told = |error: Result<(), Error>| error.unwrap_err().to_string();
    assert_eq!(
        told(intake.read_stories(&b"[{ \"secret\": secret }]"[..])),
        "page 1 breaks off at line 1 column 14, wants JSON"
    );
    assert!(told(intake.read_stories(&b"{}"[..])).starts_with("page 1 is no list"));
    assert!(
        told(intake.read_replies(std::io::repeat(b' ')))
            .starts_with("page 1 has more than 16777216 bytes")
    );
    intake.read_stories(&b"\xef\xbb\xbf[]"[..]).unwrap();
    let found = intake.finish();
    assert_eq!((found.report.pages, found.stories.len()), (1, 0));
}

/// A page of JSON that may be anything.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2..8_i64).prop_map(Value::from),
        prop::sample::select(vec![
            "2014-03-01",
            "2014-02-01",
            "4711",
            "made",
            "opinion",
            "/opinions/4711",
            "x"
        ])
        .prop_map(Value::from),
    ];
    let names = STORY_AND_REPLY.to_vec();
    leaf.prop_recursive(3, 40, 8, move |inner| {
        let name = prop::sample::select(names.clone()).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map(name, inner, 0..8)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

const STORY_AND_REPLY: &[&str] = &[
    "id",
    "dateOfSubmission",
    "dateOfPublication",
    "criticality",
    "progress",
    "links",
    "tags",
    "rel",
    "href",
    "relation",
    "link",
    "name",
    "polarity",
    "change",
    "opinionId",
    "body",
];

/// Entries that are mostly sound: id, day, story of a reply.
fn entry() -> impl Strategy<Value = Value> {
    let sound = (0..6_u64, 1..28_u32, 0..6_u64, prop::sample::select(vec!["none", "planned", "made"])).prop_map(
        |(id, day, story, change)| {
            serde_json::json!({
                "id": id, "dateOfPublication": format!("2014-03-{day:02}"), "opinionId": story, "change": change
            })
        },
    );
    prop_oneof![3 => sound, 1 => value()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_entry_is_lost_and_the_order_of_pages_changes_nothing(
        stories in prop::collection::vec(prop::collection::vec(entry(), 0..5), 0..4),
        replies in prop::collection::vec(prop::collection::vec(entry(), 0..5), 0..4),
    ) {
        let pages = |pages: &[Vec<Value>]| -> Vec<String> {
            pages.iter().map(|page| Value::from(page.clone()).to_string()).collect()
        };
        let (stories, replies) = (pages(&stories), pages(&replies));
        let borrow = |pages: &[String], back: bool| -> Vec<String> {
            let mut pages = pages.to_vec();
            if back { pages.reverse(); }
            pages
        };
        let run = |back: bool| {
            let (stories, replies) = (borrow(&stories, back), borrow(&replies, back));
            let mut intake = StoryIntake::default();
            if back {
                for page in &replies { intake.read_replies(page.as_bytes()).unwrap(); }
            }
            for page in &stories { intake.read_stories(page.as_bytes()).unwrap(); }
            if !back {
                for page in &replies { intake.read_replies(page.as_bytes()).unwrap(); }
            }
            intake.finish()
        };
        let (there, back) = (run(false), run(true));
        for count in [there.report.stories, there.report.replies] {
            prop_assert_eq!(count.read, count.accepted + count.refused);
        }
        prop_assert_eq!(there.report.stories.accepted, there.stories.len() as u64);
        let joined: usize = there.stories.iter().map(|story| story.replies().len()).sum();
        prop_assert_eq!(there.report.replies.accepted, joined as u64);
        prop_assert_eq!(&there.stories, &back.stories);
        prop_assert_eq!(there.report.stories, back.report.stories);
        prop_assert_eq!(there.report.replies, back.report.replies);
    }
}
