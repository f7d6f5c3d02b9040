//! What the command line says of several rounds of fieldwork.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args as Flags, ValueEnum};

use super::{People, PolicyName};

/// Rounds of fieldwork, and under which rules what changed leaves.
#[derive(Debug, Flags)]
pub(crate) struct Trend {
    /// Round of fieldwork: its day, or its first and last day, its edition where that is not the one of --instrument, and
    /// its survey file; given once for each round, such as 2013-03-04..2013-03-28:adult-holders@2013=2013.csv.
    #[arg(
        long = "wave",
        required = true,
        value_name = "DAY[..DAY][:ID@EDITION]=FILE"
    )]
    pub(crate) waves: Vec<String>,
    /// Instrument that was answered where a round names none: ID@EDITION of the catalogue, or a TOML or JSON file.
    #[arg(long, short, value_name = "ID@EDITION")]
    pub(crate) instrument: Option<String>,
    /// Column, or item, that tells organisations apart.
    #[arg(long, value_name = "COLUMN", conflicts_with = "one_organisation")]
    pub(crate) by: Option<String>,
    /// The one organisation that every row belongs to.
    #[arg(long, value_name = "NAME")]
    pub(crate) one_organisation: Option<String>,
    /// Threads to read with; the result is the same for any number.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) people: People,
    /// Names of organisations (CSV with columns code, name and, if known, region and kind).
    #[arg(long, value_name = "FILE")]
    pub(crate) organisations: Option<PathBuf>,
    /// Rules of disclosure control, applied to every round.
    #[arg(long, value_enum, default_value_t = PolicyName::Ascs)]
    pub(crate) policy: PolicyName,
    /// What is written.
    #[arg(long, value_enum, default_value_t = TrendFormat::Changes)]
    pub(crate) format: TrendFormat,
    /// Where it goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum TrendFormat {
    /// CSV: a row for each organisation and question, with its difference, its trend and its limits of chance.
    Changes,
    /// CSV: a row for each organisation, question and round, with its share.
    Shares,
    /// JSON: everything that is released.
    Json,
}

/// Rounds before the one that a report is on.
#[derive(Debug, Flags)]
pub(crate) struct Earlier {
    /// Day, or first and last day, of the round that the report is on, such as 2014-03-03..2014-03-28.
    #[arg(long, value_name = "DAY[..DAY]")]
    pub(crate) asked: Option<String>,
    /// Earlier round that the report says what changed since; given once for each, such as
    /// 2013-03-04..2013-03-28:adult-holders@2013=2013.csv.
    #[arg(
        long,
        value_name = "DAY[..DAY][:ID@EDITION]=FILE",
        requires = "asked",
        conflicts_with_all = ["also", "table", "split_by", "beside"]
    )]
    pub(crate) earlier: Vec<String>,
}
