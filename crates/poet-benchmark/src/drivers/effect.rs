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
/// # Ok::<(), Box<dyn std::error::Error>>(())
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
