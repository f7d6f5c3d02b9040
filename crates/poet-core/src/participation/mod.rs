//! From what people say to what changes: comments, stories and replies, and plans that bring results back.
//!
//! What people say is kept apart from what it is counted as: their words are [`FreeText`](crate::FreeText), which no
//! `Debug` and no error shows. An [`ActionPlan`] is the chain that starts from a finding: a priority, an action with an
//! owner and a history, the people who were told, and the wave that measured again.
//!
//! # Examples
//!
//! ```
//! use poet_core::participation::{Change, Criticality, Reply, Story};
//!
//! let day = |text: &str| text.parse::<chrono::NaiveDate>();
//! let mut story = Story::builder("4711".parse()?, day("2014-03-01")?)
//!     .criticality(Criticality::Moderately)
//!     .build()?;
//! story.reply(Reply::new("1".parse()?, day("2014-03-20")?).change(Change::Planned))?;
//!
//! assert_eq!(story.change(day("2014-03-19")?), None, "nobody had replied yet");
//! assert_eq!(story.change(day("2014-03-20")?), Some(Change::Planned));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub use action::Action;
pub use action_plan::ActionPlan;
pub use comment::{Aspect, Comment};
pub use comments::Comments;
pub use criticality::Criticality;
pub use error::ParticipationError;
pub use history::{History, Status, Step};
pub use plan_finding::{Measured, PlanFinding};
pub use polarity::Polarity;
pub use priority::Priority;
pub use remeasurement::Remeasurement;
pub use reply::{Change, Reply};
pub use results_event::ResultsEvent;
pub use standing::{Stage, Standing};
pub use story::{Progress, Story, StoryBuilder, Tag};
pub use theme::{Theme, ThemeSet};
pub use told_back::ToldBack;

mod action;
mod action_plan;
mod comment;
mod comments;
mod criticality;
mod error;
mod gathered;
mod history;
mod plan_check;
pub(crate) mod plan_document;
mod plan_finding;
mod polarity;
mod priority;
mod remeasurement;
mod reply;
mod results_event;
mod standing;
mod story;
mod theme;
mod told_back;
