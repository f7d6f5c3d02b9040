//! One share and how sure we are of it.

pub use clopper_pearson::clopper_pearson;
pub use confidence::Confidence;
pub use interval::Interval;
pub use proportion::Proportion;
pub use wilson::wilson;
pub use wilson_corrected::wilson_corrected;

pub(crate) mod normal;
pub(crate) mod student;

mod clopper_pearson;
mod confidence;
mod interval;
mod proportion;
mod wilson;
mod wilson_corrected;
