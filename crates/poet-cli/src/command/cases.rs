//! `poet cases`.

use poet_testkit::survey_cases::SurveyCases;

use crate::args::Cases;
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey;

pub(crate) fn run(args: &Cases) -> Result<Outcome, Failure> {
    let instrument = survey::instrument(&args.instrument)?;
    let cases = SurveyCases::new(&instrument, args.seed).map_err(Failure::call)?;
    write_to(args.output.as_deref(), |out| cases.write(out))?;
    Ok(Outcome::Done)
}
