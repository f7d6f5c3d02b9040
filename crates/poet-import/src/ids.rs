//! Response ids taken so far.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable, hash_table::Entry};

use crate::Error;

/// Response ids taken so far and the row that took each; exact, and compact for short ids.
///
/// An id of eight bytes takes 16 bytes of text and 6 to 11 of table.
pub(crate) struct Ids {
    /// Many small tables: each grows by itself, within the cache and without a second copy of all.
    shards: Vec<Shard>,
    hasher: DefaultHashBuilder,
}

#[derive(Default)]
struct Shard {
    /// Positions in `text`, in units of [`UNIT`] bytes.
    table: HashTable<u32>,
    /// For each id its row in [`ROW`] bytes, its length in one, its bytes, and zeros up to the next unit.
    text: Vec<u8>,
}

const SHARDS: usize = 256;
const UNIT: usize = 4;
const ROW: usize = 5;

impl Ids {
    pub(crate) fn new() -> Self {
        let mut shards = Vec::new();
        shards.resize_with(SHARDS, Shard::default);
        Self {
            shards,
            hasher: DefaultHashBuilder::default(),
        }
    }

    /// What [`Ids::take`] finds an id by, to be worked out ahead.
    pub(crate) fn hasher(&self) -> DefaultHashBuilder {
        self.hasher.clone()
    }

    /// The row that holds an id.
    pub(crate) fn row(&self, id: &str) -> Option<u64> {
        let hash = self.hasher.hash_one(id.as_bytes());
        let shard = &self.shards[shard_of(hash)];
        let at = shard
            .table
            .find(hash, |&at| id_at(&shard.text, at) == id.as_bytes())?;
        Some(row_at(&shard.text, *at))
    }

    /// Gives an id to a row, or tells which row has it already.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyIds`] past some billions.
    pub(crate) fn take(&mut self, id: &str, hash: u64, row: u64) -> Result<Option<u64>, Error> {
        let Shard { table, text } = &mut self.shards[shard_of(hash)];
        let same = |&at: &u32| id_at(text, at) == id.as_bytes();
        let entry = table.entry(hash, same, |&at| self.hasher.hash_one(id_at(text, at)));
        match entry {
            Entry::Occupied(taken) => Ok(Some(row_at(text, *taken.get()))),
            Entry::Vacant(free) => {
                let at = u32::try_from(text.len() / UNIT).map_err(|_| Error::TooManyIds)?;
                let len = u8::try_from(id.len()).map_err(|_| Error::TooManyIds)?;
                free.insert(at);
                text.extend_from_slice(&row.to_le_bytes()[..ROW]);
                text.push(len);
                text.extend_from_slice(id.as_bytes());
                text.resize(text.len().next_multiple_of(UNIT), 0);
                Ok(None)
            }
        }
    }
}

/// The bits that the tables themselves look at least.
fn shard_of(hash: u64) -> usize {
    (hash >> 40) as usize % SHARDS
}

fn row_at(text: &[u8], at: u32) -> u64 {
    let at = at as usize * UNIT;
    let mut row = [0; 8];
    row[..ROW].copy_from_slice(&text[at..at + ROW]);
    u64::from_le_bytes(row)
}

fn id_at(text: &[u8], at: u32) -> &[u8] {
    let start = at as usize * UNIT + ROW;
    let len = usize::from(text[start]);
    &text[start + 1..][..len]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_row_keeps_an_id(ids in prop::collection::vec("[ab\u{e9}]{1,6}", 0..300)) {
            let mut taken = Ids::new();
            let mut first = BTreeMap::new();
            for (row, id) in (2_u64..).zip(&ids) {
                let hash = taken.hasher().hash_one(id.as_bytes());
                let before = taken.take(id, hash, row).unwrap();
                prop_assert_eq!(before, first.get(id).copied());
                first.entry(id).or_insert(row);
                prop_assert_eq!(taken.row(id), first.get(id).copied());
            }
            prop_assert_eq!(taken.row("c"), None);
        }
    }
}
