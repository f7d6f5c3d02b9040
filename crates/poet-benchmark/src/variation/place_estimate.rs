//! An estimate for one place.

use crate::Error;

/// An estimate for one place with its standard error.
///
/// Holds an estimate of at most [`LARGEST`](Self::LARGEST) either way, and a standard error that is 0 or from one over
/// that to it, so that no square of either runs over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceEstimate {
    estimate: f64,
    error: f64,
}

impl PlaceEstimate {
    /// Largest number that is taken.
    pub const LARGEST: f64 = 1e50;

    /// `estimate` with this standard error.
    ///
    /// # Errors
    ///
    /// [`Error::Estimate`] for numbers past [`LARGEST`](Self::LARGEST), and for a standard error that is negative or, but
    /// for 0, less than one over it.
    pub fn new(estimate: f64, error: f64) -> Result<Self, Error> {
        let some = (Self::LARGEST.recip()..=Self::LARGEST).contains(&error);
        let sound = estimate.abs() <= Self::LARGEST && (some || error.abs() <= 0.0);
        match sound {
            true => Ok(Self {
                estimate: estimate + 0.0,
                error: error + 0.0,
            }),
            false => Err(Error::Estimate { estimate, error }),
        }
    }

    /// The estimate.
    pub fn estimate(self) -> f64 {
        self.estimate
    }

    /// Its standard error.
    pub fn error(self) -> f64 {
        self.error
    }
}

#[cfg(test)]
mod tests {
    use super::PlaceEstimate;

    #[test]
    fn no_square_of_an_estimate_or_its_error_runs_over() {
        for (estimate, error) in [(1e51, 1.0), (0.0, 1e-51), (0.0, 1e51), (0.0, -1.0)] {
            assert!(PlaceEstimate::new(estimate, error).is_err());
        }
        for (estimate, error) in [(f64::NAN, 1.0), (0.0, f64::NAN)] {
            assert!(PlaceEstimate::new(estimate, error).is_err());
        }
        assert!(PlaceEstimate::new(-1e50, 0.0).is_ok());
    }
}
