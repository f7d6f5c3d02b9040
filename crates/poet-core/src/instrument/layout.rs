//! How an instrument lies in columns of one byte an answer.

use crate::ItemId;

/// One column of a [`ResponseTable`](crate::ResponseTable).
///
/// A choice has one column with a code for each point. A tick-all item has one column an option, with code 0
/// for "not ticked" and 1 for "ticked". A number, an amount, a date and a text have one column with code 0 for
/// "answered"; their values stand apart.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Column {
    pub(super) item: usize,
    pub(super) item_id: ItemId,
    pub(super) option: Option<u8>,
    pub(super) points: u8,
}

impl Column {
    /// Position of the item.
    pub fn item(&self) -> usize {
        self.item
    }

    /// Name of the item.
    pub fn item_id(&self) -> &ItemId {
        &self.item_id
    }

    /// Position of the option, for a column of a tick-all item.
    pub fn option(&self) -> Option<u8> {
        self.option
    }

    /// How many codes are answers: `0..points`.
    pub fn points(&self) -> u8 {
        self.points
    }
}
