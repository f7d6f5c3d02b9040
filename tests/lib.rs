//! Promises of the whole, through the facade; a module a promise.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

mod determinism;
mod no_row_is_lost;
mod people;
mod published;
mod shared;
mod tally;
mod whole_way;
