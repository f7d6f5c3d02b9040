//! Whether a logistic model has finite estimates.

use microlp::{ComparisonOp, OptimizationDirection, Problem};
use serde::Serialize;

use super::basis::Basis;
use super::likelihood::{Odds, Place, dot};
use super::pattern::Patterns;
use crate::Absent;

/// Whether predictors part the people with the event from those without.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Separated {
    /// They do not: the estimates of maximum likelihood exist.
    No,
    /// They do but for ties.
    Quasi,
    /// They do, every single person.
    Completely,
}

/// Way in which a coefficient of maximum likelihood has no end.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It grows.
    Up,
    /// It falls.
    Down,
}

/// What separates, and which coefficients have no end.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Separation {
    /// Whether and how far.
    pub separated: Separated,
    /// Terms without a finite estimate; nothing where more than one set of directions separates.
    pub diverging: Option<Vec<(Box<str>, Direction)>>,
}

/// How far above nought the optimum of a programme is more than rounding: the solver keeps its sums to about 1e-8.
const SOLVER: f64 = 1e-7;

/// Tests whether the predictors of `patterns` separate the outcome, before any fit; aliased terms are left out.
///
/// # Errors
///
/// [`Absent::NoAnswers`] without anybody; [`Absent::NotConverged`] where the programme is not solved.
///
/// # Source
///
/// Konis (2007), Linear programming algorithms for detecting separated data in binary logistic regression models,
/// thesis, University of Oxford; the kinds are those of Albert and Anderson (1984), Biometrika 71:1-10,
/// doi:10.1093/biomet/71.1.1. The programmes are solved by their duals, which have a row a term instead of a row a
/// pattern; predictors are scaled to at most 1.
///
/// # Examples
///
/// ```
/// use poet_benchmark::drivers::{Intercept, Observation, Patterns, Separated, separation};
///
/// let ages = [20.0, 30.0, 40.0, 50.0].map(|age| [Some(age)]);
/// let people = ages.iter().zip([0, 0, 1, 1]);
/// let people = people.map(|(age, outcome)| Observation { predictors: age, outcome: Some(outcome), cluster: 0 });
/// let patterns = Patterns::fold(&["age"], Intercept::Included, people)?;
/// assert_eq!(separation(&patterns)?.separated, Separated::Completely);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn separation(patterns: &Patterns) -> Result<Separation, Absent> {
    if patterns.is_empty() {
        return Err(Absent::NoAnswers);
    }
    let positions: Vec<usize> = (0..patterns.terms.len()).collect();
    let basis = Basis::new(&patterns.rows, positions.len(), &positions);
    let sides = Sides::new(patterns, &basis.kept);
    let separated = sides.separated()?;
    Ok(Separation {
        separated,
        diverging: match separated {
            Separated::No => Some(Vec::new()),
            _ => sides.diverging()?.map(|directions| {
                let name = |(at, direction): (usize, _)| {
                    (patterns.terms[basis.kept[at]].clone(), direction)
                };
                directions.into_iter().map(name).collect()
            }),
        },
    })
}

/// Whether a place proves that nothing separates, so that no programme need be solved.
///
/// Where `slope` is the sum of the rows, each turned to its side and weighted by how far off its people are, any
/// direction that separates would gain by more than the smallest weight: a slope smaller than that leaves no room.
pub(super) fn is_overlapping(place: &Place, basis: &Basis, counts: &[[u64; 2]]) -> bool {
    let weights = counts.iter().enumerate().flat_map(|(pattern, count)| {
        let odds = Odds::new(dot(basis.row(pattern), place.at.as_slice()));
        let weight = |people: u64, off| (people > 0).then_some(people as f64 * off);
        [weight(count[0], odds.share), weight(count[1], odds.others)]
    });
    let least = weights.flatten().fold(f64::INFINITY, f64::min);
    let people: u64 = counts.iter().flatten().sum();
    let rounding = f64::EPSILON * people as f64;
    let room = 4.0 * (counts.len() as f64).sqrt() * (place.slope.norm() + rounding);
    least > room
}

/// Rows of the terms, scaled and turned to the side that their people are on.
pub(super) struct Sides {
    rows: Vec<Vec<f64>>,
    width: usize,
}

impl Sides {
    pub(super) fn new(patterns: &Patterns, kept: &[usize]) -> Self {
        let largest = |&term: &usize| {
            let sizes = (0..patterns.len()).map(|at| patterns.row(at)[term].abs());
            sizes.fold(f64::MIN_POSITIVE, f64::max)
        };
        let scales: Vec<f64> = kept.iter().map(largest).collect();
        let turned = |pattern: usize, sign: f64| {
            let row = patterns.row(pattern);
            let scaled = kept.iter().zip(&scales);
            scaled
                .map(|(&term, scale)| sign * row[term] / scale)
                .collect()
        };
        let sides = patterns.counts.iter().enumerate();
        let rows = sides.flat_map(|(pattern, &[none, event])| {
            let side = |people: u64, sign| (people > 0).then(|| turned(pattern, sign));
            [side(none, -1.0), side(event, 1.0)]
        });
        Self {
            rows: rows.flatten().collect(),
            width: kept.len(),
        }
    }

    /// Rows as they are, each at most about 1 in size.
    pub(super) fn of(rows: Vec<Vec<f64>>, width: usize) -> Self {
        Self { rows, width }
    }

    /// Whether some direction has no row below nought, and one above.
    pub(super) fn separated(&self) -> Result<Separated, Absent> {
        let ones: Vec<f64> = (0..self.width)
            .map(|term| -self.rows.iter().map(|row| row[term]).sum::<f64>())
            .collect();
        if self.short_of(&ones, Total::Free)? <= SOLVER {
            return Ok(Separated::No);
        }
        Ok(
            match self.short_of(&vec![0.0; self.width], Total::One)? > SOLVER {
                true => Separated::Completely,
                false => Separated::Quasi,
            },
        )
    }

    /// Terms that grow or fall without end; nothing where one may do both.
    fn diverging(&self) -> Result<Option<Vec<(usize, Direction)>>, Absent> {
        let mut found = Vec::new();
        for term in 0..self.width {
            let goes = |sign: f64| {
                let mut target = vec![0.0; self.width];
                target[term] = sign;
                Ok::<bool, Absent>(self.short_of(&target, Total::Free)? > SOLVER)
            };
            match (goes(-1.0)?, goes(1.0)?) {
                (true, true) => return Ok(None),
                (true, false) => found.push((term, Direction::Up)),
                (false, true) => found.push((term, Direction::Down)),
                (false, false) => {}
            }
        }
        Ok(Some(found))
    }

    /// How far sums of the rows, with weights of nought or more, stay from `target`, in all terms together. By duality
    /// it is the most that a direction of no more than 1 in each term, with no row below nought, has against it.
    fn short_of(&self, target: &[f64], total: Total) -> Result<f64, Absent> {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let any = (0.0, f64::INFINITY);
        let weights: Vec<_> = self
            .rows
            .iter()
            .map(|_| problem.add_var(0.0, any))
            .collect();
        for (term, &target) in target.iter().enumerate() {
            let values = weights.iter().zip(&self.rows);
            let mut sum: Vec<_> = values
                .filter(|(_, row)| row[term].abs() > 0.0)
                .map(|(&weight, row)| (weight, row[term]))
                .collect();
            sum.push((problem.add_var(1.0, any), 1.0));
            sum.push((problem.add_var(1.0, any), -1.0));
            problem.add_constraint(sum, ComparisonOp::Eq, target);
        }
        if total == Total::One {
            let sum = weights.iter().map(|&weight| (weight, 1.0));
            problem.add_constraint(sum, ComparisonOp::Eq, 1.0);
        }
        let solution = problem.solve().map_err(|_| Absent::NotConverged)?;
        Ok(solution.objective())
    }
}

/// What the weights of a programme add up to.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Total {
    Free,
    One,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::drivers::{Intercept, Observation};

    /// People as value of the predictor, outcome and how many.
    fn patterns(people: &[(f64, u32, usize)]) -> Patterns {
        let predictors: Vec<_> = people.iter().map(|(x, ..)| [Some(*x)]).collect();
        let all = people
            .iter()
            .zip(&predictors)
            .flat_map(|(&(_, outcome, n), x)| {
                let person = Observation {
                    predictors: x,
                    outcome: Some(outcome),
                    cluster: 0,
                };
                std::iter::repeat_n(person, n)
            });
        Patterns::fold(&["x"], Intercept::Included, all).unwrap()
    }

    fn found(people: &[(f64, u32, usize)]) -> Separation {
        separation(&patterns(people)).unwrap()
    }

    #[test]
    fn separation_is_tested_by_linear_programme_before_fitting() {
        let full = [(0.0, 0, 4), (0.0, 1, 3), (1.0, 0, 2), (1.0, 1, 5)];
        assert_eq!(found(&full).separated, Separated::No);
        assert_eq!(found(&full).diverging, Some(vec![]));
        let empty_cell = found(&full[..3]);
        assert_eq!(empty_cell.separated, Separated::Quasi);
        assert_eq!(
            empty_cell.diverging,
            Some(vec![("x".into(), Direction::Down)])
        );
        let tie = found(&[(1.0, 0, 1), (2.0, 0, 1), (2.0, 1, 1), (3.0, 1, 1)]);
        assert_eq!(tie.separated, Separated::Quasi);
        let parted = found(&[(-1.0, 0, 3), (1.0, 1, 3)]);
        assert_eq!(
            (parted.separated, parted.diverging),
            (Separated::Completely, None)
        );
        let far = [
            ("(intercept)".into(), Direction::Down),
            ("x".into(), Direction::Up),
        ];
        let parted = found(&[(2011.0, 0, 3), (2012.0, 0, 3), (2013.0, 1, 3)]);
        assert_eq!(
            (parted.separated, parted.diverging),
            (Separated::Completely, Some(far.into()))
        );
        let same = found(&[(0.0, 1, 3), (1.0, 1, 3)]);
        assert_eq!(same.separated, Separated::Completely);
    }

    proptest! {
        #[test]
        fn a_table_of_two_by_two_is_separated_where_a_cell_is_empty(
            a in 0..3_usize, b in 0..3_usize, c in 0..3_usize, d in 0..3_usize,
        ) {
            prop_assume!(a + b > 0 && c + d > 0);
            let table = [(1.0, 1, a), (1.0, 0, b), (0.0, 1, c), (0.0, 0, d)];
            let wanted = match (a == 0 || b == 0, c == 0 || d == 0) {
                (false, false) => Separated::No,
                (true, true) => Separated::Completely,
                _ => Separated::Quasi,
            };
            prop_assert_eq!(found(&table).separated, wanted);
        }
    }
}
