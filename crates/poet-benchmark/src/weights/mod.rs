//! Answers weighted so that those who answered look like the population.

pub use cross_tally::CrossTally;
pub use rule::WeightingRule;
pub use weighting::Weighting;

mod cross_tally;
mod rule;
mod weighting;
