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
/// # Ok::<(), poet_benchmark::Error>(())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drivers::{Intercept, Observation, cluster_robust};

    /// People by predictor, outcome and how many.
    fn patterns(names: &[&str], people: &[(&[Option<f64>], u32, usize)]) -> Patterns {
        let people = people.iter().flat_map(|&(predictors, outcome, n)| {
            (0..n).map(move |at| Observation {
                predictors,
                outcome: Some(outcome),
                cluster: u32::from(at % 2 == 0),
            })
        });
        let level = match names.is_empty() {
            true => Intercept::None,
            false => Intercept::Included,
        };
        Patterns::fold(names, level, people).unwrap()
    }

    #[test]
    fn a_model_without_a_term_expects_half_of_everybody() {
        let nothing = patterns(&[], &[(&[], 1, 3), (&[], 0, 1)]);
        let fit = logistic(&nothing).unwrap();
        assert!(fit.coefficients.is_empty());
        assert!((fit.log_likelihood - fit.null_log_likelihood).abs() < 1e-15);
        assert!(cluster_robust(&nothing, &fit).is_ok());
    }

    #[test]
    fn firth_is_chosen_on_separation_and_labelled() {
        let (yes, no) = ([Some(1.0)], [Some(0.0)]);
        let table = |events| {
            [
                (&yes[..], 1, 12),
                (&no, 1, 3),
                (&no, 0, 10),
                (&yes, 0, events),
            ]
        };
        let parted = fit(&patterns(&["x"], &table(0))).unwrap();
        assert_eq!(parted.method, FitMethod::Firth);
        // The logarithm of the odds ratio with one half added to each cell.
        assert!((parted.coefficients[1].estimate - 75.0_f64.ln()).abs() < 1e-9);
        let mixed = fit(&patterns(&["x"], &table(5))).unwrap();
        assert_eq!(mixed.method, FitMethod::MaximumLikelihood);
        let ratio = (12.0 / 5.0) / (3.0 / 10.0);
        assert!((mixed.coefficients[1].odds_ratio() - ratio).abs() < 1e-9);
    }

    #[test]
    fn fewer_than_ten_events_a_parameter_are_few() {
        let (yes, no) = ([Some(1.0)], [Some(0.0)]);
        for (events, few) in [(9, true), (10, false)] {
            let table = [
                (&yes[..], 1, events),
                (&yes, 0, 50),
                (&no, 1, 10),
                (&no, 0, 50),
            ];
            assert_eq!(
                logistic(&patterns(&["x"], &table))
                    .unwrap()
                    .has_few_events(),
                few
            );
        }
    }
}
