//! Logistic regression by Firth's penalised likelihood.

use nalgebra::DVector;

use super::basis::Basis;
use super::fit::{Fit, FitMethod};
use super::likelihood::{Likelihood, Penalty};
use super::pattern::Patterns;
use crate::Absent;

/// Logistic regression by Firth's penalised likelihood: estimates are finite whatever separates.
///
/// Maximises the log-likelihood and half the logarithm of the information's determinant. Standard errors are from the
/// inverse information without the penalty; intervals belong to [`profile`](super::profile()).
///
/// # Errors
///
/// [`Absent::NoAnswers`] without anybody; [`Absent::NotConverged`] where the peak is not reached.
///
/// # Source
///
/// Firth (1993), Biometrika 80:27-38, doi:10.1093/biomet/80.1.27; Heinze and Schemper (2002), Stat. Med. 21:2409-2419,
/// doi:10.1002/sim.1047.
pub fn firth(patterns: &Patterns) -> Result<Fit, Absent> {
    if patterns.is_empty() {
        return Err(Absent::NoAnswers);
    }
    let positions: Vec<usize> = (0..patterns.terms.len()).collect();
    let basis = Basis::new(&patterns.rows, positions.len(), &positions);
    let likelihood = Likelihood {
        basis: &basis,
        counts: &patterns.counts,
        penalty: Penalty::Jeffreys,
    };
    let peak = likelihood.climb(DVector::zeros(basis.rank()), basis.rank())?;
    Ok(Fit::new(FitMethod::Firth, patterns, &basis, &peak))
}
