//! Places like one: its neighbours, its peers, and those it can learn from.

pub use neighbours::{Neighbour, Neighbours, nearest};

mod neighbours;
