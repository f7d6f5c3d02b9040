//! `poet benchmark`.

use std::path::Path;

use poet::benchmark::peers::{PeerComparison, StandardComparison};
use poet::export::Tables;
use poet::{Policy, Released};

use crate::args::{Benchmark, Format};
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::{self, Held, Subject};

pub(crate) fn run(args: &Benchmark) -> Result<Outcome, Failure> {
    let subject = Subject::new(&args.compared)?;
    let released = Policy::of(args.compared.policy.into()).apply(&subject.findings()?);
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
    Ok(Outcome::Done)
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
        Format::Json => write_to(output, |out| tables.write_json(out)),
    }
}
