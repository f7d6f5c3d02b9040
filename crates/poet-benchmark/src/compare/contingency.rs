//! Pearson's chi-squared test of a table of any size.

use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::{Absent, Error};

/// Chi-squared test of a table, with the strength of what it finds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Contingency {
    /// Pearson's statistic, not corrected.
    pub statistic: f64,
    /// Degrees of freedom.
    pub freedom: usize,
    /// p value.
    pub p: f64,
    /// Smallest count expected if the rows do not differ.
    pub smallest_expected: f64,
    /// Cramér's V, 0 for no dependence to 1 for full dependence.
    pub cramers_v: f64,
}

/// Tests whether the answers (columns) depend on the group (rows).
///
/// Empty rows and columns are left out first.
///
/// # Errors
///
/// [`Error::Ragged`] for rows of different lengths; [`Absent::EmptyMargin`] inside
/// [`Error::Absent`] when fewer than two rows or columns are filled.
///
/// # Source
///
/// Pearson (1900), Philos. Mag. 50:157-175, doi:10.1080/14786440009463897; V: Cramér (1946),
/// Mathematical Methods of Statistics, section 21.9.
pub fn contingency(rows: &[Vec<u32>]) -> Result<Contingency, Error> {
    let columns = column_sums(rows)?;
    let sums: Vec<f64> = rows
        .iter()
        .map(|row| row.iter().copied().map(f64::from).sum())
        .collect();
    let (kept_rows, kept_columns) = (filled(&sums), filled(&columns));
    let freedom = kept_rows.saturating_sub(1) * kept_columns.saturating_sub(1);
    let law = ChiSquared::new(freedom as f64).map_err(|_| Absent::EmptyMargin)?;
    let total: f64 = sums.iter().sum();
    let expected = |row: f64, column: f64| row * (column / total);
    let statistic = rows.iter().zip(&sums).flat_map(|(row, sum)| {
        row.iter()
            .zip(&columns)
            .map(|(seen, column)| (f64::from(*seen), expected(*sum, *column)))
    });
    let statistic: f64 = statistic
        .filter(|(_, expected)| *expected > 0.0)
        .map(|(seen, expected)| (seen - expected).powi(2) / expected)
        .sum();
    let smaller = kept_rows.min(kept_columns) - 1;
    Ok(Contingency {
        statistic,
        freedom,
        p: law.sf(statistic),
        smallest_expected: expected(least(&sums), least(&columns)),
        cramers_v: (statistic / (total * smaller as f64)).sqrt().min(1.0),
    })
}

fn column_sums(rows: &[Vec<u32>]) -> Result<Vec<f64>, Error> {
    let mut sums = vec![0.0; rows.first().map_or(0, Vec::len)];
    for (at, row) in rows.iter().enumerate() {
        if row.len() != sums.len() {
            return Err(Error::Ragged {
                row: at,
                len: row.len(),
                wanted: sums.len(),
            });
        }
        sums.iter_mut()
            .zip(row)
            .for_each(|(sum, count)| *sum += f64::from(*count));
    }
    Ok(sums)
}

fn filled(sums: &[f64]) -> usize {
    sums.iter().filter(|sum| **sum > 0.0).count()
}

fn least(sums: &[f64]) -> f64 {
    sums.iter()
        .copied()
        .filter(|sum| *sum > 0.0)
        .fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::contingency;
    use crate::{
        Absent, Error,
        compare::{Table, chi_square},
    };

    /// `scipy` 1.17, `chi2_contingency([[10, 10, 20], [20, 20, 20]])`, from its documentation.
    #[test]
    fn a_published_table_comes_out() {
        let test = contingency(&[vec![10, 10, 20], vec![20, 20, 20]]).unwrap();
        assert!((test.statistic - 2.777_777_777_777_777_7).abs() < 1e-14);
        assert!((test.p - 0.249_352_208_777_298_53).abs() < 1e-13);
        assert_eq!(test.freedom, 2);
    }

    #[test]
    fn empty_rows_and_columns_are_left_out() {
        let full = contingency(&[vec![1, 2], vec![3, 1]]);
        assert_eq!(
            contingency(&[vec![1, 0, 2], vec![0, 0, 0], vec![3, 0, 1]]),
            full
        );
        let empty = Err(Error::Absent(Absent::EmptyMargin));
        assert_eq!(contingency(&[vec![1, 2], vec![0, 0]]), empty);
        assert_eq!(contingency(&[]), empty);
    }

    #[test]
    fn the_largest_counts_have_a_finite_test() {
        let most = u32::MAX;
        let test = contingency(&[vec![most, 0, 1], vec![0, most, 1]]).unwrap();
        assert!(
            test.statistic.is_finite() && test.p.abs() < 1e-300,
            "{test:?}"
        );
        assert!(
            contingency(&[vec![1; 2000], vec![most; 2000]])
                .unwrap()
                .p
                .is_finite()
        );
    }

    #[test]
    fn a_ragged_table_is_refused() {
        let ragged = Error::Ragged {
            row: 1,
            len: 1,
            wanted: 2,
        };
        assert_eq!(contingency(&[vec![1, 2], vec![3]]), Err(ragged));
    }

    proptest! {
        #[test]
        fn two_by_two_is_the_small_test(a in 1..999_u32, b in 1..999_u32, c in 1..999_u32, d in 1..999_u32) {
            let large = contingency(&[vec![a, b], vec![c, d]]).unwrap();
            let small = chi_square(Table::new([a, b], [c, d])).unwrap();
            prop_assert!((large.statistic - small.statistic).abs() <= 1e-9 * (1.0 + small.statistic));
            prop_assert!((large.p - small.p).abs() < 1e-10);
            prop_assert!((large.cramers_v - small.phi.abs()).abs() < 1e-10);
        }
    }
}
