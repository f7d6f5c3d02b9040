//! What was paid in, and what was spent.

use super::document::day;
use super::{Amount, BudgetError, Money};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// What was paid into a budget and spent out of it from one day to another, both included.
///
/// Holds days in order, at most [`Amount::MAX`] of each sum, and no more carried over than is left of what was brought
/// forward and paid in. More may be spent than was paid in.
///
/// # Examples
///
/// ```
/// use poet_core::budget::{BudgetError, Money, Spending, unspent_share};
/// use rust_decimal::Decimal;
///
/// let days = "2013-04-01".parse().unwrap()..="2014-03-31".parse().unwrap();
/// let year = Spending::new(days, Money::from_pence(1_000_000), Money::from_pence(900_000))?
///     .carried_over(Money::from_pence(40_000))?;
/// assert_eq!(unspent_share([&year])?, Decimal::new(1, 1));
/// # Ok::<(), BudgetError>(())
/// ```
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Stated")]
pub struct Spending {
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    first: NaiveDate,
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    last: NaiveDate,
    #[serde(skip_serializing_if = "is_nothing")]
    brought_forward: Money,
    paid_in: Money,
    spent: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<CarriedOver>"))]
    carried_over: Option<Money>,
}

impl Spending {
    /// What was paid in and spent on `days`.
    ///
    /// # Errors
    ///
    /// [`BudgetError::SpendingDates`] if the last day is before the first; [`BudgetError::AmountTooLarge`].
    pub fn new(
        days: RangeInclusive<NaiveDate>,
        paid_in: Money,
        spent: Money,
    ) -> Result<Self, BudgetError> {
        if days.is_empty() {
            return Err(BudgetError::SpendingDates);
        }
        Ok(Self {
            first: *days.start(),
            last: *days.end(),
            brought_forward: Money::ZERO,
            paid_in: reasonable(paid_in)?,
            spent: reasonable(spent)?,
            carried_over: None,
        })
    }

    /// What was left of the time before. Default: nothing.
    ///
    /// # Errors
    ///
    /// [`BudgetError::AmountTooLarge`]; [`BudgetError::SpendingCarriedOver`] if less is left than was carried over.
    pub fn brought_forward(self, money: Money) -> Result<Self, BudgetError> {
        Self {
            brought_forward: reasonable(money)?,
            ..self
        }
        .checked()
    }

    /// What may be used later. Default: not known.
    ///
    /// # Errors
    ///
    /// [`BudgetError::SpendingCarriedOver`] if that is more than is left.
    pub fn carried_over(self, money: Money) -> Result<Self, BudgetError> {
        Self {
            carried_over: Some(money),
            ..self
        }
        .checked()
    }

    /// The days, both included.
    pub fn days(self) -> RangeInclusive<NaiveDate> {
        self.first..=self.last
    }

    /// What was left of the time before.
    pub fn opening(self) -> Money {
        self.brought_forward
    }

    /// What was paid in.
    pub fn paid_in(self) -> Money {
        self.paid_in
    }

    /// What was spent.
    pub fn spent(self) -> Money {
        self.spent
    }

    /// What may be used later, if known.
    pub fn kept(self) -> Option<Money> {
        self.carried_over
    }

    /// What is left at the end: nothing, if more was spent than there was.
    pub fn left(self) -> Money {
        let there = self.brought_forward.pence() + self.paid_in.pence();
        Money::from_pence(there.saturating_sub(self.spent.pence()))
    }

    fn checked(self) -> Result<Self, BudgetError> {
        if self.carried_over > Some(self.left()) {
            return Err(BudgetError::SpendingCarriedOver);
        }
        Ok(self)
    }
}

/// Share of what was paid in that was not spent, over all `records`.
///
/// # Units
///
/// A share of the money paid in, exact to 28 significant digits; under 0 if more was spent than paid in.
///
/// # Errors
///
/// [`BudgetError::UnspentOfNothing`] if nothing was paid in.
pub fn unspent_share<'a>(
    records: impl IntoIterator<Item = &'a Spending>,
) -> Result<Decimal, BudgetError> {
    let (mut paid_in, mut spent) = (Decimal::ZERO, Decimal::ZERO);
    for record in records {
        paid_in += record.paid_in.pounds();
        spent += record.spent.pounds();
    }
    if paid_in.is_zero() {
        return Err(BudgetError::UnspentOfNothing);
    }
    Ok(((paid_in - spent) / paid_in).normalize())
}

fn reasonable(money: Money) -> Result<Money, BudgetError> {
    if money > Amount::MAX {
        return Err(BudgetError::AmountTooLarge { max: Amount::MAX });
    }
    Ok(money)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_nothing(money: &Money) -> bool {
    *money == Money::ZERO
}

/// Record as a file states it.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Stated {
    #[serde(deserialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    first: NaiveDate,
    #[serde(deserialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Day"))]
    last: NaiveDate,
    #[serde(default)]
    brought_forward: Money,
    paid_in: Money,
    spent: Money,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<CarriedOver>"))]
    carried_over: Option<Money>,
}

#[cfg(feature = "schema")]
struct CarriedOver;

// What is left of two amounts can be more than one is allowed to be: the next power of ten is over it.
#[cfg(feature = "schema")]
crate::schema::says!(CarriedOver, "CarriedOver", {
    let most = 10 * Amount::MAX.pence() / 100;
    let figure = crate::schema::Figure { most, decimals: 2 };
    figure
        .schema("Pounds sterling as text, exact, with at most two decimals; at most what is left.")
});

impl TryFrom<Stated> for Spending {
    type Error = BudgetError;

    fn try_from(stated: Stated) -> Result<Self, BudgetError> {
        let record = Self::new(stated.first..=stated.last, stated.paid_in, stated.spent)?;
        let record = record.brought_forward(stated.brought_forward)?;
        match stated.carried_over {
            Some(money) => record.carried_over(money),
            None => Ok(record),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn pence(pence: u64) -> Money {
        Money::from_pence(pence)
    }

    fn record(paid_in: u64, spent: u64) -> Result<Spending, BudgetError> {
        Spending::new(
            day("2013-04-01")..=day("2013-04-28"),
            pence(paid_in),
            pence(spent),
        )
    }

    #[test]
    fn the_last_day_is_not_before_the_first() {
        let days = |first, last| Spending::new(day(first)..=day(last), pence(1), pence(1));
        assert!(days("2013-04-01", "2013-04-01").is_ok());
        assert_eq!(
            days("2013-04-02", "2013-04-01"),
            Err(BudgetError::SpendingDates)
        );
        let record = days("2013-04-01", "2013-04-28").unwrap();
        assert_eq!(record.days(), day("2013-04-01")..=day("2013-04-28"));
    }

    #[test]
    fn sums_stay_within_reason() {
        let most = Amount::MAX.pence();
        let too_large = BudgetError::AmountTooLarge { max: Amount::MAX };
        assert!(record(most, most).is_ok());
        assert_eq!(record(most + 1, 0), Err(too_large));
        assert_eq!(record(0, most + 1), Err(too_large));
        assert_eq!(
            record(0, 0).unwrap().brought_forward(pence(most + 1)),
            Err(too_large)
        );
    }

    #[test]
    fn what_is_carried_over_was_left() {
        let record = record(1_000, 900)
            .unwrap()
            .brought_forward(pence(50))
            .unwrap();
        assert_eq!(
            (record.left(), record.opening(), record.kept()),
            (pence(150), pence(50), None)
        );
        let kept = record.carried_over(pence(150)).unwrap();
        assert_eq!(kept.kept(), Some(pence(150)));
        assert_eq!((kept.paid_in(), kept.spent()), (pence(1_000), pence(900)));
        assert_eq!(
            record.carried_over(pence(151)),
            Err(BudgetError::SpendingCarriedOver)
        );
        assert_eq!(
            kept.brought_forward(pence(49)),
            Err(BudgetError::SpendingCarriedOver)
        );
    }

    #[test]
    fn more_may_be_spent_than_there_is() {
        let record = record(1_000, 1_250).unwrap();
        assert_eq!(record.left(), Money::ZERO);
        assert!(record.carried_over(Money::ZERO).is_ok());
        assert_eq!(unspent_share([&record]).unwrap(), Decimal::new(-25, 2));
    }

    #[test]
    fn the_share_is_of_all_that_was_paid_in() {
        let records = [record(3_000, 3_000).unwrap(), record(1_000, 500).unwrap()];
        assert_eq!(unspent_share(&records).unwrap(), Decimal::new(125, 3));
        assert_eq!(unspent_share([]), Err(BudgetError::UnspentOfNothing));
        assert_eq!(
            unspent_share([&record(0, 5).unwrap()]),
            Err(BudgetError::UnspentOfNothing)
        );
    }

    #[test]
    fn a_file_is_held_to_the_same_rules() {
        let json = r#"{"first":"2013-04-01","last":"2013-04-28","brought_forward":"0.50","paid_in":"10.00","spent":"9.00","carried_over":"1.50"}"#;
        let record: Spending = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), json);
        let told = serde_json::from_str::<Spending>(&json.replace("1.50", "1.51")).unwrap_err();
        assert!(
            told.to_string()
                .starts_with("spending record carries over more")
        );
        assert!(!format!("{record:?}").contains("1.50"));
        let little =
            r#"{"first":"2013-04-01","last":"2013-04-28","paid_in":"10.00","spent":"9.00"}"#;
        let record: Spending = serde_json::from_str(little).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), little);
    }

    proptest! {
        #[test]
        fn what_was_paid_in_is_spent_or_left_or_overspent(paid_in in 1..=Amount::MAX.pence(), spent in 0..=Amount::MAX.pence()) {
            let record = record(paid_in, spent).unwrap();
            let share = unspent_share([&record]).unwrap();
            prop_assert_eq!(record.left().pence(), paid_in.saturating_sub(spent));
            prop_assert!(share <= Decimal::ONE);
            prop_assert_eq!(share.is_sign_negative() && !share.is_zero(), spent > paid_in);
        }
    }
}
