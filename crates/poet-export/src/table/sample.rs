//! How many forms to send, one row a stratum.

use std::io::Write;

use poet_benchmark::plan::OrganisationPlan;
use poet_core::{Directory, StratumId};

use super::{Cell, Spreadsheet};
use crate::Error;

/// How many forms each organisation sends into each of its strata, as CSV.
///
/// The answers that are needed, those to expect and their margin are of the whole organisation, the forms of the stratum.
///
/// # Units
///
/// People and forms are counts; the margin is a fraction of one.
///
/// # Examples
///
/// ```
/// use poet_benchmark::plan::SampleSize;
/// use poet_core::{Directory, Frame, FrameCount, Sampling};
/// use poet_export::SampleTable;
///
/// let mut frame = Frame::new("ascs-core@2020-21".parse()?, Sampling::Random);
/// frame.add(&"north".parse()?, None, FrameCount::of(1_000))?;
/// let plans = SampleSize::new(0.05)?.by_organisation(&frame, 0.4)?;
/// let (mut csv, directory) = (Vec::new(), Directory::default());
/// SampleTable::new(&plans, &directory).write_csv(&mut csv)?;
/// assert!(String::from_utf8(csv)?.contains("\nnorth,north,1000,278,278,0.04996"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SampleTable<'a> {
    plans: &'a [OrganisationPlan],
    directory: &'a Directory,
    spreadsheet: Spreadsheet,
}

const COLUMNS: [&str; 9] = [
    "organisation",
    "organisation_name",
    "eligible",
    "answers_needed",
    "answers_expected",
    "margin",
    "stratum",
    "stratum_eligible",
    "forms",
];

impl<'a> SampleTable<'a> {
    /// Takes plans and what organisations are called.
    pub fn new(plans: &'a [OrganisationPlan], directory: &'a Directory) -> Self {
        Self {
            plans,
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

    /// Writes one row for each stratum of each organisation.
    ///
    /// # Errors
    ///
    /// [`Error::Csv`] or [`Error::Write`] where the writer fails.
    pub fn write_csv(&self, writer: impl Write) -> Result<(), Error> {
        let mut csv = csv::Writer::from_writer(writer);
        csv.write_record(COLUMNS)?;
        for plan in self.plans {
            for stratum in &plan.strata {
                let id = &plan.organisation;
                let cells: [Cell<'_>; 9] = [
                    id.as_str().into(),
                    self.directory.name(id).into(),
                    plan.eligible.into(),
                    plan.sending.answers.into(),
                    plan.sending.returned.into(),
                    plan.sending.margin.ok().into(),
                    stratum.stratum.as_ref().map(StratumId::as_str).into(),
                    stratum.eligible.into(),
                    stratum.forms.into(),
                ];
                csv.write_record(cells.map(|cell| cell.text(self.spreadsheet).into_owned()))?;
            }
        }
        csv.flush()?;
        Ok(())
    }
}
