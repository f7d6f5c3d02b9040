//! Every rule of a plan at its edge.

use super::*;
use crate::Problem;
use crate::participation::{Measured, Step};

pub(in crate::participation) const PLAN: &str = r#"
format = 1
title = "After the survey of 2014"
organisation = "E08000035"
themes = "making-it-real-2012"

[[events]]
date = 2014-06-12
people = 52
asked = ["Where are we now?", "What more can we do?"]

[[findings]]
id = "amount"
said = "Many of us do not know how much money there is."
instrument = "adult-holders@2014"
wave = "2014"
item = "amount_known"

[[findings]]
id = "friends"
said = "We see too few friends."
instrument = "adult-holders@2014"
wave = "2014"
measure = "outcome_index"
organisation = "E08000034"

[[priorities]]
id = "clear"
finding = "amount"
title = "Everybody knows their amount"
chosen = "2014-06-12"
theme = "budgets"

[[actions]]
id = "letter"
priority = "clear"
title = "A letter in plain words says the amount"
owner = "Budget team"
due = "2014-12-31"
history = [
    { date = "2014-06-20", status = "proposed" },
    { date = "2014-07-01", status = "agreed" },
    { date = "2014-09-01", status = "under_way" },
    { date = "2015-01-10", status = "done" },
]
told = [{ date = "2015-02-01", whom = "Everybody who answered", how = "A letter" }]
measured_again = { date = "2015-08-31", before = "2014", after = "2015" }

[[actions]]
id = "line"
priority = "clear"
title = "A telephone line"
owner = "Contact centre"
due = "2014-07-01"
history = [
    { date = "2014-07-01", status = "proposed" },
    { date = "2014-09-01", status = "dropped", reason = "There is one already." },
]
"#;

#[test]
fn a_sound_plan_says_what_it_says() {
    let plan = ActionPlan::from_toml(PLAN).unwrap();
    assert_eq!(plan.title(), "After the survey of 2014");
    assert_eq!(
        plan.organisation().map(OrganisationId::as_str),
        Some("E08000035")
    );
    assert_eq!(
        plan.themes().map(|t| t.id().as_str()),
        Some("making-it-real-2012")
    );
    let event = &plan.events()[0];
    assert_eq!((event.people(), event.asked().len()), (52, 2));
    assert_eq!(event.date(), "2014-06-12".parse().unwrap());
    let [amount, friends] = plan.findings() else {
        panic!("two findings")
    };
    assert_eq!(amount.organisation(), plan.organisation());
    assert_eq!(
        friends.organisation().map(OrganisationId::as_str),
        Some("E08000034")
    );
    assert_eq!(
        friends.measured(),
        &Measured::Measure("outcome_index".parse().unwrap())
    );
    assert_eq!(
        plan.priorities()[0].theme().map(crate::ThemeId::as_str),
        Some("budgets")
    );
    let [letter, line] = plan.actions() else {
        panic!("two actions")
    };
    assert_eq!(plan.finding_of(letter), Some(amount));
    assert_eq!((letter.owner(), letter.told().len()), ("Budget team", 1));
    let again = letter.measured_again().unwrap();
    assert_eq!(
        (again.before().as_str(), again.after().as_str()),
        ("2014", "2015")
    );
    assert_eq!(
        again.measured(),
        amount.measured(),
        "what the finding measured"
    );
    assert_eq!(line.history().last().step(), Step::Dropped);
}

#[test]
fn a_plan_is_read_as_it_was_written() {
    let plan = ActionPlan::from_toml(PLAN).unwrap();
    assert_eq!(
        ActionPlan::from_toml(&plan.to_toml().unwrap()).unwrap(),
        plan
    );
    assert_eq!(
        ActionPlan::from_json(&plan.to_json().unwrap()).unwrap(),
        plan
    );
}

/// Problems of the plan with one piece in the place of another.
fn problems(piece: &str, other: &str) -> Vec<Problem> {
    assert!(PLAN.contains(piece), "{piece}");
    match ActionPlan::from_toml(&PLAN.replacen(piece, other, 1)) {
        Err(ParticipationError::Problems { problems, .. }) => problems.iter().cloned().collect(),
        other => panic!("{other:?}"),
    }
}

/// A piece of the plan, what stands in its place, and the problem that follows.
const BROKEN: &[(&str, &str, &str, &str)] = &[
    (
        "format = 1",
        "format = 3",
        "format",
        "format 3 is not read here, wants 1",
    ),
    (
        "\"After the survey of 2014\"",
        "\" \"",
        "title",
        "is missing, wants words",
    ),
    (
        "real-2012",
        "real-2013",
        "themes",
        "no theme set of this name is declared, nearest is `making-it-real-2012`",
    ),
    (
        "theme = \"budgets\"",
        "theme = \"budget\"",
        "priorities[0] (clear).theme",
        "no theme of this name is declared, nearest is `budgets`",
    ),
    (
        "people = 52",
        "people = 0",
        "events[0].people",
        "is out of range, wants 1 or more people",
    ),
    (
        "asked = [\"Where are we now?\", \"What more can we do?\"]",
        "",
        "events[0].asked",
        "is missing, wants what people were asked",
    ),
    (
        "date = 2014-06-12",
        "date = \"June\"",
        "events[0].date",
        "cannot be read: wants a day such as 2014-06-12",
    ),
    (
        "id = \"friends\"",
        "id = \"amount\"",
        "findings[1].id",
        "stands here for the second time, first at findings[0].id",
    ),
    (
        "item = \"amount_known\"",
        "",
        "findings[0] (amount)",
        "is missing, wants an item, a measure or a series",
    ),
    (
        "item = \"amount_known\"",
        "item = \"a\"\nseries = \"b\"",
        "findings[0] (amount)",
        "does not belong here: one of item, measure and series says what was measured",
    ),
    (
        "finding = \"amount\"",
        "finding = \"amout\"",
        "priorities[0] (clear).finding",
        "no finding of this name is declared, nearest is `amount`",
    ),
    (
        "chosen = \"2014-06-12\"",
        "chosen = \"2014-06-21\"",
        "actions[0] (letter).history[0]",
        "is dated before the choice of the priority, wants that day or a later one",
    ),
    (
        "due = \"2014-12-31\"",
        "due = \"2014-06-19\"",
        "actions[0] (letter).due",
        "is dated before the proposal, wants that day or a later one",
    ),
    (
        "owner = \"Budget team\"",
        "",
        "actions[0] (letter).owner",
        "is missing, wants words",
    ),
    (
        "status = \"proposed\"",
        "status = \"agreed\"",
        "actions[0] (letter).history[0].status",
        "does not follow from nothing, wants proposed",
    ),
    (
        "status = \"agreed\"",
        "status = \"under_way\"",
        "actions[0] (letter).history[1].status",
        "does not follow from proposed, wants agreed or dropped",
    ),
    (
        "status = \"agreed\"",
        "status = \"nodded\"",
        "actions[0] (letter).history[1].status",
        "unknown word, wants one of proposed, agreed, under_way, done, dropped",
    ),
    (
        "2014-09-01\", status = \"under_way",
        "2014-06-30\", status = \"under_way",
        "actions[0] (letter).history[2].date",
        "is dated before the step before, wants that day or a later one",
    ),
    (
        ", reason = \"There is one already.\"",
        "",
        "actions[1] (line).history[1].reason",
        "is missing, wants a reason that people can read",
    ),
    (
        "date = \"2015-02-01\"",
        "date = \"2014-06-19\"",
        "actions[0] (letter).told[0].date",
        "is dated before the proposal, wants that day or a later one",
    ),
    (
        "whom = \"Everybody who answered\"",
        "whom = \"\"",
        "actions[0] (letter).told[0].whom",
        "is missing, wants words",
    ),
    (
        "after = \"2015\"",
        "after = \"2014\"",
        "actions[0] (letter).measured_again.after",
        "does not belong here: a wave cannot be compared with itself",
    ),
    (
        "date = \"2015-08-31\"",
        "date = \"2014-08-31\"",
        "actions[0] (letter).measured_again.date",
        "is dated before the action began, wants that day or a later one",
    ),
];

#[test]
fn each_broken_rule_is_told_with_its_place() {
    for (piece, other, place, told) in BROKEN {
        let found: Vec<_> = problems(piece, other)
            .iter()
            .filter(|p| p.place == *place)
            .map(|p| p.kind.to_string())
            .collect();
        assert_eq!(found, [*told], "{other}");
        assert_eq!(problems(piece, other).len(), 1, "{other}");
    }
}

#[test]
fn what_has_not_begun_cannot_be_measured_again() {
    let steps = "    { date = \"2014-09-01\", status = \"under_way\" },\n    { date = \"2015-01-10\", status = \"done\" },\n";
    let found = problems(steps, "");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].place, "actions[0] (letter).measured_again");
}

#[test]
fn every_problem_is_told_at_once() {
    let error = ActionPlan::from_json(
        "{\"findings\":[{}],\"priorities\":[{}],\"actions\":[{\"told\":[{}],\"measured_again\":{}}]}",
    );
    let Err(ParticipationError::Problems { problems, .. }) = error else {
        panic!("taken")
    };
    // Two of the plan, five of the finding, three of the priority, eleven of the action.
    assert_eq!(problems.len(), 21, "{problems}");
    assert!(
        ActionPlan::from_json("[")
            .unwrap_err()
            .to_string()
            .starts_with("plan cannot be read: ")
    );
    assert!(
        ActionPlan::from_toml("tile = 1")
            .unwrap_err()
            .to_string()
            .contains("unknown field `tile`")
    );
}
