//! People put into groups by what they answered.

use super::{CARERS, poet, survey, text};

const BY: [&str; 5] = ["benchmark", "-", "--instrument", CARERS, "--subgroups"];

#[test]
fn groups_are_written_as_comparisons_or_json() {
    let survey = survey();
    let csv = poet(
        &[&BY[..], &["gender", "--policy", "strict"]].concat(),
        &survey,
    );
    assert_eq!(csv.status.code(), Some(0), "{}", text(&csv.stderr));
    let csv = text(&csv.stdout);
    assert!(csv.starts_with("instrument,extent,organisation,"), "{csv}");
    assert!(
        csv.lines()
            .any(|line| line.contains(",everyone,") && line.contains(",Female,")),
        "{csv}"
    );
    assert!(
        !csv.contains(",gender,"),
        "the groups are not compared on what makes them"
    );
    let json = poet(
        &[&BY[..], &["gender,age_band", "--format", "json"]].concat(),
        &survey,
    );
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(
        json["subgroups"]["by"],
        serde_json::json!(["gender", "age_band"])
    );
    assert_eq!(json["subgroups"]["release"]["policy"], "ascs");
    let measures = poet(
        &[&BY[..], &["gender", "--format", "measures"]].concat(),
        &survey,
    );
    assert_eq!(measures.status.code(), Some(2));
    let none = poet(&[&BY[..], &["stress,nothing"]].concat(), &survey);
    assert_eq!(none.status.code(), Some(2));
    assert!(
        text(&none.stderr).contains("nothing"),
        "{}",
        text(&none.stderr)
    );
}

#[test]
fn a_report_has_a_part_about_the_groups() {
    let survey = survey();
    let organisation = survey
        .lines()
        .nth(1)
        .unwrap()
        .split(',')
        .find(|cell| cell.starts_with('E'))
        .unwrap()
        .to_owned();
    let args = [
        "report",
        "-",
        "--instrument",
        CARERS,
        "--organisation",
        &organisation,
    ];
    let page = poet(&[&args[..], &["--subgroups", "gender"]].concat(), &survey);
    assert_eq!(page.status.code(), Some(0), "{}", text(&page.stderr));
    assert!(text(&page.stdout).contains("Who said what"));
    let without = poet(&args, &survey);
    assert!(!text(&without.stdout).contains("Who said what"));
}
