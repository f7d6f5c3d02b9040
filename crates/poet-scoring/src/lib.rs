//! Responses to scores, for one person or a table of them.
//!
//! A [`Scorer`] is compiled once from an instrument and knows no question by name. Sums are exact integers; a share or
//! a mean is divided once, at the end.

pub use error::Error;
pub use score::{NoScore, Score, Scores, Standing};
pub use scorer::Scorer;
pub use table::ScoreTable;

pub mod reliability;

mod compiled;
mod error;
mod score;
mod scorer;
mod table;
