//! `poet check`, `score`, `benchmark` and `report` over one survey file.

use super::{CARERS, Scratch, poet, survey, text};

#[test]
fn a_survey_goes_from_standard_input_to_every_output() {
    let survey = survey();
    let check = poet(&["check", "-", "--instrument", CARERS], &survey);
    assert_eq!(check.status.code(), Some(0));
    assert!(text(&check.stdout).contains("400 rows read, 400 accepted, 0 refused"));

    let scores = poet(&["score", "-", "--instrument", CARERS], &survey);
    assert_eq!(text(&scores.stdout).lines().count(), 1 + 4 * 400);

    for (format, begins) in [
        ("comparisons", "instrument,extent,organisation,"),
        ("answers", "instrument,extent,organisation,"),
        ("measures", "instrument,extent,organisation,"),
        ("places", "instrument,extent,organisation,"),
        ("variation", "instrument,extent,organisation,"),
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

    let args = ["report", "-", "--instrument", CARERS, "--all-places"];
    let together = poet(&args, &survey);
    assert!(text(&together.stdout).contains("All places together"));
    let neither = poet(&["report", "-", "--instrument", CARERS], &survey);
    assert_eq!(neither.status.code(), Some(2));
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

    let mapping = Scratch::new("mapping.toml", "");
    poet(
        &[
            "check",
            "-",
            "--instrument",
            CARERS,
            "--save-mapping",
            mapping.path(),
        ],
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
        mapping.path(),
    ];
    let mapped = poet(&args, &survey).stdout;
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
fn exit_codes_tell_a_look_a_call_and_a_file_apart() {
    let bad = "id,council,stress\nr1,A,a lot better\nr2,A,purple\n";
    let refused = poet(&["check", "-", "--instrument", CARERS], bad);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stdout).contains("row 3: column 3 \"stress\""));
    assert!(
        !text(&refused.stdout).contains("purple"),
        "an answer stands in the report"
    );

    let call = poet(&["check", "-", "--instrument", "family-carers@2015"], bad);
    assert_eq!(call.status.code(), Some(2));
    assert!(text(&call.stderr).contains("nearest is family-carers@2014"));

    let file = poet(&["check", "no-such-file.csv", "--instrument", CARERS], "");
    assert_eq!(file.status.code(), Some(3));

    let problems = poet(&["instrument", "check", "-"], "format = 1\n");
    assert_eq!(problems.status.code(), Some(1));
    assert!(text(&problems.stdout).contains("problems"));
}

#[test]
fn a_survey_is_split_by_how_it_was_answered() {
    let args = [
        "synth",
        "--instrument",
        CARERS,
        "--people",
        "600",
        "--beside",
    ];
    let made = poet(&args, "");
    let survey = text(&made.stdout);
    let check = poet(&["check", "-", "--instrument", CARERS], survey);
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stdout));
    for (by, places) in [
        ("help", vec!["alone", "by_proxy", "with_help"]),
        ("form", vec!["easy_read", "large_print", "standard"]),
        ("language", vec!["cy", "en", "pl", "ur"]),
    ] {
        let args = ["benchmark", "-", "--instrument", CARERS, "--split-by", by];
        let split = poet(&args, survey);
        assert_eq!(split.status.code(), Some(0), "{}", text(&split.stderr));
        let rows = text(&split.stdout).lines().skip(1);
        let mut found: Vec<_> = rows.filter_map(|row| row.split(',').nth(2)).collect();
        found.sort_unstable();
        found.dedup();
        found.retain(|place| !place.is_empty());
        assert_eq!(found, places, "{by}");
    }
}
