//! What the command line says of budgets, and of how far they have reached.

use std::path::PathBuf;

use clap::{Args as Flags, Subcommand, ValueEnum};
use poet::domain::uptake::Population;

use super::{Format, PolicyName};

#[derive(Debug, Subcommand)]
pub(crate) enum BudgetCommand {
    /// Reads a file of budgets and reports what was accepted, what was refused and why, and what cannot be bought freely.
    Check(BudgetCheck),
    /// Compares budgets: how they are held, what they are worth and used for, what is limited; writes what may be released.
    Compare(BudgetCompare),
    /// Prints the rules of which deployment can buy which support, to be edited and given to `check --rules`.
    Rules,
}

#[derive(Debug, Flags)]
pub(crate) struct BudgetCheck {
    /// File with a budget a line (JSON Lines), or one JSON list of budgets; `-` for standard input.
    pub(crate) file: PathBuf,
    /// Rules of which deployment can buy which support (TOML); those of England where it is not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// Writes the report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Where the report goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Flags)]
pub(crate) struct BudgetCompare {
    /// File with a budget a line (JSON Lines), or one JSON list of budgets; `-` for standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// What is compared.
    #[arg(long, value_enum, default_value_t = BudgetTable::Organisations)]
    pub(crate) table: BudgetTable,
    /// Names of organisations (CSV with columns code, name and, if known, region and kind).
    #[arg(long, value_name = "FILE")]
    pub(crate) organisations: Option<PathBuf>,
    /// Rules of disclosure control.
    #[arg(long, value_enum, default_value_t = PolicyName::Ascs)]
    pub(crate) policy: PolicyName,
    /// What is written; of money all but JSON are one CSV.
    #[arg(long, value_enum, default_value_t = Format::Answers)]
    pub(crate) format: Format,
    /// Where it goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum BudgetTable {
    /// What the records say, by organisation.
    Organisations,
    /// What the records say, by the way the budgets are held; not to be published beside the table by organisation where one
    /// of them has all budgets of some way.
    Holding,
    /// Mean value and indicative over agreed, by organisation.
    Money,
}

#[derive(Debug, Flags)]
pub(crate) struct Uptake {
    /// Counts (CSV with columns organisation, eligible, holders and, if known, age group, need group and direct payments);
    /// `-` for standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Whose budgets are counted.
    #[arg(long, value_enum, default_value_t = PopulationName::People)]
    pub(crate) of: PopulationName,
    /// Names of organisations (CSV with columns code, name and, if known, region and kind).
    #[arg(long, value_name = "FILE")]
    pub(crate) organisations: Option<PathBuf>,
    /// Rules of disclosure control.
    #[arg(long, value_enum, default_value_t = PolicyName::Ascs)]
    pub(crate) policy: PolicyName,
    /// What is written; counts have no measures.
    #[arg(long, value_enum, default_value_t = Format::Comparisons)]
    pub(crate) format: Format,
    /// Where it goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PopulationName {
    /// Adults who use services (ASCOF 3D parts 1A and 2A).
    People,
    /// Carers of adults (ASCOF 3D parts 1B and 2B).
    Carers,
}

impl From<PopulationName> for Population {
    fn from(name: PopulationName) -> Self {
        match name {
            PopulationName::People => Self::People,
            PopulationName::Carers => Self::Carers,
        }
    }
}
