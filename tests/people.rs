//! The people behind the rows: erased for good, and in no tally.

use std::num::NonZeroUsize;

use poet::domain::{Answer, FreeText, Language, Links, PseudonymKey, ResponseId};
use poet::import::Intake;
use poet::{Catalogue, Instrument, Response, ResponseTable, Tally};
use poet_testkit::strategy;
use poet_testkit::synth::{Beside, Csv, Survey, Truth};
use proptest::prelude::*;

fn instrument() -> &'static Instrument {
    Catalogue::builtin()
        .get(&"family-carers@2014".parse().unwrap())
        .unwrap()
}

fn table(responses: &[Response]) -> ResponseTable {
    let mut table = ResponseTable::new(instrument());
    for response in responses {
        table.push(response).unwrap();
    }
    table.route();
    table
}

fn tally(table: &ResponseTable) -> Tally {
    let mut tally = Tally::new(instrument()).unwrap();
    tally.add_table(table).unwrap();
    tally
}

fn survey() -> Survey {
    let mut truth = Truth::of(instrument());
    truth.beside = Beside::usual();
    Survey::new(instrument(), truth, 8).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_tally_rebuilt_without_a_response_is_the_tally_with_it_taken_out(
        responses in prop::collection::vec(strategy::response(instrument()), 1..8),
        chosen in any::<prop::sample::Index>(),
    ) {
        let mut table = table(&responses);
        let mut taken_out = tally(&table);
        let id = chosen.get(&responses).id().clone();
        let mine: Vec<_> = responses.iter().filter(|r| *r.id() == id).collect();
        prop_assert_eq!(table.erase(id.as_str()), mine.len());
        for response in mine {
            taken_out.remove(response).unwrap();
        }
        let rebuilt = tally(&table);
        prop_assert!(rebuilt == taken_out);
        prop_assert_eq!(rebuilt.to_json().unwrap(), taken_out.to_json().unwrap());
    }

    #[test]
    fn words_links_language_and_last_day_are_in_no_tally(
        response in strategy::response(instrument()),
        words in "[a-z]{12,20}",
    ) {
        let key = PseudonymKey::new(&[7; 32]).unwrap();
        let item = "comment_good".parse().unwrap();
        let said = response.with(item, Answer::Text(FreeText::new("x")));
        let links = Links { budget: Some(key.budget(&words)), household: Some(key.household(&words)) };
        let more = said
            .clone()
            .with("comment_good".parse().unwrap(), Answer::Text(FreeText::new(&words)))
            .linked(links)
            .in_language(Language::english())
            .kept_until("2031-01-01".parse().unwrap());
        let of = |response: &Response| tally(&table(std::slice::from_ref(response))).to_json().unwrap();
        prop_assert_eq!(of(&said), of(&more));
        prop_assert!(!of(&more).contains(&words));
        prop_assert!(!of(&more).contains(&links.household.unwrap().to_string()));
    }
}

#[test]
fn a_file_without_the_erased_and_one_that_leaves_them_out_are_tallied_alike() {
    let survey = survey();
    let mut file = Vec::new();
    survey.write_csv(0..600, &mut file, &Csv::codes()).unwrap();
    let gone = |at: u64| at % 7 == 3;
    let erased = (0..600_u64).filter(|&at| gone(at));
    let erased = erased.map(|at| -> ResponseId { format!("syn-{at:08}").parse().unwrap() });
    let left: Vec<Response> = survey
        .rows(0..600)
        .zip(0..)
        .filter(|(_, at)| !gone(*at))
        .map(|(response, _)| response)
        .collect();
    let intake = Intake::new(instrument()).without(erased);
    for threads in [1, 3] {
        let threads = NonZeroUsize::new(threads).unwrap();
        let responses = intake.read(file.as_slice(), threads).unwrap();
        assert_eq!(responses.report.erased, 86);
        assert!(tally(&responses.table) == tally(&table(&left)));
    }
}

#[test]
fn pseudonyms_change_no_figure_and_bring_holders_and_carers_together() {
    let survey = survey();
    let mut file = Vec::new();
    survey.write_csv(0..300, &mut file, &Csv::labels()).unwrap();
    let key = PseudonymKey::new(&[7; 32]).unwrap();
    let plain = Intake::new(instrument());
    let plain = plain.read(file.as_slice(), NonZeroUsize::MIN).unwrap();
    let intake = Intake::new(instrument()).with_pseudonyms(key.clone());
    let hidden = intake.read(file.as_slice(), NonZeroUsize::MIN).unwrap();
    assert!(tally(&plain.table) == tally(&hidden.table));
    for (named, unnamed) in plain.table.rows().zip(hidden.table.rows()) {
        assert_eq!(unnamed.id(), key.response(named.id()).as_str());
        let household = named
            .links()
            .household
            .map(|h| key.household(&h.to_string()));
        assert_eq!(unnamed.links().household, household);
    }
    let pairs = poet::domain::Pairs::by_household(&hidden.table, &hidden.table);
    assert_eq!(pairs.holders().paired + pairs.holders().unlinked, 300);
}
