//! Instruments, surveys and tables from files.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;
use std::thread::available_parallelism;

use poet::domain::{self, Directory, InstrumentKey, Language};
use poet::import::{
    Batch, Intake, IntakeReport, Mapping, Published, PublishedIntake, read_directory,
};
use poet::{Catalogue, Instrument, Tally};

use crate::args::{Compared, SurveyFile};
use crate::failure::Failure;
use crate::files::Input;
use crate::progress::Watched;

/// Most threads where nothing is said; reading is bound by memory past that.
const MOST_THREADS: usize = 8;

/// An instrument of the catalogue, or of a file.
pub(crate) fn instrument(named: &str) -> Result<Instrument, Failure> {
    let file = Input(named.into());
    if named != "-" && !Path::new(named).is_file() {
        let known = |error| {
            Failure::call(error)
                .next("`poet instrument list` lists the catalogue; a file of your own works too")
        };
        let key: InstrumentKey = named.parse().map_err(known)?;
        return Catalogue::builtin().get(&key).cloned().map_err(known);
    }
    read_instrument(&file)?.map_err(|error| {
        file.failure(&error)
            .next("`poet instrument check FILE` lists the problems")
    })
}

/// Reads an instrument of a file: JSON where it begins with a brace, TOML otherwise.
pub(crate) fn read_instrument(file: &Input) -> Result<Result<Instrument, domain::Error>, Failure> {
    let text = file.read()?;
    Ok(match text.trim_start().starts_with('{') {
        true => Instrument::from_json(&text),
        false => Instrument::from_toml(&text),
    })
}

pub(crate) fn language(tag: &str) -> Result<Language, Failure> {
    tag.parse()
        .map_err(|error| Failure::call(format!("--language: {error}")))
}

/// A survey file with everything that it takes to read it.
pub(crate) struct Survey {
    pub(crate) instrument: Instrument,
    pub(crate) file: Input,
    intake: Intake,
    threads: NonZeroUsize,
}

impl Survey {
    pub(crate) fn new(args: &SurveyFile) -> Result<Self, Failure> {
        let instrument = instrument(&args.instrument)?;
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
        let processors = available_parallelism().map_or(1, NonZeroUsize::get);
        let few = NonZeroUsize::new(processors.min(MOST_THREADS)).unwrap_or(NonZeroUsize::MIN);
        Ok(Self {
            instrument,
            file: Input(file.clone()),
            intake,
            threads: args.threads.unwrap_or(few),
        })
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
        self.intake.fold(reader, threads, start, each).map_err(|error| {
            let next = "`poet check FILE --save-mapping MAPPING.toml` writes a mapping to edit and give to --mapping";
            self.file.failure(&error).next(next)
        })
    }

    /// Everybody in the file, counted.
    fn tally(&self) -> Result<(Tally, IntakeReport), Failure> {
        let start = || Tally::new(&self.instrument);
        let (parts, report) = self.fold(start, |tally, batch| {
            if let Ok(counted) = tally
                && let Err(error) = counted.add_table(batch.table)
            {
                *tally = Err(error);
            }
        })?;
        let mut whole = Tally::new(&self.instrument).map_err(Failure::call)?;
        for part in parts {
            let part = part.map_err(Failure::call)?;
            whole.merge(&part).map_err(Failure::call)?;
        }
        Ok((whole, report))
    }
}

/// What is compared, and what organisations are called.
pub(crate) struct Subject {
    pub(crate) tally: Tally,
    pub(crate) directory: Directory,
}

impl Subject {
    pub(crate) fn new(args: &Compared) -> Result<Self, Failure> {
        let (tally, mut directory) = if let Some(table) = &args.table {
            let published = published(&Input(table.clone()), &args.survey)?;
            let tally = Tally::from_published(&published.table).map_err(Failure::call)?;
            (tally, published.table.directory())
        } else {
            let survey = Survey::new(&args.survey)?;
            let (tally, report) = survey.tally()?;
            warn(&survey.file, report.read, report.refused);
            (tally, Directory::default())
        };
        let named = self::directory(args.organisations.as_deref())?;
        directory = directory.iter().chain(named.iter()).cloned().collect();
        Ok(Self { tally, directory })
    }
}

/// Names of organisations from a file, where one is given.
pub(crate) fn directory(path: Option<&Path>) -> Result<Directory, Failure> {
    let Some(path) = path else {
        return Ok(Directory::default());
    };
    let file = Input(path.to_owned());
    read_directory(file.open()?).map_err(|error| file.failure(&error))
}

fn published(file: &Input, args: &SurveyFile) -> Result<Published, Failure> {
    let instrument = instrument(&args.instrument)?;
    let intake = PublishedIntake::new(&instrument);
    let published = intake
        .read(file.open()?)
        .map_err(|error| file.failure(&error))?;
    warn(file, published.report.read, published.report.refused);
    Ok(published)
}

fn warn(file: &Input, read: u64, refused: u64) {
    if refused > 0 {
        eprintln!(
            "poet: {file}: {refused} of {read} rows were refused; `poet check` says which and why"
        );
    }
}
