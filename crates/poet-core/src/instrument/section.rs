//! Parts of a questionnaire.

use serde::{Deserialize, Serialize};

use crate::{SectionId, Text};

/// A part of a questionnaire.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Section {
    pub(super) id: SectionId,
    pub(super) role: SectionRole,
    pub(super) title: Text,
}

impl Section {
    /// Name of the section.
    pub fn id(&self) -> &SectionId {
        &self.id
    }

    /// What it is for.
    pub fn role(&self) -> SectionRole {
        self.role
    }

    /// Words that people read.
    pub fn title(&self) -> &Text {
        &self.title
    }
}

/// What a section is for, so that a report knows where its questions belong.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionRole {
    /// Equalities and circumstances.
    AboutYou,
    /// The budget and how it is held.
    Budget,
    /// Planning the support.
    Planning,
    /// Getting and running the budget.
    Process,
    /// Life.
    Outcomes,
    /// Free text.
    Comments,
    /// Anything else.
    Other,
}
