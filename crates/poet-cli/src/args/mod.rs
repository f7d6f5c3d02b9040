//! What the command line says.

use clap::{Parser, Subcommand, ValueEnum};
use poet::benchmark::release::Preset;

pub(crate) use beside::{Against, InWords, Partners, PeersOf};
pub(crate) use budget::{BudgetCheck, BudgetCommand, BudgetCompare, BudgetTable, Uptake};
pub(crate) use compared::{Benchmark, Compared, PairBy, Pairs, Report};
pub(crate) use drivers::{Drivers, DriversFormat};
pub(crate) use instrument::{InstrumentCommand, ShowFormat};
pub(crate) use norm::{NormAgainst, NormCommand, NormWrite};
pub(crate) use participation::{
    Comments, CountedFormat, PageFormat, PlanCommand, PlanReport, Stories, TableFormat,
};
pub(crate) use sample::Sample;
#[cfg(feature = "schema")]
pub(crate) use schema::SchemaOf;
pub(crate) use survey::{Check, People, Scale, Score, SurveyFile};
pub(crate) use synth::{AnswerForm, Cases, Synth};
pub(crate) use waves::{Earlier, Trend, TrendFormat};

mod beside;
mod budget;
mod compared;
mod drivers;
mod instrument;
mod norm;
mod participation;
mod sample;
#[cfg(feature = "schema")]
mod schema;
mod survey;
mod synth;
mod waves;

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
    /// Says whether the questions of each measure belong together, and writes what may be released.
    Scale(Scale),
    /// Compares every organisation with the rest and writes what may be released.
    Benchmark(Benchmark),
    /// Writes the HTML report of one organisation, or of all places together.
    Report(Report),
    /// Says what changed over several rounds of fieldwork, question by question.
    Trend(Trend),
    /// Tells whom an organisation can learn from: places credibly better where it is weak, most like it first.
    Partners(Partners),
    /// Norm sets: a released reference in one file, to be held against without anybody's answers.
    #[command(subcommand)]
    Norm(NormCommand),
    /// Tells which conditions of getting and holding a budget go with which outcomes: associations, not causes.
    Drivers(Drivers),
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
    /// Says how many forms to send for a margin of error, or how good the answers are that came back.
    Sample(Sample),
    /// Counts stories by what became of the concerns they raise.
    Stories(Stories),
    /// Counts comments by theme and polarity, apart for impact and for process.
    Comments(Comments),
    /// Plans that bring results back to the people who were asked.
    #[command(subcommand)]
    Plan(PlanCommand),
    /// Writes cases (JSON) by which another system tests its own routing, checks and scores of an instrument.
    Cases(Cases),
    /// Writes the JSON Schema of a document, for systems in other languages; without a name lists the documents.
    #[cfg(feature = "schema")]
    Schema(SchemaOf),
    /// Compares how far personal budgets and direct payments have reached, from counts of people.
    Uptake(Uptake),
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
pub(crate) enum Format {
    /// CSV: a row for each organisation and item, with its comparison.
    Comparisons,
    /// CSV: a row for each organisation, item and answer.
    Answers,
    /// CSV: a row for each organisation and measure.
    Measures,
    /// CSV: a row for each organisation and item: its place in the funnel, its shrunk share and its rank.
    Places,
    /// CSV: a row for each item: how much organisations vary.
    Variation,
    /// JSON: everything that is released.
    Json,
}
