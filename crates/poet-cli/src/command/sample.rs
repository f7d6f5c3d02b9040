//! `poet sample`.

use std::io::Write as _;
use std::path::Path;

use poet::benchmark::estimate::Confidence;
use poet::benchmark::plan::SampleSize;
use poet::domain::{Frame, Sampling};
use poet::export::SampleTable;
use poet::import::read_frame;

use crate::args::Sample;
use crate::failure::{Failure, Outcome};
use crate::files::{Input, write_to};
use crate::survey::directory;

/// Instrument of a frame that is not asked yet.
const TO_COME: &str = "to-come@0";

pub(crate) fn run(args: &Sample) -> Result<Outcome, Failure> {
    let share = |per_cent: f64| per_cent / 100.0;
    let off = |flag: &str, most: &str| {
        Failure::call(format!(
            "{flag} is out of range, wants more than 0 and {most}"
        ))
    };
    let confidence = Confidence::new(share(args.confidence));
    let confidence = confidence.map_err(|_| {
        off(
            &format!("--confidence {}", args.confidence),
            "less than 100 per cent",
        )
    })?;
    let wanted = SampleSize::new(share(args.margin));
    let wanted =
        wanted.map_err(|_| off(&format!("--margin {}", args.margin), "at most 100 points"))?;
    let (wanted, rate) = (wanted.confidence(confidence), share(args.response_rate));
    if let Some(frame) = &args.frame {
        return by_organisation(args, frame, (&wanted, rate));
    }
    let population = args.population.unwrap_or(0);
    let lines = match args.answers {
        Some(answers) => came_back(&wanted, answers, population)?,
        None => to_send(args, &wanted, (population, rate))?,
    };
    write_to(args.output.as_deref(), |out| {
        out.write_all(lines.as_bytes())
    })?;
    Ok(Outcome::Done)
}

fn to_send(
    args: &Sample,
    wanted: &SampleSize,
    (population, rate): (u64, f64),
) -> Result<String, Failure> {
    let plan = wanted.sending(population, rate);
    let plan = plan.map_err(|error| rate_off(args, &error))?;
    let margin = plan.margin.map_err(Failure::call)?;
    Ok(format!(
        "answers needed: {} of {population}, for {} points either way at {} % confidence\nforms to send: {}, if {} % \
         come back\nanswers to expect: {}, good to {:.1} points either way\n",
        plan.answers,
        args.margin,
        args.confidence,
        plan.forms,
        args.response_rate,
        plan.returned,
        100.0 * margin
    ))
}

/// A response rate is told in per cent, as it was given.
fn rate_off(args: &Sample, error: &poet::benchmark::Error) -> Failure {
    match error {
        poet::benchmark::Error::Share { .. } => Failure::call(format!(
            "--response-rate {} is out of range, wants more than 0 and at most 100 per cent",
            args.response_rate
        )),
        _ => Failure::call(error),
    }
}

fn came_back(wanted: &SampleSize, answers: u64, population: u64) -> Result<String, Failure> {
    let margin = wanted.margin_of(answers, population);
    let margin = margin.map_err(|why| Failure::call(format!("--answers {answers}: {why}")))?;
    Ok(format!(
        "{answers} answers of {population} people are good to {:.1} points either way\n",
        100.0 * margin
    ))
}

fn by_organisation(
    args: &Sample,
    frame: &Path,
    (wanted, rate): (&SampleSize, f64),
) -> Result<Outcome, Failure> {
    let file = Input(frame.to_owned());
    let key = TO_COME.parse().map_err(Failure::call)?;
    let read = read_frame(file.open()?, Frame::new(key, Sampling::Random));
    let read = read.map_err(|error| file.failure(&error))?;
    for refusal in &read.report.refusals {
        eprintln!("poet: {file}: {refusal}");
    }
    let plans = wanted.by_organisation(&read.frame, rate);
    let plans = plans.map_err(|error| rate_off(args, &error))?;
    let directory = directory(args.organisations.as_deref())?;
    let table = SampleTable::new(&plans, &directory);
    write_to(args.output.as_deref(), |out| table.write_csv(out))?;
    Ok(match read.report.refused {
        0 => Outcome::Done,
        _ => Outcome::WantsALook,
    })
}
