//! The check at its edges: each problem with its place and what was wanted.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{Catalogue, Error, Instrument};

const HEAD: &str = r#"
format = 1
id = "trial"
edition = "1"
title = { en = "Trial" }
asks = "state"
respondent = "other"
licence = "CC0"

[scales.ease]
points = [
    { code = "1", label = { en = "Easy" }, reading = "favourable", score = 2 },
    { code = "2", label = { en = "So so" }, score = 1 },
    { code = "3", label = { en = "Hard" }, reading = "unfavourable", score = 0 },
]

[scales.place]
points = [{ code = "n", label = { en = "North" } }, { code = "s", label = { en = "South" } }]

[[sections]]
id = "main"
role = "process"
title = { en = "Main" }
"#;

/// A document with these items, each the fields after `text`.
fn document(items: &[(&str, &str)]) -> String {
    let item = |(id, fields): &(&str, &str)| {
        format!("[[sections.items]]\nid = \"{id}\"\ntext = {{ en = \"{id}?\" }}\n{fields}\n")
    };
    HEAD.to_owned() + &items.iter().map(item).collect::<String>()
}

fn choice(more: &str) -> String {
    format!("kind = \"choice\"\nscale = \"ease\"\n{more}")
}

fn problems(text: &str) -> Vec<String> {
    match Instrument::from_toml(text) {
        Ok(_) => Vec::new(),
        Err(Error::Instrument(problems)) => problems.iter().map(ToString::to_string).collect(),
        Err(other) => panic!("{other}"),
    }
}

/// Problems of an item with these fields, after a plain choice named `first`.
fn of_item(fields: &str) -> Vec<String> {
    problems(&document(&[("first", &choice("")), ("second", fields)]))
}

const SECOND: &str = "sections[0].items[1] (second)";

#[test]
fn every_problem_is_reported_at_once_with_its_place() {
    let text = document(&[
        ("first", "kind = \"choice\"\nscale = \"eese\""),
        ("first", &choice("decimals = 2")),
        ("Third", "kind = \"essay\""),
    ])
    .replace("asks = \"state\"", "asks = \"feeling\"")
    .replace("licence = \"CC0\"", "licence = \" \"")
    .replace("role = \"process\"", "role = \"proces\"");
    assert_eq!(
        problems(&text),
        [
            "licence: is missing, wants the licence of the wording",
            "asks: unknown word, wants one of change, state",
            "sections[0].role: unknown word, wants one of about_you, budget, planning, process, outcomes, \
             comments, other",
            "sections[0].items[1] (first).id: stands here for the second time, first at \
             sections[0].items[0] (first).id",
            "sections[0].items[0] (first).scale: no scale of this name is declared, nearest is `ease`",
            "sections[0].items[1] (first).decimals: does not belong here: only a number says its decimals",
            "sections[0].items[2] (Third).id: item id breaks off at byte 0, wants a-z, 0-9 or `_`, such as `third`",
            "sections[0].items[2] (Third).kind: unknown word, wants one of choice, tick_all, number, money, \
             date, text",
        ]
    );
}

#[test]
fn an_empty_document_names_what_it_lacks() {
    let places: Vec<String> = match Instrument::from_toml("") {
        Err(Error::Instrument(problems)) => problems.iter().map(|p| p.place.clone()).collect(),
        other => panic!("{other:?}"),
    };
    let all = [
        "format",
        "id",
        "edition",
        "licence",
        "title",
        "asks",
        "respondent",
        "sections",
    ];
    assert_eq!(places, all);
    let empty = HEAD.split("[[sections]]").next().unwrap();
    assert_eq!(
        problems(empty),
        ["sections: is missing, wants a section with at least one item"]
    );
}

#[test]
fn a_syntax_error_tells_its_line_and_column() {
    let error = Instrument::from_toml("format = 1\nid = \"trial\nedition = \"1\"").unwrap_err();
    assert!(error.to_string().contains("line 2, column 12"), "{error}");
    let error = Instrument::from_json("{\"format\": 1,\n \"id\": }").unwrap_err();
    assert!(error.to_string().contains("line 2 column 8"), "{error}");
}

#[test]
fn an_unknown_field_is_a_slip_and_not_passed_over() {
    let text = document(&[("first", &choice("reverse = true"))]);
    let error = Instrument::from_toml(&text).unwrap_err();
    assert!(
        error.to_string().contains("unknown field `reverse`"),
        "{error}"
    );
}

#[test]
fn another_format_is_not_read() {
    let text = document(&[("first", &choice(""))]).replace("format = 1", "format = 2");
    assert_eq!(
        problems(&text),
        ["format: format 2 is not read here, wants 1"]
    );
}

#[test]
fn a_condition_looks_back() {
    let ask = |of: &str| choice(&format!("ask_if = {{ item = \"{of}\", any_of = [\"1\"] }}"));
    let text = document(&[
        ("first", &ask("second")),
        ("second", &ask("second")),
        ("third", &choice("")),
    ]);
    assert_eq!(
        problems(&text),
        [
            "sections[0].items[0] (first).ask_if: looks forward to an item that has not been asked yet",
            "sections[0].items[1] (second).ask_if: looks forward to an item that has not been asked yet",
        ]
    );
}

#[test]
fn a_condition_names_items_and_points_that_are_there() {
    let ask = |condition: &str| of_item(&choice(&format!("ask_if = {condition}")));
    assert_eq!(
        ask("{ item = \"frist\", any_of = [\"1\"] }"),
        [format!(
            "{SECOND}.ask_if.item: no item of this name is declared, nearest is `first`"
        )]
    );
    assert_eq!(
        ask("{ item = \"first\", any_of = [\"4x4x\"] }"),
        [format!(
            "{SECOND}.ask_if.any_of: no point of this name is declared"
        )]
    );
    assert_eq!(
        ask("{ item = \"first\", any_of = [] }"),
        [
            format!("{SECOND}.ask_if.any_of: is missing, wants at least one point"),
            format!("{SECOND}.ask_if: can never be met, so the question is unreachable"),
        ]
    );
    assert_eq!(
        ask("{ all = [] }"),
        [
            format!("{SECOND}.ask_if: is missing, wants at least one condition"),
            format!("{SECOND}.ask_if: is always met, so the condition says nothing"),
        ]
    );
}

#[test]
fn a_point_named_twice_in_a_condition_is_reported() {
    assert_eq!(
        of_item(&choice(
            "ask_if = { item = \"first\", any_of = [\"1\", \"1\"] }"
        )),
        [format!(
            "{SECOND}.ask_if.any_of[1]: stands here for the second time, first at {SECOND}.ask_if.any_of[0]"
        )]
    );
}

#[test]
fn a_condition_on_points_wants_an_item_that_has_them() {
    let text = document(&[
        ("first", "kind = \"number\""),
        (
            "second",
            &choice("ask_if = { item = \"first\", any_of = [\"1\"] }"),
        ),
        ("third", &choice("ask_if = { answered = \"first\" }")),
    ]);
    assert_eq!(
        problems(&text),
        [format!(
            "{SECOND}.ask_if: names points of an item that is neither choice nor tick-all"
        )]
    );
}

#[test]
fn a_question_that_no_answers_lead_to_is_unreachable() {
    let both = "ask_if = { all = [{ item = \"first\", any_of = [\"1\"] }, { item = \"first\", any_of = [\"2\"] }] }";
    assert_eq!(
        of_item(&choice(both)),
        [format!(
            "{SECOND}.ask_if: can never be met, so the question is unreachable"
        )]
    );
    // `second` is asked after 1 only, so an answer to it and a 2 never come together.
    let chain = document(&[
        ("first", &choice("")),
        (
            "second",
            &choice("ask_if = { item = \"first\", any_of = [\"1\"] }"),
        ),
        (
            "third",
            &choice(
                "ask_if = { all = [{ answered = \"second\" }, { item = \"first\", any_of = [\"2\"] }] }",
            ),
        ),
    ]);
    assert_eq!(
        problems(&chain),
        ["sections[0].items[2] (third).ask_if: can never be met, so the question is unreachable"]
    );
}

#[test]
fn two_options_of_a_tick_all_item_can_be_ticked_together() {
    let both = "ask_if = { all = [{ item = \"first\", any_of = [\"1\"] }, { item = \"first\", any_of = [\"2\"] }] }";
    let text = document(&[
        ("first", "kind = \"tick_all\"\nscale = \"ease\""),
        ("second", &choice(both)),
    ]);
    assert_eq!(problems(&text), [""; 0]);
}

#[test]
fn a_condition_that_everybody_meets_says_nothing() {
    let either =
        "ask_if = { any = [{ answered = \"first\" }, { not = { answered = \"first\" } }] }";
    assert_eq!(
        of_item(&choice(either)),
        [format!(
            "{SECOND}.ask_if: is always met, so the condition says nothing"
        )]
    );
    // Every point of the scale is named, yet the question can be left open.
    assert_eq!(
        of_item(&choice(
            "ask_if = { item = \"first\", any_of = [\"1\", \"2\", \"3\"] }"
        )),
        [""; 0]
    );
}

#[test]
fn a_field_that_the_kind_has_no_use_for_is_reported() {
    let misplaced = [
        (
            "kind = \"text\"\nscale = \"ease\"",
            "scale",
            "only choice and tick_all have a scale",
        ),
        (
            "kind = \"tick_all\"\nscale = \"ease\"\nreversed = true",
            "reversed",
            "only a choice can be reversed",
        ),
        (
            "kind = \"text\"\nmin = 1",
            "min",
            "only number, money and date have bounds",
        ),
        (
            "kind = \"text\"\nmax = 1",
            "max",
            "only number, money and date have bounds",
        ),
        (
            "kind = \"money\"\ndecimals = 3",
            "decimals",
            "only a number says its decimals",
        ),
    ];
    for (fields, field, because) in misplaced {
        assert_eq!(
            of_item(fields),
            [format!("{SECOND}.{field}: does not belong here: {because}")]
        );
    }
}

#[test]
fn bounds_are_of_the_kind_and_in_order() {
    let out_of_range = [
        (
            "kind = \"number\"\nmin = 2\nmax = 1",
            ".max",
            "a max that is not under the min",
        ),
        (
            "kind = \"date\"\nmin = \"2014-02-01\"\nmax = \"2014-01-31\"",
            ".max",
            "a max that is not under the min",
        ),
        (
            "kind = \"date\"\nmin = 2014",
            ".min",
            "a number, or a date written 2014-01-31",
        ),
        (
            "kind = \"date\"\nmax = \"2014-02-30\"",
            ".max",
            "a number, or a date written 2014-01-31",
        ),
        (
            "kind = \"number\"\nmax = \"many\"",
            ".max",
            "a number, or a date written 2014-01-31",
        ),
        (
            "kind = \"number\"\ndecimals = 7",
            ".decimals",
            "0 to 6 decimals",
        ),
        (
            "kind = \"number\"\nmin = -1000000000001",
            "",
            "bounds within a million million",
        ),
    ];
    for (fields, field, wants) in out_of_range {
        assert_eq!(
            of_item(fields),
            [format!("{SECOND}{field}: is out of range, wants {wants}")]
        );
    }
    assert_eq!(
        of_item("kind = \"number\"\nmin = \"-0.5\"\nmax = \"-0.5\"\ndecimals = 1"),
        [""; 0]
    );
}

#[test]
fn a_topic_says_whether_it_was_published() {
    let wants = "is missing, wants topic and status together, the crosswalk to what was published";
    assert_eq!(
        of_item(&choice("topic = \"ease\"")),
        [format!("{SECOND}: {wants}")]
    );
    assert_eq!(
        of_item(&choice("topic = \"ease\"\nstatus = \"rumoured\"")),
        [format!(
            "{SECOND}.status: unknown word, wants one of published, inferred"
        )]
    );
}

/// Problems of a document whose scale `ease` has these points.
fn of_points(points: &str) -> Vec<String> {
    let text = document(&[("first", &choice(""))]);
    let start = text.find("points = [").unwrap();
    let end = text.find("]\n\n[scales.place]").unwrap();
    problems(&format!(
        "{}points = [{points}{}",
        &text[..start],
        &text[end..]
    ))
}

#[test]
fn a_scale_is_scored_whole_or_not_at_all() {
    let half =
        r#"{ code = "1", label = { en = "A" }, score = 1 }, { code = "2", label = { en = "B" } }"#;
    assert_eq!(
        of_points(half),
        ["scales.ease.points: is missing, wants a score for every point of the base, or for none"]
    );
    let outside = r#"{ code = "1", label = { en = "A" }, score = 1 },
        { code = "2", label = { en = "B" }, reading = "outside" }"#;
    assert_eq!(of_points(outside), [""; 0]);
    let scored_outside = r#"{ code = "2", label = { en = "B" }, reading = "outside", score = 1 }"#;
    assert_eq!(
        of_points(scored_outside),
        [
            "scales.ease.points[0].score: does not belong here: a point outside the base has no score"
        ]
    );
    let far = r#"{ code = "1", label = { en = "A" }, score = 1001 }"#;
    assert_eq!(
        of_points(far),
        ["scales.ease.points: is out of range, wants scores from -1000 to 1000"]
    );
}

#[test]
fn labels_that_differ_in_case_and_spacing_only_are_ambiguous() {
    let same =
        r#"{ code = "1", label = { en = "So so" } }, { code = "2", label = { en = "SO  SO!" } }"#;
    assert_eq!(
        of_points(same),
        ["scales.ease.points[1]: reads the same as point `1` once case and spacing are set aside"]
    );
    let synonym = r#"{ code = "1", label = { en = "Fair" } },
        { code = "2", label = { en = "Poor" }, synonyms = ["fair"] }"#;
    assert_eq!(of_points(synonym).len(), 1);
    let repeated = r#"{ code = "1", label = { en = "Fair", cy = "Fair" }, synonyms = ["fair"] }"#;
    assert_eq!(of_points(repeated), [""; 0]);
}

#[test]
fn a_scale_has_one_to_two_hundred_points_with_distinct_codes() {
    assert_eq!(
        of_points(""),
        ["scales.ease.points: is out of range, wants 1 to 200 points"]
    );
    let points = |n: usize| -> String {
        let point = |i| format!("{{ code = \"{i}\", label = {{ en = \"point {i}\" }} }},");
        (0..n).map(point).collect()
    };
    assert_eq!(of_points(&points(200)), [""; 0]);
    assert_eq!(of_points(&points(201)).len(), 1);
    let twice = r#"{ code = "1", label = { en = "A" } }, { code = "1", label = { en = "B" } }"#;
    assert_eq!(
        of_points(twice),
        [
            "scales.ease.points[1].code: stands here for the second time, first at scales.ease.points[0].code"
        ]
    );
}

/// Problems of a document with these fields of a measure, over a scored, a nominal and a number item.
fn of_measure(fields: &str) -> Vec<String> {
    let items = document(&[
        ("scored", &choice("")),
        ("nominal", "kind = \"choice\"\nscale = \"place\""),
        ("number", "kind = \"number\""),
    ]);
    problems(&format!(
        "{items}[[measures]]\nid = \"m\"\ntitle = {{ en = \"M\" }}\n{fields}"
    ))
}

#[test]
fn a_measure_is_made_of_items_that_it_can_score() {
    let place = "measures[0] (m).items";
    let of =
        |kind: &str, item: &str| of_measure(&format!("kind = \"{kind}\"\nitems = [\"{item}\"]"));
    let cases = [
        (
            "mean",
            "nominal",
            "does not belong here: its scale has no two different scores",
        ),
        (
            "sum",
            "nominal",
            "does not belong here: its scale has no two different scores",
        ),
        (
            "favourable_share",
            "nominal",
            "does not belong here: its scale has no favourable and no unfavourable point",
        ),
        (
            "mean",
            "number",
            "does not belong here: a measure is made of choices",
        ),
        (
            "mean",
            "scord",
            "no item of this name is declared, nearest is `scored`",
        ),
    ];
    for (kind, item, says) in cases {
        assert_eq!(of(kind, item), [format!("{place}[0]: {says}")]);
    }
    for kind in ["mean", "sum", "favourable_share"] {
        assert_eq!(of(kind, "scored"), [""; 0]);
    }
    assert_eq!(
        of_measure("kind = \"mean\"\nitems = [\"scored\", \"scored\"]"),
        [format!(
            "{place}[1]: stands here for the second time, first at {place}[0]"
        )]
    );
    assert_eq!(
        of_measure("kind = \"median\"\nitems = []"),
        [
            "measures[0] (m).kind: unknown word, wants one of favourable_share, mean, mean_points, sum"
                .to_owned(),
            format!("{place}: is out of range, wants 1 to 200 items"),
        ]
    );
}

#[test]
fn a_mean_in_points_takes_items_of_one_range() {
    let longer = r#"
        [scales.longer]
        points = [
            { code = "1", label = { en = "Never" }, score = 0 },
            { code = "2", label = { en = "Seldom" }, score = 1 },
            { code = "3", label = { en = "Always" }, score = 3 },
        ]
        [[sections]]
    "#;
    let of = |kind: &str, third: &str| {
        let items = [
            ("first", choice("")),
            ("second", choice("reversed = true")),
            ("third", third.to_owned()),
        ];
        let items: Vec<_> = items
            .iter()
            .map(|(id, fields)| (*id, fields.as_str()))
            .collect();
        let measure = format!(
            "[[measures]]\nid = \"m\"\ntitle = {{ en = \"M\" }}\nkind = \"{kind}\"\nitems = [\"first\", \"second\", \"third\"]"
        );
        problems(&(document(&items).replacen("[[sections]]", longer, 1) + &measure))
    };
    let other = "kind = \"choice\"\nscale = \"longer\"";
    assert_eq!(
        of("mean_points", other),
        [
            "measures[0] (m).items[2]: does not belong here: its scores have another range than those of the first item; `mean` takes both"
        ]
    );
    assert!(of("mean", other).is_empty());
    assert!(of("mean_points", &choice("")).is_empty());
}

#[test]
fn a_name_that_is_nearly_one_is_offered_as_it_may_be_written() {
    let of_id = |id: &str| problems(&document(&[(id, &choice(""))]));
    let place = |id: &str| format!("sections[0].items[0] ({id}).id");
    for (id, at, near) in [
        ("A1", 0, "a1"),
        ("ST24 Q01", 0, "st24_q01"),
        ("how-often?", 3, "how_often"),
    ] {
        assert_eq!(
            of_id(id),
            [format!(
                "{}: item id breaks off at byte {at}, wants a-z, 0-9 or `_`, such as `{near}`",
                place(id)
            )]
        );
    }
    assert_eq!(
        of_id("???"),
        [format!(
            "{}: item id breaks off at byte 0, wants a-z, 0-9 or `_`",
            place("???")
        )]
    );
}

#[test]
fn a_name_that_stands_twice_means_the_first_item_to_measures_as_to_conditions() {
    let items = document(&[("scored", &choice("")), ("scored", "kind = \"text\"")]);
    let measure =
        "[[measures]]\nid = \"m\"\ntitle = { en = \"M\" }\nkind = \"mean\"\nitems = [\"scored\"]";
    assert_eq!(
        problems(&(items + measure)),
        [
            "sections[0].items[1] (scored).id: stands here for the second time, first at sections[0].items[0] (scored).id"
        ]
    );
}

#[test]
fn a_minimum_lies_within_the_items() {
    let of = |kind: &str, minimum: &str| {
        of_measure(&format!(
            "kind = \"{kind}\"\nitems = [\"scored\"]\nminimum = {minimum}"
        ))
    };
    let wants = "wants half, all, or a number from 1 to the number of items";
    for minimum in ["0", "2", "\"most\""] {
        assert_eq!(
            of("mean", minimum),
            [format!("measures[0] (m).minimum: is out of range, {wants}")]
        );
    }
    for minimum in ["1", "\"half\"", "\"all\""] {
        assert_eq!(of("mean", minimum), [""; 0]);
    }
    assert_eq!(
        of("sum", "1"),
        ["measures[0] (m).minimum: does not belong here: a sum takes complete cases only"]
    );
}

#[test]
fn words_are_wanted_in_a_language() {
    let text = document(&[("first", &choice(""))]);
    let cases = [
        (
            "title = { en = \"Trial\" }",
            "title = {}",
            "title: is missing, wants words in at least one language, such as `en`",
        ),
        (
            "title = { en = \"Trial\" }",
            "title = { en = \" \" }",
            "title.en: is missing, wants words",
        ),
        (
            "title = { en = \"Trial\" }",
            "title = { e = \"Trial\" }",
            "title.e: language has 1 bytes, wants 2 to 35",
        ),
    ];
    for (from, to, says) in cases {
        assert_eq!(problems(&text.replace(from, to)), [says]);
    }
}

/// Pointers to every value of a document.
fn pointers(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Array(parts) => {
            for (at, part) in parts.iter().enumerate() {
                pointers(part, &format!("{here}/{at}"), found);
            }
        }
        Value::Object(parts) => {
            for (name, part) in parts {
                pointers(part, &format!("{here}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// What a slip of the hand may leave in a document.
fn slip() -> impl Strategy<Value = Value> {
    let values = [
        json!(null),
        json!(""),
        json!("1"),
        json!("Not a name"),
        json!(-1),
        json!(true),
        json!([]),
        json!({}),
    ];
    prop::sample::select(values.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_is_wrong_is_told_and_no_document_panics(
        place in any::<prop::sample::Index>(),
        slip in prop::option::of(slip()),
    ) {
        let carers = Catalogue::builtin().get(&"family-carers@2014".parse().unwrap()).unwrap();
        let mut document: Value = serde_json::from_str(&carers.to_json().unwrap()).unwrap();
        let mut places = Vec::new();
        pointers(&document, "", &mut places);
        let place = document.pointer_mut(&places[place.index(places.len())]).unwrap();
        match (slip, place) {
            (Some(slip), place) => *place = slip,
            (None, Value::Array(parts)) => parts.extend(parts.first().cloned()),
            (None, place) => *place = json!([place.clone(), place.clone()]),
        }
        match Instrument::from_json(&document.to_string()) {
            Err(Error::Instrument(problems)) => prop_assert!(!problems.is_empty()),
            Err(Error::Document { message }) => prop_assert!(!message.is_empty()),
            Err(other) => prop_assert!(false, "{other}"),
            Ok(_) => {}
        }
    }
}
