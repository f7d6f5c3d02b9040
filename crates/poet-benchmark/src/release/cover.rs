//! Which figures of an item are kept back.

use poet_core::Reading;

use super::Policy;
use crate::findings::{ItemFindings, Judged, PlaceHead};
use crate::suppression::{self, Line, NodeId, Pattern, Role, Rule, Table, Terms, Tree, protect};
use crate::tally::Distribution;

/// Which figures of an item are kept back, in every place and in all together.
pub(super) struct Cover {
    nodes: Nodes,
    hidden: Hidden,
}

enum Hidden {
    Nothing,
    Everything,
    By(Pattern),
}

/// Where the figures of an item stand in its tree.
///
/// Everybody with an answer, outside the base or in it, stands at the root; where no point is outside, the root is the
/// base. The root is then never a figure of its own.
struct Nodes {
    tree: Tree,
    base: NodeId,
    favourable: Option<NodeId>,
    neutral: Option<NodeId>,
    unfavourable: Option<NodeId>,
    points: Vec<NodeId>,
}

/// A figure of an item that may be kept back.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Base,
    Favourable,
    Neutral,
    Unfavourable,
    Point(usize),
}

impl Cover {
    /// Works out what is kept back; where that cannot be done, everything is.
    pub(super) fn new(
        policy: &Policy,
        heads: &[PlaceHead],
        item: &ItemFindings,
        counted: bool,
    ) -> Self {
        let built = Nodes::new(&item.judged);
        let (Ok(nodes), false) = (built, heads.is_empty()) else {
            return Self {
                nodes: Nodes::bare(),
                hidden: Hidden::Everything,
            };
        };
        let Some(rule) = policy.rule.filter(|_| counted) else {
            return Self {
                nodes,
                hidden: Hidden::Nothing,
            };
        };
        let hidden = nodes.protect(rule, heads, item);
        Self {
            hidden: hidden.map_or(Hidden::Everything, Hidden::By),
            nodes,
        }
    }

    /// Whether a figure of a line is kept back.
    pub(super) fn hides(&self, line: Line, part: Part) -> bool {
        let node = match part {
            Part::Base => Some(self.nodes.base),
            Part::Favourable => self.nodes.favourable,
            Part::Neutral => self.nodes.neutral,
            Part::Unfavourable => self.nodes.unfavourable,
            Part::Point(at) => self.nodes.points.get(at).copied(),
        };
        match (&self.hidden, node) {
            (Hidden::Everything, _) => true,
            (Hidden::By(pattern), Some(node)) => {
                pattern.withholds(suppression::Figure { line, node })
            }
            // Nothing is kept back, or the group has no points and is a plain nought.
            (Hidden::Nothing, _) | (Hidden::By(_), None) => false,
        }
    }
}

impl Nodes {
    fn bare() -> Self {
        let tree = Tree::new();
        Self {
            base: tree.root(),
            favourable: None,
            neutral: None,
            unfavourable: None,
            points: Vec::new(),
            tree,
        }
    }

    fn new(judged: &Judged) -> Result<Self, suppression::Error> {
        let mut nodes = Self::bare();
        let readings = &judged.readings.points;
        if readings.contains(&Reading::Outside) {
            nodes.base = nodes.tree.add(nodes.tree.root(), Role::Denominator)?;
        }
        if readings.len() == 1 {
            nodes.points.push(nodes.base);
            return Ok(nodes);
        }
        let grouped = judged.readings.is_evaluative();
        for reading in [Reading::Favourable, Reading::Neutral, Reading::Unfavourable] {
            let members = readings.iter().filter(|&&r| r == reading).count();
            if !grouped || members == 0 {
                continue;
            }
            let group = nodes.tree.add(nodes.base, Role::Part)?;
            *nodes.group(reading) = Some(group);
        }
        for &reading in readings {
            let members = readings.iter().filter(|&&r| r == reading).count();
            let parent = match reading {
                Reading::Outside => nodes.tree.root(),
                _ if grouped => nodes.group(reading).unwrap_or(nodes.base),
                _ => nodes.base,
            };
            // A group of one point is that point.
            let point = match reading {
                Reading::Outside => nodes.tree.add(parent, Role::Part)?,
                _ if grouped && members == 1 => parent,
                _ => nodes.tree.add(parent, Role::Part)?,
            };
            nodes.points.push(point);
        }
        if judged.readings.tick {
            nodes.favourable = nodes.points.get(1).copied();
        }
        Ok(nodes)
    }

    fn group(&mut self, reading: Reading) -> &mut Option<NodeId> {
        match reading {
            Reading::Favourable => &mut self.favourable,
            Reading::Unfavourable => &mut self.unfavourable,
            _ => &mut self.neutral,
        }
    }

    fn protect(
        &self,
        rule: Rule,
        heads: &[PlaceHead],
        item: &ItemFindings,
    ) -> Result<Pattern, suppression::Error> {
        let rows: Vec<Vec<u64>> = item
            .places
            .iter()
            .map(|place| self.leaves(&item.judged, place.distribution.as_ref().ok()))
            .collect();
        let table = Table::new(self.tree.clone(), &rows)?;
        let small = |head: &PlaceHead| head.people.is_some_and(|people| rule.withholds(people));
        let mut terms = Terms::default();
        for (row, _) in heads.iter().enumerate().filter(|(_, head)| small(head)) {
            terms = terms.withhold_line(Line::Row(row));
        }
        if self.base != self.tree.root() {
            for line in table.lines() {
                terms = terms.withhold(suppression::Figure {
                    line,
                    node: self.tree.root(),
                });
            }
        }
        protect(&table, rule, &terms)
    }

    /// Counts of the leaves, in the order of the tree.
    fn leaves(&self, judged: &Judged, distribution: Option<&Distribution>) -> Vec<u64> {
        let mut counts = vec![0; self.tree.size()];
        if let Some(distribution) = distribution {
            for (at, &node) in self.points.iter().enumerate() {
                counts[node.index()] += judged.people(distribution, at);
            }
        }
        self.tree
            .leaves()
            .map(|leaf| counts[leaf.index()])
            .collect()
    }
}
