//! Which conditions go with which outcomes.
//!
//! People with equal predictors are folded into [`Patterns`] first, and every model is fitted on these. [`fit`] chooses
//! between maximum likelihood and Firth's penalised likelihood and says which it was.

pub use cluster::{Covariance, CovarianceBasis, cluster_robust};
pub use e_value::EValue;
pub use effect::{Ratio, Standardised, Unadjusted, standardised, unadjusted};
pub use firth::firth;
pub use fit::{Coefficient, Fit, FitMethod, LikelihoodRatio};
pub use logistic::{fit, logistic};
pub use pattern::{Intercept, Observation, Patterns};
pub use profile::{Profile, profile};
pub use proportional_odds::{OrdinalFit, OrdinalPatterns, proportional_odds};
pub use separation::{Direction, Separated, Separation, separation};

mod basis;
mod cluster;
mod e_value;
mod effect;
mod firth;
mod fit;
mod likelihood;
mod logistic;
mod pattern;
mod profile;
mod proportional_odds;
mod separation;
