//! Promises of the published tables.

use std::path::PathBuf;

use poet_core::{Catalogue, Marker};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::Delimiter;

fn ascs() -> &'static Instrument {
    Catalogue::builtin()
        .get(&"ascs-core@2020-21".parse().unwrap())
        .unwrap()
}

fn read(file: &str) -> Published {
    PublishedIntake::new(ascs()).read(file.as_bytes()).unwrap()
}

/// The official table, where it is at hand: it is not ours to copy.
fn official() -> Option<Vec<u8>> {
    let root = std::env::var_os("POET_SHARED").map(PathBuf::from);
    let root =
        root.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"));
    let file = std::fs::read(root.join("data/ascs-2020-21-by-council.csv")).ok();
    if file.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "the official table is missing"
        );
        println!("skipped: no official table, set POET_SHARED");
    }
    file
}

#[test]
fn the_official_table_of_2020_21_is_read_to_its_last_row() {
    let Some(file) = official() else { return };
    let Published { table, report } = PublishedIntake::new(ascs()).read(file.as_slice()).unwrap();
    assert_eq!(
        (report.read, report.accepted, report.refused),
        (3078, 3078, 0),
        "{report}"
    );
    assert_eq!(report.organisations, 18);
    assert_eq!(
        report
            .pooled
            .iter()
            .map(|p| p.organisation.as_str())
            .collect::<Vec<_>>(),
        ["ALL18"]
    );
    // `grep -c '\[x\]'` and `'\[w\]'` on the file.
    assert_eq!(
        report.marked_rows,
        [(Marker::NoneRecorded, 87), (Marker::Unavailable, 94)].into()
    );
    let kirklees = table.get(&"E08000034".parse().unwrap()).unwrap();
    let q1 = &kirklees.items[&ascs().position("q1").unwrap()];
    assert_eq!(
        (q1.respondents, q1.points[0].weighted),
        (Some(295), Some(Decimal::from(970)))
    );
    assert_eq!(
        (q1.points[0].percent, q1.points[0].margin),
        (Some(Decimal::new(319, 1)), Some(Decimal::new(52, 1)))
    );
    // A script over the same file finds disagreements in the four tick-all items alone, which have no sum to agree with.
    assert_eq!(report.flags, [], "{report}");
}

#[test]
fn plain_counts_are_read_by_code_or_label() {
    let file =
        "Council;Question;Answer;Count\nYork;q21;No;5\nYork;Q21 help to complete;yes;1,200\n";
    let instrument = Catalogue::builtin()
        .get(&"adult-holders@2014".parse().unwrap())
        .unwrap();
    let holders = "council,item,answer,count\nYork,Dignity,A lot better,7\nYork,dignity,same,9\nYork,dignity,3,1\nYork,dignty,3,1\nYork,dignity,wrose,1\nYork,dignity,5,1.5\n,dignity,5,x\nYork,dignity\n";
    let published = PublishedIntake::new(instrument)
        .read(holders.as_bytes())
        .unwrap();
    let item = instrument.position("dignity").unwrap();
    let dignity = &published.table.get(&"York".parse().unwrap()).unwrap().items[&item];
    assert_eq!(
        (dignity.points[0].count, dignity.points[2].count),
        (Some(7), Some(9))
    );
    let refusals: Vec<_> = published
        .report
        .refusals
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        refusals,
        [
            "row 4: an earlier row gives the same figure, first in row 3",
            "row 5: column 2 \"item\": the instrument has no such item, nearest is \"Dignity\"",
            "row 6: column 3 \"answer\": the text is no code and no label of the scale, nearest is \"Worse\"",
            "row 7: column 4 \"count\": the answer is outside the limits of the item",
            "row 8: column 1 \"council\": there is no organisation; column 4 \"count\": the text is no number",
            "row 9: the row has fewer fields than the header",
        ]
    );
    assert_eq!(read(file).report.delimiter, Delimiter::Semicolon);
}

#[test]
fn figures_that_do_not_agree_are_flagged_and_kept() {
    let file = "organisation,item,code,weighted,percent,respondents\n\
                York,q10,1,100,25.0,50\nYork,q10,2,100,25.0,50\nYork,q10,3,100,30.0,50\nYork,q10,4,100,25.0,55\n";
    let report = read(file).report;
    assert_eq!(report.refused, 0);
    let flags: Vec<_> = report.flags.iter().map(ToString::to_string).collect();
    // 105 of 105 + 3 * 95 at most, 95 of 95 + 3 * 105 at least.
    assert_eq!(
        flags,
        [
            "York q10: point 3 is printed as 30.0 %, the printed people allow 23.17 to 26.92 %",
            "York q10: the per cents add up to 105.0, wants 100 within 0.20",
            "York q10: several numbers of respondents: 50, 55",
        ]
    );
}

#[test]
fn shorthand_stands_for_figures_that_are_not_there() {
    let options = PublishedOptions::default()
        .marker("*", Marker::Confidential)
        .pooled("two");
    let file = "organisation,item,code,count,percent\nYork,q10,1,*,[C]\nYork,q10,2,,12%\nYork,q10,3,..,1\ntwo,q10,3,4,1\n";
    let published = PublishedIntake::new(ascs())
        .with_options(options)
        .read(file.as_bytes())
        .unwrap();
    let point = |at: usize| {
        published.table.get(&"York".parse().unwrap()).unwrap().items
            [&ascs().position("q10").unwrap()]
            .points[at]
            .clone()
    };
    assert_eq!(point(0).marker, Some(Marker::Confidential));
    assert_eq!(
        (point(1).marker, point(1).percent),
        (None, Some(Decimal::from(12)))
    );
    assert_eq!(published.report.refusals[0].row, 4);
    assert_eq!(published.report.pooled.len(), 1);
}

#[test]
fn a_table_without_its_columns_is_an_error_of_the_call() {
    for (header, what) in [
        ("item,code,count", "organisation"),
        ("organisation,code,count", "item"),
        ("organisation,item,count", "code or label"),
        (
            "organisation,item,code",
            "count, weighted estimate or per cent",
        ),
    ] {
        let error = PublishedIntake::new(ascs())
            .read(header.as_bytes())
            .unwrap_err();
        assert!(
            matches!(error, Error::NoColumn { what: found, .. } if found == what),
            "{error}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_row_of_a_messy_table_is_accepted_or_refused(
        rows in prop::collection::vec(prop::collection::vec(prop::sample::select(vec![
            "York", "Leeds", "q10", "q1", "Q21 help to complete", "1", "2", "9", "Yes", "12.5", "-1", "[x]", "[c]", "", "1e9",
            "79228162514264337593543950335", "\"", "\"a\nb\"", "101", "100",
        ]), 4..10), 0..20),
        junk in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let rows: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
        let mut file = format!("organisation,item,code,label,count,weighted,percent,respondents\n{}\n", rows.join("\n")).into_bytes();
        file.extend(junk);
        let report = PublishedIntake::new(ascs()).read(file.as_slice()).unwrap().report;
        prop_assert_eq!(report.accepted + report.refused, report.read);
        prop_assert_eq!(report.refusals.len() as u64, report.refused);
        let records = crate::records::all(&file, report.delimiter).len() as u64;
        prop_assert_eq!(report.read, records - 1);
        let _ = report.to_string();
    }
}

proptest! {
    #[test]
    fn a_mapping_comes_back_from_toml_as_it_was(headers in prop::collection::vec(any::<Option<String>>(), 10)) {
        let mut headers = headers.into_iter();
        let mut next = || headers.next().flatten();
        let mapping = PublishedMapping {
            organisation: next(), name: next(), item: next(), code: next(), label: next(),
            count: next(), weighted: next(), percent: next(), respondents: next(), margin: next(),
        };
        prop_assert_eq!(PublishedMapping::from_toml(&mapping.to_toml().unwrap()).unwrap(), mapping);
    }
}
