//! Which conditions go with which outcomes.
//!
//! People with equal predictors are folded into [`Patterns`] first, and every model is fitted on these. [`fit`] chooses
//! between maximum likelihood and Firth's penalised likelihood and says which it was.

pub use cluster::{Covariance, CovarianceBasis, cluster_robust};
pub use counts::DriverCounts;
pub use e_value::EValue;
pub use effect::{Ratio, Standardised, Unadjusted, standardised, unadjusted};
pub use findings::{DriverWarning, Drivers};
pub use firth::firth;
pub use fit::{Coefficient, Fit, FitMethod, LikelihoodRatio};
pub use logistic::{fit, logistic};
pub use pattern::{Intercept, Observation, Patterns};
pub use plan::{Asked, DriverPlan, Met};
pub use profile::{Profile, profile};
pub use profiles::{Answered, Covariate, Profiles};
pub use proportional_odds::{OrdinalFit, OrdinalPatterns, proportional_odds};
pub use separation::{Direction, Separated, Separation, separation};

pub(crate) use findings::{Adjusted, Pair, family, table_effect};

mod basis;
mod cluster;
mod counts;
mod e_value;
mod effect;
mod findings;
mod firth;
mod fit;
mod likelihood;
mod logistic;
mod nested;
mod pattern;
mod plan;
mod profile;
mod profiles;
mod proportional_odds;
mod separation;
