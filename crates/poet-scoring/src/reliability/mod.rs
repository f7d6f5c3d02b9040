//! Whether the items of a measure belong together.

pub use absent::NoReliability;
pub use alpha::{Alpha, AlphaLimits, alpha};
pub use cross_products::CrossProducts;
pub use item_analysis::{ItemAnalysis, item_analysis};
pub use left_out::{LeftOut, alpha_if_left_out};
pub use omega::{Omega, omega, omega_three_items};
pub use scale_sums::{ScaleEnds, ScaleSums};

mod absent;
mod alpha;
mod cross_products;
mod item_analysis;
mod left_out;
mod omega;
mod scale_sums;

#[cfg(test)]
mod tests;
