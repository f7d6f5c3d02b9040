//! `poet check`.

use std::io::Write;

use crate::args::Check;
use crate::failure::{Failure, Outcome};
use crate::files::write_to;
use crate::survey::Survey;

pub(crate) fn run(args: &Check) -> Result<Outcome, Failure> {
    let survey = Survey::new(&args.survey)?;
    let (_, report) = survey.fold(|| (), |(), _| ())?;
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
    Ok(match report.refused {
        0 => Outcome::Done,
        _ => Outcome::WantsALook,
    })
}
