//! `poet budget`.

use std::io::Write;

use poet::domain::budget::PurchaseRules;

use crate::args::BudgetCommand;
use crate::failure::{Failure, Outcome};
use crate::files::write_to;

mod check;
mod compare;

pub(crate) fn run(command: &BudgetCommand) -> Result<Outcome, Failure> {
    match command {
        BudgetCommand::Check(args) => check::run(args),
        BudgetCommand::Compare(args) => compare::run(args),
        BudgetCommand::Rules => {
            let table = PurchaseRules::default().to_toml();
            write_to(None, |out| out.write_all(table.as_bytes()))?;
            Ok(Outcome::Done)
        }
    }
}
