//! Where the figures of an item stand in its tree.

use poet_core::{Missing, Reading};

use super::cover::Part;
use crate::findings::Judged;
use crate::suppression::{Error, NodeId, Role, Tree};
use crate::tally::Distribution;

/// Where the figures of an item stand in its tree.
///
/// The root is everybody who was asked. Below it stand the base, the points outside the base, and those who gave no
/// answer. How many were asked is protected where it comes from, with the respondents and the answers that lead on; how
/// many gave no answer is not protected for its own sake.
pub(super) struct Nodes {
    pub(super) tree: Tree,
    pub(super) base: NodeId,
    pub(super) silent: NodeId,
    favourable: Option<NodeId>,
    neutral: Option<NodeId>,
    unfavourable: Option<NodeId>,
    points: Vec<NodeId>,
}

impl Nodes {
    pub(super) fn new(judged: &Judged) -> Result<Self, Error> {
        let mut tree = Tree::rooted(Role::Remainder);
        let root = tree.root();
        let mut nodes = Self {
            base: tree.add(root, Role::Denominator)?,
            silent: tree.add(root, Role::Remainder)?,
            favourable: None,
            neutral: None,
            unfavourable: None,
            points: Vec::new(),
            tree,
        };
        let readings = &judged.readings.points;
        if readings.len() == 1 {
            nodes.points.push(nodes.base);
            return Ok(nodes);
        }
        let members = |reading| readings.iter().filter(|&&r| r == reading).count();
        let grouped = judged.readings.is_evaluative();
        for reading in [Reading::Favourable, Reading::Neutral, Reading::Unfavourable] {
            if grouped && members(reading) > 0 {
                let group = nodes.tree.add(nodes.base, Role::Part)?;
                *nodes.group(reading) = Some(group);
            }
        }
        for &reading in readings {
            let group = match reading {
                Reading::Outside => None,
                _ => *nodes.group(reading),
            };
            nodes.points.push(match (reading, group) {
                (Reading::Outside, _) => nodes.tree.add(root, Role::Part)?,
                // A group of one point is that point.
                (_, Some(group)) if members(reading) == 1 => group,
                (_, Some(group)) => nodes.tree.add(group, Role::Part)?,
                (_, None) => nodes.tree.add(nodes.base, Role::Part)?,
            });
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

    /// Node of a figure; none for a group without points, a plain nought.
    pub(super) fn of(&self, part: Part) -> Option<NodeId> {
        match part {
            Part::Silent => Some(self.silent),
            Part::Base => Some(self.base),
            Part::Favourable => self.favourable,
            Part::Neutral => self.neutral,
            Part::Unfavourable => self.unfavourable,
            Part::Point(at) => self.points.get(at).copied(),
        }
    }

    /// Counts of the leaves, in the order of the tree, of a place with so many respondents, of whom some were not asked.
    pub(super) fn leaves(
        &self,
        judged: &Judged,
        distribution: Option<&Distribution>,
        respondents: u64,
    ) -> Vec<u64> {
        let mut counts = vec![0; self.tree.size()];
        if let Some(distribution) = distribution {
            for (at, &node) in self.points.iter().enumerate() {
                counts[node.index()] += judged.people(distribution, at);
            }
        }
        let answered = counts.iter().sum();
        let missing = distribution.and_then(|distribution| distribution.missing);
        let asked = respondents
            - missing
                .map_or(0, |m| m[Missing::NotAsked.index()])
                .min(respondents);
        // A table of counts need not tell how many people there were.
        counts[self.silent.index()] = asked.saturating_sub(answered);
        self.tree
            .leaves()
            .map(|leaf| counts[leaf.index()])
            .collect()
    }
}
