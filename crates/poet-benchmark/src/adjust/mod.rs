//! Places held against each other as if they served like people.

pub use direct::{Direct, direct_standardised};
pub use indirect::{Indirect, ReferenceStratum, indirect_standardised};
pub use rate::{Rate, RateStratum, directly_standardised_rate};
pub use stratum::StratumShare;

mod direct;
mod indirect;
mod rate;
mod stratum;
