//! The account of a file of budgets.

use std::collections::BTreeMap;
use std::fmt;

use poet_core::budget::{BudgetProblem, PurchaseFinding};
use serde::Serialize;

/// The account of a file of budgets: accepted and refused are read.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct BudgetReport {
    /// Records that are not blank.
    pub read: u64,
    /// Budgets taken.
    pub accepted: u64,
    /// Records not taken.
    pub refused: u64,
    /// Blank lines, or nothing between two commas.
    pub blank: u64,
    /// Whether the file ended in the middle of a list: whatever stood there is not in it.
    pub cut_off: bool,
    /// Records by the rule that they break.
    pub broken: BTreeMap<&'static str, u64>,
    /// The first refusals, in the order of the file.
    pub refusals: Vec<BudgetRefusal>,
    /// Support lines of accepted budgets by the rule of purchases that limits them.
    pub found: BTreeMap<String, u64>,
    /// The first of those lines, in the order of the file.
    pub remarks: Vec<BudgetRemark>,
}

/// A record that is not taken, and why. It tells the place and never what stands there.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct BudgetRefusal {
    /// Number of the line, or of the element of a list, from 1.
    pub row: u64,
    /// Why.
    #[serde(flatten)]
    pub reason: BudgetReason,
}

/// Why a record is not taken.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(into = "Told")]
#[non_exhaustive]
pub enum BudgetReason {
    /// It breaks a rule of budgets.
    Broken(BudgetProblem),
    /// An earlier budget has its id.
    DuplicateId {
        /// Row of that budget.
        first_row: u64,
    },
    /// It is so long that it is not read.
    TooLong {
        /// Most bytes that are read.
        max: usize,
    },
    /// It stands after the end of the list.
    AfterEnd,
}

impl BudgetReason {
    /// Name of the rule, which later versions keep.
    pub fn rule(&self) -> &'static str {
        match self {
            Self::Broken(problem) => problem.rule(),
            Self::DuplicateId { .. } => "duplicate_id",
            Self::TooLong { .. } => "too_long",
            Self::AfterEnd => "after_end",
        }
    }
}

/// A support line of an accepted budget that its deployment cannot buy freely.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct BudgetRemark {
    /// Number of the line, or of the element of a list, from 1.
    pub row: u64,
    /// What was found.
    #[serde(flatten)]
    pub finding: PurchaseFinding,
}

/// Reason as a report writes it.
#[derive(Serialize)]
struct Told {
    rule: &'static str,
    place: String,
    message: String,
}

impl From<BudgetReason> for Told {
    fn from(reason: BudgetReason) -> Self {
        let place = match &reason {
            BudgetReason::Broken(problem) => problem.place().to_owned(),
            _ => String::new(),
        };
        Self {
            rule: reason.rule(),
            place,
            message: reason.to_string(),
        }
    }
}

impl fmt::Display for BudgetReason {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(problem) => write!(to, "{problem}"),
            Self::DuplicateId { first_row } => {
                write!(
                    to,
                    "budget has the id of row {first_row}, wants one of its own"
                )
            }
            Self::TooLong { max } => write!(to, "record is too long, wants at most {max} bytes"),
            Self::AfterEnd => to.write_str("text follows the end of the list, wants nothing"),
        }
    }
}

impl fmt::Display for BudgetRefusal {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            to,
            "row {}: {} ({})",
            self.row,
            self.reason,
            self.reason.rule()
        )
    }
}

impl fmt::Display for BudgetRemark {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "row {}: {}", self.row, self.finding)
    }
}

impl fmt::Display for BudgetReport {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            read,
            accepted,
            refused,
            ..
        } = self;
        write!(
            to,
            "{read} budgets read, {accepted} accepted, {refused} refused"
        )?;
        if self.cut_off {
            write!(
                to,
                "\nThe list does not close: the end of the file is missing."
            )?;
        }
        list(to, "Refused:", &self.refusals, self.refused)?;
        list(
            to,
            "To be looked at:",
            &self.remarks,
            self.found.values().sum(),
        )
    }
}

fn list<T: fmt::Display>(
    to: &mut fmt::Formatter<'_>,
    title: &str,
    listed: &[T],
    all: u64,
) -> fmt::Result {
    if all > 0 {
        write!(to, "\n\n{title}")?;
    }
    for one in listed {
        write!(to, "\n  {one}")?;
    }
    match all - listed.len() as u64 {
        0 => Ok(()),
        more => write!(to, "\n  and {more} more"),
    }
}
