//! The command as its users call it: what it writes and how it exits.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use std::io::Write;
use std::process::{Command, Output, Stdio};

/// Runs `poet` with a text on standard input.
fn poet(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_poet"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A call that is off ends before anybody reads what is written here.
    child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

const CARERS: &str = "family-carers@2014";

/// A synthetic survey, as the command makes it.
fn survey() -> String {
    let args = [
        "synth",
        "--instrument",
        CARERS,
        "--people",
        "400",
        "--organisations",
        "3",
    ];
    let made = poet(&args, "");
    assert_eq!(made.status.code(), Some(0));
    text(&made.stdout).to_owned()
}

#[test]
fn a_survey_goes_from_standard_input_to_every_output() {
    let survey = survey();
    let check = poet(&["check", "-", "--instrument", CARERS], &survey);
    assert_eq!(check.status.code(), Some(0));
    assert!(text(&check.stdout).contains("400 rows read, 400 accepted, 0 refused"));

    let scores = poet(&["score", "-", "--instrument", CARERS], &survey);
    assert_eq!(text(&scores.stdout).lines().count(), 1 + 2 * 400);

    for (format, begins) in [
        ("comparisons", "instrument,extent,organisation,"),
        ("answers", "instrument,extent,organisation,"),
        ("measures", "instrument,extent,organisation,"),
        ("json", "{\"format\":1,"),
    ] {
        let args = ["benchmark", "-", "--instrument", CARERS, "--format", format];
        let written = poet(&args, &survey);
        assert_eq!(written.status.code(), Some(0), "{}", text(&written.stderr));
        assert!(text(&written.stdout).starts_with(begins), "{format}");
    }

    let args = [
        "report",
        "-",
        "--instrument",
        CARERS,
        "--organisation",
        "E08900001",
    ];
    let report = poet(&args, &survey);
    assert!(text(&report.stdout).starts_with("<!DOCTYPE html>"));
}

#[test]
fn threads_and_a_saved_mapping_change_nothing() {
    let survey = survey();
    let args = [
        "benchmark",
        "-",
        "--instrument",
        CARERS,
        "--policy",
        "strict",
        "--threads",
    ];
    let [one, seven] =
        ["1", "7"].map(|threads| poet(&[&args[..], &[threads]].concat(), &survey).stdout);
    assert!(one == seven);

    let mapping = std::env::temp_dir().join(format!("poet-mapping-{}.toml", std::process::id()));
    let path = mapping.to_str().unwrap();
    poet(
        &["check", "-", "--instrument", CARERS, "--save-mapping", path],
        &survey,
    );
    let args = [
        "benchmark",
        "-",
        "--instrument",
        CARERS,
        "--policy",
        "strict",
        "--mapping",
        path,
    ];
    let mapped = poet(&args, &survey).stdout;
    std::fs::remove_file(&mapping).unwrap();
    assert!(one == mapped);
}

#[test]
fn a_file_without_an_organisation_column_is_read_by_an_item_or_as_one() {
    let file = "\"\",\"stress\",\"gender\"\n\"1\",2,Female\n\"2\",NA,Male\n\"3\",5,NA\n";
    let check = |more: &[&str]| {
        let args = [&["check", "-", "--instrument", CARERS], more].concat();
        poet(&args, file)
    };
    let neither = check(&[]);
    assert_eq!(neither.status.code(), Some(3));
    assert!(text(&neither.stderr).contains("--by COLUMN"));
    let by = check(&["--by", "gender"]);
    assert_eq!(by.status.code(), Some(1));
    assert!(text(&by.stdout).contains("3 rows read, 2 accepted, 1 refused"));
    let one = check(&["--one-organisation", "Everybody"]);
    assert_eq!(one.status.code(), Some(0));
    let both = check(&["--one-organisation", "Everybody", "--by", "gender"]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn cases_for_other_systems_are_the_same_for_the_same_seed() {
    let cases = |seed: &str| poet(&["cases", "--instrument", CARERS, "--seed", seed], "");
    let written = cases("3");
    assert_eq!(written.status.code(), Some(0));
    assert!(text(&written.stdout).starts_with("{\"schema\":\"poet-survey-cases/1\",\n"));
    assert!(written.stdout == cases("3").stdout);
    assert!(written.stdout != cases("4").stdout);
}

#[test]
fn exit_codes_tell_a_look_a_call_and_a_file_apart() {
    let bad = "id,council,stress\nr1,A,a lot better\nr2,A,purple\n";
    let refused = poet(&["check", "-", "--instrument", CARERS], bad);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stdout).contains("row 3: column 3 \"stress\""));
    assert!(
        !text(&refused.stdout).contains("purple"),
        "an answer stands in the report"
    );

    let call = poet(&["check", "-", "--instrument", "family-carers@2013"], bad);
    assert_eq!(call.status.code(), Some(2));
    assert!(text(&call.stderr).contains("nearest is family-carers@2014"));

    let file = poet(&["check", "no-such-file.csv", "--instrument", CARERS], "");
    assert_eq!(file.status.code(), Some(3));

    let problems = poet(&["instrument", "check", "-"], "format = 1\n");
    assert_eq!(problems.status.code(), Some(1));
    assert!(text(&problems.stdout).contains("problems"));
}

#[test]
fn an_instrument_that_is_written_out_is_sound() {
    for format in ["toml", "json"] {
        let written = poet(&["instrument", "show", CARERS, "--format", format], "");
        let checked = poet(&["instrument", "check", "-"], text(&written.stdout));
        assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    }
}
