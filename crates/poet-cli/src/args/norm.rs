//! What the command line says of norm sets.

use std::path::PathBuf;

use clap::{Args as Flags, Subcommand};

use super::{Compared, InWords};

#[derive(Debug, Subcommand)]
pub(crate) enum NormCommand {
    /// Writes what is released of a survey as a norm set (JSON).
    Write(NormWrite),
    /// Holds an organisation's own survey file against a norm set, offline.
    Against(NormAgainst),
}

#[derive(Debug, Flags)]
pub(crate) struct NormWrite {
    #[command(flatten)]
    pub(crate) compared: Compared,
    /// When people were asked, such as spring-2014:2014-03-01:2014-06-30; may be given several times.
    #[arg(long, value_name = "NAME:OPENS:CLOSES")]
    pub(crate) wave: Vec<String>,
    /// Leaves the figures of single organisations out: their own answers can then not be taken out of the norm.
    #[arg(long)]
    pub(crate) without_places: bool,
    /// Where it goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Flags)]
pub(crate) struct NormAgainst {
    #[command(flatten)]
    pub(crate) compared: Compared,
    /// The norm set.
    #[arg(long, value_name = "FILE")]
    pub(crate) norm: PathBuf,
    /// Organisation that is held against it, by its code in the data.
    #[arg(long, value_name = "CODE")]
    pub(crate) organisation: String,
    /// How it is written.
    #[arg(long, value_enum, default_value_t = InWords::Text)]
    pub(crate) format: InWords,
    /// Where it goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
