//! Mean and spread of a measure, from exact sums.

use poet_core::MeasureKind;

use super::block::Sum;

/// Mean and spread of a measure over people.
///
/// # Units
///
/// Those of the measure: a share from 0 to 1, a mean from 0 to 100, a mean in points, or a sum of points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// People with a score.
    pub people: u64,
    /// Mean of their scores.
    pub mean: f64,
    /// Standard deviation with one less than the number of people below; none for one person.
    pub deviation: Option<f64>,
}

impl Moments {
    /// From the people who answered `minimum`, `minimum + 1`, … items; none where nobody has a score.
    ///
    /// Sums of people with equally many answers are integers, so the order of the people has no say.
    pub(super) fn new(
        kind: MeasureKind,
        unit: u64,
        offset: i64,
        minimum: u32,
        sums: &[Sum],
    ) -> Option<Self> {
        let people: u64 = sums.iter().map(|s| s.people).sum();
        if people == 0 {
            return None;
        }
        let n = people as f64;
        let scale = |answered: u32| match kind {
            MeasureKind::Mean => 100.0 / (unit as f64 * f64::from(answered)),
            MeasureKind::Sum => 1.0,
            _ => 1.0 / f64::from(answered),
        };
        let groups = || sums.iter().zip(minimum..).filter(|(sum, _)| sum.people > 0);
        let mean_of = |sum: &Sum, answered| sum.units as f64 / sum.people as f64 * scale(answered);
        let total = groups().map(|(sum, answered)| mean_of(sum, answered) * sum.people as f64);
        let mean = total.sum::<f64>() / n;
        // Within each group exactly, by integers; then what the groups' means add.
        let squares = groups().map(|(sum, answered)| {
            let within =
                sum.spread() as f64 / sum.people as f64 * scale(answered) * scale(answered);
            let apart = mean_of(sum, answered) - mean;
            // Means that differ by rounding alone do not differ.
            let apart = if apart.abs() <= 1e-12 * mean.abs() {
                0.0
            } else {
                apart
            };
            within + sum.people as f64 * apart * apart
        });
        Some(Self {
            people,
            mean: mean + offset as f64,
            deviation: (people > 1).then(|| (squares.sum::<f64>() / (n - 1.0)).sqrt()),
        })
    }
}
