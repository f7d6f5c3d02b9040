//! `poet uptake`.

use poet::benchmark::progress::UptakeTally;
use poet::export::Tables;
use poet::import::UptakeIntake;
use poet::{Policy, Settings};

use super::benchmark::write;
use crate::args::Uptake;
use crate::failure::{Failure, Outcome};
use crate::files::Input;
use crate::survey::directory;

pub(crate) fn run(args: &Uptake) -> Result<Outcome, Failure> {
    let file = Input(args.file.clone());
    let intake = UptakeIntake::read(file.open()?).map_err(|error| file.failure(&error))?;
    for refusal in &intake.refused {
        eprintln!("poet: {file}: {refusal}");
    }
    let mut tally = UptakeTally::new(args.of.into()).map_err(Failure::call)?;
    for row in &intake.accepted {
        let added = tally.add(&row.organisation, row.group, row.uptake);
        added.map_err(Failure::call)?;
    }
    let findings = tally
        .findings(&Settings::default())
        .map_err(Failure::call)?;
    let released = Policy::of(args.policy.into()).apply(&findings);
    let directory = directory(args.organisations.as_deref())?;
    let tables = Tables::new(&released, tally.form(), &directory).map_err(Failure::call)?;
    write(&tables, args.format, args.output.as_deref())?;
    Ok(match intake.refused.len() {
        0 => Outcome::Done,
        _ => Outcome::WantsALook,
    })
}
