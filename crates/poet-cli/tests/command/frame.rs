//! Figures that a frame weights.

use std::fmt::Write as _;

use super::{Scratch, poet, text};

#[test]
fn a_frame_weights_figures_and_its_refused_rows_are_told() {
    let mut survey = String::from("response_id,organisation,stratum,q3b\n");
    // Thirty and ten of forty in one stratum, twelve and eight of twenty in the other.
    let counts = [
        ("1", "1", 30),
        ("1", "2", 10),
        ("2", "1", 12),
        ("2", "2", 8),
    ];
    for (at, (stratum, point, people)) in counts.into_iter().enumerate() {
        for person in 0..people {
            writeln!(survey, "r{at}-{person},north,{stratum},{point}").unwrap();
        }
    }
    let rows =
        "organisation,stratum,eligible,sent\nnorth,1,300,80\nnorth,2,100,70\nsouth,1,many,\n";
    let frame = Scratch::new("frame.csv", rows);
    let ascs = "ascs-core@2020-21";
    let args = [
        "-",
        "--instrument",
        ascs,
        "--frame",
        frame.path(),
        "--sampling",
        "random",
    ];
    let table = poet(&[&["benchmark"], &args[..]].concat(), &survey);
    let report = ["report", "--organisation", "north", "--minimum", "10"];
    let report = poet(&[&report[..], &args[..]].concat(), &survey);
    let alone = poet(
        &[
            "benchmark",
            "-",
            "--instrument",
            ascs,
            "--frame",
            frame.path(),
        ],
        &survey,
    );

    assert_eq!(table.status.code(), Some(0), "{}", text(&table.stderr));
    assert!(
        text(&table.stderr)
            .contains("row 4: column 3 \"eligible\": the text is no whole number of people")
    );
    let row = text(&table.stdout)
        .lines()
        .find(|line| line.contains(",north,north,outcomes,q3b,"));
    // 0.75 of 300 and 0.6 of 100 are 0.7125; 1.96 sqrt(0.1875 * 90000 * (1 - 40 / 300) / 39
    // + 0.24 * 10000 * 0.8 / 19) / 400 = 0.1069.
    assert!(row.unwrap().ends_with(",0.713,0.107,shown"), "{row:?}");
    assert!(text(&report.stdout).contains("71.3% ± 10.7"));
    assert!(
        text(&report.stdout).contains("40.0%"),
        "60 of 150 forms came back"
    );
    assert_eq!(
        alone.status.code(),
        Some(2),
        "how people were asked has to be said"
    );
}
