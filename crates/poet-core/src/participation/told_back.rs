//! Whom the plan was brought back to.

use chrono::NaiveDate;

/// Who was told what came of what they said, when and how.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ToldBack {
    pub(super) date: NaiveDate,
    pub(super) whom: String,
    pub(super) how: String,
}

impl ToldBack {
    /// Day on which they were told.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// Who was told.
    pub fn whom(&self) -> &str {
        &self.whom
    }

    /// How they were told.
    pub fn how(&self) -> &str {
        &self.how
    }
}
