//! How the answers to one column are spread.

use std::collections::BTreeMap;

use poet_core::{Instrument, Missing, Reading, Scale};

/// Answers to one column in one place or in several together.
///
/// # Units
///
/// People. Whole numbers where people were counted; fractions where published percentages stand on a base.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// People by point, in the order of the scale.
    pub points: Vec<f64>,
    /// People in the base.
    pub base: f64,
    /// People by way of not answering, in the order of [`Missing::ALL`]; unknown where figures were published.
    pub missing: Option<[u64; 5]>,
}

/// How the points of one column are read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Readings {
    pub(crate) points: Vec<Reading>,
    /// An option of a tick-all item: its base is everybody who was asked.
    pub(crate) tick: bool,
    /// Points of the base from the worst to the best; those of one score stand together.
    pub(crate) worst_to_best: Vec<Vec<usize>>,
}

impl Readings {
    pub(crate) fn of(instrument: &Instrument, column: usize) -> Self {
        let column = &instrument.columns()[column];
        let scale = instrument.items()[column.item()].scale();
        match (scale, column.option()) {
            (Some(scale), None) => Self {
                points: scale
                    .points()
                    .iter()
                    .map(poet_core::Point::reading)
                    .collect(),
                tick: false,
                worst_to_best: worst_to_best(scale),
            },
            (Some(_), Some(_)) => Self {
                points: vec![Reading::Neutral; 2],
                tick: true,
                worst_to_best: Vec::new(),
            },
            (None, _) => Self {
                points: vec![Reading::Neutral],
                tick: false,
                worst_to_best: Vec::new(),
            },
        }
    }

    /// Whether some point is good or bad, so that places are compared.
    pub(crate) fn is_evaluative(&self) -> bool {
        let judged = |r: &Reading| matches!(r, Reading::Favourable | Reading::Unfavourable);
        self.points.iter().any(judged)
    }

    pub(crate) fn in_base(&self, point: usize) -> bool {
        self.points[point] != Reading::Outside
    }
}

/// Points in the order of their scores; of a scale without scores the first of the form is the best.
fn worst_to_best(scale: &Scale) -> Vec<Vec<usize>> {
    let mut ranked = BTreeMap::<i64, Vec<usize>>::new();
    for (at, point) in scale.points().iter().enumerate() {
        let place = i64::try_from(at).unwrap_or(i64::MAX);
        let rank = point.score().map_or(-place, i64::from);
        if point.reading() != Reading::Outside {
            ranked.entry(rank).or_default().push(at);
        }
    }
    ranked.into_values().collect()
}

impl Distribution {
    /// Whole people counted in slots: points, then ways of not answering.
    pub(super) fn counted(slots: &[u64], readings: &Readings) -> Self {
        let (points, rest) = slots.split_at(readings.points.len());
        let mut missing = [0; 5];
        missing.copy_from_slice(rest);
        let in_base = points
            .iter()
            .enumerate()
            .filter(|&(at, _)| readings.in_base(at));
        let mut base: u64 = in_base.map(|(_, count)| count).sum();
        if readings.tick {
            base += missing[Missing::NotAnswered.index()];
        }
        Self {
            points: points.iter().map(|&count| count as f64).collect(),
            base: base as f64,
            missing: Some(missing),
        }
    }

    /// People of the points that are read this way.
    pub(crate) fn read_as(&self, readings: &Readings, reading: Reading) -> f64 {
        let pairs = self.points.iter().zip(&readings.points);
        pairs
            .filter(|(_, r)| **r == reading)
            .map(|(people, _)| people)
            .sum()
    }
}

/// The nearest whole number of people.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of people lie between 0 and 2^53"
)]
pub(crate) fn whole(people: f64) -> u64 {
    people.round() as u64
}
