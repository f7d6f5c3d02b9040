//! An estimate for one place.

use crate::Error;

/// An estimate for one place with its standard error.
///
/// Holds a finite estimate and a finite standard error, 0 or more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceEstimate {
    estimate: f64,
    error: f64,
}

impl PlaceEstimate {
    /// `estimate` with this standard error.
    ///
    /// # Errors
    ///
    /// [`Error::Estimate`] for numbers that are not finite, or a negative standard error.
    pub fn new(estimate: f64, error: f64) -> Result<Self, Error> {
        let sound = estimate.is_finite() && error.is_finite() && error >= 0.0;
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
