//! What is compared: people of one edition or of several, or published figures, and who could have answered.

use std::path::Path;

use poet::benchmark::release::{Already, Benchmark};
use poet::benchmark::subgroups::Subgroups;
use poet::benchmark::weights::{CrossTally, WeightingRule};
use poet::domain::{Circumstance, Directory, Frame, ItemId, Pool, Stratification};
use poet::import::{Published, PublishedIntake, read_directory, read_frame, read_margins};
use poet::{Findings, Instrument, Policy, Released, Settings, Tally};

use super::instrument::answered;
use super::{Counted, Survey, warn};
use crate::args::{Compared, SurveyFile};
use crate::failure::Failure;
use crate::files::Input;

/// What is compared, what organisations are called, and who could have answered.
pub(crate) struct Subject {
    pub(crate) tally: Tally,
    pub(crate) directory: Directory,
    frame: Option<Frame>,
    kinds: Option<CrossTally>,
    /// The same people in the strata of their answers, where they are compared like with like.
    case_mix: Option<(Tally, Stratification)>,
    /// The groups that were asked for.
    subgroups: Option<Stratification>,
    already: Option<Already>,
}

impl Subject {
    pub(crate) fn new(args: &Compared) -> Result<Self, Failure> {
        let mut kinds = None;
        let (counted, mut directory) = if let Some(table) = &args.table {
            let published = published(&Input(table.clone()), &args.survey)?;
            let tally = Tally::from_published(&published.table).map_err(Failure::call)?;
            let counted = Counted {
                tally,
                stratified: None,
            };
            (counted, published.table.directory())
        } else if let Some(path) = &args.margins {
            let (tally, by) = by_kinds(&Survey::new(&args.survey)?, path)?;
            kinds = Some(by);
            let counted = Counted {
                tally,
                stratified: None,
            };
            (counted, Directory::default())
        } else {
            (pooled(args)?, Directory::default())
        };
        let named = self::directory(args.organisations.as_deref())?;
        directory = directory.iter().chain(named.iter()).cloned().collect();
        let Counted { tally, stratified } = counted;
        let frame = frame(args, tally.instrument())?;
        let instrument = tally.instrument();
        let mix = strata(&args.case_mix, instrument)?;
        let subgroups = strata(&args.subgroups, instrument)?;
        let (tally, case_mix) = match (mix, stratified) {
            (Some(mix), Some(stratified)) => (tally, Some((stratified, mix))),
            (None, Some(stratified)) => (stratified, None),
            (_, None) => (tally, None),
        };
        Ok(Self {
            tally,
            directory,
            frame,
            kinds,
            case_mix,
            subgroups,
            already: args.beside.as_deref().map(already).transpose()?,
        })
    }

    /// What may leave, beside what is out already.
    pub(crate) fn released(&self, policy: &Policy) -> Result<Released<Benchmark>, Failure> {
        let findings = self.findings()?;
        match &self.already {
            None => Ok(policy.apply(&findings)),
            Some(already) => {
                let beside = policy.apply_beside(&findings, already);
                beside.map_err(Failure::call)
            }
        }
    }

    /// People by the groups that were asked for; none where none were.
    pub(crate) fn subgroups(&self) -> Result<Option<Subgroups>, Failure> {
        let of = |strata| Subgroups::new(&self.tally, strata, &Settings::default());
        let subgroups = self.subgroups.as_ref().map(of);
        subgroups.transpose().map_err(Failure::call)
    }

    /// Every organisation held against the rest, weighted where there is a frame or where there are margins.
    pub(crate) fn findings(&self) -> Result<Findings, Failure> {
        let settings = Settings::default();
        let findings = match &self.frame {
            Some(frame) => Findings::with_frame(&self.tally, &settings, frame),
            None => Ok(Findings::new(&self.tally, &settings)),
        };
        let findings = findings.map_err(Failure::call)?;
        let findings = match &self.case_mix {
            Some((tally, strata)) => {
                let findings = findings.with_case_mix(tally, strata, self.frame.as_ref());
                findings.map_err(Failure::call)?
            }
            None => findings,
        };
        let Some(kinds) = &self.kinds else {
            return Ok(findings);
        };
        let weighting = kinds.weigh(WeightingRule::default());
        let weighting = weighting.map_err(|error| Failure::call(format!("--margins: {error}")))?;
        findings
            .weighted_by(kinds, &weighting)
            .map_err(Failure::call)
    }
}

/// What an earlier release shows.
fn already(path: &Path) -> Result<Already, Failure> {
    let file = Input(path.to_owned());
    Already::from_json(&file.read()?).map_err(|error| file.failure(&error))
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

/// The people of a survey file, and by the kinds that the margins of a file tell apart.
fn by_kinds(survey: &Survey, margins: &Path) -> Result<(Tally, CrossTally), Failure> {
    let file = Input(margins.to_owned());
    let margins = read_margins(file.open()?, &survey.instrument);
    let margins = margins.map_err(|error| file.failure(&error))?;
    let (tally, kinds, report) = survey.counted_by(&margins)?;
    warn(&survey.file, report.read, report.faulty());
    Ok((tally, kinds))
}

/// The people of a survey file, with those of other editions where there are any.
fn pooled(args: &Compared) -> Result<Counted, Failure> {
    let first = counted(&Survey::new(&args.survey)?, args)?;
    if args.also.is_empty() {
        return Ok(first);
    }
    let mut parts = vec![first];
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
        parts.push(counted(&Survey::new(&survey)?, args)?);
    }
    let instruments: Vec<&Instrument> = parts.iter().map(|p| p.tally.instrument()).collect();
    let pool = Pool::new(&instruments).map_err(Failure::call)?;
    tell(&pool);
    let tallies: Vec<&Tally> = parts.iter().map(|part| &part.tally).collect();
    let tally = Tally::pooled(&pool, &tallies).map_err(Failure::call)?;
    let stratified: Vec<&Tally> = parts.iter().filter_map(|p| p.stratified.as_ref()).collect();
    let stratified = match stratified.is_empty() {
        true => None,
        false => Some(Tally::pooled(&pool, &stratified).map_err(Failure::call)?),
    };
    Ok(Counted { tally, stratified })
}

/// Strata that the answers to these questions make, where there are any.
fn strata(items: &[String], instrument: &Instrument) -> Result<Option<Stratification>, Failure> {
    if items.is_empty() {
        return Ok(None);
    }
    let items = items.iter().map(|item| item.parse());
    let items: Vec<ItemId> = items.collect::<Result<_, _>>().map_err(Failure::call)?;
    let strata = Stratification::new(instrument, &items).map_err(Failure::call)?;
    Ok(Some(strata))
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

fn counted(survey: &Survey, args: &Compared) -> Result<Counted, Failure> {
    // The one or the other: both are not asked for at once.
    let by = match args.case_mix.is_empty() {
        true => &args.subgroups,
        false => &args.case_mix,
    };
    let strata = strata(by, &survey.instrument)?;
    let split_by = args.split_by.map(Circumstance::from);
    let (counted, report) = survey.tally(split_by, strata.as_ref())?;
    warn(&survey.file, report.read, report.faulty());
    Ok(counted)
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
