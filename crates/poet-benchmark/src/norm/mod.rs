//! A released reference in one file, to be held against offline.

pub use comparison::{Inside, NormComparison, NormHead, NormResult};
pub use set::{NormFrame, NormItem, NormRelease, NormSet, NormShare};
pub use spread::{Position, Spread};

mod comparison;
mod set;
mod spread;
