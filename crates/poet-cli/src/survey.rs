//! Instruments, surveys and tables from files.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread::available_parallelism;

use poet::domain::{
    self, Circumstance, Directory, Frame, InstrumentKey, Language, Parts, Pool, PseudonymKey,
    ResponseId, Wording, WordingReport,
};
use poet::import::{
    Batch, Error, Intake, IntakeReport, Mapping, Places, Published, PublishedIntake, Responses,
    read_directory, read_frame,
};
use poet::{Catalogue, Findings, Instrument, Settings, Tally};

use crate::args::{Compared, People, SplitBy, SurveyFile};
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

/// Reads an instrument of a file: JSON where it begins with a brace, TOML otherwise. Shared documents that it includes
/// come from `NAME.toml` beside it, else from those that come with the command.
pub(crate) fn read_instrument(file: &Input) -> Result<Result<Instrument, domain::Error>, Failure> {
    let text = file.read()?;
    let parts = parts_beside(file, &text)?;
    Ok(match text.trim_start().starts_with('{') {
        true => Instrument::from_json_with(&text, &parts),
        false => Instrument::from_toml_with(&text, &parts),
    })
}

fn parts_beside(file: &Input, text: &str) -> Result<Parts, Failure> {
    let mut parts = Parts::builtin().clone();
    for name in Parts::included_by(text) {
        let beside = Input(file.0.with_file_name(format!("{name}.toml")));
        if beside.0.is_file() {
            let text = beside.read()?;
            let read = parts.with_toml(name, &text);
            parts = read.map_err(|error| beside.failure(&error))?;
        }
    }
    Ok(parts)
}

/// An instrument in the words of a file, where there is one, and what became of them.
pub(crate) fn worded(
    named: &str,
    wording: Option<&PathBuf>,
) -> Result<(Instrument, WordingReport), Failure> {
    let instrument = instrument(named)?;
    let Some(path) = wording else {
        return Ok((instrument, WordingReport::default()));
    };
    let file = Input(path.clone());
    let text = file.read()?;
    let wording = match text.trim_start().starts_with('{') {
        true => Wording::from_json(&text),
        false => Wording::from_toml(&text),
    };
    let wording = wording.map_err(|error| file.failure(&error))?;
    let worded = instrument.with_wording(&wording);
    worded.map_err(|error| Failure::call(format!("{file}: {error}")))
}

/// The instrument that a survey answers; what its wording leaves out is told in one line.
fn answered(args: &SurveyFile) -> Result<Instrument, Failure> {
    let (instrument, report) = worded(&args.instrument, args.wording.as_ref())?;
    if !report.is_complete() {
        let (missing, unknown) = (report.missing().len(), report.unknown().len());
        eprintln!(
            "poet: the wording lacks {missing} texts and has {unknown} unknown ones; `poet instrument show --wording` \
             says which"
        );
    }
    Ok(instrument)
}

pub(crate) fn language(tag: &str) -> Result<Language, Failure> {
    tag.parse()
        .map_err(|error| Failure::call(format!("--language: {error}")))
}

/// A day of the command line.
pub(crate) fn day<T: std::str::FromStr>(flag: &str, text: &str) -> Result<T, Failure> {
    let wants = || Failure::call(format!("{flag}: wants a day such as 2014-12-31"));
    text.parse().map_err(|_| wants())
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
        let (tally, report) = self.tally(None)?;
        warn(&self.file, report.read, report.refused);
        Ok(tally)
    }

    fn failure(&self, error: &Error) -> Failure {
        self.file.failure(error).next(next(error))
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

/// What is compared, what organisations are called, and who could have answered.
pub(crate) struct Subject {
    pub(crate) tally: Tally,
    pub(crate) directory: Directory,
    frame: Option<Frame>,
}

impl Subject {
    pub(crate) fn new(args: &Compared) -> Result<Self, Failure> {
        let (tally, mut directory) = if let Some(table) = &args.table {
            let published = published(&Input(table.clone()), &args.survey)?;
            let tally = Tally::from_published(&published.table).map_err(Failure::call)?;
            (tally, published.table.directory())
        } else {
            (pooled(args)?, Directory::default())
        };
        let named = self::directory(args.organisations.as_deref())?;
        directory = directory.iter().chain(named.iter()).cloned().collect();
        let frame = frame(args, tally.instrument())?;
        Ok(Self {
            tally,
            directory,
            frame,
        })
    }

    /// Every organisation held against the rest, weighted where there is a frame.
    pub(crate) fn findings(&self) -> Result<Findings, Failure> {
        let settings = Settings::default();
        match &self.frame {
            Some(frame) => {
                Findings::with_frame(&self.tally, &settings, frame).map_err(Failure::call)
            }
            None => Ok(Findings::new(&self.tally, &settings)),
        }
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

/// Who could have answered; rows that are refused are told, since nothing else tells of them.
fn frame(args: &Compared, instrument: &Instrument) -> Result<Option<Frame>, Failure> {
    let (Some(path), Some(sampling)) = (&args.frame, args.sampling) else {
        return Ok(None);
    };
    let file = Input(path.clone());
    let frame = Frame::new(instrument.key().clone(), sampling.into());
    let read = read_frame(file.open()?, frame).map_err(|error| file.failure(&error))?;
    for refusal in &read.report.refusals {
        eprintln!("poet: {file}: {refusal}");
    }
    Ok(Some(read.frame))
}

/// The people of a survey file, with those of other editions where there are any.
fn pooled(args: &Compared) -> Result<Tally, Failure> {
    let first = counted(&Survey::new(&args.survey)?, args.split_by)?;
    if args.also.is_empty() {
        return Ok(first);
    }
    let mut tallies = vec![first];
    for also in &args.also {
        let Some((instrument, file)) = also.split_once('=') else {
            let next = "name the edition and its file, such as adult-holders@2013=2013.csv";
            return Err(Failure::call(format!("--also {also}: no `=`")).next(next));
        };
        let survey = SurveyFile {
            file: Some(file.into()),
            instrument: instrument.to_owned(),
            wording: None,
            mapping: None,
            ..args.survey.clone()
        };
        tallies.push(counted(&Survey::new(&survey)?, args.split_by)?);
    }
    let instruments: Vec<&Instrument> = tallies.iter().map(Tally::instrument).collect();
    let pool = Pool::new(&instruments).map_err(Failure::call)?;
    tell(&pool);
    Tally::pooled(&pool, &tallies.iter().collect::<Vec<_>>()).map_err(Failure::call)
}

/// Tells what a pool holds and what it leaves out.
fn tell(pool: &Pool) {
    let (instrument, left) = (pool.instrument(), pool.left_out());
    let (items, all) = (
        instrument.items().len(),
        instrument.items().len() + left.len(),
    );
    eprintln!(
        "poet: {} holds {items} of {all} questions",
        instrument.key()
    );
    for left in left {
        eprintln!("  without {}: {}", left.item, left.reason);
    }
}

fn counted(survey: &Survey, split_by: Option<SplitBy>) -> Result<Tally, Failure> {
    let (tally, report) = survey.tally(split_by.map(Circumstance::from))?;
    warn(&survey.file, report.read, report.faulty());
    Ok(tally)
}

fn published(file: &Input, args: &SurveyFile) -> Result<Published, Failure> {
    let instrument = answered(args)?;
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
