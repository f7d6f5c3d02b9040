//! `poet report`.

use poet::Policy;
use poet::domain::OrganisationId;
use poet::export::{CouncilReport, NationalReport};

use crate::args::Report;
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::{self, Held, Subject};

pub(crate) fn run(args: &Report) -> Result<Outcome, Failure> {
    let organisation: Option<OrganisationId> = match &args.organisation {
        Some(code) => Some(code.parse().map_err(Failure::call)?),
        None => None,
    };
    let language = survey::language(&args.language)?;
    let subject = Subject::new(&args.compared)?;
    let policy = Policy::of(args.compared.policy.into());
    let released = policy.apply(&subject.findings()?);
    let groups = subject
        .subgroups()?
        .map(|groups| policy.apply_subgroups(&groups));
    let Subject {
        tally, directory, ..
    } = subject;
    let (instrument, output) = (tally.instrument(), args.output.as_deref());
    if let Some(organisation) = organisation {
        let mut report = CouncilReport::new(&released, instrument, &directory, &organisation)
            .map_err(Failure::call)?
            .minimum(args.minimum)
            .language(language);
        if let Some(groups) = &groups {
            report = report.subgroups(groups).map_err(Failure::call)?;
        }
        let held = Held {
            released: &released,
            instrument,
            directory: &directory,
            against: &args.against,
        };
        let beside = held.beside(&organisation, args.norm.as_deref())?;
        let report = beside.told(report)?;
        write_to(output, |out| report.write(out))?;
    } else {
        let report = NationalReport::new(&released, instrument, &directory)
            .map_err(Failure::call)?
            .language(language);
        write_to(output, |out| report.write(out))?;
    }
    Ok(Outcome::Done)
}
