//! Ordered answers by cumulative odds.

use std::fmt;

use nalgebra::{DMatrix, DVector};

use super::basis::Basis;
use super::fit::Coefficient;
use super::likelihood::{Odds, add_square, dot, factor};
use super::pattern::{Folded, Intercept, Observation, fold};
use super::separation::{Separated, Sides};
use crate::{Absent, Error};

/// People folded by their predictors, with the categories of an ordered outcome.
///
/// Holds categories with somebody in them only: one that nobody chose has no threshold. `Debug` shows no count.
#[derive(Clone, PartialEq)]
pub struct OrdinalPatterns {
    /// Names of the predictors, behind the constant.
    terms: Vec<Box<str>>,
    rows: Vec<f64>,
    categories: usize,
    /// People by pattern and category, in this order.
    counts: Vec<(usize, usize, f64)>,
}

/// A fitted proportional-odds model.
#[derive(Clone, Debug, PartialEq)]
pub struct OrdinalFit {
    /// Coefficients of the predictors; more of one with a positive coefficient goes with higher categories.
    pub coefficients: Vec<Coefficient>,
    /// Thresholds between the categories, in their order.
    pub thresholds: Vec<f64>,
    /// Predictors that others make up, which are left out.
    pub aliased: Vec<Box<str>>,
    /// Log-likelihood of single people at the estimates.
    pub log_likelihood: f64,
}

impl OrdinalPatterns {
    /// Folds `people` by the predictors called `names`; outcomes are categories in their order.
    ///
    /// # Errors
    ///
    /// As [`Patterns::fold`](super::Patterns::fold).
    pub fn fold<'a>(
        names: &[&str],
        people: impl IntoIterator<Item = Observation<'a>>,
    ) -> Result<Self, Error> {
        let Folded {
            terms,
            rows,
            counts,
            ..
        } = fold(names, Intercept::Included, people)?;
        let mut chosen: Vec<u32> = counts.iter().map(|((_, _, outcome), _)| *outcome).collect();
        chosen.sort_unstable();
        chosen.dedup();
        let count = |((pattern, _, outcome), people): ((u32, u32, u32), u64)| {
            let category = chosen.partition_point(|&category| category < outcome);
            (pattern as usize, category, people as f64)
        };
        Ok(Self {
            terms,
            rows,
            categories: chosen.len(),
            counts: counts.into_iter().map(count).collect(),
        })
    }

    /// Cumulative logits of all people together.
    fn start(&self, rank: usize) -> DVector<f64> {
        let mut people = vec![0.0; self.categories];
        self.counts
            .iter()
            .for_each(|&(_, category, n)| people[category] += n);
        let all: f64 = people.iter().sum();
        let mut below = 0.0;
        let mut start = DVector::zeros(self.categories - 1 + rank);
        for (threshold, people) in start.iter_mut().zip(&people[..self.categories - 1]) {
            below += people;
            *threshold = (below / (all - below)).ln();
        }
        start
    }

    /// Directions that each answer leaves open: its upper threshold up, its lower one down, against the predictors.
    fn sides(&self, basis: &Basis) -> Sides {
        let thresholds = self.categories - 1;
        let turned = |&(pattern, category, _): &(usize, usize, f64)| {
            let side = move |threshold: usize, sign: f64| {
                let mut row = vec![0.0; thresholds];
                row[threshold] = sign;
                row.extend(predictors(basis, pattern).iter().map(|value| -sign * value));
                row
            };
            let upper = (category < thresholds).then(|| side(category, 1.0));
            let lower = category.checked_sub(1).map(|below| side(below, -1.0));
            [upper, lower]
        };
        let rows = self.counts.iter().flat_map(turned).flatten().collect();
        Sides::of(rows, thresholds + basis.rank() - 1)
    }
}

impl fmt::Debug for OrdinalPatterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrdinalPatterns({})", self.terms[1..].join(" + "))
    }
}

/// Most steps of Newton's method.
const STEPS: usize = 100;

/// Cumulative-logit regression of an ordered outcome: `logit P(Y <= k) = threshold k - predictors`.
///
/// Standard errors are from the observed information.
///
/// # Errors
///
/// [`Absent::NoAnswers`] without anybody; [`Absent::Degenerate`] with one category; [`Absent::Separated`] where no finite
/// estimate exists; [`Absent::NotConverged`] where the peak is not reached.
///
/// # Source
///
/// `McCullagh` (1980), J. R. Stat. Soc. B 42:109-142, doi:10.1111/j.2517-6161.1980.tb01109.x; the log-likelihood has one
/// peak, which Newton's method with halved steps finds.
pub fn proportional_odds(patterns: &OrdinalPatterns) -> Result<OrdinalFit, Absent> {
    match patterns.categories {
        0 => return Err(Absent::NoAnswers),
        1 => return Err(Absent::Degenerate),
        _ => {}
    }
    let positions: Vec<usize> = (0..patterns.terms.len()).collect();
    let basis = Basis::new(&patterns.rows, positions.len(), &positions);
    if patterns.sides(&basis).separated()? != Separated::No {
        return Err(Absent::Separated);
    }
    let thresholds = patterns.categories - 1;
    let mut place = Place::new(patterns, &basis, patterns.start(basis.rank() - 1))
        .ok_or(Absent::NotConverged)?;
    for _ in 0..STEPS {
        let step = place.step().ok_or(Absent::NotConverged)?;
        let gain = place.slope.dot(&step);
        match (gain > 1e-20).then(|| place.up(patterns, &basis, &step)) {
            Some(Some(next)) => place = next,
            Some(None) if gain > 1e-9 => return Err(Absent::NotConverged),
            _ => return Ok(place.fit(patterns, &basis, thresholds)),
        }
    }
    Err(Absent::NotConverged)
}

/// Columns of a pattern but for the constant one.
fn predictors(basis: &Basis, pattern: usize) -> &[f64] {
    &basis.row(pattern)[1..]
}

/// The likelihood at some thresholds and coefficients of the basis.
struct Place {
    at: DVector<f64>,
    height: f64,
    slope: DVector<f64>,
    factor: DMatrix<f64>,
}

impl Place {
    /// Nothing where thresholds are out of order or the information has no factor.
    fn new(patterns: &OrdinalPatterns, basis: &Basis, at: DVector<f64>) -> Option<Self> {
        let (size, thresholds) = (at.len(), patterns.categories - 1);
        let mut height = 0.0;
        let mut slope = vec![0.0; size];
        let mut information = vec![0.0; size * size];
        for &(pattern, category, people) in &patterns.counts {
            let row = predictors(basis, pattern);
            let level = dot(row, &at.as_slice()[thresholds..]);
            let upper = (category < thresholds).then(|| (category, at[category] - level));
            let lower = category
                .checked_sub(1)
                .map(|below| (below, at[below] - level));
            let cell = Share::new(upper.map(|u| u.1), lower.map(|l| l.1))?;
            height += people * cell.log;
            for (edge, threshold) in [(0, upper), (1, lower)] {
                let Some((threshold, _)) = threshold else {
                    continue;
                };
                slope[threshold] += people * cell.slope[edge];
                information[threshold * size + threshold] -= people * cell.bend[edge];
                let cross = people * (cell.bend[edge] + cell.twist);
                for (term, value) in row.iter().enumerate() {
                    slope[thresholds + term] -= people * cell.slope[edge] * value;
                    information[(thresholds + term) * size + threshold] += cross * value;
                }
            }
            if let (Some((upper, _)), Some((lower, _))) = (upper, lower) {
                information[upper * size + lower] -= people * cell.twist;
            }
            let bend = -people * (cell.bend[0] + cell.bend[1] + 2.0 * cell.twist);
            let mut square = vec![0.0; row.len() * row.len()];
            add_square(&mut square, bend, row);
            for (term, values) in square.chunks_exact(row.len().max(1)).enumerate() {
                let from = (thresholds + term) * size + thresholds;
                let sums = information[from..=from + term].iter_mut();
                sums.zip(values).for_each(|(sum, value)| *sum += value);
            }
        }
        let factor = factor(size, &information)?;
        height.is_finite().then(|| Self {
            at,
            height,
            slope: DVector::from_vec(slope),
            factor,
        })
    }

    fn step(&self) -> Option<DVector<f64>> {
        let down = self.factor.solve_lower_triangular(&self.slope)?;
        self.factor.tr_solve_lower_triangular(&down)
    }

    fn up(&self, patterns: &OrdinalPatterns, basis: &Basis, step: &DVector<f64>) -> Option<Self> {
        let parts = (0..40).map(|halves| 0.5_f64.powi(halves));
        let mut places = parts.map(|part| Self::new(patterns, basis, &self.at + step * part));
        places.find_map(|place| place.filter(|place| place.height > self.height))
    }

    /// The model in terms of the predictors.
    fn fit(&self, patterns: &OrdinalPatterns, basis: &Basis, thresholds: usize) -> OrdinalFit {
        let size = self.at.len();
        let inverse = self
            .factor
            .solve_lower_triangular(&DMatrix::identity(size, size));
        let inverse = inverse.unwrap_or_else(|| DMatrix::zeros(size, size));
        let terms = basis.rank() - 1;
        let covariance = inverse.tr_mul(&inverse);
        let covariance = covariance.view((thresholds, thresholds), (terms, terms));
        // What the constant has of each predictor moves the thresholds.
        let turn = basis.triangle.view((1, 1), (terms, terms)).into_owned();
        let zero = || DMatrix::zeros(terms, terms);
        let back = turn.try_inverse().unwrap_or_else(zero);
        let estimates = &back * self.at.rows(thresholds, terms);
        let errors = &back * covariance * back.transpose();
        let constant = basis.row(0).first().copied().unwrap_or(0.0);
        let means = basis.triangle.view((0, 1), (1, terms)) * constant;
        let shift = (means * &estimates)[0];
        OrdinalFit {
            coefficients: (0..terms)
                .map(|at| Coefficient {
                    term: patterns.terms[basis.kept[at + 1]].clone(),
                    estimate: estimates[at],
                    error: errors[(at, at)].max(0.0).sqrt(),
                })
                .collect(),
            thresholds: self.at.iter().take(thresholds).map(|t| t + shift).collect(),
            aliased: basis
                .aliased
                .iter()
                .map(|&at| patterns.terms[at].clone())
                .collect(),
            log_likelihood: self.height,
        }
    }
}

/// Share of one category between its thresholds, upper first, and how its logarithm changes with them.
struct Share {
    log: f64,
    slope: [f64; 2],
    bend: [f64; 2],
    twist: f64,
}

impl Share {
    fn new(upper: Option<f64>, lower: Option<f64>) -> Option<Self> {
        let edge = |at: Option<f64>, end: Odds| at.map_or(end, Odds::new);
        let upper = edge(upper, Odds::END);
        let lower = edge(lower, Odds::START);
        // Whichever of the two differences keeps its digits.
        let share = match upper.share + lower.share > 1.0 {
            true => lower.others - upper.others,
            false => upper.share - lower.share,
        };
        if share.is_nan() || share <= 0.0 {
            return None;
        }
        let density = |odds: &Odds| odds.share * odds.others / share;
        let (above, below) = (density(&upper), density(&lower));
        let tilt = |odds: &Odds| odds.others - odds.share;
        Some(Self {
            log: share.ln(),
            slope: [above, -below],
            bend: [
                above * tilt(&upper) - above * above,
                -below * tilt(&lower) - below * below,
            ],
            twist: above * below,
        })
    }
}
