//! What somebody will do.

use chrono::NaiveDate;

use super::{History, Remeasurement, ToldBack};
use crate::EntryId;

/// What somebody will do about a priority, by when, and what came of it.
///
/// Holds dates in order: it is due on the day of the proposal or later, nobody is told of it earlier, and it is measured
/// again once it has begun.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Action {
    pub(super) id: EntryId,
    pub(super) priority: EntryId,
    pub(super) title: String,
    pub(super) owner: String,
    pub(super) due: NaiveDate,
    pub(super) history: History,
    pub(super) told: Vec<ToldBack>,
    pub(super) measured_again: Option<Remeasurement>,
}

impl Action {
    /// Name of the action.
    pub fn id(&self) -> &EntryId {
        &self.id
    }

    /// Priority that it serves.
    pub fn priority(&self) -> &EntryId {
        &self.priority
    }

    /// What will be done.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Who does it.
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// Day by which it is to be done.
    pub fn due(&self) -> NaiveDate {
        self.due
    }

    /// How it came along.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Who was told, in the order of the plan.
    pub fn told(&self) -> &[ToldBack] {
        &self.told
    }

    /// The wave that measured again.
    pub fn measured_again(&self) -> Option<&Remeasurement> {
        self.measured_again.as_ref()
    }
}
