//! A column of what few rows have.

/// A column of what few rows have: it takes no room until the first row has it.
///
/// Rows past the last that has it are not held; they have none.
#[derive(Clone)]
pub(super) struct Rare<T>(Vec<Option<T>>);

impl<T: Copy> Rare<T> {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn get(&self, row: usize) -> Option<T> {
        self.0.get(row).copied().flatten()
    }

    /// Says what `row` has, which is behind all rows said before.
    pub(super) fn set(&mut self, row: usize, value: Option<T>) {
        if value.is_some() {
            self.0.resize(row, None);
            self.0.push(value);
        }
    }

    /// Adds the rows of another behind the first `rows`.
    pub(super) fn append(&mut self, other: &Self, rows: usize) {
        if !other.0.is_empty() {
            self.0.resize(rows, None);
            self.0.extend_from_slice(&other.0);
        }
    }

    /// Keeps the rows at the ascending positions `kept`.
    pub(super) fn pick(&mut self, kept: &[usize]) {
        let held = kept.partition_point(|&row| row < self.0.len());
        for (to, &from) in kept[..held].iter().enumerate() {
            self.0[to] = self.0[from];
        }
        self.0.truncate(held);
    }

    /// The same rows with something else in place of what they have.
    pub(super) fn map(&self, to: impl Fn(T) -> T) -> Self {
        Self(self.0.iter().map(|cell| cell.map(&to)).collect())
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rare(cells: &[Option<u8>]) -> Rare<u8> {
        let mut rare = Rare::new();
        for (row, &cell) in cells.iter().enumerate() {
            rare.set(row, cell);
        }
        rare
    }

    fn cells(rare: &Rare<u8>, rows: usize) -> Vec<Option<u8>> {
        (0..rows).map(|row| rare.get(row)).collect()
    }

    #[test]
    fn rows_without_take_no_room() {
        let mut rare = rare(&[None, None]);
        assert_eq!(rare.0.capacity(), 0);
        rare.append(&Rare::new(), 5);
        assert_eq!(rare.0.capacity(), 0);
        rare.set(2, Some(1));
        rare.clear();
        assert_eq!(rare.get(2), None);
    }

    proptest! {
        #[test]
        fn it_is_a_column_like_any_other(
            one in prop::collection::vec(any::<Option<u8>>(), 0..9),
            two in prop::collection::vec(any::<Option<u8>>(), 0..9),
            keep in prop::collection::vec(any::<bool>(), 18),
        ) {
            let mut whole = rare(&one);
            whole.append(&rare(&two), one.len());
            let joined = [one, two].concat();
            prop_assert_eq!(cells(&whole, joined.len() + 1), [joined.clone(), vec![None]].concat());
            let kept: Vec<usize> = (0..joined.len()).filter(|&row| keep[row]).collect();
            whole.pick(&kept);
            let left: Vec<_> = kept.iter().map(|&row| joined[row]).collect();
            prop_assert_eq!(cells(&whole, left.len()), left.clone());
            whole.set(left.len(), Some(3));
            prop_assert_eq!(whole.get(left.len()), Some(3));
        }
    }
}
