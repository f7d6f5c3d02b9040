//! How much support there is, and how often.

use super::text::{Text, codes};
use super::{BudgetError, Period, YearLength};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;

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
/// Holds a quantity over 0, at most [`Frequency::MAX`] and in hundredths, and a period that comes back. `Debug` keeps the
/// quantity to itself: it is one person's.
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
#[derive(Clone, Copy, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Stated")]
pub struct Frequency {
    #[cfg_attr(feature = "schema", schemars(with = "QuantityText"))]
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

impl fmt::Debug for Frequency {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Frequency")
            .field("unit", &self.unit)
            .field("per", &self.per)
            .finish_non_exhaustive()
    }
}

/// Frequency as a file states it.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Stated {
    quantity: QuantityText,
    unit: SupportUnit,
    #[cfg_attr(feature = "schema", schemars(extend("not" = { "const": Period::OneOff.code() })))]
    per: Period,
}

/// Quantity read without repeating it in an error.
#[derive(Deserialize)]
#[serde(try_from = "Text")]
struct QuantityText(Decimal);

#[cfg(feature = "schema")]
crate::schema::says!(QuantityText, "Quantity", {
    let figure = crate::schema::Figure {
        most: Frequency::MAX.into(),
        decimals: 2,
    };
    figure.over_zero("Quantity as text, more than 0 and with at most two decimals, such as `7.5`.")
});

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

#[cfg(test)]
mod tests {
    use super::*;
    use Period::{FourWeekly, Monthly, OneOff, Weekly, Yearly};
    use SupportUnit::Hours;
    use YearLength::{Days365, Weeks52};

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn a_quantity_is_over_nothing_and_within_reason() {
        let hours = |text| Frequency::new(decimal(text), Hours, Weekly);
        let out_of_range = Err(BudgetError::QuantityRange { max: 10_000 });
        for text in ["0", "-1", "10000.01"] {
            assert_eq!(hours(text), out_of_range, "{text}");
        }
        for text in ["0.01", "10000", "7.2500"] {
            assert!(hours(text).is_ok(), "{text}");
        }
        assert_eq!(hours("7.255"), Err(BudgetError::QuantityFraction));
        assert_eq!(
            Frequency::new(Decimal::ONE, Hours, OneOff),
            Err(BudgetError::FrequencyOneOff)
        );
    }

    #[test]
    fn a_year_has_as_many_as_its_periods_bring() {
        let per_year = |per, year| {
            let frequency = Frequency::new(decimal("1.5"), Hours, per).unwrap();
            frequency.per_year(year).to_string()
        };
        assert_eq!(per_year(Weekly, Weeks52), "78");
        assert_eq!(per_year(FourWeekly, Weeks52), "19.5");
        assert_eq!(per_year(Monthly, Days365), "18");
        assert_eq!(per_year(Yearly, Days365), "1.5");
        let seven = Frequency::new(decimal("7"), Hours, Weekly).unwrap();
        assert_eq!(seven.per_year(Days365), Decimal::from(365));
    }

    #[test]
    fn a_file_is_held_to_the_same_rules_and_told_nothing_back() {
        let json = r#"{"quantity":"7.5","unit":"nights","per":"yearly"}"#;
        let frequency: Frequency = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&frequency).unwrap(), json);
        assert_eq!(frequency.quantity(), decimal("7.5"));
        assert_eq!(
            (frequency.unit(), frequency.per()),
            (SupportUnit::Nights, Yearly)
        );
        let told = |quantity: &str| {
            let json = json.replace("\"7.5\"", quantity);
            serde_json::from_str::<Frequency>(&json)
                .unwrap_err()
                .to_string()
        };
        assert!(told("\"seven\"").starts_with("quantity does not read"));
        assert!(told("\"0\"").starts_with("quantity is out of range"));
        assert!(told("7.75").starts_with("value does not read as text"));
        assert!(!told("7.75").contains("7.75"));
        assert_eq!(
            format!("{frequency:?}"),
            "Frequency { unit: Nights, per: Yearly, .. }"
        );
    }
}
