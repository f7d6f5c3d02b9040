//! Pearson's chi-squared test of a 2 by 2 table.

use serde::Serialize;

use super::Table;
use crate::{Absent, estimate::normal::two_sided_p};

/// Chi-squared test on one degree of freedom.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ChiSquare {
    /// Statistic without correction.
    pub statistic: f64,
    /// p value without correction.
    pub p: f64,
    /// Statistic with Yates' correction.
    pub yates: f64,
    /// p value with Yates' correction.
    pub yates_p: f64,
    /// Smallest count expected if the groups do not differ.
    pub smallest_expected: f64,
    /// Correlation of group and answer, -1 to 1.
    pub phi: f64,
}

/// Tests whether the answers in `table` depend on the group.
///
/// # Errors
///
/// [`Absent::EmptyMargin`] when a group or an answer has nobody.
///
/// # Source
///
/// Pearson (1900), Philos. Mag. 50:157-175, doi:10.1080/14786440009463897; correction: Yates
/// (1934), Suppl. J. R. Stat. Soc. 1:217-235, doi:10.2307/2983604, which here takes off no more
/// than the whole distance between seen and expected.
pub fn chi_square(table: Table) -> Result<ChiSquare, Absent> {
    if table.has_empty_margin() {
        return Err(Absent::EmptyMargin);
    }
    let ([a, b, c, d], rows, columns) = (table.cells(), table.rows(), table.columns());
    let total = rows[0] + rows[1];
    // Seen minus expected is the same in all four cells but for its sign.
    let distance = (a * d - b * c) / total;
    let scale = total / (rows[0] * rows[1]) * (total / (columns[0] * columns[1])) * total;
    let root = distance * scale.sqrt();
    let yates_root = (distance.abs() - 0.5).max(0.0) * scale.sqrt();
    Ok(ChiSquare {
        statistic: root * root,
        p: two_sided_p(root),
        yates: yates_root * yates_root,
        yates_p: two_sided_p(yates_root),
        smallest_expected: rows[0].min(rows[1]) * columns[0].min(columns[1]) / total,
        phi: (root / total.sqrt()).clamp(-1.0, 1.0),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::chi_square;
    use crate::{Absent, compare::Table, compare::two_proportion, estimate::Proportion};

    /// `scipy` 1.17, `chi2_contingency([[12, 5], [29, 2]])` without and with correction.
    #[test]
    fn both_statistics_come_out() {
        let test = chi_square(Table::new([12, 5], [29, 2])).unwrap();
        assert!(
            (test.statistic - 4.646_430_720_203_109).abs() < 1e-13,
            "{test:?}"
        );
        assert!(
            (test.yates - 2.986_016_436_472_307_4).abs() < 1e-13,
            "{test:?}"
        );
        assert!((test.smallest_expected - 119.0 / 48.0).abs() < 1e-14);
    }

    #[test]
    fn an_empty_margin_has_no_test() {
        assert_eq!(
            chi_square(Table::new([0, 0], [5, 7])),
            Err(Absent::EmptyMargin)
        );
        assert_eq!(
            chi_square(Table::new([0, 3], [0, 7])),
            Err(Absent::EmptyMargin)
        );
    }

    proptest! {
        #[test]
        fn it_is_the_square_of_the_pooled_z(a in 1..9999_u32, b in 1..9999_u32, c in 1..9999_u32, d in 1..9999_u32) {
            let [one, two] = [[a, b], [c, d]].map(|[x, y]| Proportion::of_people(x, y).unwrap());
            let z = two_proportion(one, two).unwrap().z;
            let test = chi_square(Table::new([a, b], [c, d])).unwrap();
            prop_assert!((test.statistic - z * z).abs() <= 1e-9 * (1.0 + z * z));
            prop_assert!(test.yates <= test.statistic);
        }
    }
}
