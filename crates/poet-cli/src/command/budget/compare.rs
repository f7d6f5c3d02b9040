//! `poet budget compare`.

use std::io::BufReader;

use poet::benchmark::budgets::BudgetTally;
use poet::export::{MoneyTable, Tables};
use poet::import::BudgetIntake;
use poet::{Policy, Settings};

use crate::args::{BudgetCompare, BudgetTable, Format};
use crate::command::benchmark::write;
use crate::failure::{Failure, Outcome};
use crate::files::{Input, write_to};
use crate::survey::directory;

pub(super) fn run(args: &BudgetCompare) -> Result<Outcome, Failure> {
    let file = Input(args.file.clone());
    let (tally, outcome) = read(&file)?;
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
            return Ok(outcome);
        }
    };
    let tables = Tables::new(&released, tally.form(), &directory).map_err(Failure::call)?;
    write(&tables, args.format, output)?;
    Ok(outcome)
}

/// Budgets counted; those that are refused, or name no organisation, are told.
fn read(file: &Input) -> Result<(BudgetTally, Outcome), Failure> {
    let mut tally = BudgetTally::new().map_err(Failure::call)?;
    let mut homeless = 0_u64;
    let mut counted = Ok(());
    let report = BudgetIntake::default().read(BufReader::new(file.open()?), |budget| {
        if budget.organisation().is_none() {
            homeless += 1;
        } else if counted.is_ok() {
            counted = tally.add(&budget);
        }
    });
    let report = report.map_err(|error| file.failure(&error))?;
    counted.map_err(Failure::call)?;
    let (read, refused) = (report.read, report.refused);
    if refused > 0 {
        eprintln!(
            "poet: {file}: {refused} of {read} budgets were refused; `poet budget check` says which and why"
        );
    }
    if homeless > 0 {
        eprintln!(
            "poet: {file}: {homeless} of {read} budgets name no organisation and are not counted"
        );
    }
    Ok(match refused > 0 || homeless > 0 || report.cut_off {
        true => (tally, Outcome::WantsALook),
        false => (tally, Outcome::Done),
    })
}
