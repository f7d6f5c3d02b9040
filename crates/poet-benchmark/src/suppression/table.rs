use std::fmt;

use super::{Error, NodeId, Tree};

/// Largest sum of a table: all arithmetic on counts stays exact, in `f64` too.
const MAX_SUM: u64 = 1 << 53;

/// Line of a table.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Line {
    /// One organisation, by its place.
    Row(usize),
    /// The sum of all organisations.
    Total,
}

/// One figure of a table: a line's count at a node.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Figure {
    /// Line of the figure.
    pub line: Line,
    /// Node of the figure.
    pub node: NodeId,
}

/// Counts of organisations over a tree of columns, with all subtotals and the line that sums the organisations.
///
/// Holds at least one row; each inner node is the sum of its children, the total line the sum of the rows, and the
/// sum of everything is at most 2^53.
#[derive(Clone, Eq, PartialEq)]
pub struct Table {
    tree: Tree,
    rows: usize,
    counts: Vec<u64>,
    /// What each count is out of, where everybody knows that.
    bases: Option<Vec<u64>>,
}

impl Table {
    /// Table from the counts of each organisation, one a leaf in the order of [`Tree::leaves`].
    ///
    /// # Errors
    ///
    /// [`Error::TableEmpty`], [`Error::RowLength`] or [`Error::TableTooLarge`].
    pub fn new<R: AsRef<[u64]>>(tree: Tree, rows: &[R]) -> Result<Self, Error> {
        if rows.is_empty() {
            return Err(Error::TableEmpty);
        }
        let (size, leaves) = (tree.size(), tree.leaves().collect::<Vec<_>>());
        let mut counts = vec![0; (rows.len() + 1) * size];
        let (body, total) = counts.split_at_mut(rows.len() * size);
        let mut sum = 0_u64;
        for (row, (leaf_counts, line)) in rows.iter().zip(body.chunks_exact_mut(size)).enumerate() {
            let (found, wanted) = (leaf_counts.as_ref().len(), leaves.len());
            if found != wanted {
                return Err(Error::RowLength { row, found, wanted });
            }
            for (&leaf, &count) in leaves.iter().zip(leaf_counts.as_ref()) {
                let within = sum.checked_add(count).filter(|&sum| sum <= MAX_SUM);
                sum = within.ok_or(Error::TableTooLarge { row })?;
                line[leaf.index()] = count;
            }
            add_up(&tree, line);
            total
                .iter_mut()
                .zip(&*line)
                .for_each(|(total, count)| *total += count);
        }
        Ok(Self {
            tree,
            rows: rows.len(),
            counts,
            bases: None,
        })
    }

    /// Table of counts of which each is out of a base that everybody knows, such as the favourable answers of those who
    /// answered: no count is larger than its base, and what it lacks of it is protected like the count itself.
    ///
    /// # Errors
    ///
    /// As [`Table::new`]; [`Error::CountOverBase`] where a count is larger than its base.
    pub fn out_of<R: AsRef<[u64]>>(tree: Tree, rows: &[R], bases: &[R]) -> Result<Self, Error> {
        let whole = Self::new(tree.clone(), bases)?;
        let part = Self::new(tree, rows)?;
        let fits = part.counts.len() == whole.counts.len();
        let mut pairs = part.counts.iter().zip(&whole.counts);
        if !fits || pairs.any(|(count, base)| count > base) {
            return Err(Error::CountOverBase);
        }
        Ok(Self {
            bases: Some(whole.counts),
            ..part
        })
    }

    /// Tree of the columns.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Number of organisations.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// All lines, the total last.
    pub fn lines(&self) -> impl Iterator<Item = Line> + use<> {
        (0..self.rows).map(Line::Row).chain([Line::Total])
    }

    /// All figures, line by line.
    pub fn figures(&self) -> impl Iterator<Item = Figure> + '_ {
        self.lines()
            .flat_map(|line| self.tree.nodes().map(move |node| Figure { line, node }))
    }

    /// Count of a figure, if the table has it.
    pub fn count(&self, figure: Figure) -> Option<u64> {
        Some(self.counts[self.index(figure).ok()?])
    }

    /// Place of a figure in [`Table::figures`].
    pub(super) fn index(&self, Figure { line, node }: Figure) -> Result<usize, Error> {
        let at = self.line_index(line)?;
        if node.index() < self.tree.size() {
            Ok(at * self.tree.size() + node.index())
        } else {
            Err(Error::NodeUnknown { node })
        }
    }

    /// Place of a line in [`Table::lines`].
    pub(super) fn line_index(&self, line: Line) -> Result<usize, Error> {
        match line {
            Line::Total => Ok(self.rows),
            Line::Row(row) if row < self.rows => Ok(row),
            Line::Row(_) => Err(Error::LineUnknown {
                line,
                rows: self.rows,
            }),
        }
    }

    /// What a figure is out of, if everybody knows that.
    pub fn base(&self, figure: Figure) -> Option<u64> {
        self.base_at(self.index(figure).ok()?)
    }

    /// Known base of the figure at a place of [`Table::figures`].
    pub(super) fn base_at(&self, at: usize) -> Option<u64> {
        self.bases.as_ref().map(|bases| bases[at])
    }

    /// Known bases of a line, at a place of [`Table::lines`]; nothing where they are not known.
    pub(super) fn bases_of(&self, line: usize) -> &[u64] {
        let size = self.tree.size();
        self.bases
            .as_ref()
            .map_or(&[][..], |bases| &bases[line * size..(line + 1) * size])
    }

    /// Counts of all nodes, line by line in the order of [`Table::lines`].
    pub(super) fn by_line(&self) -> impl ExactSizeIterator<Item = &[u64]> {
        self.counts.chunks_exact(self.tree.size())
    }
}

/// Sums leaves up to the root.
fn add_up(tree: &Tree, line: &mut [u64]) {
    for node in tree.nodes().rev() {
        if let Some(parent) = tree.parent(node) {
            line[parent.index()] += line[node.index()];
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(row) => write!(f, "row {row}"),
            Self::Total => f.write_str("total line"),
        }
    }
}

/// Shows the shape alone: the counts are what is to be protected.
impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rows, nodes) = (self.rows, self.tree.size());
        f.debug_struct("Table")
            .field("rows", &rows)
            .field("nodes", &nodes)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppression::Role;

    fn two_points() -> Tree {
        let mut tree = Tree::new();
        let base = tree.add(tree.root(), Role::Denominator).unwrap();
        for parent in [tree.root(), base, base] {
            tree.add(parent, Role::Part).unwrap();
        }
        tree
    }

    #[test]
    fn subtotals_and_the_total_line_are_sums() {
        let table = Table::new(two_points(), &[[1, 2, 3], [10, 20, 30]]).unwrap();
        let counts: Vec<u64> = table
            .figures()
            .map(|figure| table.count(figure).unwrap())
            .collect();
        assert_eq!(
            counts,
            [6, 5, 1, 2, 3, 60, 50, 10, 20, 30, 66, 55, 11, 22, 33]
        );
    }

    #[test]
    fn ragged_empty_and_overflowing_tables_are_refused() {
        assert_eq!(
            Table::new(two_points(), &[[0; 3]; 0]),
            Err(Error::TableEmpty)
        );
        let ragged = Table::new(two_points(), &[vec![1, 2, 3], vec![1]]);
        assert_eq!(
            ragged,
            Err(Error::RowLength {
                row: 1,
                found: 1,
                wanted: 3
            })
        );
        let large = Table::new(two_points(), &[[1, 0, 0], [MAX_SUM, 0, 0]]);
        assert_eq!(large, Err(Error::TableTooLarge { row: 1 }));
    }

    #[test]
    fn a_count_is_at_most_the_base_that_is_known_of_it() {
        let table = Table::out_of(two_points(), &[[1, 2, 3]], &[[4, 2, 9]]).unwrap();
        let bases: Vec<Option<u64>> = table.figures().map(|f| table.base(f)).collect();
        assert_eq!(bases[..5], [15, 11, 4, 2, 9].map(Some));
        let over = Table::out_of(two_points(), &[[1, 2, 3]], &[[1, 1, 3]]);
        assert_eq!(over, Err(Error::CountOverBase));
        let ragged = Table::out_of(two_points(), &[[1, 2, 3]], &[[1, 2, 3], [1, 2, 3]]);
        assert_eq!(ragged, Err(Error::CountOverBase));
    }

    #[test]
    fn debug_never_shows_a_count() {
        let table = Table::new(two_points(), &[[777, 777, 777]]).unwrap();
        assert!(!format!("{table:?}").contains("777"));
    }
}
