//! Facts about who is asked.

use poet_core::{Condition, Instrument, Missing, Reading};

use super::Cell;
use super::survey::{Quantity, Survey};
use super::truth::points_read_as;
use crate::attack::Relation;

/// An item with all items that its routing looks at, directly or not.
pub(super) fn with_sources(instrument: &Instrument, item: usize) -> Vec<usize> {
    let mut items = vec![item];
    let mut next = 0;
    while let Some(&item) = items.get(next) {
        let mut sources = Vec::new();
        if let Some(asked) = instrument.items()[item].ask_if() {
            sources_of(asked, &mut sources);
        }
        sources.retain(|source| !items.contains(source));
        items.extend(sources);
        next += 1;
    }
    items
}

fn sources_of(condition: &Condition, sources: &mut Vec<usize>) {
    match condition {
        Condition::AnyOf { item, .. } | Condition::Answered { item } => sources.push(*item),
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                sources_of(part, sources);
            }
        }
        Condition::Not(part) => sources_of(part, sources),
    }
}

impl Survey<'_> {
    /// Nobody answers a question who was not led to it; who was not is counted among all who did not answer.
    pub(super) fn link_routing(&mut self, item: usize, asked: &Condition) {
        for part in conjuncts(asked) {
            let Condition::AnyOf {
                item: source,
                points,
            } = part
            else {
                continue;
            };
            for (line, column) in self
                .lines()
                .flat_map(|line| self.instrument.columns_of(item).map(move |c| (line, c)))
            {
                let mut terms = self.led(*source, points, line);
                let outside = points_read_as(self.instrument, column, Reading::Outside);
                let here = outside
                    .into_iter()
                    .map(|point| Cell::Point { column, point })
                    .chain([Cell::Base { column }]);
                terms.extend(here.filter_map(|cell| Some((self.quantity(cell, line)?, -1))));
                self.learn(&terms, Relation::AtLeast, 0);
            }
        }
        let (
            Condition::AnyOf {
                item: source,
                points,
            },
            columns,
        ) = (asked, self.instrument.columns_of(item))
        else {
            return;
        };
        let one_answer = self.instrument.columns_of(*source).len() == 1;
        let not_asked = Cell::Missing {
            column: columns.start,
            way: Missing::NotAsked.index(),
        };
        if let (Some(not_asked), Some(all), true) = (
            self.quantity(not_asked, None),
            self.quantity(Cell::Respondents, None),
            one_answer,
        ) {
            let mut terms = self.led(*source, points, None);
            terms.extend([(not_asked, 1), (all, -1)]);
            self.learn(&terms, Relation::Equal, 0);
        }
    }

    /// People who gave one of the answers that lead on; those who ticked several options may count several times.
    fn led(&self, source: usize, points: &[u8], line: Option<usize>) -> Vec<(Quantity, i64)> {
        let columns = self.instrument.columns_of(source);
        let tick = self.is_option(columns.start);
        let cell = |&point: &u8| {
            let point = usize::from(point);
            if tick {
                Cell::Point {
                    column: columns.start + point,
                    point: 1,
                }
            } else {
                Cell::Point {
                    column: columns.start,
                    point,
                }
            }
        };
        points
            .iter()
            .filter_map(|point| Some((self.quantity(cell(point), line)?, 1)))
            .collect()
    }
}

/// Conditions of which each has to be met.
fn conjuncts(condition: &Condition) -> Vec<&Condition> {
    match condition {
        Condition::All(parts) => parts.iter().flat_map(conjuncts).collect(),
        other => vec![other],
    }
}
