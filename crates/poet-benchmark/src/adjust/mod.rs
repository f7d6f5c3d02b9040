//! Answers made to stand for other people than gave them, and places held against each other as if they served like
//! people.

pub use direct::{Direct, direct_standardised};
pub use indirect::{Indirect, ReferenceStratum, indirect_standardised};
pub use margin::{Margin, MarginError};
pub use post_stratification::post_stratify;
pub use raking::{Raked, Raking, RakingRow};
pub use rate::{Rate, RateStratum, directly_standardised_rate};
pub use stratum::StratumShare;
pub use trimming::{Bounds, Trimmed, Trimming, trim};

mod direct;
mod indirect;
mod margin;
mod post_stratification;
mod raking;
mod rate;
mod stratum;
mod trimming;
