//! Files of cases: what they reach, and that a wrong one is told.

use std::collections::BTreeSet;

use poet_core::{Catalogue, Instrument};

use super::*;

/// One of every kind of item, routing over two of them, a point outside the base, every kind of measure.
const SURVEY: &str = r#"
    format = 1
    id = "small"
    edition = "1"
    title.en = "Small"
    asks = "state"
    respondent = "other"
    licence = "MIT"
    [scales.three]
    points = [
        { code = "1", label.en = "good", reading = "favourable", score = 3 },
        { code = "2", label.en = "so-so", reading = "neutral", score = 2 },
        { code = "3", label.en = "bad", reading = "unfavourable", score = 1 },
        { code = "9", label.en = "never tried", reading = "outside" },
    ]
    [scales.places]
    points = [{ code = "a", label.en = "Park" }, { code = "b", label.en = "Hill" }]
    [[sections]]
    id = "all"
    role = "outcomes"
    title.en = "All"
    items = [
        { id = "q1", kind = "choice", scale = "three", text.en = "1", required = true },
        { id = "q2", kind = "choice", scale = "three", text.en = "2", reversed = true },
        { id = "q3", kind = "tick_all", scale = "places", text.en = "3", ask_if = { item = "q1", any_of = ["1"] } },
        { id = "q4", kind = "choice", scale = "three", text.en = "4", required = true, ask_if = { item = "q3", any_of = ["b"] } },
        { id = "q5", kind = "number", min = 1, max = 9, decimals = 1, text.en = "5" },
        { id = "q6", kind = "money", min = 0, text.en = "6" },
        { id = "q7", kind = "date", min = "2014-01-01", max = "2014-12-31", text.en = "7" },
        { id = "q8", kind = "text", text.en = "8", ask_if = { not = { answered = "q7" } } },
    ]
    [[measures]]
    id = "mean"
    kind = "mean"
    title.en = "Mean"
    items = ["q1", "q2"]
    minimum = 1
    [[measures]]
    id = "points"
    kind = "mean_points"
    title.en = "Points"
    items = ["q1", "q2"]
    [[measures]]
    id = "sum"
    kind = "sum"
    title.en = "Sum"
    items = ["q1", "q2"]
    [[measures]]
    id = "share"
    kind = "favourable_share"
    title.en = "Share"
    items = ["q1", "q2", "q4"]
    minimum = 2
"#;

fn cases(seed: u64) -> SurveyCases {
    SurveyCases::new(&Instrument::from_toml(SURVEY).unwrap(), seed).unwrap()
}

fn written(cases: &SurveyCases) -> String {
    let mut file = Vec::new();
    cases.write(&mut file).unwrap();
    String::from_utf8(file).unwrap()
}

fn of(cases: &SurveyCases, family: Family) -> impl Iterator<Item = &Case> {
    cases
        .cases()
        .iter()
        .filter(move |case| case.family == family)
}

#[test]
fn valid_cases_reach_every_point_and_both_sides_of_every_condition() {
    let cases = cases(1);
    assert!(cases.not_reached().is_empty(), "{:?}", cases.not_reached());
    let mut past = BTreeSet::new();
    let mut answered = BTreeSet::new();
    for case in of(&cases, Family::Valid) {
        assert!(case.expected.accepted && case.expected.findings.is_empty());
        past.extend(case.expected.not_asked.iter().cloned());
        for (item, answer) in case.response.answers() {
            answered.insert(format!("{item} {}", serde_json::to_string(answer).unwrap()));
        }
    }
    let names: Vec<&str> = past.iter().map(String::as_str).collect();
    assert_eq!(names, ["q3", "q4", "q8"]);
    for (item, points) in [("q1", "1239"), ("q2", "1239"), ("q4", "1239")] {
        for point in points.chars() {
            let answer = format!("{item} {{\"choice\":\"{point}\"}}");
            assert!(answered.contains(&answer), "{answer}");
        }
    }
}

#[test]
fn a_fault_is_the_only_thing_found_and_every_kind_is_there() {
    let cases = cases(1);
    let mut kinds = BTreeSet::new();
    for case in of(&cases, Family::Fault) {
        let findings = &case.expected.findings;
        assert_eq!(findings.len(), 1, "{}", case.covers);
        let noted = ["routed_past", "duplicate_tick"].contains(&findings[0].kind.as_str());
        assert_eq!(case.expected.accepted, noted, "{}", case.covers);
        kinds.insert(findings[0].kind.clone());
    }
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
    let all = [
        "duplicate_tick",
        "missing_required",
        "out_of_range",
        "routed_past",
        "unknown_item",
        "unknown_point",
        "wrong_kind",
    ];
    assert_eq!(kinds, all);
    let beyond =
        of(&cases, Family::Fault).filter(|c| c.expected.findings[0].kind == "out_of_range");
    // q5: under, over and too fine; q6: under and too fine; q7: before and after.
    assert_eq!(beyond.count(), 7);
}

#[test]
fn every_measure_is_seen_at_under_and_over_its_minimum() {
    let cases = cases(1);
    for (measure, minimum) in [("mean", 1), ("points", 1), ("sum", 2), ("share", 2)] {
        let own = |case: &Case| case.covers.starts_with(&format!("{measure}:"));
        let answered: BTreeSet<_> = of(&cases, Family::Minimum)
            .filter(|case| own(case))
            .map(|case| {
                let mut scores = case.expected.scores.iter();
                let score = scores.find(|score| score.measure == measure).unwrap();
                assert_eq!(score.value.is_some(), score.answered >= minimum);
                assert_eq!(score.minimum, minimum);
                score.answered
            })
            .collect();
        assert!(answered.contains(&0), "{measure}");
        assert!(answered.contains(&(minimum - 1)), "{measure}");
        assert!(answered.contains(&minimum), "{measure}");
    }
}

#[test]
fn the_five_reasons_have_a_case_each() {
    let cases = cases(1);
    let told: Vec<_> = of(&cases, Family::Missing)
        .map(|case| case.covers.as_str())
        .collect();
    let reasons = [
        "not applicable",
        "don't know",
        "prefer not to say",
        "not answered",
        "not asked",
    ];
    assert_eq!(
        told,
        reasons.map(|reason| format!("every question: {reason}"))
    );
    let kinds = |at: usize| {
        let case = of(&cases, Family::Missing).nth(at).unwrap();
        let kinds = case
            .expected
            .findings
            .iter()
            .map(|f| format!("{} {}", f.item, f.kind));
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(kinds(1), ["q3 routed_past", "q4 routed_past"]);
    assert_eq!(kinds(3), ["q1 missing_required"]);
    assert!(kinds(4).is_empty());
    // A form that claims not to have asked does not pass a question by: q8 is asked of whom q7 has no answer.
    let claimed = of(&cases, Family::Missing).nth(4).unwrap();
    assert_eq!(claimed.expected.not_asked, ["q3", "q4"]);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_gives_others() {
    assert!(written(&cases(7)) == written(&cases(7)));
    assert!(written(&cases(7)) != written(&cases(8)));
}

#[test]
fn a_file_is_replayed_and_what_differs_in_it_is_told() {
    let file = written(&cases(1));
    let report = replay(&file).unwrap();
    assert!(report.is_good(), "{report}");
    assert_eq!(report.total().passed, cases(1).cases().len());

    let reasons = |from: &str, to: &str| {
        assert!(file.contains(from), "{from}");
        let report = replay(&file.replacen(from, to, 1)).unwrap();
        let reasons = report
            .failures
            .iter()
            .map(|f| f.reason.split(' ').next().unwrap().to_owned());
        reasons.collect::<Vec<_>>()
    };
    assert_eq!(
        reasons("\"accepted\":true", "\"accepted\":false"),
        ["accepted"]
    );
    assert_eq!(
        reasons("\"kind\":\"unknown_item\"", "\"kind\":\"unknown\""),
        ["findings"]
    );
    assert_eq!(
        reasons("\"not_asked\":[\"q3\"", "\"not_asked\":[\"q2\""),
        ["not_asked"]
    );
    assert_eq!(
        reasons("\"set_aside\":[]", "\"set_aside\":[\"q1\"]"),
        ["set_aside"]
    );
    assert_eq!(reasons("\"value\":null", "\"value\":1.0"), ["scores"]);
    assert_eq!(
        reasons(
            "\"measure\":\"sum\",\"value\":2.0",
            "\"measure\":\"sum\",\"value\":2.0000001"
        ),
        ["scores"]
    );
    assert_eq!(
        reasons(
            "\"measure\":\"sum\",\"value\":2.0",
            "\"measure\":\"sum\",\"value\":2.0000000001"
        ),
        [""; 0]
    );
    assert_eq!(reasons("\"answered\":0", "\"answered\":1"), ["scores"]);
    let hash = file.find("\"hash\":\"").unwrap() + 8;
    let other = format!("{}0000{}", &file[..hash], &file[hash + 4..]);
    assert_eq!(replay(&other).unwrap().failures[0].case, "instrument");
}

#[test]
fn another_schema_and_another_text_are_no_cases() {
    let file = written(&cases(1));
    let other = file.replacen(SCHEMA, "poet-survey-cases/9", 1);
    let error = replay(&other).unwrap_err().to_string();
    assert_eq!(
        error,
        "case file has schema `poet-survey-cases/9`, wants `poet-survey-cases/1`"
    );
    assert!(replay("[]").is_err());
    let broken = file.replacen("\"licence\":\"MIT\"", "\"licence\":\"\"", 1);
    assert!(replay(&broken).unwrap_err().to_string().contains("licence"));
}

#[test]
fn every_instrument_of_the_catalogue_has_cases_that_reach_all_of_it() {
    for instrument in Catalogue::builtin().iter() {
        let cases = SurveyCases::new(instrument, 1).unwrap();
        assert!(
            cases.not_reached().is_empty(),
            "{}: {:?}",
            instrument.key(),
            cases.not_reached()
        );
        let report = replay(&written(&cases)).unwrap();
        assert!(report.is_good(), "{}: {report}", instrument.key());
        assert!(of(&cases, Family::Fault).all(|case| case.expected.findings.len() == 1));
    }
}

#[cfg(feature = "proptest")]
mod any {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn any_instrument_has_cases_that_its_own_code_passes(
            instrument in crate::strategy::instrument(),
            seed in any::<u64>(),
        ) {
            let cases = SurveyCases::new(&instrument, seed).unwrap();
            let report = replay(&written(&cases)).unwrap();
            prop_assert!(report.is_good(), "{}", report);
            for case in of(&cases, Family::Valid) {
                prop_assert!(case.expected.findings.is_empty(), "{}", case.covers);
            }
        }
    }
}
