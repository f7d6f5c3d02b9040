//! Synthetic surveys, strategies, attacker and conformance.

#[cfg(feature = "proptest")]
pub mod strategy;
pub mod synth;
