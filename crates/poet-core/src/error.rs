//! What can be wrong with a call.

use crate::instrument::Problems;
use crate::{InstrumentKey, ItemId, OrganisationId, PartId, PointCode};

/// What can be wrong with a call into this crate.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Name that is too short or too long.
    #[error("{what} has {len} bytes, wants {min} to {max}")]
    NameLength {
        /// Kind of name.
        what: &'static str,
        /// Bytes found.
        len: usize,
        /// Fewest bytes allowed.
        min: usize,
        /// Most bytes allowed.
        max: usize,
    },
    /// Byte that no name of this kind holds.
    #[error("{what} breaks off at byte {at}, wants {wants}")]
    NameByte {
        /// Kind of name.
        what: &'static str,
        /// Offset of the byte.
        at: usize,
        /// What the name may hold.
        wants: &'static str,
    },
    /// Instrument named without its edition.
    #[error("instrument key has no `@`, wants ID@EDITION such as adult-holders@2014")]
    InstrumentKey,
    /// Instrument that the catalogue does not hold.
    #[error("no instrument {key} in the catalogue, nearest is {nearest}")]
    UnknownInstrument {
        /// Key asked for.
        key: InstrumentKey,
        /// Most similar key of the catalogue.
        nearest: InstrumentKey,
    },
    /// Item that no margin of a population can be of.
    #[error("no margin can be of {item}, wants an item with one answer of several")]
    MarginItem {
        /// The item.
        item: ItemId,
    },
    /// Point that the item of a margin does not have.
    #[error("margin {item} has no point {point}, wants one of its scale")]
    MarginPoint {
        /// The item.
        item: ItemId,
        /// The point.
        point: PointCode,
    },
    /// Point of a margin that stands twice.
    #[error("margin {item} has point {point} twice, wants each point once")]
    MarginTwice {
        /// The item.
        item: ItemId,
        /// The point.
        point: PointCode,
    },
    /// Organisation code of the wrong form.
    #[error("{what} has the wrong form, wants {wants}")]
    OrganisationCode {
        /// Kind of code.
        what: &'static str,
        /// Its form.
        wants: &'static str,
    },
    /// Count of people that is larger than the count that it is part of.
    #[error("more {part} than {whole}")]
    UptakePart {
        /// What is counted.
        part: &'static str,
        /// What it is part of.
        whole: &'static str,
    },
    /// Count of more people than there are.
    #[error("count of people is too large, wants at most {max}")]
    UptakeTooLarge {
        /// The limit.
        max: u64,
    },
    /// Wave that closes before it opens.
    #[error("wave closes before it opens")]
    WaveDates,
    /// More forms sent than people who could have answered.
    #[error("more forms were sent than people are eligible, wants at most as many")]
    FrameSent,
    /// More forms returned than sent.
    #[error("more forms were returned than sent, wants at most as many")]
    FrameReturned,
    /// Stratum that a frame holds already.
    #[error("organisation {organisation} has a stratum twice in the frame, wants each once")]
    FrameTwice {
        /// The organisation.
        organisation: OrganisationId,
    },
    /// Organisation that is counted as a whole and by stratum.
    #[error(
        "organisation {organisation} is counted as a whole and by stratum in the frame, wants one of them"
    )]
    FrameStrata {
        /// The organisation.
        organisation: OrganisationId,
    },
    /// Wave whose responses may be kept for less than its fieldwork takes.
    #[error("wave may be kept until a day before it closes, wants its last day or a later one")]
    WaveKeepUntil,
    /// Household named by anything but a pseudonym.
    #[error("household id is no pseudonym, wants a UUID other than nil")]
    HouseholdId,
    /// Key for pseudonyms that is too short to be one.
    #[error("key for pseudonyms has {len} bytes, wants at least {min}")]
    PseudonymKey {
        /// Bytes found.
        len: usize,
        /// Fewest bytes allowed.
        min: usize,
    },
    /// Text that is no TOML or JSON of an instrument at all.
    #[error("instrument cannot be read: {message}")]
    Document {
        /// What the parser says, with line and column.
        message: String,
    },
    /// Text that is no shared document.
    #[error("shared document `{name}` cannot be read: {message}")]
    Part {
        /// Its name.
        name: PartId,
        /// What is wrong, with line and column where the parser has one.
        message: String,
    },
    /// Text that is no wording.
    #[error("wording cannot be read: {message}")]
    Wording {
        /// What is wrong, with line and column where the parser has one.
        message: String,
    },
    /// Wording of another instrument.
    #[error("wording is of {found}, wants one of {wanted}")]
    WordingOf {
        /// Instrument that it words.
        found: InstrumentKey,
        /// Instrument that was to be worded.
        wanted: InstrumentKey,
    },
    /// Instrument with problems.
    #[error("instrument has {0}")]
    Instrument(Problems),
    /// Row with the wrong number of codes or values.
    #[error("row has {found} {what}, wants {wanted}")]
    RowLength {
        /// Codes or values.
        what: &'static str,
        /// How many came.
        found: usize,
        /// How many the instrument has.
        wanted: usize,
    },
    /// Code that is neither a point of the column nor a missing code.
    #[error("code of column {column} (item {item}) is no point of its scale and no missing code")]
    RowCode {
        /// Column of the table.
        column: usize,
        /// Item it belongs to.
        item: ItemId,
    },
    /// Response that does not fit the instrument.
    #[error("response has {count} findings that keep it out of a table, first at item {item}")]
    Response {
        /// How many findings keep it out.
        count: usize,
        /// Item of the first.
        item: ItemId,
    },
    /// Tables of two instruments.
    #[error("table is of {found}, wants {wanted} with the same content")]
    OtherInstrument {
        /// What came.
        found: InstrumentKey,
        /// What was wanted.
        wanted: InstrumentKey,
    },
    /// More organisations, strata or rows than a table counts.
    #[error("table holds at most {max} {what}")]
    TableFull {
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        max: usize,
    },
    /// Item that strata cannot be made by.
    #[error("item {item} makes no strata, wants choices of the instrument, each once")]
    Stratifying {
        /// The item.
        item: ItemId,
    },
    /// Strata by no item at all.
    #[error("no item makes no strata, wants at least one choice")]
    NoStrata,
}
