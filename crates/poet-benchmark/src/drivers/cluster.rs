//! Covariance that allows for people of one place being alike.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use super::fit::Fit;
use super::likelihood::{Odds, add_square, dot};
use super::pattern::Patterns;
use crate::Absent;
use crate::compare::ZTest;
use crate::estimate::{Confidence, Interval, normal, student};

/// Covariance of the coefficients of a fit, and the distribution that its tests go by.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariance {
    pub(super) matrix: DMatrix<f64>,
    basis: CovarianceBasis,
}

/// What a covariance rests on.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CovarianceBasis {
    /// The model: people are alike in nothing but their predictors. Tests are by the normal distribution.
    Model,
    /// Residuals summed by cluster. Tests are by Student's t on one degree of freedom less than there are clusters.
    Clusters {
        /// How many clusters.
        clusters: usize,
    },
}

impl Covariance {
    /// Clusters below which a cluster-robust covariance is too sure of itself: Cameron and Miller (2015), section VI.
    pub const FEW_CLUSTERS: usize = 30;

    /// Clusters below which residuals say too little of how alike their people are: with two, they cancel out.
    pub const FEWEST_CLUSTERS: usize = 10;

    /// Whether it rests on at least [`Covariance::FEWEST_CLUSTERS`] clusters.
    pub fn has_enough_clusters(&self) -> bool {
        matches!(self.basis, CovarianceBasis::Clusters { clusters } if clusters >= Self::FEWEST_CLUSTERS)
    }

    /// Covariance of the model itself.
    pub fn of_model(fit: &Fit) -> Self {
        Self {
            matrix: fit.covariance.clone(),
            basis: CovarianceBasis::Model,
        }
    }

    /// What it rests on.
    pub fn basis(&self) -> CovarianceBasis {
        self.basis
    }

    /// Whether it rests on fewer than [`Covariance::FEW_CLUSTERS`] clusters.
    pub fn has_few_clusters(&self) -> bool {
        matches!(self.basis, CovarianceBasis::Clusters { clusters } if clusters < Self::FEW_CLUSTERS)
    }

    /// Standard error of the coefficient at a position.
    pub fn error(&self, position: usize) -> Option<f64> {
        let variance = self.matrix.get((position, position))?;
        Some(variance.max(0.0).sqrt())
    }

    /// Standard error of a sum of coefficients, each so many times.
    pub(super) fn error_of(&self, times: &DVector<f64>) -> f64 {
        times.dot(&(&self.matrix * times)).max(0.0).sqrt()
    }

    /// `estimate` with so many standard errors to each side as `confidence` wants.
    pub(super) fn interval(&self, estimate: f64, error: f64, confidence: Confidence) -> Interval {
        let margin = error * self.quantile(confidence);
        Interval {
            lower: estimate - margin,
            upper: estimate + margin,
        }
    }

    /// Test that the coefficient at a position makes no difference.
    ///
    /// # Errors
    ///
    /// [`Absent::Aliased`] where there is no such coefficient; [`Absent::Degenerate`] where it has no error.
    pub fn test(&self, fit: &Fit, position: usize) -> Result<ZTest, Absent> {
        let coefficient = fit.coefficients.get(position).ok_or(Absent::Aliased)?;
        let error = self.error(position).ok_or(Absent::Aliased)?;
        if error <= 0.0 {
            return Err(Absent::Degenerate);
        }
        let z = coefficient.estimate / error;
        Ok(ZTest {
            z,
            p: match self.freedom() {
                Some(freedom) => student::two_sided_p(z, freedom),
                None => normal::two_sided_p(z),
            },
        })
    }

    fn quantile(&self, confidence: Confidence) -> f64 {
        let student = |freedom| student::margin(confidence, freedom);
        self.freedom().and_then(student).unwrap_or(confidence.z())
    }

    fn freedom(&self) -> Option<f64> {
        match self.basis {
            CovarianceBasis::Model => None,
            CovarianceBasis::Clusters { clusters } => Some(clusters as f64 - 1.0),
        }
    }
}

/// Covariance of `fit` from its residuals summed by cluster.
///
/// The small-sample factor is `G / (G - 1)` for G clusters, as R's `sandwich::vcovCL` and Stata take it for logistic models;
/// statsmodels multiplies by `(n - 1) / (n - k)` for k coefficients beside.
///
/// # Errors
///
/// [`Absent::TooFewClusters`] with fewer than two clusters.
///
/// # Source
///
/// Liang and Zeger (1986), Biometrika 73:13-22, doi:10.1093/biomet/73.1.13; Cameron and Miller (2015), J. Hum. Resour.
/// 50:317-372, doi:10.3368/jhr.50.2.317, for the factor and for Student's t.
pub fn cluster_robust(patterns: &Patterns, fit: &Fit) -> Result<Covariance, Absent> {
    let mut clusters: Vec<u32> = patterns.cells.iter().map(|cell| cell.cluster).collect();
    clusters.sort_unstable();
    clusters.dedup();
    if clusters.len() < 2 {
        return Err(Absent::TooFewClusters);
    }
    let rank = fit.kept.len();
    let rows = Kept::new(patterns, fit);
    let mut slopes = vec![0.0; clusters.len() * rank];
    for cell in &patterns.cells {
        let at = clusters.partition_point(|&cluster| cluster < cell.cluster) * rank;
        let (row, odds) = rows.of(cell.pattern as usize);
        let [none, event] = cell.counts.map(|people| people as f64);
        let residual = event * odds.others - none * odds.share;
        for (sum, value) in slopes[at..at + rank].iter_mut().zip(row) {
            *sum += residual * value;
        }
    }
    let mut meat = vec![0.0; rank * rank];
    for slope in slopes.chunks_exact(rank.max(1)) {
        add_square(&mut meat, 1.0, slope);
    }
    let meat = DMatrix::from_fn(rank, rank, |row, column| {
        meat[row.max(column) * rank + row.min(column)]
    });
    let count = clusters.len() as f64;
    Ok(Covariance {
        matrix: (&fit.covariance * meat * &fit.covariance) * (count / (count - 1.0)),
        basis: CovarianceBasis::Clusters {
            clusters: clusters.len(),
        },
    })
}

/// Kept terms of every pattern, with what the fit expects of it.
struct Kept {
    rows: Vec<f64>,
    odds: Vec<Odds>,
    rank: usize,
}

impl Kept {
    fn new(patterns: &Patterns, fit: &Fit) -> Self {
        let rank = fit.kept.len();
        let estimates: Vec<f64> = fit.coefficients.iter().map(|c| c.estimate).collect();
        let rows: Vec<f64> = (0..patterns.len())
            .map(|at| patterns.row(at))
            .flat_map(|row| fit.kept.iter().map(move |&term| row[term]))
            .collect();
        let row = |at: usize| &rows[at * rank..(at + 1) * rank];
        let odds = (0..patterns.len()).map(|at| Odds::new(dot(row(at), &estimates)));
        Self {
            odds: odds.collect(),
            rows,
            rank,
        }
    }

    fn of(&self, pattern: usize) -> (&[f64], &Odds) {
        let row = &self.rows[pattern * self.rank..(pattern + 1) * self.rank];
        (row, &self.odds[pattern])
    }
}
