//! What the command line says.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args as Flags, Parser, Subcommand, ValueEnum};
use poet::benchmark::release::Preset;
use poet::domain::uptake::Population;
use poet::domain::{Circumstance, Sampling};

/// Surveys of personal budgets: checked, scored, compared and reported.
///
/// Exit codes: 0 done; 1 done, but something wants a look (rows were refused, an instrument has problems); 2 the call is
/// off; 3 a file cannot be read or written.
#[derive(Debug, Parser)]
#[command(name = "poet", version)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Reads a survey file and reports what was accepted, what was refused and why.
    Check(Check),
    /// Scores every response of a survey file; the scores are of single people and not for publication.
    Score(Score),
    /// Compares every organisation with the rest and writes what may be released.
    Benchmark(Benchmark),
    /// Writes the HTML report of one organisation.
    Report(Report),
    /// Counts budget holders and family carers of the same household by what both answered.
    Pairs(Pairs),
    /// Instruments that come with the command, and your own.
    #[command(subcommand)]
    Instrument(InstrumentCommand),
    /// Personal budgets: a file of them checked, and the rules of what they can buy.
    #[command(subcommand)]
    Budget(BudgetCommand),
    /// Makes a synthetic survey.
    Synth(Synth),
    /// Writes cases (JSON) by which another system tests its own routing, checks and scores of an instrument.
    Cases(Cases),
    /// Compares how far personal budgets and direct payments have reached, from counts of people.
    Uptake(Uptake),
}

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
#[derive(Clone, Debug, Flags)]
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
    /// Compares not places but those who answered in one way with the rest, over all places together.
    #[arg(long, value_name = "WAY", conflicts_with = "table")]
    pub(crate) split_by: Option<SplitBy>,
    /// Rules of disclosure control.
    #[arg(long, value_enum, default_value_t = PolicyName::Ascs)]
    pub(crate) policy: PolicyName,
}

#[derive(Debug, Flags)]
pub(crate) struct Benchmark {
    #[command(flatten)]
    pub(crate) compared: Compared,
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
    /// Organisation that the report is for, by its code in the data.
    #[arg(long, value_name = "CODE")]
    pub(crate) organisation: String,
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
pub(crate) enum PolicyName {
    /// 1 or 2 people withheld, counts to the nearest 5, per cent to one decimal.
    Ascs,
    /// 1 to 7 people withheld, all figures from counts rounded to the nearest 5.
    NhsSubNational,
    /// Under ten people withheld.
    Strict,
    /// Everything shown, marked as not for publication.
    Internal,
}

impl From<PolicyName> for Preset {
    fn from(name: PolicyName) -> Self {
        match name {
            PolicyName::Ascs => Self::Ascs,
            PolicyName::NhsSubNational => Self::NhsSubNational,
            PolicyName::Strict => Self::Strict,
            PolicyName::Internal => Self::Internal,
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

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Format {
    /// CSV: a row for each organisation and item, with its comparison.
    Comparisons,
    /// CSV: a row for each organisation, item and answer.
    Answers,
    /// CSV: a row for each organisation and measure.
    Measures,
    /// JSON: everything that is released.
    Json,
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

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum AnswerForm {
    /// Codes of the points.
    Codes,
    /// Labels of the points.
    Labels,
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
