//! Budget documents with one thing wrong.

use proptest::prelude::*;
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
///     prop_assert_eq!(refused(&broken.json).as_deref(), Some(broken.rule));
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
    sound: Value,
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

impl Flaw {
    fn put_in(self, mut document: Document) -> BrokenBudget {
        if let Value::Object(parts) = self.sound {
            for (name, part) in parts {
                match part {
                    Value::Null => document.remove(&name),
                    part => document.insert(name, part),
                };
            }
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

fn flaw(
    rule: &'static str,
    place: &'static str,
    sound: Value,
    change: (&'static str, Value),
) -> Flaw {
    Flaw {
        rule,
        place,
        sound,
        change: Change::To(change.0, Some(change.1)),
    }
}

/// Every flaw: at least one for each rule.
fn flaws() -> Vec<Flaw> {
    [
        of_documents(),
        of_money(),
        of_holding(),
        of_history(),
        of_plans(),
        of_time(),
    ]
    .concat()
}

fn weekly(money: &str) -> Value {
    json!({ "money": money, "period": "weekly" })
}

fn social(money: &str) -> Value {
    json!({ "stream": "social_care", "amount": weekly(money) })
}

/// A budget of one agreed step, without the parts that hang on it.
fn agreed(step: &Value) -> Value {
    json!({
        "allocations": { "agreed": step }, "contribution": null, "plan": null, "reviews": null,
    })
}

fn of_documents() -> Vec<Flaw> {
    let none = || json!({});
    let whole = |rule, place, change| Flaw {
        rule,
        place,
        sound: json!({}),
        change,
    };
    let pays = || json!({ "allocations": null, "contribution": weekly("1.00") });
    vec![
        whole("not_json", "", Change::CutOff),
        whole("field_repeated", "", Change::Twice),
        whole("field_missing", "", Change::To("/id", None)),
        flaw("field_unknown", "", none(), ("/shoe_size", json!("41"))),
        flaw(
            "field_unknown",
            "contribution",
            pays(),
            ("/contribution/currency", json!("EUR")),
        ),
        flaw(
            "wrong_kind",
            "contribution",
            pays(),
            ("/contribution", json!("1.00")),
        ),
        flaw(
            "wrong_kind",
            "reviews",
            json!({ "reviews": null }),
            ("/reviews", json!({})),
        ),
        flaw(
            "not_text",
            "contribution.money",
            pays(),
            ("/contribution/money", json!(1)),
        ),
        flaw(
            "code_unknown",
            "need_group",
            json!({ "need_group": "other" }),
            ("/need_group", json!("others")),
        ),
        flaw("id_form", "id", none(), ("/id", json!("case 17"))),
        flaw(
            "id_nil",
            "id",
            none(),
            ("/id", json!("00000000-0000-0000-0000-000000000000")),
        ),
        flaw(
            "name_form",
            "organisation",
            json!({ "organisation": "E08000035" }),
            ("/organisation", json!("")),
        ),
    ]
}

fn of_money() -> Vec<Flaw> {
    let pays = || json!({ "allocations": null, "contribution": weekly("1.00") });
    let money = |rule, text: &str| {
        flaw(
            rule,
            "contribution.money",
            pays(),
            ("/contribution/money", json!(text)),
        )
    };
    let charged = |contribution: Value| {
        let mut parts = agreed(&json!({ "allocation": [social("10.00")] }));
        parts["contribution"] = contribution;
        parts
    };
    vec![
        money("money_form", "1,00"),
        money("money_negative", "-0.01"),
        money("money_fraction", "1.001"),
        money("money_too_large", "184467440737095516.16"),
        flaw(
            "amount_too_large",
            "contribution",
            pays(),
            ("/contribution/money", json!("100000000.01")),
        ),
        flaw(
            "contribution_too_large",
            "",
            charged(weekly("10.00")),
            ("/contribution/money", json!("10.01")),
        ),
        flaw(
            "contribution_unfunded",
            "",
            charged(weekly("10.00")),
            ("/contribution/period", json!("monthly")),
        ),
    ]
}

fn of_holding() -> Vec<Flaw> {
    let part = |deployment: &str, share: &str| json!({ "deployment": deployment, "share": share });
    let mix = |parts: Value| json!({ "deployment": parts, "restrictions": null, "plan": null });
    let broker = || mix(json!([part("broker", "1")]));
    let two = || {
        mix(json!([
            part("broker", "0.5"),
            part("direct_payment", "0.5")
        ]))
    };
    let limited = |deployment: &str| json!({ "limit": "purpose", "deployment": deployment });
    let restricted = || {
        let mut parts = broker();
        parts["restrictions"] = json!([limited("broker")]);
        parts
    };
    let bought = |deployment: &str| json!({ "category": "respite", "deployment": deployment });
    let planned = || {
        let mut parts = broker();
        parts["plan"] = json!({ "lines": [bought("broker")] });
        parts
    };
    vec![
        flaw(
            "mix_empty",
            "deployment",
            broker(),
            ("/deployment", json!([])),
        ),
        flaw(
            "deployment_repeated",
            "deployment",
            two(),
            ("/deployment/1/deployment", json!("broker")),
        ),
        flaw(
            "share_form",
            "deployment[0].share",
            broker(),
            ("/deployment/0/share", json!("all")),
        ),
        flaw(
            "share_range",
            "deployment",
            broker(),
            ("/deployment/0/share", json!("1.01")),
        ),
        flaw(
            "share_range",
            "deployment",
            two(),
            ("/deployment/1/share", json!("0")),
        ),
        flaw(
            "shares_sum",
            "deployment",
            two(),
            ("/deployment/1/share", json!("0.49")),
        ),
        flaw(
            "restriction_deployment",
            "",
            restricted(),
            ("/restrictions/0", limited("nhs_managed")),
        ),
        flaw(
            "line_deployment",
            "",
            planned(),
            ("/plan/lines/0", bought("nhs_managed")),
        ),
    ]
}

fn of_history() -> Vec<Flaw> {
    const STEP: &str = "/allocations/agreed";
    const DATE: &str = "/allocations/agreed/date";
    let step = |day: &str| json!({ "allocation": [social("10.00")], "date": day });
    let told = |told: Value| {
        let mut step = step("2013-03-04");
        step["told"] = told;
        agreed(&step)
    };
    let person = |day: &str| json!({ "listener": "person", "date": day });
    let family = || json!({ "listener": "family" });
    let history = |history: Value| {
        let mut parts = agreed(&json!(null));
        parts["allocations"] = history;
        parts
    };
    let estimated =
        || history(json!({ "indicative": step("2013-03-04"), "agreed": step("2013-03-04") }));
    let revised =
        || history(json!({ "agreed": step("2013-03-04"), "revised": [step("2013-03-05")] }));
    let planned = || {
        let mut parts =
            told(json!([{ "listener": "person", "date": "2013-03-05", "planning": "before" }]));
        parts["plan"] = json!({ "started": "2013-03-05", "signed_off": "2013-03-06" });
        parts
    };
    vec![
        flaw(
            "allocation_empty",
            "allocations.agreed.allocation",
            agreed(&step("2013-03-04")),
            ("/allocations/agreed/allocation", json!([])),
        ),
        flaw(
            "funding_repeated",
            "allocations.agreed.allocation",
            agreed(&step("2013-03-04")),
            ("/allocations/agreed/allocation/1", social("5.00")),
        ),
        flaw(
            "date_form",
            "allocations.agreed.date",
            agreed(&step("2013-03-04")),
            (DATE, json!("4 March 2013")),
        ),
        flaw(
            "told_repeated",
            "allocations.agreed",
            told(json!([person("2013-03-04"), family()])),
            ("/allocations/agreed/told/1/listener", json!("person")),
        ),
        flaw(
            "told_before_step",
            "allocations.agreed",
            told(json!([person("2013-03-04")])),
            (DATE, json!("2013-03-05")),
        ),
        flaw(
            "told_planning",
            "",
            planned(),
            ("/plan/started", json!("2013-03-04")),
        ),
        flaw(
            "agreed_before_indicative",
            "allocations",
            estimated(),
            (DATE, json!("2013-03-03")),
        ),
        Flaw {
            rule: "revised_without_agreed",
            place: "allocations",
            sound: revised(),
            change: Change::To(STEP, None),
        },
        Flaw {
            rule: "revision_undated",
            place: "allocations",
            sound: revised(),
            change: Change::To("/allocations/revised/0/date", None),
        },
        flaw(
            "revision_order",
            "allocations",
            revised(),
            (DATE, json!("2013-03-05")),
        ),
    ]
}

fn of_plans() -> Vec<Flaw> {
    let plan = |plan: Value| {
        let mut parts = agreed(&json!({ "allocation": [social("10.00")] }));
        parts["plan"] = plan;
        parts
    };
    let dated = || plan(json!({ "started": "2013-03-04", "signed_off": "2013-03-04" }));
    let outcome = || plan(json!({ "outcomes": [{ "item": "dignity" }] }));
    let helped = || plan(json!({ "helped_by": ["council", "provider"] }));
    let lines = |n: usize| json!(vec![json!({ "category": "respite" }); n]);
    let visits = || {
        let frequency = json!({ "quantity": "7.50", "unit": "hours", "per": "weekly" });
        plan(json!({ "lines": [{ "category": "home_care", "frequency": frequency }] }))
    };
    let quantity = |rule, text: &str| {
        let place = match rule {
            "quantity_form" => "plan.lines[0].frequency.quantity",
            _ => "plan.lines[0].frequency",
        };
        flaw(
            rule,
            place,
            visits(),
            ("/plan/lines/0/frequency/quantity", json!(text)),
        )
    };
    vec![
        flaw(
            "plan_dates",
            "plan",
            dated(),
            ("/plan/signed_off", json!("2013-03-03")),
        ),
        Flaw {
            rule: "outcome_empty",
            place: "plan.outcomes[0]",
            sound: outcome(),
            change: Change::To("/plan/outcomes/0/item", None),
        },
        flaw(
            "name_form",
            "plan.outcomes[0].item",
            outcome(),
            ("/plan/outcomes/0/item", json!("To be well")),
        ),
        flaw(
            "helper_repeated",
            "plan",
            helped(),
            ("/plan/helped_by/1", json!("council")),
        ),
        flaw(
            "plan_lines",
            "plan",
            plan(json!({ "lines": lines(200) })),
            ("/plan/lines", lines(201)),
        ),
        quantity("quantity_form", "seven"),
        quantity("quantity_range", "0"),
        quantity("quantity_range", "10000.01"),
        quantity("quantity_fraction", "7.505"),
        flaw(
            "frequency_one_off",
            "plan.lines[0].frequency",
            visits(),
            ("/plan/lines/0/frequency/per", json!("one_off")),
        ),
    ]
}

fn of_time() -> Vec<Flaw> {
    let reviews = |outcome: &str| {
        let mut parts = agreed(&json!({ "allocation": [social("10.00")], "date": "2013-03-04" }));
        let first = json!({ "date": "2013-03-04", "outcome": outcome });
        parts["reviews"] = json!([first, { "date": "2013-03-05" }]);
        parts
    };
    let record = |first: &str, last: &str| json!({ "first": first, "last": last, "paid_in": "10.00", "spent": "7.50" });
    let spent = || json!({ "spending": [record("2013-04-01", "2013-04-28"), record("2013-04-29", "2013-04-29")] });
    let kept = || {
        let mut parts = spent();
        parts["spending"][0]["carried_over"] = json!("2.50");
        parts
    };
    vec![
        flaw(
            "review_before_agreed",
            "",
            reviews("kept"),
            ("/reviews/0/date", json!("2013-03-03")),
        ),
        flaw(
            "review_order",
            "",
            reviews("kept"),
            ("/reviews/0/date", json!("2013-03-06")),
        ),
        flaw(
            "review_after_end",
            "",
            reviews("kept"),
            ("/reviews/0/outcome", json!("ended")),
        ),
        flaw(
            "date_form",
            "reviews[0].date",
            reviews("kept"),
            ("/reviews/0/date", json!("2013-02-30")),
        ),
        flaw(
            "spending_dates",
            "spending[1]",
            spent(),
            ("/spending/1/last", json!("2013-04-28")),
        ),
        flaw(
            "spending_overlap",
            "",
            spent(),
            ("/spending/1/first", json!("2013-04-28")),
        ),
        flaw(
            "spending_carried_over",
            "spending[0]",
            kept(),
            ("/spending/0/carried_over", json!("2.51")),
        ),
        flaw(
            "amount_too_large",
            "spending[0]",
            spent(),
            ("/spending/0/spent", json!("100000000.01")),
        ),
    ]
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
