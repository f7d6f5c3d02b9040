//! Where records end: the rules of the `csv` crate, which a property test holds this to.

use crate::delimiter::Delimiter;

/// Finds the ends of records in bytes that start at a record.
///
/// A quote opens a quoted field only as the first byte of a field, a doubled quote inside stands for one, and what
/// follows a closing quote belongs to the field. `\n`, `\r` and `\r\n` end a record outside quotes; lines without a
/// byte are no records.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Automaton {
    delimiter: u8,
}

/// Where a byte leaves the automaton.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum State {
    Record,
    Field,
    Plain,
    Quoted,
    /// After a quote in a quoted field: the end of it, or half of a doubled quote.
    QuoteInQuoted,
}

/// What was found in some bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Scan {
    /// Where the automaton stands after the last byte.
    pub(crate) state: State,
    /// Offset behind the last end of a record.
    pub(crate) last_end: Option<usize>,
    /// Records that begin here.
    pub(crate) begun: u64,
}

impl Automaton {
    pub(crate) const fn new(delimiter: Delimiter) -> Self {
        Self {
            delimiter: delimiter.byte(),
        }
    }

    pub(crate) const fn step(self, state: State, byte: u8) -> State {
        match (state, byte) {
            (State::Quoted, b'"') => State::QuoteInQuoted,
            (State::Quoted, _) | (State::Record | State::Field | State::QuoteInQuoted, b'"') => {
                State::Quoted
            }
            (_, b'\n' | b'\r') => State::Record,
            (_, byte) if byte == self.delimiter => State::Field,
            _ => State::Plain,
        }
    }

    /// Runs over `bytes` from a state.
    pub(crate) fn scan(self, mut state: State, bytes: &[u8]) -> Scan {
        let mut last_end = None;
        let mut begun = 0;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if state == State::Quoted && byte != b'"' {
                at = memchr::memchr(b'"', &bytes[at..]).map_or(bytes.len(), |n| at + n);
                continue;
            }
            let next = self.step(state, byte);
            begun += u64::from(state == State::Record && next != State::Record);
            if next == State::Record {
                last_end = Some(at + 1);
            }
            state = next;
            at += 1;
        }
        Scan {
            state,
            last_end,
            begun,
        }
    }

    /// Records in bytes that start and end with whole ones.
    pub(crate) fn count(self, bytes: &[u8]) -> u64 {
        if memchr::memchr(b'"', bytes).is_some() {
            return self.scan(State::Record, bytes).begun;
        }
        let ends = |byte: u8| matches!(byte, b'\n' | b'\r');
        let begins = bytes
            .windows(2)
            .map(|pair| u64::from(ends(pair[0]) & !ends(pair[1])));
        begins.sum::<u64>() + u64::from(bytes.first().is_some_and(|&first| !ends(first)))
    }

    /// Offset behind the last end of a record in bytes that start at a record.
    pub(crate) fn last_record_end(self, bytes: &[u8]) -> Option<usize> {
        if memchr::memchr(b'"', bytes).is_some() {
            return self.scan(State::Record, bytes).last_end;
        }
        memchr::memrchr2(b'\n', b'\r', bytes).map(|at| at + 1)
    }

    /// Offset behind the first record that is not blank, where it ends here.
    pub(crate) fn first_record_end(self, bytes: &[u8]) -> Option<usize> {
        self.end_from(State::Record, bytes)
    }

    /// Offset behind the end of the record that the automaton is in, or of the first that begins here.
    pub(crate) fn end_from(self, mut state: State, bytes: &[u8]) -> Option<usize> {
        bytes
            .iter()
            .position(|&byte| {
                let before = state;
                state = self.step(state, byte);
                state == State::Record && before != State::Record
            })
            .map(|at| at + 1)
    }
}
