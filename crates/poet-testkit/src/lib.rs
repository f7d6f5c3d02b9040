//! Synthetic surveys, strategies, attacker, conformance, and cases for survey logic of other systems.

pub use error::Error;

pub mod attack;
pub mod conformance;
#[cfg(feature = "proptest")]
pub mod strategy;
pub mod survey_cases;
pub mod synth;

mod error;
