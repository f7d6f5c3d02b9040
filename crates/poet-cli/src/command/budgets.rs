//! `poet budgets`.

use std::io::BufReader;

use poet::benchmark::budgets::BudgetTally;
use poet::export::{MoneyTable, Tables};
use poet::import::BudgetReport;
use poet::{Policy, Settings};

use super::benchmark::write;
use crate::args::{BudgetTable, Budgets, Format};
use crate::failure::{Failure, Outcome};
use crate::files::{Input, write_to};
use crate::survey::directory;

pub(crate) fn run(args: &Budgets) -> Result<Outcome, Failure> {
    let file = Input(args.file.clone());
    let (tally, report) = read(&file)?;
    for refusal in &report.refused {
        eprintln!("poet: {file}: {refusal}");
    }
    let policy = Policy::of(args.policy.into());
    let settings = Settings::default();
    let mut directory = directory(args.organisations.as_deref())?;
    let output = args.output.as_deref();
    let released = match args.table {
        BudgetTable::Organisations => policy.apply(&tally.findings(&settings)),
        BudgetTable::Holding => {
            directory = tally.ways_of_holding();
            let released = policy.apply_by_holding(&tally, &settings);
            released.map_err(Failure::call)?
        }
        BudgetTable::Money => {
            let released = policy.apply_money(&tally);
            let table = MoneyTable::new(&released, &directory);
            match args.format {
                Format::Json => write_to(output, |out| table.write_json(out)),
                _ => write_to(output, |out| table.write_csv(out)),
            }?;
            return Ok(outcome(&report));
        }
    };
    let tables = Tables::new(&released, tally.form(), &directory).map_err(Failure::call)?;
    write(&tables, args.format, output)?;
    Ok(outcome(&report))
}

fn read(file: &Input) -> Result<(BudgetTally, BudgetReport), Failure> {
    let mut tally = BudgetTally::new().map_err(Failure::call)?;
    let mut counted = Ok(());
    let report = BudgetReport::read(BufReader::new(file.open()?), |budget| {
        if counted.is_ok() {
            counted = tally.add(&budget);
        }
    });
    let report = report.map_err(|error| file.failure(&error))?;
    counted.map_err(Failure::call)?;
    Ok((tally, report))
}

fn outcome(report: &BudgetReport) -> Outcome {
    match report.refused.len() {
        0 => Outcome::Done,
        _ => Outcome::WantsALook,
    }
}
