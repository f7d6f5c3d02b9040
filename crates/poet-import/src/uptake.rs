//! Counts of people with a personal budget.

use std::collections::BTreeMap;
use std::io::Read;

use poet_core::OrganisationId;
use poet_core::uptake::{Group, Uptake};

use crate::refusal::{Reason, ReasonKind, Refusal};
use crate::source::{before_header, words};
use crate::{Delimiter, Error};
use columns::Columns;

mod columns;
mod group;

/// Counts read from a file, and the rows that were not taken: accepted and refused are read.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct UptakeIntake {
    /// Counts of one group of one organisation each, in the order of the file.
    pub accepted: Vec<UptakeRow>,
    /// Rows that were not taken, with every reason.
    pub refused: Vec<Refusal>,
}

/// Counts of one group of one organisation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UptakeRow {
    /// Number of the row; the header is row 1, blank lines are no rows.
    pub row: u64,
    /// The organisation.
    pub organisation: OrganisationId,
    /// The people counted.
    pub group: Group,
    /// The counts.
    pub uptake: Uptake,
}

impl UptakeIntake {
    /// Reads a CSV with a header: `organisation`, `eligible`, `holders`, and where they are known `age_group`,
    /// `need_group` and `direct_payments`.
    ///
    /// Columns stand in any order, others are passed over; commas, semicolons or tabs, UTF-8 or Windows-1252. A group left
    /// blank or called `all` is not divided. Rows of one organisation count different people: a row is refused if an
    /// earlier one may have counted some of its people, such as a total beside its parts.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] where the reader fails, [`Error::NoHeader`] where the file is empty, [`Error::WantsColumn`] where
    /// a column is missing.
    ///
    /// # Examples
    ///
    /// ```
    /// use poet_import::UptakeIntake;
    ///
    /// let file = "organisation,age group,eligible,holders,direct payments\n\
    ///             E08000035,18 to 64,\"4,100\",3690,1240\n\
    ///             E08000035,65+,5200,4680,610\n\
    ///             E08000035,all,9300,8370,1850\n";
    /// let intake = UptakeIntake::read(file.as_bytes())?;
    /// assert_eq!((intake.accepted.len(), intake.refused.len()), (2, 1));
    /// assert_eq!(intake.accepted[0].uptake.eligible(), 4100);
    /// assert_eq!(intake.refused[0].to_string(), "row 4: an earlier row counts some of these people, first in row 2");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(mut reader: impl Read) -> Result<Self, Error> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        let text = words(&bytes);
        let (declared, text) = before_header(text.as_bytes());
        let delimiter = declared.unwrap_or_else(|| Delimiter::of_opening(text));
        let mut rows = csv::ReaderBuilder::new()
            .delimiter(delimiter.byte())
            .trim(csv::Trim::All)
            .flexible(true)
            .from_reader(text);
        let header = rows.headers().map_err(|_| Error::NoHeader)?;
        if header.is_empty() {
            return Err(Error::NoHeader);
        }
        let columns = Columns::of(header)?;
        let mut ledger = Ledger::default();
        for (row, record) in (2..).zip(rows.records()) {
            // The text is UTF-8 and in memory, and rows may be of any length: nothing is left to fail.
            let record = record.map_err(|_| Error::NoHeader)?;
            ledger.enter(row, columns.read(&record));
        }
        Ok(ledger.intake)
    }

    /// Rows read.
    pub fn read_rows(&self) -> usize {
        self.accepted.len() + self.refused.len()
    }
}

/// What was read, and which rows counted which people.
#[derive(Default)]
struct Ledger {
    intake: UptakeIntake,
    counted: BTreeMap<OrganisationId, Vec<(Group, u64)>>,
}

impl Ledger {
    fn enter(&mut self, row: u64, found: Result<(OrganisationId, Group, Uptake), Vec<Reason>>) {
        match found.and_then(|found| self.once(row, found)) {
            Ok(accepted) => self.intake.accepted.push(accepted),
            Err(reasons) => self.intake.refused.push(Refusal { row, reasons }),
        }
    }

    /// The row, unless an earlier one may have counted some of its people.
    fn once(
        &mut self,
        row: u64,
        (organisation, group, uptake): (OrganisationId, Group, Uptake),
    ) -> Result<UptakeRow, Vec<Reason>> {
        let counted = self.counted.entry(organisation.clone()).or_default();
        if let Some(&(_, first)) = counted.iter().find(|(other, _)| group.overlaps(*other)) {
            return Err(vec![Reason {
                first_row: Some(first),
                ..Reason::of(None, ReasonKind::CountedBefore)
            }]);
        }
        counted.push((group, row));
        Ok(UptakeRow {
            row,
            organisation,
            group,
            uptake,
        })
    }
}

#[cfg(test)]
mod tests;
