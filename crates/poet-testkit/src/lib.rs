//! Synthetic surveys, strategies, attacker and conformance.

pub use error::Error;

pub mod attack;
pub mod conformance;
#[cfg(feature = "proptest")]
pub mod strategy;
pub mod synth;

mod error;
