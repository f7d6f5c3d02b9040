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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::{Amount, Money, Period, YearLength};

    #[test]
    fn the_difference_is_the_one_on_its_side() {
        let rate = |pence| {
            let amount = Amount::new(Money::from_pence(pence), Period::Yearly).unwrap();
            amount.per(Period::Yearly, YearLength::Days365).unwrap()
        };
        assert_eq!(
            PlanBalance::of(rate(70), rate(100)),
            PlanBalance::Under(rate(30))
        );
        assert_eq!(PlanBalance::of(rate(100), rate(100)), PlanBalance::Even);
        assert_eq!(
            PlanBalance::of(rate(101), rate(100)),
            PlanBalance::Over(rate(1))
        );
    }
}
