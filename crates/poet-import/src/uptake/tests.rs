//! Files of counts.

use poet_core::budget::{AgeGroup, NeedGroup};
use proptest::prelude::*;

use super::*;

fn read(text: &str) -> UptakeIntake {
    UptakeIntake::read(text.as_bytes()).unwrap()
}

#[test]
fn every_reason_of_a_row_is_told_with_its_column_and_no_count() {
    let file = "code,age,eligible,holders,direct payments\n,45,x,777,778\nnorth,65+,20,21,5\nnorth,65+,20,15,16\n";
    let intake = read(file);
    assert_eq!(intake.accepted, []);
    let told: Vec<String> = intake.refused.iter().map(ToString::to_string).collect();
    let wanted = [
        "row 2: column 1 \"code\": there is no organisation; column 2 \"age\": the text is no known group; \
         column 3 \"eligible\": the text is no whole number of people",
        "row 3: column 4 \"holders\": the count is larger than the count that it is part of",
        "row 4: column 5 \"direct payments\": the count is larger than the count that it is part of",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn a_total_is_not_counted_beside_its_parts_whichever_comes_first() {
    let head = "organisation;need group;eligible;holders\n";
    let after = read(&format!("{head}a;mental health;9;5\nb;;9;5\na;;18;10\n"));
    assert_eq!((after.accepted.len(), after.refused.len()), (2, 1));
    assert_eq!(after.refused[0].row, 4);
    assert_eq!(after.refused[0].reasons[0].first_row, Some(2));
    let before = read(&format!("{head}a;all;18;10\na;mental health;9;5\n"));
    assert_eq!(before.refused[0].reasons[0].kind, ReasonKind::CountedBefore);
    let mental = Group::EVERYBODY.needing(NeedGroup::MentalHealth);
    assert_eq!(
        (after.accepted[0].row, after.accepted[0].group),
        (2, mental)
    );
}

#[test]
fn direct_payments_left_out_are_not_nought() {
    let file = "organisation,eligible,holders,direct payments\na,9,5,\nb,9,5,0\n";
    let known: Vec<_> = read(file)
        .accepted
        .iter()
        .map(|row| row.uptake.direct_payments())
        .collect();
    assert_eq!(known, [None, Some(0)]);
}

#[test]
fn rows_of_another_length_are_refused_and_the_rest_is_read() {
    let file =
        "organisation,age group,eligible,holders\na,65+,9\n\nb,18-64,9,5,1\nc,18 to 64,9,5\n";
    let intake = read(file);
    let kinds: Vec<_> = intake
        .refused
        .iter()
        .map(|r| (r.row, r.reasons[0].kind))
        .collect();
    assert_eq!(
        kinds,
        [
            (2, ReasonKind::TooFewFields),
            (3, ReasonKind::TooManyFields)
        ]
    );
    let young = Group::EVERYBODY.aged(AgeGroup::From18To64);
    assert_eq!(
        (intake.accepted[0].row, intake.accepted[0].group),
        (4, young)
    );
    assert_eq!(intake.read_rows(), 3);
}

#[test]
fn a_file_without_a_column_names_what_it_wants() {
    let error = UptakeIntake::read("organisation,holders\n".as_bytes()).unwrap_err();
    let wanted = "no column `eligible` among the 2 of the header";
    assert_eq!(error.to_string(), wanted);
    let empty = UptakeIntake::read("".as_bytes()).unwrap_err();
    assert!(matches!(empty, Error::NoHeader));
}

proptest! {
    #[test]
    fn no_row_is_lost_and_no_text_panics(
        rows in prop::collection::vec("[ab]?,(65\\+|18-64|all|x)?,[0-9]{0,2},[0-9]{0,2},[0-9]?", 0..12),
        noise in "\\PC*",
    ) {
        let mut file = "organisation,age group,eligible,holders,direct payments\n".to_owned();
        for row in &rows {
            file += row;
            file.push('\n');
        }
        let intake = read(&file);
        prop_assert_eq!(intake.read_rows(), rows.len());
        for (at, row) in intake.accepted.iter().enumerate() {
            let apart = |earlier: &UptakeRow| {
                earlier.organisation != row.organisation || !earlier.group.overlaps(row.group)
            };
            prop_assert!(intake.accepted[..at].iter().all(apart));
        }
        let _ = UptakeIntake::read(format!("{file}{noise}").as_bytes());
        let _ = UptakeIntake::read(noise.as_bytes());
    }
}
