//! Variance between places.

use serde::Serialize;

use crate::Error;

/// Variance between places on the scale of log odds.
///
/// Holds 0 to [`LARGEST`](Self::LARGEST), so that every odds ratio made from it is finite.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize)]
#[serde(into = "f64")]
pub struct Variance {
    value: f64,
}

impl Variance {
    /// Largest variance.
    pub const LARGEST: f64 = 5e5;

    /// The variance given.
    ///
    /// # Errors
    ///
    /// [`Error::Variance`] for a value that is negative, not finite or over [`LARGEST`](Self::LARGEST).
    pub fn new(value: f64) -> Result<Self, Error> {
        match (0.0..=Self::LARGEST).contains(&value) {
            true => Ok(Self { value: value + 0.0 }),
            false => Err(Error::Variance { variance: value }),
        }
    }

    /// The variance.
    pub fn value(self) -> f64 {
        self.value
    }

    /// Its square root.
    pub fn deviation(self) -> f64 {
        self.value.sqrt()
    }
}

impl From<Variance> for f64 {
    fn from(variance: Variance) -> Self {
        variance.value
    }
}

#[cfg(test)]
mod tests {
    use super::Variance;

    #[test]
    fn a_variance_is_neither_negative_nor_endless() {
        for value in [-1e-9, 6e5, f64::NAN, f64::INFINITY] {
            assert!(Variance::new(value).is_err(), "{value}");
        }
        assert_eq!(
            Variance::new(-0.0).map(|v| v.value().is_sign_positive()),
            Ok(true)
        );
    }
}
