//! POET as code: surveys about personal budgets read, scored, compared and reported.
//!
//! The stages stand apart, each in its module; the words that every caller needs are lifted here.
//!
//! | stage | turns | into |
//! |---|---|---|
//! | [`domain`] | words and numbers | values that are valid by construction |
//! | [`import`] | files | responses and refusals |
//! | [`scoring`] | responses | scores |
//! | [`benchmark`] | scores and responses | tallies, findings, released findings |
//! | [`export`] | released findings | files and reports |
//!
//! How a survey of your own goes the same way is told in [`own_survey`].

pub use poet_benchmark::release::{Policy, Released};
pub use poet_benchmark::tally::Tally;
pub use poet_benchmark::{Findings, Settings};
pub use poet_core::{Answer, Catalogue, Instrument, Response, ResponseTable};
pub use poet_scoring::Scorer;

pub use poet_benchmark as benchmark;
pub use poet_core as domain;
pub use poet_export as export;
pub use poet_import as import;
pub use poet_scoring as scoring;

#[doc = include_str!("own_survey.md")]
pub mod own_survey {}

#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
