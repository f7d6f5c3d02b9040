//! `poet norm`.

use std::io::Write;

use poet::benchmark::norm::{NormComparison, NormSet};
use poet::domain::{InstrumentKey, OrganisationId, Wave};
use poet::export::CouncilReport;
use poet::{Policy, Released};

use crate::args::{InWords, NormAgainst, NormCommand, NormWrite};
use crate::failure::{Failure, Outcome};
use crate::files::{Output, write_to};
use crate::survey::{Subject, day, norm_set};

pub(crate) fn run(command: &NormCommand) -> Result<Outcome, Failure> {
    match command {
        NormCommand::Write(args) => write(args),
        NormCommand::Against(args) => against(args),
    }
}

fn write(args: &NormWrite) -> Result<Outcome, Failure> {
    let subject = Subject::new(&args.compared)?;
    let released = Policy::of(args.compared.policy.into()).apply(&subject.findings()?);
    let key = subject.tally.instrument().key();
    let waves = args.wave.iter().map(|text| wave(text, key));
    let mut norm = NormSet::new(&released, waves.collect::<Result<_, _>>()?);
    if args.without_places {
        norm = norm.without_places();
    }
    let json = norm.to_json().map_err(Failure::call)?;
    write_to(args.output.as_deref(), |out| writeln!(out, "{json}"))?;
    Ok(Outcome::Done)
}

/// A wave by its name and its first and last day.
fn wave(text: &str, instrument: &InstrumentKey) -> Result<Wave, Failure> {
    let parts: Vec<&str> = text.split(':').collect();
    let [name, opens, closes] = parts[..] else {
        let wants =
            "wants a name, a first and a last day, such as spring-2014:2014-03-01:2014-06-30";
        return Err(Failure::call(format!("--wave {text}: {wants}")));
    };
    let id = name.parse().map_err(Failure::call)?;
    let days = (day("--wave", opens)?, day("--wave", closes)?);
    Wave::new(id, instrument.clone(), days.0, days.1).map_err(Failure::call)
}

fn against(args: &NormAgainst) -> Result<Outcome, Failure> {
    let organisation: OrganisationId = args.organisation.parse().map_err(Failure::call)?;
    let norm = norm_set(&args.norm)?;
    let subject = Subject::new(&args.compared)?;
    let released = Policy::of(args.compared.policy.into()).apply(&subject.findings()?);
    let instrument = subject.tally.instrument();
    let report = CouncilReport::new(&released, instrument, &subject.directory, &organisation);
    let report = report.map_err(Failure::call)?;
    let found = NormComparison::new(&released, instrument, &organisation, &norm);
    let found: Released<NormComparison> = found.map_err(Failure::call)?;
    let lines = report
        .norm(&found)
        .map_err(Failure::call)?
        .against_the_norm();
    write_to(args.output.as_deref(), |out: &mut Output| {
        match args.format {
            InWords::Json => {
                serde_json::to_writer(&mut *out, &found)?;
                writeln!(out)
            }
            InWords::Text => lines.iter().try_for_each(|line| writeln!(out, "{line}")),
        }
    })?;
    Ok(Outcome::Done)
}
