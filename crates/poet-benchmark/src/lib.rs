//! Scores to tallies, findings and released findings.
//!
//! A [`Tally`](tally::Tally) counts exactly, [`Findings`] hold what it says, and
//! [`Policy::apply`](release::Policy::apply) turns them into the only form that can leave.

pub use absent::Absent;
pub use error::Error;
pub use findings::{
    CaseMixFindings, CaseMixItem, CaseMixPlace, Comparison, Coverage, Estimate, Findings,
    FrameFindings, FunnelPlace, Headline, ItemFindings, LikeWithLike, Mean, MeasureFindings,
    PlaceFindings, PlaceHead, PlaceStanding, RakedItem, RakedPlace, Reference, Scope, Settings,
    Standardisation, VariationFindings, Verdict, WeightedItem, WeightedMean, WeightedMeans,
    WeightedPlace, WeightedShares, WholeComparison,
};
pub use origin::Origin;

pub mod adjust;
pub mod budgets;
pub mod compare;
pub mod drivers;
pub mod estimate;
pub mod funnel;
pub mod norm;
pub mod pairs;
pub mod peers;
pub mod plan;
pub mod priorities;
pub mod progress;
pub mod release;
pub mod subgroups;
pub mod suppression;
pub mod tally;
pub mod trend;
pub mod variation;
pub mod waves;
pub mod weights;

mod absent;
mod error;
mod findings;
mod origin;
