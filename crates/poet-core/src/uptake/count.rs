//! Counts of one group of people.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Error;

/// How many people could hold a personal budget, how many do, and how many of those by direct payment.
///
/// Holds at most [`Uptake::MOST_PEOPLE`] eligible people, at most as many holders, and, where it is known, at most as
/// many direct payments as holders. `Debug` keeps the counts to itself: they may be of few people.
///
/// # Units
///
/// People. A person with a part direct payment is counted once, as a direct payment.
///
/// # Source
///
/// Adult Social Care Outcomes Framework 2023-24, measure 3D (1C before 2023), from SALT `LTS001b` and `LTS003`: eligible are
/// the people who get long-term support in the community on 31 March (carers: who get support for carers in the year);
/// holders are those with a direct payment, a part direct payment or a budget that the council manages.
#[derive(Clone, Copy, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(try_from = "Stated", into = "Stated")]
pub struct Uptake {
    eligible: u64,
    holders: u64,
    direct_payments: Option<u64>,
}

impl Uptake {
    /// Most people that one count is of: more than any country has.
    pub const MOST_PEOPLE: u64 = 1 << 32;

    /// So many people, of whom so many hold a budget; it is not known how many by direct payment.
    ///
    /// # Errors
    ///
    /// [`Error::UptakeTooLarge`] past [`Uptake::MOST_PEOPLE`]; [`Error::UptakePart`] where more hold a budget than could.
    pub fn new(eligible: u64, holders: u64) -> Result<Self, Error> {
        if eligible > Self::MOST_PEOPLE {
            return Err(Error::UptakeTooLarge {
                max: Self::MOST_PEOPLE,
            });
        }
        if holders > eligible {
            return Err(Error::UptakePart {
                part: "people with a budget",
                whole: "people who could have one",
            });
        }
        Ok(Self {
            eligible,
            holders,
            direct_payments: None,
        })
    }

    /// With the number of holders who have a direct payment for all or part of their budget.
    ///
    /// # Errors
    ///
    /// [`Error::UptakePart`] where they are more than the holders.
    pub fn with_direct_payments(self, direct_payments: u64) -> Result<Self, Error> {
        if direct_payments > self.holders {
            return Err(Error::UptakePart {
                part: "direct payments",
                whole: "people with a budget",
            });
        }
        Ok(Self {
            direct_payments: Some(direct_payments),
            ..self
        })
    }

    /// People who could hold a budget.
    pub fn eligible(self) -> u64 {
        self.eligible
    }

    /// People who hold one.
    pub fn holders(self) -> u64 {
        self.holders
    }

    /// Holders who have a direct payment for all or part of it; absent where it is not known.
    pub fn direct_payments(self) -> Option<u64> {
        self.direct_payments
    }
}

/// Counts as a file states them.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Stated {
    eligible: u64,
    holders: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    direct_payments: Option<u64>,
}

impl TryFrom<Stated> for Uptake {
    type Error = Error;

    fn try_from(stated: Stated) -> Result<Self, Error> {
        let uptake = Self::new(stated.eligible, stated.holders)?;
        match stated.direct_payments {
            Some(direct_payments) => uptake.with_direct_payments(direct_payments),
            None => Ok(uptake),
        }
    }
}

impl From<Uptake> for Stated {
    fn from(uptake: Uptake) -> Self {
        Self {
            eligible: uptake.eligible,
            holders: uptake.holders,
            direct_payments: uptake.direct_payments,
        }
    }
}

impl fmt::Debug for Uptake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Uptake(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn everybody_may_hold_a_budget_by_direct_payment_and_nobody_more() {
        let all = Uptake::new(5, 5).unwrap().with_direct_payments(5).unwrap();
        assert_eq!(all.direct_payments(), Some(5));
        let wrong = |part, whole| Err(Error::UptakePart { part, whole });
        let holders = "people with a budget";
        assert_eq!(
            Uptake::new(5, 6),
            wrong(holders, "people who could have one")
        );
        let over = Uptake::new(9, 5).unwrap().with_direct_payments(6);
        assert_eq!(over, wrong("direct payments", holders));
    }

    #[test]
    fn the_most_people_are_held_and_one_more_is_not() {
        let most = Uptake::MOST_PEOPLE;
        assert_eq!(most, 4_294_967_296);
        assert_eq!(Uptake::new(most, most).unwrap().holders(), most);
        let error = Uptake::new(most + 1, 0);
        assert_eq!(error, Err(Error::UptakeTooLarge { max: most }));
    }

    #[test]
    fn debug_and_errors_never_show_a_count() {
        let uptake = Uptake::new(777, 777).unwrap();
        assert_eq!(format!("{uptake:?}"), "Uptake(..)");
        let over = uptake.with_direct_payments(7777).unwrap_err().to_string();
        assert_eq!(over, "more direct payments than people with a budget");
    }

    #[test]
    fn a_file_is_held_to_the_same_rules() {
        let read = |json| serde_json::from_str::<Uptake>(json);
        let known = read(r#"{"eligible":3,"holders":2,"direct_payments":1}"#).unwrap();
        assert_eq!(
            (known.eligible(), known.holders(), known.direct_payments()),
            (3, 2, Some(1))
        );
        assert!(read(r#"{"eligible":1,"holders":2}"#).is_err());
        assert!(read(r#"{"eligible":3,"holders":2,"direct_payments":3}"#).is_err());
        assert!(read(r#"{"eligible":3,"holders":2,"cash":1}"#).is_err());
    }

    proptest! {
        #[test]
        fn counts_come_back_from_json(
            eligible in 0..=Uptake::MOST_PEOPLE, holders: u64, direct: Option<u64>,
        ) {
            let holders = holders % (eligible + 1);
            let mut uptake = Uptake::new(eligible, holders).unwrap();
            if let Some(direct) = direct {
                uptake = uptake.with_direct_payments(direct % (holders + 1)).unwrap();
            }
            let json = serde_json::to_string(&uptake).unwrap();
            prop_assert_eq!(serde_json::from_str::<Uptake>(&json).unwrap(), uptake);
        }
    }
}
