//! Scores to tallies, findings and released findings.

pub use absent::Absent;
pub use error::Error;

pub mod compare;
pub mod estimate;

mod absent;
mod error;
