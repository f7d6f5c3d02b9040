//! How large an association is: as odds, as a ratio and as a difference.

use nalgebra::DVector;
use serde::Serialize;

use super::cluster::Covariance;
use super::fit::{Fit, exp};
use super::likelihood::{Odds, dot};
use super::pattern::Patterns;
use crate::Absent;
use crate::compare::newcombe;
use crate::estimate::{Confidence, Difference, Interval, Proportion};

/// A ratio with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Ratio {
    /// The ratio; 1 is no association.
    pub estimate: f64,
    /// Its interval.
    pub interval: Interval,
}

/// An association as its table shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unadjusted {
    /// Odds with the condition for those without it.
    pub odds_ratio: Result<Ratio, Absent>,
    /// Share with the condition for one without it.
    pub risk_ratio: Result<Ratio, Absent>,
    /// Share with the condition less the share without it.
    pub risk_difference: Difference,
}

/// An association with the other terms of a model held alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standardised {
    /// Share of everybody, had all of them the condition.
    pub with: f64,
    /// Share of everybody, had none of them the condition.
    pub without: f64,
    /// The first share for one of the second.
    pub risk_ratio: Result<Ratio, Absent>,
    /// The first share less the second.
    pub risk_difference: Difference,
}

/// The association in a table of two by two: the people `with` a condition against those `without` it.
///
/// # Errors
///
/// A ratio is absent, with [`Absent::EmptyCell`], where one of the counts that its interval divides by is nought.
///
/// # Source
///
/// Woolf (1955), Ann. Hum. Genet. 19:251-253, for the odds ratio; Katz et al. (1978), Biometrics 34:469-474,
/// doi:10.2307/2530610, for the risk ratio; [`newcombe`] for the difference.
///
/// # Examples
///
/// ```
/// use poet_benchmark::drivers::unadjusted;
/// use poet_benchmark::estimate::{Confidence, Proportion};
///
/// let [easy, hard] = [Proportion::of_people(70, 30)?, Proportion::of_people(40, 60)?];
/// let found = unadjusted(easy, hard, Confidence::P95);
/// assert!((found.odds_ratio?.estimate - 3.5).abs() < 1e-12);
/// assert!((found.risk_difference.estimate - 0.3).abs() < 1e-12);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn unadjusted(with: Proportion, without: Proportion, confidence: Confidence) -> Unadjusted {
    let [a, b, c, d] = [with.x(), with.others(), without.x(), without.others()];
    let ratio = |estimate: f64, variance: f64| {
        let margin = confidence.z() * variance.sqrt();
        Ratio::from_log(
            estimate.ln(),
            estimate.ln() - margin,
            estimate.ln() + margin,
        )
    };
    let full = |counts: &[f64]| match counts.iter().all(|count| *count > 0.0) {
        true => Ok(()),
        false => Err(Absent::EmptyCell),
    };
    Unadjusted {
        odds_ratio: full(&[a, b, c, d]).map(|()| {
            let variance = a.recip() + b.recip() + c.recip() + d.recip();
            ratio((a / b) / (c / d), variance)
        }),
        risk_ratio: full(&[a, c]).map(|()| {
            let variance = a.recip() - with.n().recip() + c.recip() - without.n().recip();
            ratio(with.share() / without.share(), variance.max(0.0))
        }),
        risk_difference: newcombe(with, without, confidence),
    }
}

/// The association of `term`, which is 1 with a condition and 0 without it, standardised to all people of the patterns.
///
/// Each person's share is worked out twice from the fit, with the condition and without it, all else as it is, and the
/// shares are averaged. Intervals are by the delta method on `covariance`, of the ratio on its logarithm.
///
/// # Errors
///
/// [`Absent::Aliased`] where the fit has no such term; [`Absent::Degenerate`] where the estimate has no error.
///
/// # Source
///
/// Lane and Nelder (1982), Biometrics 38:613-621, doi:10.2307/2530043; Localio, Margolis and Berlin (2007), J. Clin.
/// Epidemiol. 60:874-882, doi:10.1016/j.jclinepi.2006.12.001, for the delta method.
pub fn standardised(
    patterns: &Patterns,
    (fit, covariance): (&Fit, &Covariance),
    term: &str,
    confidence: Confidence,
) -> Result<Standardised, Absent> {
    let position = fit.position(term).ok_or(Absent::Aliased)?;
    let [with, without] = [1.0, 0.0].map(|value| Averaged::new(patterns, fit, (position, value)));
    let estimate = with.share - without.share;
    let slope = &with.slope - &without.slope;
    let error = covariance.error_of(&slope);
    if error <= 0.0 {
        return Err(Absent::Degenerate);
    }
    let Interval { lower, upper } = covariance.interval(estimate, error, confidence);
    Ok(Standardised {
        with: with.share,
        without: without.share,
        risk_ratio: match with.share > 0.0 && without.share > 0.0 {
            true => Ok(ratio((&with, &without), covariance, confidence)),
            false => Err(Absent::EmptyCell),
        },
        risk_difference: Difference {
            estimate,
            interval: Interval {
                lower: lower.max(-1.0),
                upper: upper.min(1.0),
            },
        },
    })
}

fn ratio(
    (with, without): (&Averaged, &Averaged),
    covariance: &Covariance,
    confidence: Confidence,
) -> Ratio {
    let log = with.share.ln() - without.share.ln();
    let slope = &with.slope / with.share - &without.slope / without.share;
    let Interval { lower, upper } =
        covariance.interval(log, covariance.error_of(&slope), confidence);
    Ratio::from_log(log, lower, upper)
}

/// Share that a fit expects of everybody where one coefficient's predictor has one value, and how the share changes with
/// the coefficients.
struct Averaged {
    share: f64,
    slope: DVector<f64>,
}

impl Averaged {
    fn new(patterns: &Patterns, fit: &Fit, (position, value): (usize, f64)) -> Self {
        let estimates: Vec<f64> = fit.coefficients.iter().map(|c| c.estimate).collect();
        let mut row = vec![0.0; fit.kept.len()];
        let mut averaged = Self {
            share: 0.0,
            slope: DVector::zeros(row.len()),
        };
        let all = patterns.people() as f64;
        for (pattern, [none, event]) in patterns.counts.iter().enumerate() {
            let values = patterns.row(pattern);
            let terms = row.iter_mut().zip(&fit.kept);
            terms.for_each(|(value, &term)| *value = values[term]);
            row[position] = value;
            let odds = Odds::new(dot(&row, &estimates));
            let part = (none + event) as f64 / all;
            averaged.share += part * odds.share;
            let steep = part * odds.share * odds.others;
            let sums = averaged.slope.iter_mut().zip(&row);
            sums.for_each(|(sum, value)| *sum += steep * value);
        }
        averaged
    }
}

impl Ratio {
    /// Ratio and interval from their logarithms.
    pub(super) fn from_log(estimate: f64, lower: f64, upper: f64) -> Self {
        Self {
            estimate: exp(estimate),
            interval: Interval {
                lower: exp(lower),
                upper: exp(upper),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drivers::{Observation, Patterns, cluster_robust, logistic};

    /// 120 people in 12 places by a fixed rule: whether it was easy, an age, and the outcome.
    fn people() -> Patterns {
        let rows: Vec<_> = (0..120_u32)
            .map(|i| {
                let (easy, age, cluster) = (u32::from(i * 7 % 11 < 5), i * 5 % 7, i % 12);
                let outcome = (i * i * 3 + i * 5 + cluster * cluster * 4) % 17
                    < 6 + 4 * easy + u32::from(age > 3);
                let predictors = [Some(f64::from(easy)), Some(f64::from(age))];
                (predictors, u32::from(outcome), cluster)
            })
            .collect();
        let rows = rows
            .iter()
            .map(|(predictors, outcome, cluster)| Observation {
                predictors,
                outcome: Some(*outcome),
                cluster: *cluster,
            });
        Patterns::fold(&["easy", "age"], super::super::Intercept::Included, rows).unwrap()
    }

    fn close(got: f64, wanted: f64) {
        assert!(
            (got - wanted).abs() < 1e-10 * wanted.abs().max(1.0),
            "{got} {wanted}"
        );
    }

    /// `statsmodels` 0.15, GLM with `cov_type="cluster"` uncorrected and 12 / 11; R's `sandwich` 3.0.2, `vcovCL`, gives the
    /// same. The standardised shares and the delta method by numpy from its covariance, Student's t by scipy.
    #[test]
    fn effects_are_those_of_statsmodels_and_sandwich() {
        let patterns = people();
        let fit = logistic(&patterns).unwrap();
        let robust = cluster_robust(&patterns, &fit).unwrap();
        for (at, estimate, error, clustered) in [
            (
                0,
                -0.725_697_135_227_804_4,
                0.388_271_530_963_505_6,
                0.455_809_468_542_880_1,
            ),
            (
                1,
                0.993_069_671_595_553_9,
                0.379_628_889_558_896_84,
                0.433_474_653_276_662_2,
            ),
            (
                2,
                0.010_715_269_051_267_214,
                0.094_361_273_416_354_85,
                0.102_977_214_169_417_8,
            ),
        ] {
            close(fit.coefficients[at].estimate, estimate);
            close(fit.coefficients[at].error, error);
            close(robust.error(at).unwrap(), clustered);
        }
        let test = robust.test(&fit, 1).unwrap();
        close(test.z, 2.290_952_110_091_969);
        close(test.p, 0.042_706_131_150_913_33);
        assert!(robust.has_few_clusters());
        let found = standardised(&patterns, (&fit, &robust), "easy", Confidence::P95).unwrap();
        close(found.with, 0.574_250_851_310_679_4);
        close(found.without, 0.333_201_203_114_793);
        close(found.risk_difference.estimate, 0.241_049_648_195_886_42);
        close(
            found.risk_difference.interval.lower,
            0.016_971_145_837_988_283,
        );
        close(
            found.risk_difference.interval.upper,
            0.465_128_150_553_784_54,
        );
        let ratio = found.risk_ratio.unwrap();
        close(ratio.estimate, 1.723_435_707_742_150_7);
        close(ratio.interval.lower, 1.026_722_847_780_397);
        close(ratio.interval.upper, 2.892_923_484_796_145_6);
        let none = standardised(&patterns, (&fit, &robust), "hard", Confidence::P95);
        assert_eq!(none, Err(Absent::Aliased));
    }

    /// `statsmodels` 0.15, `Table2x2([[31, 23], [22, 44]])`.
    #[test]
    fn ratios_of_a_table_come_out_and_an_empty_cell_has_none() {
        let share = |a, b| Proportion::of_people(a, b).unwrap();
        let found = unadjusted(share(31, 23), share(22, 44), Confidence::P95);
        let odds = found.odds_ratio.unwrap();
        close(odds.estimate, 2.695_652_173_913_043_5);
        close(odds.interval.lower, 1.281_584_948_479_461);
        close(odds.interval.upper, 5.669_964_095_117_935);
        let risk = found.risk_ratio.unwrap();
        close(risk.estimate, 1.722_222_222_222_222_3);
        close(risk.interval.lower, 1.141_440_509_398_421_7);
        close(risk.interval.upper, 2.598_514_209_276_889_4);
        let empty = unadjusted(share(0, 23), share(22, 44), Confidence::P95);
        assert_eq!(empty.odds_ratio, Err(Absent::EmptyCell));
        assert_eq!(empty.risk_ratio, Err(Absent::EmptyCell));
        let all = unadjusted(share(9, 0), share(22, 44), Confidence::P95);
        assert!(all.odds_ratio.is_err() && all.risk_ratio.is_ok());
    }

    #[test]
    fn one_place_has_no_cluster_robust_covariance() {
        let predictors = [Some(1.0)];
        let person = |outcome| Observation {
            predictors: &predictors,
            outcome: Some(outcome),
            cluster: 7,
        };
        let rows = [person(0), person(1)];
        let patterns = Patterns::fold(&["x"], super::super::Intercept::None, rows).unwrap();
        let fit = logistic(&patterns).unwrap();
        let robust = cluster_robust(&patterns, &fit);
        assert_eq!(robust.err(), Some(Absent::TooFewClusters));
    }
}
