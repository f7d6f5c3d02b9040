//! Records and their fields in one block of text.

use crate::delimiter::Delimiter;
use crate::source::words;

/// Bytes that stand behind the end of a block, so that a look at sixteen bytes never leaves it.
pub(crate) const PADDING: usize = 32;

/// Records of one block, field by field.
///
/// The block starts and ends with whole records; [`PADDING`] line feeds stand behind its end. Fields come out by the
/// rules of the `csv` crate, eight bytes at a look where they are plain; a property test holds the two together.
pub(crate) struct Records<'a> {
    bytes: &'a [u8],
    end: usize,
    at: usize,
    /// Where the record began.
    begun: usize,
    quotes: Quotes,
    delimiter: u8,
    spread: u64,
    unquoted: Vec<u8>,
}

/// Quotes of the record so far.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Quotes {
    None,
    Some,
    /// One is left open at the end of the file.
    Open,
}

/// Counts lines, however they end.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lines {
    feeds: u64,
    returns: u64,
    in_line: bool,
}

impl Lines {
    /// Takes in what follows.
    pub(crate) fn see(&mut self, bytes: &[u8]) {
        self.feeds += memchr::memchr_iter(b'\n', bytes).count() as u64;
        self.returns += memchr::memchr_iter(b'\r', bytes).count() as u64;
        let last = bytes.last();
        self.in_line = last.map_or(self.in_line, |last| !matches!(last, b'\n' | b'\r'));
    }

    /// Lines so far.
    pub(crate) fn count(self) -> u64 {
        self.feeds.max(self.returns) + u64::from(self.in_line)
    }
}

/// Where a field lies and whether it is the last of its record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    from: usize,
    to: usize,
    /// Whether it lies in the block as it is, and not without its quotes in a buffer of its own.
    in_block: bool,
    pub(crate) last: bool,
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// High bits set where bytes of `word` are zero; above the first such byte there may be more.
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

impl<'a> Records<'a> {
    /// Records of `bytes[..end]`; what stands behind is padding.
    pub(crate) fn new(bytes: &'a [u8], end: usize, delimiter: Delimiter) -> Self {
        debug_assert!(bytes.len() >= end + PADDING);
        Self {
            bytes,
            end,
            at: 0,
            begun: 0,
            quotes: Quotes::None,
            delimiter: delimiter.byte(),
            spread: u64::from(delimiter.byte()) * ONES,
            unquoted: Vec::new(),
        }
    }

    /// Fields of the first record, for headers.
    pub(crate) fn fields_of(record: &[u8], delimiter: Delimiter) -> Vec<Vec<u8>> {
        let mut padded = record.to_vec();
        padded.resize(record.len() + PADDING, b'\n');
        let mut records = Records::new(&padded, record.len(), delimiter);
        let mut fields = Vec::new();
        if records.next_record() {
            loop {
                let field = records.field();
                fields.push(records.bytes_of(field).to_vec());
                if field.last {
                    break;
                }
            }
        }
        fields
    }

    /// Every field of the record that [`Records::next_record`] went to, as words without room around them.
    pub(crate) fn texts(&mut self) -> Vec<String> {
        let mut fields = Vec::new();
        loop {
            let field = self.field();
            fields.push(words(self.bytes_of(field)).trim().to_owned());
            if field.last {
                return fields;
            }
        }
    }

    /// Goes to the next record, past blank lines.
    pub(crate) fn next_record(&mut self) -> bool {
        while self.at < self.end && matches!(self.bytes[self.at], b'\n' | b'\r') {
            self.at += 1;
        }
        self.begun = self.at;
        self.quotes = Quotes::None;
        self.at < self.end
    }

    /// The record as far as it has been read, with its end.
    pub(crate) fn record(&self) -> &[u8] {
        &self.bytes[self.begun..self.at.min(self.end)]
    }

    /// Whether a field of the record so far was quoted.
    #[inline]
    pub(crate) fn has_quotes(&self) -> bool {
        self.quotes != Quotes::None
    }

    /// Whether a quote of the record is left open at the end of the file.
    pub(crate) fn is_open(&self) -> bool {
        self.quotes == Quotes::Open
    }

    /// The next field of the record where it is one letter or digit and not the last.
    ///
    /// Most fields of a survey are; to know so without looking further is worth a third of the time.
    #[inline]
    pub(crate) fn single(&self) -> Option<u8> {
        let (first, second) = (self.bytes[self.at], self.bytes[self.at + 1]);
        (second == self.delimiter && first.is_ascii_alphanumeric() && self.at + 1 < self.end)
            .then_some(first)
    }

    /// Goes behind the field that [`Records::single`] gave.
    #[inline]
    pub(crate) fn pass_single(&mut self) {
        self.at += 2;
    }

    /// The next field of the record.
    #[inline]
    pub(crate) fn field(&mut self) -> Field {
        let from = self.at;
        if self.bytes[from] == b'"' && from < self.end {
            return self.quoted_field(from + 1);
        }
        let to = self.plain_end(from);
        self.finish(from, to)
    }

    /// A field that lies in the block as it is and ends at its delimiter.
    #[inline]
    fn finish(&mut self, from: usize, to: usize) -> Field {
        let last = self.go_behind(to);
        Field {
            from,
            to,
            in_block: true,
            last,
        }
    }

    /// Goes behind the delimiter or the end of record at `to`, and tells which it is.
    #[inline]
    fn go_behind(&mut self, to: usize) -> bool {
        self.at = to + 1;
        to >= self.end || self.bytes[to] != self.delimiter
    }

    /// Offset of the first delimiter, `\n` or `\r` from `at` on; the padding holds one.
    #[inline]
    fn plain_end(&self, mut at: usize) -> usize {
        while let Some(chunk) = self.bytes.get(at..).and_then(<[u8]>::first_chunk::<16>) {
            let chunk = u128::from_le_bytes(*chunk);
            #[expect(clippy::cast_possible_truncation, reason = "two halves")]
            let (low, high) = (
                self.ends_in(chunk as u64),
                self.ends_in((chunk >> 64) as u64),
            );
            let hits = u128::from(low) | (u128::from(high) << 64);
            if hits != 0 {
                return at + (hits.trailing_zeros() / 8) as usize;
            }
            at += 16;
        }
        self.end
    }

    /// High bits set at delimiters and ends of records; above the first there may be more.
    #[inline]
    fn ends_in(&self, word: u64) -> u64 {
        zeros(word ^ self.spread)
            | zeros(word ^ (ONES * u64::from(b'\n')))
            | zeros(word ^ (ONES * u64::from(b'\r')))
    }

    /// A field whose opening quote stands before `start`.
    #[cold]
    fn quoted_field(&mut self, start: usize) -> Field {
        self.quotes = Quotes::Some;
        let body = &self.bytes[..self.end];
        let mut at = start;
        self.unquoted.clear();
        loop {
            let Some(quote) = memchr::memchr(b'"', &body[at..]).map(|n| at + n) else {
                // Never closed: the rest of the file is the field.
                self.unquoted.extend_from_slice(&body[at..]);
                self.quotes = Quotes::Open;
                return self.finish_unquoted(self.end);
            };
            let after = quote + 1;
            if body.get(after) == Some(&b'"') {
                self.unquoted.extend_from_slice(&body[at..after]);
                at = after + 1;
                continue;
            }
            let to = self.plain_end(after).min(self.end);
            if at == start && to == after {
                return Field {
                    to: quote,
                    ..self.finish(start, to)
                };
            }
            self.unquoted.extend_from_slice(&self.bytes[at..quote]);
            self.unquoted.extend_from_slice(&self.bytes[after..to]);
            return self.finish_unquoted(to);
        }
    }

    fn finish_unquoted(&mut self, to: usize) -> Field {
        let last = self.go_behind(to);
        Field {
            from: 0,
            to: self.unquoted.len(),
            in_block: false,
            last,
        }
    }

    /// The bytes of a field just read.
    #[inline]
    pub(crate) fn bytes_of(&self, field: Field) -> &[u8] {
        let bytes = if field.in_block {
            self.bytes
        } else {
            &self.unquoted
        };
        &bytes[field.from..field.to]
    }

    /// Offsets of a field that stands in the block as it is.
    pub(crate) fn range_of(field: Field) -> Option<(usize, usize)> {
        field.in_block.then_some((field.from, field.to))
    }

    /// A field of at most fifteen bytes as a number that no other field has; 0 for a longer one.
    #[inline]
    pub(crate) fn key_of(&self, field: Field) -> u128 {
        if field.in_block {
            return key(&self.bytes[field.from..], field.to - field.from);
        }
        let mut padded = [0; 16];
        if let Some(head) = padded.get_mut(..field.to) {
            head.copy_from_slice(&self.unquoted);
        }
        key(&padded, field.to)
    }
}

/// Bytes and, in the highest byte, their number plus one.
#[inline]
fn key(bytes: &[u8], len: usize) -> u128 {
    const MOST: usize = 15;
    match bytes.first_chunk() {
        Some(chunk) if len <= MOST => {
            let mask = (1_u128 << (8 * len)) - 1;
            (u128::from_le_bytes(*chunk) & mask) | ((len as u128 + 1) << 120)
        }
        _ => 0,
    }
}

#[cfg(test)]
pub(crate) fn all(bytes: &[u8], delimiter: Delimiter) -> Vec<Vec<Vec<u8>>> {
    let mut padded = bytes.to_vec();
    padded.resize(bytes.len() + PADDING, b'\n');
    let mut records = Records::new(&padded, bytes.len(), delimiter);
    let mut found = Vec::new();
    while records.next_record() {
        let mut record = Vec::new();
        loop {
            let field = records.field();
            record.push(records.bytes_of(field).to_vec());
            if field.last {
                break;
            }
        }
        found.push(record);
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::automaton::{Automaton, State};

    /// The records as the `csv` crate reads them.
    pub(crate) fn by_csv(bytes: &[u8], delimiter: Delimiter) -> Vec<Vec<Vec<u8>>> {
        // The crate drops a byte order mark, which has gone before blocks are cut here.
        let mut marked = b"\xef\xbb\xbf".to_vec();
        marked.extend_from_slice(bytes);
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter.byte())
            .from_reader(marked.as_slice())
            .into_byte_records()
            .collect::<Result<Vec<_>, _>>()
            .unwrap();
        reader
            .iter()
            .map(|record| record.iter().map(<[u8]>::to_vec).collect())
            .collect()
    }

    fn noise() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![
            3 => Just(b'"'), 3 => Just(b','), 1 => Just(b';'), 2 => Just(b'\n'), 2 => Just(b'\r'),
            3 => Just(b'a'), 1 => any::<u8>(),
        ];
        prop::collection::vec(byte, 0..80)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn records_are_those_of_the_csv_crate(bytes in noise()) {
            for delimiter in Delimiter::ALL {
                prop_assert_eq!(all(&bytes, delimiter), by_csv(&bytes, delimiter));
            }
        }

        #[test]
        fn a_cut_at_a_record_end_changes_no_record(bytes in noise()) {
            let automaton = Automaton::new(Delimiter::Comma);
            let cut = automaton.last_record_end(&bytes).unwrap_or(0);
            prop_assert_eq!(automaton.scan(State::Record, &bytes).last_end.unwrap_or(0), cut);
            let mut parts = all(&bytes[..cut], Delimiter::Comma);
            prop_assert_eq!(automaton.count(&bytes[..cut]), parts.len() as u64);
            parts.extend(all(&bytes[cut..], Delimiter::Comma));
            prop_assert_eq!(parts, by_csv(&bytes, Delimiter::Comma));
        }

        #[test]
        fn two_fields_have_one_key_only_if_they_are_the_same(a in prop::collection::vec(0..3_u8, 0..18), b in prop::collection::vec(0..3_u8, 0..18)) {
            let of = |bytes: &[u8]| { let mut p = bytes.to_vec(); p.resize(40, b'\n'); key(&p, bytes.len()) };
            prop_assert_eq!(of(&a) == 0, a.len() > 15);
            prop_assert_eq!(of(&a) == of(&b) && of(&a) != 0, a == b && a.len() <= 15);
        }
    }
}
