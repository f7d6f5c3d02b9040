//! `poet instrument`.

use std::io::Write;

use poet::domain::{Comparability, Error, Language, WordingReport};
use poet::export::fieldwork::write_questionnaire;
use poet::{Catalogue, Instrument};

use crate::args::{InstrumentCommand, ShowFormat};
use crate::failure::{Failure, Outcome};
use crate::files::{Input, write_to};
use crate::survey;

pub(crate) fn run(command: &InstrumentCommand) -> Result<Outcome, Failure> {
    match command {
        InstrumentCommand::List => list(),
        InstrumentCommand::Show {
            instrument,
            language,
            wording,
            format,
        } => {
            let language = survey::language(language)?;
            let (instrument, report) = survey::worded(instrument, wording.as_ref())?;
            show(&instrument, &language, *format)?;
            Ok(told(&report))
        }
        InstrumentCommand::Diff { first, second } => {
            diff(&survey::instrument(first)?, &survey::instrument(second)?)
        }
        InstrumentCommand::Check { file } => check(&Input(file.clone())),
    }
}

fn list() -> Result<Outcome, Failure> {
    write_to(None, |out| {
        Catalogue::builtin().iter().try_for_each(|instrument| {
            let (key, items) = (instrument.key().to_string(), instrument.items().len());
            writeln!(
                out,
                "{key:24} {items:3} items  {}",
                instrument.title().english()
            )
        })
    })?;
    Ok(Outcome::Done)
}

fn show(instrument: &Instrument, language: &Language, format: ShowFormat) -> Result<(), Failure> {
    let document = match format {
        ShowFormat::Text => {
            return write_to(None, |out| write_questionnaire(instrument, language, out));
        }
        ShowFormat::Toml => instrument.to_toml(),
        ShowFormat::Json => instrument.to_json(),
    };
    let document = document.map_err(Failure::call)?;
    write_to(None, |out| writeln!(out, "{}", document.trim_end()))
}

/// Tells what a wording left out and what it named in vain.
fn told(report: &WordingReport) -> Outcome {
    if report.is_complete() {
        return Outcome::Done;
    }
    eprintln!("poet: wording: {report}");
    Outcome::WantsALook
}

fn diff(first: &Instrument, second: &Instrument) -> Result<Outcome, Failure> {
    let compared = Comparability::between(first, second);
    write_to(None, |out| write!(out, "{compared}"))?;
    Ok(Outcome::Done)
}

/// Problems of the file are what was asked for, so they go to standard output.
fn check(file: &Input) -> Result<Outcome, Failure> {
    let (found, outcome) = match survey::read_instrument(file)? {
        Ok(instrument) => (
            format!("{file}: {} is sound", instrument.key()),
            Outcome::Done,
        ),
        Err(error @ Error::Instrument(_)) => (format!("{file}: {error}"), Outcome::WantsALook),
        Err(error) => return Err(file.failure(&error)),
    };
    write_to(None, |out| writeln!(out, "{found}"))?;
    Ok(outcome)
}
