//! Whether the questions of a measure belong together.

use super::{poet, text};

const ASCS: &str = "ascs-core@2020-21";

fn survey(people: &str) -> String {
    let args = [
        "synth",
        "--instrument",
        ASCS,
        "--people",
        people,
        "--organisations",
        "2",
    ];
    text(&poet(&args, "").stdout).to_owned()
}

#[test]
fn a_measure_is_told_in_words_and_as_json_whatever_the_threads() {
    let survey = survey("600");
    let on = |more: &[&str]| {
        let out = poet(
            &[&["scale", "-", "--instrument", ASCS], more].concat(),
            &survey,
        );
        assert!(out.status.success(), "{}", text(&out.stderr));
        out.stdout
    };
    let words = on(&[]);
    let words = text(&words);
    for said in [
        "(ascof_1a)",
        "  alpha: 0.",
        "  omega: ",
        "(q3a): alpha without it 0.",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let json = on(&["--json", "--threads", "1"]);
    assert_eq!(json, on(&["--json", "--threads", "3"]));
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let scale = &json["scales"]["measures"][0];
    assert_eq!(scale["alpha"]["shown"]["items"], 8);
    assert_eq!(scale["items"][0]["floor"]["withheld"], "confidential");
}

#[test]
fn few_people_are_kept_back() {
    let survey = survey("20");
    let out = poet(&["scale", "-", "--instrument", ASCS], &survey);
    assert!(
        text(&out.stdout).contains("  alpha: withheld to protect people [c]"),
        "{}",
        text(&out.stdout)
    );
}
