//! A fitted model.

use std::fmt;

use nalgebra::DMatrix;
use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

use super::basis::Basis;
use super::likelihood::Place;
use super::pattern::{Intercept, Patterns};
use crate::Absent;
use crate::compare::ZTest;
use crate::estimate::{Confidence, Interval};

/// How coefficients were estimated.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FitMethod {
    /// Maximum likelihood.
    MaximumLikelihood,
    /// Firth's penalised likelihood.
    Firth,
}

/// A fitted logistic model.
///
/// Holds finite estimates only. `Debug` shows no count.
#[derive(Clone, PartialEq)]
pub struct Fit {
    /// How the coefficients were estimated.
    pub method: FitMethod,
    /// Terms that are kept, the intercept first.
    pub coefficients: Vec<Coefficient>,
    /// Terms that others make up, which are left out.
    pub aliased: Vec<Box<str>>,
    /// People without a missing value.
    pub people: u64,
    /// People with the event.
    pub events: u64,
    /// Log-likelihood of single people at the estimates, with its penalty where there is one.
    pub log_likelihood: f64,
    /// Log-likelihood without predictors.
    pub null_log_likelihood: f64,
    pub(super) covariance: DMatrix<f64>,
    /// Positions of the kept terms in the patterns.
    pub(super) kept: Vec<usize>,
}

/// Estimate of one term.
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficient {
    /// The term.
    pub term: Box<str>,
    /// Logarithm of the odds ratio.
    pub estimate: f64,
    /// Standard error of the estimate.
    pub error: f64,
}

/// Test of all predictors together.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LikelihoodRatio {
    /// Twice the log-likelihood that the predictors add.
    pub statistic: f64,
    /// How many predictors.
    pub freedom: usize,
    /// p value by chi-squared.
    pub p: f64,
}

impl Fit {
    /// Events, or people without it if they are fewer, below which a parameter has too few to rest on.
    ///
    /// Peduzzi et al. (1996), J. Clin. Epidemiol. 49:1373-1379, doi:10.1016/S0895-4356(96)00236-3.
    pub const EVENTS_PER_PARAMETER: u64 = 10;

    /// The model at the peak of its likelihood.
    pub(super) fn new(method: FitMethod, patterns: &Patterns, basis: &Basis, peak: &Place) -> Self {
        let estimates = basis.coefficients(&peak.at);
        let covariance = basis.covariance(&peak.covariance());
        let coefficient = |(at, &term): (usize, &usize)| Coefficient {
            term: patterns.terms[term].clone(),
            estimate: estimates[at],
            error: covariance[(at, at)].max(0.0).sqrt(),
        };
        let name = |&term: &usize| patterns.terms[term].clone();
        Self {
            method,
            coefficients: basis.kept.iter().enumerate().map(coefficient).collect(),
            aliased: basis.aliased.iter().map(name).collect(),
            people: patterns.people(),
            events: patterns.events(),
            log_likelihood: match method {
                FitMethod::MaximumLikelihood => peak.height,
                FitMethod::Firth => peak.height + basis.log_determinant(),
            },
            null_log_likelihood: null_log_likelihood(patterns),
            covariance,
            kept: basis.kept.clone(),
        }
    }

    /// Test that no predictor makes a difference, by how much likelihood all of them add.
    ///
    /// # Errors
    ///
    /// [`Absent::Degenerate`] without a predictor, or where the likelihood is a penalised one.
    ///
    /// # Source
    ///
    /// Wilks (1938), Ann. Math. Stat. 9:60-62, doi:10.1214/aoms/1177732360.
    pub fn likelihood_ratio(&self) -> Result<LikelihoodRatio, Absent> {
        let level = self.position(Patterns::INTERCEPT).is_some();
        let freedom = self.coefficients.len() - usize::from(level);
        if freedom == 0 || self.method == FitMethod::Firth {
            return Err(Absent::Degenerate);
        }
        let statistic = (2.0 * (self.log_likelihood - self.null_log_likelihood)).max(0.0);
        let law = ChiSquared::new(freedom as f64).map_err(|_| Absent::Degenerate)?;
        Ok(LikelihoodRatio {
            statistic,
            freedom,
            p: law.sf(statistic),
        })
    }

    /// Position of the coefficient of a term.
    pub fn position(&self, term: &str) -> Option<usize> {
        self.coefficients.iter().position(|c| &*c.term == term)
    }

    /// Covariance of two coefficients, by their positions.
    pub fn covariance(&self, one: usize, other: usize) -> Option<f64> {
        self.covariance.get((one, other)).copied()
    }

    /// Whether fewer than [`Fit::EVENTS_PER_PARAMETER`] people a coefficient have the rarer outcome.
    pub fn has_few_events(&self) -> bool {
        let rarer = self.events.min(self.people - self.events);
        rarer < Self::EVENTS_PER_PARAMETER * self.coefficients.len() as u64
    }
}

impl fmt::Debug for Fit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let terms = self.coefficients.iter().map(|c| &c.term);
        f.debug_struct("Fit")
            .field("method", &self.method)
            .field("terms", &terms.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl Coefficient {
    /// Wald's test that the term makes no difference.
    ///
    /// # Errors
    ///
    /// [`Absent::Degenerate`] where the estimate has no error.
    pub fn test(&self) -> Result<ZTest, Absent> {
        match self.error > 0.0 {
            true => Ok(ZTest::from_z(self.estimate / self.error)),
            false => Err(Absent::Degenerate),
        }
    }

    /// Odds ratio of one more of the predictor.
    pub fn odds_ratio(&self) -> f64 {
        exp(self.estimate)
    }

    /// Wald's interval of the coefficient, on its logarithmic scale.
    pub fn interval(&self, confidence: Confidence) -> Interval {
        let margin = confidence.z() * self.error;
        Interval {
            lower: self.estimate - margin,
            upper: self.estimate + margin,
        }
    }
}

/// `e` to the power of `value`, the largest number where that is larger.
pub(super) fn exp(value: f64) -> f64 {
    value.exp().min(f64::MAX)
}

/// Log-likelihood without predictors: of the share of events, or of one half where there is no intercept either.
fn null_log_likelihood(patterns: &Patterns) -> f64 {
    let (people, events) = (patterns.people() as f64, patterns.events() as f64);
    let part = |some: f64| match some > 0.0 {
        true => some * (some / people).ln(),
        false => 0.0,
    };
    match patterns.intercept {
        Intercept::Included => part(events) + part(people - events),
        Intercept::None => -people * std::f64::consts::LN_2,
    }
}

#[cfg(test)]
mod tests {
    use super::Coefficient;
    use crate::Absent;

    /// Convention 5.
    #[test]
    fn an_estimate_without_error_is_not_tested() {
        let tested = |error| {
            let term = "met".into();
            let estimate = 1.5;
            Coefficient {
                term,
                estimate,
                error,
            }
            .test()
        };
        assert_eq!(tested(0.0), Err(Absent::Degenerate));
        assert!((tested(0.75).unwrap().z - 2.0).abs() < 1e-15);
    }
}
