//! `poet report`.

use poet::Policy;
use poet::domain::OrganisationId;
use poet::export::CouncilReport;

use crate::args::Report;
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::{self, Subject};

pub(crate) fn run(args: &Report) -> Result<Outcome, Failure> {
    let organisation: OrganisationId = args.organisation.parse().map_err(Failure::call)?;
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
    let mut report = CouncilReport::new(&released, tally.instrument(), &directory, &organisation)
        .map_err(Failure::call)?
        .minimum(args.minimum)
        .language(language);
    if let Some(groups) = &groups {
        report = report.subgroups(groups).map_err(Failure::call)?;
    }
    write_to(args.output.as_deref(), |out| report.write(out))?;
    Ok(Outcome::Done)
}
