//! A file cut into its records.

use std::io::{self, BufRead};

use super::BudgetIntake;

/// One record of the file.
pub(super) enum Record<'a> {
    /// Text between two ends, to be read as JSON.
    Json { row: u64, json: &'a [u8] },
    /// Nothing between two ends.
    Blank,
    /// More than is read.
    TooLong { row: u64 },
    /// Everything that follows the end of the list.
    AfterEnd { row: u64 },
}

/// Cuts a file at its line ends, or a list at the commas between its elements.
pub(super) struct Records<R> {
    reader: R,
    form: Form,
    /// Lines, or elements, that began so far.
    row: u64,
    record: Vec<u8>,
    /// Bytes of the record, those that are not kept among them.
    length: usize,
    /// Where in a list the reader stands.
    nesting: Nesting,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Form {
    /// Not a word was read.
    Unknown,
    Lines,
    List,
    /// The list has closed.
    Closed,
    Ended,
    /// The list ended without closing.
    CutOff,
}

/// How a piece ended.
enum End {
    Record,
    List,
    File,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            form: Form::Unknown,
            row: 0,
            record: Vec::new(),
            length: 0,
            nesting: Nesting::default(),
        }
    }

    /// Whether the file ended in the middle of a list.
    pub(super) fn is_cut_off(&self) -> bool {
        self.form == Form::CutOff
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        if self.form == Form::Unknown {
            self.open()?;
        }
        match self.form {
            Form::Lines => self.line(),
            Form::List => self.element(),
            Form::Closed => self.rest(),
            Form::Unknown | Form::Ended | Form::CutOff => Ok(None),
        }
    }

    /// Looks at the first character that is not blank, past a byte order mark.
    fn open(&mut self) -> io::Result<()> {
        let mut mark = [0xEF, 0xBB, 0xBF].into_iter().peekable();
        loop {
            let Some(&byte) = self.reader.fill_buf()?.first() else {
                self.form = Form::Ended;
                return Ok(());
            };
            if mark.next_if_eq(&byte).is_none() {
                mark.by_ref().for_each(drop);
                match byte {
                    b'\n' => self.row += 1,
                    b' ' | b'\t' | b'\r' => {}
                    b'[' => {
                        self.form = Form::List;
                        self.row = 0;
                    }
                    _ => self.form = Form::Lines,
                }
            }
            if self.form == Form::Lines {
                return Ok(());
            }
            self.reader.consume(1);
            if self.form == Form::List {
                return Ok(());
            }
        }
    }

    fn line(&mut self) -> io::Result<Option<Record<'_>>> {
        if let End::File = self.piece(|byte, _| (byte == b'\n').then_some(End::Record))? {
            self.form = Form::Ended;
            if self.length == 0 {
                return Ok(None);
            }
        }
        self.row += 1;
        Ok(Some(self.cut()))
    }

    fn element(&mut self) -> io::Result<Option<Record<'_>>> {
        let end = self.piece(|byte, nesting| nesting.take(byte))?;
        self.form = match end {
            End::Record => Form::List,
            End::List => Form::Closed,
            End::File => Form::CutOff,
        };
        let is_blank = self.record.iter().all(u8::is_ascii_whitespace);
        if is_blank && self.length <= BudgetIntake::MAX_RECORD && !matches!(end, End::Record) {
            let trailing = self.row > 0 && matches!(end, End::List);
            return match (trailing, self.form) {
                // A comma before the end of the list.
                (true, _) => Ok(Some(Record::Blank)),
                (false, Form::Closed) => self.rest(),
                (false, _) => Ok(None),
            };
        }
        self.row += 1;
        Ok(Some(self.cut()))
    }

    /// What follows the end of the list: nothing, or one record to be refused.
    fn rest(&mut self) -> io::Result<Option<Record<'_>>> {
        self.form = Form::Ended;
        let mut words = false;
        loop {
            let bytes = self.reader.fill_buf()?;
            if bytes.is_empty() {
                break;
            }
            words |= !bytes.iter().all(u8::is_ascii_whitespace);
            let read = bytes.len();
            self.reader.consume(read);
        }
        self.row += 1;
        let row = self.row;
        Ok(words.then_some(Record::AfterEnd { row }))
    }

    /// Reads up to where `end` finds one, and past it.
    fn piece(&mut self, end: impl Fn(u8, &mut Nesting) -> Option<End>) -> io::Result<End> {
        self.record.clear();
        self.length = 0;
        self.nesting = Nesting::default();
        loop {
            let bytes = self.reader.fill_buf()?;
            if bytes.is_empty() {
                return Ok(End::File);
            }
            let nesting = &mut self.nesting;
            let found = bytes
                .iter()
                .enumerate()
                .find_map(|(at, &byte)| Some((at, end(byte, nesting)?)));
            let piece = &bytes[..found.as_ref().map_or(bytes.len(), |&(at, _)| at)];
            let room = BudgetIntake::MAX_RECORD - self.record.len();
            self.record
                .extend_from_slice(&piece[..piece.len().min(room)]);
            self.length += piece.len();
            let read = piece.len() + usize::from(found.is_some());
            self.reader.consume(read);
            if let Some((_, end)) = found {
                return Ok(end);
            }
        }
    }

    /// The record that was read.
    fn cut(&self) -> Record<'_> {
        let row = self.row;
        if self.length > BudgetIntake::MAX_RECORD {
            return Record::TooLong { row };
        }
        match self.record.trim_ascii() {
            [] => Record::Blank,
            json => Record::Json { row, json },
        }
    }
}

/// Brackets that are open, and whether a text is.
#[derive(Default)]
struct Nesting {
    depth: usize,
    text: bool,
    escaped: bool,
}

impl Nesting {
    /// Takes a byte of a list and tells whether an element ends before it.
    fn take(&mut self, byte: u8) -> Option<End> {
        if self.text {
            self.text = self.escaped || byte != b'"';
            self.escaped = !self.escaped && byte == b'\\';
            return None;
        }
        match byte {
            b'"' => self.text = true,
            b'{' | b'[' => self.depth += 1,
            b',' if self.depth == 0 => return Some(End::Record),
            b']' if self.depth == 0 => return Some(End::List),
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        None
    }
}
