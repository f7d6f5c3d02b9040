//! Which figures of subgroups are kept back.

use std::collections::BTreeSet;

use super::Policy;
use super::cover::{Covers, Part};
use crate::subgroups::{GroupCount, Subgroups};
use crate::suppression::{
    Error, Figure, Line, NodeId, Pattern, Role, Rule, Table, Terms, Tree, protect,
};

/// What is kept back of the subgroups of every item.
///
/// Beside the benchmark of the same people, whose every shown figure is taken for known to the person:
///
/// 1. A place takes part in an item only where the benchmark shows its base and its favourable answers. So nothing that
///    the benchmark keeps back of it is in any figure here.
/// 2. A group of a place counts only where the benchmark shows how many people it has there, and not few of them
///    answered. Everybody else of the place is put together. So what the benchmark keeps back of the groups' sizes moves
///    within those put together, and touches nothing here, whatever the item.
/// 3. So the bases of all groups may be known. What is left is a table of places by groups of favourable answers, each out
///    of a known base, of which the sums over groups are known and the sums over places are released: a network, and
///    [`protect`] proves each small count and each small lack of its base against all of them.
/// 4. Where answers that lead to an item are kept back of a place, the place takes no part in the item.
///
/// A group of all places together is the sum of the places in which it counts.
pub(super) struct GroupCovers {
    items: Vec<GroupCover>,
}

/// What is kept back of the subgroups of one item.
pub(super) struct GroupCover {
    /// For each place, the groups that count; none where the place takes no part.
    counted: Vec<Option<Vec<bool>>>,
    /// Places of which some figure, or an answer that leads to the item, is kept back.
    closed: BTreeSet<usize>,
    /// Whether the same holds of all places together.
    shut: bool,
    shown: Shown,
}

/// What is kept back of the groups that count.
enum Shown {
    All,
    Nothing,
    By(Box<Nodes>, Pattern),
}

/// Where the groups stand in the table of an item.
struct Nodes {
    tree: Tree,
    /// Everybody in a group that counts.
    together: NodeId,
    groups: Vec<NodeId>,
    /// Row of each place in the table.
    rows: Vec<Option<usize>>,
}

/// A figure of a line.
#[derive(Clone, Copy)]
pub(super) enum Of {
    Group(usize),
    /// Everybody in a group that counts.
    Together,
}

impl GroupCovers {
    pub(super) fn new(policy: &Policy, subgroups: &Subgroups) -> Self {
        let covers = Covers::new(policy, &subgroups.findings);
        let mut items = Vec::new();
        for at in 0..subgroups.counts.len() {
            let cover = match policy.rule {
                None => GroupCover::of_nothing(subgroups),
                Some(rule) => GroupCover::new(rule, (subgroups, &covers), at, &items),
            };
            items.push(cover);
        }
        Self { items }
    }

    /// What is kept back of each item.
    pub(super) fn items(&self) -> &[GroupCover] {
        &self.items
    }
}

impl GroupCover {
    /// Nothing is kept back.
    fn of_nothing(subgroups: &Subgroups) -> Self {
        let places = subgroups.findings.places.len();
        Self {
            counted: vec![Some(vec![true; subgroups.groups.len()]); places],
            closed: BTreeSet::new(),
            shut: false,
            shown: Shown::All,
        }
    }

    fn new(
        rule: Rule,
        (subgroups, covers): (&Subgroups, &Covers),
        at: usize,
        earlier: &[Self],
    ) -> Self {
        let sources = &subgroups.findings.items[at].sources;
        let sources = || sources.iter().filter_map(|&source| earlier.get(source));
        let mut cover = Self {
            counted: vec![None; subgroups.findings.places.len()],
            closed: sources().flat_map(|s| s.closed.iter().copied()).collect(),
            shut: sources().any(|source| source.shut) || at > earlier.len(),
            shown: Shown::Nothing,
        };
        if !subgroups.is_compared(at) || cover.shut {
            return cover;
        }
        for (row, counted) in cover.counted.iter_mut().enumerate() {
            let line = Line::Row(row);
            let hidden = |part| covers.items()[at].hides(line, part);
            let known = !covers.hides(line) && !hidden(Part::Base) && !hidden(Part::Favourable);
            *counted = (known && !cover.closed.contains(&row)).then(|| {
                counted_groups(rule, &subgroups.counts[at][row], |group| {
                    let mut points = subgroups.points[group].iter();
                    points
                        .any(|&(item, point)| covers.items()[item].hides(line, Part::Point(point)))
                })
            });
        }
        cover.protect(rule, &subgroups.counts[at]);
        cover
    }

    /// Settles what is kept back of the groups that count; all of it where it cannot be protected.
    fn protect(&mut self, rule: Rule, counts: &[Vec<GroupCount>]) {
        if let Ok(shown) = protected(rule, &self.counted, counts) {
            self.shown = shown;
        }
        self.shut = self.hides_some(Line::Total);
        let rows = 0..self.counted.len();
        let closed =
            rows.filter(|&row| self.counted[row].is_some() && self.hides_some(Line::Row(row)));
        self.closed.extend(closed.collect::<Vec<_>>());
    }

    fn hides_some(&self, line: Line) -> bool {
        match &self.shown {
            Shown::All => false,
            Shown::Nothing => true,
            Shown::By(nodes, pattern) => {
                let line = nodes.line(line);
                let hidden =
                    |node| line.is_none_or(|line| pattern.withholds(Figure { line, node }));
                nodes.tree.nodes().any(hidden)
            }
        }
    }

    /// Whether a group of a place counts among those of all places.
    pub(super) fn counts(&self, row: usize, group: usize) -> bool {
        self.counted[row]
            .as_ref()
            .is_some_and(|groups| groups[group])
    }

    /// Whether nothing at all is released of the item.
    pub(super) fn is_shut(&self) -> bool {
        matches!(self.shown, Shown::Nothing)
    }

    /// Whether the favourable answers of a figure are kept back.
    pub(super) fn hides(&self, line: Line, of: Of) -> bool {
        match &self.shown {
            Shown::All => false,
            Shown::Nothing => true,
            Shown::By(nodes, pattern) => {
                let node = match of {
                    Of::Group(group) => nodes.groups[group],
                    Of::Together => nodes.together,
                };
                let line = nodes.line(line);
                line.is_none_or(|line| pattern.withholds(Figure { line, node }))
            }
        }
    }
}

impl Nodes {
    fn new(groups: usize, rows: Vec<Option<usize>>) -> Result<Self, Error> {
        let mut tree = Tree::rooted(Role::Remainder);
        let together = tree.add(tree.root(), Role::Part)?;
        let groups = (0..groups).map(|_| tree.add(together, Role::Part));
        let groups = groups.collect::<Result<_, _>>()?;
        tree.add(tree.root(), Role::Part)?;
        Ok(Self {
            tree,
            together,
            groups,
            rows,
        })
    }

    /// Line of the table; none of a place that takes no part.
    fn line(&self, line: Line) -> Option<Line> {
        match line {
            Line::Row(row) => self.rows[row].map(Line::Row),
            Line::Total => Some(Line::Total),
        }
    }
}

/// Protects the favourable answers of places by groups, each out of a known base.
fn protected(
    rule: Rule,
    counted: &[Option<Vec<bool>>],
    counts: &[Vec<GroupCount>],
) -> Result<Shown, Error> {
    let (mut favourable, mut bases) = (Vec::new(), Vec::new());
    let mut rows = vec![None; counted.len()];
    let groups = counts.first().map_or(1, Vec::len) - 1;
    for (row, groups) in counted.iter().enumerate() {
        let Some(groups) = groups else { continue };
        rows[row] = Some(favourable.len());
        favourable.push(leaves(groups, &counts[row], |count| count.favourable));
        bases.push(leaves(groups, &counts[row], |count| count.base));
    }
    let nodes = Nodes::new(groups, rows)?;
    let table = Table::out_of(nodes.tree.clone(), &favourable, &bases)?;
    let terms = Terms::default().pin(nodes.tree.root());
    let pattern = protect(&table, rule, &terms)?;
    Ok(Shown::By(Box::new(nodes), pattern))
}

/// People of the groups that count, and of everybody else together.
fn leaves(groups: &[bool], counts: &[GroupCount], people: fn(&GroupCount) -> u64) -> Vec<u64> {
    let all: u64 = counts.iter().map(people).sum();
    let of = |(&counts, count): (&bool, &GroupCount)| if counts { people(count) } else { 0 };
    let mut leaves: Vec<u64> = groups.iter().zip(counts).map(of).collect();
    leaves.push(all - leaves.iter().sum::<u64>());
    leaves
}

/// Groups of a place that count: as many as leave the others, put together, too many to be seen through.
fn counted_groups(
    rule: Rule,
    counts: &[GroupCount],
    is_hidden: impl Fn(usize) -> bool,
) -> Vec<bool> {
    let groups = counts.len() - 1;
    let hidden: Vec<bool> = (0..groups).map(is_hidden).collect();
    let mut counted: Vec<bool> = (0..groups)
        .map(|group| !hidden[group] && !rule.withholds(counts[group].base))
        .collect();
    while !hides_bases(rule, counts, (&counted, &hidden)) {
        let spare = (0..groups).filter(|&group| counted[group] && counts[group].base > 0);
        match spare.min_by_key(|&group| (counts[group].base, group)) {
            Some(next) => counted[next] = false,
            None => break,
        }
    }
    counted
}

/// Whether nobody can narrow a small base of those that are put together, who knows their sum and how many of each were
/// asked. How many were asked of a group that the benchmark keeps back moves with it.
fn hides_bases(rule: Rule, counts: &[GroupCount], (counted, hidden): (&[bool], &[bool])) -> bool {
    let is_in = |group: usize| counted.get(group).is_none_or(|counted| !counted);
    let inside = || (0..counts.len()).filter(|&group| is_in(group));
    let base: u64 = inside().map(|group| counts[group].base).sum();
    let asked: u64 = inside().map(|group| counts[group].asked).sum();
    let mut small = inside().filter(|&group| rule.withholds(counts[group].base));
    !rule.withholds(base)
        && small.all(|group| {
            let own = counts[group].asked;
            let (low, high) = (base.saturating_sub(asked - own), own.min(base));
            let known = !hidden.get(group).copied().unwrap_or(false);
            !known || high >= rule.threshold() && high - low + 1 >= rule.threshold()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppression::Zeros;

    const RULE: Rule = Rule::new(3, Zeros::Show);

    /// Everybody who was asked answered, but so many.
    fn counts(bases: &[u64], silent: u64) -> Vec<GroupCount> {
        let count = |&base: &u64| GroupCount {
            favourable: base / 2,
            base,
            asked: base + silent,
        };
        bases.iter().map(count).collect()
    }

    #[test]
    fn groups_that_are_few_or_kept_back_are_put_together_with_those_of_no_group() {
        let all = counts(&[20, 30, 12, 40], 4);
        assert_eq!(counted_groups(RULE, &all, |_| false), [true, true, true]);
        assert_eq!(
            counted_groups(RULE, &all, |group| group == 1),
            [true, false, true]
        );
        let few = counts(&[20, 2, 12, 40], 4);
        assert_eq!(counted_groups(RULE, &few, |_| false), [true, false, true]);
    }

    #[test]
    fn few_people_are_never_alone_in_what_is_left_over() {
        // Two of no group: the smallest group that counts goes with them.
        let all = counts(&[20, 30, 12, 2], 4);
        assert_eq!(counted_groups(RULE, &all, |_| false), [true, true, false]);
        // Everybody answered, so two out of fourteen would be known by taking the twelve away: nobody counts.
        let all = counts(&[20, 30, 12, 2], 0);
        assert_eq!(counted_groups(RULE, &all, |_| false), [false, false, false]);
        // Where the benchmark keeps back how many there are, they can be more.
        let all = counts(&[20, 2, 12, 0], 0);
        assert_eq!(
            counted_groups(RULE, &all, |group| group == 1),
            [true, false, false]
        );
    }

    #[test]
    fn nobody_is_no_group_to_be_hidden() {
        let all = counts(&[20, 0, 12, 0], 0);
        assert_eq!(counted_groups(RULE, &all, |_| false), [true, true, true]);
    }
}
