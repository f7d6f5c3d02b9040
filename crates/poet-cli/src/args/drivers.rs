//! What the command line says of conditions that go with outcomes.

use std::path::PathBuf;

use clap::{Args as Flags, ValueEnum};

use super::{PolicyName, SurveyFile};

/// Which conditions go with which outcomes.
#[derive(Debug, Flags)]
pub(crate) struct Drivers {
    #[command(flatten)]
    pub(crate) survey: SurveyFile,
    /// Choices whose answers are held alike, such as `need_group,age_band`. Subgroups by a choice that is used here are not
    /// to be published beside it: both count the same people.
    #[arg(long, value_name = "ITEMS", value_delimiter = ',')]
    pub(crate) adjust_for: Vec<String>,
    /// The one outcome that is looked at; all of them where it is not given.
    #[arg(long, value_name = "ITEM")]
    pub(crate) outcome: Option<String>,
    /// How it is written.
    #[arg(long, value_enum, default_value_t = DriversFormat::Text)]
    pub(crate) format: DriversFormat,
    /// Language of questions and answers, such as en or en-x-easy.
    #[arg(long, value_name = "TAG", default_value = "en")]
    pub(crate) language: String,
    /// Rules of disclosure control.
    #[arg(long, value_enum, default_value_t = PolicyName::Ascs)]
    pub(crate) policy: PolicyName,
    /// Where it goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum DriversFormat {
    /// A sentence for each outcome and condition that has figures.
    Text,
    /// CSV: a row for each outcome and condition.
    Csv,
    /// JSON: everything that is released.
    Json,
}
