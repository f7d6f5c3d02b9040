//! Every instrument goes the whole way, and none is named on it.

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

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

/// One test for each instrument of the catalogue, and one that none is left out.
macro_rules! whole_way {
    ($($name:ident: $key:literal,)*) => {
        $(
            #[test]
            fn $name() {
                whole_way(Catalogue::builtin().get(&$key.parse().unwrap()).unwrap());
            }
        )*

        #[test]
        fn no_instrument_of_the_catalogue_is_left_out() {
            let keys: Vec<_> = Catalogue::builtin().keys().map(ToString::to_string).collect();
            assert_eq!(keys, [$($key),*]);
        }
    };
}

whole_way! {
    adult_holders_2011: "adult-holders@2011",
    adult_holders_2013: "adult-holders@2013",
    adult_holders_2014: "adult-holders@2014",
    adults_2017: "adults@2017",
    ascs_core_2020_21: "ascs-core@2020-21",
    ascs_easy_read_2020_21: "ascs-easy-read@2020-21",
    ehc_child_2016: "ehc-child@2016",
    ehc_parent_2016: "ehc-parent@2016",
    ehc_practitioner_2016: "ehc-practitioner@2016",
    family_carers_2011: "family-carers@2011",
    family_carers_2013: "family-carers@2013",
    family_carers_2014: "family-carers@2014",
    phb_carers_2013: "phb-carers@2013",
    phb_carers_2014: "phb-carers@2014",
    phb_carers_2015: "phb-carers@2015",
    phb_holders_2013: "phb-holders@2013",
    phb_holders_2014: "phb-holders@2014",
    phb_holders_2015: "phb-holders@2015",
    staff_2014: "staff@2014",
    workforce_2013: "workforce@2013",
}

/// The lines before the tests at the foot of a file.
fn own_lines(text: &str) -> impl Iterator<Item = &str> {
    let tests = |(mark, module): (&str, &str)| mark == "#[cfg(test)]" && module.ends_with('{');
    let pairs = text.lines().zip(text.lines().skip(1));
    let own = pairs.take_while(move |pair| !tests(*pair)).count();
    text.lines().take(own + 1)
}

/// The code of the stages without their tests and comments, file by file.
fn code_of_the_stages() -> Vec<(PathBuf, String)> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders: Vec<_> = ["poet-scoring", "poet-benchmark", "poet-export"]
        .map(|stage| crates.join(stage).join("src"))
        .into();
    let mut code = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") && !name.ends_with("tests") {
                let text = fs::read_to_string(&path).unwrap();
                let lines = own_lines(&text).filter(|l| !l.trim_start().starts_with("//"));
                code.push((path, lines.collect::<Vec<_>>().join("\n")));
            }
        }
    }
    code
}

#[test]
fn no_stage_after_the_import_names_an_instrument() {
    let code = code_of_the_stages();
    assert!(code.len() > 50, "{} files", code.len());
    for id in Catalogue::builtin().keys().map(|key| &key.id) {
        let mut named = vec![format!("{id}@")];
        // A name of one word, such as `staff`, may stand for other things too.
        named.extend(id.as_str().contains('-').then(|| format!("\"{id}\"")));
        for (path, text) in &code {
            assert!(
                !named.iter().any(|n| text.contains(n)),
                "{}: {id}",
                path.display()
            );
        }
    }
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
