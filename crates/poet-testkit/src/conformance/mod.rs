//! Numeric cases that other programs computed, run through ours.
//!
//! A case names a family, an input, what is expected and how exactly. A family is a function from
//! input to output: one line in `families.rs` builds it into the runner. `conformance.md` of this crate is the format, for
//! test suites of other programs.

pub use report::{Count, Failure, Report};
pub use runner::{SCHEMA, run};

mod adjust;
mod case;
mod families;
mod fault;
mod fields;
mod judge;
mod ordered;
mod report;
mod runner;

mod disclosure;
mod ordinal;
mod peers;
mod places;
mod regression;
mod scale;
mod several;
mod share;
mod table;
mod trend;
mod weight;
