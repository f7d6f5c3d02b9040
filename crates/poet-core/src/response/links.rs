//! What a response belongs to.

use super::HouseholdId;
use crate::budget::BudgetId;

/// The budget and the household that a response belongs to, by their pseudonyms. They are in no tally.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Links {
    /// The budget.
    pub budget: Option<BudgetId>,
    /// The household.
    pub household: Option<HouseholdId>,
}

impl Links {
    /// Whether it belongs to nothing that is known.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}
