//! `poet report`.

use poet::benchmark::drivers::{DriverPlan, Drivers};
use poet::benchmark::release::{Benchmark, Changes, DriverBenchmark, Scales, SubgroupBenchmark};
use poet::benchmark::waves::Round;
use poet::domain::{Directory, Language, OrganisationId, Wave};
use poet::export::{CouncilReport, NationalReport};
use poet::{Instrument, Policy, Released, Tally};

use crate::args::Report;
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::{self, Fieldwork, Held, Subject, Survey};

pub(crate) fn run(args: &Report) -> Result<Outcome, Failure> {
    let organisation = args.organisation.as_ref().map(|code| code.parse());
    let organisation: Option<OrganisationId> = organisation.transpose().map_err(Failure::call)?;
    let language = survey::language(&args.language)?;
    let subject = Subject::new(&args.compared)?;
    let policy = Policy::of(args.compared.policy.into());
    let instrument = subject.tally.instrument();
    let asked = args.earlier.asked.as_deref();
    let asked = asked.map(|days| survey::wave("--asked", days, instrument));
    let asked = asked.transpose()?;
    let told = Told {
        args,
        language,
        released: subject.released(&policy)?,
        groups: subject
            .subgroups()?
            .map(|groups| policy.apply_subgroups(&groups)),
        drivers: drivers(args)?.map(|drivers| policy.apply_drivers(&drivers)),
        scales: scales(args, &policy)?,
        changes: match &asked {
            Some(wave) if !args.earlier.earlier.is_empty() => {
                Some(changes(args, wave, &subject.tally)?)
            }
            _ => None,
        },
        asked,
        instrument,
        directory: &subject.directory,
    };
    match organisation {
        Some(organisation) => told.council(&organisation)?,
        None => told.all_places()?,
    }
    Ok(Outcome::Done)
}

/// What a report tells.
struct Told<'a> {
    args: &'a Report,
    language: Language,
    instrument: &'a Instrument,
    directory: &'a Directory,
    released: Released<Benchmark>,
    groups: Option<Released<SubgroupBenchmark>>,
    drivers: Option<Released<DriverBenchmark>>,
    scales: Option<Released<Scales>>,
    asked: Option<Wave>,
    changes: Option<Released<Changes>>,
}

impl Told<'_> {
    fn council(&self, organisation: &OrganisationId) -> Result<(), Failure> {
        let report = CouncilReport::new(
            &self.released,
            self.instrument,
            self.directory,
            organisation,
        );
        let mut report = report
            .map_err(Failure::call)?
            .minimum(self.args.minimum)
            .language(self.language.clone());
        report = self.asked.iter().fold(report, CouncilReport::wave);
        if let Some(changes) = &self.changes {
            report = report.changes(changes).map_err(Failure::call)?;
        }
        if let Some(groups) = &self.groups {
            report = report.subgroups(groups).map_err(Failure::call)?;
        }
        if let Some(drivers) = &self.drivers {
            report = report.drivers(drivers).map_err(Failure::call)?;
        }
        let held = Held {
            released: &self.released,
            instrument: self.instrument,
            directory: self.directory,
            against: &self.args.against,
        };
        let norm = self.args.norm.as_deref();
        let beside = held.beside(organisation, norm, self.drivers.as_ref())?;
        let report = beside.told(report)?;
        write_to(self.args.output.as_deref(), |out| report.write(out))
    }

    fn all_places(&self) -> Result<(), Failure> {
        let report = NationalReport::new(&self.released, self.instrument, self.directory);
        let mut report = report
            .map_err(Failure::call)?
            .language(self.language.clone());
        if let Some(drivers) = &self.drivers {
            report = report.drivers(drivers).map_err(Failure::call)?;
        }
        if let Some(scales) = &self.scales {
            report = report.scales(scales).map_err(Failure::call)?;
        }
        report = self.asked.iter().fold(report, NationalReport::wave);
        if let Some(changes) = &self.changes {
            report = report.changes(changes).map_err(Failure::call)?;
        }
        write_to(self.args.output.as_deref(), |out| report.write(out))
    }
}

/// Which conditions go with which outcomes, where the report tells of them.
fn drivers(args: &Report) -> Result<Option<Drivers>, Failure> {
    if !args.drivers {
        return Ok(None);
    }
    let survey = once_more(args, "conditions")?;
    let allowing_for = survey::items(&args.adjust_for)?;
    let plan = DriverPlan::new(&survey.instrument, &allowing_for).map_err(Failure::call)?;
    apart(&args.compared.subgroups, &plan)?;
    survey.drivers(&plan).map(Some)
}

/// Whether the questions of a measure belong together, where the report tells of it.
fn scales(args: &Report, policy: &Policy) -> Result<Option<Released<Scales>>, Failure> {
    if !args.scales {
        return Ok(None);
    }
    super::scale::released(&once_more(args, "measures")?, policy).map(Some)
}

/// The survey, to be read again.
fn once_more(args: &Report, for_what: &str) -> Result<Survey, Failure> {
    let survey = Survey::new(&args.compared.survey)?;
    match survey.file.is_standard() {
        true => {
            let next = format!(
                "name the file: it is read once for the benchmark and once for the {for_what}"
            );
            Err(Failure::call("standard input cannot be read twice").next(next))
        }
        false => Ok(survey),
    }
}

/// Refuses groups that are conditions or outcomes too. In all places together a group leaves out the places in which it is
/// few, a condition does not: the one less the other would be those few.
fn apart(subgroups: &[String], plan: &DriverPlan) -> Result<(), Failure> {
    let groups = survey::items(subgroups)?;
    let mut held = plan.conditions().iter().chain(plan.outcomes());
    match held.find(|asked| groups.contains(&asked.item)) {
        None => Ok(()),
        Some(both) => {
            let next = "publish the groups or what goes with what, not both";
            let call = format!("--subgroups {}: --drivers counts by it too", both.item);
            Err(Failure::call(call).next(next))
        }
    }
}

/// What changed since earlier rounds.
fn changes(args: &Report, wave: &Wave, tally: &Tally) -> Result<Released<Changes>, Failure> {
    let read = |text: &String| Fieldwork::read("--earlier", text, &args.compared.survey);
    let earlier: Vec<Fieldwork> = args
        .earlier
        .earlier
        .iter()
        .map(read)
        .collect::<Result<_, _>>()?;
    let rounds = earlier
        .iter()
        .map(|Fieldwork { wave, tally }| Round { wave, tally });
    let rounds: Vec<Round<'_>> = rounds.chain([Round { wave, tally }]).collect();
    let changes = Policy::of(args.compared.policy.into()).apply_waves(&survey::waves(&rounds)?);
    match changes
        .waves
        .last()
        .filter(|latest| latest.id == *wave.id())
    {
        Some(_) => Ok(changes),
        None => Err(Failure::call(
            "--earlier: a round is not before the one that the report is on",
        )),
    }
}
