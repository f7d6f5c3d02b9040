//! One organisation, several, or all of a tally.

use std::collections::BTreeMap;

use poet_core::{OrganisationId, StratumId};

use super::block::Block;
use super::published::{self, Printed};
use super::{Cells, Distribution, Moments, Readings, Tally};
use crate::Absent;

/// One or several organisations of a tally.
#[derive(Clone)]
pub(crate) enum View<'a> {
    Counted(Block),
    Published(Vec<&'a BTreeMap<usize, Printed>>),
}

impl View<'_> {
    /// People, where they were counted.
    pub(crate) fn people(&self) -> Option<u64> {
        match self {
            Self::Counted(block) => Some(block.people),
            Self::Published(_) => None,
        }
    }
}

impl Tally {
    /// One tally an organisation, so that each can be read by itself, in the order of the ids.
    pub(crate) fn by_organisation(&self) -> Vec<(OrganisationId, View<'_>)> {
        let mut views: Vec<(OrganisationId, View<'_>)> = Vec::new();
        match &self.cells {
            Cells::Counted(blocks) => {
                for ((id, _), block) in blocks {
                    match views.last_mut() {
                        Some((last, View::Counted(total))) if last == id => total.add(block),
                        _ => views.push((id.clone(), View::Counted(block.clone()))),
                    }
                }
            }
            Cells::Published(places) => {
                let places = places.iter();
                views.extend(places.map(|(id, items)| (id.clone(), View::Published(vec![items]))));
            }
        }
        views
    }

    /// Strata of an organisation with somebody in them, in the order of their ids; those without a stratum first.
    ///
    /// # Errors
    ///
    /// [`Absent::NotPublished`] for published figures, which have no strata.
    pub(crate) fn strata_of(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Vec<(Option<&StratumId>, View<'_>)>, Absent> {
        let Cells::Counted(blocks) = &self.cells else {
            return Err(Absent::NotPublished);
        };
        let from = blocks.range((organisation.clone(), None)..);
        let own = from.take_while(|((id, _), _)| id == organisation);
        let view = |block: &Block| View::Counted(block.clone());
        Ok(own
            .map(|((_, stratum), block)| (stratum.as_ref(), view(block)))
            .collect())
    }

    /// A view of nobody.
    pub(crate) fn nobody(&self) -> View<'_> {
        View::Counted(Block::new(&self.layout))
    }

    /// Everybody in the tally together.
    pub(crate) fn together(&self) -> View<'_> {
        match &self.cells {
            Cells::Counted(blocks) => {
                let mut total = Block::new(&self.layout);
                for block in blocks.values() {
                    total.add(block);
                }
                View::Counted(total)
            }
            Cells::Published(places) => View::Published(places.values().collect()),
        }
    }

    /// Everybody in `all` but the people of `own`, which are among them.
    pub(crate) fn rest<'a>(all: &View<'a>, own: &View<'a>) -> View<'a> {
        match (all, own) {
            (View::Counted(all), View::Counted(own)) => {
                let mut rest = all.clone();
                rest.take(own);
                View::Counted(rest)
            }
            (View::Published(all), View::Published(own)) => {
                let others = all
                    .iter()
                    .filter(|p| !own.iter().any(|o| std::ptr::eq(**p, *o)));
                View::Published(others.copied().collect())
            }
            // Views of one tally are all of one kind.
            _ => all.clone(),
        }
    }

    /// How the answers to a column are spread in a view; none where nothing was published of it.
    pub(crate) fn distribution(
        &self,
        view: &View<'_>,
        column: usize,
        readings: &Readings,
    ) -> Option<Distribution> {
        match view {
            View::Counted(block) => {
                let slots = &self.layout.columns()[column];
                let counts = &block.counts[slots.first..slots.first + slots.len()];
                Some(Distribution::counted(counts, readings))
            }
            View::Published(places) => {
                let column = &self.instrument().columns()[column];
                let printed = places.iter().filter_map(|items| items.get(&column.item()));
                published::pooled(printed, column.option(), readings)
            }
        }
    }

    /// How the scores of a measure are spread in a view; none for published figures.
    pub(crate) fn moments(&self, view: &View<'_>, measure: usize) -> Option<Moments> {
        let View::Counted(block) = view else {
            return None;
        };
        let slots = self.layout.measures()[measure];
        let kind = self.instrument().measures()[measure].kind();
        let unit = self.scorer.unit(measure)?;
        let offset = self.scorer.offset(measure)?;
        Moments::new(
            kind,
            unit,
            offset,
            slots.minimum,
            &block.sums[slots.first..slots.first + slots.len()],
        )
    }
}
