//! `poet benchmark`.

use std::path::Path;

use poet::export::Tables;
use poet::{Findings, Policy, Settings};

use crate::args::{Benchmark, Format};
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::Subject;

pub(crate) fn run(args: &Benchmark) -> Result<Outcome, Failure> {
    let Subject { tally, directory } = Subject::new(&args.compared)?;
    let findings = Findings::new(&tally, &Settings::default());
    let released = Policy::of(args.compared.policy.into()).apply(&findings);
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
        Format::Json => write_to(output, |out| tables.write_json(out)),
    }
}
