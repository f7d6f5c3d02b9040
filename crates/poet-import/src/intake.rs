//! Survey files read row by row.

use std::collections::BTreeMap;
use std::io::Read;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use poet_core::{FreeText, Instrument, ResponseTable};

use crate::ledger::Ledger;
use crate::plan::Plan;
use crate::reader::{Fate, Reader};
use crate::source::{Block, Source};
use crate::turns::Turns;
use crate::{Delimiter, Error, IntakeReport, Mapping, Places};

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
    options: Options,
}

/// How a file is read.
#[derive(Clone, Debug)]
pub struct Options {
    delimiter: Option<Delimiter>,
    listed_refusals: usize,
    block: usize,
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

impl Default for Options {
    fn default() -> Self {
        Self {
            delimiter: None,
            listed_refusals: 1000,
            block: 1 << 20,
        }
    }
}

impl Options {
    /// What stands between fields. By default what Excel's line `sep=;` above the header says; without it, what divides
    /// header and first row into the same number of fields; failing that, what stands most often in the header.
    pub fn delimiter(self, delimiter: Delimiter) -> Self {
        let delimiter = Some(delimiter);
        Self { delimiter, ..self }
    }

    /// How many refusals are listed with their reasons, by default 1000; the others are counted.
    pub fn listed_refusals(self, listed_refusals: usize) -> Self {
        Self {
            listed_refusals,
            ..self
        }
    }
}

impl Intake {
    /// An intake that guesses the mapping of each file.
    pub fn new(instrument: &Instrument) -> Self {
        Self {
            instrument: instrument.clone(),
            mapping: None,
            places: None,
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
    /// [`Error::Utf16`] where it is no such file; the errors of a mapping that does not fit header or instrument.
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
        let ledger = work.turns.into_shared();
        Ok((states, IntakeReport::new(&plan, &head, ledger, set_aside)))
    }
}

/// What the threads share.
struct Work<'p, R> {
    plan: &'p Plan,
    source: Mutex<Source<R>>,
    turns: Turns<Ledger<'p>>,
    list_is_full: AtomicBool,
}

/// Answers set aside by the position of their item.
type AnswersAside = BTreeMap<usize, u64>;

impl<R: Read + Send> Work<'_, R> {
    /// Reads blocks until there are no more, or until another thread stops.
    fn run(&self, mut each: impl FnMut(Batch<'_>)) -> Result<AnswersAside, Error> {
        let worker = self.turns.worker();
        let mut reader = Reader::new(self.plan);
        let mut block = Block::default();
        let mut set_aside = AnswersAside::new();
        while self.next(&mut block)? {
            reader.read(&mut block, !self.list_is_full.load(Ordering::Relaxed))?;
            let mut fates = vec![Fate::Kept; reader.table.len()];
            reader.refuse_unanswered(&mut fates);
            let entered = worker.take(block.index, |ledger| {
                let entered = ledger.enter(&mut reader, &mut fates);
                self.list_is_full.store(ledger.is_full(), Ordering::Relaxed);
                entered
            });
            let Some(entered) = entered else { break };
            entered?;
            reader.retain(&fates);
            count_set_aside(&reader.table, &mut set_aside);
            if !reader.table.is_empty() {
                each(Batch {
                    order: block.index,
                    table: &reader.table,
                    texts: &reader.texts,
                });
            }
        }
        worker.finish();
        Ok(set_aside)
    }

    fn next(&self, block: &mut Block) -> Result<bool, Error> {
        self.source
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .next(block)
    }
}

/// Runs `part` on each thread; here if it is one.
fn on<T: Send>(
    threads: NonZeroUsize,
    part: &(impl Fn() -> Result<T, Error> + Sync),
) -> Result<Vec<T>, Error> {
    if threads == NonZeroUsize::MIN {
        return Ok(vec![part()?]);
    }
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..threads.get()).map(|_| scope.spawn(part)).collect();
        let join = |handle: std::thread::ScopedJoinHandle<'_, _>| {
            handle
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        // Every thread is waited for before the first error is told.
        let parts: Vec<_> = handles.into_iter().map(join).collect();
        parts.into_iter().collect()
    })
}

/// Counts answers set aside by item; the options of one tick-all item are one answer.
fn count_set_aside(table: &ResponseTable, count: &mut AnswersAside) {
    let columns = table.instrument().columns();
    let mut before = None;
    for aside in table.set_aside() {
        let here = (aside.row, columns[aside.column].item());
        if before != Some(here) {
            *count.entry(here.1).or_default() += 1;
        }
        before = Some(here);
    }
}

#[cfg(test)]
mod speed;
#[cfg(test)]
mod tests;
