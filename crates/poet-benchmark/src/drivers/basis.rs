//! Predictors turned into columns at right angles.

use nalgebra::{DMatrix, DVector};

/// Columns at right angles that span the terms, so that models are fitted on well-conditioned numbers whatever units the
/// predictors have: `terms = columns * triangle`.
///
/// A term that the ones before it make up is aliased and left out.
///
/// # Source
///
/// Gram and Schmidt's method, each column taken twice: Giraud, Langou and Rozloznik (2005), Comput. Math. Appl.
/// 50:1069-1075, doi:10.1016/j.camwa.2005.08.009. Aliased below 1e-7 of a column's length, as R's `lm` and `glm` do.
pub(super) struct Basis {
    /// Values of the columns, pattern by pattern.
    pub(super) rows: Vec<f64>,
    pub(super) triangle: DMatrix<f64>,
    /// Positions of the terms that are kept, in the order of the columns.
    pub(super) kept: Vec<usize>,
    /// Positions of the terms that are left out.
    pub(super) aliased: Vec<usize>,
}

/// Part of its length that a column must have outside those before it.
const LEAST: f64 = 1e-7;

impl Basis {
    /// Basis of `terms` (so many values a pattern, pattern by pattern), taken in the order of `positions`.
    pub(super) fn new(terms: &[f64], width: usize, positions: &[usize]) -> Self {
        let patterns = terms.len().checked_div(width).unwrap_or(0);
        let mut columns: Vec<Vec<f64>> = Vec::with_capacity(width);
        let mut parts: Vec<Vec<f64>> = Vec::with_capacity(width);
        let (mut kept, mut aliased) = (Vec::new(), Vec::new());
        for &term in positions {
            let mut column: Vec<f64> = (0..patterns).map(|at| terms[at * width + term]).collect();
            let scale = column.iter().fold(0.0_f64, |most, v| most.max(v.abs()));
            let length = length(&column, scale);
            let mut part = vec![0.0; columns.len()];
            for _ in 0..2 {
                for (sum, other) in part.iter_mut().zip(&columns) {
                    let along = dot(&column, other);
                    *sum += along;
                    subtract(&mut column, along, other);
                }
            }
            let left = self::length(&column, scale);
            if left.is_nan() || left <= LEAST * length {
                aliased.push(term);
                continue;
            }
            for value in &mut column {
                *value /= left;
            }
            part.push(left);
            columns.push(column);
            parts.push(part);
            kept.push(term);
        }
        let rank = columns.len();
        Self {
            rows: (0..patterns)
                .flat_map(|at| columns.iter().map(move |column| column[at]))
                .collect(),
            triangle: DMatrix::from_fn(rank, rank, |row, column| {
                parts[column].get(row).copied().unwrap_or(0.0)
            }),
            kept,
            aliased,
        }
    }

    pub(super) fn rank(&self) -> usize {
        self.kept.len()
    }

    /// Columns of one pattern.
    pub(super) fn row(&self, pattern: usize) -> &[f64] {
        &self.rows[pattern * self.rank()..(pattern + 1) * self.rank()]
    }

    /// Coefficients of the terms kept that are `at` in the columns.
    pub(super) fn coefficients(&self, at: &DVector<f64>) -> DVector<f64> {
        let solved = self.triangle.solve_upper_triangular(at);
        solved.unwrap_or_else(|| DVector::zeros(self.rank()))
    }

    /// `covariance` of the columns' coefficients as one of the terms'.
    pub(super) fn covariance(&self, covariance: &DMatrix<f64>) -> DMatrix<f64> {
        let left = self.triangle.solve_upper_triangular(covariance);
        let turned = left.and_then(|left| self.triangle.solve_upper_triangular(&left.transpose()));
        turned.unwrap_or_else(|| DMatrix::zeros(self.rank(), self.rank()))
    }

    /// Logarithm of the size of the triangle's determinant.
    pub(super) fn log_determinant(&self) -> f64 {
        let diagonal = self.triangle.diagonal();
        diagonal.iter().map(|value| value.abs().ln()).sum()
    }
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

fn subtract(from: &mut [f64], times: f64, what: &[f64]) {
    for (value, less) in from.iter_mut().zip(what) {
        *value -= times * less;
    }
}

/// Length of a column whose largest value has the size `scale`; no square of it is too large or too small.
fn length(column: &[f64], scale: f64) -> f64 {
    if scale <= 0.0 {
        return 0.0;
    }
    let squares = column.iter().map(|value| (value / scale).powi(2));
    scale * squares.sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_at_right_angles_and_make_up_the_terms() {
        let terms = [
            1.0, 2011.0, 3.0, 1.0, 2013.0, 1.0, 1.0, 2014.0, 4.0, 1.0, 2017.0, 1.0,
        ];
        let basis = Basis::new(&terms, 3, &[0, 1, 2]);
        let rows = DMatrix::from_row_slice(4, 3, &basis.rows);
        let product = rows.transpose() * &rows;
        assert!((product - DMatrix::identity(3, 3)).amax() < 1e-14);
        let made = rows * &basis.triangle;
        // Two thousand to the last digit of a double is 2e-13.
        assert!((made - DMatrix::from_row_slice(4, 3, &terms)).amax() < 1e-12);
    }

    #[test]
    fn a_term_that_others_make_up_is_left_out() {
        let terms = [1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0];
        let basis = Basis::new(&terms, 4, &[0, 1, 2, 3]);
        assert_eq!((basis.kept, basis.aliased), (vec![0, 1], vec![2, 3]));
    }
}
