//! Two groups by two answers.

/// Counts of people in two groups, by two answers.
///
/// Rows are groups, columns are answers; `u32` keeps every sum and product of a test finite.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Table {
    cells: [[u32; 2]; 2],
}

impl Table {
    /// Table with the answers of the `first` group above those of the `second`.
    pub fn new(first: [u32; 2], second: [u32; 2]) -> Self {
        Self {
            cells: [first, second],
        }
    }

    /// Cells `[a, b, c, d]`, row by row.
    pub(crate) fn cells(self) -> [f64; 4] {
        let [[a, b], [c, d]] = self.cells;
        [a, b, c, d].map(f64::from)
    }

    /// Sums of the two groups.
    pub(crate) fn rows(self) -> [f64; 2] {
        let [a, b, c, d] = self.cells();
        [a + b, c + d]
    }

    /// Sums of the two answers.
    pub(crate) fn columns(self) -> [f64; 2] {
        let [a, b, c, d] = self.cells();
        [a + c, b + d]
    }

    /// Whether a group or an answer has nobody.
    pub fn has_empty_margin(self) -> bool {
        self.rows()
            .into_iter()
            .chain(self.columns())
            .any(|sum| sum < 1.0)
    }
}

impl From<[[u32; 2]; 2]> for Table {
    fn from([first, second]: [[u32; 2]; 2]) -> Self {
        Self::new(first, second)
    }
}
