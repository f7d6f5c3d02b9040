//! A file in blocks of whole records.

use std::io::Read;

use crate::automaton::{Automaton, State};
use crate::records::{Lines, PADDING, Records};
use crate::sample::Sample;
use crate::{Delimiter, Error};

/// A file behind its header, given out in blocks of whole records.
pub(crate) struct Source<R> {
    reader: R,
    automaton: Automaton,
    delimiter: Delimiter,
    /// What the first rows given out look like.
    pub(crate) sample: Sample,
    /// Bytes read and not yet given out; they start at a record.
    carry: Vec<u8>,
    ended: bool,
    size: usize,
    blocks: u64,
    /// Records given out, where they are counted.
    counted: Option<u64>,
}

/// The first record of a file.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) columns: Vec<String>,
    pub(crate) delimiter: Delimiter,
    pub(crate) byte_order_mark: bool,
}

/// Some whole records with [`PADDING`] line feeds behind them.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) index: u64,
    pub(crate) bytes: Vec<u8>,
    pub(crate) end: usize,
    /// Records of the file before this block, where they are counted.
    pub(crate) before: Option<u64>,
    /// Lines of one record too long to be read, in place of bytes.
    pub(crate) overlong: Option<u64>,
}

/// Longest record that is read.
pub(crate) const LONGEST_RECORD: usize = 1 << 22;

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

impl<R: Read> Source<R> {
    /// Reads the header; blocks have about `size` bytes.
    ///
    /// # Errors
    ///
    /// [`Error::Read`], [`Error::Utf16`], [`Error::NoHeader`] and [`Error::LongHeader`].
    pub(crate) fn open(
        reader: R,
        delimiter: Option<Delimiter>,
        size: usize,
    ) -> Result<(Self, Head), Error> {
        let mut source = Self {
            reader,
            automaton: Automaton::new(Delimiter::Comma),
            delimiter: Delimiter::Comma,
            sample: Sample::new(0),
            carry: Vec::new(),
            ended: false,
            size,
            blocks: 0,
            counted: None,
        };
        let mut text = source.opening()?;
        if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
            return Err(Error::Utf16);
        }
        let byte_order_mark = text.starts_with(MARK);
        let (declared, header) = before_header(&text);
        let before = text.len() - header.len();
        text.drain(..before);
        let delimiter = delimiter
            .or(declared)
            .unwrap_or_else(|| Delimiter::of_opening(&text));
        source.automaton = Automaton::new(delimiter);
        source.delimiter = delimiter;
        let end = source.automaton.first_record_end(&text);
        let fields = Records::fields_of(&text[..end.unwrap_or(text.len())], delimiter);
        if fields.is_empty() {
            return Err(Error::NoHeader);
        }
        source.sample = Sample::new(fields.len());
        source.carry = text.split_off(end.unwrap_or(text.len()));
        let columns = fields.iter().map(|f| words(f).trim().to_owned()).collect();
        Ok((
            source,
            Head {
                columns,
                delimiter,
                byte_order_mark,
            },
        ))
    }

    /// Reads until header and first row end whatever stands between their fields, or the file does.
    fn opening(&mut self) -> Result<Vec<u8>, Error> {
        let mut text = Vec::new();
        let mut wanted = self.size.max(MARK.len());
        loop {
            self.fill(&mut text, wanted)?;
            let records = Delimiter::ALL.map(|d| whole_records(before_header(&text).1, d));
            let fewest = records.into_iter().min().unwrap_or_default();
            if self.ended || fewest >= 2 || (wanted >= LONGEST_RECORD && fewest == 1) {
                return Ok(text);
            }
            if wanted >= LONGEST_RECORD {
                return Err(Error::LongHeader {
                    max: LONGEST_RECORD,
                });
            }
            wanted = (wanted * 2).min(LONGEST_RECORD);
        }
    }

    /// Counts the records of blocks to come, for rows that are named by their number.
    pub(crate) fn count_records(&mut self) {
        self.counted = Some(0);
    }

    /// The next block, in the place of an old one; none at the end of the file.
    ///
    /// # Errors
    ///
    /// [`Error::Read`].
    pub(crate) fn next(&mut self, block: &mut Block) -> Result<bool, Error> {
        let text = &mut block.bytes;
        text.clear();
        text.append(&mut self.carry);
        block.overlong = None;
        let mut wanted = self.size.min(LONGEST_RECORD);
        block.end = loop {
            self.fill(text, wanted)?;
            if self.ended {
                break text.len();
            }
            if let Some(end) = self.automaton.last_record_end(text) {
                break end;
            }
            if text.len() >= LONGEST_RECORD {
                block.overlong = Some(self.skip_record(text)?);
                break 0;
            }
            wanted = (text.len() * 2).min(LONGEST_RECORD);
        };
        if text.is_empty() && block.overlong.is_none() {
            return Ok(false);
        }
        self.carry.extend_from_slice(&text[block.end..]);
        text.truncate(block.end);
        block.index = self.blocks;
        self.blocks += 1;
        block.before = self.counted;
        if let Some(counted) = &mut self.counted {
            *counted += u64::from(block.overlong.is_some()) + self.automaton.count(text);
        }
        text.resize(block.end + PADDING, b'\n');
        if !self.sample.is_full() {
            self.sample
                .see(Records::new(text, block.end, self.delimiter));
        }
        Ok(true)
    }

    /// Reads on to the end of the record that `text` is the start of, and leaves in `text` what stands behind it; gives
    /// the lines that the record covers.
    fn skip_record(&mut self, text: &mut Vec<u8>) -> Result<u64, Error> {
        let mut lines = Lines::default();
        lines.see(text);
        let mut state = self.automaton.scan(State::Record, text).state;
        loop {
            text.clear();
            self.fill(text, self.size)?;
            if let Some(end) = self.automaton.end_from(state, text) {
                lines.see(&text[..end]);
                text.drain(..end);
                return Ok(lines.count());
            }
            lines.see(text);
            if self.ended {
                text.clear();
                return Ok(lines.count());
            }
            state = self.automaton.scan(state, text).state;
        }
    }

    /// Reads until `text` has the length wanted or the file ends.
    fn fill(&mut self, text: &mut Vec<u8>, wanted: usize) -> Result<(), Error> {
        let missing = wanted.saturating_sub(text.len());
        if missing == 0 || self.ended {
            return Ok(());
        }
        text.reserve(missing + PADDING);
        let limit = u64::try_from(missing).unwrap_or(u64::MAX);
        let got = self.reader.by_ref().take(limit).read_to_end(text)?;
        self.ended = got < missing;
        Ok(())
    }
}

/// What the line above the header declares, if there is one, and the text from the header on.
pub(crate) fn before_header(text: &[u8]) -> (Option<Delimiter>, &[u8]) {
    let text = text.strip_prefix(MARK).unwrap_or(text);
    match Delimiter::declared(text) {
        Some((delimiter, len)) => (delimiter, &text[len..]),
        None => (None, text),
    }
}

/// Whether none, one or two records end here.
fn whole_records(text: &[u8], delimiter: Delimiter) -> usize {
    let automaton = Automaton::new(delimiter);
    let Some(first) = automaton.first_record_end(text) else {
        return 0;
    };
    1 + usize::from(automaton.first_record_end(&text[first..]).is_some())
}

/// UTF-8 as it is, anything else as Windows-1252, which every text is.
pub(crate) fn words(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(bytes)
                .0
        }
    }
}

impl Block {
    /// Turns records that are not UTF-8 from Windows-1252 into it and tells how many there were.
    pub(crate) fn recode(&mut self, delimiter: Delimiter) -> u64 {
        if std::str::from_utf8(&self.bytes).is_ok() {
            return 0;
        }
        let automaton = Automaton::new(delimiter);
        let mut recoded = 0;
        let mut text = Vec::with_capacity(self.bytes.len() * 2);
        let mut rest = &self.bytes[..self.end];
        while !rest.is_empty() {
            let end = automaton.first_record_end(rest).unwrap_or(rest.len());
            let (record, more) = rest.split_at(end);
            recoded += u64::from(std::str::from_utf8(record).is_err());
            text.extend_from_slice(words(record).as_bytes());
            rest = more;
        }
        self.end = text.len();
        text.resize(self.end + PADDING, b'\n');
        self.bytes = text;
        recoded
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::records::all;

    proptest! {
        #[test]
        fn blocks_of_any_size_hold_the_same_records(
            rows in prop::collection::vec(prop::sample::select(vec!["a,b\n", "\"x\ny\",2\r\n", "\r", "\"\"\"\n\",", "é,ü\n", "\""]), 0..30),
            size in 1..40_usize,
        ) {
            let text = format!("id,place\n{}", rows.concat());
            let (mut source, head) = Source::open(text.as_bytes(), None, size).unwrap();
            source.count_records();
            prop_assert_eq!(head.columns, ["id", "place"]);
            let mut block = Block::default();
            let mut found = Vec::new();
            while source.next(&mut block).unwrap() {
                prop_assert_eq!(block.before, Some(found.len() as u64));
                found.extend(all(&block.bytes[..block.end], head.delimiter));
            }
            prop_assert_eq!(found, all(text.as_bytes(), head.delimiter).split_off(1));
        }
    }

    #[test]
    fn excels_line_above_the_header_is_no_record() {
        for (text, size) in [
            ("sep=;\r\nid;a, b, c\r\n1;2, 3, 4\r\n", 3),
            ("\u{feff}sep=;\nid;a, b, c\n1;2, 3, 4", 64),
        ] {
            let (mut source, head) = Source::open(text.as_bytes(), None, size).unwrap();
            assert_eq!(
                (head.delimiter, head.columns),
                (
                    Delimiter::Semicolon,
                    vec!["id".to_owned(), "a, b, c".to_owned()]
                )
            );
            source.count_records();
            let mut block = Block::default();
            assert!(source.next(&mut block).unwrap());
            assert_eq!(block.before, Some(0));
        }
    }

    #[test]
    fn a_record_without_end_is_passed_over_and_the_rest_is_read() {
        let mut text = b"id,place\n\"".to_vec();
        text.resize(LONGEST_RECORD * 2, b'\n');
        text.extend_from_slice(b"\",1\n2,3\n");
        let (mut source, head) = Source::open(text.as_slice(), None, 1 << 16).unwrap();
        let mut block = Block::default();
        assert!(source.next(&mut block).unwrap());
        assert_eq!(block.overlong, Some(LONGEST_RECORD as u64 * 2 - 9));
        assert!(source.next(&mut block).unwrap() && block.overlong.is_none());
        assert_eq!(
            all(&block.bytes[..block.end], head.delimiter),
            [[b"2", b"3"]]
        );
        assert!(!source.next(&mut block).unwrap());
    }

    #[test]
    fn a_record_that_is_not_utf8_is_windows_1252() {
        let text = b"id,place\na,\xc3\xa9\nb,\xe9\n".as_slice();
        let (mut source, head) = Source::open(text, None, 1 << 16).unwrap();
        let mut block = Block::default();
        assert!(source.next(&mut block).unwrap());
        assert_eq!(block.recode(head.delimiter), 1);
        assert_eq!(&block.bytes[..block.end], "a,é\nb,é\n".as_bytes());
    }

    #[test]
    fn a_file_for_spreadsheets_only_is_told_apart() {
        assert!(matches!(
            Source::open(b"\xff\xfei\0d\0".as_slice(), None, 64),
            Err(Error::Utf16)
        ));
        assert!(matches!(
            Source::open(b"\n\n".as_slice(), None, 64),
            Err(Error::NoHeader)
        ));
    }
}
