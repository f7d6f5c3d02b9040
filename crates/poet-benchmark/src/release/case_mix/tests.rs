//! What is shown of places like with like.

use poet_core::{Answer, Catalogue, Frame, FrameCount, Response, Sampling, Stratification};
use proptest::prelude::*;

use super::{CaseMix, CaseMixFigure, CaseMixWay};
use crate::release::{Figure, Policy};
use crate::tally::Tally;
use crate::{Findings, Settings};

fn to_three(share: f64) -> String {
    format!("{share:.3}")
}

/// Place, age band, people whose dignity got better, and people in all.
type Row = (&'static str, &'static str, usize, usize);

/// The people, and the strata that their ages make.
fn counted(rows: &[Row]) -> (Tally, Stratification) {
    let key = "adult-holders@2014".parse().unwrap();
    let instrument = Catalogue::builtin().get(&key).unwrap();
    let strata = Stratification::new(instrument, &["age_band".parse().unwrap()]).unwrap();
    let mut tally = Tally::new(instrument).unwrap();
    for &(place, age, better, people) in rows {
        for at in 0..people {
            let point = if at < better { "1" } else { "4" };
            let answer = |code: &str| Answer::Choice(code.parse().unwrap());
            let response = Response::new("r".parse().unwrap(), place.parse().unwrap())
                .with("dignity".parse().unwrap(), answer(point))
                .with("age_band".parse().unwrap(), answer(age));
            tally.add(&response.stratified_by(&strata)).unwrap();
        }
    }
    (tally, strata)
}

fn released(policy: &Policy, rows: &[Row]) -> CaseMix {
    let (tally, strata) = counted(rows);
    let findings = Findings::new(&tally, &Settings::default());
    let findings = findings.with_case_mix(&tally, &strata, None).unwrap();
    policy.apply(&findings).case_mix.clone().unwrap()
}

fn dignity(case_mix: &CaseMix) -> Vec<Figure<CaseMixFigure>> {
    let mut items = case_mix.items.iter();
    items
        .find(|item| item.item.as_str() == "dignity")
        .unwrap()
        .places
        .clone()
}

const LARGE: &[Row] = &[
    ("east", "1", 40, 60),
    ("east", "2", 30, 70),
    ("north", "1", 44, 80),
    ("north", "2", 20, 40),
    ("south", "1", 36, 50),
    ("south", "2", 72, 180),
    ("west", "1", 25, 60),
    ("west", "2", 20, 50),
];

#[test]
fn where_no_stratum_is_small_before_and_after_stand_side_by_side() {
    let case_mix = released(&Policy::strict(), LARGE);
    let places = dignity(&case_mix);
    assert!(places.iter().all(|place| place.as_ref().shown().is_some()));
    let east = places[0].as_ref().shown().unwrap();
    assert_eq!(to_three(east.crude_share), "0.538");
    // (40 / 60 * 250 + 30 / 70 * 340) / 590
    assert_eq!(to_three(east.share.value), "0.529");
    assert!(matches!(east.method, CaseMixWay::Direct { .. }));
    let Figure::Shown(weights) = &case_mix.weights else {
        panic!("strata are large")
    };
    assert_eq!(
        weights.iter().map(|w| to_three(*w)).collect::<Vec<_>>(),
        ["0.424", "0.576"]
    );
}

/// From share, crude share and bases the counts of two strata follow: 1 of 12 got better, so nothing is told; and since
/// all places together are known, another place hides it.
#[test]
fn a_place_with_few_people_of_an_answer_in_a_stratum_is_kept_back_and_another_with_it() {
    let mut rows = LARGE.to_vec();
    rows[2] = ("north", "1", 1, 80);
    let places = dignity(&released(&Policy::strict(), &rows));
    assert!(places[1].is_withheld());
    assert!(places.iter().filter(|place| place.is_withheld()).count() > 1);
    assert!(places.iter().any(|place| !place.is_withheld()));
    let all = dignity(&released(&Policy::internal(), &rows));
    assert!(all.iter().all(|place| !place.is_withheld()));
}

#[test]
fn a_place_that_hides_another_has_no_weighted_share_either() {
    let mut rows = LARGE.to_vec();
    rows[2] = ("north", "1", 1, 80);
    let (tally, strata) = counted(&rows);
    let mut frame = Frame::new(tally.instrument().key().clone(), Sampling::Everybody);
    for (place, age, ..) in &rows {
        let (place, age) = (place.parse().unwrap(), age.parse().unwrap());
        let count = FrameCount::of(1_000);
        frame.add(&place, Some(&age), count).unwrap();
    }
    let findings = Findings::with_frame(&tally, &Settings::default(), &frame).unwrap();
    let weighted = |findings: &Findings| {
        let released = Policy::strict().apply(findings);
        let mut items = released.items.iter();
        let item = items.find(|item| item.item.as_str() == "dignity").unwrap();
        item.weighted.clone().unwrap()
    };
    let hidden = |places: &[Figure<_>]| places.iter().filter(|p| p.is_withheld()).count();
    assert_eq!(hidden(&weighted(&findings).places), 1);
    let mixed = findings
        .with_case_mix(&tally, &strata, Some(&frame))
        .unwrap();
    let (beside, released) = (weighted(&mixed), Policy::strict().apply(&mixed));
    let like = dignity(released.case_mix.as_ref().unwrap());
    assert!(beside.all.is_withheld() && hidden(&beside.places) < like.len());
    for (weighted, like) in beside.places.iter().zip(&like) {
        assert_eq!(weighted.is_withheld(), like.is_withheld());
    }
}

#[test]
fn a_stratum_with_few_people_in_all_keeps_back_everything_and_its_weight() {
    let mut rows = LARGE.to_vec();
    rows.push(("east", "3", 4, 4));
    let case_mix = released(&Policy::strict(), &rows);
    assert!(dignity(&case_mix).iter().all(Figure::is_withheld));
    assert!(case_mix.weights.is_withheld());
    // No test of what is kept back counts.
    assert_eq!(case_mix.method.tests, 0);
}

#[test]
fn a_share_of_rounded_counts_is_standardised_from_rounded_counts() {
    let east = |policy: &Policy| {
        dignity(&released(policy, &{
            let mut rows = LARGE.to_vec();
            rows[0] = ("east", "1", 42, 63);
            rows
        }))[0]
            .clone()
            .shown()
            .unwrap()
            .share
            .value
    };
    // (40 / 65 * 253 + 30 / 70 * 340) / 593
    assert_eq!(to_three(east(&Policy::nhs_sub_national())), "0.508");
    assert_eq!(to_three(east(&Policy::strict())), "0.530");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Everybody is known of each stratum, and the places shown are; so what is left of a small count is not small.
    #[test]
    fn neither_a_place_that_is_shown_nor_what_is_left_of_the_others_has_a_small_count(
        counts in prop::collection::vec([(0..25_usize, 0..25_usize), (0..40_usize, 0..40_usize)], 2..6),
    ) {
        let names = ["a", "b", "c", "d", "e", "f"];
        let mut rows = Vec::new();
        for (name, strata) in names.iter().zip(&counts) {
            for (age, &(better, others)) in ["1", "2"].iter().zip(strata) {
                rows.push((*name, *age, better, better + others));
            }
        }
        prop_assume!(counts.iter().all(|strata| strata.iter().any(|&(x, others)| x + others > 0)));
        let places = dignity(&released(&Policy::strict(), &rows));
        let small = |count: usize| (1..10).contains(&count);
        for cell in 0..4 {
            let of = |strata: &[(usize, usize); 2]| match cell % 2 {
                0 => strata[cell / 2].0,
                _ => strata[cell / 2].1,
            };
            let mut left = 0;
            for (strata, place) in counts.iter().zip(&places) {
                match place {
                    Figure::Shown(_) => prop_assert!(!small(of(strata)), "{rows:?}"),
                    _ => left += of(strata),
                }
            }
            let shown = places.iter().any(|place| place.as_ref().shown().is_some());
            prop_assert!(!shown || !small(left), "{rows:?}");
        }
    }
}
