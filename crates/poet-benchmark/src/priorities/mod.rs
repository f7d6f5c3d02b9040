//! What to act on: how much a condition goes with outcomes, and how a place does on it.

pub use importance::Importance;
pub use priority::{Priorities, Priority, Standing};

mod importance;
mod priority;
