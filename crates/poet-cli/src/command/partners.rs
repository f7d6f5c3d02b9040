//! `poet partners`.

use std::io::Write;

use poet::Policy;
use poet::benchmark::peers;
use poet::domain::OrganisationId;
use poet::export::CouncilReport;

use crate::args::{InWords, Partners};
use crate::failure::{Failure, Outcome};
use crate::files::{Output, write_to};
use crate::survey::Subject;

pub(crate) fn run(args: &Partners) -> Result<Outcome, Failure> {
    let organisation: OrganisationId = args.organisation.parse().map_err(Failure::call)?;
    let subject = Subject::new(&args.compared)?;
    let released = Policy::of(args.compared.policy.into()).apply(&subject.findings()?);
    let instrument = subject.tally.instrument();
    let report = CouncilReport::new(&released, instrument, &subject.directory, &organisation);
    let report = report.map_err(Failure::call)?;
    let partners = peers::Partners::new(&released, instrument, &organisation);
    let partners = partners.map_err(Failure::call)?;
    let report = report.partners(&partners).map_err(Failure::call)?;
    let lines = report.whom_to_learn_from();
    write_to(args.output.as_deref(), |out: &mut Output| {
        match args.format {
            InWords::Json => {
                serde_json::to_writer(&mut *out, &partners)?;
                writeln!(out)
            }
            InWords::Text if lines.is_empty() => {
                writeln!(
                    out,
                    "No question has a favourable share that is credibly lower here than elsewhere."
                )
            }
            InWords::Text => lines.iter().try_for_each(|line| writeln!(out, "{line}")),
        }
    })?;
    Ok(Outcome::Done)
}
