//! `poet benchmark`.

use poet::export::table::{write_comparison, write_distribution, write_json};
use poet::{Findings, Policy, Settings};

use crate::args::{Benchmark, Format};
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::Subject;

pub(crate) fn run(args: &Benchmark) -> Result<Outcome, Failure> {
    let Subject { tally, directory } = Subject::new(&args.compared)?;
    let findings = Findings::new(&tally, &Settings::default());
    let released = Policy::of(args.compared.policy.into()).apply(&findings);
    let (instrument, output) = (tally.instrument(), args.output.as_deref());
    match args.format {
        Format::Comparison => write_to(output, |out| {
            write_comparison(&released, instrument, &directory, out)
        }),
        Format::Distribution => write_to(output, |out| {
            write_distribution(&released, instrument, &directory, out)
        }),
        Format::Json => write_to(output, |out| {
            write_json(&released, instrument, &directory, out)
        }),
    }?;
    Ok(Outcome::Done)
}
