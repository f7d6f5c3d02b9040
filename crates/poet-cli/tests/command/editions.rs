//! `poet instrument diff`, and editions that are pooled.

use std::path::PathBuf;

use super::{CARERS, folder, poet, survey, text};

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
