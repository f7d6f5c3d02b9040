//! Which figures of an item are kept back.

use std::collections::BTreeSet;

use super::Policy;
use super::nodes::Nodes;
use crate::findings::{Findings, ItemFindings};
use crate::suppression::{
    Error, Figure, Line, Pattern, Rule, Table, Terms, protect, protect_totals,
};
use crate::tally::whole;

/// Which figures of an item are kept back, in every place and in all together.
pub(super) enum Cover {
    /// None.
    Nothing,
    /// All, since nothing less would do.
    Everything,
    /// Those that a pattern says.
    By(Box<Nodes>, Pattern),
}

/// A figure of an item that may be kept back.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// Those who gave no answer.
    Silent,
    Base,
    Favourable,
    Neutral,
    Unfavourable,
    Point(usize),
}

/// Lines of a table.
type Lines = BTreeSet<Line>;

/// What is kept back of a survey.
///
/// Each item is protected against somebody who knows how many people answered in each place, to the person. Places whose
/// number of respondents is kept back are kept back wholly, in every item. So no item tells anything about another that
/// was not reckoned with: what one leaves open in a place, the others do. Where items do have counts in common, figures
/// are kept back in both: the base of the options of a tick-all item, and the answers that lead to a question with the
/// answers to it.
pub(super) struct Covers {
    /// Places whose number of respondents is kept back, and everybody if theirs is.
    lines: Lines,
    items: Vec<Cover>,
}

impl Covers {
    /// Works out what is kept back; what cannot be protected otherwise is kept back wholly.
    pub(super) fn new(policy: &Policy, findings: &Findings) -> Self {
        let Some(rule) = policy.rule.filter(|_| !findings.published) else {
            return Self {
                lines: Lines::new(),
                items: findings.items.iter().map(|_| Cover::Nothing).collect(),
            };
        };
        let respondents: Vec<u64> = findings
            .places
            .iter()
            .map(|head| head.people.unwrap_or(0))
            .collect();
        let mut covers = Self {
            lines: protect_totals(&respondents, rule).into_iter().collect(),
            items: Vec::new(),
        };
        for options in findings.items.chunk_by(|one, other| one.item == other.item) {
            let shut = covers.shut_lines(rule, &options[0]);
            let made: Result<Vec<Cover>, Error> = options
                .iter()
                .map(|item| covers.protect(rule, (item, &shut), &respondents))
                .collect();
            // What one option shows of the base, the others may not need.
            let made = made.unwrap_or_else(|_| options.iter().map(|_| Cover::Everything).collect());
            covers.items.extend(made);
        }
        covers
    }

    /// What is kept back of each item.
    pub(super) fn items(&self) -> &[Cover] {
        &self.items
    }

    /// Whether the number of respondents of a line is kept back.
    pub(super) fn hides(&self, line: Line) -> bool {
        self.lines.contains(&line)
    }

    /// Lines of an item in which nothing is shown, because other tables that share its counts keep some of them back.
    fn shut_lines(&self, rule: Rule, item: &ItemFindings) -> Lines {
        let rows = (0..item.places.len()).map(Line::Row);
        let sources: Vec<&Cover> = item
            .sources
            .iter()
            .filter_map(|&at| self.items.get(at))
            .collect();
        let mut shut: Lines = rows
            .chain([Line::Total])
            .filter(|&line| sources.iter().any(|source| source.hides_some(line)))
            .collect();
        if item.judged.readings.tick {
            let base = |place: &crate::PlaceFindings| {
                place.distribution.as_ref().map_or(0, |d| whole(d.base))
            };
            let bases: Vec<u64> = item.places.iter().map(base).collect();
            shut.extend(protect_totals(&bases, rule));
        }
        shut
    }

    fn protect(
        &self,
        rule: Rule,
        (item, shut): (&ItemFindings, &Lines),
        respondents: &[u64],
    ) -> Result<Cover, Error> {
        let nodes = Nodes::new(&item.judged)?;
        let rows: Vec<Vec<u64>> = item
            .places
            .iter()
            .zip(respondents)
            .map(|(place, &people)| {
                nodes.leaves(&item.judged, place.distribution.as_ref().ok(), people)
            })
            .collect();
        let table = Table::new(nodes.tree.clone(), &rows)?;
        let root = nodes.tree.root();
        let mut terms = Terms::default().pin(root);
        if item.judged.readings.tick {
            terms = terms.pin(nodes.base);
        }
        for line in table.lines() {
            if self.lines.contains(&line) {
                terms = terms.withhold_line(line);
                continue;
            }
            let shut = shut.contains(&line);
            for node in nodes.tree.nodes().filter(|&node| node != root) {
                if shut || node == nodes.silent && line != Line::Total {
                    terms = terms.withhold(Figure { line, node });
                }
            }
        }
        let pattern = protect(&table, rule, &terms)?;
        Ok(Cover::By(Box::new(nodes), pattern))
    }
}

impl Cover {
    /// Whether a figure of a line is kept back.
    pub(super) fn hides(&self, line: Line, part: Part) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            // A group without points is a plain nought.
            Self::By(nodes, pattern) => nodes
                .of(part)
                .is_some_and(|node| pattern.withholds(Figure { line, node })),
        }
    }

    /// Whether any answer of a line is kept back.
    pub(super) fn hides_some(&self, line: Line) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::By(nodes, pattern) => nodes
                .tree
                .nodes()
                .any(|node| node != nodes.silent && pattern.withholds(Figure { line, node })),
        }
    }
}
