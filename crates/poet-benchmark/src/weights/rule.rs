//! How far weights may go.

use crate::Error;
use crate::adjust::Bounds;

/// How far weights may go, as multiples of their mean, before they are trimmed.
///
/// Holds bounds with the mean within them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightingRule {
    bounds: Bounds,
}

impl WeightingRule {
    /// Smallest weight where nothing is said.
    pub const LOWER: f64 = 0.2;

    /// Largest weight where nothing is said.
    ///
    /// # Source
    ///
    /// `DeBell` and Krosnick (2009), Computing Weights for American National Election Study Survey Data, ANES Technical
    /// Report nes012427: no weight over five times the mean.
    pub const UPPER: f64 = 5.0;

    /// Weights between `lower` and `upper` times their mean.
    ///
    /// # Errors
    ///
    /// [`Error::WeightBounds`] where they are no bounds or the mean is outside them.
    pub fn within(lower: f64, upper: f64) -> Result<Self, Error> {
        match lower <= 1.0 && 1.0 <= upper {
            true => Ok(Self {
                bounds: Bounds::new(lower, upper)?,
            }),
            false => Err(Error::WeightBounds { lower, upper }),
        }
    }

    /// The bounds, as multiples of the mean weight.
    pub fn bounds(self) -> Bounds {
        self.bounds
    }
}

impl Default for WeightingRule {
    /// Between a fifth of the mean and five times the mean.
    fn default() -> Self {
        let bounds = Bounds::known(Self::LOWER, Self::UPPER);
        Self { bounds }
    }
}

#[cfg(test)]
mod tests {
    use super::WeightingRule;

    #[test]
    fn the_mean_is_within_the_bounds() {
        let usual = WeightingRule::within(WeightingRule::LOWER, WeightingRule::UPPER).unwrap();
        assert_eq!(usual, WeightingRule::default());
        assert!(WeightingRule::within(0.0, f64::INFINITY).is_ok());
        assert!(
            WeightingRule::within(1.1, 5.0).is_err() && WeightingRule::within(0.1, 0.9).is_err()
        );
        assert!(WeightingRule::within(-0.1, 5.0).is_err());
    }
}
