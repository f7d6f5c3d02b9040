//! Fisher's exact test.

use std::iter::successors;

use serde::Serialize;

use super::Table;

/// p values of Fisher's exact test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Fisher {
    /// Probability of all tables that are no more likely than the one seen.
    pub two_sided: f64,
    /// Probability of at most the count in the first cell.
    pub less: f64,
    /// Probability of at least the count in the first cell.
    pub greater: f64,
    /// The two-sided p with half the weight of tables exactly as likely as the one seen.
    pub mid_p: f64,
    /// Odds in the first row over odds in the second, as seen.
    pub odds_ratio: OddsRatio,
}

/// Odds of one group over the odds of another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OddsRatio {
    /// Finite ratio.
    Value(f64),
    /// Larger than any number: only the divisor is 0.
    Unbounded,
    /// 0 over 0.
    Undefined,
}

/// Tables within this relative distance of the one seen count as equally likely, as in R.
const TIE: f64 = 1e-7;

/// Fisher's exact test of `table`, margins fixed.
///
/// Total: a table with an empty margin leaves one possibility, so its p values are 1.
///
/// # Source
///
/// Fisher (1935), J. R. Stat. Soc. 98:39-82, doi:10.2307/2342435; two-sided by summed
/// probabilities with the tolerance of R's `fisher.test`; mid-p: Lancaster (1961), J. Am. Stat.
/// Assoc. 56:223-234, doi:10.1080/01621459.1961.10482105. Probabilities are ratios to the likeliest
/// table, summed and divided by their sum, so no logarithm of a factorial costs digits.
pub fn fisher(table: Table) -> Fisher {
    let tables = Hypergeometric::of(table);
    let seen = table.cells()[0];
    let weight = tables.weight(seen);
    let mut sums = Sums::default();
    for (count, other) in tables.weights() {
        sums.all += other;
        // Counts are whole, so half a person apart is different.
        sums.less += if count < seen + 0.5 { other } else { 0.0 };
        sums.greater += if count > seen - 0.5 { other } else { 0.0 };
        if other <= weight * (1.0 + TIE) {
            sums.two_sided += other;
            sums.tied += if other >= weight * (1.0 - TIE) {
                other
            } else {
                0.0
            };
        }
    }
    sums.p_values(odds_ratio(table))
}

#[derive(Default)]
struct Sums {
    all: f64,
    less: f64,
    greater: f64,
    two_sided: f64,
    tied: f64,
}

impl Sums {
    fn p_values(&self, odds_ratio: OddsRatio) -> Fisher {
        let p = |sum: f64| (sum / self.all).min(1.0);
        Fisher {
            two_sided: p(self.two_sided),
            less: p(self.less),
            greater: p(self.greater),
            mid_p: p(self.two_sided - 0.5 * self.tied),
            odds_ratio,
        }
    }
}

fn odds_ratio(table: Table) -> OddsRatio {
    let [a, b, c, d] = table.cells();
    match (a * d, b * c) {
        (above, below) if below > 0.0 => OddsRatio::Value(above / below),
        (above, _) if above > 0.0 => OddsRatio::Unbounded,
        _ => OddsRatio::Undefined,
    }
}

/// Distribution of the first cell with all margins fixed.
#[derive(Clone, Copy)]
struct Hypergeometric {
    row: f64,
    column: f64,
    /// Total without row and column: what the last cell has beyond the first.
    spare: f64,
}

impl Hypergeometric {
    fn of(table: Table) -> Self {
        let ([row, other], [column, _]) = (table.rows(), table.columns());
        Self {
            row,
            column,
            spare: other - column,
        }
    }

    fn mode(self) -> f64 {
        let total = self.row + self.column + self.spare;
        let likely = ((self.row + 1.0) * (self.column + 1.0) / (total + 2.0)).floor();
        likely.clamp((-self.spare).max(0.0), self.row.min(self.column))
    }

    /// Possible counts with their probability over that of the mode, until it vanishes.
    fn weights(self) -> impl Iterator<Item = (f64, f64)> {
        let mode = (self.mode(), 1.0);
        let up = successors(Some(mode), move |&at| self.up(at));
        up.chain(successors(self.down(mode), move |&at| self.down(at)))
    }

    /// Weight of one count; 0 where it vanishes.
    fn weight(self, count: f64) -> f64 {
        let far = |&(at, _): &(f64, f64)| (at - count).abs() > 0.5;
        self.weights()
            .skip_while(far)
            .map(|(_, weight)| weight)
            .next()
            .unwrap_or(0.0)
    }

    /// Nothing once the weight leaves the normal numbers: below them it would never reach 0.
    fn lasting(count: f64, weight: f64) -> Option<(f64, f64)> {
        (weight >= f64::MIN_POSITIVE).then_some((count, weight))
    }

    fn up(self, (count, weight): (f64, f64)) -> Option<(f64, f64)> {
        let next = count + 1.0;
        let chances = (self.row - count) * (self.column - count) / (next * (self.spare + next));
        Self::lasting(next, weight * chances)
    }

    fn down(self, (count, weight): (f64, f64)) -> Option<(f64, f64)> {
        let next = count - 1.0;
        let chances = count * (self.spare + count) / ((self.row - next) * (self.column - next));
        Self::lasting(next, weight * chances)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{OddsRatio, fisher};
    use crate::compare::Table;

    /// `scipy` 1.17, `fisher_exact`: 0.013688879413498034.
    #[test]
    fn a_council_against_the_nation_comes_out() {
        let test = fisher(Table::new([45, 105], [1600, 2400]));
        assert!(
            (test.two_sided - 0.013_688_879_413_498_034).abs() < 1e-12,
            "{test:?}"
        );
    }

    /// Fisher's lady tasting tea: 1 of 70 tables is as good, 16 + 1 of 70 are at least as good as 3.
    #[test]
    fn the_lady_tasting_tea_comes_out() {
        let all = fisher(Table::new([4, 0], [0, 4]));
        assert!((all.greater - 1.0 / 70.0).abs() < 1e-16);
        assert!((all.two_sided - 2.0 / 70.0).abs() < 1e-16);
        assert!((all.mid_p - 1.0 / 70.0).abs() < 1e-16);
        assert_eq!(all.odds_ratio, OddsRatio::Unbounded);
        assert!((fisher(Table::new([3, 1], [1, 3])).greater - 17.0 / 70.0).abs() < 1e-15);
    }

    #[test]
    fn an_empty_margin_leaves_one_possibility() {
        for table in [[[0, 0], [4, 6]], [[0, 4], [0, 6]], [[0, 0], [0, 0]]] {
            let test = fisher(table.into());
            assert_eq!((test.two_sided, test.less, test.greater), (1.0, 1.0, 1.0));
            assert_eq!(test.odds_ratio, OddsRatio::Undefined);
        }
    }

    #[test]
    fn the_largest_table_is_still_finite() {
        let test = fisher(Table::new([u32::MAX, 0], [0, u32::MAX]));
        assert!(test.two_sided.abs() < f64::MIN_POSITIVE && test.less > 0.999);
    }

    proptest! {
        /// Against `fishers_exact`, an independent implementation by other formulas, good to 1e-9.
        #[test]
        fn another_implementation_agrees(a in 0..60_u32, b in 0..60_u32, c in 0..60_u32, d in 0..60_u32) {
            let ours = fisher(Table::new([a, b], [c, d]));
            let theirs = fishers_exact::fishers_exact(&[a, b, c, d]).unwrap();
            prop_assert!((ours.two_sided - theirs.two_tail_pvalue).abs() < 1e-8);
            prop_assert!((ours.less - theirs.less_pvalue).abs() < 1e-8);
            prop_assert!((ours.greater - theirs.greater_pvalue).abs() < 1e-8);
        }

        #[test]
        fn both_sides_share_only_the_table_seen(a in 0..99_u32, b in 0..99_u32, c in 0..9999_u32, d in 0..9999_u32) {
            let test = fisher(Table::new([a, b], [c, d]));
            prop_assert!(test.less + test.greater >= 1.0 - 1e-12);
            prop_assert!(test.mid_p <= test.two_sided && test.two_sided <= 1.0);
        }
    }
}
