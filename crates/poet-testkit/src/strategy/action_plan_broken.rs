//! Plans with one thing wrong.

use poet_core::{Problem, ProblemKind};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::action_plan::document;

/// A plan with one thing wrong.
#[derive(Clone, Debug)]
pub struct BrokenActionPlan {
    /// The plan as a file writes it; reading it as an [`ActionPlan`](poet_core::participation::ActionPlan) fails.
    pub json: String,
    /// The only problem that the check reports.
    pub problem: Problem,
}

/// Plans that differ from a sound one in one thing, of every kind of problem that a plan can have.
///
/// # Examples
///
/// ```
/// use poet_core::participation::{ActionPlan, ParticipationError};
/// use poet_testkit::strategy::broken_action_plan;
/// use proptest::test_runner::TestRunner;
///
/// TestRunner::default().run(&broken_action_plan(), |broken| {
///     let Err(ParticipationError::Problems { problems, .. }) = ActionPlan::from_json(&broken.json) else {
///         panic!("taken")
///     };
///     assert!(problems.iter().eq([&broken.problem]));
///     Ok(())
/// })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn broken_action_plan() -> impl Strategy<Value = BrokenActionPlan> {
    let flaw = prop::sample::select(&FLAWS[..]);
    (document(), flaw).prop_filter_map("no room for the flaw", |(mut draft, flaw)| {
        let problem = flaw(&mut draft)?;
        let json = draft.to_string();
        Some(BrokenActionPlan { json, problem })
    })
}

/// Puts one thing wrong and tells what.
type Flaw = fn(&mut Value) -> Option<Problem>;

const FLAWS: [Flaw; 16] = [
    other_format,
    no_title,
    unknown_themes_of_a_priority,
    nobody_came,
    nothing_measured,
    measured_twice,
    finding_twice,
    unknown_finding,
    unknown_priority,
    no_owner,
    due_too_early,
    begins_agreed,
    dropped_in_silence,
    goes_on_after_the_end,
    told_too_early,
    measured_against_itself,
];

const FIRST: &str = "actions[0] (a0)";

fn problem(place: impl Into<String>, kind: ProblemKind) -> Problem {
    let place = place.into();
    Problem { place, kind }
}

/// Puts a value in the place of a field, of an entry of a document.
fn put(entry: &mut Value, field: &str, value: Value) -> Option<()> {
    entry.as_object_mut()?.insert(field.to_owned(), value);
    Some(())
}

fn other_format(draft: &mut Value) -> Option<Problem> {
    put(draft, "format", json!(9))?;
    let (found, wanted) = (9, 1);
    Some(problem("format", ProblemKind::Format { found, wanted }))
}

fn no_title(draft: &mut Value) -> Option<Problem> {
    put(draft, "title", json!(" "))?;
    Some(problem("title", ProblemKind::Missing { wants: "words" }))
}

fn unknown_themes_of_a_priority(draft: &mut Value) -> Option<Problem> {
    put(
        &mut draft["priorities"][0],
        "theme",
        json!("zz_nothing_like_it"),
    )?;
    Some(problem("priorities[0] (p0).theme", undeclared("theme")))
}

fn nobody_came(draft: &mut Value) -> Option<Problem> {
    put(
        draft,
        "events",
        json!([{ "date": "2014-06-12", "people": 0, "asked": ["What more can we do?"] }]),
    )?;
    let wants = "1 or more people";
    Some(problem(
        "events[0].people",
        ProblemKind::OutOfRange { wants },
    ))
}

fn nothing_measured(draft: &mut Value) -> Option<Problem> {
    let finding = draft["findings"][0].as_object_mut()?;
    finding.retain(|name, _| !["item", "measure", "series"].contains(&name.as_str()));
    let wants = "an item, a measure or a series";
    Some(problem("findings[0] (f0)", ProblemKind::Missing { wants }))
}

fn measured_twice(draft: &mut Value) -> Option<Problem> {
    put(&mut draft["findings"][0], "item", json!("dignity"))?;
    put(&mut draft["findings"][0], "measure", json!("outcome_index"))?;
    let because = "one of item, measure and series says what was measured";
    Some(problem(
        "findings[0] (f0)",
        ProblemKind::Misplaced { because },
    ))
}

fn finding_twice(draft: &mut Value) -> Option<Problem> {
    let findings = draft["findings"].as_array_mut()?;
    let (at, again) = (findings.len(), findings[0].clone());
    findings.push(again);
    let first = "findings[0].id".to_owned();
    Some(problem(
        format!("findings[{at}].id"),
        ProblemKind::Duplicate { first },
    ))
}

fn unknown_finding(draft: &mut Value) -> Option<Problem> {
    put(
        &mut draft["priorities"][0],
        "finding",
        json!("zz_nothing_like_it"),
    )?;
    Some(problem("priorities[0] (p0).finding", undeclared("finding")))
}

fn unknown_priority(draft: &mut Value) -> Option<Problem> {
    put(
        &mut draft["actions"][0],
        "priority",
        json!("zz_nothing_like_it"),
    )?;
    Some(problem(format!("{FIRST}.priority"), undeclared("priority")))
}

fn undeclared(what: &'static str) -> ProblemKind {
    let nearest = None;
    ProblemKind::Undeclared { what, nearest }
}

fn no_owner(draft: &mut Value) -> Option<Problem> {
    draft["actions"][0].as_object_mut()?.remove("owner");
    Some(problem(
        format!("{FIRST}.owner"),
        ProblemKind::Missing { wants: "words" },
    ))
}

fn due_too_early(draft: &mut Value) -> Option<Problem> {
    put(&mut draft["actions"][0], "due", json!("2012-12-31"))?;
    let what = "the proposal";
    Some(problem(
        format!("{FIRST}.due"),
        ProblemKind::TooEarly { what },
    ))
}

fn begins_agreed(draft: &mut Value) -> Option<Problem> {
    put(
        &mut draft["actions"][0]["history"][0],
        "status",
        json!("agreed"),
    )?;
    let (from, wants) = ("nothing", "proposed");
    Some(problem(
        format!("{FIRST}.history[0].status"),
        ProblemKind::Step { from, wants },
    ))
}

fn dropped_in_silence(draft: &mut Value) -> Option<Problem> {
    let history = draft["actions"][0]["history"].as_array_mut()?;
    let (at, last) = (history.len(), history.last()?.clone());
    if ["done", "dropped"].contains(&last["status"].as_str()?) {
        return None;
    }
    history.push(json!({ "date": last["date"], "status": "dropped" }));
    let wants = "a reason that people can read";
    Some(problem(
        format!("{FIRST}.history[{at}].reason"),
        ProblemKind::Missing { wants },
    ))
}

fn goes_on_after_the_end(draft: &mut Value) -> Option<Problem> {
    let history = draft["actions"][0]["history"].as_array_mut()?;
    let (at, last) = (history.len(), history.last()?.clone());
    let from = ["done", "dropped"]
        .into_iter()
        .find(|end| last["status"] == *end)?;
    history.push(json!({ "date": last["date"], "status": "agreed" }));
    let wants = "nothing more";
    Some(problem(
        format!("{FIRST}.history[{at}].status"),
        ProblemKind::Step { from, wants },
    ))
}

fn told_too_early(draft: &mut Value) -> Option<Problem> {
    let told = draft["actions"][0]["told"].as_array_mut()?;
    let at = told.len();
    told.push(json!({ "date": "2012-12-31", "whom": "Those who answered", "how": "A letter" }));
    let what = "the proposal";
    Some(problem(
        format!("{FIRST}.told[{at}].date"),
        ProblemKind::TooEarly { what },
    ))
}

fn measured_against_itself(draft: &mut Value) -> Option<Problem> {
    let again = draft["actions"][0].get_mut("measured_again")?;
    again["after"] = again["before"].clone();
    let because = "a wave cannot be compared with itself";
    Some(problem(
        format!("{FIRST}.measured_again.after"),
        ProblemKind::Misplaced { because },
    ))
}

#[cfg(test)]
mod tests {
    use poet_core::participation::{ActionPlan, ParticipationError};

    use super::*;

    proptest! {
        #[test]
        fn each_flaw_is_found_and_nothing_else(document in document()) {
            for flaw in FLAWS {
                let mut draft = document.clone();
                let Some(problem) = flaw(&mut draft) else { continue };
                let Err(ParticipationError::Problems { problems, .. }) = ActionPlan::from_json(&draft.to_string()) else {
                    return Err(TestCaseError::fail(problem.to_string()));
                };
                prop_assert!(problems.iter().eq([&problem]), "{} instead of {}", problems, problem);
            }
        }
    }
}
