//! Peers, standards and learning partners.

use super::{Scratch, poet, text};

const HOLDERS: &str = "adult-holders@2014";
const COUNCIL: &str = "E08900020";

fn survey() -> String {
    let args = ["synth", "--instrument", HOLDERS, "--people", "5200"];
    let made = poet(&args, "");
    assert_eq!(made.status.code(), Some(0));
    text(&made.stdout).to_owned()
}

#[test]
fn a_report_holds_a_council_against_places_like_it_and_tells_whom_to_learn_from() {
    let survey = survey();
    let standards = Scratch::new("standards.csv", "item,share\nindependence,0.9\n");
    let args = [
        "report",
        "-",
        "--instrument",
        HOLDERS,
        "--organisation",
        COUNCIL,
        "--peers",
        "neighbours:10",
        "--standard",
        "dignity=0.7",
        "--standards",
        standards.path(),
    ];
    let report = poet(&args, &survey);
    assert_eq!(report.status.code(), Some(0), "{}", text(&report.stderr));
    let page = text(&report.stdout);
    assert!(page.contains("Against places like yours") && page.contains("10 places most like it"));
    assert!(page.contains("Against the standards set") && page.contains("90.0%"));
    assert!(page.contains("Whom to learn from") && page.contains("is an association"));

    let args = [
        "partners",
        "-",
        "--instrument",
        HOLDERS,
        "--organisation",
        COUNCIL,
    ];
    let partners = poet(&args, &survey);
    assert!(text(&partners.stdout).contains("points below everyone else"));
    let json = poet(&[&args[..], &["--format", "json"]].concat(), &survey);
    assert!(text(&json.stdout).starts_with("{\"organisation\":\"E08900020\","));
}

#[test]
fn a_benchmark_holds_every_council_against_its_peers_in_the_json() {
    let survey = survey();
    let args = ["benchmark", "-", "--instrument", HOLDERS, "--peers", "kind"];
    let tidy = poet(&args, &survey);
    assert_eq!(tidy.status.code(), Some(2));
    assert!(text(&tidy.stderr).contains("--format json"));
    let json = poet(
        &[
            &args[..],
            &["--format", "json", "--standard", "dignity=0.7"],
        ]
        .concat(),
        &survey,
    );
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let places = json["benchmark"]["places"].as_array().unwrap().len();
    for beside in ["peers", "standards"] {
        assert_eq!(json[beside].as_array().unwrap().len(), places);
    }
}

#[test]
fn a_call_that_names_no_peers_says_what_is_wanted() {
    let survey = survey();
    let call = |more: &[&str]| {
        let args = [
            "report",
            "-",
            "--instrument",
            HOLDERS,
            "--organisation",
            COUNCIL,
        ];
        let off = poet(&[&args[..], more].concat(), &survey);
        assert_eq!(off.status.code(), Some(2), "{more:?}");
        text(&off.stderr).to_owned()
    };
    assert!(call(&["--peers", "region"]).contains("--organisations FILE"));
    assert!(call(&["--peers", "E09999999"]).contains("nobody of E09999999"));
    assert!(call(&["--peers", "neighbours:0"]).contains("such as neighbours:10"));
    assert!(call(&["--standard", "dignity"]).contains("such as dignity=0.6"));
    assert!(call(&["--standard", "dignty=0.6"]).contains("nearest is dignity"));
    assert!(call(&["--standard", "dignity=60"]).contains("wants 0 to 1"));
}
