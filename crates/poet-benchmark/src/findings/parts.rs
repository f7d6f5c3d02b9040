//! Groups that hold the same people.

use crate::suppression::{NodeId, Tree};

/// Items that count the same people in wholes and parts, and are protected together.
///
/// Everybody of a group is in one of several ways; only sums of ways are ever shown of a group, and either all or none.
#[derive(Clone)]
pub(crate) struct Parts {
    /// Groups as parts of each other; the root is everybody of an organisation.
    pub(crate) tree: Tree,
    /// Group of each item.
    pub(crate) nodes: Vec<NodeId>,
    /// For each way and each organisation, the people of each leaf; none where it is known that nobody can be.
    pub(crate) counts: Vec<Vec<Vec<Option<u64>>>>,
}
