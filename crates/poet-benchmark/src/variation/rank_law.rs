//! How likely each rank of each place is.

use super::PlaceEstimate;
use super::gauss_hermite::gauss_hermite;
use crate::estimate::normal::{below, density};

/// Chance of each rank of each place.
///
/// Places whose errors are much smaller than the distances between places are worked out one by one. For all others
/// the sum of chances at some value is made once for all places, and each place is then taken out of it.
pub(super) struct RankLaws<'a> {
    places: &'a [PlaceEstimate],
    /// By number of places above, then by place.
    shared: Vec<f64>,
    /// Errors below are worked out one by one.
    fine: f64,
}

/// Values at equal distances at which all places are looked at together.
struct Grid {
    first: f64,
    step: f64,
    points: u32,
    /// Smallest error that the step resolves.
    fine: f64,
}

impl<'a> RankLaws<'a> {
    /// Errors from a place's estimate beyond which it is not looked for: 7 in a million.
    const REACH: f64 = 4.5;

    pub(super) fn new(places: &'a [PlaceEstimate]) -> Self {
        let grid = Grid::over(places);
        let count = places.len();
        let mut shared = vec![0.0; count * count];
        for point in 0..grid.points {
            let value = grid.first + grid.step * f64::from(point);
            let above: Vec<f64> = places.iter().map(|p| chance_above(*p, value)).collect();
            let sum = ChanceSum::of(above.iter().copied(), count);
            let [small, large] = sides(places, (value, &grid), &above);
            small.take_out_upwards(&sum, &mut shared);
            large.take_out_downwards(&sum, &mut shared);
        }
        Self {
            places,
            shared,
            fine: grid.fine,
        }
    }

    /// Chance of each rank of one place, from the highest.
    pub(super) fn of(&self, place: usize) -> Vec<f64> {
        let count = self.places.len();
        let mut law: Vec<f64> = match self.places[place].error() < self.fine {
            true => self.alone(place),
            false => (0..count)
                .map(|rank| self.shared[rank * count + place])
                .collect(),
        };
        let sum: f64 = law.iter().sum();
        for chance in &mut law {
            *chance /= sum;
        }
        law
    }

    /// Chance of each rank of a place by nodes of its own.
    fn alone(&self, place: usize) -> Vec<f64> {
        const NODES: u32 = 25;
        let own = self.places[place];
        let others = || {
            self.places
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != place)
        };
        let mut law = vec![0.0; self.places.len()];
        let nodes = match own.error() > 0.0 {
            true => gauss_hermite(NODES),
            false => gauss_hermite(1),
        };
        for node in nodes {
            let value = own.estimate() + std::f64::consts::SQRT_2 * own.error() * node.at;
            let above = others().map(|(_, other)| chance_above(*other, value));
            let sum = ChanceSum::of(above, law.len());
            for (rank, chance) in law.iter_mut().zip(&sum.chances) {
                *rank += node.weight * chance;
            }
        }
        law
    }
}

impl Grid {
    /// Most values that are looked at.
    const MOST: f64 = 400.0;

    fn over(places: &[PlaceEstimate]) -> Self {
        let reach = |place: &PlaceEstimate| RankLaws::REACH * place.error();
        let first = places.iter().map(|p| p.estimate() - reach(p));
        let last = places.iter().map(|p| p.estimate() + reach(p));
        let first = first.fold(f64::INFINITY, f64::min);
        let last = last.fold(f64::NEG_INFINITY, f64::max);
        // Chances of neighbouring ranks overlap at twice the spread of a sum of as many chances.
        let part = (2.5 / (places.len() as f64).sqrt()).min(0.2);
        let fine = (last - first) / (Self::MOST * part);
        let errors = places.iter().map(|place| place.error());
        let smallest = errors
            .filter(|error| *error >= fine)
            .fold(f64::INFINITY, f64::min);
        let step = part * smallest;
        Self {
            first,
            step,
            points: points(last - first, step),
            fine,
        }
    }
}

/// Steps that cover a range; none where no error is resolved.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most as many as the grid may have"
)]
fn points(range: f64, step: f64) -> u32 {
    match step.is_finite() && step > 0.0 {
        true => (range / step).ceil() as u32 + 1,
        false => 0,
    }
}

/// Probability that a place lies above a value.
fn chance_above(place: PlaceEstimate, value: f64) -> f64 {
    let distance = place.estimate() - value;
    if place.error() > 0.0 {
        return below(distance / place.error());
    }
    match distance {
        d if d > 0.0 => 1.0,
        d if d < 0.0 => 0.0,
        _ => 0.5,
    }
}

/// Distribution of how many of several chances come true.
struct ChanceSum {
    /// By number; 0 outside `from..=to`.
    chances: Vec<f64>,
    from: usize,
    to: usize,
}

impl ChanceSum {
    /// Chances below are left out.
    const TINY: f64 = 1e-17;

    fn of(chances: impl Iterator<Item = f64>, most: usize) -> Self {
        let mut sum = vec![0.0; most + 2];
        sum[0] = 1.0;
        let (mut from, mut to) = (0, 0);
        for chance in chances {
            let not = 1.0 - chance;
            to += 1;
            for at in (from + 1..=to).rev() {
                sum[at] = sum[at] * not + sum[at - 1] * chance;
            }
            sum[from] *= not;
            while sum[to] < Self::TINY {
                sum[to] = 0.0;
                to -= 1;
            }
            while sum[from] < Self::TINY {
                sum[from] = 0.0;
                from += 1;
            }
        }
        Self {
            chances: sum,
            from,
            to,
        }
    }
}

/// Places that are taken out of a sum in the same direction, which keeps the digits.
#[derive(Default)]
struct Side {
    places: Vec<usize>,
    weights: Vec<f64>,
    /// What a chance of the sum is multiplied with.
    factors: Vec<f64>,
    /// How much of the chance before is taken off.
    carries: Vec<f64>,
}

/// Places that may lie near a value: those with a small and those with a large chance of lying above it.
fn sides(places: &[PlaceEstimate], (value, grid): (f64, &Grid), above: &[f64]) -> [Side; 2] {
    let mut sides = [Side::default(), Side::default()];
    for (at, (place, chance)) in places.iter().zip(above).enumerate() {
        let distance = (value - place.estimate()) / place.error();
        if place.error() >= grid.fine && distance.abs() <= RankLaws::REACH {
            let small = *chance <= 0.5;
            let (side, kept) = match small {
                true => (&mut sides[0], 1.0 - chance),
                false => (&mut sides[1], *chance),
            };
            side.places.push(at);
            side.weights
                .push(density(distance) * grid.step / place.error());
            side.factors.push(kept.recip());
            side.carries.push((1.0 - kept) / kept);
        }
    }
    sides
}

impl Side {
    fn take_out_upwards(self, sum: &ChanceSum, laws: &mut [f64]) {
        let mut before = vec![0.0; self.places.len()];
        for above in sum.from..=sum.to {
            self.take_out(sum.chances[above], above, (&mut before, laws));
        }
    }

    fn take_out_downwards(self, sum: &ChanceSum, laws: &mut [f64]) {
        let mut before = vec![0.0; self.places.len()];
        for above in (sum.from.max(1)..=sum.to).rev() {
            self.take_out(sum.chances[above], above - 1, (&mut before, laws));
        }
    }

    /// One step: the chance that so many others lie above, for each place.
    fn take_out(&self, chance: f64, above: usize, (before, laws): (&mut [f64], &mut [f64])) {
        let count = Self::count(laws);
        let Some(laws) = laws.get_mut(above * count..(above + 1) * count) else {
            return;
        };
        for (at, before) in before.iter_mut().enumerate() {
            *before = (chance * self.factors[at] - self.carries[at] * *before).max(0.0);
            laws[self.places[at]] += self.weights[at] * *before;
        }
    }

    /// Places of a square of chances.
    fn count(laws: &[f64]) -> usize {
        laws.len().isqrt()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{PlaceEstimate, RankLaws};

    proptest! {
        #[test]
        fn taking_a_place_out_of_the_sum_equals_summing_the_others(
            values in prop::collection::vec((-3.0..3.0_f64, 0.2..1.0_f64), 2..60),
        ) {
            let places: Vec<PlaceEstimate> = values
                .iter()
                .map(|(estimate, error)| PlaceEstimate::new(*estimate, *error).unwrap())
                .collect();
            let laws = RankLaws::new(&places);
            // Nodes of its own see every other place only from the one with the smallest error.
            let errors = values.iter().map(|(_, error)| *error).enumerate();
            let least = errors.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at);
            if let Some(place) = least {
                let alone = laws.alone(place);
                let total: f64 = alone.iter().sum();
                let (mut a, mut b) = (0.0, 0.0);
                for (one, other) in laws.of(place).iter().zip(&alone) {
                    a += one;
                    b += other / total;
                    prop_assert!((a - b).abs() < 1e-3, "{a} {b}");
                }
            }
        }
    }
}
