//! One share and how sure we are of it.

pub use byar::{CountLimits, CountRule, byar};
pub use clopper_pearson::clopper_pearson;
pub use confidence::Confidence;
pub use difference::Difference;
pub use finite_population::{FinitePopulation, finite_population};
pub use interval::Interval;
pub use kish::{Kish, kish};
pub use mean::mean_interval;
pub use net_balance::net_balance;
pub use proportion::Proportion;
pub use stratified::{Stratified, Stratum, part_of_stratum, stratified};
pub use weight_class::WeightClass;
pub use weighted_share::{ClassAnswers, WeightedShare, weighted_share};
pub use wilson::wilson;
pub use wilson_corrected::wilson_corrected;

pub(crate) use quantile::quantile;

pub(crate) mod normal;
pub(crate) mod student;

mod byar;
mod clopper_pearson;
mod confidence;
mod crossing;
mod difference;
mod finite_population;
mod interval;
mod kish;
mod mean;
mod net_balance;
mod proportion;
mod quantile;
mod stratified;
mod weight_class;
mod weighted_share;
mod wilson;
mod wilson_corrected;
