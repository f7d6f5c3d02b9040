//! Files of budgets.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufRead, Read};

use poet_core::budget::{BudgetId, BudgetProblem, PersonalBudget};
use serde::Serialize;

use crate::Error;

/// Account of a file of budgets: accepted and refused are read.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct BudgetReport {
    /// Lines read, blank ones left out.
    pub read: u64,
    /// Budgets taken.
    pub accepted: u64,
    /// Lines that were not taken, and why.
    pub refused: Vec<BudgetRefusal>,
}

/// A line that is not taken. It tells the place and never what stands there.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct BudgetRefusal {
    /// Number of the line, from 1.
    pub line: u64,
    /// What is wrong.
    pub reason: BudgetReason,
}

/// Why a line is not taken.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BudgetReason {
    /// Rule of the budget that is broken.
    Broken(BudgetProblem),
    /// Budget that does not say whose it is.
    NoOrganisation,
    /// Budget of an earlier line.
    Duplicate {
        /// The earlier line.
        first: u64,
    },
    /// Line so long that it is not read.
    TooLong,
}

impl BudgetReport {
    /// Longest line that is read, in bytes: far over any budget with its plan.
    pub const MAX_LINE: usize = 1 << 20;

    /// Reads budgets, one a line of JSON (JSON Lines), and hands each that is taken to `take` in the order of the file.
    ///
    /// One line is held at a time, and the ids of all.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] where the reader fails.
    ///
    /// # Examples
    ///
    /// ```
    /// use poet_import::BudgetReport;
    ///
    /// let file = r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","organisation":"E08000035"}
    /// {"id":"67e55044-10b1-426f-9247-bb680e5fe0c9"}
    /// "#;
    /// let mut budgets = Vec::new();
    /// let report = BudgetReport::read(file.as_bytes(), |budget| budgets.push(budget))?;
    /// assert_eq!((report.read, report.accepted, budgets.len()), (2, 1, 1));
    /// assert_eq!(report.refused[0].to_string(), "line 2: the budget names no organisation");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read(
        mut reader: impl BufRead,
        mut take: impl FnMut(PersonalBudget),
    ) -> Result<Self, Error> {
        let mut report = Self::default();
        let mut seen = BTreeMap::new();
        let mut bytes = Vec::new();
        for line in 1.. {
            let Some(whole) = next_line(&mut reader, &mut bytes)? else {
                break;
            };
            if whole && bytes.trim_ascii().is_empty() {
                continue;
            }
            report.read += 1;
            let found = match whole {
                true => budget(&bytes, line, &mut seen),
                false => Err(BudgetReason::TooLong),
            };
            match found {
                Ok(budget) => {
                    report.accepted += 1;
                    take(budget);
                }
                Err(reason) => report.refused.push(BudgetRefusal { line, reason }),
            }
        }
        Ok(report)
    }
}

/// Reads a line and tells whether it is whole; none at the end of the file.
fn next_line(reader: &mut impl BufRead, bytes: &mut Vec<u8>) -> Result<Option<bool>, Error> {
    bytes.clear();
    let most = BudgetReport::MAX_LINE as u64 + 1;
    if reader.by_ref().take(most).read_until(b'\n', bytes)? == 0 {
        return Ok(None);
    }
    let whole = bytes.len() <= BudgetReport::MAX_LINE || bytes.ends_with(b"\n");
    if !whole {
        reader.skip_until(b'\n')?;
    }
    Ok(Some(whole))
}

fn budget(
    bytes: &[u8],
    line: u64,
    seen: &mut BTreeMap<BudgetId, u64>,
) -> Result<PersonalBudget, BudgetReason> {
    let budget = PersonalBudget::from_json(bytes).map_err(BudgetReason::Broken)?;
    if budget.organisation().is_none() {
        return Err(BudgetReason::NoOrganisation);
    }
    match seen.get(&budget.id()) {
        Some(&first) => Err(BudgetReason::Duplicate { first }),
        None => {
            seen.insert(budget.id(), line);
            Ok(budget)
        }
    }
}

impl fmt::Display for BudgetReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(problem) => write!(f, "{problem}"),
            Self::NoOrganisation => f.write_str("the budget names no organisation"),
            Self::Duplicate { first } => {
                write!(
                    f,
                    "an earlier line has the same budget, first in line {first}"
                )
            }
            Self::TooLong => f.write_str("the line is too long to be read"),
        }
    }
}

impl fmt::Display for BudgetRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(number: u8, rest: &str) -> String {
        format!(r#"{{"id":"67e55044-10b1-426f-9247-bb680e5fe0{number:02x}"{rest}}}"#)
    }

    fn told(file: &[u8]) -> (BudgetReport, Vec<String>) {
        let mut taken = 0;
        let report = BudgetReport::read(file, |_| taken += 1).unwrap();
        assert_eq!(report.accepted, taken);
        assert_eq!(report.read, report.accepted + report.refused.len() as u64);
        let refused = report.refused.iter().map(ToString::to_string).collect();
        (report, refused)
    }

    #[test]
    fn a_bad_line_does_not_stop_the_rest_and_its_words_are_not_repeated() {
        let place = r#","organisation":"north""#;
        let file = [
            line(1, place),
            String::new(),
            "  ".to_owned(),
            line(
                2,
                r#","organisation":"north","contribution":{"money":"777.777","period":"weekly"}"#,
            ),
            line(1, r#","organisation":"south""#),
            "no json, but secret".to_owned(),
            line(3, place),
        ];
        let (report, refused) = told(file.join("\r\n").as_bytes());
        assert_eq!((report.read, report.accepted), (5, 2));
        assert!(
            refused[0].starts_with("line 4: contribution.money: "),
            "{}",
            refused[0]
        );
        assert_eq!(
            refused[1],
            "line 5: an earlier line has the same budget, first in line 1"
        );
        assert!(refused[2].starts_with("line 6: "), "{}", refused[2]);
        assert!(!refused.concat().contains("777") && !refused.concat().contains("secret"));
    }

    #[test]
    fn the_longest_line_is_read_and_a_longer_one_is_passed_over() {
        let good = line(1, r#","organisation":"north""#);
        for (len, whole) in [
            (BudgetReport::MAX_LINE, true),
            (BudgetReport::MAX_LINE + 1, false),
        ] {
            let padded = format!("{good}{}", " ".repeat(len - good.len()));
            let file = format!("{padded}\n{}", line(2, r#","organisation":"north""#));
            let (report, refused) = told(file.as_bytes());
            assert_eq!(report.accepted, 1 + u64::from(whole));
            assert_eq!(refused.is_empty(), whole);
        }
    }

    #[test]
    fn text_that_is_no_unicode_is_refused() {
        let (report, _) = told(b"{\"id\":\"\xff\"}\n");
        assert_eq!((report.read, report.accepted), (1, 0));
    }

    proptest! {
        #[test]
        fn no_line_is_lost_and_no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            told(&bytes);
        }
    }
}
