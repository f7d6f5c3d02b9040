//! Tables of released figures for analysts and machines.

use std::io::Write;

use poet_benchmark::release::{Benchmark, Released};
use poet_core::{Directory, Instrument, Language};

use crate::Error;
use crate::labelled::Labelled;

pub use changes::ChangeTables;
pub use drivers::DriverTable;
pub use money::MoneyTable;
pub use sample::SampleTable;
pub use spreadsheet::Spreadsheet;
pub use subgroups::SubgroupTable;

use beside::Beside;
use cell::Cell;

pub(crate) use changes::check as check_changes;

mod answers;
mod beside;
mod cell;
mod changes;
mod comparisons;
mod drivers;
mod json;
mod measures;
mod money;
mod places;
mod sample;
mod spreadsheet;
mod subgroups;
mod variation;

/// Released figures as CSV and JSON.
///
/// The CSV files are tidy: UTF-8 without a byte order mark, line feeds, one header row, one kind of thing a column. A
/// figure that is not shown leaves its number empty, and the status beside it says why: `shown`, `withheld`,
/// `outside_base`, `no_share` (a way of not answering), or the reason of an [`Absent`](poet_benchmark::Absent) figure
/// such as `no_answers` or `not_published`. The shorthand of official tables (`[c]`, `[w]`, `[x]`, `[z]`) stands in columns of its own.
/// Everybody together has the extent `everyone` and no organisation. Figures weighted to the population stand behind the
/// plain ones; without a frame their status is `no_frame`.
///
/// # Units
///
/// People are counts; shares, differences, interval ends and p values are fractions of one.
///
/// # Examples
///
/// ```
/// use poet_benchmark::{Findings, Settings, release::Policy, tally::Tally};
/// use poet_core::{Answer, Catalogue, Directory, Response};
/// use poet_export::Tables;
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let mut tally = Tally::new(instrument)?;
/// for at in 0..40 {
///     let place = if at % 2 == 0 { "north" } else { "south" };
///     let response = Response::new(format!("r-{at}").parse()?, place.parse()?);
///     tally.add(&response.with("dignity".parse()?, Answer::Choice("1".parse()?)))?;
/// }
/// let released = Policy::ascs().apply(&Findings::new(&tally, &Settings::default()));
/// let directory = Directory::default();
/// let mut csv = Vec::new();
/// Tables::new(&released, instrument, &directory)?.write_comparisons(&mut csv)?;
/// assert!(String::from_utf8(csv)?.starts_with("instrument,extent,organisation,"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Tables<'a> {
    labelled: Labelled<'a>,
    spreadsheet: Spreadsheet,
    beside: Beside<'a>,
}

impl<'a> Tables<'a> {
    /// Version of the JSON form that wraps a benchmark with its labels.
    pub const FORMAT: u32 = json::FORMAT;

    /// Takes released figures and the instrument that they were worked out from.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures.
    pub fn new(
        released: &'a Released<Benchmark>,
        instrument: &'a Instrument,
        directory: &'a Directory,
    ) -> Result<Self, Error> {
        Ok(Self {
            labelled: Labelled::new(released, instrument, directory)?,
            spreadsheet: Spreadsheet::default(),
            beside: Beside::default(),
        })
    }

    /// Language of the labels; English where nothing is said.
    pub fn language(mut self, language: Language) -> Self {
        self.labelled.language = language;
        self
    }

    /// Whether words are written so that no spreadsheet takes them for a formula; exact where nothing is said.
    pub fn spreadsheet(self, spreadsheet: Spreadsheet) -> Self {
        Self {
            spreadsheet,
            ..self
        }
    }

    /// Writes one row for each organisation, item, option and answer; ways of not answering are answers here.
    ///
    /// In a tick-all item those who left all options open stand both under `not_ticked` and under `not_answered`: their
    /// base is everybody who was asked.
    ///
    /// # Errors
    ///
    /// [`Error::Csv`] or [`Error::Write`] where the writer fails.
    pub fn write_answers(&self, writer: impl Write) -> Result<(), Error> {
        let rows = answers::rows(&self.labelled);
        self.write(writer, &answers::COLUMNS, rows)
    }

    /// Writes one row for each organisation, item and option: the headline shares with their intervals, net balance,
    /// and the organisation against everybody else.
    ///
    /// # Errors
    ///
    /// As [`Tables::write_answers`].
    pub fn write_comparisons(&self, writer: impl Write) -> Result<(), Error> {
        let rows = comparisons::rows(&self.labelled);
        self.write(writer, &comparisons::COLUMNS, rows)
    }

    /// Writes one row for each organisation and measure.
    ///
    /// # Errors
    ///
    /// As [`Tables::write_answers`].
    pub fn write_measures(&self, writer: impl Write) -> Result<(), Error> {
        let rows = measures::rows(&self.labelled);
        self.write(writer, &measures::COLUMNS, rows)
    }

    /// Writes one row for each organisation and item with a good and a bad side: where the organisation stands in the
    /// funnel, its share drawn towards the mean, and its rank with an interval.
    ///
    /// # Errors
    ///
    /// As [`Tables::write_answers`].
    pub fn write_places(&self, writer: impl Write) -> Result<(), Error> {
        let rows = places::rows(&self.labelled);
        self.write(writer, &places::COLUMNS, rows)
    }

    /// Writes one row for each item with a good and a bad side: how much organisations vary on it.
    ///
    /// # Errors
    ///
    /// As [`Tables::write_answers`].
    pub fn write_variation(&self, writer: impl Write) -> Result<(), Error> {
        let rows = variation::rows(&self.labelled);
        self.write(writer, &variation::COLUMNS, rows)
    }

    /// Writes the whole released benchmark as indented JSON, with labels beside it.
    ///
    /// # Errors
    ///
    /// [`Error::Json`] or [`Error::Write`] where the writer fails.
    pub fn write_json(&self, writer: impl Write) -> Result<(), Error> {
        json::write(&self.labelled, self.beside, writer)
    }

    fn write<'r, const N: usize>(
        &self,
        writer: impl Write,
        columns: &[&str; N],
        rows: impl Iterator<Item = [Cell<'r>; N]>,
    ) -> Result<(), Error> {
        let mut csv = csv::Writer::from_writer(writer);
        csv.write_record(columns)?;
        for row in rows {
            csv.write_record(row.map(|cell| cell.text(self.spreadsheet).into_owned()))?;
        }
        csv.flush()?;
        Ok(())
    }
}
