//! Synthetic surveys, strategies, attacker and conformance.
