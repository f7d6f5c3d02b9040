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
    let plan = plan(args, &survey)?;
    let released = Policy::of(args.policy.into()).apply_drivers(&survey.drivers(&plan)?);
    let table = DriverTable::new(&released, &survey.instrument).map_err(Failure::call)?;
    let table = table.language(language);
    if released
        .pairs
        .iter()
        .all(|pair| pair.figure.as_ref().shown().is_none())
    {
        eprintln!("poet: nothing can be said: too few people answered, or nothing may be shown");
    }
    let output = args.output.as_deref();
    match args.format {
        DriversFormat::Text => write_to(output, |out| table.write_sentences(out)),
        DriversFormat::Csv => write_to(output, |out| table.write_csv(out)),
        DriversFormat::Json => write_to(output, |out| table.write_json(out)),
    }?;
    Ok(Outcome::Done)
}

fn plan(args: &args::Drivers, survey: &Survey) -> Result<DriverPlan, Failure> {
    let allowing_for = items(&args.adjust_for)?;
    let plan = DriverPlan::new(&survey.instrument, &allowing_for);
    let plan = plan.map_err(|error| match &args.adjust_for[..] {
        [] => Failure::call(error),
        names => {
            let next = "what is held alike is a choice of one answer, such as need_group";
            Failure::call(format!("--adjust-for {}: {error}", names.join(","))).next(next)
        }
    })?;
    let Some(outcome) = &args.outcome else {
        return Ok(plan);
    };
    let off = |error: &dyn std::fmt::Display| {
        let next =
            "an outcome is a choice whose answers have a good and a bad side, such as dignity";
        Failure::call(format!("--outcome {outcome}: {error}")).next(next)
    };
    let item = outcome.parse().map_err(|error| off(&error))?;
    plan.only(&item).map_err(|error| off(&error))
}
