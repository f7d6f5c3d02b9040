//! Responses straight to CSV.

use std::io::Write;
use std::ops::Range;

use poet_core::ItemId;

use super::Error;
use super::draft::Draft;
use super::survey::Survey;

pub(super) use column::{CsvColumn, Source};

mod column;

/// Shape of a CSV file of responses.
///
/// Columns are `response_id`, `organisation`, `stratum` where the survey has strata, `mode`, `help`, `helper`, `form`,
/// `language`, `budget_id`, `household_id` and `keep_until` where it has them, and then one for each item, or one for each option of a tick-all item, named `item.option`. An answer that is
/// missing is written in words, such as `don't know`; a question that was left open or not asked is an empty cell.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Csv {
    form: CsvForm,
    header: Header,
    items: Option<Vec<ItemId>>,
}

/// How answers to choices are written.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum CsvForm {
    /// The codes of the points.
    Codes,
    /// The labels of the points in English.
    Labels,
}

/// Whether a file begins with the names of its columns.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Header {
    /// It does.
    Written,
    /// It does not: the rows go on with a file begun before.
    LeftOut,
}

impl Csv {
    /// All items, choices as codes, with a header.
    pub fn codes() -> Self {
        Self {
            form: CsvForm::Codes,
            header: Header::Written,
            items: None,
        }
    }

    /// All items, choices as English labels, with a header.
    pub fn labels() -> Self {
        Self {
            form: CsvForm::Labels,
            ..Self::codes()
        }
    }

    /// Only these items, in this order.
    pub fn items(mut self, items: impl IntoIterator<Item = ItemId>) -> Self {
        self.items = Some(items.into_iter().collect());
        self
    }

    /// With a header or without, to go on with a file begun before.
    pub fn header(mut self, header: Header) -> Self {
        self.header = header;
        self
    }

    pub(super) fn form(&self) -> CsvForm {
        self.form
    }

    pub(super) fn has_header(&self) -> bool {
        self.header == Header::Written
    }
}

impl Survey {
    /// Writes responses as CSV in UTF-8 with commas and line feeds.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownItem`] where `csv` names an item that the instrument does not have, [`Error::Write`] where the
    /// writer fails.
    pub fn write_csv(
        &self,
        range: Range<u64>,
        mut writer: impl Write,
        csv: &Csv,
    ) -> Result<(), Error> {
        /// Bytes gathered before the writer is called.
        const BATCH: usize = 1 << 16;
        let mut columns = self.csv_columns(csv)?;
        let mut out = String::with_capacity(BATCH + BATCH / 4);
        if csv.has_header() {
            let names: Vec<_> = columns.iter().map(|c| quoted(&c.name, ',')).collect();
            out.push_str(&names.join(","));
            out.push('\n');
        }
        columns
            .iter_mut()
            .flat_map(|c| &mut c.cells)
            .for_each(|cell| *cell = quoted(cell, ','));
        let mut draft = Draft::new(self);
        for at in range {
            draft.draw(self, at);
            for column in &columns {
                column.write(&draft, &mut out);
                out.push(',');
            }
            out.pop();
            out.push('\n');
            if out.len() >= BATCH {
                writer.write_all(out.as_bytes())?;
                out.clear();
            }
        }
        writer.write_all(out.as_bytes())?;
        Ok(writer.flush()?)
    }
}

/// A cell as CSV writes it, in quotes where it has to be.
pub(super) fn quoted(cell: &str, delimiter: char) -> String {
    if cell.contains([delimiter, '"', '\n', '\r']) {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell.to_owned()
}
