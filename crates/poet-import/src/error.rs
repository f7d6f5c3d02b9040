//! What can be wrong with a call.

use poet_core::{InstrumentKey, ItemId};

use crate::mapping::Use;

/// Name of the column that a mapping can do without.
pub(crate) const ORGANISATION: &str = "organisation";

/// What can be wrong with a call into this crate. What can be wrong with data is a [`Refusal`](crate::Refusal).
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// File that cannot be read to its end.
    #[error("file cannot be read")]
    Read(#[from] std::io::Error),
    /// Page that leaves JSON.
    #[error("page {page} breaks off at line {line} column {column}, wants JSON")]
    Page {
        /// Number of the page, from 1.
        page: u64,
        /// Line of the page.
        line: usize,
        /// Column of the line.
        column: usize,
    },
    /// Page of another shape.
    #[error("page {page} is no list, wants a JSON array with an object for each entry")]
    PageShape {
        /// Number of the page, from 1.
        page: u64,
    },
    /// Page that is longer than any.
    #[error("page {page} has more than {max} bytes, wants at most 100 entries a page")]
    PageLength {
        /// Number of the page, from 1.
        page: u64,
        /// Most bytes read.
        max: u64,
    },
    /// File without a header.
    #[error("file is empty, wants a header in its first line")]
    NoHeader,
    /// File whose first line does not end.
    #[error(
        "header does not end within {max} bytes, wants one line of column names; look for a quote left open"
    )]
    LongHeader {
        /// Bytes read.
        max: usize,
    },
    /// File in UTF-16.
    #[error("file is UTF-16, wants UTF-8 or Windows-1252; save it as \"CSV UTF-8\"")]
    Utf16,
    /// List of organisations that cannot be read.
    #[error("list of organisations breaks off in line {line}, wants {wants}")]
    Directory {
        /// Line of the file.
        line: u64,
        /// What was wanted there.
        wants: &'static str,
    },
    /// Row of margins that is none.
    #[error("row {row} of the margins wants {wants}")]
    MarginRow {
        /// Number of the row; the header is row 1.
        row: u64,
        /// What was wanted there.
        wants: &'static str,
    },
    /// Row of margins that does not fit the instrument or the rows before.
    #[error("row {row}: {problem}")]
    MarginNames {
        /// Number of the row; the header is row 1.
        row: u64,
        /// What is wrong with it.
        problem: poet_core::Error,
    },
    /// File of another kind than a survey without a column that is needed.
    #[error("no column `{name}` among the {columns} of the header")]
    WantsColumn {
        /// Name of the column.
        name: &'static str,
        /// Columns of the file.
        columns: usize,
    },
    /// File without a column that is needed.
    #[error("no {what} column among the {columns} of the header; name one in the mapping{}", if *what == ORGANISATION { ", or the organisation of every row" } else { "" })]
    NoColumn {
        /// What the column holds.
        what: &'static str,
        /// Columns of the file.
        columns: usize,
    },
    /// Column that the file does not have.
    #[error("the header has no column \"{name}\"{}", .nearest.as_ref().map(|n| format!(", nearest is \"{n}\"")).unwrap_or_default())]
    NoSuchColumn {
        /// Name asked for.
        name: String,
        /// Most similar column.
        nearest: Option<String>,
    },
    /// Two columns with the same use.
    #[error("mapping uses two columns as {role}, wants one")]
    TwiceMapped {
        /// Their use.
        role: Use,
    },
    /// Mapping to an item that the instrument does not have.
    #[error("mapping names item {item} that the instrument does not have{}", .nearest.as_ref().map(|n| format!(", nearest is {n}")).unwrap_or_default())]
    UnknownItem {
        /// Item named.
        item: ItemId,
        /// Most similar item.
        nearest: Option<ItemId>,
    },
    /// Mapping to a point that the item does not have.
    #[error(
        "mapping of item {item} names a point or option that its scale does not have, wants one of {wants}"
    )]
    UnknownPoint {
        /// Item named.
        item: ItemId,
        /// Codes of the scale.
        wants: String,
    },
    /// Mapping that the kind of item has no place for.
    #[error("mapping of item {item} does not fit its kind: {wants}")]
    WrongKind {
        /// Item named.
        item: ItemId,
        /// What fits.
        wants: &'static str,
    },
    /// Mapping for another instrument.
    #[error("mapping is for {found}, wants one for {wanted}")]
    OtherInstrument {
        /// What came.
        found: InstrumentKey,
        /// What was wanted.
        wanted: InstrumentKey,
    },
    /// Text that is no mapping.
    #[error("mapping cannot be read: {message}")]
    Mapping {
        /// What the parser says, with line and column.
        message: String,
    },
    /// More different response ids than can be told apart.
    #[error("file has more response ids than can be told apart in memory")]
    TooManyIds,
    /// Error of the words of the domain.
    #[error(transparent)]
    Core(#[from] poet_core::Error),
}
