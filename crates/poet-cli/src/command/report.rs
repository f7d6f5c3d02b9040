//! `poet report`.

use poet::benchmark::drivers::{DriverPlan, Drivers};
use poet::benchmark::release::{Changes, Scales};
use poet::benchmark::waves::Round;
use poet::domain::{OrganisationId, Wave};
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
    let scales = scales(args, &policy)?;
    let drivers = drivers(args)?.map(|drivers| policy.apply_drivers(&drivers));
    let Subject {
        tally, directory, ..
    } = subject;
    let (instrument, output) = (tally.instrument(), args.output.as_deref());
    let asked = args.earlier.asked.as_deref();
    let asked = asked.map(|days| survey::wave("--asked", days, instrument));
    let asked = asked.transpose()?;
    let changes = match &asked {
        Some(wave) if !args.earlier.earlier.is_empty() => Some(changes(args, wave, &tally)?),
        _ => None,
    };
    if let Some(organisation) = organisation {
        let mut report = CouncilReport::new(&released, instrument, &directory, &organisation)
            .map_err(Failure::call)?
            .minimum(args.minimum)
            .language(language);
        report = asked.iter().fold(report, CouncilReport::wave);
        if let Some(changes) = &changes {
            report = report.changes(changes).map_err(Failure::call)?;
        }
        if let Some(groups) = &groups {
            report = report.subgroups(groups).map_err(Failure::call)?;
        }
        if let Some(drivers) = &drivers {
            report = report.drivers(drivers).map_err(Failure::call)?;
        }
        let held = Held {
            released: &released,
            instrument,
            directory: &directory,
            against: &args.against,
        };
        let beside = held.beside(&organisation, args.norm.as_deref(), drivers.as_ref())?;
        let report = beside.told(report)?;
        write_to(output, |out| report.write(out))?;
    } else {
        let mut report = NationalReport::new(&released, instrument, &directory)
            .map_err(Failure::call)?
            .language(language);
        if let Some(drivers) = &drivers {
            report = report.drivers(drivers).map_err(Failure::call)?;
        }
        if let Some(scales) = &scales {
            report = report.scales(scales).map_err(Failure::call)?;
        }
        report = asked.iter().fold(report, NationalReport::wave);
        if let Some(changes) = &changes {
            report = report.changes(changes).map_err(Failure::call)?;
        }
        write_to(output, |out| report.write(out))?;
    }
    Ok(Outcome::Done)
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
