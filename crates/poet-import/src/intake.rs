//! Survey files read row by row.

use std::collections::BTreeMap;
use std::io::Read;
use std::num::NonZeroUsize;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDate;
use poet_core::{FreeText, Instrument, PseudonymKey, ResponseId, ResponseTable};

use crate::ledger::Ledger;
use crate::plan::Plan;
use crate::privacy::Privacy;
use crate::report::Account;
use crate::source::Source;
use crate::turns::Turns;
use crate::{Error, IntakeReport, Mapping, Places};

pub use options::Options;

use work::{Work, on};

mod options;
mod work;

/// Reads survey files for one instrument.
///
/// A row is taken whole or refused whole. Columns are found by a [`Mapping`]; without one, it is guessed from each
/// file's header. Memory is bounded by the number of response ids, not by the size of the file.
///
/// The text is UTF-8; a record that is not is read as Windows-1252 and counted. Records and fields are those of the
/// `csv` crate: a quote opens a field only as its first byte, `\n`, `\r` and `\r\n` end a record, blank lines are no
/// rows and are neither read nor refused, nor is a line `sep=;` above the header.
///
/// # Examples
///
/// ```
/// use poet_core::Catalogue;
/// use poet_import::Intake;
/// use std::num::NonZeroUsize;
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let file = "Response ID;Council;Dignity\nr1;E08000035;A lot better\nr2;E08000035;A lot beter\n";
/// let responses = Intake::new(instrument).read(file.as_bytes(), NonZeroUsize::MIN)?;
/// assert_eq!(responses.table.len(), 1);
/// assert_eq!(
///     responses.report.refusals[0].to_string(),
///     "row 3: column 3 \"Dignity\": the text is no code and no label of the scale, nearest is \"A lot better\"",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Intake {
    instrument: Instrument,
    mapping: Option<Mapping>,
    places: Option<Places>,
    privacy: Privacy,
    options: Options,
}

/// Rows that were read together.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// Place of these rows in the file: batches in this order are the file in its order.
    pub order: u64,
    /// The accepted rows, routed. It may name organisations that have no row.
    pub table: &'a ResponseTable,
    /// What people wrote in these rows.
    pub texts: &'a [TextEntry],
}

/// What one person wrote in answer to one item.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TextEntry {
    /// Row of the table.
    pub row: usize,
    /// Position of the item in the instrument.
    pub item: usize,
    /// The words.
    pub text: FreeText,
}

/// All of a file.
#[derive(Clone, Debug)]
pub struct Responses {
    /// The accepted rows in the order of the file, routed.
    pub table: ResponseTable,
    /// What people wrote, in the order of the rows.
    pub texts: Vec<TextEntry>,
    /// The account of every row.
    pub report: IntakeReport,
}

impl Intake {
    /// An intake that guesses the mapping of each file.
    pub fn new(instrument: &Instrument) -> Self {
        Self {
            instrument: instrument.clone(),
            mapping: None,
            places: None,
            privacy: Privacy::default(),
            options: Options::default(),
        }
    }

    /// Takes columns as a mapping says.
    pub fn with_mapping(self, mapping: Mapping) -> Self {
        let mapping = Some(mapping);
        Self { mapping, ..self }
    }

    /// Tells rows apart by organisation in this way, whatever mapping and header say.
    pub fn places(self, places: Places) -> Self {
        let places = Some(places);
        Self { places, ..self }
    }

    /// Makes pseudonyms of the names of responses, budgets and households while reading: no table, report or batch has
    /// the names themselves. Cells are hashed without the blanks around them, and else as they stand.
    pub fn with_pseudonyms(mut self, key: PseudonymKey) -> Self {
        self.privacy.key = Some(key);
        self
    }

    /// Leaves out responses that were erased, by their ids as the file has them or by their pseudonyms.
    ///
    /// Their rows are refused as [`ReasonKind::Erased`](crate::ReasonKind::Erased): counted, so that accepted and refused
    /// are still all that was read, and never listed.
    pub fn without(mut self, erased: impl IntoIterator<Item = ResponseId>) -> Self {
        self.privacy.erased.extend(erased);
        self
    }

    /// Leaves out responses that may no longer be kept on `day`, by the column with their last day.
    ///
    /// Their rows are refused as [`ReasonKind::PastLastDay`](crate::ReasonKind::PastLastDay), counted and never listed.
    pub fn as_at(mut self, day: NaiveDate) -> Self {
        self.privacy.as_at = Some(day);
        self
    }

    /// Reads files in another way.
    pub fn with_options(self, options: Options) -> Self {
        Self { options, ..self }
    }

    /// Reads a whole file into one table.
    ///
    /// # Errors
    ///
    /// As [`Intake::fold`]; [`Error::Core`] where there are more organisations than a table holds.
    pub fn read(
        &self,
        reader: impl Read + Send,
        threads: NonZeroUsize,
    ) -> Result<Responses, Error> {
        let keep = |parts: &mut Vec<_>, batch: Batch<'_>| {
            parts.push((batch.order, batch.table.clone(), batch.texts.to_vec()));
        };
        let (parts, report) = self.fold(reader, threads, Vec::new, keep)?;
        let mut parts: Vec<_> = parts.into_iter().flatten().collect();
        parts.sort_by_key(|(order, ..)| *order);
        let mut table = ResponseTable::new(&self.instrument);
        let mut texts = Vec::new();
        for (_, part, words) in parts {
            let before = table.len();
            texts.extend(words.into_iter().map(|text| TextEntry {
                row: text.row + before,
                ..text
            }));
            table.append(&part)?;
        }
        Ok(Responses {
            table,
            texts,
            report,
        })
    }

    /// Reads a file batch by batch on some threads and folds the batches of each thread into what `start` gives.
    ///
    /// Which thread sees which batch is left open; what is folded should not depend on it. The report does not. One
    /// thread starts no other.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] where the file cannot be read to its end; [`Error::NoHeader`], [`Error::LongHeader`] and
    /// [`Error::Utf16`] where it is no such file; the errors of a mapping that does not fit header or instrument;
    /// [`Error::NoColumn`] where somebody is to be left out and no column says whom.
    pub fn fold<T: Send>(
        &self,
        reader: impl Read + Send,
        threads: NonZeroUsize,
        start: impl Fn() -> T + Sync,
        each: impl Fn(&mut T, Batch<'_>) + Sync,
    ) -> Result<(Vec<T>, IntakeReport), Error> {
        let (mut source, head) = Source::open(reader, self.options.delimiter, self.options.block)?;
        let plan = Plan::new(
            &self.instrument,
            self.mapping.as_ref(),
            self.places.as_ref(),
            &self.privacy,
            &head,
        )?;
        if !plan.has_ids {
            source.count_records();
        }
        let work = Work {
            plan: &plan,
            source: Mutex::new(source),
            turns: Turns::new(Ledger::new(&plan, self.options.listed_refusals)),
            list_is_full: AtomicBool::new(self.options.listed_refusals == 0),
        };
        let parts = on(threads, &|| {
            let mut state = start();
            let set_aside = work.run(|batch| each(&mut state, batch))?;
            Ok((state, set_aside))
        })?;
        let mut set_aside = BTreeMap::new();
        let mut states = Vec::new();
        for (state, of_part) in parts {
            states.push(state);
            for (item, answers) in of_part {
                *set_aside.entry(item).or_default() += answers;
            }
        }
        let source = work.source.into_inner();
        let account = Account {
            ledger: work.turns.into_shared(),
            set_aside,
            sample: source.unwrap_or_else(PoisonError::into_inner).sample,
        };
        Ok((states, IntakeReport::new(&plan, &head, account)))
    }
}

#[cfg(test)]
mod people;
#[cfg(test)]
mod speed;
#[cfg(test)]
mod tests;
