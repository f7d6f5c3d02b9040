//! `poet benchmark`.

use std::path::Path;

use poet::benchmark::release::SubgroupBenchmark;
use poet::export::{SubgroupTable, Tables};
use poet::{Policy, Released};

use crate::args::{Benchmark, Format};
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::Subject;

pub(crate) fn run(args: &Benchmark) -> Result<Outcome, Failure> {
    let subject = Subject::new(&args.compared)?;
    let policy = Policy::of(args.compared.policy.into());
    if let Some(subgroups) = subject.subgroups()? {
        write_subgroups(args, &subject, &policy.apply_subgroups(&subgroups))?;
        return Ok(Outcome::Done);
    }
    let released = policy.apply(&subject.findings()?);
    let Subject {
        tally, directory, ..
    } = subject;
    let tables = Tables::new(&released, tally.instrument(), &directory).map_err(Failure::call)?;
    write(&tables, args.format, args.output.as_deref())?;
    Ok(Outcome::Done)
}

/// Writes released subgroups in one of the forms that they have.
fn write_subgroups(
    args: &Benchmark,
    subject: &Subject,
    released: &Released<SubgroupBenchmark>,
) -> Result<(), Failure> {
    let instrument = subject.tally.instrument();
    let table = SubgroupTable::new(released, instrument, &subject.directory);
    let table = table.map_err(Failure::call)?;
    let output = args.output.as_deref();
    match args.format {
        Format::Comparisons => write_to(output, |out| table.write_csv(out)),
        Format::Json => write_to(output, |out| table.write_json(out)),
        Format::Answers | Format::Measures => {
            let next = "take --format comparisons or --format json";
            Err(Failure::call("subgroups have no such form").next(next))
        }
    }
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
