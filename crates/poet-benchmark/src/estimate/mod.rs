//! One share and how sure we are of it.

pub use confidence::Confidence;
pub use interval::Interval;
pub use proportion::Proportion;
pub use wilson::wilson;

pub(crate) mod normal;
pub(crate) mod student;

mod confidence;
mod interval;
mod proportion;
mod wilson;
