//! What is compared: people of one edition or of several, or published figures, and who could have answered.

use std::path::Path;

use poet::benchmark::subgroups::Subgroups;
use poet::domain::{Circumstance, Directory, Frame, ItemId, Pool, Stratification};
use poet::import::{Published, PublishedIntake, read_directory, read_frame};
use poet::{Findings, Instrument, Settings, Tally};

use super::instrument::answered;
use super::{Survey, warn};
use crate::args::{Compared, SplitBy, SurveyFile};
use crate::failure::Failure;
use crate::files::Input;

/// What is compared, what organisations are called, and who could have answered.
pub(crate) struct Subject {
    pub(crate) tally: Tally,
    pub(crate) directory: Directory,
    frame: Option<Frame>,
    strata: Option<Stratification>,
}

impl Subject {
    pub(crate) fn new(args: &Compared) -> Result<Self, Failure> {
        let mut strata = None;
        let (tally, mut directory) = if let Some(table) = &args.table {
            let published = published(&Input(table.clone()), &args.survey)?;
            let tally = Tally::from_published(&published.table).map_err(Failure::call)?;
            (tally, published.table.directory())
        } else if args.subgroups.is_empty() {
            (pooled(args)?, Directory::default())
        } else {
            let (tally, by) = stratified(args)?;
            strata = Some(by);
            (tally, Directory::default())
        };
        let named = self::directory(args.organisations.as_deref())?;
        directory = directory.iter().chain(named.iter()).cloned().collect();
        let frame = frame(args, tally.instrument())?;
        Ok(Self {
            tally,
            directory,
            frame,
            strata,
        })
    }

    /// People by the groups that were asked for; none where none were.
    pub(crate) fn subgroups(&self) -> Result<Option<Subgroups>, Failure> {
        let of = |strata| Subgroups::new(&self.tally, strata, &Settings::default());
        let subgroups = self.strata.as_ref().map(of);
        subgroups.transpose().map_err(Failure::call)
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

/// The people of a survey file in the groups that their own answers make.
fn stratified(args: &Compared) -> Result<(Tally, Stratification), Failure> {
    let items = args.subgroups.iter().map(|item| item.parse());
    let items: Vec<ItemId> = items.collect::<Result<_, _>>().map_err(Failure::call)?;
    let survey = Survey::new(&args.survey)?;
    let strata = Stratification::new(&survey.instrument, &items).map_err(Failure::call)?;
    let (tally, report) = survey.stratified(&strata)?;
    warn(&survey.file, report.read, report.faulty());
    Ok((tally, strata))
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
