//! Same input, same bytes, for any number of threads and any split.

use std::num::NonZeroUsize;

use poet::domain::OrganisationId;
use poet::export::{CouncilReport, Tables};
use poet::import::Intake;
use poet::{Catalogue, Findings, Policy, Settings, Tally};
use poet_testkit::synth::{Csv, Survey, Truth};

/// The tally of a survey file read on some threads, and the intake report.
fn tally(survey: &Survey, file: &[u8], threads: usize) -> (Tally, String) {
    let instrument = survey.instrument();
    let start = || Tally::new(instrument).unwrap();
    let threads = NonZeroUsize::new(threads).unwrap();
    let (parts, report) = Intake::new(instrument)
        .fold(file, threads, start, |tally, batch| {
            tally.add_table(batch.table).unwrap();
        })
        .unwrap();
    let mut whole = Tally::new(instrument).unwrap();
    for part in &parts {
        whole.merge(part).unwrap();
    }
    (whole, serde_json::to_string(&report).unwrap())
}

/// Everything that leaves, one after another.
fn bytes(survey: &Survey, tally: &Tally, organisation: &OrganisationId) -> Vec<u8> {
    let (instrument, directory) = (survey.instrument(), survey.directory());
    let released = Policy::ascs().apply(&Findings::new(tally, &Settings::default()));
    let tables = Tables::new(&released, instrument, &directory).unwrap();
    let mut out = Vec::new();
    tables.write_comparisons(&mut out).unwrap();
    tables.write_answers(&mut out).unwrap();
    tables.write_measures(&mut out).unwrap();
    tables.write_json(&mut out).unwrap();
    let report = CouncilReport::new(&released, instrument, &directory, organisation).unwrap();
    report.write(&mut out).unwrap();
    out
}

#[test]
fn one_two_and_seven_threads_give_the_same_bytes() {
    for instrument in Catalogue::builtin().iter() {
        let survey = Survey::new(instrument, Truth::of(instrument), 7).unwrap();
        let mut file = Vec::new();
        survey
            .write_csv(0..6_000, &mut file, &Csv::labels())
            .unwrap();
        let place = survey.places()[0].id.clone();
        let (one, report) = tally(&survey, &file, 1);
        assert_eq!(one.people(), Some(6_000));
        let written = bytes(&survey, &one, &place);
        for threads in [2, 7] {
            let (many, many_report) = tally(&survey, &file, threads);
            assert!(
                one.to_json().unwrap() == many.to_json().unwrap(),
                "{threads} threads count otherwise"
            );
            assert_eq!(report, many_report);
            assert!(
                written == bytes(&survey, &many, &place),
                "{threads} threads write other bytes"
            );
        }
    }
}

#[test]
fn a_file_and_the_people_behind_it_give_the_same_tally() {
    let instrument = Catalogue::builtin()
        .get(&"family-carers@2014".parse().unwrap())
        .unwrap();
    let survey = Survey::new(instrument, Truth::of(instrument), 3).unwrap();
    let mut file = Vec::new();
    survey.write_csv(0..500, &mut file, &Csv::codes()).unwrap();
    let (from_file, _) = tally(&survey, &file, 2);
    let mut from_people = Tally::new(instrument).unwrap();
    for response in survey.rows(0..500) {
        from_people.add(&response).unwrap();
    }
    assert!(from_file == from_people, "the file counts otherwise");
    let empty = Tally::new(instrument).unwrap().to_json().unwrap();
    for response in survey.rows(0..500) {
        from_people.remove(&response).unwrap();
    }
    assert_eq!(from_people.to_json().unwrap(), empty);
}
