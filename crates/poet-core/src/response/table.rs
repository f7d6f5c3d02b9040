//! Many responses, column by column, one byte an answer.

use std::fmt;

use chrono::NaiveDate;

use super::encode::encode;
use super::routing::{Cells, SetAside, route};
use super::{Circumstances, Code, HouseholdId, Links, Response, Severity};
use crate::budget::BudgetId;
use crate::{Error, Instrument, Language, OrganisationId, StratumId};

pub use row::Row;

use names::{Ids, Names};
use rare::Rare;

mod keep;
mod names;
mod rare;
mod row;
mod split;

#[cfg(test)]
mod bulk_tests;
#[cfg(test)]
mod tests;

/// Many responses to one instrument, column by column.
///
/// Holds rows that fit the instrument: each code is a point of its column or one of the five missing codes. Rows go in
/// as they were answered; [`ResponseTable::route`] sets aside what was not asked. Nobody's words are in it: of an answer in
/// words it holds that there was one. Budget, household, language and last day take no room where no row has them.
/// `Debug` shows no answer.
#[derive(Clone)]
pub struct ResponseTable {
    instrument: Instrument,
    ids: Ids,
    organisations: Names<OrganisationId>,
    strata: Names<StratumId>,
    languages: Names<Language>,
    organisation: Vec<u32>,
    stratum: Vec<u32>,
    circumstances: Vec<Circumstances>,
    language: Rare<u32>,
    budget: Rare<BudgetId>,
    household: Rare<HouseholdId>,
    keep_until: Rare<NaiveDate>,
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
    /// What few rows say.
    pub beside: Option<&'a RowBeside>,
}

/// What few rows say beside their answers; apart, so that the heads of the others are small.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct RowBeside {
    /// Position of the language, from [`ResponseTable::language`].
    pub language: Option<u32>,
    /// Budget and household that the response belongs to.
    pub links: Links,
    /// Last day on which it may be kept.
    pub keep_until: Option<NaiveDate>,
}

impl<'a> RowHead<'a> {
    /// A head that says no more than what has to be said.
    pub fn new(id: &'a str, organisation: u32) -> Self {
        Self {
            id,
            organisation,
            stratum: None,
            circumstances: Circumstances::default(),
            beside: None,
        }
    }
}

/// Position that stands for "no stratum".
const NO_STRATUM: u32 = u32::MAX;

impl ResponseTable {
    /// Most organisations, strata or languages of one table.
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
            organisations: Names::new("organisations"),
            strata: Names::new("strata"),
            languages: Names::new("languages"),
            organisation: Vec::new(),
            stratum: Vec::new(),
            circumstances: Vec::new(),
            language: Rare::new(),
            budget: Rare::new(),
            household: Rare::new(),
            keep_until: Rare::new(),
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
        self.organisations.position(id)
    }

    /// Position of a stratum, for rows to come.
    ///
    /// # Errors
    ///
    /// [`Error::TableFull`] past [`ResponseTable::MOST_NAMES`].
    pub fn stratum(&mut self, id: &StratumId) -> Result<u32, Error> {
        self.strata.position(id)
    }

    /// Position of a language, for rows to come.
    ///
    /// # Errors
    ///
    /// [`Error::TableFull`] past [`ResponseTable::MOST_NAMES`].
    pub fn language(&mut self, language: &Language) -> Result<u32, Error> {
        self.languages.position(language)
    }

    /// Adds a row of codes, one a column, and values, one for each number, amount and date.
    ///
    /// # Errors
    ///
    /// [`Error::RowLength`] or [`Error::RowCode`] where the row does not fit the instrument,
    /// [`Error::TableFull`] where the head names an organisation, stratum or language that the table does not know; the
    /// table is then as it was.
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
        let language = self.absorb_languages(other)?;
        let before = self.len();
        self.organisation.extend(organisation);
        self.stratum.extend(stratum);
        self.circumstances.extend_from_slice(&other.circumstances);
        self.language.append(&language, before);
        self.budget.append(&other.budget, before);
        self.household.append(&other.household, before);
        self.keep_until.append(&other.keep_until, before);
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

    /// Languages of the rows of another table by their position here.
    fn absorb_languages(&mut self, other: &Self) -> Result<Rare<u32>, Error> {
        let mut here = Vec::new();
        for language in &other.languages.held {
            here.push(self.language(language)?);
        }
        Ok(other.language.map(|there| here[there as usize]))
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
        if !known(head.organisation, self.organisations.held.len()) {
            return Err(self.organisations.full());
        }
        if head
            .stratum
            .is_some_and(|s| !known(s, self.strata.held.len()))
        {
            return Err(self.strata.full());
        }
        let language = head.beside.and_then(|beside| beside.language);
        if language.is_some_and(|l| !known(l, self.languages.held.len())) {
            return Err(self.languages.full());
        }
        Ok(())
    }

    fn push_head(&mut self, head: RowHead<'_>) {
        if let Some(beside) = head.beside {
            let row = self.len();
            self.language.set(row, beside.language);
            self.budget.set(row, beside.links.budget);
            self.household.set(row, beside.links.household);
            self.keep_until.set(row, beside.keep_until);
        }
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
        let beside = RowBeside {
            language: response.language().map(|l| self.language(l)).transpose()?,
            links: response.links(),
            keep_until: response.keep_until(),
        };
        let head = RowHead {
            id: response.id().as_str(),
            organisation: self.organisation(response.organisation())?,
            stratum: response.stratum().map(|s| self.stratum(s)).transpose()?,
            circumstances: response.circumstances(),
            beside: Some(&beside),
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
        &self.organisations.held
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
        &self.strata.held
    }

    /// Languages by position.
    pub fn languages(&self) -> &[Language] {
        &self.languages.held
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
