//! How far things have come: uptake of personal budgets.

pub use uptake::UptakeTally;

mod uptake;
