use super::Error;

/// Most nodes of one tree.
const MAX_NODES: usize = u16::MAX as usize;

/// Node of a [`Tree`], by the order in which it was added; the root is 0.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct NodeId(u16);

/// What a node is to the figures below it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Role {
    /// A count among others, or a subtotal of no further use.
    Part,
    /// The base of percentages of everything below it.
    Denominator,
    /// What is left of a whole: not protected on its own account, however small.
    Remainder,
}

/// Tree of columns: what a table counts, from all respondents down to single answer points.
///
/// Holds one root and, for each other node, a parent that was added before it. An inner node is the sum of its children.
///
/// # Examples
///
/// ```
/// use poet_benchmark::suppression::{Role, Tree};
///
/// let mut tree = Tree::new();
/// let base = tree.add(tree.root(), Role::Denominator)?;
/// let not_answered = tree.add(tree.root(), Role::Part)?;
/// let better = tree.add(base, Role::Part)?;
/// let worse = tree.add(base, Role::Part)?;
/// assert_eq!(tree.leaves().collect::<Vec<_>>(), [not_answered, better, worse]);
/// # Ok::<(), poet_benchmark::suppression::Error>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Tree {
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
struct Node {
    parent: Option<NodeId>,
    role: Role,
    leaf: bool,
}

impl NodeId {
    /// Place of the node in its tree.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

impl Tree {
    /// Tree of a root alone, the base of percentages.
    pub fn new() -> Self {
        Self::rooted(Role::Denominator)
    }

    /// Tree of a root alone.
    pub fn rooted(role: Role) -> Self {
        Self {
            nodes: vec![Node {
                parent: None,
                role,
                leaf: true,
            }],
        }
    }

    /// Adds a child to `parent`.
    ///
    /// # Errors
    ///
    /// [`Error::NodeUnknown`] if the tree has no such parent, [`Error::TreeFull`] past 65,535 nodes.
    pub fn add(&mut self, parent: NodeId, role: Role) -> Result<NodeId, Error> {
        let full = Error::TreeFull { limit: MAX_NODES };
        let id = u16::try_from(self.nodes.len())
            .map(NodeId)
            .map_err(|_| full)?;
        let above = self
            .nodes
            .get_mut(parent.index())
            .ok_or(Error::NodeUnknown { node: parent })?;
        above.leaf = false;
        self.nodes.push(Node {
            parent: Some(parent),
            role,
            leaf: true,
        });
        Ok(id)
    }

    /// Node of everybody.
    pub fn root(&self) -> NodeId {
        NodeId(0)
    }

    /// Number of nodes.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// Node at a place, if the tree has one there.
    pub fn node(&self, index: usize) -> Option<NodeId> {
        self.nodes().nth(index)
    }

    /// All nodes, each after its parent.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        // `add` keeps the number of nodes within u16.
        (0..u16::try_from(self.nodes.len()).unwrap_or(u16::MAX)).map(NodeId)
    }

    /// Nodes without children, in the order of the nodes: the columns of a row of counts.
    pub fn leaves(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.nodes().filter(|&node| self.is_leaf(node))
    }

    /// Nodes right below `node`.
    pub fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.nodes()
            .filter(move |&child| self.parent(child) == Some(node))
    }

    /// Whether `node` is a node of this tree without children.
    pub fn is_leaf(&self, node: NodeId) -> bool {
        self.nodes.get(node.index()).is_some_and(|node| node.leaf)
    }

    /// Node right above `node`; the root has none.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.nodes.get(node.index()).and_then(|node| node.parent)
    }

    /// Whether `node` is to be protected on its own account.
    pub fn is_guarded(&self, node: NodeId) -> bool {
        self.nodes[node.index()].role != Role::Remainder
    }

    /// Denominators above `node`, the nearest first.
    pub fn denominators(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(node), |&above| self.parent(above))
            .filter(|above| self.nodes[above.index()].role == Role::Denominator)
    }
}

impl Default for Tree {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn denominators_are_found_from_the_nearest_to_the_root() {
        let mut tree = Tree::new();
        let base = tree.add(tree.root(), Role::Denominator).unwrap();
        let favourable = tree.add(base, Role::Part).unwrap();
        let best = tree.add(favourable, Role::Part).unwrap();
        assert_eq!(
            tree.denominators(best).collect::<Vec<_>>(),
            [base, tree.root()]
        );
        assert_eq!(tree.denominators(tree.root()).count(), 0);
        assert_eq!(tree.children(base).collect::<Vec<_>>(), [favourable]);
    }

    #[test]
    fn a_parent_of_another_tree_is_refused() {
        let mut other = Tree::new();
        let node = other.add(other.root(), Role::Part).unwrap();
        assert_eq!(
            Tree::new().add(node, Role::Part),
            Err(Error::NodeUnknown { node })
        );
    }
}
