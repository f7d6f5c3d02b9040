//! Places held against each other like with like.

use std::fmt::Write as _;

use super::{poet, text};

/// Two places that do as well for the young and as well for the old, and differ in how many of each they serve.
fn survey() -> String {
    let mut survey = String::from("response_id,organisation,age_band,dignity\n");
    let counts = [
        ("north", "1", "1", 144),
        ("north", "1", "4", 36),
        ("north", "2", "1", 40),
        ("north", "2", "4", 60),
        ("south", "1", "1", 80),
        ("south", "1", "4", 20),
        ("south", "2", "1", 72),
        ("south", "2", "4", 108),
        ("south", "", "4", 12),
    ];
    for (at, (place, age, point, people)) in counts.into_iter().enumerate() {
        for person in 0..people {
            writeln!(survey, "r{at}-{person},{place},{age},{point}").unwrap();
        }
    }
    survey
}

const ON: [&str; 6] = [
    "-",
    "--instrument",
    "adult-holders@2014",
    "--case-mix",
    "age_band",
    "--policy",
];

#[test]
fn a_difference_that_is_all_mix_is_told_before_and_after() {
    let report = [&["report", "--organisation", "north"], &ON[..], &["strict"]].concat();
    let report = poet(&report, &survey());
    assert_eq!(report.status.code(), Some(0), "{}", text(&report.stderr));
    let page = text(&report.stdout);
    assert!(page.contains(">Like with like</h2>"));
    let row = page
        .split("<tr>")
        .find(|row| row.contains("Higher here") && row.contains("Direct"));
    let row = row.unwrap();
    assert!(row.contains("No difference found"), "{row}");
    assert!(
        row.contains("<td>65.7%</td>") && row.contains("<td>60.0%</td>"),
        "{row}"
    );
    assert!(page.contains("12 people in all places together did not answer"));

    let all = [&["report", "--all-places"], &ON[..], &["strict"]].concat();
    let all = poet(&all, &survey());
    assert!(
        text(&all.stdout).contains(">Like with like</h2>"),
        "{}",
        text(&all.stderr)
    );
}

#[test]
fn the_json_holds_method_strata_and_what_is_kept_back() {
    let on = |policy: &'static str| {
        let args = [&["benchmark"], &ON[..], &[policy, "--format", "json"]].concat();
        let out = poet(&args, &survey());
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
        serde_json::from_slice::<serde_json::Value>(&out.stdout).unwrap()["benchmark"]["case_mix"]
            .take()
    };
    let mix = on("strict");
    assert_eq!(mix["strata"], serde_json::json!(["1", "2"]));
    assert_eq!(mix["weights"]["shown"], serde_json::json!([0.5, 0.5]));
    let dignity = &mix["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|i| i["item"] == "dignity")
        .unwrap()["places"];
    let north = &dignity[0]["shown"];
    assert!(north["method"]["direct"]["effective_n"].as_f64().unwrap() > 200.0);
    assert_eq!(
        (&north["share"]["value"], &north["verdict"]),
        (&0.6.into(), &"no_difference_found".into())
    );

    // The tables have no place for it, which is said.
    let table = poet(&[&["benchmark"], &ON[..], &["strict"]].concat(), &survey());
    assert_eq!(table.status.code(), Some(0));
    assert!(text(&table.stderr).contains("stand in `--format json`"));

    // A question that makes no strata is told by its name.
    let args = [
        "benchmark",
        "-",
        "--instrument",
        "adult-holders@2014",
        "--case-mix",
        "held_by",
    ];
    let wrong = poet(&args, &survey());
    assert_eq!(wrong.status.code(), Some(2));
    assert!(
        text(&wrong.stderr).contains("item held_by makes no strata"),
        "{}",
        text(&wrong.stderr)
    );
}
