//! Promises of the whole, through the facade; a module a promise.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

mod budget_statistics;
mod budgets;
mod catalogue;
mod conformance;
mod determinism;
mod foreign;
mod no_row_is_lost;
mod participation;
mod people;
mod places_like_one;
mod published;
mod recovery;
#[cfg(feature = "schema")]
mod schema;
mod shared;
mod tally;
mod uptake;
mod waves;
mod weighted;
mod whole_way;
