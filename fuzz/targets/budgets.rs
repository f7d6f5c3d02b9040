//! Any bytes, read as a file of personal budgets: accepted and refused are read, and what is taken is written back whole.

#![no_main]

use libfuzzer_sys::fuzz_target;
use poet::benchmark::budgets::BudgetTally;
use poet::domain::budget::PersonalBudget;
use poet::import::BudgetIntake;

fuzz_target!(|file: &[u8]| {
    let mut taken = Vec::new();
    let read = BudgetIntake::default().read(file, |budget| taken.push(budget));
    let Ok(report) = read else {
        return;
    };
    assert_eq!(report.accepted + report.refused, report.read);
    assert_eq!(report.accepted, taken.len() as u64);
    let mut tally = BudgetTally::new().expect("the form of a record is sound");
    for budget in &taken {
        let json = serde_json::to_vec(budget).expect("a budget has a JSON form");
        assert!(PersonalBudget::from_json(&json).expect("what was written is read") == *budget);
        // One that names no organisation is in nobody's figures.
        assert!(tally.add(budget).is_ok() || budget.organisation().is_none());
    }
});
