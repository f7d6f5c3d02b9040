//! Accepted and refused budgets are read, and each refusal names its row and its rule.

use poet::domain::budget::PersonalBudget;
use poet::import::BudgetIntake;
use poet_testkit::strategy::{BrokenBudget, broken_budget, budget};
use proptest::prelude::*;

/// A record of a file: a budget that is taken, or one with the rule that it breaks.
#[derive(Clone, Debug)]
enum Record {
    Sound(Box<PersonalBudget>),
    Broken(BrokenBudget),
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let record = prop_oneof![
        budget().prop_map(|budget| Record::Sound(Box::new(budget))),
        // The rest of a list belongs to a text that is cut off.
        broken_budget()
            .prop_filter("no JSON", |broken| broken.rule != "not_json")
            .prop_map(Record::Broken),
    ];
    prop::collection::vec(record, 0..12)
}

impl Record {
    fn json(&self) -> String {
        match self {
            Self::Sound(budget) => serde_json::to_string(budget).unwrap(),
            Self::Broken(broken) => broken.json.clone(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_budget_of_a_file_is_taken_or_refused_with_its_rule(records in records(), list in any::<bool>()) {
        let texts: Vec<String> = records.iter().map(Record::json).collect();
        let file = match list {
            true => format!("[{}]", texts.join(",\n")),
            false => texts.join("\n"),
        };
        let mut taken = Vec::new();
        let report = BudgetIntake::default().read(file.as_bytes(), |budget| taken.push(budget)).unwrap();
        prop_assert_eq!((report.read, report.blank, report.cut_off), (records.len() as u64, 0, false));
        prop_assert_eq!(report.accepted + report.refused, report.read);

        let mut refusals = report.refusals.iter();
        let mut budgets = taken.iter();
        for (row, record) in (1..).zip(&records) {
            match record {
                Record::Sound(budget) => match refusals.as_slice().first() {
                    Some(refusal) if refusal.row == row => {
                        prop_assert_eq!(refusal.reason.rule(), "duplicate_id");
                        refusals.next();
                    }
                    _ => prop_assert_eq!(budgets.next(), Some(&**budget)),
                },
                Record::Broken(broken) => {
                    let refusal = refusals.next().unwrap();
                    prop_assert_eq!((refusal.row, refusal.reason.rule()), (row, broken.rule));
                }
            }
        }
        prop_assert!(refusals.next().is_none() && budgets.next().is_none());
    }
}
