//! What budgets are worth, one row an organisation.

use std::io::Write;

use poet_benchmark::release::{BudgetMoney, MoneyCell, Released};
use poet_core::{Directory, OrganisationId};

use super::{Cell, Spreadsheet};
use crate::Error;

/// Released sums of money as CSV and JSON.
///
/// Tidy CSV as [`Tables`](super::Tables) writes it: a figure that is not shown leaves its number empty, and the status beside
/// it says why.
///
/// # Units
///
/// Means are pounds a year of 52 weeks, with two decimals; ratios are numbers with two decimals.
///
/// # Examples
///
/// ```
/// use poet_benchmark::{budgets::BudgetTally, release::Policy};
/// use poet_core::Directory;
/// use poet_export::MoneyTable;
///
/// let released = Policy::internal().apply_money(&BudgetTally::new()?);
/// let directory = Directory::default();
/// let mut csv = Vec::new();
/// MoneyTable::new(&released, &directory).write_csv(&mut csv)?;
/// assert!(String::from_utf8(csv)?.ends_with("everyone,,,,withheld,[c],,withheld,[c]\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MoneyTable<'a> {
    released: &'a Released<BudgetMoney>,
    directory: &'a Directory,
    spreadsheet: Spreadsheet,
}

const COLUMNS: [&str; 9] = [
    "extent",
    "organisation",
    "organisation_name",
    "mean_agreed",
    "mean_agreed_status",
    "mean_agreed_mark",
    "indicative_to_agreed",
    "indicative_to_agreed_status",
    "indicative_to_agreed_mark",
];

impl<'a> MoneyTable<'a> {
    /// Takes released sums and what organisations are called.
    pub fn new(released: &'a Released<BudgetMoney>, directory: &'a Directory) -> Self {
        Self {
            released,
            directory,
            spreadsheet: Spreadsheet::default(),
        }
    }

    /// Whether words are written so that no spreadsheet takes them for a formula; exact where nothing is said.
    pub fn spreadsheet(self, spreadsheet: Spreadsheet) -> Self {
        Self {
            spreadsheet,
            ..self
        }
    }

    /// Writes one row for each organisation, everybody together last.
    ///
    /// # Errors
    ///
    /// [`Error::Csv`] or [`Error::Write`] where the writer fails.
    pub fn write_csv(&self, writer: impl Write) -> Result<(), Error> {
        let mut csv = csv::Writer::from_writer(writer);
        csv.write_record(COLUMNS)?;
        let places = self.released.places.iter();
        let places = places.map(|place| (Some(&place.id), &place.money));
        for (place, money) in places.chain([(None, &self.released.all)]) {
            let row = self.row(place, money);
            csv.write_record(row.map(|cell| cell.text(self.spreadsheet).into_owned()))?;
        }
        csv.flush()?;
        Ok(())
    }

    /// Writes everything that is released as indented JSON.
    ///
    /// # Errors
    ///
    /// [`Error::Json`] or [`Error::Write`] where the writer fails.
    pub fn write_json(&self, mut writer: impl Write) -> Result<(), Error> {
        let json = serde_json::to_vec_pretty(self.released)?;
        writer.write_all(&json)?;
        writer.write_all(b"\n")?;
        writer.flush()?;
        Ok(())
    }

    fn row(
        &self,
        place: Option<&'a OrganisationId>,
        money: &MoneyCell,
    ) -> [Cell<'a>; COLUMNS.len()] {
        let [extent, id, name] = match place {
            Some(id) => [
                "organisation".into(),
                id.as_str().into(),
                self.directory.name(id).into(),
            ],
            None => ["everyone".into(), Cell::Empty, Cell::Empty],
        };
        let (mean, ratio) = (&money.mean_agreed, &money.indicative_to_agreed);
        [
            extent,
            id,
            name,
            Cell::of(mean, |mean| mean.to_string().into()),
            Cell::status(mean),
            Cell::mark(mean),
            Cell::of(ratio, |ratio| ratio.to_string().into()),
            Cell::status(ratio),
            Cell::mark(ratio),
        ]
    }
}
