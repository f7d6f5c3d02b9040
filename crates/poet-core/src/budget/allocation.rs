//! What a budget is worth, by who funds it.

use super::{Amount, BudgetError, Funding, FundingStream, Money, Period, Rate, YearLength};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a budget is worth at one stage, indicative or agreed, by funding stream.
///
/// Holds at least one line and at most one for each stream and period, in the order of stream, then period, so that
/// the same allocation is always written the same way.
#[derive(Clone, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(extend("minItems" = 1)))]
#[serde(try_from = "Vec<Funding>")]
pub struct Allocation(Vec<Funding>);

impl Allocation {
    /// Takes lines in any order.
    ///
    /// # Errors
    ///
    /// [`BudgetError::AllocationEmpty`], or [`BudgetError::FundingRepeated`] with the place of the first line whose
    /// stream and period stood before.
    pub fn new(lines: impl IntoIterator<Item = Funding>) -> Result<Self, BudgetError> {
        let mut held: Vec<Funding> = Vec::new();
        for (at, line) in lines.into_iter().enumerate() {
            match held.binary_search_by_key(&place(line), |&other| place(other)) {
                Ok(_) => return Err(BudgetError::FundingRepeated { at }),
                Err(here) => held.insert(here, line),
            }
        }
        if held.is_empty() {
            return Err(BudgetError::AllocationEmpty);
        }
        Ok(Self(held))
    }

    /// The lines, by stream, then period.
    pub fn lines(&self) -> &[Funding] {
        &self.0
    }

    /// The part that one stream funds, to be totalled on its own; absent if the stream funds nothing.
    pub fn of(&self, stream: FundingStream) -> Option<Self> {
        let lines: Vec<Funding> = self
            .0
            .iter()
            .copied()
            .filter(|line| line.stream() == stream)
            .collect();
        (!lines.is_empty()).then_some(Self(lines))
    }

    /// Regular payments of a year, one-offs left out.
    pub fn per_year(&self, year: YearLength) -> Rate {
        Rate::yearly(self.amounts(), year)
    }

    /// Regular payments of a year for each stream that funds, one-offs left out.
    pub fn by_stream(&self, year: YearLength) -> Vec<(FundingStream, Rate)> {
        let streams = FundingStream::ALL.iter();
        let part = |&stream: &FundingStream| Some((stream, self.of(stream)?.per_year(year)));
        streams.filter_map(part).collect()
    }

    /// Payments made once.
    pub fn one_off(&self) -> Money {
        let once = self
            .amounts()
            .filter(|amount| amount.period() == Period::OneOff);
        Money::from_pence(once.map(|amount| amount.money().pence()).sum())
    }

    /// Everything paid in the first year: regular payments and one-offs.
    pub fn first_year(&self, year: YearLength) -> Rate {
        self.per_year(year).plus(self.one_off())
    }

    /// Money of `stream` paid every `period`.
    pub(super) fn paid(&self, stream: FundingStream, period: Period) -> Option<Money> {
        let at = self
            .0
            .binary_search_by_key(&(stream, period), |&line| place(line))
            .ok()?;
        Some(self.0[at].amount().money())
    }

    fn amounts(&self) -> impl Iterator<Item = Amount> {
        self.0.iter().map(|line| line.amount())
    }
}

fn place(line: Funding) -> (FundingStream, Period) {
    (line.stream(), line.amount().period())
}

impl TryFrom<Vec<Funding>> for Allocation {
    type Error = BudgetError;

    fn try_from(lines: Vec<Funding>) -> Result<Self, BudgetError> {
        Self::new(lines)
    }
}

impl fmt::Debug for Allocation {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Allocation({} lines)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use FundingStream::{Education, Health, SocialCare};
    use Period::{FourWeekly, Monthly, OneOff, Weekly, Yearly};
    use YearLength::Weeks52;
    use proptest::prelude::*;

    fn line(stream: FundingStream, pence: u64, period: Period) -> Funding {
        Funding::new(
            stream,
            Amount::new(Money::from_pence(pence), period).unwrap(),
        )
    }

    #[test]
    fn an_allocation_has_a_line() {
        assert_eq!(Allocation::new([]), Err(BudgetError::AllocationEmpty));
        let told = serde_json::from_str::<Allocation>("[]").unwrap_err();
        assert!(told.to_string().starts_with("allocation is empty"));
    }

    #[test]
    fn a_stream_has_one_line_a_period() {
        let twice = [
            line(Health, 1, Weekly),
            line(Health, 2, OneOff),
            line(Health, 3, Weekly),
        ];
        assert_eq!(
            Allocation::new(twice),
            Err(BudgetError::FundingRepeated { at: 2 })
        );
        let json = serde_json::to_string(&twice).unwrap();
        let told = serde_json::from_str::<Allocation>(&json).unwrap_err();
        assert!(told.to_string().starts_with("funding line 2 repeats"));
    }

    #[test]
    fn totals_by_stream_add_up_to_the_total_of_the_year() {
        let allocation = Allocation::new([
            line(SocialCare, 10_000, Weekly),
            line(SocialCare, 45_000, OneOff),
            line(Health, 5_000, FourWeekly),
            line(Education, 1_000, Monthly),
            line(Education, 75_50, Yearly),
        ])
        .unwrap();
        let yearly = |part: &Allocation| part.per_year(Weeks52).exact().unwrap().to_string();
        assert_eq!(yearly(&allocation), "6045.50");
        assert_eq!(yearly(&allocation.of(SocialCare).unwrap()), "5200.00");
        assert_eq!(yearly(&allocation.of(Health).unwrap()), "650.00");
        assert_eq!(yearly(&allocation.of(Education).unwrap()), "195.50");
        let by_stream = allocation.by_stream(Weeks52).into_iter();
        let by_stream: Vec<_> = by_stream
            .map(|(stream, rate)| (stream, rate.exact().unwrap().to_string()))
            .collect();
        let wanted = [
            (SocialCare, "5200.00"),
            (Health, "650.00"),
            (Education, "195.50"),
        ];
        assert_eq!(
            by_stream,
            wanted.map(|(stream, text)| (stream, text.to_owned()))
        );
        assert_eq!(allocation.one_off(), Money::from_pence(45_000));
        assert_eq!(allocation.of(Health).unwrap().one_off(), Money::ZERO);
        assert_eq!(
            allocation.first_year(Weeks52).exact().unwrap().to_string(),
            "6495.50"
        );
        let health = Allocation::new([line(Health, 1, Weekly)]).unwrap();
        assert_eq!(health.of(SocialCare), None);
    }

    #[test]
    fn the_largest_allocation_does_not_overflow() {
        let most = Amount::MAX.pence();
        let lines = FundingStream::ALL.iter().flat_map(|&stream| {
            Period::ALL
                .iter()
                .map(move |&period| line(stream, most, period))
        });
        let allocation = Allocation::new(lines).unwrap();
        // Leap year: 366/7 + 366/28 + 12 + 1 payments of each of three streams, and the one-off.
        let parts_of_28 = u128::from(most) * 3 * (366 * 4 + 366 + 14 * 28);
        let nearest = allocation.first_year(YearLength::Days366).nearest();
        assert!((u128::from(nearest.pence()) * 28).abs_diff(parts_of_28) <= 14);
    }

    proptest! {
        #[test]
        fn the_order_of_lines_changes_nothing(
            lines in Just(FundingStream::ALL.iter().flat_map(|&stream| {
                Period::ALL.iter().map(move |&period| (stream, period))
            }).collect::<Vec<_>>()).prop_shuffle(),
            n in 1..=15_usize,
            pence in 0..=Amount::MAX.pence(),
        ) {
            let lines: Vec<_> = lines[..n].iter().map(|&(stream, period)| line(stream, pence, period)).collect();
            let forwards = Allocation::new(lines.iter().copied()).unwrap();
            let backwards = Allocation::new(lines.iter().rev().copied()).unwrap();
            prop_assert_eq!(&forwards, &backwards);
            let json = serde_json::to_string(&forwards).unwrap();
            prop_assert_eq!(&json, &serde_json::to_string(&backwards).unwrap());
            prop_assert_eq!(serde_json::from_str::<Allocation>(&json).unwrap(), forwards);
        }

        #[test]
        fn streams_add_up_for_every_year_length(
            pence in prop::collection::vec(0..=Amount::MAX.pence(), 15),
            year in prop::sample::select(YearLength::ALL),
        ) {
            let places = FundingStream::ALL.iter().flat_map(|&stream| {
                Period::ALL.iter().map(move |&period| (stream, period))
            });
            let lines = places.zip(pence).map(|((stream, period), pence)| line(stream, pence, period));
            let allocation = Allocation::new(lines).unwrap();
            let mut rest = allocation.per_year(year);
            for &stream in FundingStream::ALL {
                rest = rest.minus(allocation.of(stream).unwrap().per_year(year));
            }
            prop_assert!(rest.is_zero());
        }
    }
}
