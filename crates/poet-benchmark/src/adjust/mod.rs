//! Answers made to stand for other people than gave them.

pub use margin::{Margin, MarginError};
pub use post_stratification::post_stratify;
pub use raking::{Raked, Raking, RakingRow};
pub use trimming::{Bounds, Trimmed, Trimming, trim};

mod margin;
mod post_stratification;
mod raking;
mod trimming;
