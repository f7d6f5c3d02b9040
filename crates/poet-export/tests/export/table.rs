//! Tables for analysts and machines.

use poet_benchmark::release::{Benchmark, Policy, Released};
use poet_core::{Directory, Instrument, Organisation, OrganisationKind, Sampling};
use poet_export::{Error, Spreadsheet, Tables};

use crate::survey::{directory, framed, instrument, place, published, released};

type Write = fn(&Tables<'_>, &mut Vec<u8>) -> Result<(), Error>;

const ALL: [Write; 4] = [
    |tables, file| tables.write_answers(file),
    |tables, file| tables.write_comparisons(file),
    |tables, file| tables.write_measures(file),
    |tables, file| tables.write_json(file),
];

fn written(released: &Released<Benchmark>, instrument: &Instrument, write: Write) -> String {
    let directory = directory(released.places.len());
    let tables = Tables::new(released, instrument, &directory).unwrap();
    let mut file = Vec::new();
    write(&tables, &mut file).unwrap();
    String::from_utf8(file).unwrap()
}

/// The rows of a table as columns by name.
fn rows(csv: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn a_header_and_a_row_of_each_table() {
    let adults = instrument("adult-holders@2014");
    let released = released(adults, &[150, 1], Policy::ascs());
    let line = |write, start: &str| {
        let csv = written(&released, adults, write);
        csv.lines()
            .find(|line| line.contains(start))
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        line(ALL[0], "instrument,"),
        "instrument,extent,organisation,organisation_name,section,item,item_label,option,option_label,answer_kind,\
         answer,answer_label,reading,people,people_status,base,base_status,share,share_status,mark,\
         weighted_people,weighted_share,weighted_margin,weighted_status"
    );
    assert_eq!(
        line(
            ALL[0],
            "E08000001,Council Barrow & Hythe,outcomes,dignity,Dignity,,,point,1"
        ),
        "adult-holders@2014,organisation,E08000001,Council Barrow & Hythe,outcomes,dignity,Dignity,,,point,1,\
         A lot better,favourable,,withheld,,withheld,,withheld,[c],,,,no_frame"
    );
    assert_eq!(
        line(ALL[1], "E08000001,Council Barrow & Hythe,outcomes,dignity"),
        "adult-holders@2014,organisation,E08000001,Council Barrow & Hythe,outcomes,dignity,Dignity,,,,withheld,,,,,\
         withheld,,withheld,,withheld,,,,withheld,,,,,,withheld,,,,,withheld,,,withheld,,,,,,,withheld,,,no_frame"
    );
    assert_eq!(
        line(ALL[2], "instrument,"),
        "instrument,extent,organisation,organisation_name,measure,measure_label,measure_kind,measure_version,people,\
         mean,status,mark,lower,upper,interval_status,items,weighted_mean,weighted_margin,weighted_status"
    );
}

#[test]
fn a_number_is_there_exactly_where_its_status_is_shown() {
    let numbers = [
        ("people", "people_status"),
        ("base", "base_status"),
        ("share", "share_status"),
    ];
    let adults = instrument("adult-holders@2014");
    let users = instrument("ascs-core@2020-21");
    let files = [
        written(
            &released(adults, &[150, 30, 2], Policy::ascs()),
            adults,
            ALL[0],
        ),
        written(&published(users), users, ALL[0]),
    ];
    for row in files.iter().flat_map(|csv| rows(csv)) {
        for (number, status) in numbers {
            assert_eq!(
                row[number].parse::<f64>().is_ok(),
                row[status] == "shown",
                "{row:?}"
            );
        }
    }
}

#[test]
fn a_comparison_says_how_large_a_difference_would_probably_be_found() {
    let adults = instrument("adult-holders@2014");
    let csv = written(
        &released(adults, &[150, 130], Policy::ascs()),
        adults,
        ALL[1],
    );
    let compared = rows(&csv)
        .into_iter()
        .filter(|row| row["comparison_status"] == "shown");
    let mut found = 0;
    for row in compared {
        let difference: f64 = row["detectable_difference"].parse().unwrap();
        assert_eq!(row["detectable_status"], "shown");
        assert!((0.05..0.3).contains(&difference), "{row:?}");
        found += 1;
    }
    assert!(found > 0);
}

type Row = std::collections::BTreeMap<String, String>;

/// The rows of every CSV of a survey with a frame: answers, comparisons, measures.
fn framed_rows(released: &Released<Benchmark>) -> [Vec<Row>; 3] {
    let users = instrument("ascs-core@2020-21");
    [0, 1, 2].map(|at| rows(&written(released, users, ALL[at])))
}

fn with_frame() -> Released<Benchmark> {
    let users = instrument("ascs-core@2020-21");
    framed(users, &[400, 30], Policy::ascs(), Sampling::Random)
}

#[test]
fn weighted_figures_stand_behind_the_plain_ones() {
    let released = with_frame();
    let [answers, comparisons, _] = framed_rows(&released);
    let find = |rows: &[Row], answer: &str| {
        let mut rows = rows.iter().filter(|row| row["organisation"] == "E08000000");
        let found =
            |row: &&Row| row["item"] == "q3b" && row.get("answer").is_none_or(|a| a == answer);
        rows.find(found).unwrap().clone()
    };
    let item = released.items.iter().find(|i| i.item.as_str() == "q3b");
    let weighted = item.unwrap().weighted.as_ref().unwrap();
    let cell = weighted.places[0].as_ref().shown().unwrap();
    let share = cell.favourable.shown().unwrap();
    let margin = share.margin.shown().unwrap().to_string();
    for row in [find(&comparisons, ""), find(&answers, "1")] {
        assert_eq!(row["weighted_share"], share.share.to_string());
        assert_eq!(row["weighted_margin"], margin);
        assert_eq!(row["weighted_status"], "shown");
    }
    assert_eq!(
        find(&answers, "1")["weighted_people"],
        share.people.to_string()
    );
    assert_eq!(find(&answers, "dont_know")["weighted_status"], "no_share");
}

#[test]
fn a_weighted_number_is_there_exactly_where_its_status_is_shown() {
    let tables = framed_rows(&with_frame());
    let numbers = ["weighted_share", "weighted_share", "weighted_mean"];
    for (rows, number) in tables.iter().zip(numbers) {
        for row in rows {
            assert_eq!(
                row[number].is_empty(),
                row["weighted_status"] != "shown",
                "{row:?}"
            );
        }
    }
    let has = |status: &str| tables[1].iter().any(|row| row["weighted_status"] == status);
    assert!(has("shown") && has("withheld"));
    let never = |row: &&Row| row["item"] == "q12" && row["answer"] == "1";
    let mut never = tables[0].iter().filter(never);
    assert!(never.all(|row| ["outside_base", "withheld"].contains(&&*row["weighted_status"])));
    assert_eq!(tables[2].len(), 3);
}

#[test]
fn withheld_nought_missing_not_asked_and_not_applicable_are_told_apart() {
    let adults = instrument("adult-holders@2014");
    let csv = written(
        &released(adults, &[150, 30, 2], Policy::ascs()),
        adults,
        ALL[0],
    );
    let rows = rows(&csv);
    let has =
        |test: &dyn Fn(&std::collections::BTreeMap<String, String>) -> bool| rows.iter().any(test);
    assert!(has(&|r| r["people_status"] == "withheld"
        && r["people"].is_empty()
        && r["mark"] == "[c]"));
    assert!(has(&|r| r["people_status"] == "shown" && r["people"] == "0"));
    for missing in [
        "not_applicable",
        "dont_know",
        "prefer_not_to_say",
        "not_answered",
        "not_asked",
    ] {
        assert!(
            has(&|r| r["answer_kind"] == "missing" && r["answer"] == missing),
            "{missing}"
        );
    }
}

#[test]
fn every_item_has_every_answer_in_every_place() {
    let adults = instrument("adult-holders@2014");
    let csv = written(
        &released(adults, &[20, 30], Policy::strict()),
        adults,
        ALL[0],
    );
    let columns = adults.columns().iter();
    let answers: usize = columns.map(|c| usize::from(c.points()) + 5).sum();
    assert_eq!(rows(&csv).len(), answers * 3);
}

#[test]
fn the_json_is_the_released_benchmark_with_its_labels() {
    let adults = instrument("adult-holders@2014");
    let released = released(adults, &[150, 30], Policy::ascs());
    let json: serde_json::Value =
        serde_json::from_str(&written(&released, adults, ALL[3])).unwrap();
    assert_eq!(json["format"], Tables::FORMAT);
    assert_eq!(json["benchmark"], serde_json::to_value(&released).unwrap());
    assert_eq!(
        json["labels"]["organisations"][1]["label"],
        "Council Barrow & Hythe"
    );
    let items = json["labels"]["items"].as_array().unwrap();
    assert_eq!(
        items.len(),
        json["benchmark"]["items"].as_array().unwrap().len()
    );
}

#[test]
fn the_same_figures_give_the_same_bytes_without_carriage_returns() {
    let adults = instrument("adult-holders@2014");
    for write in ALL {
        let twice =
            [0, 1].map(|_| written(&released(adults, &[40, 50], Policy::ascs()), adults, write));
        assert!(twice[0] == twice[1]);
        assert!(
            !twice[0].contains('\r') && !twice[0].contains("NaN") && !twice[0].contains("inf,")
        );
    }
}

#[test]
fn a_name_that_is_a_formula_is_guarded_on_request_and_numbers_are_not() {
    let adults = instrument("adult-holders@2014");
    let released = released(adults, &[150, 150], Policy::ascs());
    let organisation = Organisation {
        id: place(0),
        name: "=cmd|' /C calc'!A0".to_owned(),
        kind: OrganisationKind::Council,
        region: None,
        ons: None,
        ods: None,
    };
    let directory: Directory = [organisation].into_iter().collect();
    let tables = Tables::new(&released, adults, &directory).unwrap();
    let csv = |tables: Tables<'_>| {
        let mut file = Vec::new();
        tables.write_comparisons(&mut file).unwrap();
        String::from_utf8(file).unwrap()
    };
    assert!(csv(tables.clone()).contains(",=cmd"));
    let guarded = csv(tables.spreadsheet(Spreadsheet::Guarded));
    assert!(guarded.contains(",'=cmd") && !guarded.contains(",=cmd"));
    let numbers = rows(&guarded)
        .into_iter()
        .map(|row| row["difference"].clone());
    assert!(numbers.into_iter().any(|n| n.starts_with('-')));
}
