//! What the command line says of surveys that are compared, reported or paired.

use std::path::PathBuf;

use clap::{Args as Flags, ValueEnum};
use poet::domain::{Circumstance, Sampling};

use super::{Against, Earlier, Format, People, PolicyName, SurveyFile};

/// What is compared and under which rules it leaves.
#[derive(Debug, Flags)]
pub(crate) struct Compared {
    #[command(flatten)]
    pub(crate) survey: SurveyFile,
    /// Survey file of another edition, pooled with the first on the questions whose answers mean the same in both; may be
    /// given several times. Publish the pool or the editions, not both: one taken from the other tells what is kept back.
    #[arg(long, value_name = "ID@EDITION=FILE", conflicts_with = "table")]
    pub(crate) also: Vec<String>,
    /// Published table of counts or percentages by organisation, item and point (long CSV), instead of a survey file.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub(crate) table: Option<PathBuf>,
    /// Names of organisations (CSV with columns code, name and, if known, region and kind).
    #[arg(long, value_name = "FILE")]
    pub(crate) organisations: Option<PathBuf>,
    /// Who could have answered (CSV with columns organisation, stratum, eligible and, if known, sent and returned).
    #[arg(long, value_name = "FILE", requires = "sampling")]
    pub(crate) frame: Option<PathBuf>,
    /// How people came to be asked.
    #[arg(long, value_enum, requires = "frame")]
    pub(crate) sampling: Option<SamplingName>,
    /// How many people of the population are at each point of some items (CSV with columns item, point, people): favourable
    /// shares are weighted to them by raking. Publish one weighting of a survey, and not beside its subgroups or case mix.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["table", "also", "split_by", "subgroups", "case_mix", "frame"])]
    pub(crate) margins: Option<PathBuf>,
    /// Compares not places but those who answered in one way with the rest, over all places together.
    #[arg(long, value_name = "WAY", conflicts_with = "table")]
    pub(crate) split_by: Option<SplitBy>,
    /// Also holds places against each other like with like, as if they served like people, by these questions, such as
    /// `need_group,age_band`. Publish this or subgroups of the same survey, not both.
    #[arg(
        long,
        value_name = "ITEM",
        value_delimiter = ',',
        conflicts_with_all = ["table", "subgroups", "margins"]
    )]
    pub(crate) case_mix: Vec<String>,
    /// Choice by whose answers people are put into groups, such as `need_group`; several, with commas between them, make
    /// groups together. `benchmark` then writes the groups, as comparisons or json; `report` has a part about them. A
    /// table of `drivers` that uses one of these choices is not to be published beside it: both count the same people.
    #[arg(long, value_name = "ITEM", value_delimiter = ',', conflicts_with_all = ["also", "table", "frame", "split_by", "margins"])]
    pub(crate) subgroups: Vec<String>,
    /// Benchmark of the same answers that is out already (JSON, as `benchmark --format json` wrote it), perhaps under other
    /// rules: nothing is shown that it keeps back. Refused where it shows what these rules withhold.
    #[arg(long, value_name = "EARLIER.json", conflicts_with_all = ["table", "frame", "subgroups", "margins", "case_mix"])]
    pub(crate) beside: Option<PathBuf>,
    /// Rules of disclosure control.
    #[arg(long, value_enum, default_value_t = PolicyName::Ascs)]
    pub(crate) policy: PolicyName,
}

#[derive(Debug, Flags)]
pub(crate) struct Benchmark {
    #[command(flatten)]
    pub(crate) compared: Compared,
    #[command(flatten)]
    pub(crate) against: Against,
    /// What is written.
    #[arg(long, value_enum, default_value_t = Format::Comparisons)]
    pub(crate) format: Format,
    /// Where it goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Flags)]
pub(crate) struct Report {
    #[command(flatten)]
    pub(crate) compared: Compared,
    #[command(flatten)]
    pub(crate) against: Against,
    /// Norm set to hold the organisation against.
    #[arg(long, value_name = "FILE")]
    pub(crate) norm: Option<PathBuf>,
    /// Organisation that the report is for, by its code in the data.
    #[arg(long, value_name = "CODE", required_unless_present = "all_places")]
    pub(crate) organisation: Option<String>,
    /// Reports on all places together instead of one: how much they vary, and where each stands.
    #[arg(long, conflicts_with_all = ["organisation", "peers", "standard", "standards", "norm"])]
    pub(crate) all_places: bool,
    #[command(flatten)]
    pub(crate) earlier: Earlier,
    /// Has a part about the conditions that go with better outcomes, over all places; reads the file once more.
    #[arg(long, conflicts_with_all = ["also", "table", "split_by", "beside"])]
    pub(crate) drivers: bool,
    /// Choices whose answers are held alike there, such as `need_group,age_band`.
    #[arg(
        long,
        value_name = "ITEMS",
        value_delimiter = ',',
        requires = "drivers"
    )]
    pub(crate) adjust_for: Vec<String>,
    /// Has a part about how far the questions of each measure go together, over all places; reads the file once more.
    #[arg(long, requires = "all_places", conflicts_with_all = ["also", "table", "split_by"])]
    pub(crate) scales: bool,
    /// Fewest respondents for which organisations are compared in a report.
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) minimum: u64,
    /// Language of questions and answers, such as en or en-x-easy.
    #[arg(long, value_name = "TAG", default_value = "en")]
    pub(crate) language: String,
    /// Where the report goes; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Two survey files, an item of each, and under which rules the counts leave.
#[derive(Debug, Flags)]
pub(crate) struct Pairs {
    /// Survey file of the budget holders (CSV).
    pub(crate) holders: PathBuf,
    /// Survey file of their carers (CSV).
    pub(crate) carers: PathBuf,
    /// Instrument that the holders answered: ID@EDITION of the catalogue, or a TOML or JSON file.
    #[arg(long, short, value_name = "ID@EDITION")]
    pub(crate) instrument: String,
    /// Instrument that the carers answered.
    #[arg(long, value_name = "ID@EDITION")]
    pub(crate) carer_instrument: String,
    /// Item of the holders: a choice.
    #[arg(long, value_name = "ITEM")]
    pub(crate) item: String,
    /// Item of the carers: a choice; the holders' where it is not given.
    #[arg(long, value_name = "ITEM")]
    pub(crate) carer_item: Option<String>,
    /// Mapping of the holders' columns (TOML); guessed from the header where it is not given.
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// Mapping of the carers' columns.
    #[arg(long, value_name = "FILE")]
    pub(crate) carer_mapping: Option<PathBuf>,
    /// What pairs have in common.
    #[arg(long, value_enum, default_value_t = PairBy::Household)]
    pub(crate) by: PairBy,
    #[command(flatten)]
    pub(crate) people: People,
    /// Rules of disclosure control.
    #[arg(long, value_enum, default_value_t = PolicyName::Ascs)]
    pub(crate) policy: PolicyName,
    /// Where the counts go (CSV); standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum PairBy {
    /// The household.
    Household,
    /// The budget.
    Budget,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SplitBy {
    /// How responses reached us.
    Mode,
    /// Alone, with help or by somebody else.
    Help,
    /// Who helped.
    Helper,
    /// Standard, Easy Read and other forms.
    Form,
    /// Language of the form.
    Language,
}

impl From<SplitBy> for Circumstance {
    fn from(by: SplitBy) -> Self {
        match by {
            SplitBy::Mode => Self::Mode,
            SplitBy::Help => Self::Help,
            SplitBy::Helper => Self::Helper,
            SplitBy::Form => Self::Form,
            SplitBy::Language => Self::Language,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SamplingName {
    /// Everybody who was eligible was asked.
    Everybody,
    /// A random sample of each stratum was asked.
    Random,
    /// People came forward by themselves.
    Volunteers,
}

impl From<SamplingName> for Sampling {
    fn from(name: SamplingName) -> Self {
        match name {
            SamplingName::Everybody => Self::Everybody,
            SamplingName::Random => Self::Random,
            SamplingName::Volunteers => Self::Volunteers,
        }
    }
}
