//! What breaks a rule of participation.

use super::Step;
use crate::{Problems, ReplyId};

/// Rule of stories, comments, themes or plans that a value breaks.
///
/// Says where and what was wanted, never what somebody wrote.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ParticipationError {
    /// Polarity outside its three values.
    #[error("polarity is not known, wants -1, 0 or 1")]
    Polarity,
    /// Word that says nothing about change.
    #[error("change is not known, wants neither, planned, made")]
    Change,
    /// Word that is no progress of a story.
    #[error("progress is not known, wants published, read, responded, change_planned, change_made")]
    Progress,
    /// Criticality outside its six levels.
    #[error(
        "criticality is not known, wants 0 to 5 or not, minimally, mildly, moderately, strongly, severely"
    )]
    Criticality,
    /// Story that was published before it was sent in.
    #[error("story is published before it was sent in, wants that day or a later one")]
    PublishedTooEarly,
    /// Reply that is older than its story.
    #[error("reply {reply} is dated before the story was sent in, wants that day or a later one")]
    ReplyTooEarly {
        /// The reply.
        reply: ReplyId,
    },
    /// Second reply of one name.
    #[error("reply {reply} stands twice in the story, wants a name for each")]
    ReplyRepeated {
        /// The reply.
        reply: ReplyId,
    },
    /// Step of an action that does not follow from the one before.
    #[error("action cannot be {to} after it was {from}, wants {wants}")]
    Step {
        /// The step before.
        from: Step,
        /// The step that does not follow.
        to: Step,
        /// Steps that may follow.
        wants: &'static str,
    },
    /// Step of an action that is dated before the one before it.
    #[error("action is {to} before it was {from}, wants that day or a later one")]
    StepTooEarly {
        /// The step before.
        from: Step,
        /// The step that is dated too early.
        to: Step,
    },
    /// Action that was dropped without a word why.
    #[error("action is dropped without a reason, wants one")]
    DroppedWithoutReason,
    /// Text that is no TOML or JSON of the wanted shape.
    #[error("{what} cannot be read: {message}")]
    Document {
        /// Kind of document.
        what: &'static str,
        /// What the parser says, with line and column.
        message: String,
    },
    /// Document with problems.
    #[error("{what} has {problems}")]
    Problems {
        /// Kind of document.
        what: &'static str,
        /// Every problem with its place.
        problems: Problems,
    },
}
