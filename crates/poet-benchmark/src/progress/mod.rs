//! Whether anything changed: what became of concerns, what comments are about, what an action moved, how far personal
//! budgets have reached.
//!
//! Stories and comments are counted into a [`Tally`](crate::tally::Tally) of a small instrument made for them, so that
//! disclosure control, comparisons and export are those of every survey.

pub use comment_themes::CommentThemes;
pub use movement::{Moved, Movement, Subject};
pub use story_changes::StoryChanges;
pub use unlike::Unlike;
pub use uptake::UptakeTally;

pub(crate) use detectable::{POWER, TELLING, detectable_share};
pub(crate) use movement::{Side, Sides};

mod comment_themes;
mod detectable;
mod movement;
mod story_changes;
mod unlike;
mod uptake;
mod waves;
