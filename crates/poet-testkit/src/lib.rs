//! Synthetic surveys, strategies, attacker and conformance.

pub use error::Error;

pub mod attack;
pub mod conformance;
pub mod synth;

mod error;
