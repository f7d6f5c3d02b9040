//! `poet report`.

use poet::Policy;
use poet::domain::OrganisationId;
use poet::export::CouncilReport;

use crate::args::Report;
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::{self, Held, Subject};

pub(crate) fn run(args: &Report) -> Result<Outcome, Failure> {
    let organisation: OrganisationId = args.organisation.parse().map_err(Failure::call)?;
    let language = survey::language(&args.language)?;
    let subject = Subject::new(&args.compared)?;
    let released = Policy::of(args.compared.policy.into()).apply(&subject.findings()?);
    let Subject {
        tally, directory, ..
    } = subject;
    let report = CouncilReport::new(&released, tally.instrument(), &directory, &organisation)
        .map_err(Failure::call)?
        .minimum(args.minimum)
        .language(language);
    let held = Held {
        released: &released,
        instrument: tally.instrument(),
        directory: &directory,
        against: &args.against,
    };
    let beside = held.beside(&organisation)?;
    let report = beside.told(report)?;
    write_to(args.output.as_deref(), |out| report.write(out))?;
    Ok(Outcome::Done)
}
