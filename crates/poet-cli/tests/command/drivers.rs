//! Conditions that go with outcomes.

use super::{CARERS, Scratch, poet, survey, text};

const CALL: [&str; 5] = ["drivers", "-", "--instrument", CARERS, "--policy"];

#[test]
fn conditions_are_told_in_sentences_and_written_as_csv_and_json() {
    let survey = survey();
    let call = |more: &[&str]| poet(&[&CALL[..], &["strict"], more].concat(), &survey);
    let told = call(&[]);
    assert_eq!(told.status.code(), Some(0), "{}", text(&told.stderr));
    for line in text(&told.stdout).lines() {
        let caveat = ["not proof of a cause.", "does not say that there is none."];
        assert!(caveat.iter().any(|end| line.ends_with(end)), "{line}");
    }
    let csv = call(&["--format", "csv", "--adjust-for", "gender"]);
    assert_eq!(csv.status.code(), Some(0), "{}", text(&csv.stderr));
    assert!(text(&csv.stdout).starts_with("instrument,outcome,"));
    let json = call(&["--format", "json", "--outcome", "stress", "--threads", "1"]);
    let threads = call(&["--format", "json", "--outcome", "stress", "--threads", "3"]);
    assert_eq!(json.stdout, threads.stdout);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let pairs = json["drivers"]["pairs"].as_array().unwrap();
    assert!(pairs.iter().all(|pair| pair["outcome"] == "stress") && !pairs.is_empty());
}

#[test]
fn what_is_no_choice_is_refused_by_name() {
    let survey = survey();
    for more in [["--adjust-for", "nothing"], ["--outcome", "gender"]] {
        let output = poet(&[&CALL[..], &["strict"], &more].concat(), &survey);
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains(&format!("{}: ", more.join(" "))));
    }
}

#[test]
fn a_survey_that_nobody_answered_says_that_there_is_nothing_to_say() {
    let header = survey().lines().next().unwrap().to_owned() + "\n";
    let output = poet(&[&CALL[..], &["strict"]].concat(), &header);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).is_empty());
    assert!(text(&output.stderr).contains("nothing can be said"));
}

#[test]
fn a_report_of_all_places_has_a_part_about_conditions() {
    let file = Scratch::new("drivers.csv", survey());
    let call = [
        "report",
        file.path(),
        "--instrument",
        CARERS,
        "--all-places",
        "--drivers",
    ];
    let page = poet(&call, "");
    assert_eq!(page.status.code(), Some(0), "{}", text(&page.stderr));
    assert!(text(&page.stdout).contains("What goes with better lives"));
}

#[test]
fn a_report_of_one_council_says_what_to_act_on_and_that_it_is_an_association() {
    let survey = survey();
    let council = survey
        .lines()
        .nth(1)
        .and_then(|row| row.split(',').nth(1))
        .unwrap()
        .to_owned();
    let file = Scratch::new("priorities.csv", survey);
    let call = [
        "report",
        file.path(),
        "--instrument",
        CARERS,
        "--organisation",
        &council,
        "--minimum",
        "1",
    ];
    let drivers = ["--drivers", "--adjust-for", "gender,age_band"];
    let page = poet(&[&call[..], &drivers].concat(), "");
    assert_eq!(page.status.code(), Some(0), "{}", text(&page.stderr));
    let told = text(&page.stdout);
    assert!(told.contains("What to act on") && told.contains("It is an association."));
    let without = poet(&call, "");
    assert!(!text(&without.stdout).contains("What to act on"));
}

#[test]
fn a_report_of_all_places_tells_whether_questions_belong_together() {
    let file = Scratch::new("scales.csv", survey());
    let call = [
        "report",
        file.path(),
        "--instrument",
        CARERS,
        "--all-places",
        "--scales",
    ];
    let page = poet(&call, "");
    assert_eq!(page.status.code(), Some(0), "{}", text(&page.stderr));
    let told = text(&page.stdout);
    assert!(told.contains("Do the questions of a measure belong together"));
    assert!(told.contains("does not show that they ask the right thing"));
}

#[test]
fn groups_by_what_is_an_outcome_are_not_told_beside_it() {
    let file = Scratch::new("apart.csv", survey());
    let call = [
        "report",
        file.path(),
        "--instrument",
        CARERS,
        "--all-places",
    ];
    let refused = poet(
        &[&call[..], &["--drivers", "--subgroups", "stress"]].concat(),
        "",
    );
    assert_eq!(refused.status.code(), Some(2));
    let said = text(&refused.stderr);
    assert!(said.contains("--subgroups stress"), "{said}");
}
