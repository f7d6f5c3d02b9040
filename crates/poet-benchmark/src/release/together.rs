//! What is kept back of groups that hold the same people.

use std::collections::BTreeSet;

use crate::findings::Parts;
use crate::suppression::{Error, Figure, Line, NodeId, Rule, Table, Terms, Tree, protect};

/// Groups of organisations of which nothing is shown, so that nobody can narrow a small count of any of them.
///
/// The people of each way make a table of organisations by groups. A group of an organisation is shown in every way or in
/// none, so the tables have one pattern, and what is kept back of one way moves independently of the others: a count that
/// is protected in its own table is protected, and so is every sum of ways, since each part that is not nought is. The
/// pattern is the smallest one that holds all that each table, protected with it, asks for. Where a source does not tell
/// of a way or of a group, everybody knows the nought, and it hides nothing.
pub(super) fn hidden(rule: Rule, parts: &Parts) -> Result<BTreeSet<Figure>, Error> {
    let ways = parts.counts.iter();
    let ways: Vec<Way> = ways
        .map(|rows| Way::new(&parts.tree, rows))
        .collect::<Result<_, _>>()?;
    let mut hidden = BTreeSet::new();
    loop {
        let before = hidden.len();
        for way in &ways {
            way.protect(rule, &mut hidden)?;
        }
        if hidden.len() == before {
            return Ok(hidden);
        }
    }
}

/// People of one way by organisation and group.
struct Way {
    table: Table,
    /// Figures that are nought whatever anybody does.
    known: Vec<Figure>,
}

impl Way {
    fn new(tree: &Tree, rows: &[Vec<Option<u64>>]) -> Result<Self, Error> {
        let counts: Vec<Vec<u64>> = rows
            .iter()
            .map(|row| row.iter().map(|count| count.unwrap_or(0)).collect())
            .collect();
        let table = Table::new(tree.clone(), &counts)?;
        let told = |line: Line, node: NodeId| match line {
            Line::Row(row) => tells(tree, &rows[row], node),
            Line::Total => rows.iter().any(|row| tells(tree, row, node)),
        };
        let known = table.figures().filter(|f| !told(f.line, f.node)).collect();
        Ok(Self { table, known })
    }

    /// Adds the figures that this way needs to those that are hidden.
    fn protect(&self, rule: Rule, hidden: &mut BTreeSet<Figure>) -> Result<(), Error> {
        let terms = hidden
            .iter()
            .fold(Terms::default(), |terms, &f| terms.withhold(f));
        let terms = self.known.iter().fold(terms, |terms, &f| terms.show(f));
        let pattern = protect(&self.table, rule, &terms)?;
        hidden.extend(self.table.figures().filter(|&f| pattern.withholds(f)));
        Ok(())
    }
}

/// Whether a row tells of anybody at a node or below it.
fn tells(tree: &Tree, row: &[Option<u64>], node: NodeId) -> bool {
    let within =
        |leaf| std::iter::successors(Some(leaf), |&at| tree.parent(at)).any(|at| at == node);
    tree.leaves()
        .zip(row)
        .any(|(leaf, count)| count.is_some() && within(leaf))
}
