//! `poet trend`, and a report that says what changed.

use super::{CARERS, folder, poet, text};

/// A synthetic round, as the command makes it.
fn round(seed: &str) -> String {
    let args = [
        "synth",
        "--instrument",
        CARERS,
        "--people",
        "400",
        "--organisations",
        "3",
        "--seed",
        seed,
    ];
    text(&poet(&args, "").stdout).to_owned()
}

#[test]
fn rounds_are_followed_from_file_to_table() {
    let folder = folder(
        "trend",
        &[
            ("a.csv", &round("1")),
            ("b.csv", &round("2")),
            ("c.csv", &round("3")),
        ],
    );
    let file = |days: &str, name: &str| format!("{days}={}", folder.join(name).display());
    let waves = [
        file("2012-03-01", "a.csv"),
        file(&format!("2013-03-01..2013-03-31:{CARERS}"), "b.csv"),
        file("2014-03-01", "c.csv"),
    ];
    let mut args = vec!["trend", "--instrument", CARERS];
    args.extend(waves.iter().flat_map(|wave| ["--wave", wave.as_str()]));
    let made = poet(&args, "");
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let table = text(&made.stdout);
    assert!(table.starts_with("extent,organisation,"));
    assert!(
        table.contains(",2013-03-01/2013-03-31,2014-03-01,"),
        "{table}"
    );
    let other = [&args[..], &["--threads", "1"]].concat();
    assert_eq!(
        made.stdout,
        poet(&other, "").stdout,
        "the same bytes for any number of threads"
    );
    args.extend(["--format", "json"]);
    assert!(text(&poet(&args, "").stdout).contains("\"trend_test\": \"Cochran-Armitage"));
}

#[test]
fn a_call_that_is_off_says_what_to_write() {
    let folder = folder("trend-off", &[("a.csv", &round("1"))]);
    let path = folder.join("a.csv").display().to_string();
    let said = |wave: &str| {
        let other = format!("2014-03-01:{CARERS}={path}");
        let call = poet(&["trend", "--wave", &other, "--wave", wave], "");
        assert_eq!(call.status.code(), Some(2), "{wave}");
        text(&call.stderr).to_owned()
    };
    assert!(said("2013-03-01").contains("no `=`"));
    assert!(said(&format!("2013-03-01={path}")).contains("no edition"));
    assert!(
        said(&format!("spring:{CARERS}={path}")).contains("--wave spring: wants a day such as")
    );
    let turned = said(&format!("2013-03-02..2013-03-01:{CARERS}={path}"));
    assert!(turned.contains("--wave 2013-03-02..2013-03-01: wave closes before it opens"));
    let alone = poet(
        &["trend", "--wave", &format!("2013-03-01:{CARERS}={path}")],
        "",
    );
    assert_eq!(alone.status.code(), Some(2));
    assert!(text(&alone.stderr).contains("the only round, wants two or more"));
}

#[test]
fn a_file_that_was_added_to_is_no_round_of_its_own() {
    let first = round("1");
    let added = format!(
        "{first}{}",
        round("2")
            .split_once('\n')
            .unwrap()
            .1
            .replace("syn-", "more-")
    );
    let folder = folder("trend-held", &[("a.csv", &first), ("b.csv", &added)]);
    let file = |days: &str, name: &str| format!("{days}:{CARERS}={}", folder.join(name).display());
    let (one, both) = (
        file("2013-03-01..2013-03-31", "a.csv"),
        file("2013-03-01..2014-03-31", "b.csv"),
    );
    let call = poet(&["trend", "--wave", &one, "--wave", &both], "");
    assert_eq!(call.status.code(), Some(2));
    let apart = file("2014-03-01..2014-03-31", "b.csv");
    let call = poet(&["trend", "--wave", &one, "--wave", &apart], "");
    assert_eq!(call.status.code(), Some(0));
    assert!(
        text(&call.stderr).contains("every count of 2013-03-01/2013-03-31 is within"),
        "{}",
        text(&call.stderr)
    );
}

#[test]
fn a_report_says_what_changed_since_earlier_rounds() {
    let folder = folder(
        "trend-report",
        &[("a.csv", &round("1")), ("b.csv", &round("2"))],
    );
    let path = |name: &str| folder.join(name).display().to_string();
    let (now, earlier) = (path("b.csv"), format!("2013-03-01={}", path("a.csv")));
    let report = |asked: &str| {
        let args = [
            "report",
            &now,
            "--instrument",
            CARERS,
            "--all-places",
            "--asked",
            asked,
            "--earlier",
            &earlier,
        ];
        poet(&args, "")
    };
    let page = report("2014-03-01..2014-03-31");
    assert_eq!(page.status.code(), Some(0), "{}", text(&page.stderr));
    assert!(text(&page.stdout).contains("What has changed"));
    assert!(text(&page.stdout).contains("1 March 2014 to 31 March 2014"));
    let turned = report("2012-03-01");
    assert_eq!(turned.status.code(), Some(2));
    assert!(text(&turned.stderr).contains("not before the one that the report is on"));
}
