//! Records of many budgets, counted, compared and released like answers.
//!
//! [`response`] reads a budget as answers to a small [`form`], so that counting, comparison, disclosure control and export
//! are those of every survey. Money is summed beside it, and released where no budget makes too much of a sum.

pub use record::{form, response};
pub use tally::BudgetTally;

pub(crate) use record::{VALUE_BANDS, ways_of_holding};
pub(crate) use sum::Sum;
pub(crate) use tally::{NOT_KNOWN, OTHERS, Sums};

mod record;
mod sum;
mod tally;
