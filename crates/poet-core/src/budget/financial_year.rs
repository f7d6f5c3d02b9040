//! The year that councils account by.

use super::{BudgetError, YearLength};
use chrono::{Datelike, NaiveDate};
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A year from 1 April to 31 March, written `2013-14`.
///
/// Holds years that start from 1000 to 9998.
///
/// # Examples
///
/// ```
/// use poet_core::budget::{FinancialYear, YearLength};
///
/// let year: FinancialYear = "2015-16".parse()?;
/// // 29 February 2016 is one of its days.
/// assert_eq!(year.length(), YearLength::Days366);
/// # Ok::<(), poet_core::budget::BudgetError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct FinancialYear {
    first: NaiveDate,
    last: NaiveDate,
}

impl FinancialYear {
    /// The year that starts on 1 April of `year`.
    ///
    /// # Errors
    ///
    /// [`BudgetError::FinancialYear`] for a year that is not held.
    pub fn starting(year: i32) -> Result<Self, BudgetError> {
        if !(1000..=9998).contains(&year) {
            return Err(BudgetError::FinancialYear);
        }
        let first = NaiveDate::from_ymd_opt(year, 4, 1);
        let last = NaiveDate::from_ymd_opt(year + 1, 3, 31);
        let days = first.zip(last).ok_or(BudgetError::FinancialYear);
        days.map(|(first, last)| Self { first, last })
    }

    /// Its days.
    pub fn days(self) -> RangeInclusive<NaiveDate> {
        self.first..=self.last
    }

    /// How long it is by the calendar.
    pub fn length(self) -> YearLength {
        match self.last.leap_year() {
            true => YearLength::Days366,
            false => YearLength::Days365,
        }
    }
}

impl FromStr for FinancialYear {
    type Err = BudgetError;

    fn from_str(text: &str) -> Result<Self, BudgetError> {
        let start = text.get(..4).and_then(|start| start.parse().ok());
        let year = Self::starting(start.ok_or(BudgetError::FinancialYear)?)?;
        match year.to_string() == text {
            true => Ok(year),
            false => Err(BudgetError::FinancialYear),
        }
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}-{:02}", self.first.year(), self.last.year() % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_runs_from_april_to_march() {
        let year = FinancialYear::starting(2013).unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(year.days(), day("2013-04-01")..=day("2014-03-31"));
        assert_eq!(
            (year.to_string().as_str(), year.length()),
            ("2013-14", YearLength::Days365)
        );
        let century = FinancialYear::starting(1999).unwrap();
        assert_eq!(
            (century.to_string().as_str(), century.length()),
            ("1999-00", YearLength::Days366)
        );
    }

    #[test]
    fn text_reads_as_it_is_written_or_not_at_all() {
        assert_eq!("2013-14".parse(), FinancialYear::starting(2013));
        for text in [
            "",
            "2013",
            "2013-15",
            "2013/14",
            "13-14",
            "2013-2014",
            "+013-14",
            "é013-14",
        ] {
            assert_eq!(
                text.parse::<FinancialYear>(),
                Err(BudgetError::FinancialYear),
                "{text}"
            );
        }
        for (year, held) in [(999, false), (1000, true), (9998, true), (9999, false)] {
            assert_eq!(FinancialYear::starting(year).is_ok(), held, "{year}");
        }
    }
}
