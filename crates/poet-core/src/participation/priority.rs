//! What people chose to work on.

use chrono::NaiveDate;

use crate::{EntryId, ThemeId};

/// What people chose to work on, out of a finding.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Priority {
    pub(super) id: EntryId,
    pub(super) finding: EntryId,
    pub(super) title: String,
    pub(super) chosen: NaiveDate,
    pub(super) theme: Option<ThemeId>,
}

impl Priority {
    /// Name of the priority.
    pub fn id(&self) -> &EntryId {
        &self.id
    }

    /// Finding that it comes from.
    pub fn finding(&self) -> &EntryId {
        &self.finding
    }

    /// What it is.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Day on which it was chosen.
    pub fn chosen(&self) -> NaiveDate {
        self.chosen
    }

    /// Theme that it belongs to, among those of the plan.
    pub fn theme(&self) -> Option<&ThemeId> {
        self.theme.as_ref()
    }
}
