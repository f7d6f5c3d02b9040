//! What the command line says of stories, comments and plans.

use std::path::PathBuf;

use clap::{Args as Flags, Subcommand, ValueEnum};

use super::PolicyName;

#[derive(Debug, Flags)]
pub(crate) struct Stories {
    /// Pages of stories (JSON arrays, as the read API of Care Opinion gives for /opinions), in any order.
    #[arg(value_name = "PAGE", required = true)]
    pub(crate) pages: Vec<PathBuf>,
    /// Pages of replies (as for /responses), in any order.
    #[arg(long, value_name = "PAGE", num_args = 1..)]
    pub(crate) replies: Vec<PathBuf>,
    /// Day as at which stories are counted, such as 2014-12-31; what is dated later does not count.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_at: String,
    /// Names of organisations (CSV with columns code, name and, if known, region and kind).
    #[arg(long, value_name = "FILE")]
    pub(crate) organisations: Option<PathBuf>,
    /// Rules of disclosure control.
    #[arg(long, value_enum, default_value_t = PolicyName::Ascs)]
    pub(crate) policy: PolicyName,
    /// What is written.
    #[arg(long, value_enum, default_value_t = CountedFormat::Text)]
    pub(crate) format: CountedFormat,
    /// Where it goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Flags)]
pub(crate) struct Comments {
    /// Comments with their themes (JSON); `-` for standard input.
    pub(crate) file: PathBuf,
    /// Themes that the comments name: a set that comes with the command, or a TOML file.
    #[arg(long, value_name = "SET", default_value = "making-it-real-2018")]
    pub(crate) themes: String,
    /// Rules of disclosure control.
    #[arg(long, value_enum, default_value_t = PolicyName::Ascs)]
    pub(crate) policy: PolicyName,
    /// What is written.
    #[arg(long, value_enum, default_value_t = TableFormat::Answers)]
    pub(crate) format: TableFormat,
    /// Where it goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PlanCommand {
    /// Checks a plan and lists every problem, or tells where each of its chains stands.
    Check {
        /// TOML or JSON file; `-` for standard input.
        file: PathBuf,
    },
    /// Writes "You said, we did" for the people who were asked.
    Report(PlanReport),
}

#[derive(Debug, Flags)]
pub(crate) struct PlanReport {
    /// TOML or JSON file; `-` for standard input.
    pub(crate) file: PathBuf,
    /// Day of the report, such as 2014-12-31; what is dated later is left out.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_at: String,
    /// Survey file of the wave before the actions.
    #[arg(long, value_name = "FILE", requires = "after")]
    pub(crate) before: Option<PathBuf>,
    /// Survey file of the wave after the actions.
    #[arg(long, value_name = "FILE", requires = "before")]
    pub(crate) after: Option<PathBuf>,
    /// Waves that the files are of, where the plan measures over several pairs: BEFORE,AFTER.
    #[arg(
        long,
        value_name = "BEFORE,AFTER",
        value_delimiter = ',',
        num_args = 2,
        requires = "before"
    )]
    pub(crate) waves: Vec<String>,
    /// Instrument that was answered before, where it is not the one that the plan names.
    #[arg(long, short, value_name = "ID@EDITION")]
    pub(crate) instrument: Option<String>,
    /// Instrument that was answered after, where it is another edition.
    #[arg(long, value_name = "ID@EDITION")]
    pub(crate) instrument_after: Option<String>,
    /// Names of organisations (CSV with columns code, name and, if known, region and kind).
    #[arg(long, value_name = "FILE")]
    pub(crate) organisations: Option<PathBuf>,
    /// Rules of disclosure control.
    #[arg(long, value_enum, default_value_t = PolicyName::Ascs)]
    pub(crate) policy: PolicyName,
    /// What is written.
    #[arg(long, value_enum, default_value_t = PageFormat::Html)]
    pub(crate) format: PageFormat,
    /// Where it goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum CountedFormat {
    /// The share of concerns with a change, in words.
    Text,
    /// CSV: a row for each organisation and item, with its comparison.
    Comparisons,
    /// CSV: a row for each organisation, item and answer.
    Answers,
    /// JSON: everything that is released.
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum TableFormat {
    /// CSV: a row for each organisation and item, with its comparison.
    Comparisons,
    /// CSV: a row for each organisation, item and answer.
    Answers,
    /// JSON: everything that is released.
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PageFormat {
    /// A web page.
    Html,
    /// The same as text.
    Text,
}
