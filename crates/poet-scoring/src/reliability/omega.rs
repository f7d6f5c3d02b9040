//! `McDonald`'s omega.

use serde::Serialize;

use super::alpha::Varying;
use super::{CrossProducts, NoReliability};

/// How much of a scale's sum is the one thing that its items have in common.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Omega {
    /// Omega, 0 to 1.
    pub omega: f64,
    /// How strongly each item hangs on what is common, in the order of the items that vary.
    pub loadings: Vec<f64>,
}

impl Omega {
    /// The share of the common part, from loadings of standardised items.
    fn new(loadings: Vec<f64>) -> Result<Self, NoReliability> {
        if loadings.iter().any(|l| l.abs() > 1.0 + ROUNDING) {
            return Err(NoReliability::BeyondOne);
        }
        let common = loadings.iter().sum::<f64>().powi(2);
        let own: f64 = loadings.iter().map(|l| (1.0 - l * l).max(0.0)).sum();
        let omega = common / (common + own);
        if omega.is_finite() {
            Ok(Self { omega, loadings })
        } else {
            Err(NoReliability::OppositeItems)
        }
    }
}

/// By so much a loading of 1 may come out over it.
const ROUNDING: f64 = 1e-12;

/// Omega of three items with correlations `r12`, `r13` and `r23`, in closed form.
///
/// # Errors
///
/// [`NoReliability::OppositeItems`] where the product of the correlations is not over nought;
/// [`NoReliability::BeyondOne`] for a loading over 1, a Heywood case; [`NoReliability::NotFound`] for numbers that are no
/// correlations.
///
/// # Source
///
/// `McDonald` (1999), Test Theory, Erlbaum, chapter 6. One factor is exactly identified by three items: `l1 = sqrt(r12 r13 /
/// r23)` and so on.
///
/// # Examples
///
/// ```
/// use poet_scoring::reliability::omega_three_items;
///
/// let found = omega_three_items(0.7, 0.2, 0.25)?;
/// assert!((found.omega - 0.718_194_070_080_862_4).abs() < 1e-12);
/// # Ok::<(), poet_scoring::reliability::NoReliability>(())
/// ```
pub fn omega_three_items(r12: f64, r13: f64, r23: f64) -> Result<Omega, NoReliability> {
    if ![r12, r13, r23].iter().all(|r| (-1.0..=1.0).contains(r)) {
        return Err(NoReliability::NotFound);
    }
    let squares = [r12 * r13 / r23, r12 * r23 / r13, r13 * r23 / r12];
    if !squares.iter().all(|square| *square > 0.0) {
        return Err(NoReliability::OppositeItems);
    }
    Omega::new(squares.map(f64::sqrt).to_vec())
}

/// Omega of the items that vary: of three in closed form, of more by one factor fitted to their correlations.
///
/// # Errors
///
/// As [`alpha`](super::alpha()), and with three items needed; [`NoReliability::OppositeItems`] where items go against each
/// other, [`NoReliability::BeyondOne`] for a loading over 1, [`NoReliability::NotFound`] where the fit does not settle.
///
/// # Source
///
/// `McDonald` (1999), Test Theory, Erlbaum, chapter 6; the factor has minimal residuals off the diagonal: Harman and Jones
/// (1966), Psychometrika 31:351-368, doi:10.1007/BF02289468, which for one factor is solved an item at a time.
pub fn omega(sums: &CrossProducts) -> Result<Omega, NoReliability> {
    let Varying { items, .. } = Varying::new(sums)?;
    let r = sums.correlations(&items);
    match items.len() {
        2 => Err(NoReliability::TooFewItems),
        3 if [r[0][1], r[0][2], r[1][2]].iter().any(|r| *r <= 0.0) => {
            Err(NoReliability::OppositeItems)
        }
        3 => omega_three_items(r[0][1], r[0][2], r[1][2]),
        _ => Omega::new(minimal_residuals(&r)?),
    }
}

/// Loadings of one factor with the least squares of what is left off the diagonal.
///
/// With the others held, the best loading of an item is a division; each such step brings the squares down.
fn minimal_residuals(r: &[Vec<f64>]) -> Result<Vec<f64>, NoReliability> {
    const STEPS: usize = 10_000;
    const SETTLED: f64 = 1e-13;
    let mut loadings = start(r);
    for _ in 0..STEPS {
        let mut moved = 0.0_f64;
        for i in 0..r.len() {
            let others = || (0..r.len()).filter(|&j| j != i);
            let squares: f64 = others().map(|j| loadings[j] * loadings[j]).sum();
            if squares <= 0.0 {
                return Err(NoReliability::NotFound);
            }
            let best = others().map(|j| r[i][j] * loadings[j]).sum::<f64>() / squares;
            moved = moved.max((best - loadings[i]).abs());
            loadings[i] = best;
        }
        if moved <= SETTLED {
            return Ok(towards_most(loadings));
        }
    }
    Err(NoReliability::NotFound)
}

/// Every item by how it goes with all, with the sign of how it goes with the one that goes with most.
fn start(r: &[Vec<f64>]) -> Vec<f64> {
    let strength = |row: &Vec<f64>| row.iter().map(|r| r.abs()).sum::<f64>() - 1.0;
    let strengths: Vec<f64> = r.iter().map(strength).collect();
    let order = |a: &usize, b: &usize| strengths[*a].total_cmp(&strengths[*b]);
    let strongest = (0..r.len()).max_by(order).unwrap_or(0);
    let others = (r.len() - 1) as f64;
    let loading = |i: usize| (strengths[i] / others).sqrt().copysign(r[strongest][i]);
    (0..r.len()).map(loading).collect()
}

/// A factor may be turned round; most items go with it.
fn towards_most(loadings: Vec<f64>) -> Vec<f64> {
    if loadings.iter().sum::<f64>() < 0.0 {
        loadings.into_iter().map(|l| -l).collect()
    } else {
        loadings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_items_are_solved_at_once_and_by_fitting_alike() {
        let (r12, r13, r23) = (0.7, 0.2, 0.25);
        let fitted = minimal_residuals(&[
            vec![1.0, r12, r13],
            vec![r12, 1.0, r23],
            vec![r13, r23, 1.0],
        ]);
        let exact = omega_three_items(r12, r13, r23).unwrap();
        for (a, b) in fitted.unwrap().iter().zip(&exact.loadings) {
            assert!((a - b).abs() < 1e-9, "{a} {b}");
        }
    }

    #[test]
    fn opposite_items_and_loadings_past_one_have_no_omega() {
        let none = |a, b, c| omega_three_items(a, b, c).unwrap_err();
        assert_eq!(none(0.5, -0.2, 0.3), NoReliability::OppositeItems);
        assert_eq!(none(0.5, 0.0, 0.3), NoReliability::OppositeItems);
        assert_eq!(none(0.0, 0.0, 0.0), NoReliability::OppositeItems);
        assert_eq!(none(0.9, 0.8, 0.3), NoReliability::BeyondOne);
        assert_eq!(none(1.5, 0.8, 0.3), NoReliability::NotFound);
        assert_eq!(none(f64::NAN, 0.8, 0.3), NoReliability::NotFound);
        assert!((omega_three_items(1.0, 1.0, 1.0).unwrap().omega - 1.0).abs() < 1e-15);
    }

    #[test]
    fn two_items_are_too_few() {
        let mut sums = CrossProducts::new(2).unwrap();
        for row in [[1, 2], [2, 2], [3, 4]] {
            sums.add(&row).unwrap();
        }
        assert_eq!(omega(&sums), Err(NoReliability::TooFewItems));
    }
}
