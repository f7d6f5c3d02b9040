//! The whole way: a synthetic survey is tallied, and its findings are held against its truth.

use std::collections::BTreeMap;

use poet::benchmark::{ItemFindings, Verdict};
use poet::domain::ItemId;
use poet::{Catalogue, Findings, Settings, Tally};
use poet_testkit::synth::{Place, Places, Survey, Truth};

use super::{NOMINAL, REPLICATIONS, Rate};

const PEOPLE: u64 = 240;

/// A truth in which everybody of a place has the same chances, so that the share of each place and item is known.
fn truth(effects: &[f64]) -> Truth {
    let instrument = Catalogue::builtin()
        .get(&"adult-holders@2014".parse().unwrap())
        .unwrap();
    let mut truth = Truth::of(instrument);
    (truth.mix_sd, truth.item_sd, truth.person_sd) = (0.0, 0.0, 0.0);
    truth.modes.iter_mut().for_each(|mode| mode.effect = 0.0);
    truth.helps.iter_mut().for_each(|help| help.effect = 0.0);
    truth
        .items
        .values_mut()
        .for_each(|item| item.effects.clear());
    let place = |(at, effect): (usize, &f64)| Place {
        id: format!("place-{at}").parse().unwrap(),
        name: format!("Place {at} (synthetic)"),
        region: None,
        weight: 1.0,
        outcome_effect: *effect,
        process_effect: *effect,
    };
    truth.places = Places::Given(effects.iter().enumerate().map(place).collect());
    truth
}

fn survey(truth: Truth, seed: u64) -> Survey {
    let instrument = Catalogue::builtin()
        .get(&"adult-holders@2014".parse().unwrap())
        .unwrap();
    Survey::new(instrument, truth, seed).unwrap()
}

/// Favourable share of every item in a place with this effect.
fn shares(effect: f64) -> BTreeMap<ItemId, f64> {
    let expected = survey(truth(&[effect]), 0).expected(0..200);
    expected
        .into_iter()
        .map(|item| (item.item, item.favourable / item.base as f64))
        .collect()
}

fn findings(effects: &[f64], seed: u64) -> Findings {
    let survey = survey(truth(effects), seed);
    let mut tally = Tally::new(survey.instrument()).unwrap();
    let mut table = survey.table(0..PEOPLE).unwrap();
    table.route();
    tally.add_table(&table).unwrap();
    Findings::new(&tally, &Settings::default())
}

/// Share and base of each place that has answers.
fn known(item: &ItemFindings, truths: &[BTreeMap<ItemId, f64>]) -> Vec<Option<(f64, f64)>> {
    let cells = item.places.iter().zip(truths);
    cells
        .map(|(cell, truth)| {
            let base = cell.headline.as_ref().ok()?.favourable.proportion.n();
            Some((*truth.get(&item.item)?, base))
        })
        .collect()
}

#[test]
#[ignore = "a thousand synthetic surveys"]
fn shares_and_differences_of_a_survey_are_covered() {
    let effects = [-0.6, -0.3, 0.0, 0.0, 0.3, 0.8];
    let truths: Vec<_> = effects.iter().map(|effect| shares(*effect)).collect();
    let (mut share, mut difference) = (Rate::default(), Rate::default());
    for seed in 0..REPLICATIONS {
        let findings = findings(&effects, seed);
        for item in findings.items() {
            let known = known(item, &truths);
            for (at, cell) in item.places.iter().enumerate() {
                let (Some((truth, base)), Ok(headline)) = (known[at], &cell.headline) else {
                    continue;
                };
                share.add(headline.favourable.interval.contains(truth));
                if let Ok(against) = &cell.against_rest {
                    let all = known.iter().flatten();
                    let (x, n) = all.fold((0.0, 0.0), |(x, n), (p, m)| (x + p * m, n + m));
                    let rest = (x - truth * base) / (n - base);
                    difference.add(against.difference.interval.contains(truth - rest));
                }
            }
        }
    }
    share.hold("Survey: Wilson, share of a place", &NOMINAL);
    difference.hold("Survey: Newcombe, place against the rest", &NOMINAL);
}

#[test]
#[ignore = "a thousand synthetic surveys"]
fn a_survey_in_which_no_place_differs_has_a_false_discovery_in_one_of_twenty_at_most() {
    let mut rate = Rate::default();
    for seed in 0..REPLICATIONS {
        let findings = findings(&[0.0; 6], 5_000 + seed);
        let verdicts = findings.items().flat_map(|item| &item.places);
        let verdicts = verdicts.filter_map(|cell| Some(cell.against_rest.as_ref().ok()?.verdict));
        rate.add(
            verdicts
                .into_iter()
                .any(|v| matches!(v, Verdict::Higher | Verdict::Lower)),
        );
    }
    rate.hold(
        "Survey: any false discovery, no place differs",
        &(0.0..=0.05),
    );
}
