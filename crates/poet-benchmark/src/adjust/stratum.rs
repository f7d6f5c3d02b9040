//! One stratum of one place.

use crate::Error;
use crate::estimate::Proportion;

/// Favourable answers among those of one stratum of one place, where somebody of it answered.
///
/// Holds a [`Proportion`], or 0 of 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StratumShare(Option<Proportion>);

impl StratumShare {
    /// A stratum of which nobody answered.
    pub const NOBODY: Self = Self(None);

    /// `x` of `n`; 0 of 0 where nobody answered.
    ///
    /// # Errors
    ///
    /// [`Error::Base`] and [`Error::Count`] for numbers that are no count of a base.
    pub fn new(x: f64, n: f64) -> Result<Self, Error> {
        match Proportion::new(x, n) {
            Ok(proportion) => Ok(Self(Some(proportion))),
            Err(Error::Absent(_)) => Ok(Self::NOBODY),
            Err(error) => Err(error),
        }
    }

    /// The share, where somebody answered.
    pub fn proportion(self) -> Option<Proportion> {
        self.0
    }

    /// Favourable answers.
    pub fn x(self) -> f64 {
        self.0.map_or(0.0, Proportion::x)
    }

    /// Answers.
    pub fn n(self) -> f64 {
        self.0.map_or(0.0, Proportion::n)
    }
}

impl From<Proportion> for StratumShare {
    fn from(proportion: Proportion) -> Self {
        Self(Some(proportion))
    }
}

/// Weight of a stratum in the reference: people, or a share of them.
pub(super) fn weight(weight: f64) -> Result<f64, Error> {
    if (0.0..=Proportion::LARGEST_BASE).contains(&weight) {
        Ok(weight)
    } else {
        Err(Error::ReferenceWeight { weight })
    }
}

/// Refuses strata of which nobody answered though they carry weight, and strata of no weight at all.
pub(super) fn check_filled(strata: impl Iterator<Item = (f64, f64)> + Clone) -> Result<(), Error> {
    let weighty = strata.clone().any(|(weight, _)| weight > 0.0);
    if !weighty {
        return Err(Error::NoReferenceWeight);
    }
    let empty = |(_, (weight, n)): &(usize, (f64, f64))| *weight > 0.0 && *n <= 0.0;
    let empty: Vec<usize> = strata.enumerate().filter(empty).map(|(at, _)| at).collect();
    if empty.is_empty() {
        Ok(())
    } else {
        Err(Error::EmptyStrata { strata: empty })
    }
}
