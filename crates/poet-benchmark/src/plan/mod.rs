//! How many answers a survey needs, and what so many can tell.

pub use detectable::{Detectable, detectable};
pub use frame_plan::{OrganisationPlan, StratumPlan};
pub use sample_size::{SampleSize, SendingPlan};

mod detectable;
mod frame_plan;
mod sample_size;
