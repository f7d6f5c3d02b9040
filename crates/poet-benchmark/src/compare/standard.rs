//! One share against a fixed standard.

use serde::Serialize;

use crate::{
    Error,
    estimate::{Confidence, Interval, Proportion, wilson},
};

/// A share held against a fixed value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Standard {
    /// Where the share lies.
    pub band: Band,
    /// Its 95 % interval.
    pub p95: Interval,
    /// Its 99.8 % interval.
    pub p998: Interval,
}

/// Where a share lies; whether higher is better, the item says.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
pub enum Band {
    /// Under the standard at 99.8 %.
    #[serde(rename = "lower_99_8")]
    Lower998,
    /// Under the standard at 95 %.
    #[serde(rename = "lower_95")]
    Lower95,
    /// Neither: a limit on the standard is similar to it.
    #[serde(rename = "similar")]
    Similar,
    /// Over the standard at 95 %.
    #[serde(rename = "higher_95")]
    Higher95,
    /// Over the standard at 99.8 %.
    #[serde(rename = "higher_99_8")]
    Higher998,
}

/// Holds `proportion` against the share `standard`.
///
/// # Errors
///
/// [`Error::Share`] for a standard that is not between 0 and 1.
///
/// # Source
///
/// Eayres (2008), Commonly used public health statistics and their confidence intervals, APHO
/// Technical Briefing 3: an indicator differs from a value that its [`wilson`] interval does not
/// hold. The outer limits are looked at first.
pub fn against_standard(proportion: Proportion, standard: f64) -> Result<Standard, Error> {
    if !(0.0..=1.0).contains(&standard) {
        return Err(Error::Share { share: standard });
    }
    let [p95, p998] = [Confidence::P95, Confidence::P998].map(|level| wilson(proportion, level));
    let band = if standard < p998.lower {
        Band::Higher998
    } else if standard > p998.upper {
        Band::Lower998
    } else if standard < p95.lower {
        Band::Higher95
    } else if standard > p95.upper {
        Band::Lower95
    } else {
        Band::Similar
    };
    Ok(Standard { band, p95, p998 })
}

#[cfg(test)]
mod tests {
    use super::{Band, against_standard};
    use crate::estimate::{Confidence, Proportion, wilson};

    #[test]
    fn a_limit_on_the_standard_is_similar_and_the_outer_limit_wins() {
        let proportion = Proportion::new(45.0, 100.0).unwrap();
        let band = |standard| against_standard(proportion, standard).unwrap().band;
        let [inner, outer] =
            [Confidence::P95, Confidence::P998].map(|level| wilson(proportion, level));
        assert_eq!(band(inner.upper), Band::Similar);
        assert_eq!(band(inner.upper + 1e-9), Band::Lower95);
        assert_eq!(band(outer.upper), Band::Lower95);
        assert_eq!(band(1.0), Band::Lower998);
        assert_eq!(band(inner.lower), Band::Similar);
        assert_eq!(band(outer.lower), Band::Higher95);
        assert_eq!(band(0.0), Band::Higher998);
    }

    #[test]
    fn a_standard_that_is_no_share_is_refused() {
        let proportion = Proportion::new(45.0, 100.0).unwrap();
        assert!(against_standard(proportion, 60.0).is_err());
        assert!(against_standard(proportion, f64::NAN).is_err());
    }
}
