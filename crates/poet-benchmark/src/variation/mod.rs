//! How much places vary, and what that says of each.

pub use anova_icc::{AnovaIcc, anova_icc};
pub use latent_icc::latent_icc;
pub use median_odds_ratio::median_odds_ratio;
pub use place_estimate::PlaceEstimate;
pub use random_intercept::{RandomIntercept, random_intercept};
pub use rank::{Rank, expected_ranks, ranks};
pub use shrinkage::{Shrinkage, Shrunk, shrink};
pub use variance::Variance;

mod anova_icc;
mod gauss_hermite;
mod latent_icc;
mod median_odds_ratio;
mod place_estimate;
mod random_intercept;
mod rank;
mod rank_law;
mod shrinkage;
mod variance;
