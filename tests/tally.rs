//! The tally: exact, mergeable, and the same bytes however the people came in.

use poet::domain::Extent;
use poet::{Catalogue, Findings, Instrument, Settings, Tally};
use poet_testkit::synth::{Part, Survey, Truth};
use proptest::prelude::*;

fn instrument() -> &'static Instrument {
    Catalogue::builtin()
        .get(&"family-carers@2014".parse().unwrap())
        .unwrap()
}

/// A survey with strata, so that blocks are of organisations and strata.
fn survey() -> Survey {
    let mut truth = Truth::of(instrument());
    truth.strata = ["1", "2"]
        .map(|name| Part {
            value: name.parse().unwrap(),
            share: 0.5,
            effect: 0.0,
        })
        .to_vec();
    Survey::new(instrument(), truth, 21).unwrap()
}

fn tally(survey: &Survey, rows: std::ops::Range<u64>) -> Tally {
    let mut table = survey.table(rows).unwrap();
    table.route();
    let mut tally = Tally::new(instrument()).unwrap();
    tally.add_table(&table).unwrap();
    tally
}

fn merged(parts: &[&Tally]) -> String {
    let mut whole = Tally::new(instrument()).unwrap();
    for part in parts {
        whole.merge(part).unwrap();
    }
    whole.to_json().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn merging_is_associative_and_commutative_to_the_byte(cuts in [0_u64..120, 0..120]) {
        let survey = survey();
        let [low, high] = [cuts[0].min(cuts[1]), cuts[0].max(cuts[1])];
        let [a, b, c] = [0..low, low..high, high..120].map(|rows| tally(&survey, rows));
        let whole = tally(&survey, 0..120).to_json().unwrap();
        let mut left = a.clone();
        left.merge(&b).unwrap();
        let mut right = b.clone();
        right.merge(&c).unwrap();
        prop_assert!(merged(&[&left, &c]) == whole);
        prop_assert!(merged(&[&a, &right]) == whole);
        prop_assert!(merged(&[&c, &a, &b]) == whole);
    }

    #[test]
    fn a_response_in_and_out_restores_the_bytes(people in 0_u64..60, one in 60_u64..120) {
        let survey = survey();
        let mut tally = tally(&survey, 0..people);
        let before = tally.to_json().unwrap();
        let response = survey.rows(one..one + 1).next().unwrap();
        tally.add(&response).unwrap();
        prop_assert!(tally.to_json().unwrap() != before);
        tally.remove(&response).unwrap();
        prop_assert!(tally.to_json().unwrap() == before);
    }

    #[test]
    fn a_file_comes_back_as_it_went(people in 0_u64..80) {
        let tally = tally(&survey(), 0..people);
        let json = tally.to_json().unwrap();
        let back = Tally::from_json(instrument(), &json).unwrap();
        prop_assert!(back == tally && back.to_json().unwrap() == json);
    }
}

#[test]
fn a_response_that_was_never_counted_cannot_be_taken_out() {
    let survey = survey();
    let mut tally = tally(&survey, 0..40);
    let before = tally.to_json().unwrap();
    let stranger = survey.rows(40..41).next().unwrap();
    let elsewhere = poet::Response::new("r".parse().unwrap(), "nowhere".parse().unwrap());
    assert!(tally.remove(&elsewhere).is_err());
    if tally.remove(&stranger).is_err() {
        assert!(tally.to_json().unwrap() == before);
    }
}

#[test]
fn a_file_that_counting_could_not_have_made_is_refused() {
    let json = tally(&survey(), 0..40).to_json().unwrap();
    let more = json.replacen("\"people\":", "\"people\":9", 1);
    for wrong in [
        more,
        json.replacen("\"format\":1", "\"format\":2", 1),
        "{}".to_owned(),
        json[..60].to_owned(),
    ] {
        assert!(Tally::from_json(instrument(), &wrong).is_err());
    }
    let other = Catalogue::builtin()
        .get(&"adult-holders@2014".parse().unwrap())
        .unwrap();
    assert!(Tally::from_json(other, &json).is_err());
}

#[test]
fn a_table_that_was_not_routed_is_not_counted() {
    let mut table = survey().table(0..10).unwrap();
    let mut tally = Tally::new(instrument()).unwrap();
    assert!(tally.add_table(&table).is_err());
    table.route();
    assert!(tally.add_table(&table).is_ok());
}

/// Rounded percentages of two places, the second a pooled row: 40 of 100 people, and 60 of 300 elsewhere.
#[test]
fn the_rest_of_a_published_place_is_the_other_places_and_no_pooled_row() {
    let instrument = Catalogue::builtin()
        .get(&"ascs-core@2020-21".parse().unwrap())
        .unwrap();
    let file = "code,item,point,percent,respondents\n\
                E06000014,q2b,1,40.0,100\nE06000014,q2b,2,60.0,100\n\
                E06000015,q2b,1,20.0,300\nE06000015,q2b,2,80.0,300\n";
    let mapped = file.replacen("code,item,point", "organisation_code,item,code", 1);
    let read = poet::import::PublishedIntake::new(instrument)
        .read(mapped.as_bytes())
        .unwrap();
    assert_eq!((read.report.accepted, read.report.refused), (4, 0));
    assert!(
        read.table
            .places()
            .all(|(_, place)| place.extent == Extent::Organisation)
    );
    let tally = Tally::from_published(&read.table).unwrap();
    let findings = Findings::new(&tally, &Settings::default());
    let item = findings.items().find(|i| i.item.as_str() == "q2b").unwrap();
    let rest = item.places[0]
        .against_rest
        .as_ref()
        .map(|c| c.rest.proportion);
    assert_eq!(
        rest.map(|r| (r.x().round(), r.n().round())),
        Ok((60.0, 300.0))
    );
    assert!(tally.is_published() && tally.people().is_none());
}
