//! A release beside one that is out already.

use super::{CARERS, folder, poet, survey, text};

#[test]
fn a_second_release_of_the_same_answers_gives_way_to_the_first() {
    let survey = survey();
    let args = ["benchmark", "-", "--instrument", CARERS, "--format", "json"];
    let with = |more: &[&str], survey: &str| poet(&[&args[..], more].concat(), survey);
    let strict = with(&["--policy", "strict"], &survey);
    let folder = folder("beside", &[("strict.json", text(&strict.stdout))]);
    let earlier = folder.join("strict.json");
    let beside = ["--beside", earlier.to_str().unwrap()];
    let marks = |json: &[u8]| text(json).matches("\"confidential\"").count();
    let (alone, given_way) = (with(&[], &survey), with(&beside, &survey));
    assert_eq!(
        given_way.status.code(),
        Some(0),
        "{}",
        text(&given_way.stderr)
    );
    assert!(marks(&alone.stdout) < marks(&given_way.stdout));

    // Half of the people are not the same people.
    let half: Vec<&str> = survey.lines().take(200).collect();
    let other = with(&beside, &half.join("\n"));
    assert_eq!(other.status.code(), Some(2));
    assert!(
        text(&other.stderr).contains("same answers"),
        "{}",
        text(&other.stderr)
    );
    let lax = folder.join("lax.json");
    std::fs::write(&lax, &alone.stdout).unwrap();
    let refused = with(
        &["--policy", "strict", "--beside", lax.to_str().unwrap()],
        &survey,
    );
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        text(&refused.stderr).contains("counts from 3"),
        "{}",
        text(&refused.stderr)
    );
    std::fs::remove_dir_all(folder).ok();
}

#[test]
fn parts_that_do_not_give_way_are_refused_beside_an_earlier_release() {
    let drivers: &[&str] = &["--drivers"];
    let earlier: &[&str] = &["--asked", "2014-03-03", "--earlier", "2013-03-04=a.csv"];
    for more in [drivers, earlier] {
        let call = ["report", "a.csv", "--instrument", CARERS, "--all-places"];
        let refused = poet(&[&call[..], &["--beside", "b.json"], more].concat(), "");
        assert_ne!(refused.status.code(), Some(0));
        let said = text(&refused.stderr);
        assert!(said.contains("cannot be used with"), "{said}");
    }
}
