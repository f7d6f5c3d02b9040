//! The day on which results were talked about.

use chrono::NaiveDate;

/// A day on which people talked about the results and what to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ResultsEvent {
    pub(super) date: NaiveDate,
    pub(super) people: u32,
    pub(super) asked: Vec<String>,
}

impl ResultsEvent {
    /// The day.
    pub fn date(&self) -> NaiveDate {
        self.date
    }

    /// People who came.
    pub fn people(&self) -> u32 {
        self.people
    }

    /// What they were asked.
    pub fn asked(&self) -> &[String] {
        &self.asked
    }
}
