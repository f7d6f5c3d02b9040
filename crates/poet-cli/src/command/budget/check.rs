//! `poet budget check`.

use std::io::{BufReader, Write};
use std::path::Path;

use poet::domain::budget::PurchaseRules;
use poet::import::BudgetIntake;

use crate::args::BudgetCheck;
use crate::failure::{Failure, Outcome};
use crate::files::{Input, write_to};

pub(super) fn run(args: &BudgetCheck) -> Result<Outcome, Failure> {
    let mut intake = BudgetIntake::default();
    if let Some(path) = &args.rules {
        intake = intake.rules(rules(path)?);
    }
    let file = Input(args.file.clone());
    let report = intake
        .read(BufReader::new(file.open()?), drop)
        .map_err(|error| file.failure(&error))?;
    let output = args.output.as_deref();
    match args.json {
        true => write_to(output, |out| -> std::io::Result<()> {
            serde_json::to_writer_pretty(&mut *out, &report)?;
            writeln!(out)
        })?,
        false => write_to(output, |out| writeln!(out, "{report}"))?,
    }
    Ok(match report.refused > 0 || report.cut_off {
        true => Outcome::WantsALook,
        false => Outcome::Done,
    })
}

fn rules(path: &Path) -> Result<PurchaseRules, Failure> {
    let file = Input(path.to_owned());
    PurchaseRules::from_toml(&file.read()?)
        .map_err(|error| Failure::call(format!("{file}: {error}")))
}
