//! Places like one: its neighbours, its peers, and those it can learn from.
//!
//! But for the distance itself, everything here takes a [`Released`](crate::release::Released) benchmark and nothing else
//! of what people answered, so nothing here tells what the release kept back. A place whose figures are not shown is left
//! out and counted.

pub use comparison::{PeerComparison, PeerItem};
pub use group::{Peer, PeerBasis, PeerGroup};
pub use neighbours::{Neighbour, Neighbours, nearest};
pub use partners::{Likeness, NoPartner, Partner, Partners, Practice, WeakFinding};
pub use profile::Profiles;
pub use standards::{StandardComparison, StandardItem, Standards};
pub use weakness::Weakness;

mod better;
mod comparison;
mod group;
mod neighbours;
mod partners;
mod profile;
pub(crate) mod shown;
mod standards;
#[cfg(test)]
pub(crate) mod tests;
mod weakness;
