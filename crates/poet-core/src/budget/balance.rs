//! What a plan costs, held against what was agreed.

use super::Rate;
use std::cmp::Ordering;

/// What a plan costs, held against what was agreed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum PlanBalance {
    /// The plan costs less, by this much.
    Under(Rate),
    /// The plan costs what was agreed.
    Even,
    /// The plan costs more, by this much.
    Over(Rate),
}

impl PlanBalance {
    pub(super) fn of(planned: Rate, agreed: Rate) -> Self {
        match planned.against(agreed) {
            Ordering::Less => Self::Under(agreed.minus(planned)),
            Ordering::Equal => Self::Even,
            Ordering::Greater => Self::Over(planned.minus(agreed)),
        }
    }
}
