//! What the instruments that come with the crate hold to.

use std::collections::{BTreeMap, BTreeSet};

use poet::domain::{
    Asks, Item, ItemKind, Language, Missing, Reading, Respondent, Scale, SectionRole, Status, Text,
};
use poet::scoring::{NoScore, Standing};
use poet::{Answer, Catalogue, Instrument, Response, Scorer};

fn instrument(key: &str) -> &'static Instrument {
    Catalogue::builtin().get(&key.parse().unwrap()).unwrap()
}

fn items_of<'a>(instrument: &'a Instrument, section: &str) -> Vec<&'a Item> {
    let at = instrument
        .sections()
        .iter()
        .position(|s| s.id().as_str() == section);
    let at = at.unwrap_or_else(|| panic!("{} has no section {section}", instrument.key()));
    instrument
        .items()
        .iter()
        .filter(|i| i.section() == at)
        .collect()
}

/// Names of the items of a section with this status, in their order.
fn with_status(key: &str, section: &str, status: Status) -> Vec<&'static str> {
    let items = items_of(instrument(key), section).into_iter();
    items
        .filter(|i| i.status() == Some(status))
        .map(|i| i.id().as_str())
        .collect()
}

#[test]
fn every_instrument_of_the_domain_is_there() {
    // DOMAIN.md section 3.
    let keys: Vec<_> = Catalogue::builtin()
        .keys()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        keys,
        [
            "adult-holders@2011",
            "adult-holders@2013",
            "adult-holders@2014",
            "adults@2017",
            "ascs-core@2020-21",
            "ascs-easy-read@2020-21",
            "ehc-child@2016",
            "ehc-parent@2016",
            "ehc-practitioner@2016",
            "family-carers@2011",
            "family-carers@2013",
            "family-carers@2014",
            "phb-carers@2013",
            "phb-carers@2014",
            "phb-carers@2015",
            "phb-holders@2013",
            "phb-holders@2014",
            "phb-holders@2015",
            "staff@2014",
            "workforce@2013",
        ]
    );
}

#[test]
fn every_item_and_every_scale_says_whether_it_was_published() {
    for instrument in Catalogue::builtin().iter() {
        let key = instrument.key();
        for item in instrument.items() {
            assert!(item.status().is_some(), "{key}: {}", item.id());
            assert!(item.topic().is_some(), "{key}: {}", item.id());
        }
        for scale in instrument.scales() {
            assert!(scale.status().is_some(), "{key}: {}", scale.id());
        }
    }
}

const HOLDERS_2013: [&str; 14] = [
    "independence",
    "support_when_needed",
    "dignity",
    "physical_health",
    "mental_wellbeing",
    "support_control",
    "safety",
    "paid_supporters",
    "where_to_live",
    "family",
    "friends",
    "paid_job",
    "community",
    "important_control",
];

#[test]
fn holders_are_asked_about_14_areas_in_2013_and_15_in_2014() {
    // DOMAIN.md section 3: the last of 2013 and the last four of 2014 are inferred.
    let published = |key| with_status(key, "outcomes", Status::Published);
    let inferred = |key| with_status(key, "outcomes", Status::Inferred);
    assert_eq!(published("adult-holders@2013"), HOLDERS_2013[..13]);
    assert_eq!(inferred("adult-holders@2013"), HOLDERS_2013[13..]);
    assert_eq!(
        published("adult-holders@2014"),
        [
            "dignity",
            "quality_of_life",
            "independence",
            "arranging_support",
            "mental_health",
            "control",
            "safety",
            "family",
            "paid_supporters",
            "friends",
            "self_esteem",
        ]
    );
    assert_eq!(
        inferred("adult-holders@2014"),
        ["physical_health", "community", "where_to_live", "paid_job"]
    );
    assert_eq!(published("adult-holders@2011"), [""; 0]);
    assert_eq!(inferred("adult-holders@2011"), HOLDERS_2013);
    assert_eq!(inferred("phb-holders@2013"), HOLDERS_2013);
}

#[test]
fn what_was_published_of_one_edition_is_marked_there_alone() {
    // DOMAIN.md section 3 and `poet-published.csv`.
    let published = |key| with_status(key, "outcomes", Status::Published);
    let first_three = [
        "carer_wellbeing",
        "carer_quality_of_life",
        "person_quality_of_life",
    ];
    assert_eq!(published("family-carers@2011"), [""; 0]);
    assert_eq!(published("family-carers@2013"), first_three);
    assert_eq!(published("family-carers@2014"), first_three);
    assert_eq!(published("phb-carers@2014"), [""; 0]);
    assert_eq!(
        published("phb-carers@2015"),
        [
            "carer_quality_of_life",
            "person_quality_of_life",
            "stress",
            "carer_control"
        ]
    );
    assert_eq!(published("phb-holders@2014"), ["quality_of_life"]);
    assert_eq!(published("phb-holders@2015").len(), 7);
    let status = |key, item| instrument(key).item(item).unwrap().status().unwrap();
    assert_eq!(status("adult-holders@2014", "used_for"), Status::Inferred);
    assert_eq!(status("phb-holders@2015", "used_for"), Status::Published);
    assert_eq!(
        status("phb-holders@2014", "general_health"),
        Status::Published
    );
    assert_eq!(status("workforce@2013", "allocation"), Status::Inferred);
    assert_eq!(
        with_status("workforce@2013", "work", Status::Published).len(),
        3
    );
    assert!(
        instrument("staff@2014")
            .items()
            .iter()
            .all(|i| i.status() == Some(Status::Inferred))
    );
}

#[test]
fn blocks_of_2017_and_of_plans_hold_what_was_published() {
    // DOMAIN.md section 3.
    let published = |key, section| with_status(key, section, Status::Published);
    assert_eq!(
        published("adults@2017", "planning"),
        ["views_included", "amount_known", "spending_decided"]
    );
    assert_eq!(published("adults@2017", "quality").len(), 5);
    assert_eq!(published("adults@2017", "outcomes").len(), 6);
    let child = [
        published("ehc-child@2016", "support"),
        published("ehc-child@2016", "future"),
    ]
    .concat();
    assert_eq!(
        child,
        [
            "dignity",
            "level_of_support",
            "being_heard",
            "information",
            "choice",
            "looking_forward"
        ]
    );
    for key in ["ehc-parent@2016", "ehc-practitioner@2016"] {
        let all = [published(key, "plan"), published(key, "outcomes")].concat();
        assert_eq!(
            all,
            [
                "partnership",
                "quality",
                "amount",
                "choice",
                "education",
                "future",
                "community"
            ]
        );
    }
}

#[test]
fn process_steps_are_the_ten_and_inferred() {
    // DOMAIN.md section 3.
    for key in [
        "adult-holders@2011",
        "adult-holders@2013",
        "adult-holders@2014",
        "phb-holders@2013",
        "phb-holders@2014",
        "phb-holders@2015",
        "staff@2014",
    ] {
        let steps = with_status(key, "process", Status::Inferred);
        assert_eq!(
            steps,
            [
                "information",
                "assessment",
                "amount",
                "restrictions",
                "planning_support",
                "getting_support",
                "changing_support",
                "managing_money",
                "being_heard",
                "complaining",
            ],
            "{key}"
        );
    }
}

#[test]
fn the_family_of_2011_to_2015_asks_every_section_of_the_domain() {
    let topics = [
        "gender",
        "age",
        "ethnicity",
        "religion",
        "sexual orientation",
        "need group",
        "how the budget is held",
        "views included",
        "goals",
        "free text",
    ];
    let of_holders = [
        "time held",
        "support before the budget",
        "amount",
        "amount known at planning",
        "who helped to plan",
    ];
    for instrument in Catalogue::builtin()
        .iter()
        .filter(|i| i.asks() == Asks::Change)
    {
        let asked: BTreeSet<_> = instrument.items().iter().filter_map(Item::topic).collect();
        let more: &[&str] = match instrument.respondent() {
            Respondent::Holder => &of_holders,
            _ => &[],
        };
        for topic in topics.iter().chain(more) {
            assert!(asked.contains(topic), "{}: {topic}", instrument.key());
        }
    }
}

fn is_easy(text: &Text) -> bool {
    text.is_in(&Language::english().easy_read())
}

#[test]
fn holders_adults_children_and_carers_can_read_everything_in_easy_read() {
    use Respondent::{Carer, Child, Holder, User};
    let mut read = 0;
    for instrument in Catalogue::builtin().iter() {
        if !matches!(instrument.respondent(), Carer | Child | Holder | User) {
            continue;
        }
        let key = instrument.key();
        assert!(is_easy(instrument.title()), "{key}");
        assert!(
            instrument.sections().iter().all(|s| is_easy(s.title())),
            "{key}"
        );
        for item in instrument.items() {
            // The published tables join both forms and leave out answers: nobody is asked those.
            if item.text().english().contains("(not asked:") {
                continue;
            }
            read += 1;
            assert!(is_easy(item.text()), "{key}: {}", item.id());
            let points = item.scale().into_iter().flat_map(Scale::points);
            assert!(
                points.map(poet::domain::Point::label).all(is_easy),
                "{key}: {}",
                item.id()
            );
        }
    }
    assert!(read > 500);
}

#[test]
fn easy_read_is_short_and_speaks_to_the_person() {
    let easy = Language::english().easy_read();
    for instrument in Catalogue::builtin().iter() {
        let texts = instrument
            .items()
            .iter()
            .map(Item::text)
            .filter(|t| is_easy(t));
        let labels = instrument
            .scales()
            .flat_map(Scale::points)
            .map(poet::domain::Point::label);
        for text in texts.chain(labels.filter(|t| is_easy(t))) {
            let words = text.words(&easy);
            for sentence in words.split_inclusive(['.', '?']) {
                assert!(
                    sentence.split_whitespace().count() <= 13,
                    "{}: {words}",
                    instrument.key()
                );
            }
            let longest = words.split([' ', '?', '.', ',']).map(str::len).max();
            assert!(longest <= Some(10), "{}: {words}", instrument.key());
        }
    }
}

/// The form of a scale that comparing rests on: codes, readings and scores in their order.
fn form(scale: &Scale) -> Vec<(&str, Reading, Option<i32>)> {
    let points = scale.points().iter();
    points
        .map(|p| (p.code().as_str(), p.reading(), p.score()))
        .collect()
}

#[test]
fn one_series_has_one_scale_one_topic_and_one_way_of_asking() {
    let mut series: BTreeMap<&str, Vec<(&Instrument, &Item)>> = BTreeMap::new();
    for instrument in Catalogue::builtin().iter() {
        let mut own = BTreeSet::new();
        for item in instrument.items() {
            if let Some(key) = item.series() {
                assert!(own.insert(key), "{}: {key} stands twice", instrument.key());
                series
                    .entry(key.as_ref())
                    .or_default()
                    .push((instrument, item));
            }
        }
    }
    for (key, members) in &series {
        let begins = match members[0].0.asks() {
            Asks::Change => "change/",
            Asks::State => "state/",
        };
        for (instrument, item) in members {
            assert!(key.starts_with(begins), "{}: {key}", instrument.key());
            let (first, other) = (members[0].1, *item);
            let alike = match (first.scale(), other.scale()) {
                (Some(a), Some(b)) => {
                    form(a) == form(b) || a.collapses().iter().any(|c| c.to() == b.id())
                }
                (a, b) => a.is_none() && b.is_none(),
            };
            assert!(alike, "{}: {key}", instrument.key());
            assert_eq!(
                first.ask_if().is_some(),
                other.ask_if().is_some(),
                "{}: {key}",
                instrument.key()
            );
            let collapsed = first.scale().map(Scale::id) != other.scale().map(Scale::id);
            assert!(
                collapsed || first.topic() == other.topic(),
                "{}: {key}",
                instrument.key()
            );
        }
    }
    let shared = series.values().filter(|members| members.len() > 1).count();
    assert!(shared > 100, "{shared} series are shared");
}

#[test]
fn families_share_no_series() {
    let mut family: BTreeMap<&str, &str> = BTreeMap::new();
    for instrument in Catalogue::builtin().iter() {
        let id = instrument.key().id.as_str();
        let id = if id.starts_with("ascs-") { "ascs" } else { id };
        for series in instrument.items().iter().filter_map(Item::series) {
            assert_eq!(*family.entry(series.as_ref()).or_insert(id), id, "{series}");
        }
    }
}

#[test]
fn what_both_editions_of_holders_ask_stays_comparable_and_what_changed_does_not() {
    let series = |key, item| instrument(key).item(item).and_then(Item::series);
    for item in [
        "independence",
        "dignity",
        "physical_health",
        "safety",
        "paid_supporters",
        "where_to_live",
        "family",
        "friends",
        "paid_job",
        "community",
        "information",
        "views_included",
        "amount_known",
        "held",
    ] {
        let first = series("adult-holders@2011", item);
        assert!(first.is_some(), "{item}");
        assert_eq!(first, series("adult-holders@2013", item));
        assert_eq!(first, series("adult-holders@2014", item));
    }
    for item in [
        "mental_wellbeing",
        "support_control",
        "support_when_needed",
        "important_control",
    ] {
        assert!(series("adult-holders@2013", item).is_some());
        assert!(series("adult-holders@2014", item).is_none());
    }
}

#[test]
fn seven_points_of_satisfaction_fall_onto_the_five_of_easy_read() {
    // DOMAIN.md section 3: 1+2, 3, 4, 5, 6+7.
    let (core, easy) = (
        instrument("ascs-core@2020-21"),
        instrument("ascs-easy-read@2020-21"),
    );
    for (seven, five) in [("q1", "q1er"), ("q2", "q2er")] {
        let (seven, five) = (core.item(seven).unwrap(), easy.item(five).unwrap());
        assert_eq!(seven.series(), five.series());
        let (from, to) = (seven.scale().unwrap(), five.scale().unwrap());
        assert_eq!(from.collapses()[0].to(), to.id());
        assert_eq!(from.collapses()[0].points(), [0, 0, 1, 2, 3, 4, 4]);
        assert!(!from.collapses()[0].rereads());
        assert_eq!(to.points().len(), 5);
    }
}

#[test]
fn ascof_1a_of_eight_equal_answers_is_24_16_8_and_0_on_both_forms() {
    // STATISTICS.md section 3.
    let items = ["q3a", "q4a", "q5a", "q6a", "q7a", "q8a", "q9a", "q11"];
    for key in ["ascs-core@2020-21", "ascs-easy-read@2020-21"] {
        let scorer = Scorer::new(instrument(key)).unwrap();
        for (code, sum) in [("1", 24.0), ("2", 16.0), ("3", 8.0), ("4", 0.0)] {
            let blank = Response::new("r".parse().unwrap(), "o".parse().unwrap());
            let full = items.iter().fold(blank, |r, i| {
                r.with(i.parse().unwrap(), Answer::Choice(code.parse().unwrap()))
            });
            assert_eq!(
                scorer.score(&full).scores[0].standing,
                Standing::Value(sum),
                "{key}"
            );
            let gap = full.with("q8a".parse().unwrap(), Answer::Missing(Missing::DontKnow));
            let standing = scorer.score(&gap).scores[0].standing;
            assert_eq!(standing, Standing::Absent(NoScore::TooFewAnswered), "{key}");
        }
    }
}

#[test]
fn measures_cover_the_parts_that_they_are_named_for() {
    for instrument in Catalogue::builtin().iter() {
        let key = instrument.key();
        let measures = || instrument.measures().iter();
        assert!(measures().next().is_some(), "{key}");
        let index = |id: &str| measures().find(|m| m.id().as_str() == id);
        for (id, role) in [
            ("outcome_index", SectionRole::Outcomes),
            ("process_index", SectionRole::Process),
        ] {
            let Some(measure) = index(id) else { continue };
            let judged: Vec<usize> = (0..instrument.items().len())
                .filter(|&at| {
                    instrument.sections()[instrument.items()[at].section()].role() == role
                })
                .collect();
            let mut covered = measure.items().to_vec();
            covered.sort_unstable();
            assert_eq!(covered, judged, "{key}: {id}");
        }
        if instrument.asks() == Asks::Change {
            for id in [
                "outcome_index",
                "outcomes_better",
                "process_index",
                "views_share",
            ] {
                assert!(index(id).is_some(), "{key}: {id}");
            }
        }
    }
}

#[test]
fn words_of_people_are_asked_for_and_never_measured() {
    for instrument in Catalogue::builtin().iter() {
        let text = |item: &Item| matches!(item.kind(), ItemKind::Text);
        let comments = instrument
            .items()
            .iter()
            .filter(|i| instrument.sections()[i.section()].role() == SectionRole::Comments);
        assert!(comments.clone().all(text), "{}", instrument.key());
        let official = instrument.key().to_string().starts_with("ascs-");
        assert!(official || comments.count() > 0, "{}", instrument.key());
    }
}
