//! Logistic regression by maximum likelihood.

use nalgebra::DVector;

use super::basis::Basis;
use super::firth::firth;
use super::fit::{Fit, FitMethod};
use super::likelihood::{Likelihood, Penalty};
use super::pattern::Patterns;
use super::separation::{Separated, Sides, is_overlapping};
use crate::Absent;

/// Logistic regression by maximum likelihood.
///
/// Terms that others make up are left out and listed. Standard errors are from the inverse expected information.
///
/// # Errors
///
/// [`Absent::NoAnswers`] without anybody; [`Absent::Separated`] where no finite estimate exists, which is settled before
/// any estimate is given: use [`firth`] then; [`Absent::NotConverged`] where the peak is not reached.
///
/// # Source
///
/// Cox (1958), J. R. Stat. Soc. B 20:215-242, doi:10.1111/j.2517-6161.1958.tb00292.x; fitted by Fisher's scoring.
///
/// # Examples
///
/// ```
/// use poet_benchmark::drivers::{Intercept, Observation, Patterns, logistic};
///
/// // Of ten people who found it easy seven have the outcome, of eight others two.
/// let [easy, hard] = [[Some(1.0)], [Some(0.0)]];
/// let groups = [(&easy, 1, 7), (&easy, 0, 3), (&hard, 1, 2), (&hard, 0, 6)];
/// let people = groups.into_iter().flat_map(|(predictors, outcome, n)| {
///     std::iter::repeat_n(Observation { predictors, outcome: Some(outcome), cluster: 0 }, n)
/// });
/// let fit = logistic(&Patterns::fold(&["easy"], Intercept::Included, people)?)?;
/// assert!((fit.coefficients[1].odds_ratio() - (7.0 / 3.0) / (2.0 / 6.0)).abs() < 1e-9);
/// assert!(fit.has_few_events());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn logistic(patterns: &Patterns) -> Result<Fit, Absent> {
    if patterns.is_empty() {
        return Err(Absent::NoAnswers);
    }
    let positions: Vec<usize> = (0..patterns.terms.len()).collect();
    let basis = Basis::new(&patterns.rows, positions.len(), &positions);
    let likelihood = Likelihood {
        basis: &basis,
        counts: &patterns.counts,
        penalty: Penalty::None,
    };
    let peak = likelihood.climb(DVector::zeros(basis.rank()), basis.rank());
    let proven = |peak: &_| is_overlapping(peak, &basis, &patterns.counts);
    if !peak.as_ref().is_ok_and(proven)
        && Sides::new(patterns, &basis.kept).separated()? != Separated::No
    {
        return Err(Absent::Separated);
    }
    Ok(Fit::new(
        FitMethod::MaximumLikelihood,
        patterns,
        &basis,
        &peak?,
    ))
}

/// Logistic regression by maximum likelihood, or by Firth's penalised likelihood where predictors separate the outcome.
///
/// [`Fit::method`] says which.
///
/// # Errors
///
/// As [`logistic()`], but for separation.
pub fn fit(patterns: &Patterns) -> Result<Fit, Absent> {
    match logistic(patterns) {
        Err(Absent::Separated) => firth(patterns),
        fit => fit,
    }
}
