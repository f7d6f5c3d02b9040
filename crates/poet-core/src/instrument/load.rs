//! An instrument read, checked and written.

use std::sync::Arc;

use super::check::{self, Gathered};
use super::document::Document;
use super::draft::ItemDraft;
use super::{Column, ContentHash, Inner, Instrument, Item, ItemKind, Parts, Scale, resolve};
use crate::{Error, InstrumentKey};

impl Instrument {
    /// Version of the document format that is read here.
    pub const FORMAT: u32 = 1;

    /// Reads and checks an instrument written in TOML, with the shared documents that come with the crate.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] where the text is no TOML of this shape, with line and column;
    /// [`Error::Instrument`] with every problem of the check.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        Self::from_toml_with(text, Parts::builtin())
    }

    /// Reads and checks an instrument written in JSON, with the shared documents that come with the crate.
    ///
    /// # Errors
    ///
    /// As [`Instrument::from_toml`].
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Self::from_json_with(text, Parts::builtin())
    }

    /// Reads and checks an instrument written in TOML, with shared documents of your own.
    ///
    /// # Errors
    ///
    /// As [`Instrument::from_toml`].
    pub fn from_toml_with(text: &str, parts: &Parts) -> Result<Self, Error> {
        let draft = toml::from_str(text).map_err(|error| Error::Document {
            message: error.to_string(),
        })?;
        Self::resolved(draft, parts)
    }

    /// Reads and checks an instrument written in JSON, with shared documents of your own.
    ///
    /// # Errors
    ///
    /// As [`Instrument::from_toml`].
    pub fn from_json_with(text: &str, parts: &Parts) -> Result<Self, Error> {
        let draft = serde_json::from_str(text).map_err(|error| Error::Document {
            message: error.to_string(),
        })?;
        Self::resolved(draft, parts)
    }

    fn resolved(draft: Document<ItemDraft>, parts: &Parts) -> Result<Self, Error> {
        let mut noted = Gathered::default();
        let document = resolve::resolve(draft, parts, &mut noted);
        noted.settle_noted();
        Self::new(document, noted)
    }

    pub(super) fn new(document: Document, noted: Gathered) -> Result<Self, Error> {
        let checked = check::check(&document, Self::FORMAT, noted).map_err(Error::Instrument)?;
        let positions = checked
            .items
            .iter()
            .enumerate()
            .map(|(at, i)| (i.id.clone(), at))
            .collect();
        let (columns, first_column) = lay_out(&checked.items);
        Ok(Self(Arc::new(Inner {
            key: InstrumentKey {
                id: document.id.parse()?,
                edition: document.edition.parse()?,
            },
            hash: ContentHash::of(&document),
            licence: document.licence.clone(),
            source: document.source.clone(),
            note: document.note.clone(),
            title: checked.title,
            asks: checked.asks,
            respondent: checked.respondent,
            scales: checked.scales,
            sections: checked.sections,
            items: checked.items,
            measures: checked.measures,
            positions,
            columns,
            first_column,
            document,
        })))
    }

    /// The instrument as JSON that [`Instrument::from_json`] reads back.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] where it cannot be written, which no checked instrument shows.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string_pretty(&self.0.document).map_err(|error| Error::Document {
            message: error.to_string(),
        })
    }

    /// The instrument as TOML that [`Instrument::from_toml`] reads back.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] where it cannot be written, which no checked instrument shows.
    pub fn to_toml(&self) -> Result<String, Error> {
        toml::to_string_pretty(&self.0.document).map_err(|error| Error::Document {
            message: error.to_string(),
        })
    }
}

/// Columns of the items and the first column of each.
fn lay_out(items: &[Item]) -> (Vec<Column>, Vec<usize>) {
    let mut columns = Vec::new();
    let mut first = Vec::new();
    for (at, item) in items.iter().enumerate() {
        first.push(columns.len());
        let column = |option, points| Column {
            item: at,
            item_id: item.id.clone(),
            option,
            points,
        };
        match &item.kind {
            ItemKind::Choice(scale) => columns.push(column(None, count(scale))),
            ItemKind::TickAll(scale) => {
                columns.extend((0..count(scale)).map(|o| column(Some(o), 2)));
            }
            _ => columns.push(column(None, 1)),
        }
    }
    (columns, first)
}

/// Points of a scale; the check holds them to [`Scale::MAX_POINTS`].
fn count(scale: &Scale) -> u8 {
    u8::try_from(scale.points().len()).unwrap_or(u8::MAX)
}
