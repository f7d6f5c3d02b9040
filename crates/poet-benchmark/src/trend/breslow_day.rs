//! Whether an odds ratio is the same everywhere.

use serde::Serialize;

use super::mantel_haenszel::chi_square_tail;
use crate::Absent;
use crate::compare::Table;

/// Test of whether several strata have one odds ratio.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Homogeneity {
    /// Chi-squared statistic.
    pub statistic: f64,
    /// Degrees of freedom: strata that say something, less one.
    pub freedom: usize,
    /// p value.
    pub p: f64,
}

/// Tests whether `strata` have the common odds ratio `ratio`, without Tarone's term.
///
/// Strata in which a group or an answer has nobody fit every ratio; they are passed over and are no degree of freedom.
///
/// # Errors
///
/// [`Absent::Degenerate`] for a ratio that is not more than 0 and finite; [`Absent::EmptyMargin`] for fewer than two
/// strata that say something.
///
/// # Source
///
/// Breslow and Day (1980), Statistical Methods in Cancer Research I, IARC Scientific Publications 32, equation 4.30.
pub fn breslow_day(strata: &[Table], ratio: f64) -> Result<Homogeneity, Absent> {
    if !(ratio > 0.0 && ratio.is_finite()) {
        return Err(Absent::Degenerate);
    }
    let telling = strata.iter().filter(|table| !table.has_empty_margin());
    let terms: Vec<f64> = telling.map(|table| term(*table, ratio)).collect();
    if terms.len() < 2 {
        return Err(Absent::EmptyMargin);
    }
    let (statistic, freedom) = (terms.iter().sum::<f64>(), terms.len() - 1);
    // A ratio so far from that of the strata that a cell vanishes.
    let finite = Some(statistic).filter(|statistic| statistic.is_finite());
    let p = finite.and_then(|statistic| chi_square_tail(statistic, freedom as f64));
    Ok(Homogeneity {
        statistic,
        freedom,
        p: p.ok_or(Absent::Degenerate)?,
    })
}

/// Squared distance of the first cell from what the ratio makes of the margins, over its variance.
fn term(table: Table, ratio: f64) -> f64 {
    let [row, other_row] = table.rows();
    let [column, _] = table.columns();
    let a = fitted(table, ratio);
    let cells = [a, row - a, column - a, other_row - column + a];
    let precision: f64 = cells.iter().map(|cell| cell.recip()).sum();
    let distance = table.cells()[0] - a;
    distance * distance * precision
}

/// First cell of the table with the same margins and the odds ratio `ratio`: the root that leaves no cell below nought of
/// `(1 - ratio) a^2 + (spare + ratio (row + column)) a - ratio row column = 0`, written without a difference of like numbers.
fn fitted(table: Table, ratio: f64) -> f64 {
    let [row, other_row] = table.rows();
    let [column, _] = table.columns();
    let spare = other_row - column;
    let linear = spare + ratio * (row + column);
    let root = (linear * linear + 4.0 * (1.0 - ratio) * ratio * row * column)
        .max(0.0)
        .sqrt();
    if linear >= 0.0 {
        2.0 * ratio * row * column / (linear + root)
    } else {
        (root - linear) / (2.0 * (1.0 - ratio))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{breslow_day, fitted};
    use crate::Absent;
    use crate::compare::Table;

    #[test]
    fn strata_that_say_nothing_are_no_degree_of_freedom() {
        let tables = [Table::new([5, 1], [2, 6]), Table::new([1, 1], [1, 1])];
        let two = breslow_day(&tables, 6.0).unwrap();
        let silent = Table::new([0, 0], [3, 4]);
        assert_eq!(breslow_day(&[tables[0], silent, tables[1]], 6.0), Ok(two));
        assert_eq!(two.freedom, 1);
        assert_eq!(
            breslow_day(&[tables[0], silent], 6.0),
            Err(Absent::EmptyMargin)
        );
    }

    #[test]
    fn a_ratio_that_is_none_is_refused() {
        let tables = [Table::new([5, 1], [2, 6]); 2];
        for ratio in [0.0, -1.0, f64::INFINITY, f64::NAN] {
            assert_eq!(
                breslow_day(&tables, ratio),
                Err(Absent::Degenerate),
                "{ratio}"
            );
        }
    }

    #[test]
    fn a_ratio_of_one_leaves_the_counts_that_the_margins_make() {
        let table = Table::new([5, 1], [2, 6]);
        assert!((fitted(table, 1.0) - 6.0 * 7.0 / 14.0).abs() < 1e-15);
        let alike = [Table::new([6, 4], [3, 2]), Table::new([60, 20], [3, 1])];
        assert!(breslow_day(&alike, 1.0).unwrap().statistic.abs() < 1e-20);
    }

    proptest! {
        #[test]
        fn the_fitted_table_has_the_ratio(
            a in 1..999_u32, b in 1..999_u32, c in 1..999_u32, d in 1..999_u32, ratio in 1e-3..1e3_f64
        ) {
            let table = Table::new([a, b], [c, d]);
            let ([row, other_row], [column, _]) = (table.rows(), table.columns());
            let a = fitted(table, ratio);
            let (b, c, d) = (row - a, column - a, other_row - column + a);
            prop_assert!(a > 0.0 && b > 0.0 && c > 0.0 && d > 0.0);
            // The smallest cell is of the order of 1e-3 of a table of thousands: six digits are lost.
            prop_assert!((a * d / (b * c * ratio) - 1.0).abs() < 1e-8);
        }
    }
}
