//! One share and how sure we are of it.

pub use confidence::Confidence;
pub use interval::Interval;
pub use mean::mean_interval;
pub use net_balance::net_balance;
pub use proportion::Proportion;
pub use wilson::wilson;

pub(crate) mod normal;

mod confidence;
mod interval;
mod mean;
mod net_balance;
mod proportion;
mod wilson;
