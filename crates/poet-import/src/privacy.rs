//! What is done to rows for the sake of the people in them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use poet_core::{PseudonymKey, ResponseId};

/// What is done to rows for the sake of the people in them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Privacy {
    /// Makes pseudonyms of the names of responses, budgets and households.
    pub(crate) key: Option<PseudonymKey>,
    /// Responses to be left out.
    pub(crate) erased: BTreeSet<ResponseId>,
    /// Day on which the file is read: responses past their last day are left out.
    pub(crate) as_at: Option<NaiveDate>,
}

impl Privacy {
    /// Whether names of responses are neither changed nor looked up.
    pub(crate) fn takes_names_as_they_are(&self) -> bool {
        self.key.is_none() && self.erased.is_empty()
    }

    pub(crate) fn is_erased(&self, name: &str) -> bool {
        self.erased.contains(name)
    }

    pub(crate) fn is_past(&self, last: NaiveDate) -> bool {
        self.as_at.is_some_and(|day| last < day)
    }
}
