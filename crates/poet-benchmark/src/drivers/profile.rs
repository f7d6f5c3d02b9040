//! Intervals from the likelihood itself.

use nalgebra::DVector;
use serde::Serialize;

use super::basis::Basis;
use super::fit::{Fit, FitMethod};
use super::likelihood::{Likelihood, Penalty, Place};
use super::pattern::Patterns;
use crate::Absent;
use crate::compare::ZTest;
use crate::estimate::{Confidence, Interval};

/// What the likelihood says of one coefficient.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Profile {
    /// Coefficients that the likelihood does not rule out, on their logarithmic scale.
    pub interval: Interval,
    /// Likelihood ratio test that the term makes no difference, as the root of its statistic with the estimate's sign.
    pub test: ZTest,
}

/// Most steps to an end of an interval.
const STEPS: usize = 100;

/// Profile likelihood interval of one coefficient of `fit`, by its position, with the test that belongs to it.
///
/// The ends are the coefficients at which twice the loss of log-likelihood, every other coefficient at its best, is the
/// quantile of chi-squared on one degree of freedom. After [`firth`](super::firth()) the likelihood is the penalised one
/// of all terms.
///
/// # Errors
///
/// [`Absent::NotConverged`] where an end is not reached; [`Absent::Aliased`] where there is no such coefficient.
///
/// # Source
///
/// Venzon and Moolgavkar (1988), Appl. Stat. 37:87-94, doi:10.2307/2347496; with the penalty Heinze and Schemper (2002),
/// Stat. Med. 21:2409-2419, doi:10.1002/sim.1047. The ends are roots of the profile itself, by Newton's method kept
/// within brackets.
pub fn profile(
    patterns: &Patterns,
    fit: &Fit,
    position: usize,
    confidence: Confidence,
) -> Result<Profile, Absent> {
    let coefficient = fit.coefficients.get(position).ok_or(Absent::Aliased)?;
    let basis = basis_with_last(patterns, fit, position);
    let last = basis.rank() - 1;
    let profiled = Profiled {
        likelihood: Likelihood {
            basis: &basis,
            counts: &patterns.counts,
            penalty: match fit.method {
                FitMethod::MaximumLikelihood => Penalty::None,
                FitMethod::Firth => Penalty::Jeffreys,
            },
        },
        scale: basis.triangle[(last, last)],
    };
    let peak = profiled
        .likelihood
        .climb(DVector::zeros(last + 1), last + 1)?;
    let spread = coefficient.error.max(f64::MIN_POSITIVE);
    let loss = 0.5 * confidence.z() * confidence.z();
    let end = |sign: f64| profiled.end(&peak, loss, sign * confidence.z() * spread);
    Ok(Profile {
        interval: Interval {
            lower: end(-1.0)?,
            upper: end(1.0)?,
        },
        test: {
            let without = profiled.at(&peak, 0.0)?;
            let statistic = (2.0 * (peak.height - without.height)).max(0.0);
            ZTest::from_z(statistic.sqrt().copysign(coefficient.estimate))
        },
    })
}

/// Basis of the terms kept in which the term at `position` is the last: its coefficient is then one of the basis alone.
fn basis_with_last(patterns: &Patterns, fit: &Fit, position: usize) -> Basis {
    let mut terms = fit.kept.clone();
    let term = terms.remove(position);
    terms.push(term);
    Basis::new(&patterns.rows, patterns.terms.len(), &terms)
}

/// Likelihood with the last coefficient held.
struct Profiled<'a> {
    likelihood: Likelihood<'a>,
    /// Coefficient of the basis for one of the term.
    scale: f64,
}

impl Profiled<'_> {
    /// Best place where the term's coefficient is `value`.
    fn at(&self, near: &Place, value: f64) -> Result<Place, Absent> {
        let mut start = near.at.clone();
        let last = start.len() - 1;
        start[last] = value * self.scale;
        self.likelihood.climb(start, last)
    }

    /// Coefficient at which `loss` of log-likelihood is lost, on the side of `step` from the peak.
    fn end(&self, peak: &Place, loss: f64, step: f64) -> Result<f64, Absent> {
        let last = peak.at.len() - 1;
        let (mut near, mut far) = (peak.at[last] / self.scale, None);
        let mut value = near + step;
        let mut place = peak.clone();
        for _ in 0..STEPS {
            place = self.at(&place, value)?;
            let lost = peak.height - place.height - loss;
            match lost < 0.0 {
                true => near = value,
                false => far = Some(value),
            }
            // Heights are exact to sixteen digits of theirs.
            if lost.abs() <= 1e-13 * peak.height.abs().max(1.0) {
                return Ok(value);
            }
            let newton = value + lost / (place.slope[last] * self.scale);
            let next = match far {
                Some(far) if !is_between(newton, near, far) => 0.5 * (near + far),
                None if !is_between(
                    newton,
                    near,
                    near + 4.0 * (near - peak.at[last] / self.scale).abs().copysign(step),
                ) =>
                {
                    value + 2.0 * step
                }
                _ => newton,
            };
            if (next - value).abs() <= 1e-12 * value.abs().max(step.abs()) {
                return Ok(next);
            }
            value = next;
        }
        Err(Absent::NotConverged)
    }
}

fn is_between(value: f64, one: f64, other: f64) -> bool {
    value.is_finite() && (value - one) * (value - other) < 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drivers::{Intercept, Observation, firth};

    /// Lower end by `scipy` 1.17, `brentq` over Newton steps on the penalised likelihood.
    #[test]
    fn an_outcome_that_never_varies_has_an_interval_under_the_penalty() {
        let ages = [1.0, 2.0, 3.0, 4.0, 5.0].map(|x| [Some(x)]);
        let people = ages.iter().map(|predictors| Observation {
            predictors,
            outcome: Some(1),
            cluster: 0,
        });
        let patterns = Patterns::fold(&["x"], Intercept::Included, people).unwrap();
        let fit = firth(&patterns).unwrap();
        let found = profile(&patterns, &fit, 0, Confidence::P95).unwrap();
        assert!((found.interval.lower - -3.201_606_813_6).abs() < 1e-8);
        assert!(found.interval.contains(fit.coefficients[0].estimate));
        assert_eq!(
            profile(&patterns, &fit, 2, Confidence::P95),
            Err(Absent::Aliased)
        );
    }
}
