//! Records and their fields in one block of text.

use crate::delimiter::Delimiter;

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
    delimiter: u8,
    spread: u64,
    unquoted: Vec<u8>,
}

/// Where a field lies and whether another follows in its record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    place: Place,
    pub(crate) last: bool,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    /// In the block, from and to.
    Block(usize, usize),
    /// Without its quotes, in a buffer of its own.
    Unquoted,
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

    /// Goes to the next record, past blank lines.
    pub(crate) fn next_record(&mut self) -> bool {
        while self.at < self.end && matches!(self.bytes[self.at], b'\n' | b'\r') {
            self.at += 1;
        }
        self.at < self.end
    }

    /// The next field of the record.
    #[inline]
    pub(crate) fn field(&mut self) -> Field {
        let start = self.at;
        if self.bytes[start] == b'"' && start < self.end {
            return self.quoted_field(start + 1);
        }
        let to = self.plain_end(start);
        self.finish(Place::Block(start, to), to)
    }

    #[inline]
    fn finish(&mut self, place: Place, to: usize) -> Field {
        let last = to >= self.end || self.bytes[to] != self.delimiter;
        self.at = to + 1;
        Field { place, last }
    }

    /// Offset of the first delimiter, `\n` or `\r` from `at` on; the padding holds one.
    #[inline]
    fn plain_end(&self, mut at: usize) -> usize {
        while let Some(word) = self.bytes.get(at..).and_then(<[u8]>::first_chunk) {
            let word = u64::from_le_bytes(*word);
            let hits = zeros(word ^ self.spread)
                | zeros(word ^ (ONES * u64::from(b'\n')))
                | zeros(word ^ (ONES * u64::from(b'\r')));
            if hits != 0 {
                return at + (hits.trailing_zeros() / 8) as usize;
            }
            at += 8;
        }
        self.end
    }

    /// A field whose opening quote stands before `start`.
    #[cold]
    fn quoted_field(&mut self, start: usize) -> Field {
        let body = &self.bytes[..self.end];
        let mut at = start;
        let mut copied = false;
        self.unquoted.clear();
        loop {
            let Some(quote) = memchr::memchr(b'"', &body[at..]).map(|n| at + n) else {
                // Never closed: the rest of the file is the field.
                self.unquoted.extend_from_slice(&body[at..]);
                return self.finish(Place::Unquoted, self.end);
            };
            let after = quote + 1;
            if let Some(b'"') = body.get(after) {
                self.unquoted.extend_from_slice(&body[at..after]);
                at = after + 1;
                copied = true;
            } else {
                let to = self.plain_end(after).min(self.end);
                if !copied && to == after {
                    return self.finish(Place::Block(at, quote), to);
                }
                self.unquoted.extend_from_slice(&self.bytes[at..quote]);
                self.unquoted.extend_from_slice(&self.bytes[after..to]);
                return self.finish(Place::Unquoted, to);
            }
        }
    }

    /// The bytes of a field just read.
    #[inline]
    pub(crate) fn bytes_of(&self, field: Field) -> &[u8] {
        match field.place {
            Place::Block(from, to) => &self.bytes[from..to],
            Place::Unquoted => &self.unquoted,
        }
    }

    /// Offsets of a field that stands in the block as it is.
    pub(crate) fn range_of(field: Field) -> Option<(usize, usize)> {
        match field.place {
            Place::Block(from, to) => Some((from, to)),
            Place::Unquoted => None,
        }
    }

    /// A field of at most fifteen bytes as a number that no other field has; 0 for a longer one.
    #[inline]
    pub(crate) fn key_of(&self, field: Field) -> u128 {
        match field.place {
            Place::Block(from, to) => key(&self.bytes[from..], to - from),
            Place::Unquoted => {
                let mut padded = [0; 16];
                let len = self.unquoted.len();
                if let Some(head) = padded.get_mut(..len) {
                    head.copy_from_slice(&self.unquoted);
                }
                key(&padded, len)
            }
        }
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
            prop_assert_eq!(automaton.scan(State::Record, &bytes[..cut]).begun, parts.len() as u64);
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
