//! Names and ids of a table, each held once.

use std::collections::BTreeMap;

use crate::Error;

use super::ResponseTable;

/// Names seen so far and their positions.
#[derive(Clone)]
pub(super) struct Names<T> {
    pub(super) held: Vec<T>,
    positions: BTreeMap<T, u32>,
    what: &'static str,
}

/// Response ids end to end.
#[derive(Clone, Default)]
pub(super) struct Ids {
    pub(super) text: String,
    pub(super) ends: Vec<usize>,
}

impl<T: Clone + Ord> Names<T> {
    /// No names yet.
    pub(super) fn new(what: &'static str) -> Self {
        Self {
            held: Vec::new(),
            positions: BTreeMap::new(),
            what,
        }
    }

    pub(super) fn position(&mut self, name: &T) -> Result<u32, Error> {
        if let Some(&at) = self.positions.get(name) {
            return Ok(at);
        }
        if self.held.len() >= ResponseTable::MOST_NAMES {
            return Err(self.full());
        }
        let at = u32::try_from(self.held.len()).map_err(|_| self.full())?;
        self.held.push(name.clone());
        self.positions.insert(name.clone(), at);
        Ok(at)
    }

    /// Positions here of names that stand at `rows` of another; a position without a name stays as it is.
    pub(super) fn absorb(&mut self, other: &Self, rows: &[u32]) -> Result<Vec<u32>, Error> {
        let mut here = vec![None; other.held.len()];
        rows.iter()
            .map(|&there| match here.get_mut(there as usize) {
                None => Ok(there),
                Some(Some(at)) => Ok(*at),
                Some(unknown) => {
                    let at = self.position(&other.held[there as usize])?;
                    Ok(*unknown.insert(at))
                }
            })
            .collect()
    }

    pub(super) fn full(&self) -> Error {
        Error::TableFull {
            what: self.what,
            max: ResponseTable::MOST_NAMES,
        }
    }
}

impl Ids {
    pub(super) fn push(&mut self, id: &str) {
        self.text.push_str(id);
        self.ends.push(self.text.len());
    }

    pub(super) fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[at]]
    }
}
