//! Weights that meet several margins of a population at once.

use std::collections::BTreeMap;

use super::{Margin, MarginError};
use crate::Error;
use crate::estimate::{Kish, WeightClass, kish};

/// Margins of one population, to which answers are weighted.
///
/// Holds one margin or more, each under a name of its own, all of as many people.
///
/// # Examples
///
/// ```
/// use poet_benchmark::adjust::{Margin, Raking, RakingRow};
///
/// let sex = Margin::new("sex", [("f", 60.0), ("m", 40.0)])?;
/// let age = Margin::new("age", [("old", 50.0), ("young", 50.0)])?;
/// let raking = Raking::new(vec![sex, age])?;
/// let rows = [["f", "old"], ["f", "young"], ["m", "old"], ["m", "young"]];
/// let raked = raking.weigh(&rows.map(|levels| RakingRow::new(levels, 1.0)))?;
/// assert_eq!(raked.weights, [30.0, 30.0, 20.0, 20.0]);
///
/// let rows = [RakingRow::new(["f", "old"], 1.0), RakingRow::new(["m", "old"], 1.0)];
/// let error = raking.weigh(&rows).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "margin age: nobody answered at level young, wants somebody to stand for its people"
/// );
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Raking {
    margins: Vec<Margin>,
}

/// One person, or all of one kind: the level at each margin, and the weight before raking.
#[derive(Clone, Debug, PartialEq)]
pub struct RakingRow<'a> {
    /// Level at each margin, in the order of the margins.
    pub levels: Vec<&'a str>,
    /// Weight before raking: 1 for a person, the number of people for a kind.
    pub base: f64,
}

/// Weights that meet every margin.
#[derive(Clone, Debug, PartialEq)]
pub struct Raked {
    /// Weight of each row, in people of the population.
    pub weights: Vec<f64>,
    /// Cycles over all margins until no weight changed.
    pub cycles: usize,
    /// Furthest that a level misses its target, as a share of the target.
    pub margin_error: f64,
    /// How many people the weights leave, each row taken for one person.
    pub kish: Kish,
}

/// Rows of one kind: levels by their position, and the weight of all of them.
struct Cell {
    levels: Vec<usize>,
    base: f64,
    weight: f64,
}

impl<'a> RakingRow<'a> {
    /// A row at these levels.
    pub fn new(levels: impl IntoIterator<Item = &'a str>, base: f64) -> Self {
        let levels = levels.into_iter().collect();
        Self { levels, base }
    }
}

impl Raking {
    /// Largest share by which a level may miss its target.
    pub const MARGIN_ERROR: f64 = 1e-9;

    /// Largest change of a weight, as a share of it, that counts as none.
    const SETTLED: f64 = 1e-14;

    /// Most cycles over all margins.
    const MOST_CYCLES: usize = 10_000;

    /// Margins that are met in this order, cycle by cycle.
    ///
    /// # Errors
    ///
    /// [`MarginError::Names`] where there is none or two have one name; [`MarginError::Disagree`] where they are of
    /// different numbers of people.
    pub fn new(margins: Vec<Margin>) -> Result<Self, MarginError> {
        let Some(first) = margins.first() else {
            return Err(MarginError::Names);
        };
        for (at, second) in margins.iter().enumerate().skip(1) {
            if margins[..at]
                .iter()
                .any(|other| other.name() == second.name())
            {
                return Err(MarginError::Names);
            }
            let (people, others) = (first.people(), second.people());
            if (people - others).abs() > Self::MARGIN_ERROR * people.max(others) {
                return Err(MarginError::Disagree {
                    first: first.name().into(),
                    second: second.name().into(),
                    people,
                    others,
                });
            }
        }
        Ok(Self { margins })
    }

    /// The margins.
    pub fn margins(&self) -> &[Margin] {
        &self.margins
    }

    /// Weights that meet every margin, as near to those before as may be.
    ///
    /// Rows of one kind keep the ratio of their weights. Nothing is met by halves: what cannot be met to a billionth is
    /// an error.
    ///
    /// # Errors
    ///
    /// In [`Error::Margin`]: [`MarginError::NoTarget`] for a level that the population does not have;
    /// [`MarginError::NobodyAnswered`] for one with people in the population of whom nobody answered;
    /// [`MarginError::Levels`] for a row of too few or too many levels; [`MarginError::NotConverged`] where no weights
    /// meet all margins. [`Error::Weight`] for a weight before raking that is negative or not finite.
    ///
    /// # Source
    ///
    /// Deming and Stephan (1940), Ann. Math. Stat. 11:427-444, doi:10.1214/aoms/1177731829; Kalton and Flores-Cervantes
    /// (2003), J. Off. Stat. 19:81-97.
    pub fn weigh(&self, rows: &[RakingRow<'_>]) -> Result<Raked, Error> {
        let (mut cells, of_row) = self.cells(rows)?;
        self.check_answered(&cells)?;
        let cycles = self.cycle(&mut cells);
        let (margin, error) = self.furthest(&cells);
        if error > Self::MARGIN_ERROR {
            let margin = margin.into();
            return Err(MarginError::NotConverged { margin, error }.into());
        }
        let weight = |(row, &cell): (&RakingRow<'_>, &usize)| {
            let cell: &Cell = &cells[cell];
            match cell.base > 0.0 {
                true => row.base * (cell.weight / cell.base),
                false => 0.0,
            }
        };
        let weights: Vec<f64> = rows.iter().zip(&of_row).map(weight).collect();
        let classes: Result<Vec<_>, _> = weights.iter().copied().map(WeightClass::one).collect();
        Ok(Raked {
            kish: kish(&classes?)?,
            weights,
            cycles,
            margin_error: error,
        })
    }

    /// Kinds of rows, and the kind of each row.
    fn cells(&self, rows: &[RakingRow<'_>]) -> Result<(Vec<Cell>, Vec<usize>), Error> {
        let (mut cells, mut known) = (Vec::<Cell>::new(), BTreeMap::new());
        let mut of_row = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let base = WeightClass::one(row.base)?.weight();
            let levels = self.positions(at, row)?;
            let cell = *known.entry(levels).or_insert_with_key(|levels| {
                let (base, weight) = (0.0, 0.0);
                let levels = levels.clone();
                cells.push(Cell {
                    levels,
                    base,
                    weight,
                });
                cells.len() - 1
            });
            cells[cell].base += base;
            of_row.push(cell);
        }
        for cell in &mut cells {
            if !cell.base.is_finite() {
                return Err(Error::WeightSum);
            }
            cell.weight = cell.base;
        }
        Ok((cells, of_row))
    }

    fn positions(&self, at: usize, row: &RakingRow<'_>) -> Result<Vec<usize>, MarginError> {
        if row.levels.len() != self.margins.len() {
            return Err(MarginError::Levels {
                row: at,
                levels: row.levels.len(),
                wanted: self.margins.len(),
            });
        }
        let levels = self.margins.iter().zip(&row.levels);
        levels
            .map(|(margin, level)| margin.position(level))
            .collect()
    }

    fn check_answered(&self, cells: &[Cell]) -> Result<(), MarginError> {
        for (at, margin) in self.margins.iter().enumerate() {
            let found = sums(at, margin, cells);
            let mut levels = margin.targets().zip(found);
            if let Some(level) = levels.position(|(target, found)| target > 0.0 && found <= 0.0) {
                return Err(MarginError::NobodyAnswered {
                    margin: margin.name().into(),
                    level: margin.level(level),
                });
            }
        }
        Ok(())
    }

    /// Meets one margin after the other until no weight changes; gives the number of cycles.
    fn cycle(&self, cells: &mut [Cell]) -> usize {
        for cycle in 1..=Self::MOST_CYCLES {
            let before: Vec<f64> = cells.iter().map(|cell| cell.weight).collect();
            for (at, margin) in self.margins.iter().enumerate() {
                let found = sums(at, margin, cells);
                let factors: Vec<f64> = margin
                    .targets()
                    .zip(found)
                    .map(|(target, found)| if found > 0.0 { target / found } else { 0.0 })
                    .collect();
                for cell in cells.iter_mut() {
                    cell.weight *= factors[cell.levels[at]];
                }
            }
            let still = |(cell, before): (&Cell, &f64)| {
                (cell.weight - before).abs() <= Self::SETTLED * cell.weight.max(*before)
            };
            if cells.iter().zip(&before).all(still) {
                return cycle;
            }
        }
        Self::MOST_CYCLES
    }

    /// Name of the margin that is missed furthest, and by which share of the target.
    fn furthest(&self, cells: &[Cell]) -> (&str, f64) {
        let errors = self.margins.iter().enumerate().map(|(at, margin)| {
            let levels = margin.targets().zip(sums(at, margin, cells));
            let missed = levels.map(|(target, found)| match target > 0.0 {
                true => (found - target).abs() / target,
                false => found / margin.people(),
            });
            (margin.name(), missed.fold(0.0, f64::max))
        });
        errors.fold(
            ("", 0.0),
            |most, next| if next.1 >= most.1 { next } else { most },
        )
    }
}

/// Weight at each level of a margin.
fn sums(at: usize, margin: &Margin, cells: &[Cell]) -> Vec<f64> {
    let mut sums = vec![0.0; margin.targets().count()];
    for cell in cells {
        sums[cell.levels[at]] += cell.weight;
    }
    sums
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROWS: [&str; 4] = ["1", "2", "3", "4"];
    const COLUMNS: [&str; 3] = ["a", "b", "c"];

    fn margin(name: &str, levels: &[&str], people: &[f64]) -> Margin {
        Margin::new(name, levels.iter().copied().zip(people.iter().copied())).unwrap()
    }

    fn error(raking: &Raking, rows: &[RakingRow<'_>]) -> String {
        raking.weigh(rows).unwrap_err().to_string()
    }

    /// Kalton and Flores-Cervantes (2003), tables 1 and 3, to their two decimals.
    #[test]
    fn the_factors_of_kalton_and_flores_cervantes_come_out() {
        let people = [
            [20.0, 40.0, 40.0],
            [50.0, 140.0, 310.0],
            [100.0, 50.0, 50.0],
            [30.0, 100.0, 70.0],
        ];
        let published = [
            [1.81, 1.45, 2.02],
            [1.08, 0.87, 1.21],
            [2.20, 1.76, 2.45],
            [1.83, 1.47, 2.04],
        ];
        let raking = Raking::new(vec![
            margin("row", &ROWS, &[175.0, 550.0, 430.0, 345.0]),
            margin("column", &COLUMNS, &[365.0, 415.0, 720.0]),
        ])
        .unwrap();
        let rows: Vec<_> = (0..12)
            .map(|at| RakingRow::new([ROWS[at / 3], COLUMNS[at % 3]], people[at / 3][at % 3]))
            .collect();
        let raked = raking.weigh(&rows).unwrap();
        for (at, weight) in raked.weights.iter().enumerate() {
            let factor = weight / people[at / 3][at % 3];
            let published = published[at / 3][at % 3];
            assert!(
                (factor - published).abs() <= 0.005,
                "{at}: {factor} {published}"
            );
        }
        assert!(raked.margin_error <= Raking::MARGIN_ERROR);
    }

    #[test]
    fn margins_that_disagree_are_an_error() {
        let rows = || margin("row", &ROWS[..2], &[60.0, 40.0]);
        let other = margin("column", &COLUMNS[..2], &[60.0, 40.001]);
        assert_eq!(
            Raking::new(vec![rows(), other]).unwrap_err().to_string(),
            "margins row and column disagree: 100 and 100.001 people, wants one population"
        );
        assert_eq!(Raking::new(Vec::new()), Err(MarginError::Names));
        assert_eq!(Raking::new(vec![rows(), rows()]), Err(MarginError::Names));
    }

    #[test]
    fn a_target_without_respondents_and_a_level_without_a_target_are_errors() {
        let raking = Raking::new(vec![margin("row", &ROWS[..3], &[60.0, 40.0, 0.0])]).unwrap();
        let one = || RakingRow::new(["1"], 1.0);
        assert_eq!(
            error(&raking, &[one()]),
            "margin row: nobody answered at level 2, wants somebody to stand for its people"
        );
        // Nor does anybody answer who stands for nobody.
        assert_eq!(
            error(&raking, &[one(), RakingRow::new(["2"], 0.0)]),
            error(&raking, &[one()])
        );
        assert_eq!(
            error(&raking, &[one(), RakingRow::new(["4"], 1.0)]),
            "margin row: level 4 has no target, wants its number of people in the population"
        );
        let odd = RakingRow::new(["1", "2"], 1.0);
        assert!(error(&raking, &[odd]).starts_with("row 0 has 2 levels, wants 1"));
        assert!(raking.weigh(&[RakingRow::new(["1"], -1.0)]).is_err());
        assert!(raking.weigh(&[]).is_err());
        // A level of which there is nobody weighs nothing, and is no target to be met.
        let rows = [
            one(),
            RakingRow::new(["2"], 1.0),
            RakingRow::new(["3"], 1.0),
        ];
        let raked = raking.weigh(&rows).unwrap();
        assert_eq!(raked.weights, [60.0, 40.0, 0.0]);
        assert_eq!(raked.kish.people, 2);
    }

    #[test]
    fn margins_that_no_weights_meet_are_an_error() {
        let raking = Raking::new(vec![
            margin("row", &ROWS[..2], &[60.0, 40.0]),
            margin("column", &COLUMNS[..2], &[50.0, 50.0]),
        ])
        .unwrap();
        let rows = [["1", "a"], ["2", "b"]].map(|levels| RakingRow::new(levels, 1.0));
        let message = error(&raking, &rows);
        assert!(
            message.starts_with("weights come no nearer to margin row than"),
            "{message}"
        );
    }

    #[test]
    fn one_margin_keeps_the_ratios_of_the_weights_before() {
        let raking = Raking::new(vec![margin("x", &["a", "b"], &[10.0, 30.0])]).unwrap();
        let rows = [("a", 2.0), ("b", 1.0), ("b", 3.0)];
        let rows = rows.map(|(level, base)| RakingRow::new([level], base));
        assert_eq!(raking.weigh(&rows).unwrap().weights, [10.0, 7.5, 22.5]);
    }

    proptest! {
        #[test]
        fn every_margin_is_met_and_the_order_of_rows_does_not_matter(
            people in prop::collection::vec(1..50_u32, 12),
            targets in prop::collection::vec(1..50_u32, 12),
        ) {
            let cell = |at: usize| [ROWS[at / 3], COLUMNS[at % 3]];
            let sum = |keep: &dyn Fn(usize) -> bool| -> f64 {
                (0..12).filter(|&at| keep(at)).map(|at| f64::from(targets[at])).sum()
            };
            let rows: Vec<f64> = (0..4).map(|row| sum(&|at| at / 3 == row)).collect();
            let columns: Vec<f64> = (0..3).map(|column| sum(&|at| at % 3 == column)).collect();
            let raking = Raking::new(vec![margin("row", &ROWS, &rows), margin("column", &COLUMNS, &columns)]).unwrap();
            let mut cells: Vec<_> = (0..12).map(|at| RakingRow::new(cell(at), f64::from(people[at]))).collect();
            let raked = raking.weigh(&cells).unwrap();
            for (column, &target) in columns.iter().enumerate() {
                let met: f64 = (0..12).filter(|at| at % 3 == column).map(|at| raked.weights[at]).sum();
                prop_assert!((met / target - 1.0).abs() <= Raking::MARGIN_ERROR);
            }
            cells.reverse();
            let reversed = raking.weigh(&cells).unwrap();
            for (one, other) in raked.weights.iter().zip(reversed.weights.iter().rev()) {
                prop_assert!((one / other - 1.0).abs() < 1e-11);
            }
        }
    }
}
