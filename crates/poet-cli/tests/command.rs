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

/// A file for one test, gone with it.
struct Temporary(std::path::PathBuf);

impl Temporary {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("poet-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).ok();
    }
}

#[test]
fn stories_are_counted_as_at_a_day() {
    let stories = Temporary::new(
        "stories.json",
        r#"[
            { "id": 1, "dateOfPublication": "2014-03-01", "criticality": 3, "body": "secret" },
            { "id": 2, "dateOfPublication": "2014-03-01", "criticality": "mildly critical" },
            { "id": 3, "dateOfPublication": "2014-03-01", "criticality": 0 },
            { "id": 4, "dateOfPublication": "secret" }
        ]"#,
    );
    let replies = Temporary::new(
        "replies.json",
        r#"[{ "id": 1, "dateOfPublication": "2014-03-20", "change": "made", "opinionId": 1 }]"#,
    );
    let counted = |day: &str| {
        let args = [
            "stories",
            stories.path(),
            "--replies",
            replies.path(),
            "--policy",
            "internal",
            "--as-at",
            day,
        ];
        poet(&args, "")
    };
    let after = counted("2014-03-20");
    assert_eq!(after.status.code(), Some(1), "an entry was refused");
    assert!(
        text(&after.stdout)
            .contains("Everywhere: 50.0% of 2 concerns (1 concern; between 9.5% and 90.5%)")
    );
    assert!(text(&after.stderr).contains("page 1, story 4: `dateOfPublication` is no date"));
    assert!(!text(&after.stderr).contains("secret") && !text(&after.stdout).contains("secret"));
    assert!(text(&counted("2014-03-19").stdout).contains("Everywhere: 0.0% of 2 concerns"));
    assert_eq!(counted("March").status.code(), Some(2));
    let args = ["stories", "no-such-page.json", "--as-at", "2014-03-20"];
    assert_eq!(poet(&args, "").status.code(), Some(3));
}

#[test]
fn comments_are_counted_by_theme() {
    let file = r#"{ "format": 1, "comments": [
        { "id": "a", "organisation": "n", "words": "secret", "impact": { "wellbeing": 1 }, "process": { "wellbeing": -1 } }
    ] }"#;
    let counted = poet(&["comments", "-", "--policy", "internal"], file);
    assert_eq!(counted.status.code(), Some(0));
    let table = text(&counted.stdout);
    assert!(table.contains(
        "impact_wellbeing,Wellbeing and independence,,,point,positive,Positive,favourable,1,"
    ));
    assert!(table.contains(
        "process_wellbeing,Wellbeing and independence,,,point,negative,Negative,unfavourable,1,"
    ));
    let other = poet(&["comments", "-", "--themes", "making-it-real-2012"], file);
    assert_eq!(other.status.code(), Some(1));
    assert!(
        text(&other.stderr)
            .contains("comments[0].impact.wellbeing: no theme of this name is declared")
    );
    assert!(!text(&other.stderr).contains("secret"));
    assert_eq!(
        poet(&["comments", "-", "--themes", "none"], file)
            .status
            .code(),
        Some(2)
    );
}

const PLAN: &str = r#"
format = 1
title = "After the survey of 2014"

[[findings]]
id = "stress"
said = "Caring wears us out."
instrument = "family-carers@2014"
wave = "2014"
item = "stress"

[[priorities]]
id = "breaks"
finding = "stress"
title = "Carers get a break"
chosen = 2014-06-12

[[actions]]
id = "weekend"
priority = "breaks"
title = "A weekend away"
owner = "Carers team"
due = 2014-12-31
history = [
    { date = 2014-06-20, status = "proposed" },
    { date = 2014-07-01, status = "agreed" },
    { date = 2015-01-10, status = "done" },
]
told = [{ date = 2015-02-01, whom = "All carers", how = "A letter" }]
measured_again = { date = 2015-08-31, before = "2014", after = "2015" }
"#;

/// So many carers less stressed and so many more.
fn carers(less: usize, more: usize) -> String {
    let answers = std::iter::repeat_n("1", less).chain(std::iter::repeat_n("5", more));
    let rows = answers
        .enumerate()
        .map(|(at, answer)| format!("r{at},A,{answer}\n"));
    format!("id,council,stress\n{}", rows.collect::<String>())
}

#[test]
fn a_plan_is_checked_and_told_back_with_what_moved() {
    let sound = poet(&["plan", "check", "-"], PLAN);
    assert_eq!(sound.status.code(), Some(0));
    assert!(text(&sound.stdout).contains("the plan is sound; findings 1, priorities 1, actions 1"));
    let broken = poet(
        &["plan", "check", "-"],
        &PLAN.replace("\"agreed\"", "\"proposed\""),
    );
    assert_eq!(broken.status.code(), Some(1));
    assert!(
        text(&broken.stdout)
            .contains("actions[0] (weekend).history[1].status: does not follow from proposed")
    );

    let [before, after] = [
        ("before.csv", carers(48, 32)),
        ("after.csv", carers(56, 14)),
    ]
    .map(|(name, file)| Temporary::new(name, &file));
    let report = |day: &str| {
        let waves = ["--before", before.path(), "--after", after.path()];
        let args = [
            &["plan", "report", "-", "--as-at", day, "--format", "text"][..],
            &waves,
        ]
        .concat();
        let report = poet(&args, PLAN);
        assert_eq!(report.status.code(), Some(0), "{}", text(&report.stderr));
        text(&report.stdout).to_owned()
    };
    let late = report("2015-08-31");
    // Newcombe (1998), table II: 56 of 70 less 48 of 80. Counts leave to the nearest five.
    assert!(late.contains("The share of good answers rose by 20 points, between 5.2 and 33.4: from 60.0% of 80 people to 80.0% of 70 people."));
    assert!(late.contains("This does not show that the action did it."));
    assert!(late.contains("Who was told: All carers, on 1 February 2015: A letter"));
    let early = report("2015-01-05");
    assert!(early.contains("This was agreed. It has not begun yet. It is 5 days late."));
    assert!(!early.contains("rose") && !early.contains("Who was told"));

    let page = poet(&["plan", "report", "-", "--as-at", "2015-08-31"], PLAN);
    assert!(text(&page.stdout).starts_with("<!DOCTYPE html><html lang=\"en\">"));
    assert_eq!(
        poet(&["plan", "report", "-", "--as-at", "soon"], PLAN)
            .status
            .code(),
        Some(2)
    );
}
