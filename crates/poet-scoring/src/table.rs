//! Scores of many people.

use crate::compiled::Packed;

/// Scores of many people, measure by measure: points summed and items answered, as exact integers.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ScoreTable {
    rows: usize,
    sums: Vec<Vec<u64>>,
}

impl ScoreTable {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Units summed and items answered of one measure, a row each; see [`Scorer::unit`](crate::Scorer::unit).
    pub fn sums(&self, measure: usize) -> Option<impl ExactSizeIterator<Item = (u64, u32)>> {
        let sums = self.sums.get(measure)?;
        Some(
            sums.iter()
                .map(|&s| (Packed(s).units(), Packed(s).answered())),
        )
    }

    pub(crate) fn sum(&self, measure: usize, row: usize) -> Option<Packed> {
        self.sums.get(measure)?.get(row).copied().map(Packed)
    }

    pub(crate) fn reset(&mut self, measures: usize, rows: usize) {
        self.rows = rows;
        self.sums.resize_with(measures, Vec::new);
        for sums in &mut self.sums {
            sums.clear();
            sums.resize(rows, 0);
        }
    }

    pub(crate) fn sums_mut(&mut self) -> impl Iterator<Item = &mut [u64]> {
        self.sums.iter_mut().map(Vec::as_mut_slice)
    }
}
