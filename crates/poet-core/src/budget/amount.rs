//! Money with how often it is paid.

use super::{BudgetError, Money, Period, Rate, YearLength};
use serde::{Deserialize, Serialize};

/// Money with how often it is paid.
///
/// Holds at most [`Amount::MAX`] a period, far over any person's budget, so that no total over a budget overflows.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Stated")]
pub struct Amount {
    money: Money,
    period: Period,
}

impl Amount {
    /// Most that is held: a hundred million pounds.
    pub const MAX: Money = Money::from_pence(10_000_000_000);

    /// Takes `money` every `period`.
    ///
    /// # Errors
    ///
    /// [`BudgetError::AmountTooLarge`] over [`Amount::MAX`].
    pub fn new(money: Money, period: Period) -> Result<Self, BudgetError> {
        if money > Self::MAX {
            return Err(BudgetError::AmountTooLarge { max: Self::MAX });
        }
        Ok(Self { money, period })
    }

    /// The money of one period.
    pub fn money(self) -> Money {
        self.money
    }

    /// How often it is paid.
    pub fn period(self) -> Period {
        self.period
    }

    /// What the amount comes to over another period, exact.
    ///
    /// # Errors
    ///
    /// [`BudgetError::OneOffRate`] if either side is [`Period::OneOff`]: a payment made once has no rate.
    ///
    /// # Examples
    ///
    /// ```
    /// use poet_core::budget::{Amount, Money, Period, YearLength};
    ///
    /// let weekly = Amount::new(Money::from_pence(10_000), Period::Weekly)?;
    /// let monthly = weekly.per(Period::Monthly, YearLength::Weeks52)?;
    /// assert_eq!(monthly.exact(), None);
    /// assert_eq!(monthly.nearest().to_string(), "433.33");
    /// let yearly = weekly.per(Period::Yearly, YearLength::Weeks52)?;
    /// assert_eq!(yearly.exact(), Some(Money::from_pence(520_000)));
    /// # Ok::<(), poet_core::budget::BudgetError>(())
    /// ```
    pub fn per(self, period: Period, year: YearLength) -> Result<Rate, BudgetError> {
        Rate::of(self, period, year).ok_or(BudgetError::OneOffRate)
    }
}

/// Amount as a file states it.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Stated {
    money: Money,
    period: Period,
}

impl TryFrom<Stated> for Amount {
    type Error = BudgetError;

    fn try_from(stated: Stated) -> Result<Self, BudgetError> {
        Self::new(stated.money, stated.period)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_is_held_and_a_penny_more_is_not() {
        assert!(Amount::new(Amount::MAX, Period::Weekly).is_ok());
        let more = Money::from_pence(Amount::MAX.pence() + 1);
        assert_eq!(
            Amount::new(more, Period::Weekly),
            Err(BudgetError::AmountTooLarge { max: Amount::MAX })
        );
        let json = format!(r#"{{"money":"{more}","period":"weekly"}}"#);
        let told = serde_json::from_str::<Amount>(&json).unwrap_err();
        assert!(
            told.to_string()
                .contains("wants at most 100000000.00 pounds")
        );
    }

    #[test]
    fn an_amount_comes_back_from_json() {
        let json = r#"{"money":"81.60","period":"four_weekly"}"#;
        let amount: Amount = serde_json::from_str(json).unwrap();
        assert_eq!(amount.money(), Money::from_pence(8_160));
        assert_eq!(amount.period(), Period::FourWeekly);
        assert_eq!(serde_json::to_string(&amount).unwrap(), json);
    }

    #[test]
    fn a_field_nobody_knows_is_refused() {
        let json = r#"{"money":"81.60","period":"weekly","currency":"EUR"}"#;
        assert!(serde_json::from_str::<Amount>(json).is_err());
    }

    #[test]
    fn a_one_off_has_no_rate_on_either_side() {
        let money = Money::from_pence(1);
        for (from, to) in [
            (Period::OneOff, Period::Yearly),
            (Period::Weekly, Period::OneOff),
            (Period::OneOff, Period::OneOff),
        ] {
            let amount = Amount::new(money, from).unwrap();
            assert_eq!(
                amount.per(to, YearLength::Weeks52),
                Err(BudgetError::OneOffRate)
            );
        }
    }
}
