//! Plans that bring results back.

use poet_core::participation::ActionPlan;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::story::day;

/// Plans in every state: findings without a priority, priorities without an action, actions at every step of their
/// history, told back and measured again or not.
///
/// # Examples
///
/// ```
/// use poet_testkit::strategy::action_plan;
/// use proptest::test_runner::TestRunner;
///
/// TestRunner::default().run(&action_plan(), |plan| {
///     let standing = plan.standing("2014-06-30".parse().unwrap());
///     assert!(plan.findings().iter().all(|f| standing.iter().any(|s| s.finding == f)));
///     Ok(())
/// })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn action_plan() -> impl Strategy<Value = ActionPlan> {
    document().prop_filter_map("a plan that cannot be read", |document| {
        ActionPlan::from_json(&document.to_string()).ok()
    })
}

/// Plans as a file writes them.
pub(super) fn document() -> impl Strategy<Value = Value> {
    let findings = prop::collection::vec(finding(), 1..4);
    let priorities = prop::collection::vec((any::<Index>(), 0..300_u64, any::<bool>()), 1..4);
    let actions = prop::collection::vec((any::<Index>(), action()), 1..4);
    let event = prop::option::of((0..300_u64, 1..80_u32));
    (findings, priorities, actions, event).prop_map(|(findings, priorities, actions, event)| {
        let of = |list: &str, at: &Index, len: usize| format!("{list}{}", at.index(len));
        let chosen: Vec<u64> = priorities.iter().map(|(_, chosen, _)| *chosen).collect();
        let themed = |themed: bool| themed.then_some("information");
        let (many_findings, many_priorities) = (findings.len(), priorities.len());
        let priorities = priorities.iter().enumerate().map(|(at, (finding, chosen, theme))| {
            json!({
                "id": format!("p{at}"), "finding": of("f", finding, many_findings),
                "title": "What we chose", "chosen": day(*chosen), "theme": themed(*theme),
            })
        });
        let actions = actions.into_iter().enumerate().map(|(at, (priority, action))| {
            let first = chosen[priority.index(many_priorities)];
            action.written(&format!("a{at}"), &of("p", &priority, many_priorities), first)
        });
        let events = event.iter().map(|(at, people)| {
            json!({ "date": day(*at), "people": people, "asked": ["What more can we do?"] })
        });
        json!({
            "format": ActionPlan::FORMAT, "title": "A plan", "organisation": "E08000035",
            "themes": "making-it-real-2018",
            "events": events.collect::<Vec<_>>(),
            "findings": findings.into_iter().enumerate().map(|(at, finding)| named(finding, at)).collect::<Vec<_>>(),
            "priorities": priorities.collect::<Vec<_>>(),
            "actions": actions.collect::<Vec<_>>(),
        })
    })
}

fn finding() -> impl Strategy<Value = Value> {
    let measured = vec![
        ("item", "dignity"),
        ("measure", "outcome_index"),
        ("series", "change/dignity"),
    ];
    prop::sample::select(measured).prop_map(|(kind, name)| {
        json!({ "said": "What we said", "instrument": "adult-holders@2014", "wave": "2014", kind: name })
    })
}

fn named(mut finding: Value, at: usize) -> Value {
    finding["id"] = json!(format!("f{at}"));
    finding
}

/// An action in the making: days from one step to the next, and what followed.
#[derive(Clone, Debug)]
struct Draft {
    steps: &'static [&'static str],
    waits: [u64; 4],
    due: u64,
    told: Vec<u64>,
    again: Option<u64>,
}

const HISTORIES: [&[&str]; 8] = [
    &["proposed"],
    &["proposed", "dropped"],
    &["proposed", "agreed"],
    &["proposed", "agreed", "dropped"],
    &["proposed", "agreed", "under_way"],
    &["proposed", "agreed", "under_way", "dropped"],
    &["proposed", "agreed", "done"],
    &["proposed", "agreed", "under_way", "done"],
];

fn action() -> impl Strategy<Value = Draft> {
    let told = prop::collection::vec(0..500_u64, 0..3);
    let again = prop::option::of(0..500_u64);
    let steps = prop::sample::select(&HISTORIES[..]);
    (steps, any::<[u8; 4]>(), 0..500_u64, told, again).prop_map(
        |(steps, waits, due, told, again)| Draft {
            steps,
            waits: waits.map(u64::from),
            due,
            told,
            again,
        },
    )
}

impl Draft {
    /// The action as a file writes it, proposed on or after the day on which its priority was chosen.
    fn written(self, id: &str, priority: &str, chosen: u64) -> Value {
        let mut at = chosen;
        let mut begun = None;
        let first = chosen + self.waits[0];
        let steps = self.steps.iter().zip(self.waits).map(|(step, wait)| {
            at += wait;
            if matches!(*step, "under_way" | "done") {
                begun = begun.or(Some(at));
            }
            match *step {
                "dropped" => json!({ "date": day(at), "status": step, "reason": "No money" }),
                _ => json!({ "date": day(at), "status": step }),
            }
        });
        let history: Vec<Value> = steps.collect();
        let told = self.told.iter().map(|after| {
            json!({ "date": day(first + after), "whom": "Those who answered", "how": "A letter" })
        });
        let mut action = json!({
            "id": id, "priority": priority, "title": "What we do", "owner": "A team",
            "due": day(first + self.due), "history": history, "told": told.collect::<Vec<_>>(),
        });
        if let (Some(begun), Some(after)) = (begun, self.again) {
            action["measured_again"] =
                json!({ "date": day(begun + after), "before": "2014", "after": "2015" });
        }
        action
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    use super::*;

    proptest! {
        #[test]
        fn every_document_is_a_sound_plan_and_is_read_as_written(document in document()) {
            let plan = ActionPlan::from_json(&document.to_string()).unwrap();
            prop_assert_eq!(&ActionPlan::from_toml(&plan.to_toml().unwrap()).unwrap(), &plan);
            prop_assert_eq!(ActionPlan::from_json(&plan.to_json().unwrap()).unwrap(), plan);
        }
    }

    #[test]
    fn plans_are_drawn_at_every_stage() {
        let mut runner = TestRunner::deterministic();
        let stages = |_| {
            let plan = action_plan().new_tree(&mut runner).unwrap().current();
            let standing = plan.standing(day(900).unwrap());
            standing.iter().map(|s| s.stage).collect::<Vec<_>>()
        };
        let stages: BTreeSet<_> = (0..300).flat_map(stages).collect();
        assert_eq!(stages.len(), 9, "{stages:?}");
    }
}
