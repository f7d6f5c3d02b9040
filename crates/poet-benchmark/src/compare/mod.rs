//! Two groups held against each other, and many such tests at once.

pub use chi_square::{ChiSquare, chi_square};
pub use contingency::{Contingency, contingency};
pub use false_discovery::{Adjustment, Family, adjust};
pub use fisher::{Fisher, OddsRatio, fisher};
pub use mann_whitney::{MannWhitney, mann_whitney, mann_whitney_counts};
pub use newcombe::newcombe;
pub use ordinal::{OrdinalPoint, OrdinalSummary, Spread, Tendency, ordinal};
pub use rest::{Rest, Test, TestMethod, against, against_rest};
pub use ridit::{mean_ridit, ridits};
pub use standard::{Band, Standard, against_standard};
pub use superiority::{Superiority, superiority};
pub use table::Table;
pub use two_proportion::{ZTest, two_proportion};
pub use welch::{MeanDifference, welch};

mod chi_square;
mod contingency;
mod false_discovery;
mod fisher;
mod mann_whitney;
mod newcombe;
mod ordinal;
mod rest;
mod ridit;
mod standard;
mod superiority;
mod table;
mod two_proportion;
mod welch;
