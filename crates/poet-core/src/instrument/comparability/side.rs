//! One item in its instrument, as it is written and as it was read.

use crate::instrument::document::ItemEntry;
use crate::instrument::{Instrument, Item};

/// One item of one instrument.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) instrument: &'a Instrument,
    pub(super) item: &'a Item,
    pub(super) entry: &'a ItemEntry,
}

impl<'a> Side<'a> {
    /// Every item in the order of the form.
    pub(super) fn all(instrument: &'a Instrument) -> Vec<Self> {
        let sections = instrument.document().sections.iter();
        let entries = sections.flat_map(|section| &section.items);
        let items = instrument.items().iter().zip(entries);
        items
            .map(|(item, entry)| Self {
                instrument,
                item,
                entry,
            })
            .collect()
    }
}
