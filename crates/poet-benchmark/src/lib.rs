//! Scores to tallies, findings and released findings.

pub mod release;
