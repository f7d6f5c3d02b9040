//! Files to responses and refusals: no row is lost, none is guessed at.
//!
//! An [`Intake`] reads a survey file row by row. A row is taken whole or refused whole with every reason, and the
//! [`IntakeReport`] accounts for each: accepted and refused are read. A [`PublishedIntake`] does the same for tables of
//! figures that somebody published, a [`BudgetIntake`] for budgets in JSON, and a [`StoryIntake`] for pages of stories and
//! replies.

pub use budgets::{BudgetIntake, BudgetReason, BudgetRefusal, BudgetRemark, BudgetReport};
pub use delimiter::Delimiter;
pub use error::Error;
pub use frame::{FrameFile, FrameReport, read_frame};
pub use identifier::{Identifier, IdentifierKind};
pub use intake::{Batch, Intake, Options, Responses, TextEntry};
pub use mapping::{Also, Evidence, Guess, Guessed, MappedColumn, Mapping, Places, Use};
pub use margins::read_margins;
pub use organisations::read_directory;
pub use published::{
    Flag, FlagKind, PooledPlace, Published, PublishedIntake, PublishedMapping, PublishedOptions,
    PublishedReport,
};
pub use refusal::{ColumnName, Reason, ReasonKind, Refusal};
pub use report::{IntakeReport, ReasonCount, Unroutable};
pub use stories::{
    EntryCount, EntryKind, EntryPlace, EntryReason, EntryRefusal, Stories, StoriesReport,
    StoryIntake,
};
pub use uptake::{UptakeIntake, UptakeRow};

mod automaton;
mod budgets;
mod cell;
mod delimiter;
mod error;
mod frame;
mod identifier;
mod ids;
mod intake;
mod ledger;
mod lookup;
mod mapping;
mod margins;
mod namesakes;
mod numbers;
mod organisations;
mod plan;
mod privacy;
mod published;
mod reader;
mod records;
mod refusal;
mod report;
mod sample;
mod source;
mod stories;
mod tile;
mod turns;
mod uptake;
mod words;
