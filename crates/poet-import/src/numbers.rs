//! Row numbers as names.

use std::fmt::Write;

/// Row numbers as names, for files without response ids.
pub(crate) struct Numbers {
    text: String,
    ends: Vec<usize>,
}

impl Numbers {
    /// Numbers from `first` on, enough for every record of a block.
    pub(crate) fn new(first: u64, block: &[u8]) -> Self {
        let most = memchr::memchr2_iter(b'\n', b'\r', block).count() as u64;
        let mut numbers = Self {
            text: String::new(),
            ends: vec![0],
        };
        for number in first..=first + most {
            // Writing to a string does not fail.
            let _ = write!(numbers.text, "{number}");
            numbers.ends.push(numbers.text.len());
        }
        numbers
    }

    pub(crate) fn get(&self, record: u64) -> &str {
        let at = usize::try_from(record).unwrap_or(usize::MAX - 1);
        &self.text[self.ends[at]..self.ends[at + 1]]
    }
}
