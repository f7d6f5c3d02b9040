use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::Error;
use super::attacker::{Derived, Fact, Relation};

/// How far a value may lie from a whole number and still count as it. The solver keeps its sums to about 1e-8.
const WHOLE: f64 = 1e-5;

/// Facts about a group of unknowns as a linear programme.
pub(super) struct Programme<'a> {
    members: &'a [usize],
    facts: &'a [Fact],
    domain: Domain,
}

/// What kind of numbers a programme may use.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Domain {
    Real,
    Whole,
}

impl<'a> Programme<'a> {
    pub(super) fn new(members: &'a [usize], facts: &'a [Fact], domain: Domain) -> Self {
        Self {
            members,
            facts,
            domain,
        }
    }

    /// Bounds of the unknown at a place among the members.
    pub(super) fn bounds(&self, place: usize) -> Result<Derived, Error> {
        if self.facts.is_empty() {
            return Ok(Derived { low: 0, high: None });
        }
        let low = self.extreme(place, OptimizationDirection::Minimize)?;
        let high = self.extreme(place, OptimizationDirection::Maximize)?;
        // A count always has a least value: 0 if nothing else.
        Ok(Derived {
            low: low.unwrap_or(0),
            high,
        })
    }

    /// Least or largest whole value; absent if there is no end.
    fn extreme(
        &self,
        place: usize,
        direction: OptimizationDirection,
    ) -> Result<Option<u64>, Error> {
        let solved = match self.solve(place, direction, Domain::Real) {
            // Flows of a single table are whole by themselves; facts of several tables may not be.
            Ok(values) if self.domain == Domain::Real || are_whole(&values) => Ok(values),
            Ok(_) => self.solve(place, direction, Domain::Whole),
            Err(error) => Err(error),
        };
        match solved {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "counts, at least 0"
            )]
            Ok(values) => Ok(Some(match direction {
                OptimizationDirection::Minimize => (values[place] - WHOLE).max(0.0).ceil(),
                OptimizationDirection::Maximize => (values[place] + WHOLE).floor(),
            } as u64)),
            Err(microlp::Error::Unbounded) => Ok(None),
            Err(microlp::Error::Infeasible) => Err(Error::Contradiction),
            Err(other) => Err(Error::Programme {
                unknown: self.members[place],
                reason: other.to_string(),
            }),
        }
    }

    /// Values of all members at the extreme.
    fn solve(
        &self,
        place: usize,
        direction: OptimizationDirection,
        domain: Domain,
    ) -> Result<Vec<f64>, microlp::Error> {
        let mut problem = Problem::new(direction);
        let variables: Vec<Variable> = (0..self.members.len())
            .map(|at| {
                let weight = if at == place { 1.0 } else { 0.0 };
                match domain {
                    Domain::Real => problem.add_var(weight, (0.0, f64::INFINITY)),
                    Domain::Whole => problem.add_integer_var(weight, (0, i32::MAX)),
                }
            })
            .collect();
        for Fact {
            terms,
            relation,
            number,
        } in self.facts
        {
            let sum = terms
                .iter()
                .map(|&(at, times)| (variables[at], times as f64));
            problem.add_constraint(sum, operator(*relation), *number as f64);
        }
        let solution = problem.solve()?;
        Ok(variables
            .iter()
            .map(|&variable| solution.var_value(variable))
            .collect())
    }
}

fn are_whole(values: &[f64]) -> bool {
    let mut values = values.iter();
    values.all(|value| (value - value.round()).abs() < WHOLE)
}

fn operator(relation: Relation) -> ComparisonOp {
    match relation {
        Relation::Equal => ComparisonOp::Eq,
        Relation::AtMost => ComparisonOp::Le,
        Relation::AtLeast => ComparisonOp::Ge,
    }
}
