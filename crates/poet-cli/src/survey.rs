//! Instruments, surveys and tables from files.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Mutex;
use std::thread::available_parallelism;

use poet::domain::{
    self, Circumstance, Directory, InstrumentKey, Language, PseudonymKey, ResponseId,
};
use poet::import::{
    Batch, Intake, IntakeReport, Mapping, Published, PublishedIntake, Responses, read_directory,
};
use poet::{Catalogue, Instrument, Tally};

use crate::args::{Compared, People, SurveyFile};
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

    fn failure(&self, error: &poet::import::Error) -> Failure {
        let next = "`poet check FILE --save-mapping MAPPING.toml` writes a mapping to edit and give to --mapping";
        self.file.failure(error).next(next)
    }

    /// Everybody in the file, counted by place or by how they answered.
    fn tally(&self, split_by: Option<Circumstance>) -> Result<(Tally, IntakeReport), Failure> {
        let start = || Tally::new(&self.instrument);
        let (parts, report) = self.fold(start, |tally, batch| {
            let split = split_by.map(|by| batch.table.split_by(by));
            if let Ok(counted) = tally
                && let Err(error) = counted.add_table(split.as_ref().unwrap_or(batch.table))
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

/// Pseudonyms, and who is left out.
fn with_people(mut intake: Intake, args: &People) -> Result<Intake, Failure> {
    if let Some(path) = &args.pseudonym_key {
        let file = Input(path.clone());
        let bytes = file.bytes()?;
        let key = PseudonymKey::new(bytes.trim_ascii_end()).map_err(|error| {
            let next =
                "`openssl rand -hex 32` makes one; keep it where nobody finds it beside the data";
            file.failure(&error).next(next)
        })?;
        intake = intake.with_pseudonyms(key);
    }
    if let Some(path) = &args.erased {
        let file = Input(path.clone());
        let text = file.read()?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let ids: Result<Vec<ResponseId>, _> = lines.map(str::parse).collect();
        intake = intake.without(ids.map_err(|error| file.failure(&error))?);
    }
    if let Some(day) = &args.as_at {
        let wrong = |_| Failure::call("--as-at: no day, wants one such as 2026-01-31");
        intake = intake.as_at(day.parse().map_err(wrong)?);
    }
    Ok(intake)
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
            let (tally, report) = survey.tally(args.split_by.map(Circumstance::from))?;
            warn(&survey.file, report.read, report.faulty());
            (tally, Directory::default())
        };
        if let Some(path) = &args.organisations {
            let file = Input(path.clone());
            let named = read_directory(file.open()?).map_err(|error| file.failure(&error))?;
            directory = directory.iter().chain(named.iter()).cloned().collect();
        }
        Ok(Self { tally, directory })
    }
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
