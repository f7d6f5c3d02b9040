//! What changed over rounds of fieldwork, as tables and as a part of both reports.

use poet_benchmark::Settings;
use poet_benchmark::release::{Changes, Policy, Released};
use poet_benchmark::tally::Tally;
use poet_benchmark::waves::{Round, Waves};
use poet_core::{Instrument, Wave};
use poet_export::{ChangeTables, CouncilReport, Error, NationalReport};

use crate::html::{parse, words};
use crate::survey::{directory, instrument, place, released, tally};

fn adults() -> &'static Instrument {
    instrument("adult-holders@2014")
}

/// Rounds of these sizes, a month each from January 2013 on.
fn changes(policy: Policy, rounds: &[&[usize]]) -> Released<Changes> {
    let january = chrono::NaiveDate::from_ymd_opt(2013, 1, 1).unwrap();
    let wave = |month: u32| {
        let day = january
            .checked_add_months(chrono::Months::new(month))
            .unwrap();
        let id = day.format("%Y-%m").to_string().parse().unwrap();
        let last = day + chrono::Days::new(27);
        Wave::new(id, adults().key().clone(), day, last).unwrap()
    };
    let waves: Vec<Wave> = (0..).map(wave).take(rounds.len()).collect();
    let tallies: Vec<Tally> = rounds
        .iter()
        .enumerate()
        .map(|(at, sizes)| tally(adults(), sizes, at))
        .collect();
    let rounds: Vec<_> = waves
        .iter()
        .zip(&tallies)
        .map(|(wave, tally)| Round { wave, tally })
        .collect();
    policy.apply_waves(&Waves::new(&rounds, &Settings::default()).unwrap())
}

const SIZES: [usize; 3] = [150, 140, 160];

fn council(changes: &Released<Changes>, policy: Policy, number: usize) -> String {
    let (released, directory) = (released(adults(), &SIZES, policy), directory(SIZES.len()));
    let report = CouncilReport::new(&released, adults(), &directory, &place(number)).unwrap();
    let mut page = Vec::new();
    report.changes(changes).unwrap().write(&mut page).unwrap();
    String::from_utf8(page).unwrap()
}

fn national(changes: &Released<Changes>, policy: Policy) -> String {
    let (released, directory) = (released(adults(), &SIZES, policy), directory(SIZES.len()));
    let report = NationalReport::new(&released, adults(), &directory).unwrap();
    let mut page = Vec::new();
    report.changes(changes).unwrap().write(&mut page).unwrap();
    String::from_utf8(page).unwrap()
}

#[test]
fn both_reports_say_what_changed_and_what_it_does_not_say() {
    let changes = changes(
        Policy::ascs(),
        &[&[120, 130, 140], &[150, 120, 130], &SIZES],
    );
    for page in [
        council(&changes, Policy::ascs(), 1),
        national(&changes, Policy::ascs()),
    ] {
        parse(&page).unwrap();
        let words = words(&page);
        for said in [
            "What has changed",
            "over 3 rounds of fieldwork: Jan 2013, Feb 2013, Mar 2013.",
            "Different people answered each time.",
            "not what made the difference",
            &format!("{} tests of change were made", changes.method.tests),
            "Upright lines are 95 % intervals"
                .replace(" %", "%")
                .as_str(),
        ] {
            assert!(words.contains(said), "{said}");
        }
        for claim in ["because of", "caused", "thanks to", "led to"] {
            let part = page
                .split("<section aria-labelledby=")
                .find(|part| part.starts_with("\"changed\""));
            let part = part.unwrap();
            assert!(!part.contains(claim), "{claim}");
        }
    }
    let everywhere = "Did it change alike everywhere?";
    assert!(national(&changes, Policy::ascs()).contains(everywhere));
    assert!(!council(&changes, Policy::ascs(), 1).contains(everywhere));
}

#[test]
fn thirteen_rounds_are_drawn_with_limits_of_chance() {
    let rounds: Vec<&[usize]> = vec![&SIZES; 13];
    let page = national(&changes(Policy::ascs(), &rounds), Policy::ascs());
    parse(&page).unwrap();
    assert!(page.contains("class=\"limit\"") && page.contains("as far as can be told"));
    let twelve = national(&changes(Policy::ascs(), &rounds[1..]), Policy::ascs());
    assert!(!twelve.contains("class=\"limit\""));
}

#[test]
fn a_report_without_earlier_rounds_says_nothing_of_them() {
    let (released, directory) = (
        released(adults(), &SIZES, Policy::ascs()),
        directory(SIZES.len()),
    );
    let mut page = Vec::new();
    CouncilReport::new(&released, adults(), &directory, &place(1))
        .unwrap()
        .write(&mut page)
        .unwrap();
    assert!(
        !String::from_utf8(page)
            .unwrap()
            .contains("What has changed")
    );
}

#[test]
fn changes_of_another_questionnaire_are_refused() {
    let changes = changes(Policy::ascs(), &[&SIZES, &SIZES]);
    let (carers, directory) = (instrument("family-carers@2014"), directory(3));
    assert!(matches!(
        ChangeTables::new(&changes, carers, &directory),
        Err(Error::OtherInstrument { .. })
    ));
    let released = released(carers, &SIZES, Policy::ascs());
    let report = CouncilReport::new(&released, carers, &directory, &place(1)).unwrap();
    assert!(matches!(
        report.changes(&changes),
        Err(Error::OtherInstrument { .. })
    ));
}

type Write = fn(&ChangeTables<'_>, &mut Vec<u8>) -> Result<(), Error>;

fn written(changes: &Released<Changes>, write: Write) -> String {
    let directory = directory(SIZES.len());
    let mut file = Vec::new();
    write(
        &ChangeTables::new(changes, adults(), &directory).unwrap(),
        &mut file,
    )
    .unwrap();
    String::from_utf8(file).unwrap()
}

fn rows(csv: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    csv::Reader::from_reader(csv.as_bytes())
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

#[test]
fn every_figure_that_is_not_shown_says_why() {
    let changes = changes(Policy::ascs(), &[&[120, 1, 140], &[150, 120, 130]]);
    let shares = rows(&written(&changes, |tables, file| tables.write_shares(file)));
    let of = |wave: &str| {
        let mut rows = shares.iter();
        rows.find(|row| {
            row["item"] == "dignity" && row["organisation"] == "E08000001" && row["wave"] == wave
        })
        .unwrap()
    };
    assert_eq!(
        (
            of("2013-01")["share"].as_str(),
            of("2013-01")["status"].as_str()
        ),
        ("", "withheld")
    );
    assert_eq!(of("2013-02")["status"], "shown");
    let rows = rows(&written(&changes, |tables, file| {
        tables.write_changes(file)
    }));
    let of = |organisation: &str| {
        let mut rows = rows.iter();
        rows.find(|row| row["item"] == "dignity" && row["organisation"] == organisation)
            .unwrap()
    };
    let hidden = of("E08000001");
    assert_eq!(
        (
            hidden["difference"].as_str(),
            hidden["change_status"].as_str()
        ),
        ("", "withheld")
    );
    // One place alone would give the other away, so a second one is kept back with it.
    let shown = rows
        .iter()
        .find(|row| row["item"] == "dignity" && row["change_status"] == "shown")
        .unwrap();
    assert_eq!(
        (shown["change_from"].as_str(), shown["change_to"].as_str()),
        ("2013-01", "2013-02")
    );
    assert_eq!(
        (
            shown["trend_status"].as_str(),
            shown["chart_status"].as_str()
        ),
        ("too_few_waves", "too_few_waves")
    );
    assert_eq!(
        (
            of("")["everywhere_p"].as_str(),
            of("")["everywhere_status"].as_str()
        ),
        ("", "withheld")
    );
}

#[test]
fn a_statistician_finds_method_tests_and_reasons_in_the_json() {
    let changes = changes(Policy::ascs(), &[&SIZES, &[150, 120, 130]]);
    let json: serde_json::Value =
        serde_json::from_str(&written(&changes, |tables, file| tables.write_json(file))).unwrap();
    assert_eq!(json["method"]["tests"], changes.method.tests);
    assert!(
        json["method"]["trend_test"]
            .as_str()
            .unwrap()
            .starts_with("Cochran-Armitage")
    );
    assert_eq!(json["waves"][1]["day"], 31.0);
    assert_eq!(json["items"][0]["all"]["trend"]["absent"], "too_few_waves");
}
