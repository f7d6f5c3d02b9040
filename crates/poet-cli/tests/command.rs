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

/// A file of this test run, taken away when it is dropped.
struct Scratch(std::path::PathBuf);

impl Scratch {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("poet-{name}-{}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    fn name(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).ok();
    }
}

#[test]
fn people_are_named_by_pseudonyms_and_left_out_when_they_ask() {
    let file = "id,council,keep until,stress,comment_good\n\
                r1,A,2030-01-01,a lot better,kind words\nr2,A,2030-06-30,better,\nr3,A,,better,\n";
    let mut bytes = b"0123456789abcdef0123456789abcdef".to_vec();
    let key = Scratch::new("key", &bytes);
    bytes.push(b'\n');
    let same_key = Scratch::new("same-key", &bytes);
    let erased = Scratch::new("erased", b"r3\n\nnobody\r\n");
    let words = Scratch::new("words", b"");
    let args = |key: &Scratch| {
        let args = ["check", "-", "--instrument", CARERS, "--pseudonym-key"];
        let more = ["--erased", erased.name(), "--as-at", "2030-02-01"];
        let words = ["--save-words", words.name()];
        let all = [&args[..], &[key.name()], &more, &words].concat();
        poet(&all, file)
    };
    let check = args(&key);
    let page = text(&check.stdout);
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stderr));
    assert!(
        page.contains("3 rows read, 1 accepted, 2 refused"),
        "{page}"
    );
    assert!(page.contains("1 row: column 1 \"id\": the response was erased"));
    assert!(page.contains("1 row: column 3 \"keep until\": the response may no longer be kept"));
    assert_eq!(
        std::fs::read_to_string(words.name()).unwrap(),
        "response_id,item,words\n"
    );
    assert_eq!(text(&args(&same_key).stdout), page);

    let args = [
        "check",
        "-",
        "--instrument",
        CARERS,
        "--save-words",
        words.name(),
    ];
    poet(
        &[&args[..], &["--pseudonym-key", key.name()]].concat(),
        file,
    );
    // Python: hmac.new(key, b"poet:response\0r1", "sha256").hexdigest()[:32].
    assert_eq!(
        std::fs::read_to_string(words.name()).unwrap(),
        "response_id,item,words\naf19dd44e160985f40277d69063846bc,comment_good,kind words\n"
    );
}

#[test]
fn a_key_too_short_and_a_day_that_is_none_are_told_and_not_repeated() {
    let file = "id,council,stress\nr1,A,better\n";
    let args = ["check", "-", "--instrument", CARERS];
    let short = Scratch::new("short", b"secret-words\n");
    let call = poet(
        &[&args[..], &["--pseudonym-key", short.name()]].concat(),
        file,
    );
    assert_eq!(call.status.code(), Some(3));
    let told = text(&call.stderr);
    assert!(
        told.contains("12 bytes, wants at least 32") && !told.contains("secret"),
        "{told}"
    );
    let day = poet(
        &["check", "-", "--instrument", CARERS, "--as-at", "soon"],
        file,
    );
    assert_eq!(day.status.code(), Some(2));
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

#[test]
fn holders_and_carers_of_one_household_are_counted_together() {
    let make = |instrument: &str, seed: &str| {
        let args = [
            "synth",
            "--instrument",
            instrument,
            "--people",
            "900",
            "--beside",
        ];
        poet(&[&args[..], &["--seed", seed]].concat(), "").stdout
    };
    let holders = Scratch::new("holders", &make("adult-holders@2014", "1"));
    let carers = Scratch::new("carers", &make(CARERS, "2"));
    let args = [
        "pairs",
        holders.name(),
        carers.name(),
        "--instrument",
        "adult-holders@2014",
        "--carer-instrument",
        CARERS,
        "--item",
        "dignity",
        "--carer-item",
        "stress",
        "--policy",
    ];
    let pairs = |policy| poet(&[&args[..], &[policy]].concat(), "");
    let internal = pairs("internal");
    assert_eq!(
        internal.status.code(),
        Some(0),
        "{}",
        text(&internal.stderr)
    );
    let told = text(&internal.stderr);
    assert!(told.contains("poet: holders: ") && told.contains(" 0 with several on one side"));
    let rows: Vec<Vec<&str>> = text(&internal.stdout)
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    assert_eq!(rows.len(), 6 * 6);
    let number = |row: &Vec<&str>| row[5].parse::<u64>().unwrap();
    let cells = rows.iter().filter(|row| row[2] != "all" && row[4] != "all");
    let all = rows.last().unwrap();
    assert_eq!((all[2], all[4]), ("all", "all"));
    assert_eq!(cells.map(number).sum::<u64>(), number(all));
    // 0.81 of 900 are linked on both sides, and most of them answer both questions.
    assert!((550..780).contains(&number(all)), "{all:?}");

    let strict = pairs("strict");
    let withheld = text(&strict.stdout)
        .lines()
        .filter(|line| line.ends_with(",[c]"));
    assert!(withheld.count() > 0);
}
