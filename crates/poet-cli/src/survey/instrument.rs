//! Instruments of the catalogue and of files, and the words that they are in.

use std::path::{Path, PathBuf};

use poet::domain::{self, InstrumentKey, Language, Parts, Wording, WordingReport};
use poet::{Catalogue, Instrument};

use crate::args::SurveyFile;
use crate::failure::Failure;
use crate::files::Input;

/// An instrument of the catalogue, or of a file.
pub(crate) fn instrument(named: &str) -> Result<Instrument, Failure> {
    let file = Input(named.into());
    if named != "-" && !Path::new(named).is_file() {
        let known = |error| {
            Failure::call(error)
                .next("`poet instrument list` lists the catalogue; a file of your own works too")
        };
        let key: InstrumentKey = named.parse().map_err(known)?;
        return Catalogue::builtin().get(&key).cloned().map_err(known);
    }
    read_instrument(&file)?.map_err(|error| {
        file.failure(&error)
            .next("`poet instrument check FILE` lists the problems")
    })
}

/// Reads an instrument of a file: JSON where it begins with a brace, TOML otherwise. Shared documents that it includes
/// come from `NAME.toml` beside it, else from those that come with the command.
pub(crate) fn read_instrument(file: &Input) -> Result<Result<Instrument, domain::Error>, Failure> {
    let text = file.read()?;
    let parts = parts_beside(file, &text)?;
    Ok(match text.trim_start().starts_with('{') {
        true => Instrument::from_json_with(&text, &parts),
        false => Instrument::from_toml_with(&text, &parts),
    })
}

fn parts_beside(file: &Input, text: &str) -> Result<Parts, Failure> {
    let mut parts = Parts::builtin().clone();
    for name in Parts::included_by(text) {
        let beside = Input(file.0.with_file_name(format!("{name}.toml")));
        if beside.0.is_file() {
            let text = beside.read()?;
            let read = parts.with_toml(name, &text);
            parts = read.map_err(|error| beside.failure(&error))?;
        }
    }
    Ok(parts)
}

/// An instrument in the words of a file, where there is one, and what became of them.
pub(crate) fn worded(
    named: &str,
    wording: Option<&PathBuf>,
) -> Result<(Instrument, WordingReport), Failure> {
    let instrument = instrument(named)?;
    let Some(path) = wording else {
        return Ok((instrument, WordingReport::default()));
    };
    let file = Input(path.clone());
    let text = file.read()?;
    let wording = match text.trim_start().starts_with('{') {
        true => Wording::from_json(&text),
        false => Wording::from_toml(&text),
    };
    let wording = wording.map_err(|error| file.failure(&error))?;
    let worded = instrument.with_wording(&wording);
    worded.map_err(|error| Failure::call(format!("{file}: {error}")))
}

/// The instrument that a survey answers; what its wording leaves out is told in one line.
pub(super) fn answered(args: &SurveyFile) -> Result<Instrument, Failure> {
    let (instrument, report) = worded(&args.instrument, args.wording.as_ref())?;
    if !report.is_complete() {
        let (missing, unknown) = (report.missing().len(), report.unknown().len());
        eprintln!(
            "poet: the wording lacks {missing} texts and has {unknown} unknown ones; `poet instrument show --wording` \
             says which"
        );
    }
    Ok(instrument)
}

pub(crate) fn language(tag: &str) -> Result<Language, Failure> {
    tag.parse()
        .map_err(|error| Failure::call(format!("--language: {error}")))
}
