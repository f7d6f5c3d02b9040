//! Rows with equal predictors, folded into patterns with counts.

use std::collections::HashMap;
use std::fmt;

use crate::Error;

/// Whether a model has a level of its own beside its predictors.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Intercept {
    /// It has: the term `(intercept)` comes first.
    #[default]
    Included,
    /// It has none.
    None,
}

/// What one person adds to a model; whoever lacks a value is left out, and so is their outcome.
#[derive(Clone, Copy, Debug)]
pub struct Observation<'a> {
    /// Values of the predictors, in the order of their names.
    pub predictors: &'a [Option<f64>],
    /// Category of the outcome from 0; for an outcome of two, 1 is the event.
    pub outcome: Option<u32>,
    /// Cluster that the person belongs to, such as the position of their organisation.
    pub cluster: u32,
}

/// People with equal predictors and clusters folded into patterns with counts: what every model here is fitted on.
///
/// Holds finite predictors and complete cases only. The order of the rows and of the patterns depends on what they hold
/// and not on how they came in, so the same people give the same bytes. `Debug` shows no count.
///
/// # Examples
///
/// ```
/// use poet_benchmark::drivers::{Intercept, Observation, Patterns};
///
/// let easy = [Some(1.0)];
/// let person = |outcome| Observation { predictors: &easy, outcome: Some(outcome), cluster: 0 };
/// let patterns = Patterns::fold(&["easy"], Intercept::Included, [person(1), person(0), person(1)])?;
/// assert_eq!((patterns.len(), patterns.people(), patterns.events()), (1, 3, 2));
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Patterns {
    pub(super) terms: Vec<Box<str>>,
    pub(super) intercept: Intercept,
    /// Values of the terms, pattern by pattern.
    pub(super) rows: Vec<f64>,
    /// People by pattern: without and with the event.
    pub(super) counts: Vec<[u64; 2]>,
    /// People of every pattern by cluster, in the order of the patterns.
    pub(super) cells: Vec<Cell>,
}

/// People of one pattern in one cluster.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Cell {
    pub(super) pattern: u32,
    pub(super) cluster: u32,
    pub(super) counts: [u64; 2],
}

impl Patterns {
    /// Name of the intercept among the terms.
    pub const INTERCEPT: &'static str = "(intercept)";

    /// Folds `people` by the predictors called `names`. An outcome over 0 is the event.
    ///
    /// # Errors
    ///
    /// [`Error::Predictors`] for a person with more or fewer predictors than names; [`Error::Predictor`] for a value that
    /// is not finite.
    pub fn fold<'a>(
        names: &[&str],
        intercept: Intercept,
        people: impl IntoIterator<Item = Observation<'a>>,
    ) -> Result<Self, Error> {
        let folded = fold(names, intercept, people)?;
        let mut patterns = Self {
            terms: folded.terms,
            intercept,
            rows: folded.rows,
            counts: vec![[0; 2]; folded.patterns],
            cells: Vec::new(),
        };
        for ((pattern, cluster, outcome), people) in folded.counts {
            patterns.add(pattern, cluster, {
                let mut counts = [0; 2];
                counts[usize::from(outcome > 0)] = people;
                counts
            });
        }
        Ok(patterns)
    }

    /// Adds people to the last cell or to one behind it.
    pub(super) fn add(&mut self, pattern: u32, cluster: u32, more: [u64; 2]) {
        let total = &mut self.counts[pattern as usize];
        (total[0], total[1]) = (total[0] + more[0], total[1] + more[1]);
        match self.cells.last_mut() {
            Some(last) if (last.pattern, last.cluster) == (pattern, cluster) => {
                last.counts[0] += more[0];
                last.counts[1] += more[1];
            }
            _ => self.cells.push(Cell {
                pattern,
                cluster,
                counts: more,
            }),
        }
    }

    /// Names of the terms, the intercept first.
    pub fn terms(&self) -> impl ExactSizeIterator<Item = &str> {
        self.terms.iter().map(AsRef::as_ref)
    }

    /// How many patterns there are.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Whether nobody is in them.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// People without a missing value.
    pub fn people(&self) -> u64 {
        self.counts.iter().map(|[none, event]| none + event).sum()
    }

    /// People with the event.
    pub fn events(&self) -> u64 {
        self.counts.iter().map(|[_, event]| event).sum()
    }

    /// Values of the terms of one pattern.
    pub(super) fn row(&self, pattern: usize) -> &[f64] {
        &self.rows[pattern * self.terms.len()..(pattern + 1) * self.terms.len()]
    }
}

impl fmt::Debug for Patterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Patterns({})", self.terms.join(" + "))
    }
}

/// Patterns with what was counted in them.
pub(super) struct Folded {
    pub(super) terms: Vec<Box<str>>,
    pub(super) rows: Vec<f64>,
    pub(super) patterns: usize,
    /// People by pattern, cluster and outcome, in this order.
    pub(super) counts: Vec<((u32, u32, u32), u64)>,
}

/// Folds people with complete cases, whatever the outcome is.
pub(super) fn fold<'a>(
    names: &[&str],
    intercept: Intercept,
    people: impl IntoIterator<Item = Observation<'a>>,
) -> Result<Folded, Error> {
    let mut counts: HashMap<(Box<[u64]>, u32, u32), u64> = HashMap::new();
    let mut key = Vec::with_capacity(names.len());
    for (row, person) in people.into_iter().enumerate() {
        if read(&mut key, row, &person, names.len())?
            && let Some(outcome) = person.outcome
        {
            let place = (key.as_slice().into(), person.cluster, outcome);
            *counts.entry(place).or_insert(0) += 1;
        }
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_unstable();
    let level = match intercept {
        Intercept::Included => Some(Patterns::INTERCEPT),
        Intercept::None => None,
    };
    let mut folded = Folded {
        terms: level
            .into_iter()
            .chain(names.iter().copied())
            .map(Into::into)
            .collect(),
        rows: Vec::new(),
        patterns: 0,
        counts: Vec::with_capacity(sorted.len()),
    };
    for group in sorted.chunk_by(|one, other| one.0.0 == other.0.0) {
        let pattern = u32::try_from(folded.patterns).map_err(|_| Error::Patterns)?;
        folded.rows.extend(level.map(|_| 1.0));
        folded
            .rows
            .extend(group[0].0.0.iter().map(|&key| value_of(key)));
        folded.patterns += 1;
        let counts = group.iter();
        folded
            .counts
            .extend(counts.map(|((_, cluster, outcome), n)| ((pattern, *cluster, *outcome), *n)));
    }
    Ok(folded)
}

/// Reads the predictors of one person into `key`; whether none is missing.
fn read(
    key: &mut Vec<u64>,
    row: usize,
    person: &Observation<'_>,
    wanted: usize,
) -> Result<bool, Error> {
    let found = person.predictors.len();
    if found != wanted {
        return Err(Error::Predictors { row, found, wanted });
    }
    key.clear();
    for (column, value) in person.predictors.iter().enumerate() {
        match value {
            Some(value) if value.is_finite() => key.push(key_of(*value)),
            Some(_) => return Err(Error::Predictor { row, column }),
            None => return Ok(false),
        }
    }
    Ok(true)
}

const SIGN: u64 = 1 << 63;

/// Whole number that stands for `value` and is sorted as it; both noughts have one.
fn key_of(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    match bits & SIGN {
        0 => bits | SIGN,
        _ => !bits,
    }
}

fn value_of(key: u64) -> f64 {
    f64::from_bits(match key & SIGN {
        0 => !key,
        _ => key & !SIGN,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Row = ([Option<f64>; 2], Option<u32>, u32);

    fn folded(rows: &[Row]) -> Patterns {
        let people = rows
            .iter()
            .map(|(predictors, outcome, cluster)| Observation {
                predictors,
                outcome: *outcome,
                cluster: *cluster,
            });
        Patterns::fold(&["a", "b"], Intercept::Included, people).unwrap()
    }

    #[test]
    fn people_with_equal_predictors_are_one_pattern_and_a_missing_value_leaves_one_out() {
        let patterns = folded(&[
            ([Some(0.0), Some(2.0)], Some(1), 4),
            ([Some(-0.0), Some(2.0)], Some(0), 4),
            ([Some(0.0), Some(-2.0)], Some(0), 4),
            ([Some(0.0), Some(2.0)], Some(1), 3),
            ([None, Some(2.0)], Some(1), 3),
            ([Some(0.0), Some(2.0)], None, 3),
        ]);
        assert_eq!(
            patterns.terms().collect::<Vec<_>>(),
            ["(intercept)", "a", "b"]
        );
        assert_eq!(patterns.rows, [1.0, 0.0, -2.0, 1.0, 0.0, 2.0]);
        assert_eq!(patterns.counts, [[1, 0], [1, 2]]);
        assert_eq!((patterns.people(), patterns.events()), (4, 2));
        let cells = patterns.cells.iter();
        let cells: Vec<_> = cells.map(|c| (c.pattern, c.cluster, c.counts)).collect();
        assert_eq!(cells, [(0, 4, [1, 0]), (1, 3, [0, 1]), (1, 4, [1, 1])]);
        assert_eq!(format!("{patterns:?}"), "Patterns((intercept) + a + b)");
    }

    #[test]
    fn a_row_that_does_not_fit_is_named() {
        let fold = |predictors: &[Option<f64>]| {
            let person = Observation {
                predictors,
                outcome: Some(0),
                cluster: 0,
            };
            Patterns::fold(&["a"], Intercept::None, [person]).unwrap_err()
        };
        let (found, wanted) = (2, 1);
        assert_eq!(
            fold(&[None, None]),
            Error::Predictors {
                row: 0,
                found,
                wanted
            }
        );
        assert_eq!(
            fold(&[Some(f64::NAN)]),
            Error::Predictor { row: 0, column: 0 }
        );
    }

    proptest! {
        #[test]
        fn keys_are_sorted_as_values_and_turn_back(a in -1e9..1e9_f64, b in -1e9..1e9_f64) {
            prop_assert_eq!(key_of(a).cmp(&key_of(b)), a.total_cmp(&b));
            prop_assert_eq!(value_of(key_of(a)).to_bits(), a.to_bits());
        }

        #[test]
        fn the_order_of_people_does_not_matter(
            rows in prop::collection::vec(((0..3_u8, 0..3_u8), 0..2_u32, 0..3_u32), 0..30),
        ) {
            let row = |&((a, b), outcome, cluster): &((u8, u8), u32, u32)| {
                ([Some(f64::from(a)), Some(f64::from(b))], Some(outcome), cluster)
            };
            let there: Vec<Row> = rows.iter().map(row).collect();
            let back: Vec<Row> = rows.iter().rev().map(row).collect();
            prop_assert!(folded(&there) == folded(&back));
        }
    }
}
