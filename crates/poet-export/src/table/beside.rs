//! What is written beside the benchmark, where it is given.

use poet_benchmark::peers::{Partners, PeerComparison, StandardComparison};
use poet_benchmark::priorities::Priorities;
use poet_benchmark::release::Released;
use serde::Serialize;

use super::Tables;

/// What was worked out from the released benchmark, an entry for each organisation that it was asked of.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Beside<'a> {
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    peers: &'a [Released<PeerComparison>],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    standards: &'a [Released<StandardComparison>],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    partners: &'a [Released<Partners>],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    priorities: &'a [Released<Priorities>],
}

impl<'a> Tables<'a> {
    /// Organisations against their peers, for the JSON.
    pub fn peers(mut self, peers: &'a [Released<PeerComparison>]) -> Self {
        self.beside.peers = peers;
        self
    }

    /// Organisations against standards, for the JSON.
    pub fn standards(mut self, standards: &'a [Released<StandardComparison>]) -> Self {
        self.beside.standards = standards;
        self
    }

    /// Whom organisations can learn from, for the JSON.
    pub fn partners(mut self, partners: &'a [Released<Partners>]) -> Self {
        self.beside.partners = partners;
        self
    }

    /// What organisations may act on, for the JSON.
    pub fn priorities(mut self, priorities: &'a [Released<Priorities>]) -> Self {
        self.beside.priorities = priorities;
        self
    }
}
