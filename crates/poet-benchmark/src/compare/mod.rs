//! Two groups held against each other, and many such tests at once.

pub use chi_square::{ChiSquare, chi_square};
pub use contingency::{Contingency, contingency};
pub use false_discovery::{Adjustment, Family, adjust};
pub use fisher::{Fisher, OddsRatio, fisher};
pub use newcombe::{Difference, newcombe};
pub use ordinal::{OrdinalPoint, OrdinalSummary, Spread, Tendency, ordinal};
pub use rest::{Rest, Test, TestMethod, against_rest};
pub use standard::{Band, Standard, against_standard};
pub use table::Table;
pub use two_proportion::{ZTest, two_proportion};

mod chi_square;
mod contingency;
mod false_discovery;
mod fisher;
mod newcombe;
mod ordinal;
mod rest;
mod standard;
mod table;
mod two_proportion;
