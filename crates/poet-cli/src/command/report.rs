//! `poet report`.

use poet::benchmark::drivers::{DriverPlan, Drivers};
use poet::benchmark::release::{Changes, DriverBenchmark, Scales, SubgroupBenchmark};
use poet::benchmark::waves::Round;
use poet::domain::{Language, OrganisationId, Wave};
use poet::export::{CouncilReport, NationalReport};
use poet::{Policy, Released, Tally};

use crate::args::Report;
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::{self, Fieldwork, Held, Subject, Survey};

pub(crate) fn run(args: &Report) -> Result<Outcome, Failure> {
    let organisation: Option<OrganisationId> = match &args.organisation {
        Some(code) => Some(code.parse().map_err(Failure::call)?),
        None => None,
    };
    let language = survey::language(&args.language)?;
    let subject = Subject::new(&args.compared)?;
    let policy = Policy::of(args.compared.policy.into());
    let released = subject.released(&policy)?;
    let groups = subject
        .subgroups()?
        .map(|groups| policy.apply_subgroups(&groups));
    let drivers = drivers(args)?.map(|drivers| policy.apply_drivers(&drivers));
    let Subject {
        tally, directory, ..
    } = subject;
    let instrument = tally.instrument();
    let asked = args.earlier.asked.as_deref();
    let asked = asked.map(|days| survey::wave("--asked", days, instrument));
    let asked = asked.transpose()?;
    let changes = match &asked {
        Some(wave) if !args.earlier.earlier.is_empty() => Some(changes(args, wave, &tally)?),
        _ => None,
    };
    let told = Told {
        held: Held {
            released: &released,
            instrument,
            directory: &directory,
            against: &args.against,
        },
        language,
        asked: asked.as_ref(),
        changes: changes.as_ref(),
        groups: groups.as_ref(),
        drivers: drivers.as_ref(),
    };
    match &organisation {
        Some(organisation) => told.one_place(args, organisation)?,
        None => told.all_places(args, scales(args, &policy)?.as_ref())?,
    }
    Ok(Outcome::Done)
}

/// What a report is made of.
struct Told<'a> {
    held: Held<'a>,
    language: Language,
    asked: Option<&'a Wave>,
    changes: Option<&'a Released<Changes>>,
    groups: Option<&'a Released<SubgroupBenchmark>>,
    drivers: Option<&'a Released<DriverBenchmark>>,
}

impl Told<'_> {
    fn one_place(&self, args: &Report, organisation: &OrganisationId) -> Result<(), Failure> {
        let held = &self.held;
        let mut report =
            CouncilReport::new(held.released, held.instrument, held.directory, organisation)
                .map_err(Failure::call)?
                .minimum(args.minimum)
                .language(self.language.clone());
        report = self.asked.into_iter().fold(report, CouncilReport::wave);
        if let Some(changes) = self.changes {
            report = report.changes(changes).map_err(Failure::call)?;
        }
        if let Some(groups) = self.groups {
            report = report.subgroups(groups).map_err(Failure::call)?;
        }
        if let Some(drivers) = self.drivers {
            report = report.drivers(drivers).map_err(Failure::call)?;
        }
        let beside = held.beside(organisation, args.norm.as_deref(), self.drivers)?;
        let report = beside.told(report)?;
        write_to(args.output.as_deref(), |out| report.write(out))
    }

    fn all_places(&self, args: &Report, scales: Option<&Released<Scales>>) -> Result<(), Failure> {
        let held = &self.held;
        let mut report = NationalReport::new(held.released, held.instrument, held.directory)
            .map_err(Failure::call)?
            .language(self.language.clone());
        if let Some(drivers) = self.drivers {
            report = report.drivers(drivers).map_err(Failure::call)?;
        }
        if let Some(scales) = scales {
            report = report.scales(scales).map_err(Failure::call)?;
        }
        report = self.asked.into_iter().fold(report, NationalReport::wave);
        if let Some(changes) = self.changes {
            report = report.changes(changes).map_err(Failure::call)?;
        }
        write_to(args.output.as_deref(), |out| report.write(out))
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
