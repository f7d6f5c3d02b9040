//! What the command line says of instruments.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum InstrumentCommand {
    /// Lists the catalogue.
    List,
    /// Prints a questionnaire.
    Show {
        /// ID@EDITION of the catalogue, or a TOML or JSON file.
        instrument: String,
        /// Language of questions and answers, such as en or en-x-easy.
        #[arg(long, value_name = "TAG", default_value = "en")]
        language: String,
        /// Words in place of the instrument's own (TOML or JSON), such as the official ones.
        #[arg(long, value_name = "FILE")]
        wording: Option<PathBuf>,
        /// How it is printed.
        #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
        format: ShowFormat,
    },
    /// Tells what changed between two instruments, what stays comparable and why the rest does not.
    Diff {
        /// ID@EDITION of the catalogue, or a TOML or JSON file.
        first: String,
        /// The other one.
        second: String,
    },
    /// Checks an instrument file and lists every problem.
    Check {
        /// TOML or JSON file; `-` for standard input.
        file: PathBuf,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ShowFormat {
    /// A questionnaire to read.
    Text,
    /// A document to edit.
    Toml,
    /// A document for machines.
    Json,
}
