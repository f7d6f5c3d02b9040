//! Promises of the whole, through the facade; a module a promise.

mod determinism;
mod no_row_is_lost;
mod published;
mod shared;
mod tally;
mod whole_way;
