//! `poet drivers`.

use poet::Policy;
use poet::benchmark::drivers::DriverPlan;
use poet::export::DriverTable;

use crate::args::{self, DriversFormat};
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::{self, Survey, items};

pub(crate) fn run(args: &args::Drivers) -> Result<Outcome, Failure> {
    let language = survey::language(&args.language)?;
    let survey = Survey::new(&args.survey)?;
    let allowing_for = items(&args.adjust_for)?;
    let plan = DriverPlan::new(&survey.instrument, &allowing_for).map_err(Failure::call)?;
    let plan = match &args.outcome {
        Some(outcome) => {
            let outcome = outcome.parse().map_err(Failure::call)?;
            plan.only(&outcome).map_err(Failure::call)?
        }
        None => plan,
    };
    let released = Policy::of(args.policy.into()).apply_drivers(&survey.drivers(&plan)?);
    let table = DriverTable::new(&released, &survey.instrument).map_err(Failure::call)?;
    let table = table.language(language);
    let output = args.output.as_deref();
    match args.format {
        DriversFormat::Text => write_to(output, |out| table.write_sentences(out)),
        DriversFormat::Csv => write_to(output, |out| table.write_csv(out)),
        DriversFormat::Json => write_to(output, |out| table.write_json(out)),
    }?;
    Ok(Outcome::Done)
}
