//! `poet stories`, `poet comments` and `poet plan`.

use super::{Scratch, poet, text};

#[test]
fn stories_are_counted_as_at_a_day() {
    let stories = Scratch::new(
        "stories.json",
        r#"[
            { "id": 1, "dateOfPublication": "2014-03-01", "criticality": 3, "body": "secret" },
            { "id": 2, "dateOfPublication": "2014-03-01", "criticality": "mildly critical" },
            { "id": 3, "dateOfPublication": "2014-03-01", "criticality": 0 },
            { "id": 4, "dateOfPublication": "secret" }
        ]"#,
    );
    let replies = Scratch::new(
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
    .map(|(name, file)| Scratch::new(name, file));
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
