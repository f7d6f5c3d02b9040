//! Files to responses and refusals: no row is lost, none is guessed at.
//!
//! An [`Intake`] reads a survey file row by row. A row is taken whole or refused whole with every reason, and the
//! [`IntakeReport`] accounts for each: accepted and refused are read. A [`PublishedIntake`] does the same for tables of
//! figures that somebody published.

pub use budgets::{BudgetReason, BudgetRefusal, BudgetReport};
pub use delimiter::Delimiter;
pub use error::Error;
pub use intake::{Batch, Intake, Options, Responses, TextEntry};
pub use mapping::{Evidence, Guess, Guessed, MappedColumn, Mapping, Use};
pub use organisations::read_directory;
pub use published::{
    Flag, FlagKind, PooledPlace, Published, PublishedIntake, PublishedMapping, PublishedOptions,
    PublishedReport,
};
pub use refusal::{ColumnName, Reason, ReasonKind, Refusal};
pub use report::{IntakeReport, ReasonCount, Unroutable};
pub use uptake::{UptakeIntake, UptakeRow};

mod automaton;
mod budgets;
mod cell;
mod delimiter;
mod error;
mod ids;
mod intake;
mod ledger;
mod lookup;
mod mapping;
mod namesakes;
mod numbers;
mod organisations;
mod plan;
mod published;
mod reader;
mod records;
mod refusal;
mod report;
mod source;
mod tile;
mod turns;
mod uptake;
mod words;
