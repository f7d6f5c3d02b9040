//! Surveys that grew, or lost somebody, released twice.

use poet_benchmark::release::{Already, Changes, Policy, WaveShare};
use poet_benchmark::tally::Tally;
use poet_benchmark::waves::{Round, Waves};
use poet_benchmark::{Absent, Error as Refused, Findings, Settings};
use poet_core::{Instrument, Wave};

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

/// Changes as strictly released over waves of so many people in the last place, on days of 2013 and after.
fn changes(
    instrument: &Instrument,
    waves: &[(&str, [&str; 2], usize)],
) -> Result<Changes, Refused> {
    let rounds: Vec<(Wave, Tally)> = waves
        .iter()
        .map(|(name, [opens, closes], last)| {
            let (name, key) = (name.parse().unwrap(), instrument.key().clone());
            let wave = Wave::new(name, key, opens.parse().unwrap(), closes.parse().unwrap());
            (wave.unwrap(), survey(instrument, &[90, 70, *last], 3))
        })
        .collect();
    let rounds: Vec<Round<'_>> = rounds
        .iter()
        .map(|(wave, tally)| Round { wave, tally })
        .collect();
    let waves = Waves::new(&rounds, &Settings::default())?;
    Ok(Changes::clone(&Policy::strict().apply_waves(&waves)))
}

/// Small bases, with their favourable answers where these are certain, that one wave less another leaves in a place.
fn came(changes: &Changes) -> Vec<[u64; 2]> {
    let count = |share: &WaveShare| {
        let near =
            |count: &u64| (*count as f64 / share.base as f64 - share.share).abs() < 0.000_501;
        let mut counts = (0..=share.base).filter(near);
        counts.next().filter(|_| counts.next().is_none())
    };
    let places = || {
        changes
            .items
            .iter()
            .flat_map(|item| item.places.iter().chain([&item.all]))
    };
    places()
        .flat_map(|place| place.shares.windows(2))
        .filter_map(|pair| {
            let (one, other) = (pair[0].shown()?, pair[1].shown()?);
            let more = [
                other.base.abs_diff(one.base),
                count(&other)?.abs_diff(count(&one)?),
            ];
            (1..10).contains(&more[0]).then_some(more)
        })
        .collect()
}

#[test]
fn waves_that_hold_one_another_are_told_side_by_side_by_nobody() {
    let instrument = small();
    let (spring, summer) = (["2013-03-01", "2013-06-30"], ["2013-03-01", "2013-07-31"]);
    let grown = changes(&instrument, &[("a", spring, 60), ("b", summer, 61)]);
    assert_eq!(grown, Err(Refused::Absent(Absent::TooFewWaves)));
    let next = ("next", ["2014-03-01", "2014-06-30"], 95);
    for people in [[60, 61], [61, 60]] {
        let twice = [("a", spring, people[0]), ("b", spring, people[1]), next];
        let told = changes(&instrument, &twice).unwrap();
        // The one is left out, and that it lies within the other is not told.
        assert_eq!((told.waves.len(), told.held.len()), (2, 0));
        assert_eq!(came(&told), Vec::<[u64; 2]>::new());
    }
    // Called people of a later day, they are not known from others by chance, and whoever releases them is told.
    let apart = [("a", spring, 60), ("b", ["2013-07-01", "2013-07-31"], 61)];
    assert!(!came(&changes(&instrument, &apart).unwrap()).is_empty());
}
