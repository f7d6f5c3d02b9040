//! The account of a table so far.

use std::collections::{BTreeMap, BTreeSet};

use poet_core::{Extent, Marker, OrganisationId, PublishedTable};

use super::{Cell, PooledPlace};
use crate::reader::FIRST_ROW;
use crate::refusal::{ColumnName, ReasonKind, Refusal};
use crate::report::ReasonCount;

/// The account of a table so far.
#[derive(Default)]
pub(super) struct Account {
    pub(super) read: u64,
    pub(super) refused: u64,
    pub(super) windows_1252_rows: u64,
    pub(super) refusals: Vec<Refusal>,
    pub(super) counts: BTreeMap<(Option<ColumnName>, ReasonKind), u64>,
    /// Row of each figure.
    pub(super) first: BTreeMap<Cell, u64>,
    /// Respondents printed for each item of each place.
    pub(super) bases: BTreeMap<(OrganisationId, usize), BTreeSet<u64>>,
    pub(super) marked_rows: BTreeMap<Marker, u64>,
}

impl Account {
    /// Number of the row being read.
    pub(super) fn row(&self) -> u64 {
        FIRST_ROW - 1 + self.read
    }

    pub(super) fn reasons(&self) -> Vec<ReasonCount> {
        let counts = self
            .counts
            .iter()
            .map(|((column, kind), rows)| ReasonCount {
                column: column.clone(),
                kind: *kind,
                rows: *rows,
            });
        counts.collect()
    }

    /// Places taken together, with what they were recognised by.
    pub(super) fn pooled(table: &PublishedTable) -> Vec<PooledPlace> {
        let pooled = table
            .places()
            .filter(|(_, place)| place.extent == Extent::Pooled);
        pooled
            .map(|(id, place)| PooledPlace {
                organisation: id.clone(),
                name: place.name.clone(),
            })
            .collect()
    }
}
