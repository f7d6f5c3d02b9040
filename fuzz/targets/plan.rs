//! Any text, read as a plan of actions in TOML and in JSON: refused with its problems, or written back whole.

#![no_main]

use libfuzzer_sys::fuzz_target;
use poet::domain::participation::ActionPlan;

fuzz_target!(|text: &str| {
    for read in [ActionPlan::from_toml, ActionPlan::from_json] {
        let Ok(plan) = read(text) else {
            continue;
        };
        let toml = plan.to_toml().expect("a sound plan has a TOML form");
        let again = ActionPlan::from_toml(&toml).expect("what was written is read");
        assert!(again == plan);
        let day = "2014-12-31".parse().expect("a day");
        assert_eq!(plan.standing(day).len(), again.standing(day).len());
    }
});
