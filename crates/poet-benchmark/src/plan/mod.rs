//! How many answers a survey needs, and what so many can tell.

pub use detectable::{Detectable, detectable};
pub use sample_size::{SampleSize, SendingPlan};

mod detectable;
mod sample_size;
