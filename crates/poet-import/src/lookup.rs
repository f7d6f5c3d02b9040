//! What cells seen before stood for.

use hashbrown::HashMap;
use poet_core::Code;

/// What cells of one column seen before stood for, by their bytes.
///
/// Holds a bounded number of them: past it a cell is read afresh each time.
pub(crate) struct Lookup {
    /// Codes of cells of one byte.
    single: [Option<Code>; 256],
    /// Cells of up to fifteen bytes by their key; the length is a power of two and at most a quarter is taken.
    slots: Vec<(u128, u32)>,
    taken: usize,
    longer: HashMap<Box<[u8]>, u32>,
}

/// Most cells of either length that are remembered.
const MOST: usize = 4096;

impl Lookup {
    pub(crate) fn new() -> Self {
        Self {
            single: [None; 256],
            slots: vec![(0, 0); 64],
            taken: 0,
            longer: HashMap::new(),
        }
    }

    /// Where a key stands or would stand.
    #[inline]
    fn slot(&self, key: u128) -> usize {
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
        #[expect(clippy::cast_possible_truncation, reason = "two halves of the key")]
        let (low, high) = (key as u64, (key >> 64) as u64);
        let mixed = (low ^ high.rotate_left(29)).wrapping_mul(FACTOR);
        let last = self.slots.len() - 1;
        let mut at = (mixed >> 40) as usize & last;
        while self.slots[at].0 != key && self.slots[at].0 != 0 {
            at = (at + 1) & last;
        }
        at
    }

    /// The code that a cell of one byte stood for.
    #[inline]
    pub(crate) fn single(&self, byte: u8) -> Option<Code> {
        self.single[usize::from(byte)]
    }

    /// Remembers the code of a cell of one byte.
    pub(crate) fn learn_single(&mut self, byte: u8, code: Code) {
        self.single[usize::from(byte)] = Some(code);
    }

    /// What a cell of this key stood for.
    #[inline]
    pub(crate) fn short(&self, key: u128) -> Option<u32> {
        let (found, value) = self.slots[self.slot(key)];
        (found == key && key != 0).then_some(value)
    }

    /// What a cell too long for a key stood for.
    pub(crate) fn long(&self, cell: &[u8]) -> Option<u32> {
        self.longer.get(cell).copied()
    }

    /// Remembers a cell.
    pub(crate) fn learn(&mut self, key: u128, cell: &[u8], value: u32) {
        if key == 0 {
            if self.longer.len() < MOST {
                self.longer.insert(cell.into(), value);
            }
        } else if self.taken < MOST {
            if self.taken * 4 >= self.slots.len() {
                self.grow();
            }
            let slot = self.slot(key);
            self.taken += usize::from(self.slots[slot].0 == 0);
            self.slots[slot] = (key, value);
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Self::new();
    }

    fn grow(&mut self) {
        let wider = vec![(0, 0); self.slots.len() * 4];
        let old = std::mem::replace(&mut self.slots, wider);
        for entry in old.into_iter().filter(|(key, _)| *key != 0) {
            let slot = self.slot(entry.0);
            self.slots[slot] = entry;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_remembered_is_found_and_there_is_an_end_to_them() {
        let mut lookup = Lookup::new();
        for n in 1..=10_000_u32 {
            lookup.learn(u128::from(n), &[], n);
            lookup.learn(0, &n.to_le_bytes(), n);
        }
        lookup.learn_single(b'7', Code::answer(6));
        assert_eq!(
            (lookup.single(b'7'), lookup.single(b'8')),
            (Some(Code::answer(6)), None)
        );
        for n in 1..=4096 {
            assert_eq!(lookup.short(u128::from(n)), Some(n));
            assert_eq!(lookup.long(&n.to_le_bytes()), Some(n));
        }
        assert_eq!((lookup.short(0), lookup.short(5000)), (None, None));
    }
}
