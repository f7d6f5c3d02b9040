//! Instruments, surveys and tables from files.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::thread::available_parallelism;

use poet::benchmark::drivers::{DriverCounts, DriverPlan, Drivers};
use poet::benchmark::estimate::Confidence;
use poet::benchmark::weights::CrossTally;
use poet::domain::{Circumstance, ItemId, Margins, Stratification};
use poet::import::{Batch, Error, Intake, IntakeReport, Mapping, Places, Responses};
use poet::{Instrument, Tally};

use crate::args::SurveyFile;
use crate::failure::Failure;
use crate::files::Input;
use crate::progress::Watched;

pub(crate) use against::{Held, norm_set, standards};
pub(crate) use instrument::{instrument, language, read_instrument, worded};
pub(crate) use people::day;
pub(crate) use rounds::{Fieldwork, wave, waves};
pub(crate) use subject::{Subject, directory};

use counted::Counted;
use instrument::answered;
use people::with_people;

mod against;
mod counted;
mod instrument;
mod people;
mod rounds;
mod subject;

/// Most threads where nothing is said; reading is bound by memory past that.
const MOST_THREADS: usize = 8;

/// A survey file with everything that it takes to read it.
pub(crate) struct Survey {
    pub(crate) instrument: Instrument,
    pub(crate) file: Input,
    intake: Intake,
    threads: NonZeroUsize,
}

impl Survey {
    pub(crate) fn new(args: &SurveyFile) -> Result<Self, Failure> {
        let instrument = answered(args)?;
        let Some(file) = &args.file else {
            let next = "name a survey file, or `-` for standard input";
            return Err(Failure::call("no survey file").next(next));
        };
        let mut intake = Intake::new(&instrument);
        if let Some(path) = &args.mapping {
            let file = Input(path.clone());
            let mapping =
                Mapping::from_toml(&file.read()?).map_err(|error| file.failure(&error))?;
            intake = intake.with_mapping(mapping);
        }
        if let Some(places) = places(args)? {
            intake = intake.places(places);
        }
        intake = with_people(intake, &args.people)?;
        let processors = available_parallelism().map_or(1, NonZeroUsize::get);
        let few = NonZeroUsize::new(processors.min(MOST_THREADS)).unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            instrument,
            file: Input(file.clone()),
            intake,
            threads: args.threads.unwrap_or(few),
        })
    }

    /// Reads the whole file into one table.
    pub(crate) fn read(&self) -> Result<Responses, Failure> {
        let reader = Watched::new(self.file.open()?, self.file.len());
        let responses = self.intake.read(reader, self.threads);
        let responses = responses.map_err(|error| self.failure(&error))?;
        warn(&self.file, responses.report.read, responses.report.faulty());
        Ok(responses)
    }

    /// Reads the file on its threads and folds its batches.
    pub(crate) fn fold<T: Send>(
        &self,
        start: impl Fn() -> T + Sync,
        each: impl Fn(&mut T, Batch<'_>) + Sync,
    ) -> Result<(Vec<T>, IntakeReport), Failure> {
        self.fold_on(self.threads, start, each)
    }

    /// Reads the file in its order and hands each batch on.
    pub(crate) fn each<T: Send>(
        &self,
        state: T,
        each: impl Fn(&mut T, Batch<'_>) + Sync,
    ) -> Result<(T, IntakeReport), Failure> {
        let state = Mutex::new(state);
        let hand = |(): &mut (), batch: Batch<'_>| {
            if let Ok(mut state) = state.lock() {
                each(&mut state, batch);
            }
        };
        let (_, report) = self.fold_on(NonZeroUsize::MIN, || (), hand)?;
        let state = state
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Ok((state, report))
    }

    fn fold_on<T: Send>(
        &self,
        threads: NonZeroUsize,
        start: impl Fn() -> T + Sync,
        each: impl Fn(&mut T, Batch<'_>) + Sync,
    ) -> Result<(Vec<T>, IntakeReport), Failure> {
        let reader = Watched::new(self.file.open()?, self.file.len());
        let folded = self.intake.fold(reader, threads, start, each);
        folded.map_err(|error| self.failure(&error))
    }

    /// Everybody in the file, counted, with a word about refused rows.
    pub(crate) fn counted(&self) -> Result<Tally, Failure> {
        let (counted, report) = self.tally(None, None)?;
        warn(&self.file, report.read, report.refused);
        Ok(counted.tally)
    }

    /// A word about refused rows, where there are any.
    pub(crate) fn warn(&self, report: &IntakeReport) {
        warn(&self.file, report.read, report.faulty());
    }

    /// Everybody in the file, counted by place, and by the kinds that margins tell apart.
    fn counted_by(&self, margins: &Margins) -> Result<(Tally, CrossTally, IntakeReport), Failure> {
        let start = || Ok((Tally::new(&self.instrument)?, CrossTally::new(margins)?));
        let (parts, report) = self.fold(start, |counted, batch| {
            if let Ok((tally, kinds)) = counted
                && let Err(error) = tally
                    .add_table(batch.table)
                    .and_then(|()| kinds.add_table(batch.table))
            {
                *counted = Err(error);
            }
        })?;
        let (mut tally, mut kinds) = start().map_err(Failure::call)?;
        for part in parts {
            let (more, of_kinds) = part.map_err(Failure::call)?;
            tally.merge(&more).map_err(Failure::call)?;
            kinds.merge(&of_kinds).map_err(Failure::call)?;
        }
        Ok((tally, kinds, report))
    }

    /// What everybody in the file answered of a plan, counted on its threads.
    pub(crate) fn driver_counts(&self, plan: &DriverPlan) -> Result<DriverCounts, Failure> {
        let (parts, report) = self.fold(
            || DriverCounts::new(plan),
            |counts, batch| {
                if let Ok(counted) = counts
                    && let Err(error) = counted.add_table(batch.table)
                {
                    *counts = Err(error);
                }
            },
        )?;
        let mut whole = DriverCounts::new(plan).map_err(Failure::call)?;
        for part in parts {
            let part = part.map_err(Failure::call)?;
            whole.merge(&part).map_err(Failure::call)?;
        }
        warn(&self.file, report.read, report.refused);
        Ok(whole)
    }

    /// Which conditions go with which outcomes, allowing for some items, over everybody in the file.
    pub(crate) fn drivers(&self, plan: &DriverPlan) -> Result<Drivers, Failure> {
        let counts = self.driver_counts(plan)?;
        Drivers::new(&counts, Confidence::P95, self.threads).map_err(Failure::call)
    }

    fn failure(&self, error: &Error) -> Failure {
        self.file.failure(error).next(next(error))
    }

    /// Everybody in the file, counted by place or by how they answered, and once more in the strata of their answers.
    fn tally(
        &self,
        split_by: Option<Circumstance>,
        strata: Option<&Stratification>,
    ) -> Result<(Counted, IntakeReport), Failure> {
        let start = || Counted::new(&self.instrument, strata.is_some());
        let (parts, report) = self.fold(start, |counted, batch| {
            let split = split_by.map(|by| batch.table.split_by(by));
            let table = split.as_ref().unwrap_or(batch.table);
            if let Ok(so_far) = counted
                && let Err(error) = so_far.add(table, strata)
            {
                *counted = Err(error);
            }
        })?;
        let mut whole = Counted::new(&self.instrument, strata.is_some())?;
        for part in parts {
            whole.merge(&part?)?;
        }
        Ok((whole, report))
    }
}

/// Names of items from the command line.
pub(crate) fn items(names: &[String]) -> Result<Vec<ItemId>, Failure> {
    let items = names.iter().map(|name| name.trim().parse());
    items.collect::<Result<_, _>>().map_err(Failure::call)
}

fn places(args: &SurveyFile) -> Result<Option<Places>, Failure> {
    let one = args.one_organisation.as_ref().map(|name| name.parse());
    let one = one.transpose().map_err(Failure::call)?.map(Places::One);
    Ok(args.by.clone().map(Places::Column).or(one))
}

/// What to do next about a file that cannot be read.
fn next(error: &Error) -> &'static str {
    match error {
        Error::NoColumn { .. } => {
            "`--by COLUMN` names the column that tells organisations apart, `--one-organisation NAME` says that there is one"
        }
        _ => {
            "`poet check FILE --save-mapping MAPPING.toml` writes a mapping to edit and give to --mapping"
        }
    }
}

fn warn(file: &Input, read: u64, refused: u64) {
    if refused > 0 {
        eprintln!(
            "poet: {file}: {refused} of {read} rows were refused; `poet check` says which and why"
        );
    }
}
