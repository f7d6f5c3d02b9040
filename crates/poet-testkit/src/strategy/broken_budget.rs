//! Budget documents with one thing wrong.

use poet_core::budget::SupportPlan;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::budget::budget;

/// A document with one thing wrong.
#[derive(Clone, Debug)]
pub struct BrokenBudget {
    /// The document; [`PersonalBudget::from_json`](poet_core::budget::PersonalBudget::from_json) refuses it.
    pub json: String,
    /// The document that it was before; it is taken.
    pub sound: String,
    /// [Code](poet_core::budget::BudgetError::code) of the rule that it breaks.
    pub rule: &'static str,
    /// Where, as [`BudgetProblem::place`](poet_core::budget::BudgetProblem::place) says it.
    pub place: &'static str,
}

/// Documents that differ from a valid budget in one thing, for every rule that a document can break.
///
/// # Examples
///
/// A case-management system has an import of its own. Its test suite holds that import to the same rules:
///
/// ```
/// use poet_core::budget::PersonalBudget;
/// use poet_testkit::strategy::broken_budget;
/// use proptest::prelude::*;
/// use proptest::test_runner::TestRunner;
///
/// /// What the system answers to a document: the rule that it breaks.
/// fn refused(document: &str) -> Option<String> {
///     # return PersonalBudget::from_json(document).err().map(|problem| problem.rule().to_owned());
///     // …
/// }
///
/// TestRunner::default().run(&broken_budget(), |broken| {
///     prop_assert_eq!(refused(&broken.sound), None);
///     prop_assert_eq!(refused(&broken.json), Some(broken.rule.to_owned()));
///     Ok(())
/// })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn broken_budget() -> impl Strategy<Value = BrokenBudget> {
    let flaw = prop::sample::select(flaws());
    (budget(), flaw).prop_filter_map("a document that cannot be written", |(budget, flaw)| {
        let Ok(Value::Object(document)) = serde_json::to_value(budget) else {
            return None;
        };
        Some(flaw.put_in(document))
    })
}

type Document = Map<String, Value>;

/// One way to break one rule.
#[derive(Clone, Debug)]
struct Flaw {
    rule: &'static str,
    place: &'static str,
    /// Parts of the budget before the change; one that is null is left out.
    sound: Document,
    change: Change,
}

#[derive(Clone, Debug)]
enum Change {
    /// Puts a value at a place of the document, or takes away what stands there.
    To(&'static str, Option<Value>),
    /// Cuts the text off before its last character.
    CutOff,
    /// Writes the first field twice.
    Twice,
}

/// Flaw as the table states it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    rule: &'static str,
    place: &'static str,
    sound: Document,
    at: &'static str,
    to: Option<Value>,
}

impl From<Stated> for Flaw {
    fn from(stated: Stated) -> Self {
        Self {
            rule: stated.rule,
            place: stated.place,
            sound: stated.sound,
            change: Change::To(stated.at, stated.to),
        }
    }
}

/// Every flaw: at least one for each rule.
fn flaws() -> Vec<Flaw> {
    // A table that does not read breaks the test that every rule has a flaw.
    let stated: Vec<Stated> =
        serde_json::from_str(include_str!("broken_budget.json")).unwrap_or_default();
    let whole = |rule, change| Flaw {
        rule,
        place: "",
        sound: Document::new(),
        change,
    };
    let in_code = [
        whole("not_json", Change::CutOff),
        whole("field_repeated", Change::Twice),
        too_many_lines(),
    ];
    stated.into_iter().map(Flaw::from).chain(in_code).collect()
}

fn too_many_lines() -> Flaw {
    let lines = |n: usize| json!(vec![json!({ "category": "respite" }); n]);
    let most = json!({ "lines": lines(SupportPlan::MAX_LINES) });
    let parts = [
        ("plan".to_owned(), most),
        ("allocations".to_owned(), Value::Null),
        ("contribution".to_owned(), Value::Null),
    ];
    Flaw {
        rule: "plan_lines",
        place: "plan",
        sound: parts.into_iter().collect(),
        change: Change::To("/plan/lines", Some(lines(SupportPlan::MAX_LINES + 1))),
    }
}

impl Flaw {
    fn put_in(self, mut document: Document) -> BrokenBudget {
        for (name, part) in self.sound {
            match part {
                Value::Null => document.remove(&name),
                part => document.insert(name, part),
            };
        }
        let sound = Value::Object(document.clone()).to_string();
        let json = match self.change {
            Change::To(pointer, value) => {
                let mut broken = Value::Object(document);
                put(&mut broken, pointer, value);
                broken.to_string()
            }
            Change::CutOff => sound[..sound.len() - 1].to_owned(),
            Change::Twice => format!("{{\"id\":{},{}", document["id"], &sound[1..]),
        };
        BrokenBudget {
            json,
            sound,
            rule: self.rule,
            place: self.place,
        }
    }
}

/// Puts a value at the place of a JSON pointer whose parent stands; takes it away where there is none.
fn put(document: &mut Value, pointer: &str, value: Option<Value>) {
    let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
    match (document.pointer_mut(parent), value) {
        (Some(Value::Object(fields)), Some(value)) => {
            fields.insert(name.to_owned(), value);
        }
        (Some(Value::Object(fields)), None) => {
            fields.remove(name);
        }
        (Some(Value::Array(list)), Some(value)) => match name.parse::<usize>() {
            Ok(at) if at < list.len() => list[at] = value,
            _ => list.push(value),
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use poet_core::budget::{BudgetError, PersonalBudget};
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    use super::*;

    #[test]
    fn each_flaw_breaks_its_rule_at_its_place_and_the_document_was_sound() {
        let mut runner = TestRunner::deterministic();
        for (at, flaw) in flaws().into_iter().enumerate() {
            for _ in 0..20 {
                let budget = budget().new_tree(&mut runner).unwrap().current();
                let Ok(Value::Object(document)) = serde_json::to_value(&budget) else {
                    panic!("{at}: no object");
                };
                let broken = flaw.clone().put_in(document);
                let sound = PersonalBudget::from_json(&broken.sound);
                assert!(
                    sound.is_ok(),
                    "{at} ({}): {}",
                    broken.rule,
                    sound.unwrap_err()
                );
                let problem = PersonalBudget::from_json(&broken.json).unwrap_err();
                let told = (problem.rule(), problem.place());
                assert_eq!(told, (broken.rule, broken.place), "{at}: {problem}");
            }
        }
    }

    #[test]
    fn every_rule_that_a_document_can_break_has_a_flaw() {
        let mut broken: Vec<_> = flaws().iter().map(|flaw| flaw.rule).collect();
        broken.sort_unstable();
        broken.dedup();
        let mut rules = BudgetError::RULES.to_vec();
        rules.sort_unstable();
        assert_eq!(broken, rules);
    }

    proptest! {
        #[test]
        fn a_refusal_repeats_nothing_of_the_document(broken in broken_budget()) {
            let told = PersonalBudget::from_json(&broken.json).unwrap_err().to_string();
            prop_assert!(!told.contains("shoe_size") && !told.contains("currency"), "{told}");
            prop_assert!(!told.contains("2013") && !told.contains("case 17") && !told.contains("7.505"), "{told}");
        }
    }
}
