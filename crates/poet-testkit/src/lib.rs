//! Synthetic surveys, strategies, attacker and conformance.

pub mod synth;
