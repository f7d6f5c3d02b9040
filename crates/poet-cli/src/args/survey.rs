//! What the command line says of a survey file and of the people in it.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::Args as Flags;

use super::PolicyName;

/// The survey file and how to read it.
#[derive(Clone, Debug, Flags)]
pub(crate) struct SurveyFile {
    /// Survey file with a row for each person (CSV); `-` for standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Instrument that was answered: ID@EDITION of the catalogue, or a TOML or JSON file.
    #[arg(long, short, value_name = "ID@EDITION")]
    pub(crate) instrument: String,
    /// Words in place of the instrument's own (TOML or JSON), such as the official ones.
    #[arg(long, value_name = "FILE")]
    pub(crate) wording: Option<PathBuf>,
    /// Mapping of columns to items (TOML); guessed from the header where it is not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// Column, or item, that tells organisations apart, such as a country or a gender; whatever the mapping says.
    #[arg(long, value_name = "COLUMN", conflicts_with = "one_organisation")]
    pub(crate) by: Option<String>,
    /// The one organisation that every row belongs to; nothing is compared then.
    #[arg(long, value_name = "NAME")]
    pub(crate) one_organisation: Option<String>,
    /// Threads to read with; the result is the same for any number. Default: the processors there are, at most 8.
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(crate) people: People,
}

/// What is done for the sake of the people in a file.
#[derive(Clone, Debug, Default, Flags)]
pub(crate) struct People {
    /// Key that makes pseudonyms of the ids of responses, budgets and households: a file of 32 bytes or more, without the
    /// line end behind them.
    #[arg(long, value_name = "FILE")]
    pub(crate) pseudonym_key: Option<PathBuf>,
    /// Ids of responses that were erased and are left out, one a line.
    #[arg(long, value_name = "FILE")]
    pub(crate) erased: Option<PathBuf>,
    /// Day on which the file is read, such as 2026-01-31: responses that may no longer be kept then are left out.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_at: Option<String>,
}

#[derive(Debug, Flags)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) survey: SurveyFile,
    /// Writes the mapping that was used, to be edited and given to `--mapping`.
    #[arg(long, value_name = "FILE")]
    pub(crate) save_mapping: Option<PathBuf>,
    /// Writes what people wrote in their own words (CSV), for somebody who is allowed to read it; not for publication.
    #[arg(long, value_name = "FILE")]
    pub(crate) save_words: Option<PathBuf>,
    /// Writes the report as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Where the report goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Flags)]
pub(crate) struct Score {
    #[command(flatten)]
    pub(crate) survey: SurveyFile,
    /// Where the scores go (CSV); standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Flags)]
pub(crate) struct Scale {
    #[command(flatten)]
    pub(crate) survey: SurveyFile,
    /// Rules of disclosure control.
    #[arg(long, value_enum, default_value_t = PolicyName::Ascs)]
    pub(crate) policy: PolicyName,
    /// Writes JSON in place of text.
    #[arg(long)]
    pub(crate) json: bool,
    /// Where it goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
