//! Every instrument goes the whole way, and none is named on it.

use std::num::NonZeroUsize;

use poet::export::CouncilReport;
use poet::import::Intake;
use poet::{Catalogue, Findings, Instrument, Policy, ResponseTable, Scorer, Settings, Tally};
use poet_testkit::strategy;
use poet_testkit::synth::{Csv, Survey, Truth};
use proptest::prelude::*;

fn whole_way(instrument: &Instrument) {
    let survey = Survey::new(instrument, Truth::of(instrument), 5).unwrap();
    let mut file = Vec::new();
    survey
        .write_csv(0..1_200, &mut file, &Csv::labels())
        .unwrap();
    let intake = Intake::new(instrument)
        .read(&file[..], NonZeroUsize::MIN)
        .unwrap();
    assert_eq!(intake.report.refused, 0, "{}", intake.report);
    let mut tally = Tally::new(instrument).unwrap();
    tally.add_table(&intake.table).unwrap();
    let released = Policy::strict().apply(&Findings::new(&tally, &Settings::default()));
    let (place, directory) = (&survey.places()[1].id, survey.directory());
    let mut page = Vec::new();
    CouncilReport::new(&released, instrument, &directory, place)
        .unwrap()
        .write(&mut page)
        .unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains(instrument.title().english()) && page.contains(directory.name(place)));
}

#[test]
fn every_instrument_of_the_catalogue_is_read_scored_compared_and_reported() {
    Catalogue::builtin().iter().for_each(whole_way);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_instrument_is_read_scored_compared_and_reported(instrument in strategy::instrument()) {
        whole_way(&instrument);
    }

    #[test]
    fn a_table_scores_as_its_people_do(
        (instrument, responses) in strategy::instrument().prop_flat_map(|instrument| {
            let responses = proptest::collection::vec(strategy::response(&instrument), 1..40);
            (Just(instrument), responses)
        })
    ) {
        let scorer = Scorer::new(&instrument).unwrap();
        let mut table = ResponseTable::new(&instrument);
        for response in &responses {
            table.push(response).unwrap();
        }
        table.route();
        let scores = scorer.score_table(&table).unwrap();
        for (row, response) in responses.iter().enumerate() {
            for (measure, alone) in scorer.score(response).scores.iter().enumerate() {
                let read = scorer.read(&scores, measure, row);
                prop_assert_eq!(read.as_ref(), Some(alone));
            }
        }
    }
}
