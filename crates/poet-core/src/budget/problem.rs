//! What is wrong with a budget document.

use super::BudgetError;
use serde::Serialize;
use std::fmt;

/// Rule that a budget document breaks, and where.
///
/// Repeats nothing of the document but names of fields, since the rest belongs to one person.
///
/// # Examples
///
/// ```
/// use poet_core::budget::PersonalBudget;
///
/// let json = r#"{
///     "id": "67e55044-10b1-426f-9247-bb680e5fe0c8",
///     "contribution": { "money": "-1.00", "period": "weekly" }
/// }"#;
/// let problem = PersonalBudget::from_json(json).unwrap_err();
/// assert_eq!(problem.place(), "contribution.money");
/// assert_eq!(problem.rule(), "money_negative");
/// assert_eq!(problem.to_string(), "contribution.money: money is under zero, wants 0.00 or more");
/// ```
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct BudgetProblem {
    place: String,
    rule: &'static str,
    message: String,
}

impl BudgetProblem {
    pub(super) fn new(rule: &'static str, message: String) -> Self {
        Self {
            place: String::new(),
            rule,
            message,
        }
    }

    /// Path of fields and places, from 0, such as `plan.lines[2].cost`; empty for the document as a whole.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// [Code](BudgetError::code) of the rule.
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    /// The same inside the field `name`.
    pub(super) fn within(self, name: &str) -> Self {
        let dot = match self.place.as_bytes().first() {
            None | Some(b'[') => "",
            Some(_) => ".",
        };
        Self {
            place: format!("{name}{dot}{}", self.place),
            ..self
        }
    }

    /// The same inside the element `at` of a list.
    pub(super) fn at(self, at: usize) -> Self {
        self.within(&format!("[{at}]"))
    }
}

impl From<BudgetError> for BudgetProblem {
    fn from(error: BudgetError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

impl fmt::Display for BudgetProblem {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => to.write_str(&self.message),
            place => write!(to, "{place}: {}", self.message),
        }
    }
}

impl std::error::Error for BudgetProblem {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_as_a_path() {
        let problem = || BudgetProblem::from(BudgetError::MixEmpty);
        assert_eq!(
            problem().to_string(),
            "deployment mix is empty, wants at least one part"
        );
        let placed = problem()
            .within("cost")
            .at(2)
            .at(0)
            .within("lines")
            .within("plan");
        assert_eq!(placed.place(), "plan.lines[0][2].cost");
        assert_eq!(
            placed.to_string(),
            "plan.lines[0][2].cost: deployment mix is empty, wants at least one part"
        );
        assert_eq!(placed.rule(), "mix_empty");
    }
}
