//! How sure an interval is.

use serde::Serialize;

use super::normal::two_sided_quantile;
use crate::Error;

/// Two-sided confidence level.
///
/// Holds a level more than 0 and less than 1, with its exact normal quantile.
///
/// # Examples
///
/// ```
/// use poet_benchmark::estimate::Confidence;
///
/// let ninety = Confidence::new(0.9)?;
/// assert!((ninety.z() - 1.6448536269514722).abs() < 1e-14);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize)]
#[serde(into = "f64")]
pub struct Confidence {
    level: f64,
    z: f64,
}

impl Confidence {
    /// 95 %, one place in twenty outside by chance alone.
    pub const P95: Self = Self {
        level: 0.95,
        z: 1.959_963_984_540_054,
    };

    /// 99.8 %, one place in five hundred outside by chance alone.
    pub const P998: Self = Self {
        level: 0.998,
        z: 3.090_232_306_167_813_5,
    };

    /// Confidence of `level`, as a share: `0.95`, not `95`.
    ///
    /// # Errors
    ///
    /// [`Error::Confidence`] for a level that is not between 0 and 1.
    pub fn new(level: f64) -> Result<Self, Error> {
        if level > 0.0 && level < 1.0 {
            Ok(Self {
                level,
                z: two_sided_quantile(level),
            })
        } else {
            Err(Error::Confidence { level })
        }
    }

    /// The level as a share.
    pub fn level(self) -> f64 {
        self.level
    }

    /// Standard errors to each side of an estimate.
    pub fn z(self) -> f64 {
        self.z
    }

    /// Probability left in each tail.
    pub fn tail(self) -> f64 {
        0.5 * (1.0 - self.level)
    }
}

impl Default for Confidence {
    /// 95 %.
    fn default() -> Self {
        Self::P95
    }
}

impl From<Confidence> for f64 {
    fn from(confidence: Confidence) -> Self {
        confidence.level
    }
}

#[cfg(test)]
mod tests {
    use super::Confidence;

    #[test]
    fn a_level_outside_0_to_1_is_refused() {
        for level in [0.0, 1.0, -0.5, 95.0, f64::NAN, f64::INFINITY] {
            assert!(Confidence::new(level).is_err(), "{level}");
        }
    }

    #[test]
    fn the_named_levels_hold_the_quantile_that_new_computes() {
        for named in [Confidence::P95, Confidence::P998] {
            let made = Confidence::new(named.level()).unwrap();
            assert!((made.z() / named.z() - 1.0).abs() < 1e-15);
        }
    }
}
