//! Places held against the range that chance alone explains.

pub use band::FunnelBand;
pub use exact::exact_limits;
pub use limits::{FunnelLimits, LimitMethod};
pub use overdispersion::{Overdispersion, Scale, Winsorised, overdispersion, z_values};
pub use ratio::ratio_limits;
pub use score::score_limits;
pub use target::Target;

mod band;
mod exact;
mod limits;
mod overdispersion;
mod ratio;
mod score;
mod target;
