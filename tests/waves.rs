//! Rounds of fieldwork from people to what may be said of a change.

use poet::benchmark::waves::{Round, Waves};
use poet::domain::{Incomparable, InstrumentKey, Wave};
use poet::export::ChangeTables;
use poet::{Catalogue, Instrument, Policy, Settings, Tally};
use poet_testkit::synth::{Survey, Truth};

fn instrument(key: &str) -> &'static Instrument {
    let key: InstrumentKey = key.parse().unwrap();
    Catalogue::builtin().get(&key).unwrap()
}

/// A synthetic round of that year.
fn round(key: &str, year: i32, seed: u64) -> (Wave, Tally) {
    let instrument = instrument(key);
    let survey = Survey::new(instrument, Truth::of(instrument), seed).unwrap();
    let mut table = survey.table(0..1_500).unwrap();
    table.route();
    let mut tally = Tally::new(instrument).unwrap();
    tally.add_table(&table).unwrap();
    let day = format!("{year}-03-01").parse().unwrap();
    let id = year.to_string().parse().unwrap();
    (
        Wave::new(id, instrument.key().clone(), day, day).unwrap(),
        tally,
    )
}

fn rounds(of: &[(Wave, Tally)]) -> Vec<Round<'_>> {
    of.iter()
        .map(|(wave, tally)| Round { wave, tally })
        .collect()
}

#[test]
fn three_editions_of_one_questionnaire_are_followed_and_tell_the_same_in_any_order() {
    let three = [
        round("adult-holders@2011", 2011, 1),
        round("adult-holders@2013", 2013, 2),
        round("adult-holders@2014", 2014, 3),
    ];
    let written = |rounds: &[Round<'_>]| {
        let changes =
            Policy::strict().apply_waves(&Waves::new(rounds, &Settings::default()).unwrap());
        let directory = poet::domain::Directory::default();
        let tables =
            ChangeTables::new(&changes, instrument("adult-holders@2014"), &directory).unwrap();
        let mut json = Vec::new();
        tables.write_json(&mut json).unwrap();
        (changes, json)
    };
    let (changes, json) = written(&rounds(&three));
    let since = |item: &str| {
        changes
            .items
            .iter()
            .find(|i| i.item.as_str() == item)
            .map(|i| i.since)
    };
    assert_eq!(since("dignity"), Some(0), "asked alike in all three");
    assert!(
        changes
            .items
            .iter()
            .any(|item| item.all.trend.shown().is_some())
    );
    assert!(changes.method.tests > 0);
    let mut turned = rounds(&three);
    turned.reverse();
    assert_eq!(json, written(&turned).1);
}

#[test]
fn nothing_is_followed_across_the_break_of_2017() {
    let two = [
        round("adult-holders@2014", 2014, 1),
        round("adults@2017", 2017, 2),
    ];
    let across = Waves::new(&rounds(&two), &Settings::default()).unwrap_err();
    let poet::benchmark::Error::Incomparable(why @ Incomparable::Asks { .. }) = across else {
        panic!("{across}");
    };
    assert!(
        why.to_string()
            .contains("nothing is pooled or shown as a trend across them")
    );
}
