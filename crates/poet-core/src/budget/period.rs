//! How often money is paid.

use super::text::{Text, codes};
use serde::{Deserialize, Serialize};

/// How often an amount is paid.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum Period {
    /// Every 7 days.
    Weekly,
    /// Every 28 days, as most direct payments are.
    FourWeekly,
    /// Twelve times a year.
    Monthly,
    /// Once a year.
    Yearly,
    /// Once, such as for equipment. Has no rate.
    OneOff,
}

codes!(
    Period,
    "period",
    Weekly = "weekly",
    FourWeekly = "four_weekly",
    Monthly = "monthly",
    Yearly = "yearly",
    OneOff = "one_off",
);

impl Period {
    /// Length in twelfths of a day, the largest unit in which every period of every year length is whole.
    pub(super) fn twelfths_of_a_day(self, year: YearLength) -> Option<u64> {
        match self {
            Self::Weekly => Some(12 * 7),
            Self::FourWeekly => Some(12 * 28),
            Self::Monthly => Some(year.days()),
            Self::Yearly => Some(12 * year.days()),
            Self::OneOff => None,
        }
    }
}

/// How long the year of a conversion is.
///
/// The same weekly sum is worth 0.3 % more in a year of 365 days than in one of 52 weeks, so every conversion names it.
/// A month is a twelfth of the year, whichever it is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "Text", into = "&'static str")]
pub enum YearLength {
    /// 52 weeks, the practice of councils: 364 days, 13 payments of four weeks.
    Weeks52,
    /// 365 days, 52 1/7 weeks.
    Days365,
    /// 366 days, 52 2/7 weeks: a leap year.
    Days366,
}

codes!(
    YearLength,
    "year length",
    Weeks52 = "weeks_52",
    Days365 = "days_365",
    Days366 = "days_366",
);

impl YearLength {
    /// Days in the year.
    pub const fn days(self) -> u64 {
        match self {
            Self::Weeks52 => 52 * 7,
            Self::Days365 => 365,
            Self::Days366 => 366,
        }
    }
}
