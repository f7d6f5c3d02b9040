//! Reasons by position, before they are told.

use crate::refusal::ReasonKind;

/// A reason with the column of the file and the label nearest, both by position.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawReason {
    pub(crate) column: Option<u32>,
    pub(crate) kind: ReasonKind,
    pub(crate) nearest: Option<u16>,
    pub(crate) first_row: Option<u64>,
    pub(crate) lines: Option<u64>,
}

impl RawReason {
    pub(crate) fn of_row(kind: ReasonKind) -> Self {
        Self {
            column: None,
            kind,
            nearest: None,
            first_row: None,
            lines: None,
        }
    }

    pub(crate) fn of_cell(column: usize, kind: ReasonKind) -> Self {
        Self {
            column: u32::try_from(column).ok(),
            ..Self::of_row(kind)
        }
    }
}
