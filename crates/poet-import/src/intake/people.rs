//! What the intake keeps of the people behind the rows, and what it keeps out.

use std::fmt::Write;

use poet_core::{Circumstance, Form, Help, Helper, Language};
use proptest::prelude::*;

use super::tests::{ONE, read, walks, with_block};
use super::*;
use crate::Use;

const BUDGET: &str = "038fdc41-e132-8333-95df-40f52e055c05";
const HOUSEHOLD: &str = "83e9f7cc-786c-8e74-896a-ace1ee84e9c8";

fn key() -> PseudonymKey {
    PseudonymKey::new(&(0..32).collect::<Vec<_>>()).unwrap()
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2030, 1, day).unwrap()
}

fn ids(table: &ResponseTable) -> Vec<String> {
    table.rows().map(|row| row.id().to_owned()).collect()
}

fn refusals(report: &IntakeReport) -> Vec<String> {
    report.refusals.iter().map(ToString::to_string).collect()
}

#[test]
fn a_row_says_how_it_came_about_and_what_it_belongs_to() {
    let file = format!(
        "id,council,Completed by,Who helped?,Easy read version,Language,budget_id,household_id,keep until,walks\n\
         a,York,with help,Daughter,Yes,Cymraeg,{BUDGET},{HOUSEHOLD},31/01/2030,2\n\
         b,York,alone,nobody,No,EN,,n/a,-,2\n\
         c,York,,,,,,,,2\n"
    );
    let responses = read(&file);
    assert_eq!(refusals(&responses.report), [] as [&str; 0]);
    let row = |at| responses.table.row(at).unwrap();
    let circumstances = row(0).circumstances();
    assert_eq!(circumstances.help, Some(Help::WithHelp));
    assert_eq!(circumstances.helper, Some(Helper::FamilyCarer));
    assert_eq!(circumstances.form, Some(Form::EasyRead));
    assert_eq!(row(0).language().map(Language::as_str), Some("cy"));
    assert_eq!(row(0).links().budget.unwrap().to_string(), BUDGET);
    assert_eq!(row(0).links().household.unwrap().to_string(), HOUSEHOLD);
    assert_eq!(row(0).keep_until(), Some(day(31)));
    assert_eq!(row(1).circumstances().helper, None);
    assert_eq!(row(1).circumstances().form, Some(Form::Standard));
    assert_eq!(row(1).language().map(Language::as_str), Some("en"));
    assert!(row(1).links().is_empty() && row(1).keep_until().is_none());
    let nothing = Circumstance::ALL.iter().map(|&of| row(2).circumstance(of));
    assert!(nothing.eq([None; 5]));
}

#[test]
fn a_cell_that_says_nothing_known_refuses_its_row_with_its_column() {
    let file = "id,council,helper,form,language,budget_id,household_id,keep until,walks\n\
                a,York,family carr,easy raed,Welch,12 Mill Lane,4815162342,soon,2\n";
    let told = refusals(&read(file).report);
    assert_eq!(
        told,
        [
            "row 2: column 3 \"helper\": the text does not say who helped, nearest is \"family carer\"; \
              column 4 \"form\": the text is no known form of the questionnaire, nearest is \"easy read\"; \
              column 5 \"language\": the text is no known language and no tag such as en or cy, nearest is \"Welsh\"; \
              column 6 \"budget_id\": the budget is no pseudonym (a UUID), and there is no key to make one of it; \
              column 7 \"household_id\": the household is no pseudonym (a UUID), and there is no key to make one of it; \
              column 8 \"keep until\": the text is no date, wants 2014-01-31 or 31/01/2014"
        ]
    );
    let told = told.concat();
    assert!(!told.contains("Mill") && !told.contains("4815"));
}

#[test]
fn a_mapping_gives_columns_these_roles_and_texts_their_meaning() {
    let mapping = Mapping::from_toml(
        "instrument = \"walk@1\"\n\
         columns = [\n\
           { header = \"c\", role = \"organisation\" }, { header = \"h\", role = \"helper\" },\n\
           { header = \"f\", role = \"form\" }, { header = \"l\", role = \"language\" },\n\
           { header = \"b\", role = \"budget\" }, { header = \"o\", role = \"household\" },\n\
           { header = \"k\", role = \"keep_until\" }, { header = \"walks\", role = \"item\", item = \"walks\" },\n\
         ]\n\
         [helper]\nneighbour = \"somebody_else\"\n[form]\npictures = \"easy_read\"\n[language]\nSylheti = \"syl\"\n",
    )
    .unwrap();
    assert_eq!(
        Mapping::from_toml(&mapping.to_toml().unwrap()).unwrap(),
        mapping
    );
    let file = format!(
        "c,h,f,l,b,o,k,walks\nYork,Neighbour,pictures,sylheti,{BUDGET},{HOUSEHOLD},2030-01-05,2\n"
    );
    let intake = Intake::new(&walks()).with_mapping(mapping);
    let responses = intake.read(file.as_bytes(), ONE).unwrap();
    let row = responses.table.row(0).unwrap();
    let known = row.circumstances();
    assert_eq!(
        (known.helper, known.form),
        (Some(Helper::SomebodyElse), Some(Form::EasyRead))
    );
    assert_eq!(row.language().map(Language::as_str), Some("syl"));
    assert_eq!(row.links().budget.unwrap().to_string(), BUDGET);
    assert_eq!(row.links().household.unwrap().to_string(), HOUSEHOLD);
    assert_eq!(row.keep_until(), Some(day(5)));
    let used: Vec<_> = responses.report.columns[1..7]
        .iter()
        .filter_map(|column| column.used_as.as_deref())
        .collect();
    let roles = [
        "helper",
        "form",
        "language",
        "budget",
        "household",
        "last day to be kept",
    ];
    assert_eq!(used, roles);
}

#[test]
fn a_key_makes_pseudonyms_of_names_and_no_name_is_left() {
    let file = "id,council,budget_id,household_id,walks,why\n\
                r-1,York,r-1,r-1,2,air\n\
                \" r-1 \",York,,,2,\n\
                r-2,York,b,12 Mill Lane,2,\n\
                r-2,York,b,12 Mill Lane,maybe,\n";
    let intake = Intake::new(&walks()).with_pseudonyms(key());
    let responses = intake.read(file.as_bytes(), ONE).unwrap();
    // The pseudonyms of `r-1` are those that Python's `hmac` makes; see `PseudonymKey`.
    assert_eq!(
        ids(&responses.table),
        [
            "91a1a9468109fe27cedf186c1912f95a",
            key().response("r-2").as_str()
        ]
    );
    let links = responses.table.row(0).unwrap().links();
    assert_eq!(links.budget.unwrap().to_string(), BUDGET);
    assert_eq!(links.household.unwrap().to_string(), HOUSEHOLD);
    let links = responses.table.row(1).unwrap().links();
    assert_eq!(links.household, Some(key().household("12 Mill Lane")));
    assert_eq!(
        refusals(&responses.report),
        [
            "row 3: column 1 \"id\": an earlier row has the same response id, first in row 2",
            "row 5: column 1 \"id\": an earlier row has the same response id, first in row 4; \
             column 5 \"walks\": the text is no code and no label of the scale"
        ]
    );
    let whole = format!("{intake:?} {responses:?}");
    assert!(!whole.contains("r-1") && !whole.contains("Mill"), "{whole}");
    assert_eq!(responses.texts[0].row, 0);
}

#[test]
fn erased_responses_are_counted_and_never_listed() {
    let file = "id,council,walks,why\na,York,2,\nb,York,maybe,\"of\nmine\"\nc,York,maybe,\nd,York,2,\nd,York,2,\n";
    let erased = ["b", "d", "not here"].map(|id| id.parse().unwrap());
    let intake = Intake::new(&walks()).without(erased.clone());
    let Responses {
        table,
        texts,
        report,
    } = intake.read(file.as_bytes(), ONE).unwrap();
    assert_eq!(ids(&table), ["a"]);
    assert!(texts.is_empty());
    assert_eq!((report.read, report.accepted, report.refused), (5, 1, 4));
    assert_eq!(
        (report.erased, report.past_last_day, report.faulty()),
        (3, 0, 1)
    );
    assert_eq!(report.refusals_not_listed, 0);
    assert_eq!(
        refusals(&report),
        ["row 4: column 3 \"walks\": the text is no code and no label of the scale"]
    );
    let page = report.to_string();
    assert!(
        page.contains("3 rows: column 1 \"id\": the response was erased"),
        "{page}"
    );
    // Lines that may hold other people are told of all the same.
    assert_eq!(report.lines_in_quotes, 2);
    let json = serde_json::to_string(&report).unwrap();
    assert!(json.contains("\"kind\":\"erased\",\"rows\":3"), "{json}");
    assert!(!json.contains("\"row\":3") && !json.contains("\"row\":5"));
    // Nothing but erased rows is nothing to be put right.
    let file = "id,council,walks\nb,York,2\na,York,1\n";
    let report = intake.read(file.as_bytes(), ONE).unwrap().report;
    assert!(
        report
            .next_steps()
            .iter()
            .all(|step| !step.contains("Put the refused rows right"))
    );
    // By pseudonyms too, and with a key by either.
    let pseudonym = key().response("a");
    for erased in [pseudonym, "a".parse().unwrap()] {
        let intake = Intake::new(&walks())
            .with_pseudonyms(key())
            .without([erased]);
        let responses = intake.read(file.as_bytes(), ONE).unwrap();
        assert_eq!(ids(&responses.table), [key().response("b").as_str()]);
        assert_eq!(responses.report.erased, 1);
    }
}

#[test]
fn responses_past_their_last_day_are_left_out_on_the_day_asked_for() {
    let file = "id,council,keep until,walks\na,York,2030-01-01,2\nb,York,02/01/2030,2\nc,York,,2\nd,York,2029-12-31,9\n";
    let left = |intake: Intake| {
        let responses = intake.read(file.as_bytes(), ONE).unwrap();
        let report = responses.report;
        assert_eq!(report.accepted + report.refused, report.read);
        (ids(&responses.table), report.past_last_day, report.faulty())
    };
    let intake = || Intake::new(&walks());
    let of = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect::<Vec<_>>();
    assert_eq!(left(intake()), (of(&["a", "b", "c"]), 0, 1));
    assert_eq!(left(intake().as_at(day(1))), (of(&["a", "b", "c"]), 1, 0));
    assert_eq!(left(intake().as_at(day(2))), (of(&["b", "c"]), 2, 0));
    assert_eq!(left(intake().as_at(day(3))), (of(&["c"]), 3, 0));
}

#[test]
fn nobody_can_be_left_out_without_the_column_that_says_whom() {
    let file = b"council,walks\nYork,2\n".as_slice();
    let erased = Intake::new(&walks()).without(["a".parse().unwrap()]);
    let error = erased.read(file, ONE).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no response id column among the 2 of the header; name one in the mapping"
    );
    let error = Intake::new(&walks())
        .as_at(day(1))
        .read(file, ONE)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "no last day column among the 2 of the header; name one in the mapping"
    );
}

#[test]
fn columns_that_tell_who_somebody_is_are_named_and_nothing_of_them() {
    let file = "ref,council,walks,Surname,shoe,contact,number,near,D.O.B.\n\
                943 476 5919,York,1,Example,42,a.person@example.org,4010232137,YO1 7HH,1950-01-31\n\
                4010232137,York,1,Example,43,,9434765919,here,1951-01-31\n\
                none,York,1,,44,b.person@example.org,7,there,\n";
    let report = read(file).report;
    let told: Vec<_> = report.identifiers.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "column 1 \"ref\" (NHS numbers)",
            "column 4 \"Surname\" (names)",
            "column 6 \"contact\" (e-mail addresses)",
            "column 7 \"number\" (NHS numbers)",
            "column 9 \"D.O.B.\" (dates of birth)",
        ]
    );
    assert_eq!(
        report.identifiers[0].used_as.as_deref(),
        Some("response id")
    );
    assert_eq!(report.identifiers[1].used_as, None);
    assert_eq!(
        report.next_steps()[..2],
        [
            "Read the file with a key for pseudonyms, or put pseudonyms in column 1 \"ref\": its response ids look like \
             NHS numbers.",
            "Take out of the file what tells who somebody is: column 4 \"Surname\" (names), column 6 \"contact\" (e-mail \
             addresses), column 7 \"number\" (NHS numbers), column 9 \"D.O.B.\" (dates of birth). Nothing of it is read \
             here.",
        ]
    );
    let all = format!("{report} {}", serde_json::to_string(&report).unwrap());
    for value in ["Example", "person@", "9434765919", "943 476", "YO1", "1950"] {
        assert!(!all.contains(value), "{value}");
    }
    let intake = Intake::new(&walks()).with_pseudonyms(key());
    let report = intake.read(file.as_bytes(), ONE).unwrap().report;
    assert_eq!(report.identifiers[0].column.position, 4);
    // A column with a use of its own is not told of.
    let mut mapped = report.mapping;
    mapped.columns[3].role = Use::Stratum;
    let report = Intake::new(&walks())
        .with_mapping(mapped)
        .read(file.as_bytes(), ONE)
        .unwrap()
        .report;
    assert!(report.identifiers.iter().all(|id| id.column.position != 4));
}

#[test]
fn a_hundred_rows_are_looked_at_wherever_blocks_are_cut() {
    let rows = |n: usize, cell: &str| format!("York,{cell}\n").repeat(n);
    for (plain, postcodes, found) in [(49, 51, 1), (50, 50, 0), (100, 900, 0)] {
        let file = format!(
            "council,area\n{}{}",
            rows(plain, "here"),
            rows(postcodes, "YO1 7HH")
        );
        for block in [8, 64, 1 << 20] {
            for threads in [1, 3] {
                let intake = with_block(&Intake::new(&walks()), block);
                let report = intake
                    .read(file.as_bytes(), NonZeroUsize::new(threads).unwrap())
                    .unwrap()
                    .report;
                assert_eq!(report.identifiers.len(), found, "{plain} {block}");
            }
        }
    }
}

proptest! {
    #[test]
    fn rows_left_out_leave_what_the_others_make_for_any_threads(
        people in prop::collection::vec((0..30_u8, 0..4_u32, 0..3_usize), 0..40),
        erased in prop::collection::btree_set(0..30_u8, 0..6),
        block in 1..200_usize,
    ) {
        let header = "id,council,language,household_id,keep until,walks,why\n";
        let (mut file, mut left) = (header.to_owned(), header.to_owned());
        let languages = ["cy", "Urdu", "zz"];
        for (id, until, language) in &people {
            let row = format!("p{id},York,{},h{id},2030-01-0{},{},w{id}\n", languages[*language], until + 1, until + 1);
            file += &row;
            let is_past = *until + 1 < 2;
            let _ = write!(left, "{}", if erased.contains(id) || is_past { "" } else { &row });
        }
        let ids = erased.iter().map(|id| format!("p{id}").parse::<ResponseId>().unwrap());
        let intake = Intake::new(&walks()).with_pseudonyms(key());
        let with = with_block(&intake.clone().without(ids.clone()).as_at(day(2)), block);
        let without = intake.read(left.as_bytes(), ONE).unwrap();
        let rows = |table: &ResponseTable| -> Vec<_> {
            let of = |row: poet_core::Row<'_>| {
                (row.id().to_owned(), row.language().cloned(), row.links(), row.keep_until(), row.code(0))
            };
            table.rows().map(of).collect()
        };
        let mut reports = Vec::new();
        for threads in [1, 2, 7] {
            let found = with.read(file.as_bytes(), NonZeroUsize::new(threads).unwrap()).unwrap();
            prop_assert_eq!(rows(&found.table), rows(&without.table));
            prop_assert_eq!(&found.texts, &without.texts);
            let report = found.report;
            prop_assert_eq!(report.accepted + report.refused, report.read);
            prop_assert_eq!(report.read, people.len() as u64);
            let out = people.iter().filter(|(id, until, _)| erased.contains(id) || *until == 0).count();
            prop_assert_eq!(report.erased + report.past_last_day, out as u64);
            prop_assert_eq!(report.refusals.len() as u64, report.faulty());
            reports.push(serde_json::to_string(&report).unwrap());
        }
        prop_assert!(reports.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
