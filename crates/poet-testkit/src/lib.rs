//! Synthetic surveys, strategies, attacker and conformance.

pub use error::Error;

pub mod conformance;

mod error;
