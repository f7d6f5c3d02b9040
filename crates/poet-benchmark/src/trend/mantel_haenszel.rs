//! One odds ratio over several places.

use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::breslow_day::{Homogeneity, breslow_day};
use crate::compare::{OddsRatio, Table, ZTest};
use crate::estimate::{Confidence, Interval};
use crate::{Absent, Error};

/// Common odds ratio of two groups over several strata.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MantelHaenszel {
    /// Odds in the first group over odds in the second, within strata.
    pub odds_ratio: OddsRatio,
    /// Its interval; none for a ratio of 0 or without bound.
    pub interval: Result<Interval, Absent>,
    /// Chi-squared statistic on one degree of freedom, without correction.
    pub chi_square: f64,
    /// Its p value.
    pub p: f64,
    /// The statistic with half a person taken off the distance, never more than all of it.
    pub corrected: f64,
    /// Its p value.
    pub corrected_p: f64,
    /// Whether the odds ratio is the same in all strata.
    pub homogeneity: Result<Homogeneity, Absent>,
    /// Strata that say something: with people in both groups and with both answers.
    pub strata: usize,
}

/// Cochran-Mantel-Haenszel test and common odds ratio of two groups over `strata`, with the test of Breslow and Day for
/// whether the ratio is the same in all.
///
/// Strata of fewer than two people say nothing and are passed over; so do those where a group or an answer has nobody.
///
/// # Errors
///
/// Inside [`Error::Absent`]: [`Absent::EmptyMargin`] where no stratum says anything.
///
/// # Source
///
/// Mantel and Haenszel (1959), J. Natl. Cancer Inst. 22:719-748, doi:10.1093/jnci/22.4.719; variance of the logarithm:
/// Robins, Breslow and Greenland (1986), Biometrics 42:311-323, doi:10.2307/2531052; correction as R's `mantelhaen.test`.
///
/// # Examples
///
/// ```
/// use poet_benchmark::compare::{OddsRatio, Table};
/// use poet_benchmark::estimate::Confidence;
/// use poet_benchmark::trend::mantel_haenszel;
///
/// // Favourable and other answers of the later wave above those of the earlier one, in two places.
/// let places = [Table::new([5, 1], [2, 6]), Table::new([1, 1], [1, 1])];
/// let found = mantel_haenszel(&places, Confidence::P95)?;
/// assert!(matches!(found.odds_ratio, OddsRatio::Value(ratio) if (ratio - 6.090909090909091).abs() < 1e-12));
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn mantel_haenszel(strata: &[Table], confidence: Confidence) -> Result<MantelHaenszel, Error> {
    let telling: Vec<Table> = strata
        .iter()
        .copied()
        .filter(|t| !t.has_empty_margin())
        .collect();
    if telling.is_empty() {
        return Err(Absent::EmptyMargin.into());
    }
    let sums = Sums::of(&telling);
    let odds_ratio = sums.odds_ratio();
    let homogeneity = match odds_ratio {
        OddsRatio::Value(ratio) => breslow_day(&telling, ratio),
        OddsRatio::Unbounded | OddsRatio::Undefined => Err(Absent::Degenerate),
    };
    let distance = sums.seen - sums.expected;
    let [plain, corrected] = [distance, (distance.abs() - 0.5).max(0.0)]
        .map(|distance| ZTest::from_z(distance / sums.variance.sqrt()));
    Ok(MantelHaenszel {
        odds_ratio,
        interval: sums.interval(odds_ratio, confidence),
        chi_square: plain.z * plain.z,
        p: plain.p,
        corrected: corrected.z * corrected.z,
        corrected_p: corrected.p,
        homogeneity,
        strata: telling.len(),
    })
}

/// Sums over strata, in the names of the source: there `even` is P, `odd` Q, `up` R and `down` S.
#[derive(Default)]
struct Sums {
    seen: f64,
    expected: f64,
    variance: f64,
    r: f64,
    s: f64,
    pr: f64,
    ps_qr: f64,
    qs: f64,
}

impl Sums {
    fn of(strata: &[Table]) -> Self {
        let mut sums = Self::default();
        for table in strata {
            let ([a, b, c, d], rows, columns) = (table.cells(), table.rows(), table.columns());
            let total = rows[0] + rows[1];
            let (even, odd) = ((a + d) / total, (b + c) / total);
            let (up, down) = (a * d / total, b * c / total);
            sums.seen += a;
            sums.expected += rows[0] * columns[0] / total;
            sums.variance +=
                rows[0] / total * columns[0] * (rows[1] / total) * columns[1] / (total - 1.0);
            sums.r += up;
            sums.s += down;
            sums.pr += even * up;
            sums.ps_qr += even * down + odd * up;
            sums.qs += odd * down;
        }
        sums
    }

    fn odds_ratio(&self) -> OddsRatio {
        match (self.r > 0.0, self.s > 0.0) {
            (_, true) => OddsRatio::Value(self.r / self.s),
            (true, false) => OddsRatio::Unbounded,
            (false, false) => OddsRatio::Undefined,
        }
    }

    fn interval(&self, ratio: OddsRatio, confidence: Confidence) -> Result<Interval, Absent> {
        let OddsRatio::Value(ratio) = ratio else {
            return Err(Absent::Degenerate);
        };
        if self.r <= 0.0 {
            return Err(Absent::Degenerate);
        }
        let variance = self.pr / (2.0 * self.r * self.r)
            + self.ps_qr / (2.0 * self.r * self.s)
            + self.qs / (2.0 * self.s * self.s);
        let factor = libm::exp(confidence.z() * variance.sqrt());
        let interval = Interval {
            lower: ratio / factor,
            upper: ratio * factor,
        };
        let finite = interval.lower.is_finite() && interval.upper.is_finite();
        finite.then_some(interval).ok_or(Absent::Degenerate)
    }
}

/// Probability of a chi-squared statistic at least as large.
pub(super) fn chi_square_tail(statistic: f64, freedom: f64) -> Option<f64> {
    ChiSquared::new(freedom).ok().map(|law| law.sf(statistic))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::mantel_haenszel;
    use crate::compare::{OddsRatio, Table, chi_square};
    use crate::estimate::Confidence;
    use crate::{Absent, Error};

    fn value(ratio: OddsRatio) -> f64 {
        match ratio {
            OddsRatio::Value(ratio) => ratio,
            other => panic!("{other:?}"),
        }
    }

    /// R 4.2.2, `mantelhaen.test` with and without correction; Breslow and Day's test by `statsmodels` 0.15,
    /// `StratifiedTable.test_equal_odds()`.
    #[test]
    fn other_programs_agree() {
        let strata = [[[2, 1], [5, 6]], [[10, 4], [3, 9]], [[0, 3], [4, 8]]].map(Table::from);
        let found = mantel_haenszel(&strata, Confidence::P95).unwrap();
        let interval = found.interval.unwrap();
        let same = found.homogeneity.unwrap();
        for (got, wanted) in [
            (value(found.odds_ratio), 2.668_024_439_918_533_6),
            (interval.lower, 0.813_450_860_334_638),
            (interval.upper, 8.750_810_600_992_237),
            (found.chi_square, 2.587_425_406_607_122_3),
            (found.p, 0.107_715_298_243_373_2),
            (found.corrected, 1.717_851_710_285_112_7),
            (found.corrected_p, 0.189_969_812_022_573_3),
            (same.statistic, 4.516_022_294_487_575),
            (same.p, 0.104_558_229_021_882_39),
        ] {
            assert!(
                (got / wanted - 1.0).abs() < 1e-12,
                "{got} instead of {wanted}"
            );
        }
        assert_eq!((found.strata, same.freedom), (3, 2));
    }

    #[test]
    fn strata_of_fewer_than_two_people_are_passed_over() {
        let two = [[[5, 1], [2, 6]], [[1, 1], [1, 1]]].map(Table::from);
        let few = [[[1, 0], [0, 0]], [[0, 0], [0, 0]], [[4, 0], [7, 0]]].map(Table::from);
        let all = [two, [few[0], few[1]], [few[2], few[0]]].concat();
        assert_eq!(
            mantel_haenszel(&all, Confidence::P95),
            mantel_haenszel(&two, Confidence::P95)
        );
        let nothing = Err(Error::Absent(Absent::EmptyMargin));
        assert_eq!(mantel_haenszel(&few, Confidence::P95), nothing);
        assert_eq!(mantel_haenszel(&[], Confidence::P95), nothing);
    }

    #[test]
    fn a_ratio_without_bound_has_a_test_and_no_interval() {
        let all = mantel_haenszel(
            &[Table::new([5, 0], [2, 6]), Table::new([1, 0], [0, 1])],
            Confidence::P95,
        )
        .unwrap();
        assert_eq!(all.odds_ratio, OddsRatio::Unbounded);
        assert_eq!(
            (all.interval, all.homogeneity),
            (Err(Absent::Degenerate), Err(Absent::Degenerate))
        );
        // `statsmodels` 0.15: 7.310013717421123.
        assert!((all.chi_square - 7.310_013_717_421_123).abs() < 1e-12);
        let none = mantel_haenszel(&[Table::new([0, 5], [2, 6])], Confidence::P95).unwrap();
        assert_eq!(
            (value(none.odds_ratio).to_bits(), none.interval),
            (0, Err(Absent::Degenerate))
        );
    }

    #[test]
    fn the_correction_takes_off_no_more_than_the_distance() {
        let alike = mantel_haenszel(
            &[Table::new([5, 5], [5, 5]), Table::new([3, 3], [3, 3])],
            Confidence::P95,
        )
        .unwrap();
        assert!(alike.corrected.abs() < 1e-30 && (alike.corrected_p - 1.0).abs() < 1e-15);
        assert!((value(alike.odds_ratio) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn one_stratum_has_no_others_to_be_like() {
        let one = mantel_haenszel(&[Table::new([5, 1], [2, 6])], Confidence::P95).unwrap();
        assert_eq!(one.homogeneity, Err(Absent::EmptyMargin));
    }

    #[test]
    fn the_largest_tables_are_still_finite() {
        let huge = Table::new([u32::MAX, u32::MAX], [u32::MAX, u32::MAX]);
        let found = mantel_haenszel(&[huge, huge], Confidence::P998).unwrap();
        assert!(found.chi_square.abs() < 1e-9 && found.interval.is_ok());
    }

    proptest! {
        #[test]
        fn one_stratum_is_one_table(a in 1..999_u32, b in 1..999_u32, c in 1..999_u32, d in 1..999_u32) {
            let table = Table::new([a, b], [c, d]);
            let found = mantel_haenszel(&[table], Confidence::P95).unwrap();
            let n = f64::from(a + b + c + d);
            let wanted = chi_square(table).unwrap().statistic * (n - 1.0) / n;
            prop_assert!((found.chi_square - wanted).abs() < 1e-9 * (1.0 + wanted));
            let ratio = f64::from(a) * f64::from(d) / (f64::from(b) * f64::from(c));
            prop_assert!((value(found.odds_ratio) / ratio - 1.0).abs() < 1e-12);
        }

        #[test]
        fn turning_the_groups_turns_the_ratio(cells in prop::collection::vec((1..99_u32, 1..99_u32, 1..99_u32, 1..99_u32), 2..6)) {
            let there: Vec<_> = cells.iter().map(|&(a, b, c, d)| Table::new([a, b], [c, d])).collect();
            let back: Vec<_> = cells.iter().map(|&(a, b, c, d)| Table::new([c, d], [a, b])).collect();
            let [there, back] = [there, back].map(|t| mantel_haenszel(&t, Confidence::P95).unwrap());
            prop_assert!((value(there.odds_ratio) * value(back.odds_ratio) - 1.0).abs() < 1e-10);
            let [one, other] = [there.homogeneity.unwrap(), back.homogeneity.unwrap()];
            prop_assert!((one.statistic - other.statistic).abs() < 1e-8 * (1.0 + one.statistic));
        }
    }
}
