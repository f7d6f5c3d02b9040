//! Decimal places of what is released.

use super::policy::Precision;
use super::{Policy, RangeFigure};
use crate::estimate::Difference;
use crate::estimate::Interval;

impl Policy {
    /// A share, a difference of shares or the end of an interval.
    pub(super) fn share(&self, share: f64) -> f64 {
        self.to(share, |p| p.share)
    }

    pub(super) fn mean(&self, mean: f64) -> f64 {
        self.to(mean, |p| p.mean)
    }

    pub(super) fn z(&self, z: f64) -> f64 {
        self.to(z, |p| p.z)
    }

    pub(super) fn p(&self, p: f64) -> f64 {
        self.to(p, |p| p.p)
    }

    /// A variance of shares: its root then has as many decimals as a share.
    pub(super) fn variance(&self, variance: f64) -> f64 {
        self.to(variance, |p| 2 * p.share)
    }

    pub(super) fn range(&self, difference: Difference) -> RangeFigure {
        let Interval { lower, upper } = difference.interval;
        let [value, lower, upper] = [difference.estimate, lower, upper].map(|v| self.share(v));
        RangeFigure {
            value,
            lower,
            upper,
        }
    }

    fn to(&self, value: f64, places: impl Fn(Precision) -> u32) -> f64 {
        self.precision
            .map_or(value, |precision| decimals(value, places(precision)))
    }

    /// A count as it is shown.
    pub(super) fn people(&self, people: u64) -> u64 {
        self.rounding
            .map_or(people, |rounded| rounded.to.round(people))
    }
}

/// `value` at so many decimal places, halves away from zero; what is a half in decimals but a hair less in binary
/// counts as a half.
pub(super) fn decimals(value: f64, places: u32) -> f64 {
    let scale = f64::from(10_u32.pow(places));
    let scaled = value * scale;
    let rounded = (scaled + scaled.signum() * 1e-9).round() / scale;
    // No negative zero leaves.
    rounded + 0.0
}

#[cfg(test)]
mod tests {
    use super::decimals;

    #[test]
    fn a_half_goes_away_from_zero() {
        assert_eq!(decimals(0.0125, 3).to_bits(), 0.013_f64.to_bits());
        assert_eq!(decimals(-0.0125, 3).to_bits(), (-0.013_f64).to_bits());
        assert_eq!(decimals(-0.0001, 3).to_bits(), 0.0_f64.to_bits());
        assert_eq!(decimals(1.005, 2).to_bits(), 1.01_f64.to_bits());
    }
}
