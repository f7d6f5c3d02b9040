//! How much support there is, and how often.

use super::text::{Text, codes};
use super::{BudgetError, Period, YearLength};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What support is counted in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum SupportUnit {
    /// Hours.
    Hours,
    /// Visits or sessions of any length.
    Sessions,
    /// Days.
    Days,
    /// Nights.
    Nights,
    /// Weeks.
    Weeks,
    /// Things.
    Pieces,
}

codes!(
    SupportUnit,
    "unit of support",
    Hours = "hours",
    Sessions = "sessions",
    Days = "days",
    Nights = "nights",
    Weeks = "weeks",
    Pieces = "pieces",
);

/// How much support there is in each period, such as 7.5 hours a week.
///
/// Holds a quantity over 0, at most [`Frequency::MAX`] and in hundredths, and a period that comes back.
///
/// # Examples
///
/// ```
/// use poet_core::budget::{Frequency, Period, SupportUnit, YearLength};
/// use rust_decimal::Decimal;
///
/// let frequency = Frequency::new(Decimal::new(75, 1), SupportUnit::Hours, Period::Weekly)?;
/// assert_eq!(frequency.per_year(YearLength::Weeks52), Decimal::from(390));
/// # Ok::<(), poet_core::budget::BudgetError>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "Stated")]
pub struct Frequency {
    quantity: Decimal,
    unit: SupportUnit,
    per: Period,
}

impl Frequency {
    /// Largest quantity that is held: more than the hours of a year.
    pub const MAX: u32 = 10_000;

    /// `quantity` of `unit` every period.
    ///
    /// # Errors
    ///
    /// [`BudgetError::QuantityRange`], [`BudgetError::QuantityFraction`] or [`BudgetError::FrequencyOneOff`].
    pub fn new(quantity: Decimal, unit: SupportUnit, per: Period) -> Result<Self, BudgetError> {
        let quantity = quantity.normalize();
        if quantity <= Decimal::ZERO || quantity > Decimal::from(Self::MAX) {
            return Err(BudgetError::QuantityRange { max: Self::MAX });
        }
        if quantity.scale() > 2 {
            return Err(BudgetError::QuantityFraction);
        }
        if per == Period::OneOff {
            return Err(BudgetError::FrequencyOneOff);
        }
        Ok(Self {
            quantity,
            unit,
            per,
        })
    }

    /// How much there is in a period.
    pub fn quantity(self) -> Decimal {
        self.quantity
    }

    /// What it is counted in.
    pub fn unit(self) -> SupportUnit {
        self.unit
    }

    /// The period.
    pub fn per(self) -> Period {
        self.per
    }

    /// How much there is in a year, to 28 significant digits.
    pub fn per_year(self, year: YearLength) -> Decimal {
        let twelfths = self.per.twelfths_of_a_day(year);
        // A frequency has no one-off.
        let period = Decimal::from(twelfths.unwrap_or(12 * year.days()));
        (self.quantity * Decimal::from(12 * year.days()) / period).normalize()
    }
}

/// Frequency as a file states it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    quantity: QuantityText,
    unit: SupportUnit,
    per: Period,
}

/// Quantity read without repeating it in an error.
#[derive(Deserialize)]
#[serde(try_from = "Text")]
struct QuantityText(Decimal);

impl TryFrom<Text> for QuantityText {
    type Error = BudgetError;

    fn try_from(text: Text) -> Result<Self, BudgetError> {
        Decimal::from_str_exact(&text.0)
            .map(Self)
            .map_err(|_| BudgetError::QuantityForm)
    }
}

impl TryFrom<Stated> for Frequency {
    type Error = BudgetError;

    fn try_from(stated: Stated) -> Result<Self, BudgetError> {
        Self::new(stated.quantity.0, stated.unit, stated.per)
    }
}
