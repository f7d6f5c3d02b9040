//! The committed JSON Schemas are those of the types, take what we write and refuse what we refuse.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use poet::Catalogue;
use poet::domain::budget::{BudgetError, PersonalBudget, SupportPlan};
use poet::domain::schema::{Document, json_schema};
use poet::domain::{
    Frame, FrameCount, Instrument, Parts, ProblemKind, Response, Sampling, Wording,
};
use poet_testkit::strategy::{
    action_plan, broken_action_plan, broken_budget, broken_instrument, broken_response,
    broken_story, budget, instrument, response, story, support_plan,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

/// Rules of a budget that no schema can say, and why.
const BUDGET_RULES_OF_THE_READER: &[(&str, &str)] = &[
    ("not_json", "there is no value to hold against a schema"),
    (
        "field_repeated",
        "a value holds a field once, whichever of the two a parser keeps",
    ),
    ("funding_repeated", "two lines are held against each other"),
    (
        "deployment_repeated",
        "two parts are held against each other",
    ),
    ("told_repeated", "two entries are held against each other"),
    ("shares_sum", "a sum"),
    (
        "contribution_unfunded",
        "a line of another part of the budget is looked for",
    ),
    ("contribution_too_large", "two amounts are compared"),
    ("restriction_deployment", "names a part of the mix"),
    ("line_deployment", "names a part of the mix"),
    ("told_before_step", "two days are compared"),
    ("told_planning", "two days are compared"),
    ("agreed_before_indicative", "two days are compared"),
    ("revision_order", "two days are compared"),
    ("plan_dates", "two days are compared"),
    ("review_before_agreed", "two days are compared"),
    ("review_order", "two days are compared"),
    ("review_after_end", "an entry depends on the one before it"),
    ("spending_dates", "two days are compared"),
    ("spending_carried_over", "two amounts are compared"),
    ("spending_overlap", "two days are compared"),
];

/// Problems of an instrument that no schema can say, and why.
const PROBLEMS_OF_THE_READER: &[(&str, &str)] = &[
    ("AlwaysAsked", "answers are tried"),
    ("AmbiguousLabel", "two labels are compared once folded"),
    ("Duplicate", "two names are compared"),
    ("ForwardReference", "the order of items is looked at"),
    (
        "Misplaced",
        "depends on the kind of the item, or of an item or a scale that is named",
    ),
    ("NoPoints", "depends on the kind of an item that is named"),
    (
        "OutOfRange",
        "the flaw that is drawn compares two bounds; single limits are in the table below",
    ),
    ("Undeclared", "a declared name is looked for"),
    ("Unreachable", "answers are tried"),
];

/// Problems that the strategy draws and the schema refuses.
const PROBLEMS_OF_THE_SCHEMA: &[&str] = &["Format", "Missing", "Name", "Word"];

/// Problems of a plan that no schema can say, and why.
const PLAN_PROBLEMS_OF_THE_READER: &[(&str, &str)] = &[
    ("Duplicate", "two names are compared"),
    ("Misplaced", "two fields are held against each other"),
    ("Step", "a step depends on the one before it"),
    ("TooEarly", "two days are compared"),
    ("Undeclared", "a declared name is looked for"),
];

/// What a plan misses that no schema can say: it depends on another field.
const PLAN_MISSES_OF_THE_READER: &[&str] = &[
    "an item, a measure or a series",
    "a reason that people can read",
];

/// What a story breaks that no schema can say: days and names are compared.
const STORY_RULES_OF_THE_READER: &[&str] = &["PublishedTooEarly", "ReplyRepeated", "ReplyTooEarly"];

/// What a story breaks and the schema refuses.
const STORY_RULES_OF_THE_SCHEMA: &[&str] = &["Change", "Criticality", "Polarity", "Progress"];

/// What is wrong with an answer is said by the instrument, which is another document.
const FINDINGS_OF_THE_READER: &[&str] = &[
    "DuplicateTick",
    "MissingRequired",
    "OutOfRange",
    "RoutedPast",
    "UnknownItem",
    "UnknownPoint",
    "WrongKind",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn validator(document: Document) -> Validator {
    let schema: Value = serde_json::from_str(&json_schema(document)).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

fn told(validator: &Validator, value: &Value) -> String {
    let errors = validator.iter_errors(value);
    errors
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect::<Vec<_>>()
        .join("\n")
}

fn taken(validator: &Validator, value: &Value, what: &str) {
    assert!(
        validator.is_valid(value),
        "{what} is refused: {}",
        told(validator, value)
    );
}

/// First word of what a kind's `Debug` says.
fn name(kind: &impl std::fmt::Debug) -> String {
    let told = format!("{kind:?}");
    told.split(['(', ' ', '{'])
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn put(document: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent) {
        Some(Value::Object(fields)) => drop(fields.insert(name.to_owned(), value)),
        Some(Value::Array(list)) => list[name.parse::<usize>().unwrap()] = value,
        _ => panic!("no {parent}"),
    }
}

/// Holds a sound document and flawed ones against both the schema and the reader.
fn both_refuse(
    document: Document,
    sound: &Value,
    flaws: &[(&str, Value)],
    reads: impl Fn(&str) -> bool,
) {
    let validator = validator(document);
    taken(&validator, sound, document.name());
    assert!(
        reads(&sound.to_string()),
        "{document}: the sound one is refused"
    );
    for (at, value) in flaws {
        let mut flawed = sound.clone();
        put(&mut flawed, at, value.clone());
        assert!(
            !reads(&flawed.to_string()),
            "{document}{at} {value}: the reader takes it"
        );
        assert!(
            !validator.is_valid(&flawed),
            "{document}{at} {value}: the schema takes it"
        );
    }
}

#[test]
fn the_committed_schemas_are_those_of_the_types() {
    for &document in Document::ALL {
        let file = root().join(format!("schemas/{document}.json"));
        let committed = fs::read_to_string(file).unwrap_or_default();
        let remedy =
            format!("cargo run -p poet-cli -- schema {document} > schemas/{document}.json");
        assert!(
            committed == json_schema(document),
            "schemas/{document}.json is not current: {remedy}"
        );
    }
    let files = fs::read_dir(root().join("schemas")).unwrap();
    let json = files.filter(|f| {
        f.as_ref()
            .unwrap()
            .path()
            .extension()
            .is_some_and(|e| e == "json")
    });
    assert_eq!(json.count(), Document::ALL.len());
}

#[test]
fn every_schema_is_one_of_its_draft() {
    for &document in Document::ALL {
        let schema: Value = serde_json::from_str(&json_schema(document)).unwrap();
        jsonschema::draft202012::meta::validate(&schema)
            .unwrap_or_else(|e| panic!("{document}: {e}"));
    }
}

#[test]
fn every_instrument_of_the_catalogue_is_taken_as_it_is_written_and_once_it_is_whole() {
    let (instruments, shared) = (validator(Document::Instrument), validator(Document::Shared));
    for instrument in Catalogue::builtin().iter() {
        let whole = serde_json::from_str(&instrument.to_json().unwrap()).unwrap();
        taken(&instruments, &whole, &instrument.key().to_string());
    }
    let folder = root().join("crates/poet-core/instruments");
    for (folder, validator) in [
        (folder.clone(), &instruments),
        (folder.join("shared"), &shared),
    ] {
        let files = fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path());
        let files: Vec<_> = files
            .filter(|f| f.extension().is_some_and(|e| e == "toml"))
            .collect();
        assert!(files.len() > 5);
        for file in files {
            let written: toml::Value = toml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            taken(
                validator,
                &serde_json::to_value(written).unwrap(),
                &file.display().to_string(),
            );
        }
    }
}

#[test]
fn each_rule_of_a_budget_is_kept_by_the_schema_or_listed_as_the_readers() {
    let validator = validator(Document::Budget);
    let of_the_reader: BTreeSet<&str> = BUDGET_RULES_OF_THE_READER
        .iter()
        .map(|&(rule, _)| rule)
        .collect();
    assert_eq!(of_the_reader.len(), BUDGET_RULES_OF_THE_READER.len());
    assert!(
        of_the_reader
            .iter()
            .all(|rule| BudgetError::RULES.contains(rule))
    );
    let mut drawn = BTreeSet::new();
    let mut runner = TestRunner::deterministic();
    let broken = broken_budget();
    for _ in 0..1_500 {
        let broken = broken.new_tree(&mut runner).unwrap().current();
        drawn.insert(broken.rule);
        taken(
            &validator,
            &serde_json::from_str(&broken.sound).unwrap(),
            broken.rule,
        );
        let Ok(value) = serde_json::from_str::<Value>(&broken.json) else {
            assert_eq!(broken.rule, "not_json");
            continue;
        };
        let refused = !validator.is_valid(&value);
        assert_eq!(
            refused,
            !of_the_reader.contains(broken.rule),
            "{}: {}",
            broken.rule,
            broken.place
        );
    }
    assert!(
        drawn
            .iter()
            .eq(BudgetError::RULES.iter().collect::<BTreeSet<_>>()),
        "{drawn:?}"
    );
}

#[test]
fn each_problem_of_an_instrument_is_kept_by_the_schema_or_listed_as_the_readers() {
    let validator = validator(Document::Instrument);
    let mut drawn = BTreeSet::new();
    let mut runner = TestRunner::deterministic();
    let broken = broken_instrument();
    for _ in 0..400 {
        let broken = broken.new_tree(&mut runner).unwrap().current();
        let kind = name(&broken.problem.kind);
        let refused = !validator.is_valid(&serde_json::from_str(&broken.json).unwrap());
        assert_eq!(
            refused,
            PROBLEMS_OF_THE_SCHEMA.contains(&kind.as_str()),
            "{}",
            broken.problem
        );
        drawn.insert(kind);
    }
    let of_the_reader = PROBLEMS_OF_THE_READER.iter().map(|&(kind, _)| kind);
    let listed: BTreeSet<&str> = of_the_reader
        .chain(PROBLEMS_OF_THE_SCHEMA.iter().copied())
        .collect();
    assert!(drawn.iter().eq(&listed), "{drawn:?}");
}

#[test]
fn each_rule_of_a_story_is_kept_by_the_schema_or_listed_as_the_readers() {
    let validator = validator(Document::Story);
    let mut drawn = BTreeSet::new();
    let mut runner = TestRunner::deterministic();
    let (sound, broken) = (story(), broken_story());
    for _ in 0..300 {
        let sound = sound.new_tree(&mut runner).unwrap().current();
        taken(
            &validator,
            &serde_json::to_value(&sound).unwrap(),
            "a story",
        );
        let broken = broken.new_tree(&mut runner).unwrap().current();
        let rule = name(&broken.rule);
        let refused = !validator.is_valid(&serde_json::from_str(&broken.json).unwrap());
        assert_eq!(
            refused,
            STORY_RULES_OF_THE_SCHEMA.contains(&rule.as_str()),
            "{rule}"
        );
        drawn.insert(rule);
    }
    let listed = STORY_RULES_OF_THE_READER
        .iter()
        .chain(STORY_RULES_OF_THE_SCHEMA);
    assert!(
        drawn.iter().eq(&listed.copied().collect::<BTreeSet<_>>()),
        "{drawn:?}"
    );
}

#[test]
fn each_problem_of_an_action_plan_is_kept_by_the_schema_or_listed_as_the_readers() {
    let validator = validator(Document::ActionPlan);
    let mut drawn = BTreeSet::new();
    let mut runner = TestRunner::deterministic();
    let (sound, broken) = (action_plan(), broken_action_plan());
    for _ in 0..600 {
        let sound = sound.new_tree(&mut runner).unwrap().current();
        taken(
            &validator,
            &serde_json::from_str(&sound.to_json().unwrap()).unwrap(),
            "a plan",
        );
        let broken = broken.new_tree(&mut runner).unwrap().current();
        let kind = name(&broken.problem.kind);
        let of_the_reader = match broken.problem.kind {
            ProblemKind::Missing { wants } => PLAN_MISSES_OF_THE_READER.contains(&wants),
            _ => PLAN_PROBLEMS_OF_THE_READER
                .iter()
                .any(|&(reader, _)| reader == kind),
        };
        let refused = !validator.is_valid(&serde_json::from_str(&broken.json).unwrap());
        assert_eq!(refused, !of_the_reader, "{}", broken.problem);
        drawn.insert(kind);
    }
    let of_the_reader = PLAN_PROBLEMS_OF_THE_READER.iter().map(|&(kind, _)| kind);
    let listed: BTreeSet<&str> = of_the_reader
        .chain(["Format", "Missing", "OutOfRange"])
        .collect();
    assert!(drawn.iter().eq(&listed), "{drawn:?}");
}

#[test]
fn a_response_is_refused_for_its_form_and_not_for_what_its_instrument_says() {
    let validator = validator(Document::Response);
    let mut drawn = BTreeSet::new();
    let mut runner = TestRunner::deterministic();
    for _ in 0..100 {
        let instrument = instrument().new_tree(&mut runner).unwrap().current();
        let broken = broken_response(&instrument)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        taken(
            &validator,
            &serde_json::to_value(&broken.response).unwrap(),
            "a response",
        );
        drawn.insert(name(&broken.finding.kind));
    }
    assert!(drawn.iter().eq(FINDINGS_OF_THE_READER), "{drawn:?}");
}

fn flaws_of_an_instrument() -> Vec<(&'static str, Value)> {
    let point = json!({ "code": "g", "label": { "en": "Good" } });
    vec![
        ("/format", json!(2)),
        ("/format", json!("1")),
        ("/colour", json!("red")),
        ("/id", json!("")),
        ("/id", json!("x".repeat(49))),
        ("/edition", json!("first edition")),
        ("/title", json!({})),
        ("/title/en", json!(" ")),
        ("/title/e", json!("Trial")),
        ("/title/en", json!(7)),
        ("/asks", json!("both")),
        ("/respondent", json!("nobody")),
        ("/licence", json!(" ")),
        ("/scales/Two", json!({ "points": [point] })),
        ("/scales/two/points", json!([])),
        ("/scales/two/points", json!(vec![point; 201])),
        ("/scales/two/status", json!("guessed")),
        ("/scales/two/points/0/code", json!("so so")),
        ("/scales/two/points/0/reading", json!("good")),
        ("/scales/two/points/0/score", json!(1_001)),
        ("/scales/two/points/0/score", json!(-1_001)),
        ("/scales/two/points/0/score", json!(0.5)),
        ("/scales/two/points/0/colour", json!("green")),
        ("/sections", json!([])),
        ("/sections/0/id", json!("The main one")),
        ("/sections/0/role", json!("decoration")),
        ("/sections/0/items/0", json!({ "id": "life" })),
        ("/sections/0/items/0/kind", json!("essay")),
        ("/sections/0/items/0/text", json!({})),
        ("/sections/0/items/0/series", json!("two words")),
        ("/sections/0/items/0/required", json!("yes")),
        ("/sections/0/items/1/decimals", json!(7)),
        ("/sections/0/items/1/max", json!("many")),
        ("/sections/0/items/1/ask_if", json!({ "all": [] })),
        (
            "/sections/0/items/1/ask_if",
            json!({ "item": "life", "any_of": [] }),
        ),
        ("/sections/0/items/1/ask_if", json!({ "item": "life" })),
        (
            "/sections/0/items/1/ask_if",
            json!({ "answered": "life", "not": {} }),
        ),
        ("/measures/0/kind", json!("median")),
        ("/measures/0/items", json!([])),
        ("/measures/0/minimum", json!("most")),
        ("/measures/0/minimum", json!(0)),
        ("/measures/0/version", json!(-1)),
    ]
}

#[test]
fn what_a_schema_can_say_of_an_instrument_it_refuses() {
    let sound = json!({
        "format": 1, "id": "trial", "edition": "1", "title": { "en": "Trial" }, "asks": "state",
        "respondent": "other", "licence": "CC0",
        "scales": { "two": { "status": "inferred", "points": [
            { "code": "g", "label": { "en": "Good" }, "reading": "favourable", "score": 1 },
            { "code": "b", "label": { "en": "Bad" }, "reading": "unfavourable", "score": 0 },
        ] } },
        "sections": [{ "id": "main", "role": "outcomes", "title": { "en": "Main" }, "items": [
            { "id": "life", "kind": "choice", "scale": "two", "text": { "en": "Life?" } },
            { "id": "age", "kind": "number", "min": 0, "max": "120", "decimals": 0, "text": { "en": "Age?" },
              "ask_if": { "item": "life", "any_of": ["g"] } },
        ] }],
        "measures": [{ "id": "index", "kind": "mean", "title": { "en": "Index" }, "items": ["life"], "minimum": "half" }],
    });
    both_refuse(
        Document::Instrument,
        &sound,
        &flaws_of_an_instrument(),
        |text| Instrument::from_json(text).is_ok(),
    );
}

#[test]
fn what_a_schema_can_say_of_shared_documents_and_wordings_it_refuses() {
    let sound = json!({ "format": 1, "items": { "rested": { "kind": "text", "text": { "en": "Sleep?" } } } });
    let flaws = [
        ("/format", json!(0)),
        ("/title", json!({ "en": "Life" })),
        ("/items/rested/id", json!("rested")),
        ("/items/rested/use", json!("rested")),
        ("/items/rested/block", json!("night")),
        ("/items/rested/colour", json!("red")),
        ("/blocks", json!({ "night": "rested" })),
    ];
    let name = "life".parse().ok();
    let reads = |text: &str| {
        Parts::default()
            .with_json(name.clone().unwrap(), text)
            .is_ok()
    };
    both_refuse(Document::Shared, &sound, &flaws, reads);

    let sound = json!({
        "format": 1, "instrument": "adult-holders@2014", "licence": "Example Ltd", "title": {},
        "sections": { "outcomes": { "en": "Your life" } }, "items": { "dignity": { "text": { "en": "Dignity?" } } },
        "scales": { "difference": { "1": { "en": "Far better" } } },
    });
    let flaws = [
        ("/format", json!(2)),
        ("/instrument", json!("adult-holders")),
        ("/instrument", json!("Adult holders@2014")),
        ("/licence", json!("")),
        ("/title/en", json!("")),
        ("/sections/outcomes/x", json!("Your life")),
        ("/items/dignity/text/en", json!(" ")),
        ("/items/dignity/topic", json!("dignity")),
        ("/scales/difference/1/en", json!("")),
        ("/note", json!("ours")),
    ];
    both_refuse(Document::Wording, &sound, &flaws, |text| {
        Wording::from_json(text).is_ok()
    });
}

#[test]
fn what_a_schema_can_say_of_a_response_it_refuses() {
    let sound = json!({
        "id": "r-1", "organisation": "E08000035", "stratum": "65 and over", "wave": "2014-spring",
        "circumstances": { "mode": "post", "help": "with_help", "helper": "advocate", "form": "easy_read" },
        "language": "en", "budget": "67e55044-10b1-426f-9247-bb680e5fe0c8",
        "household": "67e55044-10b1-426f-9247-bb680e5fe0c9", "keep_until": "2020-12-31",
        "answers": {
            "a": { "choice": "1" }, "b": { "ticks": ["1", "2"] }, "c": { "number": "-2.5" }, "d": { "money": "1e2" },
            "e": { "date": "2014-01-31" }, "f": { "text": "" }, "g": { "missing": "dont_know" },
        },
    });
    let flaws = [
        ("/id", json!("")),
        ("/id", json!("x".repeat(65))),
        ("/id", json!("two\nlines")),
        ("/organisation", json!(7)),
        ("/name", json!("Ann")),
        ("/wave", json!("spring 2014")),
        ("/circumstances/mode", json!("pigeon")),
        ("/circumstances/weather", json!("rain")),
        ("/language", json!("e")),
        ("/budget", json!("case 17")),
        ("/household", json!("00000000-0000-0000-0000-000000000000")),
        ("/keep_until", json!("2020-02-30")),
        ("/answers/a", json!("1")),
        ("/answers/a/choice", json!("so so")),
        ("/answers/a", json!({ "choice": "1", "text": "" })),
        ("/answers/b/ticks", json!("1")),
        ("/answers/c/number", json!(2.5)),
        ("/answers/c/number", json!("two")),
        ("/answers/e/date", json!("31/01/2014")),
        ("/answers/g/missing", json!("lost")),
        ("/answers/H", json!({ "choice": "1" })),
    ];
    let reads = |text: &str| serde_json::from_str::<Response>(text).is_ok();
    both_refuse(Document::Response, &sound, &flaws, reads);
}

#[test]
fn what_a_schema_can_say_of_a_frame_it_refuses() {
    let leeds = "E08000035".parse().unwrap();
    let count = FrameCount::of(10)
        .with_sent(7)
        .and_then(|c| c.with_returned(3))
        .unwrap();
    let mut frame = Frame::new("ascs-core@2020-21".parse().unwrap(), Sampling::Random);
    frame
        .add(&leeds, Some(&"community".parse().unwrap()), count)
        .unwrap();
    let flaws = [
        ("/instrument", json!("ascs-core")),
        ("/sampling", json!("quota")),
        ("/year", json!(2020)),
        ("/strata", json!({})),
        ("/strata/0/organisation", json!("")),
        ("/strata/0/eligible", json!(-1)),
        ("/strata/0/eligible", json!("10")),
        ("/strata/0/sent", json!(1.5)),
    ];
    let reads = |text: &str| serde_json::from_str::<Frame>(text).is_ok();
    both_refuse(
        Document::Frame,
        &serde_json::to_value(&frame).unwrap(),
        &flaws,
        reads,
    );
}

/// A budget with one amount, one share, one quantity and one day.
fn budget_with(money: &str, share: &str, quantity: &str, day: &str) -> Value {
    json!({
        "id": "67e55044-10b1-426f-9247-bb680e5fe0c8",
        "contribution": { "money": money, "period": "weekly" },
        "deployment": [{ "deployment": "broker", "share": share }],
        "plan": { "lines": [{ "category": "respite", "frequency": { "quantity": quantity, "unit": "hours", "per": "weekly" } }] },
        "reviews": [{ "date": day }],
    })
}

#[test]
fn figures_are_held_to_their_limits() {
    let validator = validator(Document::Budget);
    let sound = [
        "0",
        "-0.0",
        "+5",
        "007.500",
        "99999999.99",
        "100000000.00",
        ".5",
        "5.",
    ];
    for money in sound {
        let budget = budget_with(money, "1.000", "10000.00", "2014-02-28");
        taken(&validator, &budget, money);
        assert!(
            PersonalBudget::from_json(budget.to_string()).is_ok(),
            "{money}"
        );
    }
    for (money, share, quantity, day) in [
        ("100000000.01", "1", "1", "2014-01-31"),
        ("100000001", "1", "1", "2014-01-31"),
        ("200000000", "1", "1", "2014-01-31"),
        ("1000000000", "1", "1", "2014-01-31"),
        ("0.001", "1", "1", "2014-01-31"),
        ("-0.1", "1", "1", "2014-01-31"),
        ("1", "0.0", "1", "2014-01-31"),
        ("1", "1.1", "1", "2014-01-31"),
        ("1", "2", "1", "2014-01-31"),
        ("1", "1", "0", "2014-01-31"),
        ("1", "1", "10000.01", "2014-01-31"),
        ("1", "1", "10001", "2014-01-31"),
        ("1", "1", "0.005", "2014-01-31"),
        ("1", "1", "1", "2014-04-31"),
        ("1", "1", "1", "2014-13-01"),
        ("1", "1", "1", "2014-01-00"),
    ] {
        let budget = budget_with(money, share, quantity, day);
        assert!(
            PersonalBudget::from_json(budget.to_string()).is_err(),
            "{budget}"
        );
        assert!(!validator.is_valid(&budget), "{budget}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_budget_and_plan_that_is_written_is_taken((budget, plan) in (budget(), support_plan())) {
        let (budgets, plans) = (validator(Document::Budget), validator(Document::SupportPlan));
        taken(&budgets, &serde_json::to_value(&budget).unwrap(), "a budget");
        taken(&plans, &serde_json::to_value(&plan).unwrap(), "a plan");
    }

    #[test]
    fn every_instrument_and_response_that_is_written_is_taken(
        (instrument, response) in instrument().prop_flat_map(|i| (Just(i.clone()), response(&i)))
    ) {
        let (instruments, responses) = (validator(Document::Instrument), validator(Document::Response));
        taken(&instruments, &serde_json::from_str(&instrument.to_json().unwrap()).unwrap(), "an instrument");
        taken(&responses, &serde_json::to_value(&response).unwrap(), "a response");
    }

    #[test]
    fn a_figure_or_a_day_that_is_read_is_taken(
        money in "[-+]?[0-9_]{0,10}[.]?[0_]{0,3}[0-9]{0,2}[0_]{0,3}",
        share in "[+]?[01_]{0,2}[.]?[0-9_]{0,6}",
        quantity in "[+]?[0-9_]{0,5}[.]?[0-9]{0,2}[0_]{0,3}",
        day in " {0,2}[+]?20[0-9]{2} ?- ?[0-9]{1,2} ?- ?[0-9]{1,2} ?",
    ) {
        let sound = ("1", "1", "1", "2014-01-31");
        let validator = validator(Document::Budget);
        for budget in [
            budget_with(&money, sound.1, sound.2, sound.3),
            budget_with(sound.0, &share, sound.2, sound.3),
            budget_with(sound.0, sound.1, &quantity, sound.3),
            budget_with(sound.0, sound.1, sound.2, &day),
        ] {
            if PersonalBudget::from_json(budget.to_string()).is_ok() {
                taken(&validator, &budget, &budget.to_string());
            }
        }
    }

    #[test]
    fn a_plan_that_is_read_alone_is_taken_alone(broken in broken_budget()) {
        if let Ok(value) = serde_json::from_str::<Value>(&broken.json)
            && let Ok(plan) = serde_json::from_value::<SupportPlan>(value["plan"].clone())
        {
            prop_assert!(validator(Document::SupportPlan).is_valid(&value["plan"]), "{plan:?}");
        }
    }
}
