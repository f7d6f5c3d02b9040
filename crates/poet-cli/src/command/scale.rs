//! `poet scale`.

use poet::benchmark::estimate::Confidence;
use poet::benchmark::release::Scales;
use poet::export::ScaleTable;
use poet::scoring::reliability::ScaleSums;
use poet::{Policy, Released, Scorer};

use crate::args::Scale;
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::Survey;

pub(crate) fn run(args: &Scale) -> Result<Outcome, Failure> {
    let survey = Survey::new(&args.survey)?;
    let released = released(&survey, &Policy::of(args.policy.into()))?;
    let table = ScaleTable::new(&released, &survey.instrument).map_err(Failure::call)?;
    write_to(args.output.as_deref(), |out| match args.json {
        true => table.write_json(out),
        false => table.write_text(out),
    })?;
    Ok(Outcome::Done)
}

/// What may leave of the measures of a survey.
pub(super) fn released(survey: &Survey, policy: &Policy) -> Result<Released<Scales>, Failure> {
    let scorer = Scorer::new(&survey.instrument).map_err(Failure::call)?;
    let sums = summed(survey, &scorer)?;
    Ok(policy.apply_scales(&scorer, &sums, Confidence::P95))
}

/// Everybody in the file who answered all of a measure, summed on as many threads as it is read on.
fn summed(survey: &Survey, scorer: &Scorer) -> Result<ScaleSums, Failure> {
    let start = || ScaleSums::new(scorer);
    let (parts, report) = survey.fold(start, |sums, batch| {
        if let Ok(so_far) = sums
            && let Err(error) = so_far.add_table(scorer, batch.table)
        {
            *sums = Err(error);
        }
    })?;
    survey.warn(&report);
    let mut whole = ScaleSums::new(scorer).map_err(Failure::call)?;
    for part in parts {
        let part = part.map_err(Failure::call)?;
        whole.merge(&part).map_err(Failure::call)?;
    }
    Ok(whole)
}
