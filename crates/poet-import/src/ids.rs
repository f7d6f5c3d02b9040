//! Response ids taken so far.

use std::cmp::Ordering;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::Error;

/// Response ids taken so far and the row that took each; exact, and compact for short ids.
///
/// Most files stand in the order of their ids. An id above all before it is new without a look at any other; only the
/// others are hashed. An id of eight bytes takes 18 bytes in order, and 14 and some 10 to 20 of table out of it.
pub(crate) struct Ids {
    /// For each id its row in [`ROW`] bytes, its length in one, and its bytes.
    text: Vec<u8>,
    /// Places in the text of ids that were above all before them.
    ascending: Vec<u32>,
    /// The others, in many small tables: each grows by itself, without a second copy of all.
    shards: Vec<HashTable<Slot>>,
    hasher: DefaultHashBuilder,
}

/// Where an id stands in the text, and its hash, so that hardly any other has to be looked at.
#[derive(Clone, Copy)]
struct Slot {
    hash: u32,
    at: u32,
}

const SHARDS: usize = 256;
const ROW: usize = 5;

impl Ids {
    pub(crate) fn new() -> Self {
        let mut shards = Vec::new();
        shards.resize_with(SHARDS, HashTable::new);
        Self {
            text: Vec::new(),
            ascending: Vec::new(),
            shards,
            hasher: DefaultHashBuilder::default(),
        }
    }

    /// The row that holds an id.
    pub(crate) fn row(&self, id: &str) -> Option<u64> {
        let in_order = self
            .ascending
            .binary_search_by(|&at| order(id_at(&self.text, at), id.as_bytes()));
        if let Ok(found) = in_order {
            return Some(row_at(&self.text, self.ascending[found]));
        }
        let hash = self.hash(id);
        let same = |slot: &Slot| slot.hash == hash && id_at(&self.text, slot.at) == id.as_bytes();
        let slot = self.shards[shard(hash)].find(in_table(hash), same)?;
        Some(row_at(&self.text, slot.at))
    }

    /// Gives an id to a row, or tells which row has it already.
    ///
    /// # Errors
    ///
    /// [`Error::TooManyIds`] past four gigabytes of them.
    pub(crate) fn take(&mut self, id: &str, row: u64) -> Result<Option<u64>, Error> {
        let highest = self.ascending.last().map(|&at| id_at(&self.text, at));
        if highest.is_none_or(|highest| order(highest, id.as_bytes()) == Ordering::Less) {
            let at = self.write(id, row)?;
            self.ascending.push(at);
            return Ok(None);
        }
        if let Some(before) = self.row(id) {
            return Ok(Some(before));
        }
        let (hash, at) = (self.hash(id), self.write(id, row)?);
        let rehash = |slot: &Slot| in_table(slot.hash);
        self.shards[shard(hash)].insert_unique(in_table(hash), Slot { hash, at }, rehash);
        Ok(None)
    }

    fn write(&mut self, id: &str, row: u64) -> Result<u32, Error> {
        let at = u32::try_from(self.text.len()).map_err(|_| Error::TooManyIds)?;
        let len = u8::try_from(id.len()).map_err(|_| Error::TooManyIds)?;
        self.text.extend_from_slice(&row.to_le_bytes()[..ROW]);
        self.text.push(len);
        self.text.extend_from_slice(id.as_bytes());
        Ok(at)
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "half of the hash is enough"
    )]
    fn hash(&self, id: &str) -> u32 {
        self.hasher.hash_one(id.as_bytes()) as u32
    }
}

/// Shorter ids first, so that numbers stand in their order.
fn order(a: &[u8], b: &[u8]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

fn shard(hash: u32) -> usize {
    (hash >> 24) as usize % SHARDS
}

/// A hash spread over the bits that a table looks at.
fn in_table(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn row_at(text: &[u8], at: u32) -> u64 {
    let at = at as usize;
    let mut row = [0; 8];
    row[..ROW].copy_from_slice(&text[at..at + ROW]);
    u64::from_le_bytes(row)
}

fn id_at(text: &[u8], at: u32) -> &[u8] {
    let start = at as usize + ROW;
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
                let before = taken.take(id, row).unwrap();
                prop_assert_eq!(before, first.get(id).copied());
                first.entry(id).or_insert(row);
                prop_assert_eq!(taken.row(id), first.get(id).copied());
            }
            prop_assert_eq!(taken.row("c"), None);
        }
    }
}
