//! Promises of the intake, over files good and bad.

use std::fmt::Write;

use poet_core::{Answer, Catalogue, Code, Missing, Response, Severity};
use proptest::prelude::*;

use super::*;
use crate::ReasonKind;
use crate::records::all;

const INSTRUMENT: &str = r#"
format = 1
id = "walk"
edition = "1"
title = { en = "Walks" }
asks = "state"
respondent = "other"
licence = "MIT"

[scales.yes_no]
points = [
    { code = "1", label = { en = "Yes", cy = "Ydw" }, reading = "favourable", score = 1, synonyms = ["aye"] },
    { code = "2", label = { en = "No", cy = "Nac ydw" }, reading = "unfavourable", score = 0 },
]
[scales.place]
points = [
    { code = "park", label = { en = "Park" } },
    { code = "hill", label = { en = "Hill, or mountain" } },
    { code = "sea", label = { en = "Sea" } },
]

[[sections]]
id = "walks"
role = "other"
title = { en = "Walks" }

[[sections.items]]
id = "walks"
kind = "choice"
scale = "yes_no"
required = true
text = { en = "Do you walk?" }

[[sections.items]]
id = "liked"
kind = "choice"
scale = "yes_no"
required = true
ask_if = { item = "walks", any_of = ["1"] }
text = { en = "Do you like it?" }

[[sections.items]]
id = "where"
kind = "tick_all"
scale = "place"
ask_if = { item = "walks", any_of = ["1"] }
text = { en = "Where do you walk?" }
label = { en = "Places" }

[[sections.items]]
id = "miles"
kind = "number"
decimals = 1
min = 0
max = 100
text = { en = "How far?" }

[[sections.items]]
id = "cost"
kind = "money"
min = 0
text = { en = "What do shoes cost?" }

[[sections.items]]
id = "since"
kind = "date"
min = "1950-01-01"
text = { en = "Since when?" }

[[sections.items]]
id = "why"
kind = "text"
text = { en = "Why?" }
"#;

pub(super) fn walks() -> Instrument {
    match Instrument::from_toml(INSTRUMENT) {
        Ok(instrument) => instrument,
        Err(error) => panic!("{error}"),
    }
}

pub(super) const ONE: NonZeroUsize = NonZeroUsize::MIN;

pub(super) fn read(text: impl AsRef<[u8]>) -> Responses {
    Intake::new(&walks()).read(text.as_ref(), ONE).unwrap()
}

fn reasons(text: &str) -> Vec<String> {
    read(text)
        .report
        .refusals
        .iter()
        .map(ToString::to_string)
        .collect()
}

pub(super) fn with_block(intake: &Intake, block: usize) -> Intake {
    let options = Options {
        block,
        ..intake.options.clone()
    };
    intake.clone().with_options(options)
}

/// Everything a row says, to compare rows by.
fn rows(table: &ResponseTable) -> Vec<String> {
    let columns = table.instrument().columns().len();
    let of = |row: poet_core::Row<'_>| {
        let codes: Vec<u8> = (0..columns).map(|c| row.code(c).byte()).collect();
        let values: Vec<_> = (0..table.instrument().items().len())
            .map(|i| row.value(i))
            .collect();
        format!(
            "{} {} {:?} {:?} {:?} {:?} {:?} {codes:?} {values:?}",
            row.id(),
            row.organisation(),
            row.stratum(),
            row.circumstances(),
            row.language(),
            row.links(),
            row.keep_until()
        )
    };
    table.rows().map(of).collect()
}

#[test]
fn a_row_says_in_the_table_what_it_said_in_the_file() {
    let responses = read(
        "id,council,stratum,mode,help,walks,liked,where,miles,cost,since,why\n\
         a,York,north,By post,no help,Ydw,NO,park; sea,\"1,2.50\",£90,31/01/2014,\"the \"\"air\"\"\nand the sea\"\n\
         b,York,,,,2.0,,,12.5,don't know,,n/a\n",
    );
    // Row a: `1,2.50` is no number, and its last field has two lines.
    assert_eq!(
        responses.report.refusals[0].to_string(),
        "row 2: the row runs over several lines, look for a quote left open; the record covers 2 lines; \
         column 9 \"miles\": the text is no number"
    );
    let row = responses.table.row(0).unwrap();
    assert_eq!(row.id(), "b");
    assert_eq!(row.code(0).answered(), Some(1));
    assert_eq!(row.code(1).missing(), Some(Missing::NotAsked));
    assert_eq!(row.code(2).missing(), Some(Missing::NotAsked));
    assert_eq!(row.value(3), Some(125));
    assert_eq!(row.code(6).missing(), Some(Missing::DontKnow));
    assert_eq!(row.code(7).missing(), Some(Missing::NotAnswered));
    assert_eq!(responses.texts[0].text.reveal(), "n/a");
}

#[test]
fn a_refused_row_tells_every_reason_and_no_answer() {
    let file = "id,council,mode,walks,liked,miles,since\n\
                ,,pigeon,purple,zzz,-1,yesterday\n\
                x,York,post,1,,900,\n\
                x,York,post,2,,,\n\
                x,York,post,2,,,\n\
                y,York\n\
                z,York,post,2,,,,\n";
    assert_eq!(
        reasons(file),
        [
            "row 2: column 1 \"id\": there is no response id; column 2 \"council\": there is no organisation; \
             column 3 \"mode\": the text is no known way of answering; \
             column 4 \"walks\": the text is no code and no label of the scale; \
             column 5 \"liked\": the text is no code and no label of the scale; \
             column 6 \"miles\": the answer is outside the limits of the item; \
             column 7 \"since\": the text is no date, wants 2014-01-31 or 31/01/2014",
            "row 3: column 5 \"liked\": the item was asked, wants an answer and has none; \
             column 6 \"miles\": the answer is outside the limits of the item",
            "row 5: column 1 \"id\": an earlier row has the same response id, first in row 4",
            "row 6: the row has fewer fields than the header",
            "row 7: the row has more fields than the header",
        ]
    );
    let report = read(file).report;
    assert_eq!((report.read, report.accepted, report.refused), (6, 1, 5));
    let told = format!(
        "{report} {report:?} {}",
        serde_json::to_string(&report).unwrap()
    );
    for answer in ["pigeon", "purple", "zzz", "yesterday", "900"] {
        assert!(!told.contains(answer), "{answer}");
    }
}

#[test]
fn routing_comes_before_required_and_what_was_not_asked_is_set_aside() {
    let report =
        read("id,council,walks,liked,where\na,York,no,yes,sea\nb,York,yes,,\nc,York,no,,\n").report;
    assert_eq!(report.refusals.len(), 1);
    assert_eq!(report.refusals[0].row, 3);
    assert_eq!(
        report.refusals[0].reasons[0].kind,
        ReasonKind::MissingRequired
    );
    let aside: Vec<_> = report
        .set_aside
        .iter()
        .map(|(item, n)| (item.as_str(), *n))
        .collect();
    assert_eq!(aside, [("liked", 1), ("where", 1)]);
}

#[test]
fn tick_all_items_are_read_from_one_cell_or_from_a_column_an_option() {
    let codes = |text: &str| {
        let responses = read(text);
        assert_eq!(responses.report.refused, 0, "{}", responses.report);
        let of = |row: poet_core::Row<'_>| (2..5).map(|c| row.code(c)).collect::<Vec<_>>();
        let rows: Vec<_> = responses.table.rows().map(of).collect();
        (rows, responses.report)
    };
    let ticks = |ticks: [u8; 3]| ticks.map(Code::answer).to_vec();
    let missing = |missing: Missing| vec![Code::from(missing); 3];
    let cells = "council,walks,liked,where\nA,1,1,\"Hill, or mountain\"\nA,1,1,\"sea, park,sea\"\nA,1,1,none\nA,1,1,\nA,1,1,dk\n";
    let (rows, report) = codes(cells);
    assert_eq!(report.duplicate_ticks, 1);
    let expected = [
        ticks([0, 1, 0]),
        ticks([1, 0, 1]),
        ticks([0, 0, 0]),
        missing(Missing::NotAnswered),
        missing(Missing::DontKnow),
    ];
    assert_eq!(rows, expected);
    let columns = "council,walks,liked,Places: park,where_sea\nA,1,1,x,\nA,1,1,0,0\nA,1,1,,\nA,1,1,n/a,\nA,1,1,,Sea\n";
    let (rows, report) = codes(columns);
    assert_eq!(report.options_without_column.len(), 1);
    let expected = [
        ticks([1, 0, 0]),
        ticks([0, 0, 0]),
        missing(Missing::NotAnswered),
        missing(Missing::NotApplicable),
        ticks([0, 0, 1]),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn a_mapping_gives_texts_and_columns_a_meaning() {
    let mapping = Mapping::from_toml(
        "instrument = \"walk@1\"\n\
         [missing]\n\"nil\" = \"dont_know\"\n\
         [mode]\n\"pigeon\" = \"post\"\n\
         [[columns]]\nheader = \"Amt\"\nrole = \"organisation\"\n\
         [[columns]]\nheader = \"Wie\"\nrole = \"mode\"\n\
         [[columns]]\nheader = \"Q1\"\nrole = \"item\"\nitem = \"walks\"\nvalues = { ja = \"1\", nein = \"2\" }\nmissing = { \"9\" = \"prefer_not_to_say\" }\n\
         [[columns]]\nheader = \"Q2\"\nrole = \"item\"\nitem = \"liked\"\n",
    )
    .unwrap();
    let file = "Amt;q1;Wie;other\nA;JA;pigeon;?\nA;9;;\nA;nil;;\n";
    let responses = Intake::new(&walks())
        .with_mapping(mapping)
        .read(file.as_bytes(), ONE)
        .unwrap();
    let codes: Vec<_> = responses.table.column(0).to_vec();
    assert_eq!(
        codes,
        [
            Code::answer(0),
            Missing::PreferNotToSay.into(),
            Missing::DontKnow.into()
        ]
    );
    assert_eq!(
        responses.table.row(0).unwrap().circumstances().mode,
        Some(poet_core::Mode::Post)
    );
    assert_eq!(responses.report.columns_not_found, ["Q2"]);
    assert_eq!(
        responses.report.columns[3].to_string(),
        "column 4 \"other\": not recognised, kept out"
    );
}

#[test]
fn a_mapping_that_does_not_fit_is_an_error_of_the_call() {
    let with = |columns: &str| {
        let toml = format!(
            "instrument = \"walk@1\"\n[[columns]]\nheader = \"o\"\nrole = \"organisation\"\n{columns}"
        );
        let intake = Intake::new(&walks()).with_mapping(Mapping::from_toml(&toml).unwrap());
        intake
            .read(b"o,x,y\n".as_slice(), ONE)
            .unwrap_err()
            .to_string()
    };
    let column =
        |header: &str, rest: &str| format!("[[columns]]\nheader = \"{header}\"\nrole = {rest}\n");
    assert_eq!(
        with(&column("x", "\"item\"\nitem = \"walk\"")),
        "mapping names item walk that the instrument does not have, nearest is walks"
    );
    assert_eq!(
        with(&column(
            "x",
            "\"item\"\nitem = \"walks\"\nvalues = { a = \"7\" }"
        )),
        "mapping of item walks names a point or option that its scale does not have, wants one of 1, 2"
    );
    assert_eq!(
        with(
            &(column("x", "\"item\"\nitem = \"walks\"")
                + &column("y", "\"item\"\nitem = \"walks\""))
        ),
        "mapping uses two columns as item walks, wants one"
    );
    assert_eq!(
        with(&column("x", "\"option\"\nitem = \"walks\"\noption = \"1\"")),
        "mapping of item walks does not fit its kind: only a tick-all item has options"
    );
    let error = Intake::new(&walks())
        .read(b"colour\nred".as_slice(), ONE)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "no organisation column among the 1 of the header; name one in the mapping, or the organisation of every row"
    );
}

#[test]
fn bytes_of_old_spreadsheets_are_read_and_counted() {
    let file = b"\xef\xbb\xbfid,council,walks,liked,why\r\na,Ynys M\xf4n,1,1,caf\xe9\r\nb,Ynys M\xc3\xb4n,1,1,\"a\r\nb\"\r\n";
    let responses = read(file);
    assert_eq!(responses.report.windows_1252_rows, 1);
    assert!(responses.report.byte_order_mark);
    assert_eq!(responses.table.organisations().len(), 1);
    assert_eq!(responses.texts[0].text.reveal(), "café");
    assert_eq!(responses.texts[1].text.reveal(), "a\r\nb");
}

#[test]
fn only_so_many_refusals_are_listed_and_all_are_counted() {
    let file = format!("id,council,walks\n{}", "a,b,c\n".repeat(5000));
    let intake = Intake::new(&walks()).with_options(Options::default().listed_refusals(3));
    for block in [16, 1 << 18] {
        let report = with_block(&intake, block)
            .read(file.as_bytes(), ONE)
            .unwrap()
            .report;
        assert_eq!(
            (report.refusals.len(), report.refusals_not_listed),
            (3, 4997)
        );
        assert_eq!(report.reasons[0].rows, 5000);
    }
}

#[test]
fn a_failing_reader_is_an_error_for_any_number_of_threads() {
    struct Failing(usize);
    impl Read for Failing {
        fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
            if self.0 == 0 {
                return Err(std::io::Error::other("gone"));
            }
            let n = to.len().min(self.0).min(100);
            to[..n].fill(b'\n');
            to[..n.min(8)].copy_from_slice(&b"council\n"[..n.min(8)]);
            self.0 -= n;
            Ok(n)
        }
    }
    for threads in [1, 2, 7] {
        let read = with_block(&Intake::new(&walks()), 50)
            .read(Failing(4000), NonZeroUsize::new(threads).unwrap());
        assert!(matches!(read, Err(Error::Read(_))));
    }
}

#[test]
fn the_page_says_what_to_do_next() {
    let page = read("council,Walks,shoe\nYork,yes,42\nYork,maybe,43\n")
        .report
        .to_string();
    let head: Vec<&str> = page.lines().take(10).collect();
    assert_eq!(
        head,
        [
            "Intake for walk@1",
            "2 rows read, 1 accepted, 1 refused",
            "",
            "What to do next",
            "  Put the refused rows right in the file, or give their texts a meaning in the mapping, and read the file again.",
            "  Look at the columns kept out; where one holds answers, name its item in the mapping.",
            "  Add a column of response ids: without one, a response that stands in the file twice counts twice.",
            "",
            "Why rows were refused (a row may have several reasons)",
            "  1 row: column 2 \"Walks\": the text is no code and no label of the scale",
        ]
    );
}

#[test]
fn answers_whose_filter_has_no_column_are_told_of_first() {
    let report =
        read("id,council,liked,where,shoe\na,York,yes,sea,1\nb,York,no,,2\n,York,,,\n").report;
    let unroutable: Vec<_> = report
        .unroutable
        .iter()
        .map(|u| (u.item.as_str(), u.rests_on[0].as_str()))
        .collect();
    assert_eq!(unroutable, [("liked", "walks"), ("where", "walks")]);
    assert_eq!(
        report.next_steps()[0],
        "Add columns for walks, which decide who was asked liked, where: without them that routing cannot be \
         followed, and 3 answers are set aside and count nowhere."
    );
    let whole = read("id,council,walks,liked,where\na,York,yes,yes,sea\n").report;
    assert!(whole.unroutable.is_empty());
}

#[test]
fn a_quote_left_open_says_how_many_lines_it_swallowed() {
    let file = "id,council,walks,why\na,York,2,\"nice\nb,York,2,\nc,York,2,\"air\"\n\
                d,York,2,\"two\nlines\"\ne,York,zzz,\"three\r\nmore\r\nlines\"\nd,York,2,\"two\nlines\"\n\
                f,York,2,\"good\ng,York,2,\nh,York,2,\n";
    let report = read(file).report;
    let told: Vec<_> = report.refusals.iter().map(ToString::to_string).collect();
    let several = "the row runs over several lines, look for a quote left open; the record covers";
    assert_eq!(
        told,
        [
            format!(
                "row 4: {several} 3 lines; column 3 \"walks\": the text is no code and no label of the scale"
            ),
            format!(
                "row 5: {several} 2 lines; column 1 \"id\": an earlier row has the same response id, first in row 3"
            ),
            "row 6: a quote is left open; the record covers 3 lines".to_owned(),
        ]
    );
    assert_eq!((report.read, report.accepted, report.refused), (5, 2, 3));
    assert_eq!(report.lines_in_quotes, 8);
    assert_eq!(
        report.next_steps()[0],
        "Look for quotes left open: 3 refused rows cover 8 lines, and each line may be a person."
    );
    let one = reasons("council,walks,why\nYork,2,\"good");
    assert_eq!(
        one,
        ["row 2: a quote is left open; the record covers 1 line"]
    );
}

#[test]
fn a_record_too_long_says_how_many_lines_it_covers() {
    let swallowed = "York,2,\n".repeat(600_000);
    let file = format!("council,walks,why\nYork,2,\"good\n{swallowed}York,2,\"\nYork,2,\n");
    let report = read(file).report;
    assert_eq!((report.read, report.refused), (2, 1));
    assert_eq!(report.lines_in_quotes, 600_002);
    assert!(
        report.refusals[0]
            .to_string()
            .ends_with("look for a quote left open; the record covers 600002 lines"),
        "{}",
        report.refusals[0]
    );
}

#[test]
fn rows_without_a_word_are_passed_over() {
    let file = "id;council;walks\na;York;1\n;;\n  ; ;\t\n\"\";\"\";\n;;;;;\n \nb;York;\n;York;1\n";
    let report = read(file).report;
    assert_eq!((report.read, report.accepted, report.refused), (3, 1, 2));
    assert_eq!(report.blank_rows, 5);
    let rows: Vec<_> = report.refusals.iter().map(|refusal| refusal.row).collect();
    assert_eq!(rows, [8, 9]);
    let numbered = read("council,walks\nYork,1\n,\nYork,2\n,\n");
    assert_eq!(numbered.report.blank_rows, 2);
    let ids: Vec<_> = numbered
        .table
        .rows()
        .map(|row| row.id().to_owned())
        .collect();
    assert_eq!(ids, ["2", "4"]);
}

#[test]
fn organisations_that_differ_in_spelling_only_are_told_of_and_not_merged() {
    let file = "id,council,walks\na,Leeds,1\nb,LEEDS,1\nc,York,1\nd,york ,9\ne,\"St. Helens\",2\nf,St Helens,2\n";
    for block in [16, 1 << 18] {
        let read = with_block(&Intake::new(&walks()), block).read(file.as_bytes(), ONE);
        let Responses { report, table, .. } = read.unwrap();
        let alike: Vec<Vec<_>> = report
            .alike_organisations
            .iter()
            .map(|names| {
                names
                    .iter()
                    .map(poet_core::OrganisationId::as_str)
                    .collect()
            })
            .collect();
        // The other spelling of York stands only in a row that was refused.
        assert_eq!(alike, [["LEEDS", "Leeds"], ["St Helens", "St. Helens"]]);
        assert!(report.next_steps().contains(
            &"Write each organisation in one way, such as \"LEEDS\" or \"Leeds\": they are counted apart.".to_owned()
        ));
        assert_eq!(table.row(0).unwrap().organisation().as_str(), "Leeds");
        assert_eq!(table.row(1).unwrap().organisation().as_str(), "LEEDS");
    }
}

/// One cell, good or bad, plain, quoted or broken.
fn cell() -> impl Strategy<Value = Vec<u8>> {
    let texts = vec![
        "",
        "1",
        "2",
        "yes",
        "Ydw",
        " 1.0 ",
        "n/a",
        "dk",
        "park",
        "park; sea",
        "12.5",
        "£3",
        "cy",
        "Welsh",
        "daughter",
        "83e9f7cc-786c-8e74-896a-ace1ee84e9c8",
        "31/01/2014",
        "post",
        "York",
        "E08000035",
        "maybe",
        "-1",
        "a",
        "b",
        "c",
        "d",
        "ünï",
        "\"",
        "\"a\"\"b\"",
        "\"1\"",
        "\"yes\"x",
        "\"two\nlines\"",
        "\"\n",
        "\"a,b\"",
    ];
    prop_oneof![
        10 => prop::sample::select(texts).prop_map(|text| text.as_bytes().to_vec()),
        2 => "[a-z0-9]{1,12}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ]
}

/// Columns beside the council, each there or not.
const MESSY_HEADERS: &[&str] = &[
    "id",
    "walks",
    "liked",
    "where",
    "miles",
    "cost",
    "since",
    "why",
    "mode",
    "help",
    "stratum",
    "helper",
    "easy read",
    "language",
    "household_id",
    "keep until",
    "shoe",
    "Places: park",
];

fn messy_file() -> impl Strategy<Value = Vec<u8>> {
    let names = prop::sample::subsequence(MESSY_HEADERS, 0..14);
    let end = || prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]);
    let row = |columns: usize| {
        let width = prop_oneof![8 => Just(columns), 1 => 0..columns + 3];
        width.prop_flat_map(|width| prop::collection::vec(cell(), width))
    };
    (
        names,
        prop::sample::select(vec![",", ";", "\t"]),
        end(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_flat_map(move |(names, delimiter, end, mark, closed)| {
            let names: Vec<&str> = ["council"].into_iter().chain(names).collect();
            let rows = prop::collection::vec(row(names.len()), 0..25);
            (
                Just(names),
                Just(delimiter),
                Just(end),
                Just(mark),
                Just(closed),
                rows,
            )
        })
        .prop_map(|(names, delimiter, end, mark, closed, rows)| {
            let mut file = if mark {
                b"\xef\xbb\xbf".to_vec()
            } else {
                Vec::new()
            };
            file.extend_from_slice(names.join(delimiter).as_bytes());
            for row in rows {
                file.extend_from_slice(end.as_bytes());
                file.extend(row.join(delimiter.as_bytes()));
            }
            if closed {
                file.extend_from_slice(end.as_bytes());
            }
            file
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn every_row_of_a_messy_file_is_accepted_or_refused_the_same_for_any_threads(file in messy_file(), block in 1..200_usize) {
        let intake = with_block(&Intake::new(&walks()), block);
        let one = intake.read(file.as_slice(), ONE).unwrap();
        let report = &one.report;
        prop_assert_eq!(report.accepted + report.refused, report.read);
        prop_assert_eq!(one.table.len() as u64, report.accepted);
        prop_assert_eq!(report.refusals.len() as u64, report.refused);
        let records = all(file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file), report.delimiter);
        prop_assert_eq!(report.read + report.blank_rows, records.len() as u64 - 1);
        let json = serde_json::to_string(report).unwrap();
        for threads in [2, 7] {
            let many = intake.read(file.as_slice(), NonZeroUsize::new(threads).unwrap()).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&many.report).unwrap());
            prop_assert_eq!(rows(&one.table), rows(&many.table));
            prop_assert_eq!(one.table.set_aside(), many.table.set_aside());
            prop_assert_eq!(&one.texts, &many.texts);
        }
        let whole = Intake::new(&walks()).read(file.as_slice(), ONE).unwrap();
        prop_assert_eq!(&json, &serde_json::to_string(&whole.report).unwrap());
        prop_assert_eq!(rows(&one.table), rows(&whole.table));
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), block in 1..100_usize) {
        let intake = with_block(&Intake::new(&walks()), block);
        let with_header = [b"council,walks,why\n".as_slice(), &bytes].concat();
        for file in [bytes, with_header] {
            if let Ok(responses) = intake.read(file.as_slice(), ONE) {
                let report = responses.report;
                prop_assert_eq!(report.accepted + report.refused, report.read);
            }
        }
    }

    #[test]
    fn a_file_is_read_as_each_response_is_validated(
        people in prop::collection::vec((0..4_usize, 0..4_usize, prop::collection::btree_set(0..3_usize, 0..3), -20..1200_i64), 1..12),
    ) {
        let instrument = walks();
        let mut file = String::from("id,organisation,walks,liked,where,miles\n");
        let mut expected = ResponseTable::new(&instrument);
        let mut refused = Vec::new();
        for (n, (walks, liked, places, tenths)) in people.iter().enumerate() {
            let codes = ["1", "2", "", "9"];
            let options = ["park", "hill", "sea"];
            let ticked: Vec<_> = places.iter().map(|&p| options[p]).collect();
            let place = if ticked.is_empty() { "none".to_owned() } else { ticked.join("|") };
            let miles = rust_decimal::Decimal::new(*tenths, 1);
            let _ = writeln!(file, "r{n},York,{},{},{place},{miles}", codes[*walks], codes[*liked]);
            let choice = |code: &str| match code {
                "" => Answer::Missing(Missing::NotAnswered),
                code => Answer::Choice(code.parse().unwrap()),
            };
            let response = Response::new(format!("r{n}").parse().unwrap(), "York".parse().unwrap())
                .with("walks".parse().unwrap(), choice(codes[*walks]))
                .with("liked".parse().unwrap(), choice(codes[*liked]))
                .with("where".parse().unwrap(), Answer::Ticks(ticked.iter().map(|t| t.parse().unwrap()).collect()))
                .with("miles".parse().unwrap(), Answer::Number(miles))
                .with("cost".parse().unwrap(), Answer::Missing(Missing::NotAsked))
                .with("since".parse().unwrap(), Answer::Missing(Missing::NotAsked))
                .with("why".parse().unwrap(), Answer::Missing(Missing::NotAsked));
            let findings = response.validate(&instrument);
            let wrong = findings.iter().filter(|f| f.severity() == Severity::Refused).count();
            if wrong > 0 {
                refused.push((n as u64 + 2, wrong));
            } else {
                expected.push(&response).unwrap();
            }
        }
        expected.route();
        let responses = read(&file);
        let found: Vec<_> = responses.report.refusals.iter().map(|r| (r.row, r.reasons.len())).collect();
        prop_assert_eq!(found, refused);
        prop_assert_eq!(rows(&responses.table), rows(&expected));
        prop_assert_eq!(responses.table.set_aside(), expected.set_aside());
    }
}

#[test]
fn the_catalogues_headers_are_guessed_by_id() {
    for instrument in Catalogue::builtin().iter() {
        let ids: Vec<_> = instrument.items().iter().map(|i| i.id().as_str()).collect();
        let header = format!("response_id,organisation,{}\n", ids.join(","));
        let report = Intake::new(instrument)
            .read(header.as_bytes(), ONE)
            .unwrap()
            .report;
        assert!(report.items_without_column.is_empty(), "{report}");
    }
}

#[test]
fn codes_are_read_with_either_decimal_sign_and_with_their_labels() {
    let file = "id;organisation;walks;where\n1;York;1,0;park\n2;York;2.00;park,sea\n3;York;1 - Yes;sea\n4;York;1,5;sea\n";
    let responses = read(file);
    let codes = [0, 1, 0].map(Code::answer);
    assert_eq!(responses.table.column(0), codes);
    assert_eq!(responses.report.refusals[0].row, 5);
}

/// Ids, places and strata of the accepted rows.
fn heads(responses: &Responses) -> Vec<String> {
    let rows = responses.table.rows();
    rows.map(|row| {
        let stratum = row.stratum().map_or("", |stratum| stratum.as_str());
        format!("{} {} {stratum}", row.id(), row.organisation())
    })
    .collect()
}

#[test]
fn an_item_may_tell_places_apart_and_counts_as_an_answer_too() {
    let intake = Intake::new(&walks()).places(Places::Column("walks".to_owned()));
    let file = "id,walks,liked\n1,ydw,1\n2,No,\n3,NA,\n4,perhaps,1\n";
    let responses = intake.read(file.as_bytes(), ONE).unwrap();
    assert_eq!(heads(&responses), ["1 Yes ", "2 No "]);
    assert_eq!(
        responses.table.column(0),
        [Code::answer(0), Code::answer(1)]
    );
    let refusals: Vec<_> = responses
        .report
        .refusals
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        refusals,
        [
            "row 4: column 2 \"walks\": there is no organisation",
            "row 5: column 2 \"walks\": the text is no code and no label of the scale",
        ]
    );
}

#[test]
fn an_item_may_be_the_stratum_as_well_and_a_row_may_have_none() {
    let mapping = Mapping::from_toml(
        r#"
        instrument = "walk@1"
        organisation = "Leeds"
        [[columns]]
        header = "liked"
        role = "item"
        item = "liked"
        also = "stratum"
        "#,
    );
    let intake = Intake::new(&walks()).with_mapping(mapping.unwrap());
    let file = "liked,other\n2,x\n,y\n\n,,\n,\n1,\n";
    let responses = intake.read(file.as_bytes(), ONE).unwrap();
    assert_eq!(heads(&responses), ["2 Leeds No", "3 Leeds ", "6 Leeds Yes"]);
    assert_eq!(responses.report.blank_rows, 2);
    assert_eq!(responses.report.refused, 0);
}

#[test]
fn places_named_after_answers_are_the_same_for_any_split() {
    let intake = Intake::new(&walks()).places(Places::Column("walks".to_owned()));
    let mut file = String::from("id,walks\n");
    for n in 0..500 {
        let _ = writeln!(file, "{n},{}", if n % 3 == 0 { "1" } else { "2" });
    }
    let whole = intake.read(file.as_bytes(), ONE).unwrap();
    let split = with_block(&intake, 64);
    let three = NonZeroUsize::new(3).unwrap();
    let parts = split.read(file.as_bytes(), three).unwrap();
    assert_eq!(heads(&whole), heads(&parts));
    assert_eq!(heads(&whole)[..2], ["0 Yes ", "1 No "]);
}

#[test]
fn what_programs_write_for_a_blank_names_no_place() {
    let file = "id,organisation\n1,NA\n2,NaN\n3,#N/A\n4,Namibia\n";
    assert_eq!(heads(&read(file)), ["4 Namibia "]);
    assert_eq!(
        reasons(file)[0],
        "row 2: column 2 \"organisation\": there is no organisation"
    );
}

#[test]
fn a_file_says_in_one_way_whose_rows_are() {
    let column = "[[columns]]\nheader = \"who\"\nrole = \"organisation\"\n";
    let also = "[[columns]]\nheader = \"walks\"\nrole = \"item\"\nitem = \"walks\"\nalso = \"organisation\"\n";
    let one = "organisation = \"Leeds\"\n";
    let error = |parts: &str| {
        let mapping = Mapping::from_toml(&format!("instrument = \"walk@1\"\n{parts}")).unwrap();
        let intake = Intake::new(&walks()).with_mapping(mapping);
        intake.read(&b"who,walks\nYork,1\n"[..], ONE).err()
    };
    for twice in [
        format!("{one}{column}"),
        format!("{one}{also}"),
        format!("{column}{also}"),
    ] {
        let error = error(&twice).unwrap();
        assert!(
            matches!(
                error,
                Error::TwiceMapped {
                    role: crate::Use::Organisation
                }
            ),
            "{error}"
        );
    }
    assert!(matches!(error(""), Some(Error::NoColumn { .. })));
    for once in [one, column, also] {
        assert!(error(once).is_none());
    }
}
