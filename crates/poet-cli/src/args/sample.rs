//! What the command line says of a survey to come, or of one that came back.

use std::path::PathBuf;

use clap::Args as Flags;

#[derive(Debug, Flags)]
pub(crate) struct Sample {
    /// People who could answer.
    #[arg(
        long,
        value_name = "N",
        required_unless_present = "frame",
        conflicts_with = "frame",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    pub(crate) population: Option<u64>,
    /// Who could answer (CSV with columns organisation, eligible and, if known, stratum): a plan for each organisation.
    #[arg(long, value_name = "FILE", conflicts_with = "answers")]
    pub(crate) frame: Option<PathBuf>,
    /// Names of organisations (CSV with columns code, name and, if known, region and kind).
    #[arg(long, value_name = "FILE", requires = "frame")]
    pub(crate) organisations: Option<PathBuf>,
    /// Margin of error that is wanted, in percentage points.
    #[arg(long, value_name = "POINTS", default_value_t = 5.0)]
    pub(crate) margin: f64,
    /// Share of the forms that is expected back, in per cent.
    #[arg(long, value_name = "PER CENT", default_value_t = 40.0)]
    pub(crate) response_rate: f64,
    /// Confidence of the margin, in per cent.
    #[arg(long, value_name = "PER CENT", default_value_t = 95.0)]
    pub(crate) confidence: f64,
    /// Answers that came back: tells the margin of error that they have.
    #[arg(long, value_name = "N")]
    pub(crate) answers: Option<u64>,
    /// Where it goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
