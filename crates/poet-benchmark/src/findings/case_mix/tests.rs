//! What holding like with like promises.

use poet_core::{
    Answer, Catalogue, Frame, FrameCount, Instrument, Response, Sampling, Stratification,
};

use super::{LikeWithLike, Reference};
use crate::estimate::{Confidence, Proportion, wilson};
use crate::findings::Standardisation;
use crate::tally::Tally;
use crate::{Absent, Error, Findings, Scope, Settings, Verdict};

fn instrument() -> &'static Instrument {
    let key = "adult-holders@2014".parse().unwrap();
    Catalogue::builtin().get(&key).unwrap()
}

/// Place, code of the age band where it is known, people whose dignity got better, and people in all.
type Row = (&'static str, Option<&'static str>, usize, usize);

/// The same people plainly counted, and in strata of age.
fn tallies(rows: &[Row]) -> (Tally, Tally, Stratification) {
    let strata = Stratification::new(instrument(), &["age_band".parse().unwrap()]).unwrap();
    let mut plain = Tally::new(instrument()).unwrap();
    let mut stratified = plain.clone();
    for &(place, age, better, people) in rows {
        for at in 0..people {
            let point = if at < better { "1" } else { "4" };
            let answer = |code: &str| Answer::Choice(code.parse().unwrap());
            let mut response = Response::new("r".parse().unwrap(), place.parse().unwrap())
                .with("dignity".parse().unwrap(), answer(point));
            if let Some(age) = age {
                response = response.with("age_band".parse().unwrap(), answer(age));
            }
            plain.add(&response).unwrap();
            stratified.add(&response.stratified_by(&strata)).unwrap();
        }
    }
    (plain, stratified, strata)
}

fn found(rows: &[Row], frame: Option<&Frame>) -> Findings {
    let (plain, stratified, strata) = tallies(rows);
    let findings = Findings::new(&plain, &Settings::default());
    findings.with_case_mix(&stratified, &strata, frame).unwrap()
}

fn dignity(findings: &Findings, place: usize) -> Result<LikeWithLike, Absent> {
    let case_mix = findings.case_mix().unwrap();
    let mut items = case_mix.items.iter();
    let item = items.find(|item| item.item.as_str() == "dignity").unwrap();
    item.places[place].found.clone()
}

/// Both places do as well for the young, and as well for the old; the one has more of the young, who fare better.
const MIXED: &[Row] = &[
    ("north", Some("1"), 144, 180),
    ("north", Some("2"), 8, 20),
    ("south", Some("1"), 16, 20),
    ("south", Some("2"), 72, 180),
];

#[test]
fn a_difference_that_is_all_mix_goes_away() {
    let findings = found(MIXED, None);
    let mut items = findings.items();
    let crude = items.find(|item| item.item.as_str() == "dignity").unwrap();
    let crude = crude.places[0].against_rest.as_ref().ok().unwrap();
    assert_eq!(crude.verdict, Verdict::Higher);
    let like = dignity(&findings, 0).unwrap();
    assert!((like.share - 0.6).abs() < 1e-14 && (like.rest - 0.6).abs() < 1e-14);
    assert!(like.difference.estimate.abs() < 1e-14 && like.difference.interval.contains(0.0));
    assert_eq!(like.verdict, Verdict::NoDifferenceFound);
    assert!(matches!(like.method, Standardisation::Direct { .. }));
    assert_eq!(findings.case_mix().unwrap().tests, 2);
}

#[test]
fn a_place_with_nobody_of_a_stratum_is_held_to_what_is_expected() {
    let mut rows = MIXED.to_vec();
    rows.push(("west", Some("1"), 30, 60));
    let findings = found(&rows, None);
    let west = dignity(&findings, 2).unwrap();
    let Standardisation::Indirect { found, empty } = west.method else {
        panic!("one stratum is empty");
    };
    assert_eq!(empty, [1]);
    // 60 people of whom 160 of 200 like them got better elsewhere.
    assert!((found.expected - 48.0).abs() < 1e-12 && (found.ratio - 0.625).abs() < 1e-14);
    assert!((west.rest - 0.6).abs() < 1e-14 && (west.share - 0.375).abs() < 1e-14);
    assert_eq!(west.verdict, Verdict::Lower);
    assert!(west.interval.contains(west.share));
    // Those of whom everybody else has nobody cannot be compared at all.
    let apart = found_apart();
    assert_eq!(dignity(&apart, 0), Err(Absent::EmptyStratum));
}

fn found_apart() -> Findings {
    found(
        &[("north", Some("1"), 3, 9), ("south", Some("2"), 5, 9)],
        None,
    )
}

#[test]
fn people_in_no_stratum_are_counted_and_in_no_standardised_share() {
    let mut rows = MIXED.to_vec();
    rows.push(("north", None, 0, 40));
    let findings = found(&rows, None);
    assert_eq!(findings.case_mix().unwrap().unplaced, 40);
    assert!((dignity(&findings, 0).unwrap().share - 0.6).abs() < 1e-14);
}

#[test]
fn the_reference_is_the_frame_where_it_tells_of_these_strata() {
    let mut frame = Frame::new(instrument().key().clone(), Sampling::Everybody);
    for (place, age, people) in [
        ("north", "1", 300),
        ("north", "2", 700),
        ("south", "1", 0),
        ("south", "2", 0),
    ] {
        let (place, age) = (place.parse().unwrap(), age.parse().unwrap());
        frame
            .add(&place, Some(&age), FrameCount::of(people))
            .unwrap();
    }
    let findings = found(MIXED, Some(&frame));
    let case_mix = findings.case_mix().unwrap();
    assert_eq!(
        (case_mix.reference, &case_mix.weights[..]),
        (Reference::Frame, &[300.0, 700.0][..])
    );
    assert!((dignity(&findings, 0).unwrap().share - 0.52).abs() < 1e-14);
    let other = Frame::new(instrument().key().clone(), Sampling::Everybody);
    let findings = found(MIXED, Some(&other));
    assert_eq!(findings.case_mix().unwrap().reference, Reference::AllPlaces);
}

#[test]
fn a_tally_of_other_people_is_refused() {
    let (plain, _, strata) = tallies(MIXED);
    let (_, fewer, _) = tallies(&MIXED[..3]);
    let findings = Findings::new(&plain, &Settings::default());
    let error = findings.with_case_mix(&fewer, &strata, None).unwrap_err();
    assert_eq!(error, Error::OtherPeople);
}

#[test]
fn one_place_has_nobody_to_be_held_against() {
    let findings = found(&MIXED[..2], None);
    assert_eq!(dignity(&findings, 0), Err(Absent::EmptyComparator));
    assert_eq!(findings.confidence(), Confidence::P95);
}

/// Two of two and 20 of 40 at equal weights are three quarters, with a variance of 20 times 20 over 40 cubed over four: as
/// sure as 120 answers, from 42 people.
#[test]
fn few_who_answer_alike_make_nobody_surer_than_their_number() {
    let rows = [
        ("north", Some("1"), 2, 2),
        ("north", Some("2"), 20, 40),
        ("south", Some("1"), 19, 40),
        ("south", Some("2"), 1, 2),
    ];
    let like = dignity(&found(&rows, None), 0).unwrap();
    assert_eq!(like.method, Standardisation::Direct { effective_n: 42.0 });
    let alike = Proportion::new(0.75 * 42.0, 42.0).unwrap();
    let interval = wilson(alike, Confidence::P95);
    assert!((like.interval.lower - interval.lower).abs() < 1e-14);
    assert!((like.interval.upper - interval.upper).abs() < 1e-14);
}

#[test]
fn an_indirect_interval_is_cut_at_nought() {
    let mut rows = MIXED.to_vec();
    rows.push(("west", Some("1"), 0, 1));
    let west = dignity(&found(&rows, None), 2).unwrap();
    assert!(matches!(west.method, Standardisation::Indirect { .. }));
    assert_eq!((west.share, west.interval.lower), (0.0, 0.0));
    assert!(west.interval.upper > 0.0 && west.difference.interval.lower < -west.rest);
}

#[test]
fn false_discoveries_are_controlled_over_the_family_that_is_asked_for() {
    let rows = [
        ("east", Some("1"), 30, 60),
        ("north", Some("1"), 20, 60),
        ("south", Some("1"), 34, 60),
    ];
    let (plain, stratified, strata) = tallies(&rows);
    let adjusted = |scope| {
        let findings = Findings::new(&plain, &Settings::default().scope(scope));
        let findings = findings.with_case_mix(&stratified, &strata, None).unwrap();
        let like = dignity(&findings, 1).unwrap();
        let tests = findings.case_mix().unwrap().tests;
        (like.adjusted.unwrap(), like.test.unwrap().p, tests)
    };
    let (alone, p, tests) = adjusted(Scope::EachOrganisation);
    assert_eq!((alone.to_bits(), tests), (p.to_bits(), 3));
    let (whole, p, tests) = adjusted(Scope::WholeTable);
    assert!((whole - 3.0 * p).abs() < 1e-14 && tests == 3);
}
