//! Money over a period, after a conversion.

use super::{Amount, Money, Period, YearLength};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::fmt;

/// Money over a period, exact to the fraction of a penny, with the year length that made it so.
///
/// `Debug` keeps the sum to itself: it may be one person's.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct Rate {
    /// Pence times [`parts_of_a_penny`]. [`Amount::MAX`] converted from weekly to yearly is 6.5e16 parts and an
    /// allocation has at most 15 lines, so their sum stays far under 2^64.
    parts: u64,
    period: Period,
    year: YearLength,
}

impl Rate {
    /// What `amount` comes to over `period`; `None` if either is a one-off.
    pub(super) fn of(amount: Amount, period: Period, year: YearLength) -> Option<Self> {
        let from = amount.period().twelfths_of_a_day(year)?;
        let to = period.twelfths_of_a_day(year)?;
        let parts = amount.money().pence() * to * (parts_of_a_penny(year) / from);
        Some(Self {
            parts,
            period,
            year,
        })
    }

    /// Sum of `amounts` over a year, one-offs left out.
    pub(super) fn yearly(amounts: impl Iterator<Item = Amount>, year: YearLength) -> Self {
        let parts = amounts
            .filter_map(|amount| Self::of(amount, Period::Yearly, year))
            .map(|rate| rate.parts)
            .sum();
        Self {
            parts,
            period: Period::Yearly,
            year,
        }
    }

    /// No money in a year.
    pub(super) fn nothing(year: YearLength) -> Self {
        Self::yearly(std::iter::empty(), year)
    }

    /// With `money` more.
    pub(super) fn plus(self, money: Money) -> Self {
        let parts = self.parts + money.pence() * parts_of_a_penny(self.year);
        Self { parts, ..self }
    }

    /// With `less` taken off; both over the same period and year length, `less` the smaller.
    pub(super) fn minus(self, less: Self) -> Self {
        Self {
            parts: self.parts - less.parts,
            ..self
        }
    }

    /// With `more` on top; both over the same period and year length.
    pub(super) fn and(self, more: Self) -> Self {
        Self {
            parts: self.parts + more.parts,
            ..self
        }
    }

    /// The part of a yearly sum that falls on `days` of its year.
    pub(super) fn for_days(self, days: u64) -> Self {
        // Whole: a yearly sum has 336 parts, or a multiple of it, for each day of the year and penny of a payment.
        let parts = self.parts / self.year.days() * days;
        Self { parts, ..self }
    }

    /// Whether this is less than, equal to or more than `other`; both over the same period and year length.
    pub(super) fn against(self, other: Self) -> Ordering {
        self.parts.cmp(&other.parts)
    }

    /// This over `other`, to 28 decimals; both over the same period and year length, `other` not nothing.
    pub(super) fn over(self, other: Self) -> Decimal {
        (Decimal::from(self.parts) / Decimal::from(other.parts)).normalize()
    }

    /// The period.
    pub fn period(self) -> Period {
        self.period
    }

    /// How long the year of the conversion is.
    pub fn year_length(self) -> YearLength {
        self.year
    }

    /// Whether nothing is paid.
    pub fn is_zero(self) -> bool {
        self.parts == 0
    }

    /// The sum, if it is whole pence.
    pub fn exact(self) -> Option<Money> {
        let penny = parts_of_a_penny(self.year);
        self.parts
            .is_multiple_of(penny)
            .then(|| Money::from_pence(self.parts / penny))
    }

    /// The sum to the nearest penny, half a penny to the even one.
    pub fn nearest(self) -> Money {
        let penny = parts_of_a_penny(self.year);
        let (pence, rest) = (self.parts / penny, 2 * (self.parts % penny));
        let up = rest > penny || (rest == penny && pence % 2 == 1);
        Money::from_pence(pence + u64::from(up))
    }
}

/// Parts of a penny in which every conversion comes out whole.
///
/// In twelfths of a day a week has 84, four weeks 336, a month `d` and a year `12 d`, `d` being the days of the year:
/// each divides `336 d`.
fn parts_of_a_penny(year: YearLength) -> u64 {
    336 * year.days()
}

impl fmt::Debug for Rate {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Rate")
            .field("period", &self.period)
            .field("year", &self.year)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Period::{FourWeekly, Monthly, OneOff, Weekly, Yearly};
    use YearLength::{Days365, Days366, Weeks52};
    use proptest::prelude::*;

    const REGULAR: [Period; 4] = [Weekly, FourWeekly, Monthly, Yearly];

    fn per(pence: u64, from: Period, to: Period, year: YearLength) -> Rate {
        let amount = Amount::new(Money::from_pence(pence), from).unwrap();
        amount.per(to, year).unwrap()
    }

    /// Payments a year as a fraction, written down from the definition of each year length.
    fn payments(period: Period, year: YearLength) -> (u128, u128) {
        match (period, year) {
            (Weekly, Weeks52) => (52, 1),
            (Weekly, Days365) => (365, 7),
            (Weekly, Days366) => (366, 7),
            (FourWeekly, Weeks52) => (13, 1),
            (FourWeekly, Days365) => (365, 28),
            (FourWeekly, Days366) => (366, 28),
            (Monthly, _) => (12, 1),
            (Yearly, _) => (1, 1),
            (OneOff, _) => unreachable!("has no rate"),
        }
    }

    #[test]
    fn a_tie_between_two_pence_goes_to_the_even_one() {
        // 6, 18 and 30 pence a year are 0.5, 1.5 and 2.5 pence a month.
        for (yearly, monthly) in [(6, 0), (18, 2), (30, 2)] {
            let rate = per(yearly, Yearly, Monthly, Days365);
            assert_eq!(rate.exact(), None);
            assert_eq!(rate.nearest().pence(), monthly);
        }
    }

    #[test]
    fn the_year_length_makes_the_difference_it_names() {
        let yearly = |year| per(700, Weekly, Yearly, year).nearest().pence();
        assert_eq!(
            [yearly(Weeks52), yearly(Days365), yearly(Days366)],
            [36_400, 36_500, 36_600]
        );
    }

    #[test]
    fn debug_keeps_the_sum_to_itself() {
        let told = format!("{:?}", per(4_321, Yearly, Yearly, Weeks52));
        assert_eq!(told, "Rate { period: Yearly, year: Weeks52, .. }");
    }

    proptest! {
        #[test]
        fn a_year_of_52_weeks_comes_out_in_whole_pence(pence in 0..=Amount::MAX.pence()) {
            for (period, times) in [(Weekly, 52), (FourWeekly, 13), (Monthly, 12), (Yearly, 1)] {
                let yearly = per(pence, period, Yearly, Weeks52);
                prop_assert_eq!(yearly.exact(), Some(Money::from_pence(times * pence)));
            }
        }

        #[test]
        fn a_conversion_is_exact_and_its_rounding_within_half_a_penny(
            pence in 0..=Amount::MAX.pence(),
            from in prop::sample::select(&REGULAR[..]),
            to in prop::sample::select(&REGULAR[..]),
            year in prop::sample::select(YearLength::ALL),
        ) {
            let rate = per(pence, from, to, year);
            let ((from_n, from_d), (to_n, to_d)) = (payments(from, year), payments(to, year));
            // pence * payments(from) / payments(to), as one fraction
            let (n, d) = (u128::from(pence) * from_n * to_d, from_d * to_n);
            let nearest = u128::from(rate.nearest().pence());
            prop_assert!(2 * n.abs_diff(nearest * d) <= d);
            prop_assert_eq!(rate.exact().is_some(), n % d == 0);
            if let Some(exact) = rate.exact() {
                prop_assert_eq!(u128::from(exact.pence()) * d, n);
                let back = per(exact.pence().min(Amount::MAX.pence()), to, from, year);
                prop_assert!(exact > Amount::MAX || back.exact() == Some(Money::from_pence(pence)));
            }
            prop_assert_eq!((rate.period(), rate.year_length()), (to, year));
            prop_assert_eq!(rate.is_zero(), pence == 0);
        }
    }
}
