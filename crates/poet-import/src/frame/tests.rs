use poet_core::Sampling;
use proptest::prelude::*;

use super::*;

fn read(file: &[u8]) -> FrameFile {
    let frame = Frame::new("ascs-core@2020-21".parse().unwrap(), Sampling::Random);
    read_frame(file, frame).unwrap()
}

fn refusals(file: &str) -> Vec<String> {
    let refusals = read(file.as_bytes()).report.refusals;
    refusals.iter().map(ToString::to_string).collect()
}

fn counts(file: &FrameFile, place: &str) -> Vec<(Option<String>, FrameCount)> {
    let place = place.parse().unwrap();
    let strata = file.frame.strata(&place);
    strata
        .map(|(name, count)| (name.map(ToString::to_string), count))
        .collect()
}

#[test]
fn columns_stand_in_any_order_under_their_usual_names() {
    let file = "Forms returned;Population;LA code;Notes;Sample size;Strata\n7;1,000;E06000014;x;20;1\n;90;E06000014;;;2\n";
    let read = read(file.as_bytes());
    assert_eq!(
        (read.report.read, read.report.accepted, read.report.refused),
        (2, 2, 0)
    );
    assert_eq!(read.report.columns_ignored, ["Notes"]);
    let full = FrameCount::of(1_000)
        .with_sent(20)
        .unwrap()
        .with_returned(7)
        .unwrap();
    let expected = [
        (Some("1".to_owned()), full),
        (Some("2".to_owned()), FrameCount::of(90)),
    ];
    assert_eq!(counts(&read, "E06000014"), expected);
    assert_eq!(read.frame.sampling(), Sampling::Random);
}

#[test]
fn a_file_may_be_saved_by_a_spreadsheet_and_have_no_strata() {
    let read = read(b"\xef\xbb\xbfsep=;\r\nCouncil;Eligible\r\nYnys M\xf4n;40\r\n\r\n");
    assert_eq!(read.report.accepted, 1);
    assert_eq!(counts(&read, "Ynys M\u{f4}n"), [(None, FrameCount::of(40))]);
}

#[test]
fn every_reason_against_a_row_is_given_with_its_column() {
    let head = "organisation,stratum,eligible,sent,returned\n";
    let of = |row: &str| refusals(&format!("{head}{row}\n"));
    assert_eq!(of("a,1,10,5,5"), Vec::<String>::new());
    assert_eq!(of("a,1,10,10,"), Vec::<String>::new());
    assert_eq!(
        of("a,1,10,11,12"),
        ["row 2: column 4 \"sent\": more forms were sent than people are eligible"]
    );
    assert_eq!(
        of("a,1,10,5,6"),
        ["row 2: column 5 \"returned\": more forms were returned than sent"]
    );
    assert_eq!(
        of("a,1,10,,11"),
        ["row 2: column 5 \"returned\": more forms were returned than sent"]
    );
    assert_eq!(
        of(",1,,-1,2.5"),
        [
            "row 2: column 1 \"organisation\": there is no organisation; \
          column 3 \"eligible\": the text is no whole number of people; \
          column 4 \"sent\": the text is no whole number of people; \
          column 5 \"returned\": the text is no whole number of people"
        ]
    );
    assert_eq!(
        of("a,1,4294967296,,"),
        ["row 2: column 3 \"eligible\": the text is no whole number of people"]
    );
    assert_eq!(of("a,1,4294967295,,"), Vec::<String>::new());
    assert_eq!(
        of("a,1,10"),
        ["row 2: the row has fewer fields than the header"]
    );
    assert_eq!(
        of("a,1,10,,,"),
        ["row 2: the row has more fields than the header"]
    );
    let long = "s".repeat(49);
    assert_eq!(
        of(&format!("a,{long},10,,")),
        [
            "row 2: column 2 \"stratum\": the stratum is longer than 48 bytes or has control characters"
        ]
    );
    let long = "a".repeat(129);
    assert!(
        of(&format!("{long},1,10,,"))[0]
            .starts_with("row 2: column 1 \"organisation\": the organisation is")
    );
}

#[test]
fn an_organisation_of_which_a_row_is_refused_is_refused_wholly() {
    let file =
        "organisation,stratum,eligible\nnorth,1,10\nsouth,1,10\nnorth,2,many\nnorth,3,10\n,1,10\n";
    let read = read(file.as_bytes());
    assert_eq!(
        (read.report.read, read.report.accepted, read.report.refused),
        (5, 1, 4)
    );
    assert_eq!(
        refusals(file),
        [
            "row 2: another row of the organisation is refused, first in row 4",
            "row 4: column 3 \"eligible\": the text is no whole number of people",
            "row 5: another row of the organisation is refused, first in row 4",
            "row 6: column 1 \"organisation\": there is no organisation",
        ]
    );
    let kept: Vec<_> = read
        .frame
        .organisations()
        .map(OrganisationId::as_str)
        .collect();
    assert_eq!(kept, ["south"]);
    let text = read.report.to_string();
    assert!(
        text.starts_with("5 rows read, 1 accepted, 4 refused\n"),
        "{text}"
    );
}

#[test]
fn a_stratum_twice_and_a_whole_beside_strata_name_the_first_row() {
    let file = "organisation,stratum,eligible\na,1,10\na,2,10\na,1,11\nb,,5\nb,2,5\nb,,7\n";
    assert_eq!(
        refusals(file)[1..],
        [
            "row 3: another row of the organisation is refused, first in row 4",
            "row 4: column 2 \"stratum\": an earlier row gives the same stratum, first in row 2",
            "row 5: another row of the organisation is refused, first in row 6",
            "row 6: column 2 \"stratum\": the organisation is counted as a whole and by stratum, first in row 5",
            "row 7: column 2 \"stratum\": an earlier row gives the same stratum, first in row 5",
        ]
    );
}

#[test]
fn a_file_without_its_columns_is_no_frame() {
    let error = |file: &str| {
        let frame = Frame::new("ascs-core@2020-21".parse().unwrap(), Sampling::Random);
        read_frame(file.as_bytes(), frame).unwrap_err()
    };
    let what = |error| match error {
        Error::NoColumn { what, columns } => (what, columns),
        other => panic!("{other}"),
    };
    assert_eq!(what(error("stratum,eligible\n1,2\n")), ("organisation", 2));
    assert_eq!(what(error("council,sent\na,2\n")), ("eligible", 2));
    assert!(matches!(error(""), Error::NoHeader));
    assert!(matches!(error("\u{feff}"), Error::NoHeader));
}

proptest! {
    #[test]
    fn accepted_and_refused_are_read_for_any_text(
        rows in prop::collection::vec("([ab]|\\PC{0,3}),[12]?,([0-9]{1,2}|\\PC{0,3})(,[0-9]?)?", 0..12),
        rest in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        let mut file = format!("organisation,stratum,eligible,sent\n{}\n", rows.join("\n")).into_bytes();
        file.extend(rest);
        let read = read(&file);
        let report = &read.report;
        prop_assert_eq!(report.accepted + report.refused, report.read);
        prop_assert_eq!(report.refusals.len() as u64, report.refused);
        let strata: usize = read.frame.organisations().map(|id| read.frame.strata(id).count()).sum();
        prop_assert_eq!(strata as u64, report.accepted);
        prop_assert!(report.refusals.windows(2).all(|two| two[0].row < two[1].row));
        prop_assert!(report.refusals.iter().all(|refusal| !refusal.reasons.is_empty()));
    }
}
