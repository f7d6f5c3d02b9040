//! What may leave: rules for small figures, and patterns of withheld figures that hold against an attacker.
//!
//! A [`Table`] is a grid of organisations by a [`Tree`] of columns, with the row that sums them. [`protect`] decides for
//! each of its figures whether it is shown; [`Bounds`] answers what somebody who reads the shown figures can derive
//! about a withheld one. [`Rule`], [`Rounding`], [`percent_candidates`], [`difference`] and [`Dominance`] are the rules
//! for single figures.

pub use bounds::{Bounds, Interval};
pub use differencing::{Part, Recovered, difference};
pub use dominance::Dominance;
pub use error::Error;
pub use pattern::{Pattern, Status};
pub use percent_leak::percent_candidates;
pub use rounding::{Half, Rounding};
pub use rule::{Need, Rule, Zeros};
pub use suppress::protect;
pub use table::{Figure, Line, Table};
pub use terms::Terms;
pub use totals::protect_totals;
pub use tree::{NodeId, Role, Tree};

mod bounds;
mod differencing;
mod dominance;
mod error;
mod flow;
mod layout;
mod network;
mod pattern;
mod percent_leak;
mod proof;
mod rounding;
mod rule;
mod search;
mod suppress;
mod table;
mod terms;
mod totals;
mod tree;
