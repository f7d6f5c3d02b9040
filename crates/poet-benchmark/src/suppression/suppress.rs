use std::cmp::Reverse;

use super::network::{Access, Network};
use super::proof::Claim;
use super::{Error, Figure, Line, NodeId, Pattern, Rule, Status, Table, Terms};

/// Withholds figures of `table` until nobody who knows all others can work a primary one out.
///
/// Primary is what [`Rule::need`] says: small counts, and counts that a small number of people is missing from. Each
/// ends up with an interval, for an attacker who knows every shown figure of this table, that holds at least as many
/// consecutive integers as the threshold and is not wholly below it; with [`Terms::withhold`] the caller vouches that
/// the attacker does not know those figures from elsewhere. Complementary figures are chosen by cheapest augmenting
/// paths, small leaves first, the total line last, and none of them could be shown without losing a primary figure.
///
/// The pattern is a pure function of its arguments. Rows are taken in an order of their own (by what they hold, not by
/// where they stand): permuting rows permutes the pattern, up to rows that hold exactly the same.
///
/// # Errors
///
/// [`Error::LineUnknown`] or [`Error::NodeUnknown`] if the terms name what the table does not have;
/// [`Error::PinnedPrimary`] or [`Error::Unprotectable`] if they pin too much.
///
/// # Source
///
/// Cox (1995), Network models for complementary cell suppression, J. Am. Stat. Assoc. 90:1453-1462; Castro (2007), A
/// shortest-paths heuristic for statistical data protection in positive tables, INFORMS J. Comput. 19:520-533.
///
/// # Examples
///
/// ```
/// use poet_benchmark::suppression::{Role, Rule, Table, Terms, Tree, Zeros, protect};
///
/// let mut tree = Tree::new();
/// let better = tree.add(tree.root(), Role::Part)?;
/// let worse = tree.add(tree.root(), Role::Part)?;
/// let table = Table::new(tree, &[[20, 2], [30, 9], [25, 12]])?;
/// let pattern = protect(&table, Rule::new(3, Zeros::Show), &Terms::default())?;
/// assert_eq!(pattern.withheld().count(), 4, "a square around the small count");
/// # Ok::<(), poet_benchmark::suppression::Error>(())
/// ```
pub fn protect(table: &Table, rule: Rule, terms: &Terms) -> Result<Pattern, Error> {
    let order = canonical_order(table, terms)?;
    let mut work = Work::new(table, rule, terms, &order)?;
    work.secure().map_err(|arc| {
        let Figure { line, node } = figure(table, &order, arc);
        Error::Unprotectable { line, node }
    })?;
    work.clean_up();
    Ok(work.pattern(table, &order))
}

/// State of the search for a pattern; arcs are figures in canonical order.
struct Work {
    network: Network,
    access: Vec<Access>,
    /// What is withheld by rule and by the terms: never shown again.
    settled: Vec<bool>,
    /// Primary figures, the hardest first.
    claims: Vec<Claim>,
}

impl Work {
    fn new(table: &Table, rule: Rule, terms: &Terms, order: &[usize]) -> Result<Self, Error> {
        let network = Network::new(table, order);
        let mut access = accesses(table, terms, order)?;
        let mut claims = claims(table, rule, order);
        for claim in &claims {
            let arc = claim.arc as usize;
            if access[arc] == Access::Pinned {
                let Figure { line, node } = figure(table, order, claim.arc);
                return Err(Error::PinnedPrimary { line, node });
            }
            access[arc] = Access::Withheld;
        }
        claims.sort_by_key(|claim| (Reverse(claim.need.up + claim.need.down), claim.arc));
        let settled = access
            .iter()
            .map(|&access| access == Access::Withheld)
            .collect();
        Ok(Self {
            network,
            access,
            settled,
            claims,
        })
    }

    /// Withholds what the claims need; fails with the arc of the first that cannot be met.
    fn secure(&mut self) -> Result<(), u32> {
        for claim in &mut self.claims {
            if !claim.secure(&mut self.network, &mut self.access) {
                return Err(claim.arc);
            }
        }
        Ok(())
    }

    /// Shows again what no claim needs, the dearest first.
    fn clean_up(&mut self) {
        let mut spare: Vec<u32> = (0_u32..)
            .zip(self.access.iter().zip(&self.settled))
            .filter(|&(_, (&access, &settled))| access == Access::Withheld && !settled)
            .map(|(arc, _)| arc)
            .collect();
        spare.sort_by_key(|&arc| (Reverse(self.network.cost(arc)), arc));
        let mut users = self.users();
        for arc in spare {
            self.show_again(arc, &mut users);
        }
    }

    /// For each arc, the claims whose witness uses it.
    fn users(&self) -> Vec<Vec<u32>> {
        let mut users = vec![Vec::new(); self.access.len()];
        for (at, claim) in (0_u32..).zip(&self.claims) {
            for &arc in &claim.witness {
                users[arc as usize].push(at);
            }
        }
        users
    }

    /// Shows `arc` if every claim that used it has another witness.
    fn show_again(&mut self, arc: u32, users: &mut [Vec<u32>]) {
        let before = std::mem::replace(&mut self.access[arc as usize], Access::Pinned);
        let mut found: Vec<(u32, Vec<u32>)> = Vec::new();
        for &at in &users[arc as usize] {
            let claim = &self.claims[at as usize];
            if claim.witness.binary_search(&arc).is_err() {
                continue;
            }
            let mut witness = Vec::new();
            if !claim.prove(&mut self.network, &self.access, &mut witness) {
                self.access[arc as usize] = before;
                return;
            }
            found.push((at, witness));
        }
        for (at, witness) in found {
            for &arc in &witness {
                users[arc as usize].push(at);
            }
            self.claims[at as usize].witness = witness;
        }
    }

    fn pattern(&self, table: &Table, order: &[usize]) -> Pattern {
        let nodes = table.tree().size();
        let mut statuses = vec![Status::Shown; self.access.len()];
        let mut primary = vec![false; self.access.len()];
        self.claims
            .iter()
            .for_each(|claim| primary[claim.arc as usize] = true);
        for (at, &line) in order.iter().enumerate() {
            for node in 0..nodes {
                let arc = at * nodes + node;
                statuses[line * nodes + node] = match self.access[arc] {
                    _ if primary[arc] => Status::Primary,
                    Access::Withheld => Status::Complementary,
                    Access::Shown | Access::Pinned => Status::Shown,
                };
            }
        }
        Pattern {
            rows: table.rows(),
            nodes,
            statuses,
        }
    }
}

/// Places of the lines, sorted by what the lines hold and what the terms say of them; the total stays last.
fn canonical_order(table: &Table, terms: &Terms) -> Result<Vec<usize>, Error> {
    let nodes = table.tree().size();
    let mut named = vec![(false, false); (table.rows() + 1) * nodes];
    for &figure in &terms.figures {
        named[table.index(figure)?].0 = true;
    }
    for &figure in &terms.known {
        named[table.index(figure)?].1 = true;
    }
    let mut whole = vec![false; table.rows() + 1];
    for &line in &terms.lines {
        whole[table.line_index(line)?] = true;
    }
    let lines: Vec<&[u64]> = table.by_line().collect();
    let mut order: Vec<usize> = (0..table.rows()).collect();
    // Large rows first: a search that meets them first needs fewer paths.
    order.sort_by_key(|&line| {
        (
            Reverse((
                whole[line],
                lines[line],
                table.bases_of(line),
                &named[line * nodes..(line + 1) * nodes],
            )),
            line,
        )
    });
    order.push(table.rows());
    Ok(order)
}

/// Figure of an arc.
fn figure(table: &Table, order: &[usize], arc: u32) -> Figure {
    let nodes = table.tree().size();
    let line = order[arc as usize / nodes];
    let line = if line == table.rows() {
        Line::Total
    } else {
        Line::Row(line)
    };
    let node = table
        .tree()
        .node(arc as usize % nodes)
        .unwrap_or(table.tree().root());
    Figure { line, node }
}

/// What the terms leave open for each figure.
fn accesses(table: &Table, terms: &Terms, order: &[usize]) -> Result<Vec<Access>, Error> {
    let nodes = table.tree().size();
    let mut place = vec![0; order.len()];
    order
        .iter()
        .enumerate()
        .for_each(|(at, &line)| place[line] = at);
    let mut access = vec![Access::Shown; order.len() * nodes];
    for &node in &terms.pinned {
        // The node must exist: its figure in the total line tells.
        table.index(Figure {
            line: Line::Total,
            node,
        })?;
        access
            .iter_mut()
            .skip(node.index())
            .step_by(nodes)
            .for_each(|access| *access = Access::Pinned);
    }
    for &line in &terms.lines {
        let from = place[table.line_index(line)?] * nodes;
        access[from..from + nodes].fill(Access::Withheld);
    }
    for &figure in &terms.figures {
        let line = place[table.line_index(figure.line)?];
        access[line * nodes + figure.node.index()] = Access::Withheld;
    }
    for &figure in &terms.known {
        let line = place[table.line_index(figure.line)?];
        access[line * nodes + figure.node.index()] = Access::Pinned;
    }
    Ok(access)
}

/// Primary figures with what they need.
fn claims(table: &Table, rule: Rule, order: &[usize]) -> Vec<Claim> {
    let tree = table.tree();
    let denominators: Vec<Option<Vec<usize>>> = tree
        .nodes()
        .map(|node| {
            let above = tree.denominators(node).map(NodeId::index);
            tree.is_guarded(node).then(|| above.collect())
        })
        .collect();
    let lines: Vec<&[u64]> = table.by_line().collect();
    let figures = order
        .iter()
        .flat_map(|&line| denominators.iter().enumerate().map(move |at| (line, at)));
    (0_u32..)
        .zip(figures)
        .filter_map(|(arc, (line, (node, above)))| {
            let (counts, above) = (lines[line], above.as_ref()?);
            let base = table.base_at(line * tree.size() + node);
            let above = above.iter().map(|&node| counts[node]);
            let need = rule.need(counts[node], above.chain(base))?;
            Some(Claim::new(arc, need))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::suppression::{Bounds, Role, Tree, Zeros, protect_totals};

    /// Five points under a base, and six states beside it.
    fn outcome_tree() -> Tree {
        let mut tree = Tree::new();
        let base = tree.add(tree.root(), Role::Denominator).unwrap();
        for points in [2, 1, 2] {
            let side = tree.add(base, Role::Part).unwrap();
            for _ in 0..points {
                tree.add(side, Role::Part).unwrap();
            }
        }
        for _ in 0..6 {
            tree.add(tree.root(), Role::Part).unwrap();
        }
        tree
    }

    /// Numbers that look random (`SplitMix64`, Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195).
    fn random(state: &mut u64) -> u64 {
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Rows of answers: seven in eight people answer in the base.
    fn survey(rows: usize, people: usize, seed: u64) -> Vec<[u64; 11]> {
        let mut state = seed;
        let mut table = vec![[0; 11]; rows];
        for _ in 0..people {
            let place = usize::try_from(random(&mut state) % 96).unwrap();
            let column = match place {
                0..84 => [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 4][place % 12],
                _ => 5 + place % 6,
            };
            table[usize::try_from(random(&mut state) % rows as u64).unwrap()][column] += 1;
        }
        table
    }

    fn published_totals(table: &Table, rule: Rule) -> Terms {
        let root = table.tree().root();
        let count = |row| {
            table
                .count(Figure {
                    line: Line::Row(row),
                    node: root,
                })
                .unwrap()
        };
        let roots: Vec<u64> = (0..table.rows()).map(count).collect();
        let lines = protect_totals(&roots, rule);
        lines
            .into_iter()
            .fold(Terms::default().pin(root), Terms::withhold_line)
    }

    fn two_points() -> Tree {
        let mut tree = Tree::new();
        tree.add(tree.root(), Role::Part).unwrap();
        tree.add(tree.root(), Role::Part).unwrap();
        tree
    }

    #[test]
    fn a_table_without_small_counts_is_shown_whole() {
        let table = Table::new(two_points(), &[[20, 0], [30, 19], [15, 12]]).unwrap();
        let pattern = protect(&table, Rule::new(10, Zeros::Show), &Terms::default()).unwrap();
        assert_eq!(pattern.withheld().count(), 0);
    }

    #[test]
    fn a_single_organisation_takes_the_total_line_with_it() {
        let table = Table::new(two_points(), &[[20, 2]]).unwrap();
        let terms = Terms::default().pin(table.tree().root());
        let pattern = protect(&table, Rule::new(5, Zeros::Show), &terms).unwrap();
        let statuses: Vec<Status> = pattern.iter().collect();
        let line = [Status::Shown, Status::Primary, Status::Primary];
        assert_eq!(statuses, line.repeat(2), "20 of 22 would show the 2");
    }

    #[test]
    fn terms_that_cannot_be_kept_are_refused_with_the_figure() {
        let rule = Rule::new(5, Zeros::Show);
        let table = Table::new(two_points(), &[[20, 2], [30, 9]]).unwrap();
        let [root, first, second] = [0, 1, 2].map(|node| table.tree().node(node).unwrap());
        let line = Line::Row(0);
        let pinned = protect(&table, rule, &Terms::default().pin(second));
        assert_eq!(pinned, Err(Error::PinnedPrimary { line, node: second }));
        let small = Table::new(two_points(), &[[20, 2], [30, 29]]).unwrap();
        let terms = Terms::default()
            .pin(root)
            .withhold(Figure { line, node: second })
            .pin(first);
        let terms = terms.withhold(Figure { line, node: first });
        let stuck = protect(&small, rule, &terms);
        assert!(
            matches!(
                stuck,
                Err(Error::Unprotectable {
                    line: Line::Row(0),
                    ..
                })
            ),
            "{stuck:?}"
        );
        let unknown = protect(&table, rule, &Terms::default().withhold_line(Line::Row(2)));
        assert_eq!(
            unknown,
            Err(Error::LineUnknown {
                line: Line::Row(2),
                rows: 2
            })
        );
    }

    #[test]
    fn a_national_table_is_safe_by_its_bounds_and_most_of_it_is_shown() {
        for (threshold, most) in [(3, 0.35), (10, 0.65)] {
            let rule = Rule::new(threshold, Zeros::Show);
            let table = Table::new(outcome_tree(), &survey(152, 8_000, 7)).unwrap();
            let pattern = protect(&table, rule, &published_totals(&table, rule)).unwrap();
            let mut bounds = Bounds::new(&table, &pattern).unwrap();
            for figure in table
                .figures()
                .filter(|&figure| pattern.status(figure) == Some(Status::Primary))
            {
                let found = bounds.of(figure).unwrap();
                let wide = |high| high >= threshold && high - found.low + 1 >= threshold;
                assert!(found.high.is_none_or(wide), "{figure:?}");
            }
            assert!((pattern.withheld().count() as f64) < most * pattern.iter().len() as f64);
        }
    }

    #[test]
    #[ignore = "timing, run by hand with --release"]
    fn time_of_many_tables() {
        for (rows, people) in [(152, 8_000), (40, 200), (40, 8_000)] {
            for threshold in [3, 5, 10] {
                let rule = Rule::new(threshold, Zeros::Show);
                let tables: Vec<Table> = (0..23)
                    .map(|seed| Table::new(outcome_tree(), &survey(rows, people, seed)).unwrap())
                    .collect();
                let start = Instant::now();
                let (mut withheld, mut primary) = (0, 0);
                for table in &tables {
                    let pattern = protect(table, rule, &published_totals(table, rule)).unwrap();
                    withheld += pattern.withheld().count();
                    primary += pattern
                        .withheld()
                        .filter(|&status| status == Status::Primary)
                        .count();
                }
                let time = start.elapsed();
                let all = 23 * (rows + 1) * 16;
                println!(
                    "{rows} rows, {people} people, threshold {threshold}: {time:?}, {primary} primary and {withheld} withheld of {all}"
                );
            }
        }
    }
}
