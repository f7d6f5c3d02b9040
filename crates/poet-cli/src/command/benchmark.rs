//! `poet benchmark`.

use std::path::Path;

use poet::Policy;
use poet::export::Tables;

use crate::args::{Benchmark, Format};
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::Subject;

pub(crate) fn run(args: &Benchmark) -> Result<Outcome, Failure> {
    let subject = Subject::new(&args.compared)?;
    let released = Policy::of(args.compared.policy.into()).apply(&subject.findings()?);
    let Subject {
        tally, directory, ..
    } = subject;
    let tables = Tables::new(&released, tally.instrument(), &directory).map_err(Failure::call)?;
    write(&tables, args.format, args.output.as_deref())?;
    Ok(Outcome::Done)
}

/// Writes released figures in one of their forms.
pub(super) fn write(
    tables: &Tables<'_>,
    format: Format,
    output: Option<&Path>,
) -> Result<(), Failure> {
    match format {
        Format::Comparisons => write_to(output, |out| tables.write_comparisons(out)),
        Format::Answers => write_to(output, |out| tables.write_answers(out)),
        Format::Measures => write_to(output, |out| tables.write_measures(out)),
        Format::Places => write_to(output, |out| tables.write_places(out)),
        Format::Variation => write_to(output, |out| tables.write_variation(out)),
        Format::Json => write_to(output, |out| tables.write_json(out)),
    }
}
