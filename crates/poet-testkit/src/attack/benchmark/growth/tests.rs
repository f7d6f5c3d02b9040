//! Surveys that grew, or lost somebody, released twice.

use poet_benchmark::release::{Already, Policy};
use poet_benchmark::{Error as Refused, Findings, Settings};

use super::super::Cell;
use super::super::tests::{Random, small, survey};
use super::verify_growth;

fn findings(sizes: &[usize], seed: u64) -> Findings {
    Findings::new(&survey(&small(), sizes, seed), &Settings::default())
}

/// Sizes of places, and with so many people more in the last.
fn sizes(seed: u64) -> [Vec<usize>; 2] {
    let mut random = Random(seed);
    let size = |_| usize::try_from(25 + random.below(80)).unwrap();
    let before: Vec<usize> = (0..3).map(size).collect();
    let mut after = before.clone();
    after[2] += usize::try_from(1 + random.below(4)).unwrap();
    [before, after]
}

fn policies() -> [Policy; 3] {
    [Policy::ascs(), Policy::nhs_sub_national(), Policy::strict()]
}

#[test]
fn two_releases_of_a_survey_that_grew_tell_who_came() {
    let instrument = small();
    let [before, after] = [60, 61].map(|last| findings(&[90, 70, last], 3));
    let strict = Policy::strict();
    let released = [&before, &after].map(|findings| strict.apply(findings));
    let [fewer, more] = &released;
    let exposed = verify_growth([fewer, more], ([&before, &after], &instrument)).unwrap();
    let known = |of: fn(Cell) -> bool| exposed.iter().any(|e| of(e.cell) && e.derived.is_exact());
    assert!(known(|cell| matches!(cell, Cell::Base { .. })));
    assert!(
        known(|cell| matches!(cell, Cell::Point { .. })),
        "what they answered"
    );
    assert!(exposed.iter().all(|e| matches!(e.place, None | Some(2))));
}

/// Whichever of the two is out already, and whatever the rules.
#[test]
fn a_release_of_a_few_people_more_or_fewer_beside_an_earlier_one_is_refused() {
    let instrument = small();
    let mut naive = 0;
    for seed in 0..8 {
        let [before, after] = sizes(seed).map(|sizes| findings(&sizes, seed));
        for first in policies() {
            for second in policies()
                .into_iter()
                .filter(|p| p.threshold() <= first.threshold())
            {
                for (out, own, grew) in [(&before, &after, true), (&after, &before, false)] {
                    let (earlier, alone) = (first.apply(out), second.apply(own));
                    let pair = if grew {
                        [&earlier, &alone]
                    } else {
                        [&alone, &earlier]
                    };
                    let exposed = verify_growth(pair, ([&before, &after], &instrument)).unwrap();
                    naive += exposed.len();
                    let beside = second.apply_beside(own, &Already::from(&earlier));
                    let Ok(beside) = beside else {
                        assert_eq!(beside.unwrap_err(), Refused::OtherAnswers);
                        continue;
                    };
                    let pair = if grew {
                        [&earlier, &beside]
                    } else {
                        [&beside, &earlier]
                    };
                    let exposed = verify_growth(pair, ([&before, &after], &instrument)).unwrap();
                    assert_eq!(exposed, [], "{first:?} {second:?} {seed} {grew}");
                }
            }
        }
    }
    assert!(naive > 0, "the attacker sees who came");
}
