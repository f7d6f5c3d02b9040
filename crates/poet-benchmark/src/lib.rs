//! Scores to tallies, findings and released findings.
