//! The command as its users call it: what it writes and how it exits.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use std::fmt::Write as _;
use std::io::Write;
use std::path::PathBuf;
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
    assert_eq!(text(&scores.stdout).lines().count(), 1 + 4 * 400);

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
fn an_instrument_that_is_written_out_is_sound() {
    for format in ["toml", "json"] {
        let written = poet(&["instrument", "show", CARERS, "--format", format], "");
        let checked = poet(&["instrument", "check", "-"], text(&written.stdout));
        assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    }
}

/// A new folder for one test, with these files in it.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("poet-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    folder
}

#[test]
fn an_instrument_takes_what_it_includes_from_beside_it() {
    let instrument = r#"
        format = 1
        id = "sleep"
        edition = "1"
        title = { en = "Sleep" }
        asks = "change"
        respondent = "other"
        licence = "CC0"
        include = ["scales", "nights"]
        [[sections]]
        id = "main"
        role = "outcomes"
        title = { en = "Sleep" }
        items = [{ use = "rested" }]
    "#;
    let nights = r#"
        format = 1
        [items.rested]
        kind = "choice"
        scale = "difference"
        text = { en = "How has your sleep changed?" }
    "#;
    let files = [("sleep.toml", instrument), ("nights.toml", nights)];
    let folder = folder("include", &files);
    let path = folder.join("sleep.toml");
    let args = ["instrument", "show", path.to_str().unwrap()];
    let shown = poet(&args, "");
    assert_eq!(shown.status.code(), Some(0), "{}", text(&shown.stderr));
    assert!(text(&shown.stdout).contains("How has your sleep changed?"));

    std::fs::write(folder.join("nights.toml"), "format = 3").unwrap();
    let broken = poet(&args, "");
    assert_eq!(broken.status.code(), Some(3));
    assert!(
        text(&broken.stderr)
            .contains("nights.toml: shared document `nights` cannot be read: format 3")
    );

    std::fs::remove_file(folder.join("nights.toml")).unwrap();
    let checked = poet(&["instrument", "check", path.to_str().unwrap()], "");
    assert_eq!(checked.status.code(), Some(1));
    assert!(text(&checked.stdout).contains("include[1] (nights): no shared document of this name"));
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn an_instrument_is_shown_and_reported_in_the_words_of_a_file() {
    let wording = r#"
        format = 1
        instrument = "family-carers@2014"
        licence = "Theirs"
        [items.stress]
        text = { en = "Strained?" }
        label = { en = "Strain" }
        [items.stres]
        text = { en = "Strained?" }
    "#;
    let folder = folder("wording", &[("wording.toml", wording)]);
    let path = folder.join("wording.toml");
    let path = path.to_str().unwrap();
    let shown = poet(&["instrument", "show", CARERS, "--wording", path], "");
    assert_eq!(shown.status.code(), Some(1));
    assert!(text(&shown.stdout).contains("Strained?"));
    let said = text(&shown.stderr);
    assert!(
        said.starts_with("poet: wording: 2 texts replaced, "),
        "{said}"
    );
    assert!(said.contains(
        "items.stres.text: the instrument has no such text, nearest is items.stress.text"
    ));

    let args = [
        "report",
        "-",
        "--instrument",
        CARERS,
        "--wording",
        path,
        "--organisation",
        "E08900001",
    ];
    let report = poet(&args, &survey());
    assert_eq!(report.status.code(), Some(0), "{}", text(&report.stderr));
    assert!(text(&report.stdout).contains("Strain"));
    assert!(text(&report.stderr).contains("the wording lacks"));

    let other = poet(
        &[
            "instrument",
            "show",
            "adult-holders@2014",
            "--wording",
            path,
        ],
        "",
    );
    assert_eq!(other.status.code(), Some(2));
    assert!(
        text(&other.stderr)
            .contains("wording is of family-carers@2014, wants one of adult-holders@2014")
    );
    std::fs::remove_dir_all(&folder).unwrap();
}

const BUDGETS: &str = concat!(
    r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","deployment":[{"deployment":"direct_payment","share":"1"}],"#,
    r#""plan":{"lines":[{"category":"shared_lives"}]}}"#,
    "\n",
    r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c9","contribution":{"money":"-71.35","period":"weekly"}}"#,
    "\n",
);

#[test]
fn a_file_of_budgets_is_checked_and_no_amount_is_told() {
    let check = poet(&["budget", "check", "-"], BUDGETS);
    assert_eq!(check.status.code(), Some(1));
    let told = text(&check.stdout);
    assert!(
        told.starts_with("2 budgets read, 1 accepted, 1 refused\n"),
        "{told}"
    );
    assert!(told.contains(
        "row 2: contribution.money: money is under zero, wants 0.00 or more (money_negative)"
    ));
    assert!(told.contains("row 1: line 0 (shared_lives) by direct_payment: ask (shared_lives)"));
    assert!(!told.contains("71.35"));

    let json = poet(&["budget", "check", "-", "--json"], BUDGETS);
    let report: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(report["refusals"][0]["rule"], "money_negative");
    assert_eq!(report["refusals"][0]["place"], "contribution.money");
    assert_eq!(report["remarks"][0]["verdict"], "ask");
}

#[test]
fn the_rules_of_purchases_are_printed_changed_and_used() {
    let rules = poet(&["budget", "rules"], "");
    assert_eq!(rules.status.code(), Some(0));
    let changed = text(&rules.stdout).replace("id = \"shared_lives\"", "id = \"our_scheme\"");
    let path = std::env::temp_dir().join(format!("poet-rules-{}.toml", std::process::id()));
    std::fs::write(&path, changed).unwrap();
    let check = poet(
        &["budget", "check", "-", "--rules", path.to_str().unwrap()],
        BUDGETS,
    );
    std::fs::write(&path, "[[rule]]\nid = 1\n").unwrap();
    let off = poet(
        &["budget", "check", "-", "--rules", path.to_str().unwrap()],
        BUDGETS,
    );
    std::fs::remove_file(&path).unwrap();
    assert!(text(&check.stdout).contains("ask (our_scheme)"));
    assert_eq!(off.status.code(), Some(2));
    assert!(
        text(&off.stderr).contains("purchase rules break off at line 2"),
        "{}",
        text(&off.stderr)
    );
}

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
    let file = std::env::temp_dir().join(format!("poet-frame-{}.csv", std::process::id()));
    let rows =
        "organisation,stratum,eligible,sent\nnorth,1,300,80\nnorth,2,100,70\nsouth,1,many,\n";
    std::fs::write(&file, rows).unwrap();
    let path = file.to_str().unwrap();
    let ascs = "ascs-core@2020-21";
    let args = [
        "-",
        "--instrument",
        ascs,
        "--frame",
        path,
        "--sampling",
        "random",
    ];
    let table = poet(&[&["benchmark"], &args[..]].concat(), &survey);
    let report = ["report", "--organisation", "north", "--minimum", "10"];
    let report = poet(&[&report[..], &args[..]].concat(), &survey);
    let alone = poet(
        &["benchmark", "-", "--instrument", ascs, "--frame", path],
        &survey,
    );
    std::fs::remove_file(&file).unwrap();

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

/// The carers' instrument as an edition of its own, with these texts in place of others.
fn edition(edition: &str, changes: &[(&str, &str)]) -> String {
    let shown = poet(&["instrument", "show", CARERS, "--format", "toml"], "");
    let named = [("edition = \"2014\"", format!("edition = \"{edition}\""))];
    let named = named.iter().map(|(from, to)| (*from, to.as_str()));
    named
        .chain(changes.iter().copied())
        .fold(text(&shown.stdout).to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "{from}");
            text.replacen(from, to, 1)
        })
}

/// A later edition in which one question is reworded and one is new, and one that asks for the state of things.
fn later_editions(name: &str) -> PathBuf {
    let reworded = (
        "How has the budget changed the stress of your days?",
        "Stress?",
    );
    let renewed = (
        "series = \"change/carer/outcome/finances\"",
        "series = \"change/carer/outcome/money\"",
    );
    let next = edition("2015", &[reworded, renewed]);
    let now = edition("2017", &[("asks = \"change\"", "asks = \"state\"")]);
    folder(
        name,
        &[
            ("2015.toml", &next),
            ("2017.toml", &now),
            ("2015.csv", &survey()),
        ],
    )
}

/// Why the two are never compared.
const BREAK: &str = "family-carers@2014 asks what changed because of the budget and family-carers@2017 how things are now";

#[test]
fn two_editions_are_told_apart() {
    let folder = later_editions("diff");
    let diff = |other: &str| {
        let other = folder.join(other);
        let diff = poet(&["instrument", "diff", CARERS, other.to_str().unwrap()], "");
        assert_eq!(diff.status.code(), Some(0));
        text(&diff.stdout).to_owned()
    };
    let said = diff("2015.toml");
    let head = "family-carers@2014 and family-carers@2015\n\nQuestions: 32 in both, 31 of them answered alike\n";
    assert!(said.starts_with(head), "{said}");
    assert!(said.contains("  reworded     stress: the question is in other words\n"));
    assert!(said.contains("  CHANGED      finances: its makers count it as a new series\n"));
    assert!(said.contains("  CHANGED      outcome_index: differs in finances\n"));
    assert!(diff("2017.toml").contains(BREAK));
    std::fs::remove_dir_all(&folder).unwrap();
}

/// People who answered one question, by a table of answers.
fn people(csv: &[u8], item: &str) -> u64 {
    let mut reader = csv::Reader::from_reader(csv);
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let (items, people) = (column("item"), column("people"));
    let rows = reader
        .records()
        .map(Result::unwrap)
        .filter(|row| &row[items] == item);
    rows.filter_map(|row| row[people].parse::<u64>().ok()).sum()
}

#[test]
fn two_editions_are_pooled_on_what_they_have_in_common() {
    let folder = later_editions("pool");
    let survey = survey();
    let benchmark = |also: &[&str]| {
        let mut args = vec!["benchmark", "-", "--instrument", CARERS];
        args.extend(["--policy", "internal", "--format", "answers"]);
        args.extend(also);
        poet(&args, &survey)
    };
    let also = |edition: &str| {
        let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
        benchmark(&["--also", &format!("{}={}", path(edition), path("2015.csv"))])
    };
    let pooled = also("2015.toml");
    assert_eq!(pooled.status.code(), Some(0), "{}", text(&pooled.stderr));
    let told = text(&pooled.stderr);
    let head = "poet: pool-family-carers@2014/2015 holds 31 of 32 questions\n  without finances: ";
    assert!(told.starts_with(head), "{told}");
    let alone = people(&benchmark(&[]).stdout, "stress");
    assert!(alone > 0);
    assert_eq!(people(&pooled.stdout, "stress"), 2 * alone);
    assert_eq!(people(&pooled.stdout, "finances"), 0);

    let refused = also("2017.toml");
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        text(&refused.stderr).contains(BREAK),
        "{}",
        text(&refused.stderr)
    );
    let wrong = benchmark(&["--also", CARERS]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("--also family-carers@2014: no `=`"));
    std::fs::remove_dir_all(&folder).unwrap();
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

#[test]
fn counts_of_people_with_a_budget_are_compared_and_rows_counted_twice_are_told() {
    let counts = "organisation,age group,eligible,holders,direct payments\n\
                  north,18-64,400,300,120\nnorth,65+,600,500,80\nsouth,65+,100,20,10\nnorth,all,1000,800,200\n";
    let uptake = poet(&["uptake", "-", "--policy", "strict"], counts);
    assert_eq!(uptake.status.code(), Some(1));
    let told =
        "poet: standard input: row 5: an earlier row counts some of these people, first in row 2\n";
    assert_eq!(text(&uptake.stderr), told);
    let north = text(&uptake.stdout).lines().nth(1).unwrap();
    let wanted = "uptake-people@1,organisation,north,north,group,uptake,Has a personal budget (everybody),,,1000,shown,800,0.8,";
    assert!(north.starts_with(wanted), "{north}");

    let carers = ["uptake", "-", "--of", "carers", "--format", "json"];
    let carers = poet(&carers, "council,people,holders\nnorth,400,300\n");
    assert_eq!(carers.status.code(), Some(0));
    assert!(text(&carers.stdout).contains("\"uptake-carers@1\""));

    let lost = poet(&["uptake", "-"], "organisation,holders\n");
    assert_eq!(lost.status.code(), Some(3));
    assert!(text(&lost.stderr).contains("no column `eligible` among the 2 of the header"));
}

#[test]
fn budgets_are_compared_by_organisation_by_way_of_holding_and_as_money() {
    let budget = |at: u32| {
        let place = ["north", "south"][at as usize % 2];
        let held = ["direct_payment", "council_managed"][at as usize / 2 % 2];
        let step = |pounds: u32| {
            format!(
                r#"{{"allocation":[{{"stream":"social_care","amount":{{"money":"{pounds}","period":"yearly"}}}}]}}"#
            )
        };
        let steps = format!(r#""indicative":{},"agreed":{}"#, step(2_450), step(1_000));
        format!(
            r#"{{"id":"67e55044-10b1-426f-9247-{at:012}","organisation":"{place}","allocations":{{{steps}}},"deployment":[{{"deployment":"{held}","share":"1"}}]}}"#
        ) + "\n"
    };
    let budgets: String = (0..80).map(budget).collect();
    let compare = |table: &str, more: &str| {
        let args = [
            "budget", "compare", "-", "--table", table, "--policy", "strict",
        ];
        poet(&args, &format!("{budgets}{more}"))
    };
    let money = compare("money", "");
    assert_eq!(money.status.code(), Some(0));
    let rows: Vec<&str> = text(&money.stdout).lines().collect();
    assert_eq!(
        rows[1],
        "organisation,north,north,1000.00,shown,,2.45,shown,"
    );
    assert_eq!(rows[3], "everyone,,,1000.00,shown,,2.45,shown,");

    let holding = compare("holding", "");
    let written = text(&holding.stdout);
    assert!(
        written.contains(
            "budget-record@1,organisation,council_managed,Account managed by the council,"
        )
    );

    let homeless = "{\"id\":\"67e55044-10b1-426f-9247-bb680e5fe0c8\"}\nno budget\n";
    let organisations = compare("organisations", homeless);
    assert_eq!(organisations.status.code(), Some(1));
    let told = text(&organisations.stderr);
    assert!(
        told.contains("1 of 82 budgets were refused")
            && told.contains("1 of 82 budgets name no organisation")
    );
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
