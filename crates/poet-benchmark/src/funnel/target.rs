//! What places are held against.

use serde::Serialize;

use crate::{Absent, Error, estimate::Proportion};

/// Share in the middle of a funnel.
///
/// Holds a share from 0 to 1.
///
/// # Examples
///
/// ```
/// use poet_benchmark::{estimate::Proportion, funnel::Target};
///
/// let places = [Proportion::new(30.0, 40.0)?, Proportion::new(10.0, 60.0)?];
/// assert_eq!(Target::pooled(&places)?.share(), 0.4);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize)]
#[serde(into = "f64")]
pub struct Target {
    share: f64,
}

impl Target {
    /// The share given, such as a standard.
    ///
    /// # Errors
    ///
    /// [`Error::Share`] for what is no share.
    pub fn new(share: f64) -> Result<Self, Error> {
        if (0.0..=1.0).contains(&share) {
            // Adding 0 turns a negative zero into the plain one.
            Ok(Self { share: share + 0.0 })
        } else {
            Err(Error::Share { share })
        }
    }

    /// The share of all `places` together, each place part of the target it is held against.
    ///
    /// That is the published method; a comparison with everyone else answers another question.
    ///
    /// # Errors
    ///
    /// [`Absent::NoAnswers`] without any place.
    ///
    /// # Source
    ///
    /// Spiegelhalter (2005), Stat. Med. 24:1185-1202, doi:10.1002/sim.1970.
    pub fn pooled(places: &[Proportion]) -> Result<Self, Absent> {
        let n: f64 = places.iter().map(|place| place.n()).sum();
        let x: f64 = places.iter().map(|place| place.x()).sum();
        match n > 0.0 {
            true => Ok(Self {
                share: (x / n).min(1.0),
            }),
            false => Err(Absent::NoAnswers),
        }
    }

    /// The share.
    pub fn share(self) -> f64 {
        self.share
    }

    /// Variance of one answer.
    pub(super) fn variance(self) -> f64 {
        self.share * (1.0 - self.share)
    }
}

impl From<Target> for f64 {
    fn from(target: Target) -> Self {
        target.share
    }
}

#[cfg(test)]
mod tests {
    use super::Target;
    use crate::{Absent, Error};

    #[test]
    fn nobody_is_no_target_and_per_cent_is_no_share() {
        assert_eq!(Target::pooled(&[]), Err(Absent::NoAnswers));
        for share in [65.0, -0.1, f64::NAN] {
            assert!(matches!(Target::new(share), Err(Error::Share { .. })));
        }
    }
}
