//! What the command line says of surveys and cases that are made up.

use std::path::PathBuf;

use clap::{Args as Flags, ValueEnum};

#[derive(Debug, Flags)]
pub(crate) struct Synth {
    /// Instrument to be answered: ID@EDITION of the catalogue, or a TOML or JSON file.
    #[arg(long, short, value_name = "ID@EDITION")]
    pub(crate) instrument: String,
    /// How many people.
    #[arg(long, value_name = "N", default_value_t = 8000)]
    pub(crate) people: u64,
    /// How many organisations.
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(crate) organisations: u32,
    /// Seed: the same seed gives the same survey.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// How answers are written.
    #[arg(long, value_enum, default_value_t = AnswerForm::Codes)]
    pub(crate) answers: AnswerForm,
    /// Items to be written, in this order; all where none are given.
    #[arg(long, value_name = "ITEM", value_delimiter = ',')]
    pub(crate) items: Vec<String>,
    /// Writes who helped, form, language, budget, household and last day of each response too.
    #[arg(long)]
    pub(crate) beside: bool,
    /// Writes the organisations with their names too.
    #[arg(long, value_name = "FILE")]
    pub(crate) save_organisations: Option<PathBuf>,
    /// Where the survey goes (CSV); standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum AnswerForm {
    /// Codes of the points.
    Codes,
    /// Labels of the points.
    Labels,
}

#[derive(Debug, Flags)]
pub(crate) struct Cases {
    /// Instrument of the cases: ID@EDITION of the catalogue, or a TOML or JSON file.
    #[arg(long, short, value_name = "ID@EDITION")]
    pub(crate) instrument: String,
    /// Seed: the same seed gives the same cases.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Where the cases go; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
