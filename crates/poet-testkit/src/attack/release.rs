use std::collections::BTreeMap;

use poet_benchmark::suppression::{Figure, Line, Pattern, Table};

use super::{Attacker, Derived, Error, Relation, Unknown};

/// Facts that one released table adds to what an [`Attacker`] knows.
///
/// Holds an unknown for each withheld figure. Facts of other tables can be added to the same attacker, by the unknowns
/// of [`Facts::unknown`]; a count that two tables share is tied by learning that the difference of its two unknowns is 0.
#[derive(Clone, Debug)]
pub struct Facts {
    unknowns: BTreeMap<Figure, Unknown>,
}

impl Facts {
    /// Lets `attacker` read `table` as `pattern` releases it.
    ///
    /// # Errors
    ///
    /// [`Error::Shape`] if the pattern belongs to a table of another shape.
    pub fn read(attacker: &mut Attacker, table: &Table, pattern: &Pattern) -> Result<Self, Error> {
        if table.figures().count() != pattern.iter().len() {
            return Err(Error::Shape);
        }
        let withheld = table.figures().filter(|&figure| pattern.withholds(figure));
        let facts = Self {
            unknowns: withheld
                .map(|figure| (figure, attacker.unknown()))
                .collect(),
        };
        for line in table.lines() {
            for node in table
                .tree()
                .nodes()
                .filter(|&node| !table.tree().is_leaf(node))
            {
                let parts = table
                    .tree()
                    .children(node)
                    .map(|node| Figure { line, node });
                facts.learn_sum(attacker, table, Figure { line, node }, parts)?;
            }
        }
        for (figure, unknown) in facts.iter() {
            let base = table.base(figure).and_then(|base| i64::try_from(base).ok());
            if let Some(base) = base {
                attacker.learn(&[(unknown, 1)], Relation::AtMost, base);
            }
        }
        for node in table.tree().nodes() {
            let parts = (0..table.rows()).map(|row| Figure {
                line: Line::Row(row),
                node,
            });
            facts.learn_sum(
                attacker,
                table,
                Figure {
                    line: Line::Total,
                    node,
                },
                parts,
            )?;
        }
        Ok(facts)
    }

    /// Unknown of a figure; a shown one has none.
    pub fn unknown(&self, figure: Figure) -> Option<Unknown> {
        self.unknowns.get(&figure).copied()
    }

    /// Withheld figures and their unknowns.
    pub fn iter(&self) -> impl Iterator<Item = (Figure, Unknown)> + '_ {
        self.unknowns
            .iter()
            .map(|(&figure, &unknown)| (figure, unknown))
    }

    /// Notes that `whole` is the sum of `parts`, if that says anything of what is withheld.
    fn learn_sum(
        &self,
        attacker: &mut Attacker,
        table: &Table,
        whole: Figure,
        parts: impl Iterator<Item = Figure>,
    ) -> Result<(), Error> {
        let mut terms = Vec::new();
        let mut number = 0;
        for (figure, sign) in parts.map(|part| (part, 1)).chain([(whole, -1)]) {
            let count = table
                .count(figure)
                .and_then(|count| i64::try_from(count).ok())
                .ok_or(Error::Shape)?;
            match self.unknown(figure) {
                Some(unknown) => terms.push((unknown, sign)),
                None => number -= sign * count,
            }
        }
        if !terms.is_empty() {
            attacker.learn(&terms, Relation::Equal, number);
        }
        Ok(())
    }
}

/// Attacks one released table by itself: the bounds of each withheld figure.
///
/// # Errors
///
/// [`Error::Shape`] if the pattern belongs to a table of another shape, or what [`Attacker::derive`] says.
pub fn attack_release(
    table: &Table,
    pattern: &Pattern,
) -> Result<BTreeMap<Figure, Derived>, Error> {
    let mut attacker = Attacker::new();
    let facts = Facts::read(&mut attacker, table, pattern)?;
    let derived = attacker.derive()?;
    Ok(facts
        .iter()
        .map(|(figure, unknown)| (figure, derived[unknown.index()]))
        .collect())
}

#[cfg(test)]
#[cfg(feature = "proptest")]
mod tests {
    use poet_benchmark::suppression::{
        Bounds, Error, Interval, NodeId, Role, Rule, Status, Terms, Tree, Zeros, protect,
        protect_totals,
    };
    use proptest::prelude::*;

    use super::*;

    /// Two favourable points, a neutral one and two unfavourable ones in the base, and two states beside it.
    fn outcome_tree() -> Tree {
        let mut tree = Tree::new();
        let base = tree.add(tree.root(), Role::Denominator).unwrap();
        for points in [2, 1, 2] {
            let side = tree.add(base, Role::Part).unwrap();
            for _ in 0..points {
                tree.add(side, Role::Part).unwrap();
            }
        }
        tree.add(tree.root(), Role::Part).unwrap();
        tree.add(tree.root(), Role::Part).unwrap();
        tree
    }

    /// A tree whose nodes hang anywhere.
    fn any_tree() -> impl Strategy<Value = Tree> {
        prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..9).prop_map(
            |nodes| {
                let mut tree = Tree::new();
                for (parent, base) in nodes {
                    let parent = tree.node(parent.index(tree.size())).unwrap();
                    tree.add(parent, if base { Role::Denominator } else { Role::Part })
                        .unwrap();
                }
                tree
            },
        )
    }

    fn count() -> impl Strategy<Value = u64> {
        prop_oneof![3 => Just(0_u64), 6 => 0_u64..6, 3 => 3_u64..30, 1 => 100_u64..2000]
    }

    fn any_table(tree: impl Strategy<Value = Tree>, rows: usize) -> impl Strategy<Value = Table> {
        (tree, 1..=rows).prop_flat_map(|(tree, rows)| {
            let row = prop::collection::vec(count(), tree.leaves().count());
            prop::collection::vec(row, rows)
                .prop_map(move |rows| Table::new(tree.clone(), &rows).unwrap())
        })
    }

    /// A table of which each count is out of a base that is known and not small.
    fn any_table_of_bases(rule: Rule) -> impl Strategy<Value = Table> {
        let least = rule.threshold();
        let leaf = (
            prop_oneof![Just(0_u64), 0..40_u64, 0..300_u64],
            any::<prop::sample::Index>(),
        );
        let row = prop::collection::vec(leaf, 4);
        prop::collection::vec(row, 1..7).prop_map(move |rows| {
            let mut tree = Tree::rooted(Role::Remainder);
            let together = tree.add(tree.root(), Role::Part).unwrap();
            for parent in [together, together, together, tree.root()] {
                tree.add(parent, Role::Part).unwrap();
            }
            let base = |extra: u64| if extra == 0 { 0 } else { least + extra };
            let of = |leaf: &(u64, prop::sample::Index)| {
                let base = base(leaf.0);
                let some = u64::try_from(leaf.1.index(7)).unwrap();
                let share =
                    u64::try_from(leaf.1.index(usize::try_from(base).unwrap() + 1)).unwrap();
                let count = [some, base.saturating_sub(some), share][leaf.1.index(3)];
                (count.min(base), base)
            };
            let counts: Vec<Vec<(u64, u64)>> = rows
                .iter()
                .map(|row| row.iter().map(of).collect())
                .collect();
            let of = |part: fn(&(u64, u64)) -> u64| -> Vec<Vec<u64>> {
                counts
                    .iter()
                    .map(|row| row.iter().map(part).collect())
                    .collect()
            };
            Table::out_of(tree, &of(|c| c.0), &of(|c| c.1)).unwrap()
        })
    }

    fn any_rule() -> impl Strategy<Value = Rule> {
        (
            0_u64..12,
            prop::sample::select(vec![Zeros::Show, Zeros::Show, Zeros::Hide]),
        )
            .prop_map(|(threshold, zeros)| Rule::new(threshold, zeros))
    }

    /// Terms of a release whose respondents are published, so far as the rule lets them be.
    fn published_totals(table: &Table, rule: Rule) -> Terms {
        let node = table.tree().root();
        let root = |row| {
            table
                .count(Figure {
                    line: Line::Row(row),
                    node,
                })
                .unwrap()
        };
        let roots: Vec<u64> = (0..table.rows()).map(root).collect();
        protect_totals(&roots, rule)
            .into_iter()
            .fold(Terms::default().pin(node), Terms::withhold_line)
    }

    /// Every primary figure, and what a small complement in a shown denominator lacks of it, is safe by the programme.
    fn assert_safe(table: &Table, pattern: &Pattern, rule: Rule) {
        let derived = attack_release(table, pattern).unwrap();
        for figure in table.figures() {
            let value = table.count(figure).unwrap();
            let denominators: Vec<(NodeId, u64)> = table
                .tree()
                .denominators(figure.node)
                .map(|node| (node, table.count(Figure { node, ..figure }).unwrap()))
                .collect();
            let above = denominators.iter().map(|&(_, count)| count);
            let need = rule.need(value, above.chain(table.base(figure)));
            let need = need.filter(|_| table.tree().is_guarded(figure.node));
            assert_eq!(
                need.is_some(),
                pattern.status(figure) == Some(Status::Primary),
                "{figure:?}"
            );
            let Some(&found) = derived.get(&figure) else {
                continue;
            };
            assert!(
                found.low <= value && found.high.is_none_or(|high| value <= high),
                "{figure:?}"
            );
            if need.is_none() {
                continue;
            }
            assert!(found.is_safe(rule.threshold()), "{figure:?} {found:?}");
            if let Some(whole) = table
                .base(figure)
                .filter(|whole| *whole >= rule.threshold() && rule.withholds(whole - value))
            {
                let lack = Derived {
                    low: whole - found.high.unwrap(),
                    high: Some(whole - found.low),
                };
                assert!(lack.is_safe(rule.threshold()), "{figure:?} lacks {lack:?}");
            }
            for (node, whole) in denominators {
                if !pattern.withholds(Figure { node, ..figure }) && rule.withholds(whole - value) {
                    let lack = Derived {
                        low: whole - found.high.unwrap(),
                        high: Some(whole - found.low),
                    };
                    assert!(lack.is_safe(rule.threshold()), "{figure:?} lacks {lack:?}");
                }
            }
        }
    }

    /// The bounds of the network are those of the programme.
    fn assert_same_bounds(table: &Table, pattern: &Pattern) {
        let mut bounds = Bounds::new(table, pattern).unwrap();
        for (figure, Derived { low, high }) in attack_release(table, pattern).unwrap() {
            assert_eq!(bounds.of(figure), Ok(Interval { low, high }), "{figure:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_primary_figure_of_a_small_table_can_be_worked_out(
            table in any_table(Just(outcome_tree()), 6), rule in any_rule(),
        ) {
            let pattern = protect(&table, rule, &published_totals(&table, rule)).unwrap();
            assert_safe(&table, &pattern, rule);
            assert_same_bounds(&table, &pattern);
        }

        #[test]
        fn where_nothing_is_pinned_any_tree_can_be_protected(table in any_table(any_tree(), 4), rule in any_rule()) {
            let pattern = protect(&table, rule, &Terms::default()).unwrap();
            assert_safe(&table, &pattern, rule);
            assert_same_bounds(&table, &pattern);
        }

        #[test]
        fn neither_a_count_nor_what_it_lacks_of_a_known_base_can_be_worked_out(
            (rule, table) in any_rule().prop_flat_map(|rule| (Just(rule), any_table_of_bases(rule))),
        ) {
            let root = table.tree().root();
            let Ok(pattern) = protect(&table, rule, &Terms::default().pin(root)) else {
                return Ok(());
            };
            assert_safe(&table, &pattern, rule);
            assert_same_bounds(&table, &pattern);
        }

        #[test]
        fn what_the_terms_settle_is_kept(
            table in any_table(any_tree(), 4),
            rule in any_rule(),
            withheld in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
            pinned in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
            whole in prop::option::of(0_usize..4),
        ) {
            let figures: Vec<Figure> = table.figures().collect();
            let withheld: Vec<Figure> = withheld.iter().map(|at| *at.get(&figures)).collect();
            let nodes: Vec<NodeId> = table.tree().nodes().collect();
            let pinned: Vec<NodeId> = pinned.iter().map(|at| *at.get(&nodes)).collect();
            let whole: Vec<Line> = whole.map(|row| Line::Row(row % table.rows())).into_iter().collect();
            let mut terms = Terms::default();
            terms = withheld.iter().fold(terms, |terms, &figure| terms.withhold(figure));
            terms = pinned.iter().fold(terms, |terms, &node| terms.pin(node));
            terms = whole.iter().fold(terms, |terms, &line| terms.withhold_line(line));
            match protect(&table, rule, &terms) {
                Ok(pattern) => {
                    assert_safe(&table, &pattern, rule);
                    for figure in figures {
                        let settled = withheld.contains(&figure) || whole.contains(&figure.line);
                        prop_assert!(!settled || pattern.withholds(figure));
                        prop_assert!(settled || !pinned.contains(&figure.node) || !pattern.withholds(figure));
                    }
                }
                Err(error) => {
                    let blamed = matches!(error, Error::PinnedPrimary { .. } | Error::Unprotectable { .. });
                    prop_assert!(blamed && !pinned.is_empty(), "{error}");
                }
            }
        }

        #[test]
        fn no_complementary_figure_is_withheld_in_vain(table in any_table(Just(outcome_tree()), 4), threshold in 2_u64..8) {
            let rule = Rule::new(threshold, Zeros::Show);
            let pattern = protect(&table, rule, &Terms::default()).unwrap();
            let primaries = || table.figures().filter(|&figure| pattern.status(figure) == Some(Status::Primary));
            if primaries().next().is_none() {
                prop_assert_eq!(pattern.withheld().count(), 0);
            }
            for spare in table.figures().filter(|&figure| pattern.status(figure) == Some(Status::Complementary)) {
                let mut attacker = Attacker::new();
                let facts = Facts::read(&mut attacker, &table, &pattern).unwrap();
                let value = i64::try_from(table.count(spare).unwrap()).unwrap();
                attacker.learn(&[(facts.unknown(spare).unwrap(), 1)], Relation::Equal, value);
                let derived = attacker.derive().unwrap();
                let breaks = primaries().any(|figure| {
                    let value = table.count(figure).unwrap();
                    let counts = table.tree().denominators(figure.node).map(|node| Figure { node, ..figure });
                    let need = rule.need(value, counts.map(|figure| table.count(figure).unwrap())).unwrap();
                    let Derived { low, high } = derived[facts.unknown(figure).unwrap().index()];
                    let near = |high| high - value < need.up || high - low < need.width;
                    value - low < need.down || high.is_some_and(near)
                });
                prop_assert!(breaks, "{:?} could be shown", spare);
            }
        }

        #[test]
        fn permuted_rows_give_the_permuted_pattern(
            table in any_table(Just(outcome_tree()), 7), rule in any_rule(), by in 1_usize..7,
        ) {
            let rows = table.rows();
            let leaves: Vec<NodeId> = table.tree().leaves().collect();
            let row = |line| -> Vec<u64> {
                leaves.iter().map(|&node| table.count(Figure { line, node }).unwrap()).collect()
            };
            // Rows that hold the same are interchangeable: which of them is withheld is settled by their place.
            let mut distinct: Vec<Vec<u64>> = (0..rows).map(|at| row(Line::Row(at))).collect();
            distinct.sort();
            distinct.dedup();
            prop_assume!(distinct.len() == rows);
            let place = |at: usize| Line::Row((at + by) % rows);
            let moved: Vec<Vec<u64>> = (0..rows).map(|at| row(place(at))).collect();
            let moved = Table::new(table.tree().clone(), &moved).unwrap();
            let one = protect(&table, rule, &Terms::default()).unwrap();
            let other = protect(&moved, rule, &Terms::default()).unwrap();
            prop_assert_eq!(&one, &protect(&table, rule, &Terms::default()).unwrap());
            for figure in moved.figures() {
                let line = match figure.line {
                    Line::Row(at) => place(at),
                    Line::Total => Line::Total,
                };
                prop_assert_eq!(other.status(figure), one.status(Figure { line, ..figure }));
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_primary_figure_of_a_larger_table_can_be_worked_out(
            table in any_table(Just(outcome_tree()), 25), threshold in 2_u64..11,
        ) {
            let rule = Rule::new(threshold, Zeros::Show);
            let pattern = protect(&table, rule, &published_totals(&table, rule)).unwrap();
            assert_safe(&table, &pattern, rule);
            assert_same_bounds(&table, &pattern);
        }
    }
}
