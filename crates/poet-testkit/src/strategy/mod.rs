//! Strategies for the property tests of any system that handles budgets, instruments and responses.
//!
//! Valid values to show that nothing is lost or refused without cause, and broken ones that differ from a valid value in
//! one thing, each with the name of what is wrong with it, to show that every fault is caught and called by its name.
//!
//! # Examples
//!
//! A council's intake form has a validation of its own. Its test suite holds that validation to POET's:
//!
//! ```
//! use poet_core::{Answer, Catalogue, Response, Severity};
//! use poet_testkit::strategy::{BrokenResponse, broken_response, response};
//! use proptest::prelude::*;
//! use proptest::test_runner::{Config, TestRunner};
//!
//! /// The council's own rule: which questions to show again in red.
//! fn shown_in_red(form: &Response) -> Vec<String> {
//!     # let instrument = Catalogue::builtin().get(&"family-carers@2014".parse().unwrap()).unwrap();
//!     # let refused = |f: &poet_core::Finding| f.severity() == Severity::Refused;
//!     # return form.validate(instrument).into_iter().filter(refused).map(|f| f.item.to_string()).collect();
//!     // …
//! }
//!
//! let instrument = Catalogue::builtin().get(&"family-carers@2014".parse()?)?;
//! let mut runner = TestRunner::new(Config::with_cases(20));
//! runner.run(&response(instrument), |form| {
//!     prop_assert!(shown_in_red(&form).is_empty());
//!     Ok(())
//! })?;
//! runner.run(&broken_response(instrument), |BrokenResponse { response, finding }| {
//!     let red = shown_in_red(&response);
//!     prop_assert_eq!(red.contains(&finding.item.to_string()), finding.severity() == Severity::Refused);
//!     Ok(())
//! })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`budget`], [`support_plan`] and [`broken_budget`] do the same for a system that keeps personal budgets: what it
//! writes has to be taken, and what [`PersonalBudget::from_json`](poet_core::budget::PersonalBudget::from_json) refuses
//! has to be refused by the same rule.

pub use action_plan::action_plan;
pub use action_plan_broken::{BrokenActionPlan, broken_action_plan};
pub use broken_budget::{BrokenBudget, broken_budget};
pub use broken_instrument::{BrokenInstrument, broken_instrument};
pub use broken_response::{BrokenResponse, broken_response};
pub use budget::budget;
pub use instrument::instrument;
pub use response::response;
pub use story::{comment, story};
pub use story_broken::{BrokenStory, broken_story};

mod action_plan;
mod action_plan_broken;
pub use support_plan::support_plan;

mod broken_budget;
mod broken_instrument;
mod broken_response;
mod budget;
mod budget_history;
mod instrument;
mod response;
mod story;
mod story_broken;
mod support_plan;
