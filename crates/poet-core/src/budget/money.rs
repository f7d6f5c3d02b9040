//! Pounds and pence.

use super::{BudgetError, text::Text};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Pounds sterling, exact.
///
/// Holds whole pence, 0 or more. Written with two decimals (`1234.50`), in JSON and TOML as text, so that no reader
/// makes a binary fraction of it. `Debug` keeps the sum to itself: it may be one person's.
///
/// # Units
///
/// Pounds at the border, pence by name only.
#[derive(Clone, Copy, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "String")]
pub struct Money {
    pence: u64,
}

impl Money {
    /// No money.
    pub const ZERO: Self = Self::from_pence(0);

    /// Most that is held.
    pub const MAX: Self = Self::from_pence(u64::MAX);

    /// Takes pence.
    pub const fn from_pence(pence: u64) -> Self {
        Self { pence }
    }

    /// Takes pounds; zeros after the second decimal do no harm.
    ///
    /// # Errors
    ///
    /// [`BudgetError::MoneyNegative`], [`BudgetError::MoneyFraction`] for a fraction of a penny,
    /// [`BudgetError::MoneyTooLarge`] over [`Money::MAX`].
    pub fn from_pounds(pounds: Decimal) -> Result<Self, BudgetError> {
        if pounds < Decimal::ZERO {
            return Err(BudgetError::MoneyNegative);
        }
        let pounds = pounds.normalize();
        let pence_a_unit = match pounds.scale() {
            0 => 100,
            1 => 10,
            2 => 1,
            _ => return Err(BudgetError::MoneyFraction),
        };
        u64::try_from(pounds.mantissa())
            .ok()
            .and_then(|units| units.checked_mul(pence_a_unit))
            .map(Self::from_pence)
            .ok_or(BudgetError::MoneyTooLarge { max: Self::MAX })
    }

    /// The sum in pence.
    pub const fn pence(self) -> u64 {
        self.pence
    }

    /// The sum in pounds, with two decimals.
    pub fn pounds(self) -> Decimal {
        Decimal::from_i128_with_scale(i128::from(self.pence), 2)
    }
}

// In a document money is an amount, so that its most is that of one.
#[cfg(feature = "schema")]
crate::schema::says!(Money, "Money", {
    let most = super::Amount::MAX.pence() / 100;
    let figure = crate::schema::Figure { most, decimals: 2 };
    figure.schema("Pounds sterling as text, exact, with at most two decimals, such as `1234.50`.")
});

impl FromStr for Money {
    type Err = BudgetError;

    fn from_str(text: &str) -> Result<Self, BudgetError> {
        Self::from_pounds(Decimal::from_str_exact(text).map_err(|_| BudgetError::MoneyForm)?)
    }
}

impl TryFrom<Text> for Money {
    type Error = BudgetError;

    fn try_from(text: Text) -> Result<Self, BudgetError> {
        text.0.parse()
    }
}

impl From<Money> for String {
    fn from(money: Money) -> Self {
        money.to_string()
    }
}

impl fmt::Display for Money {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pounds().fmt(to)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Money(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_reads_to_the_penny_or_not_at_all() {
        for (text, pence) in [
            ("0", 0),
            ("-0.00", 0),
            ("0.01", 1),
            ("12.5", 1_250),
            ("12.50000", 1_250),
            ("300", 30_000),
        ] {
            assert_eq!(text.parse(), Ok(Money::from_pence(pence)), "{text}");
        }
        assert_eq!("-0.01".parse::<Money>(), Err(BudgetError::MoneyNegative));
        assert_eq!("0.005".parse::<Money>(), Err(BudgetError::MoneyFraction));
        for text in ["", "£5", "5 pounds", "NaN", "1e400", "1,000"] {
            assert_eq!(text.parse::<Money>(), Err(BudgetError::MoneyForm), "{text}");
        }
    }

    #[test]
    fn the_most_is_held_and_a_penny_more_is_not() {
        assert_eq!("184467440737095516.15".parse(), Ok(Money::MAX));
        for text in [
            "184467440737095516.16",
            "184467440737095517",
            "79228162514264337593543950335",
        ] {
            assert_eq!(
                text.parse::<Money>(),
                Err(BudgetError::MoneyTooLarge { max: Money::MAX }),
                "{text}"
            );
        }
    }

    #[test]
    fn debug_keeps_the_sum_to_itself() {
        assert_eq!(format!("{:?}", Money::from_pence(123)), "Money(..)");
    }

    proptest! {
        #[test]
        fn money_comes_back_from_pounds_text_and_json(pence: u64) {
            let money = Money::from_pence(pence);
            prop_assert_eq!(money.pence(), pence);
            prop_assert_eq!(Money::from_pounds(money.pounds()), Ok(money));
            prop_assert_eq!(money.to_string(), format!("{}.{:02}", pence / 100, pence % 100));
            let json = serde_json::to_string(&money).unwrap();
            prop_assert_eq!(&json, &format!("\"{money}\""));
            prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
        }

        #[test]
        fn no_text_panics(text in ".*") {
            let _ = text.parse::<Money>();
        }
    }
}
