//! `poet check`.

use std::io::Write;
use std::path::Path;

use poet::import::{Batch, IntakeReport};

use crate::args::Check;
use crate::failure::{Failure, Outcome};
use crate::files::{Output, write_to};
use crate::survey::Survey;

pub(crate) fn run(args: &Check) -> Result<Outcome, Failure> {
    let survey = Survey::new(&args.survey)?;
    let report = match &args.save_words {
        Some(path) => save_words(&survey, path)?,
        None => survey.fold(|| (), |(), _| ())?.1,
    };
    if let Some(path) = &args.save_mapping {
        let mapping = report.mapping.to_toml().map_err(Failure::call)?;
        write_to(Some(path), |out| out.write_all(mapping.as_bytes()))?;
    }
    let output = args.output.as_deref();
    match args.json {
        true => write_to(output, |out| -> std::io::Result<()> {
            serde_json::to_writer_pretty(&mut *out, &report)?;
            writeln!(out)
        })?,
        false => write_to(output, |out| writeln!(out, "{report}"))?,
    }
    Ok(match report.faulty() {
        0 => Outcome::Done,
        _ => Outcome::WantsALook,
    })
}

/// Writes what people wrote, in the order of the file, beside the name of the response and apart from every answer.
fn save_words(survey: &Survey, path: &Path) -> Result<IntakeReport, Failure> {
    eprintln!("poet: what people wrote is not for publication");
    let mut out = csv::Writer::from_writer(Output::create(Some(path))?);
    let begun = out.write_record(["response_id", "item", "words"]);
    let ((mut out, written), report) = survey.each((out, begun), |(out, written), batch| {
        if written.is_ok() {
            *written = write_words(out, batch);
        }
    })?;
    let written = written.and_then(|()| Ok(out.flush()?));
    written.map_err(|error| out.get_ref().failure(&error))?;
    Ok(report)
}

fn write_words(out: &mut csv::Writer<impl Write>, batch: Batch<'_>) -> csv::Result<()> {
    let items = batch.table.instrument().items();
    for entry in batch.texts {
        let id = batch.table.row(entry.row).map_or("", |row| row.id());
        out.write_record([id, items[entry.item].id().as_str(), entry.text.reveal()])?;
    }
    Ok(())
}
