//! Many responses, column by column, one byte an answer.

use std::fmt;

use super::encode::encode;
use super::routing::{Cells, SetAside, route};
use super::{Circumstances, Code, Response, Severity};
use crate::{Error, Instrument, OrganisationId, StratumId};

pub use row::Row;

use names::{Ids, Names};

mod names;
mod row;

#[cfg(test)]
mod bulk_tests;
#[cfg(test)]
mod tests;

/// Many responses to one instrument, column by column.
///
/// Holds rows that fit the instrument: each code is a point of its column or one of the five missing codes. Rows go in
/// as they were answered; [`ResponseTable::route`] sets aside what was not asked. `Debug` shows no answer.
#[derive(Clone)]
pub struct ResponseTable {
    instrument: Instrument,
    ids: Ids,
    organisations: Names<OrganisationId>,
    strata: Names<StratumId>,
    organisation: Vec<u32>,
    stratum: Vec<u32>,
    circumstances: Vec<Circumstances>,
    columns: Vec<Vec<Code>>,
    values: Vec<Vec<i64>>,
    set_aside: Vec<SetAside>,
    routed: usize,
}

/// What a row says beside its answers.
#[derive(Clone, Copy, Debug)]
pub struct RowHead<'a> {
    /// Pseudonymous name of the response.
    pub id: &'a str,
    /// Position of the organisation, from [`ResponseTable::organisation`].
    pub organisation: u32,
    /// Position of the stratum, from [`ResponseTable::stratum`].
    pub stratum: Option<u32>,
    /// How the response came about.
    pub circumstances: Circumstances,
}

/// Position that stands for "no stratum".
const NO_STRATUM: u32 = u32::MAX;

impl ResponseTable {
    /// Most organisations, and most strata, of one table.
    pub const MOST_NAMES: usize = 1_000_000;

    /// A table without rows.
    pub fn new(instrument: &Instrument) -> Self {
        let values = instrument
            .items()
            .iter()
            .filter(|i| i.kind().has_value())
            .count();
        Self {
            instrument: instrument.clone(),
            ids: Ids::default(),
            organisations: Names::new(),
            strata: Names::new(),
            organisation: Vec::new(),
            stratum: Vec::new(),
            circumstances: Vec::new(),
            columns: vec![Vec::new(); instrument.columns().len()],
            values: vec![Vec::new(); values],
            set_aside: Vec::new(),
            routed: 0,
        }
    }

    /// Position of an organisation, for rows to come.
    ///
    /// # Errors
    ///
    /// [`Error::TableFull`] past [`ResponseTable::MOST_NAMES`].
    pub fn organisation(&mut self, id: &OrganisationId) -> Result<u32, Error> {
        self.organisations.position(id, "organisations")
    }

    /// Position of a stratum, for rows to come.
    ///
    /// # Errors
    ///
    /// [`Error::TableFull`] past [`ResponseTable::MOST_NAMES`].
    pub fn stratum(&mut self, id: &StratumId) -> Result<u32, Error> {
        self.strata.position(id, "strata")
    }

    /// Adds a row of codes, one a column, and values, one for each number, amount and date.
    ///
    /// # Errors
    ///
    /// [`Error::RowLength`] or [`Error::RowCode`] where the row does not fit the instrument,
    /// [`Error::TableFull`] where the head names an organisation or stratum that the table does not know; the table
    /// is then as it was.
    pub fn push_row(
        &mut self,
        head: RowHead<'_>,
        codes: &[Code],
        values: &[i64],
    ) -> Result<(), Error> {
        self.check_row(head, codes, values)?;
        self.push_head(head);
        for (column, &code) in self.columns.iter_mut().zip(codes) {
            column.push(code);
        }
        for (column, &value) in self.values.iter_mut().zip(values) {
            column.push(value);
        }
        Ok(())
    }

    /// Adds many rows at once: `codes` and `values` stand row by row, as [`ResponseTable::push_row`] takes them.
    ///
    /// # Errors
    ///
    /// As [`ResponseTable::push_row`], for the first column or head that does not fit; the table is then as it was.
    pub fn push_rows(
        &mut self,
        heads: &[RowHead<'_>],
        codes: &[Code],
        values: &[i64],
    ) -> Result<(), Error> {
        Self::check_length("codes", codes.len(), self.columns.len() * heads.len())?;
        Self::check_length("values", values.len(), self.values.len() * heads.len())?;
        for &head in heads {
            self.check_head(head)?;
        }
        let before = self.len();
        spread(&mut self.columns, codes);
        let columns = self.columns.iter().zip(self.instrument.columns());
        let misfit = columns.into_iter().position(|(codes, column)| {
            let points = column.points();
            // No early end: a loop without one runs over many codes at a time.
            codes[before..].iter().fold(false, |bad, code| {
                bad | ((points..Code::FIRST_MISSING).contains(&code.byte()))
            })
        });
        if let Some(column) = misfit {
            self.columns.iter_mut().for_each(|c| c.truncate(before));
            return Err(self.row_code(column));
        }
        spread(&mut self.values, values);
        for head in heads {
            self.push_head(*head);
        }
        Ok(())
    }

    /// Adds the rows of another table of the same instrument, in their order and as they are routed.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instruments differ; [`Error::TableFull`] where the names of both are too
    /// many, and the table is then as it was but for the names.
    pub fn append(&mut self, other: &Self) -> Result<(), Error> {
        if self.instrument != other.instrument {
            return Err(Error::OtherInstrument {
                found: other.instrument.key().clone(),
                wanted: self.instrument.key().clone(),
            });
        }
        self.route();
        let organisation = self
            .organisations
            .absorb(&other.organisations, &other.organisation)?;
        let stratum = self.strata.absorb(&other.strata, &other.stratum)?;
        let before = self.len();
        self.organisation.extend(organisation);
        self.stratum.extend(stratum);
        self.circumstances.extend_from_slice(&other.circumstances);
        (0..other.len()).for_each(|row| self.ids.push(other.ids.get(row)));
        for (column, more) in self.columns.iter_mut().zip(&other.columns) {
            column.extend_from_slice(more);
        }
        for (column, more) in self.values.iter_mut().zip(&other.values) {
            column.extend_from_slice(more);
        }
        self.set_aside
            .extend(other.set_aside.iter().map(|aside| SetAside {
                row: aside.row + before,
                ..*aside
            }));
        self.routed += other.routed;
        Ok(())
    }

    fn check_row(&self, head: RowHead<'_>, codes: &[Code], values: &[i64]) -> Result<(), Error> {
        Self::check_length("codes", codes.len(), self.columns.len())?;
        Self::check_length("values", values.len(), self.values.len())?;
        self.check_head(head)?;
        let fits = |(code, column): (&Code, &crate::Column)| {
            code.byte() < column.points() || code.byte() >= Code::FIRST_MISSING
        };
        match codes
            .iter()
            .zip(self.instrument.columns())
            .position(|pair| !fits(pair))
        {
            None => Ok(()),
            Some(column) => Err(self.row_code(column)),
        }
    }

    fn check_length(what: &'static str, found: usize, wanted: usize) -> Result<(), Error> {
        if found == wanted {
            return Ok(());
        }
        Err(Error::RowLength {
            what,
            found,
            wanted,
        })
    }

    fn check_head(&self, head: RowHead<'_>) -> Result<(), Error> {
        let known = |at: u32, names: usize| usize::try_from(at).is_ok_and(|at| at < names);
        if !known(head.organisation, self.organisations.names.len()) {
            return Err(Names::<OrganisationId>::full("organisations"));
        }
        if head
            .stratum
            .is_some_and(|s| !known(s, self.strata.names.len()))
        {
            return Err(Names::<StratumId>::full("strata"));
        }
        Ok(())
    }

    fn push_head(&mut self, head: RowHead<'_>) {
        self.ids.push(head.id);
        self.organisation.push(head.organisation);
        self.stratum.push(head.stratum.unwrap_or(NO_STRATUM));
        self.circumstances.push(head.circumstances);
    }

    fn row_code(&self, column: usize) -> Error {
        Error::RowCode {
            column,
            item: self.instrument.columns()[column].item_id().clone(),
        }
    }

    /// Adds one person's response.
    ///
    /// # Errors
    ///
    /// [`Error::Response`] where [`Response::validate`] finds something that keeps it out; the table is then as it was.
    pub fn push(&mut self, response: &Response) -> Result<(), Error> {
        let findings = response.validate(&self.instrument);
        let mut refused = findings
            .iter()
            .filter(|f| f.severity() == Severity::Refused);
        if let Some(first) = refused.next() {
            return Err(Error::Response {
                item: first.item.clone(),
                count: 1 + refused.count(),
            });
        }
        let (codes, values) = encode(&self.instrument, response);
        let head = RowHead {
            id: response.id().as_str(),
            organisation: self.organisation(response.organisation())?,
            stratum: response.stratum().map(|s| self.stratum(s)).transpose()?,
            circumstances: response.circumstances(),
        };
        self.push_row(head, &codes, &values)
    }

    /// Sets aside every answer that the routing did not ask for, in rows added since the last time.
    ///
    /// Routing twice changes nothing.
    pub fn route(&mut self) {
        let instrument = self.instrument.clone();
        if instrument.items().iter().any(|i| i.ask_if().is_some()) {
            for row in self.routed..self.organisation.len() {
                let mut cells = TableRow {
                    columns: &mut self.columns,
                    row,
                };
                route(&instrument, &mut cells, row, &mut self.set_aside);
            }
        }
        self.routed = self.organisation.len();
    }

    /// Whether every row has been routed; rows of an instrument without conditions always have.
    pub fn is_routed(&self) -> bool {
        let conditional = || self.instrument.items().iter().any(|i| i.ask_if().is_some());
        self.routed == self.len() || !conditional()
    }

    /// Keeps the rows that `keep` says yes to, in their order.
    pub fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        let kept: Vec<usize> = (0..self.len()).filter(|&row| keep(row)).collect();
        if kept.len() == self.len() {
            return;
        }
        let mut ids = Ids::default();
        for &row in &kept {
            ids.push(self.ids.get(row));
        }
        self.ids = ids;
        pick(&mut self.organisation, &kept);
        pick(&mut self.stratum, &kept);
        pick(&mut self.circumstances, &kept);
        self.columns
            .iter_mut()
            .for_each(|column| pick(column, &kept));
        self.values
            .iter_mut()
            .for_each(|column| pick(column, &kept));
        self.set_aside
            .retain_mut(|aside| match kept.binary_search(&aside.row) {
                Ok(row) => {
                    aside.row = row;
                    true
                }
                Err(_) => false,
            });
        self.routed = kept.partition_point(|&row| row < self.routed);
    }

    /// Removes every row and keeps the room and the names, for the next batch.
    pub fn clear(&mut self) {
        self.ids.text.clear();
        self.ids.ends.clear();
        self.organisation.clear();
        self.stratum.clear();
        self.circumstances.clear();
        self.columns.iter_mut().for_each(Vec::clear);
        self.values.iter_mut().for_each(Vec::clear);
        self.set_aside.clear();
        self.routed = 0;
    }

    /// The instrument that was answered.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.organisation.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.organisation.is_empty()
    }

    /// Codes of one column, a row each; see [`Instrument::columns`].
    pub fn column(&self, column: usize) -> &[Code] {
        &self.columns[column]
    }

    /// Organisations by position.
    pub fn organisations(&self) -> &[OrganisationId] {
        &self.organisations.names
    }

    /// Position of each row's organisation.
    pub fn organisation_column(&self) -> &[u32] {
        &self.organisation
    }

    /// Position of each row's stratum, where it has one.
    pub fn stratum_column(&self) -> impl ExactSizeIterator<Item = Option<u32>> {
        self.stratum.iter().map(|&s| (s != NO_STRATUM).then_some(s))
    }

    /// Strata by position.
    pub fn strata(&self) -> &[StratumId] {
        &self.strata.names
    }

    /// Answers to questions that the routing did not ask, after [`ResponseTable::route`].
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// One row, where the table has it.
    pub fn row(&self, at: usize) -> Option<Row<'_>> {
        (at < self.len()).then_some(Row { table: self, at })
    }

    /// Every row in order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.len()).map(|at| Row { table: self, at })
    }
}

impl fmt::Debug for ResponseTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "ResponseTable({}, {} rows)",
            self.instrument.key(),
            self.len()
        )
    }
}

/// Moves the elements at the ascending positions `kept` to the front and drops the rest.
fn pick<T: Copy>(column: &mut Vec<T>, kept: &[usize]) {
    for (to, &from) in kept.iter().enumerate() {
        column[to] = column[from];
    }
    column.truncate(kept.len());
}

/// Adds to each column its part of cells that stand row by row.
fn spread<T: Copy>(columns: &mut [Vec<T>], cells: &[T]) {
    let width = columns.len();
    for (at, column) in columns.iter_mut().enumerate() {
        column.extend(cells.chunks_exact(width).map(|row| row[at]));
    }
}

struct TableRow<'a> {
    columns: &'a mut [Vec<Code>],
    row: usize,
}

impl Cells for TableRow<'_> {
    fn get(&self, column: usize) -> Code {
        self.columns[column][self.row]
    }

    fn set(&mut self, column: usize, code: Code) {
        self.columns[column][self.row] = code;
    }
}
