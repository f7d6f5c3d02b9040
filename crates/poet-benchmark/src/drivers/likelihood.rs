//! Likelihood of a logistic model, and the climb to its peak.

use nalgebra::{DMatrix, DVector};

use super::basis::Basis;
use crate::Absent;

/// What is added to the log-likelihood.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Penalty {
    None,
    /// Half the logarithm of the information's determinant: Jeffreys' prior.
    Jeffreys,
}

/// Log-likelihood of counts as a function of the coefficients of the basis.
#[derive(Clone, Copy)]
pub(super) struct Likelihood<'a> {
    pub(super) basis: &'a Basis,
    pub(super) counts: &'a [[u64; 2]],
    pub(super) penalty: Penalty,
}

/// The likelihood at some coefficients.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) at: DVector<f64>,
    /// Log-likelihood, with its penalty.
    pub(super) height: f64,
    pub(super) slope: DVector<f64>,
    /// Lower triangle of the factor of the expected information.
    factor: DMatrix<f64>,
}

/// Most steps of a climb: a peak is reached in ten to thirty.
const STEPS: usize = 200;

/// Most steps without a penalty: coefficients without end grow by one a step.
const PLAIN_STEPS: usize = 40;

/// Most times a step that leads down is halved.
const HALVES: usize = 40;

impl Likelihood<'_> {
    /// The highest place, from `start`; only the first `free` coefficients move.
    ///
    /// # Source
    ///
    /// Fisher's scoring with halved steps: `McCullagh` and Nelder (1989), Generalized Linear Models, 2nd edition,
    /// section 2.5, doi:10.1007/978-1-4899-3242-6; with the penalty Heinze and Schemper (2002), Stat. Med. 21:2409-2419,
    /// doi:10.1002/sim.1047.
    pub(super) fn climb(&self, start: DVector<f64>, free: usize) -> Result<Place, Absent> {
        let mut place = self.at(start).ok_or(Absent::NotConverged)?;
        let mut curve = None;
        let steps = match self.penalty {
            Penalty::None => PLAIN_STEPS,
            Penalty::Jeffreys => STEPS,
        };
        for _ in 0..steps {
            let scoring = place.step(free).ok_or(Absent::NotConverged)?;
            // What is left to gain, doubled; the height itself has sixteen digits.
            let gain = place.slope.rows(0, free).dot(&scoring);
            if gain <= self.finest() {
                return Ok(place);
            }
            let learnt = curve.as_ref().map(|curve: &Curve| curve.step(&place));
            let next = learnt.and_then(|step| self.up(&place, &step, gain));
            let next = next.or_else(|| {
                curve = None;
                self.up(&place, &scoring, gain)
            });
            let Some(next) = next else {
                return settled(place, gain);
            };
            if self.penalty == Penalty::Jeffreys {
                let before = curve.unwrap_or_else(|| Curve(place.covariance_of(free)));
                curve = before.learn(&place, &next, free);
            }
            place = next;
        }
        Err(Absent::NotConverged)
    }

    /// Gain below which a place is the peak: coefficients are then right to ten digits of their error.
    fn finest(&self) -> f64 {
        match self.penalty {
            Penalty::None => 1e-20,
            Penalty::Jeffreys => 1e-18,
        }
    }

    /// The place that `step`, or a part of it, leads up to.
    fn up(&self, from: &Place, step: &DVector<f64>, gain: f64) -> Option<Place> {
        let mut part = 1.0;
        // Near the peak heights differ in their last digits alone.
        let blur = 1e-13 * from.height.abs().max(1.0);
        for _ in 0..HALVES {
            let mut at = from.at.clone();
            let mut moved = at.rows_mut(0, step.len());
            moved.axpy(part, step, 1.0);
            if let Some(place) = self.at(at)
                && (place.height > from.height || gain < blur && place.height > from.height - blur)
            {
                return Some(place);
            }
            part *= 0.5;
        }
        None
    }

    /// The likelihood at some coefficients; nothing where the information has no factor.
    pub(super) fn at(&self, at: DVector<f64>) -> Option<Place> {
        let rank = self.basis.rank();
        let mut height = 0.0;
        let mut slope = DVector::zeros(rank);
        let mut information = vec![0.0; rank * rank];
        let mut weights = Vec::with_capacity(self.counts.len());
        for (pattern, &[none, event]) in self.counts.iter().enumerate() {
            let row = self.basis.row(pattern);
            let people = (none + event) as f64;
            let odds = Odds::new(dot(row, at.as_slice()));
            height += event as f64 * odds.log_share + none as f64 * odds.log_others;
            // Written so that neither of the two loses its digits.
            let residual = event as f64 * odds.others - none as f64 * odds.share;
            let weight = people * odds.share * odds.others;
            weights.push((weight, odds.others - odds.share));
            add(&mut slope, residual, row);
            add_square(&mut information, weight, row);
        }
        let factor = factor(rank, &information)?;
        if self.penalty == Penalty::Jeffreys {
            height += factor.diagonal().iter().map(|v| v.ln()).sum::<f64>();
            for (pattern, (weight, tilt)) in weights.into_iter().enumerate() {
                let row = self.basis.row(pattern);
                let leverage = weight * quadratic(&factor, row);
                add(&mut slope, 0.5 * leverage * tilt, row);
            }
        }
        height.is_finite().then_some(Place {
            at,
            height,
            slope,
            factor,
        })
    }
}

/// A place that no step leads up from is the peak where there is nothing left to gain.
fn settled(place: Place, gain: f64) -> Result<Place, Absent> {
    if gain <= 1e-9 * place.height.abs().max(1e-3) {
        return Ok(place);
    }
    Err(Absent::NotConverged)
}

impl Place {
    /// Step towards the peak of the first `free` coefficients.
    fn step(&self, free: usize) -> Option<DVector<f64>> {
        let factor = self.factor.view((0, 0), (free, free));
        let down = factor.solve_lower_triangular(&self.slope.rows(0, free))?;
        factor.tr_solve_lower_triangular(&down)
    }

    /// Inverse of the expected information.
    pub(super) fn covariance(&self) -> DMatrix<f64> {
        self.covariance_of(self.at.len())
    }

    /// Inverse of the expected information of the first `free` coefficients.
    fn covariance_of(&self, free: usize) -> DMatrix<f64> {
        let factor = self.factor.view((0, 0), (free, free));
        let inverse = factor.solve_lower_triangular(&DMatrix::identity(free, free));
        inverse.map_or_else(
            || DMatrix::zeros(free, free),
            |inverse| inverse.tr_mul(&inverse),
        )
    }
}

/// Inverse of the curvature, as steps so far show it: the expected information leaves out how the penalty bends.
///
/// # Source
///
/// The update of Broyden, Fletcher, Goldfarb and Shanno: Nocedal and Wright (2006), Numerical Optimization, 2nd edition,
/// section 6.1, doi:10.1007/978-0-387-40065-5.
struct Curve(DMatrix<f64>);

impl Curve {
    fn step(&self, place: &Place) -> DVector<f64> {
        &self.0 * place.slope.rows(0, self.0.nrows())
    }

    /// Nothing where the step does not show a peak.
    fn learn(self, from: &Place, to: &Place, free: usize) -> Option<Self> {
        let step = (&to.at - &from.at).rows(0, free).into_owned();
        let fall = (&from.slope - &to.slope).rows(0, free).into_owned();
        let along = step.dot(&fall);
        if along.is_nan() || along <= 1e-12 * step.norm() * fall.norm() {
            return None;
        }
        let turned = &self.0 * &fall;
        let stretch = (1.0 + fall.dot(&turned) / along) / along;
        let cross = (&turned * step.transpose() + &step * turned.transpose()) / along;
        Some(Self(self.0 + &step * step.transpose() * stretch - cross))
    }
}

/// Share and the share of the others at a place on the logistic scale, each with its logarithm.
pub(super) struct Odds {
    pub(super) share: f64,
    pub(super) others: f64,
    log_share: f64,
    log_others: f64,
}

impl Odds {
    /// Nobody is below the lowest threshold.
    pub(super) const START: Self = Self {
        share: 0.0,
        others: 1.0,
        log_share: f64::NEG_INFINITY,
        log_others: 0.0,
    };

    /// Everybody is below the highest threshold.
    pub(super) const END: Self = Self {
        share: 1.0,
        others: 0.0,
        log_share: 0.0,
        log_others: f64::NEG_INFINITY,
    };

    pub(super) fn new(logit: f64) -> Self {
        let small = (-logit.abs()).exp();
        let (large, less) = (1.0 / (1.0 + small), small / (1.0 + small));
        let log_large = -small.ln_1p();
        let log_less = log_large - logit.abs();
        let (share, others, log_share, log_others) = match logit >= 0.0 {
            true => (large, less, log_large, log_less),
            false => (less, large, log_less, log_large),
        };
        Self {
            share,
            others,
            log_share,
            log_others,
        }
    }
}

pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

fn add(sum: &mut DVector<f64>, times: f64, row: &[f64]) {
    for (sum, value) in sum.iter_mut().zip(row) {
        *sum += times * value;
    }
}

/// Adds to the lower triangle, row by row.
pub(super) fn add_square(sum: &mut [f64], times: f64, row: &[f64]) {
    let rank = row.len();
    for (at, value) in row.iter().enumerate() {
        let weighted = times * value;
        for (sum, other) in sum[at * rank..=at * rank + at].iter_mut().zip(row) {
            *sum += weighted * other;
        }
    }
}

/// Cholesky's factor of a matrix whose lower triangle stands row by row; nothing where it has none.
pub(super) fn factor(rank: usize, lower: &[f64]) -> Option<DMatrix<f64>> {
    let whole = DMatrix::from_fn(rank, rank, |row, column| {
        lower[row.max(column) * rank + row.min(column)]
    });
    let factor = whole.cholesky()?.unpack();
    factor.iter().all(|v| v.is_finite()).then_some(factor)
}

/// `row' (factor factor')^-1 row`.
fn quadratic(factor: &DMatrix<f64>, row: &[f64]) -> f64 {
    let mut solved = vec![0.0; row.len()];
    let mut sum = 0.0;
    for at in 0..row.len() {
        let before: f64 = (0..at)
            .map(|other| factor[(at, other)] * solved[other])
            .sum();
        solved[at] = (row[at] - before) / factor[(at, at)];
        sum += solved[at] * solved[at];
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::Odds;

    #[test]
    fn a_share_next_to_one_keeps_the_digits_of_the_others() {
        for logit in [0.0, 1.5, -1.5, 40.0, -800.0] {
            let odds = Odds::new(logit);
            assert!((odds.share + odds.others - 1.0).abs() < 1e-15);
            assert!(odds.log_share <= 0.0 && odds.log_others <= 0.0);
            assert!((odds.log_share - odds.log_others - logit).abs() <= 1e-13 * logit.abs());
        }
        // exp(-40) and its own logarithm.
        assert!((Odds::new(40.0).others / 4.248_354_255_291_589e-18 - 1.0).abs() < 1e-12);
    }
}
