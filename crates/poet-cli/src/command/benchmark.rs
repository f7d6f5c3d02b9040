//! `poet benchmark`.

use std::path::Path;

use poet::benchmark::peers::{PeerComparison, StandardComparison};
use poet::benchmark::release::SubgroupBenchmark;
use poet::export::{SubgroupTable, Tables};
use poet::{Policy, Released};

use crate::args::{Benchmark, Format};
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::{self, Held, Subject};

pub(crate) fn run(args: &Benchmark) -> Result<Outcome, Failure> {
    let subject = Subject::new(&args.compared)?;
    let policy = Policy::of(args.compared.policy.into());
    if let Some(subgroups) = subject.subgroups()? {
        write_subgroups(args, &subject, &policy.apply_subgroups(&subgroups))?;
        return Ok(Outcome::Done);
    }
    let released = subject.released(&policy)?;
    let Subject {
        tally, directory, ..
    } = subject;
    let instrument = tally.instrument();
    let held = Held {
        released: &released,
        instrument,
        directory: &directory,
        against: &args.against,
    };
    let (peers, standards) = held_each(&held, args.format)?;
    let tables = Tables::new(&released, instrument, &directory)
        .map_err(Failure::call)?
        .peers(&peers)
        .standards(&standards);
    write(&tables, args.format, args.output.as_deref())?;
    tell_left_out(args);
    Ok(Outcome::Done)
}

/// Says what was asked for and has no place in the form that is written.
fn tell_left_out(args: &Benchmark) {
    let (mix, margins) = (&args.compared.case_mix, &args.compared.margins);
    if !matches!(args.format, Format::Json) && (!mix.is_empty() || margins.is_some()) {
        eprintln!(
            "poet: figures like with like, and those weighted to margins, stand in `--format json` and `poet report` alone"
        );
    }
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
        Format::Answers | Format::Measures | Format::Places | Format::Variation => {
            let next = "take --format comparisons or --format json";
            Err(Failure::call("subgroups have no such form").next(next))
        }
    }
}

/// Peers and standards of each organisation.
type Each = (
    Vec<Released<PeerComparison>>,
    Vec<Released<StandardComparison>>,
);

/// Every organisation against its peers and against the standards, where they are given.
fn held_each(held: &Held<'_>, format: Format) -> Result<Each, Failure> {
    let standards = survey::standards(held.against, held.instrument)?;
    let given = held.against.peers.is_some() || !standards.is_empty();
    if given && !matches!(format, Format::Json) {
        let next = "`--format json` writes everything, `poet report` tells it in words";
        return Err(Failure::call("peers and standards stand in the JSON alone").next(next));
    }
    let (mut peers, mut against) = (Vec::new(), Vec::new());
    for place in &held.released.places {
        peers.extend(held.peers(&place.id)?);
        against.extend(held.standards(&place.id, &standards)?);
    }
    Ok((peers, against))
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
