//! Words of the Personal Outcomes Evaluation Tool: instruments, responses, organisations, outcome measures.
//!
//! Everything here is valid by construction: text and loose numbers become these types once, and later stages check
//! nothing again.

pub use error::Error;
pub use frame::{Frame, FrameCount, FrameTotal, Sampling};
pub use id::{
    Edition, EntryId, InstrumentId, InstrumentKey, ItemId, MeasureId, OrganisationId, PartId,
    PointCode, ReplyId, ResponseId, ScaleId, SectionId, SeriesKey, StoryId, StratumId, ThemeId,
    ThemeSetId, WaveId,
};
pub use instrument::{
    Asks, Catalogue, Change, Collapse, Column, Comparability, Condition, ContentHash, Incomparable,
    Instrument, Item, ItemComparison, ItemKind, ItemVerdict, LeftOut, Limits, Measure,
    MeasureComparison, MeasureKind, MeasureVerdict, Member, MissingWords, Parts, Point, Pool,
    Problem, ProblemKind, Problems, Reading, Respondent, Reworded, Scale, Section, SectionRole,
    Status, Taken, Trend, TrendPoint, UnknownWords, Wording, WordingReport, distance, fold,
    nearest,
};
pub use margins::Margins;
pub use organisation::{Directory, OdsCode, OnsCode, Organisation, OrganisationKind, Region};
pub use published::{
    Extent, Marker, PublishedItem, PublishedPlace, PublishedPoint, PublishedTable,
};
pub use response::{
    Answer, Circumstance, Circumstances, Code, Finding, FindingKind, Form, FreeText, Help, Helper,
    HouseholdId, Links, Missing, Mode, PairCount, Pairs, PseudonymKey, Response, ResponseTable,
    Routed, Row, RowBeside, RowHead, SetAside, Severity, Stratification,
};
pub use text::{Language, Text};
pub use wave::Wave;

pub mod budget;
pub mod participation;
#[cfg(feature = "schema")]
pub mod schema;
pub mod uptake;

mod error;
mod frame;
mod id;
mod instrument;
mod margins;
mod organisation;
mod published;
mod response;
mod text;
mod wave;
