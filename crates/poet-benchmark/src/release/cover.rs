//! Which figures of an item are kept back.

use std::collections::BTreeSet;

use super::Policy;
use super::nodes::Nodes;
use super::together;
use crate::findings::{Findings, ItemFindings, Parts, PlaceFindings};
use crate::suppression::{
    Error, Figure, Line, NodeId, Pattern, Rule, Table, Terms, protect, protect_totals,
};
use crate::tally::whole;

/// Which figures of an item are kept back, in every place and in all together.
pub(super) enum Cover {
    /// None.
    Nothing,
    /// All, since nothing less would do.
    Everything,
    /// All of some lines.
    Lines(Lines),
    /// Those that a pattern says.
    By(Box<Nodes>, Pattern),
    /// Those of another cover, and what an earlier release keeps back.
    Within(Box<Cover>, Kept),
}

/// What an earlier release keeps back of an item.
pub(super) type Kept = BTreeSet<(Line, Part)>;

/// A figure of an item that may be kept back.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
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
/// Each item is protected against somebody who knows how many people were asked in each place, to the person. Places whose
/// number of respondents is kept back are kept back wholly, in every item. So no item tells anything about another that
/// was not reckoned with: what one leaves open in a place, the others do. Where items do have counts in common, figures
/// are kept back in both: the base of the options of a tick-all item, and the answers that lead to a question with the
/// answers to it.
pub(super) struct Covers {
    /// Places whose number of respondents is kept back, and everybody if theirs is.
    lines: Lines,
    items: Vec<Cover>,
    /// Whether everybody's figures are known anyhow.
    known: bool,
}

impl Covers {
    /// Works out what is kept back; what cannot be protected otherwise is kept back wholly.
    pub(super) fn new(policy: &Policy, findings: &Findings) -> Self {
        let Some(rule) = policy.rule.filter(|_| !findings.published) else {
            return Self {
                lines: Lines::new(),
                items: findings.items.iter().map(|_| Cover::Nothing).collect(),
                known: false,
            };
        };
        if let Some(parts) = &findings.parts {
            return Self::together(rule, findings, parts);
        }
        Self::each(rule, findings, None)
    }

    /// What is kept back of a tally of the same people in other places, which gives way to `other` in what both tell of
    /// everybody: what that keeps back of anything is kept back, the rest is known.
    pub(super) fn beside(policy: &Policy, findings: &Findings, other: &Self) -> Self {
        match policy.rule {
            None => Self::new(policy, findings),
            Some(rule) => Self::each(rule, findings, Some(other)),
        }
    }

    /// Item by item.
    fn each(rule: Rule, findings: &Findings, other: Option<&Self>) -> Self {
        let respondents: Vec<u64> = findings
            .places
            .iter()
            .map(|head| head.people.unwrap_or(0))
            .collect();
        let mut covers = Self {
            lines: protect_totals(&respondents, rule).into_iter().collect(),
            items: Vec::new(),
            known: other.is_some(),
        };
        if other.is_some_and(|other| other.hides(Line::Total))
            || covers.known && !covers.lines.is_empty()
        {
            covers.lines = (0..respondents.len())
                .map(Line::Row)
                .chain([Line::Total])
                .collect();
            covers.items = findings.items.iter().map(|_| Cover::Everything).collect();
            return covers;
        }
        for options in findings.items.chunk_by(|one, other| one.item == other.item) {
            let from = covers.items.len();
            let theirs = other.map_or(&[][..], |other| &other.items[from..from + options.len()]);
            if theirs.iter().any(|cover| cover.hides_some(Line::Total)) {
                covers
                    .items
                    .extend(options.iter().map(|_| Cover::Everything));
                continue;
            }
            let mut led = covers.led_lines(&options[0]);
            let shut: Lines = led.iter().copied().chain(few(rule, &options[0])).collect();
            let known = covers.all(rule, (options, &shut, &Lines::new()), &respondents);
            // Where few were asked, the answers are hidden by not knowing how many: then no sum may bound them.
            led.insert(Line::Total);
            let made = known.or_else(|_| covers.all(rule, (options, &shut, &led), &respondents));
            covers.items.extend(match made {
                Ok(made) => made,
                // A base that one option shows is shown to all.
                Err(_) => options.iter().map(|_| Cover::Everything).collect(),
            });
        }
        covers
    }

    /// What is kept back of items that hold the same people.
    fn together(rule: Rule, findings: &Findings, parts: &Parts) -> Self {
        let lines = || {
            (0..findings.places.len())
                .map(Line::Row)
                .chain([Line::Total])
        };
        let Ok(hidden) = together::hidden(rule, parts) else {
            return Self {
                lines: lines().collect(),
                items: parts.nodes.iter().map(|_| Cover::Everything).collect(),
                known: false,
            };
        };
        let hides = |line, node| hidden.contains(&Figure { line, node });
        let of = |node: NodeId| lines().filter(|&line| hides(line, node)).collect();
        let root = parts.tree.root();
        Self {
            lines: of(root),
            items: parts.nodes.iter().map(|&n| Cover::Lines(of(n))).collect(),
            known: false,
        }
    }

    /// The same, and all that an earlier release of the same people keeps back.
    pub(super) fn within(self, lines: &[Line], kept: Vec<Kept>) -> Self {
        let items = self.items.into_iter().zip(kept);
        Self {
            lines: self
                .lines
                .into_iter()
                .chain(lines.iter().copied())
                .collect(),
            items: items
                .map(|(cover, kept)| Cover::Within(Box::new(cover), kept))
                .collect(),
            known: self.known,
        }
    }

    /// What is kept back of each item.
    pub(super) fn items(&self) -> &[Cover] {
        &self.items
    }

    /// Whether the number of respondents of a line is kept back.
    pub(super) fn hides(&self, line: Line) -> bool {
        self.lines.contains(&line)
    }

    /// Lines of an item in which nothing is shown, because answers that lead to it are kept back.
    fn led_lines(&self, item: &ItemFindings) -> Lines {
        let lines = (0..item.places.len()).map(Line::Row).chain([Line::Total]);
        let sources = || item.sources.iter().filter_map(|&at| self.items.get(at));
        lines
            .filter(|&line| sources().any(|source| source.hides_some(line)))
            .collect()
    }

    /// Protects all options of an item. Nothing is shown in the lines `shut`; in the lines `unasked` it is not known
    /// either how many were asked.
    fn all(
        &self,
        rule: Rule,
        (options, shut, unasked): (&[ItemFindings], &Lines, &Lines),
        respondents: &[u64],
    ) -> Result<Vec<Cover>, Error> {
        let options = options.iter();
        options
            .map(|item| self.protect(rule, (item, shut, unasked), respondents))
            .collect()
    }

    fn protect(
        &self,
        rule: Rule,
        (item, shut, unasked): (&ItemFindings, &Lines, &Lines),
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
            if self.lines.contains(&line) || unasked.contains(&line) {
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
        if self.known {
            let line = Line::Total;
            let everybody = nodes.tree.nodes().map(|node| Figure { line, node });
            terms = everybody.fold(terms, Terms::show);
        }
        let pattern = protect(&table, rule, &terms)?;
        Ok(Cover::By(Box::new(nodes), pattern))
    }
}

/// Lines of a tick-all item in which nothing is shown, because few were asked or would be known to have been.
fn few(rule: Rule, item: &ItemFindings) -> Vec<Line> {
    if !item.judged.readings.tick {
        return Vec::new();
    }
    let base = |place: &PlaceFindings| place.distribution.as_ref().map_or(0, |d| whole(d.base));
    let bases: Vec<u64> = item.places.iter().map(base).collect();
    protect_totals(&bases, rule)
}

impl Cover {
    /// Whether a figure of a line is kept back.
    pub(super) fn hides(&self, line: Line, part: Part) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            // Nobody was asked, so nobody gave no answer; how many are outside a group tells how many are in it.
            Self::Lines(lines) => matches!(part, Part::Silent) || lines.contains(&line),
            // A group without points is a plain nought.
            Self::By(nodes, pattern) => nodes
                .of(part)
                .is_some_and(|node| pattern.withholds(Figure { line, node })),
            Self::Within(cover, kept) => kept.contains(&(line, part)) || cover.hides(line, part),
        }
    }

    /// Whether any answer of a line is kept back.
    pub(super) fn hides_some(&self, line: Line) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Lines(lines) => lines.contains(&line),
            Self::Within(cover, kept) => {
                let answers = kept.iter().filter(|(_, part)| *part != Part::Silent);
                cover.hides_some(line) || answers.into_iter().any(|(of, _)| *of == line)
            }
            Self::By(nodes, pattern) => nodes
                .tree
                .nodes()
                .any(|node| node != nodes.silent && pattern.withholds(Figure { line, node })),
        }
    }
}
