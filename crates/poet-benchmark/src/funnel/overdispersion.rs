//! Places that differ by more than chance.

use std::f64::consts::FRAC_PI_2;

use serde::Serialize;

use super::score::around;
use super::{FunnelLimits, LimitMethod, Target};
use crate::{
    Absent, Error,
    estimate::{Confidence, Interval, Proportion, quantile},
};

/// On which scale places are held against a target.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Shares as they are.
    #[default]
    Plain,
    /// Angles whose sine squared is the share, of which the error does not depend on the share.
    Arcsine,
}

/// Part of the places at each end whose distance is cut to that of the next.
///
/// Holds 0 to less than a half.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize)]
#[serde(into = "f64")]
pub struct Winsorised {
    part: f64,
}

impl Winsorised {
    /// One place in ten at each end.
    pub const TENTH: Self = Self { part: 0.1 };

    /// No place: the most unusual count in full.
    pub const NONE: Self = Self { part: 0.0 };

    /// This part of the places at each end.
    ///
    /// # Errors
    ///
    /// [`Error::Share`] for a part that is not from 0 to less than a half.
    pub fn new(part: f64) -> Result<Self, Error> {
        match (0.0..0.5).contains(&part) {
            true => Ok(Self { part }),
            false => Err(Error::Share { share: part }),
        }
    }

    /// Values with both ends cut to the quantiles of type 7: linear between neighbours.
    fn cut(self, values: &[f64]) -> impl Iterator<Item = f64> {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (lower, upper) = (
            quantile(&sorted, self.part),
            quantile(&sorted, 1.0 - self.part),
        );
        values
            .iter()
            .map(move |value| value.max(lower).min(upper))
            .collect::<Vec<_>>()
            .into_iter()
    }
}

impl Default for Winsorised {
    /// One place in ten at each end.
    fn default() -> Self {
        Self::TENTH
    }
}

impl From<Winsorised> for f64 {
    fn from(winsorised: Winsorised) -> Self {
        winsorised.part
    }
}

/// How much more places differ than chance explains.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Overdispersion {
    /// Places that were counted.
    pub places: usize,
    /// Scale of the distances.
    pub scale: Scale,
    /// Mean squared distance from the target in standard errors; about 1 by chance alone.
    pub phi: f64,
    /// Variance between places, on the scale.
    pub tau_squared: f64,
}

/// Overdispersion of `places` around `target`.
///
/// # Errors
///
/// [`Absent::NoAnswers`] without places, [`Absent::Degenerate`] where the target is 0 or 1.
///
/// # Source
///
/// Spiegelhalter (2005), Stat. Med. 24:1185-1202, doi:10.1002/sim.1970, section 4.3; variance by
/// moments: DerSimonian and Laird (1986), Control. Clin. Trials 7:177-188,
/// doi:10.1016/0197-2456(86)90046-2.
pub fn overdispersion(
    places: &[Proportion],
    target: Target,
    scale: Scale,
    winsorised: Winsorised,
) -> Result<Overdispersion, Absent> {
    let z_values = z_values(places, target, scale)?;
    let count = places.len() as f64;
    let squares: f64 = winsorised.cut(&z_values).map(|z| z * z).sum();
    let weight = |place: &Proportion| scale.variance(target, place.n()).recip();
    let sum: f64 = places.iter().map(weight).sum();
    let sum_of_squares: f64 = places.iter().map(|place| weight(place).powi(2)).sum();
    let excess = squares - (count - 1.0);
    let spread = sum - sum_of_squares / sum;
    let tau_squared = match excess > 0.0 && spread > 0.0 {
        true => excess / spread,
        false => 0.0,
    };
    Ok(Overdispersion {
        places: places.len(),
        scale,
        phi: squares / count,
        tau_squared,
    })
}

/// Distances of `places` from `target` in standard errors at the target.
///
/// # Errors
///
/// As for [`overdispersion()`].
pub fn z_values(places: &[Proportion], target: Target, scale: Scale) -> Result<Vec<f64>, Absent> {
    if places.is_empty() {
        return Err(Absent::NoAnswers);
    }
    if target.variance() <= 0.0 {
        return Err(Absent::Degenerate);
    }
    let middle = scale.of(target.share());
    let z = |place: &Proportion| {
        (scale.of(place.share()) - middle) / scale.variance(target, place.n()).sqrt()
    };
    Ok(places.iter().map(z).collect())
}

impl Overdispersion {
    /// Fewest places from whose spread limits are widened.
    pub const FEWEST: usize = 10;

    /// Whether places differ by more than chance.
    pub fn is_found(&self) -> bool {
        let places = self.places as f64;
        places * self.phi > places - 1.0
    }

    /// Whether limits are to be widened: where it [is found](Self::is_found) among [enough](Self::FEWEST) places.
    pub fn adjusts(&self) -> bool {
        self.places >= Self::FEWEST && self.is_found()
    }

    /// Limits for `n` people, widened by the variance between places.
    ///
    /// # Errors
    ///
    /// [`Error::Base`] for an `n` that is no number of people, [`Absent::NoAnswers`] for nobody.
    pub fn limits(&self, target: Target, n: f64) -> Result<FunnelLimits, Error> {
        let n = Proportion::new(0.0, n)?.n();
        let error = (self.scale.variance(target, n) + self.tau_squared).sqrt();
        let middle = self.scale.of(target.share());
        Ok(match self.scale {
            Scale::Plain => around(LimitMethod::Additive, middle, error),
            Scale::Arcsine => around_angle(middle, error),
        })
    }

    /// Limits for `n` people, as many times wider as the places differ more than by chance.
    ///
    /// # Errors
    ///
    /// As for [`limits`](Self::limits).
    pub fn multiplicative_limits(&self, target: Target, n: f64) -> Result<FunnelLimits, Error> {
        let n = Proportion::new(0.0, n)?.n();
        let error = (target.variance() / n * self.phi.max(1.0)).sqrt();
        Ok(around(LimitMethod::Multiplicative, target.share(), error))
    }
}

impl Scale {
    fn of(self, share: f64) -> f64 {
        match self {
            Self::Plain => share,
            Self::Arcsine => share.sqrt().asin(),
        }
    }

    /// Variance of the share of `n` people by chance alone.
    fn variance(self, target: Target, n: f64) -> f64 {
        match self {
            Self::Plain => target.variance() / n,
            Self::Arcsine => 1.0 / (4.0 * n),
        }
    }
}

/// Limits around an angle, turned back into shares.
fn around_angle(middle: f64, error: f64) -> FunnelLimits {
    let share = |angle: f64| angle.clamp(0.0, FRAC_PI_2).sin().powi(2);
    let limits = |confidence: Confidence| Interval {
        lower: share(middle - confidence.z() * error),
        upper: share(middle + confidence.z() * error),
    };
    FunnelLimits {
        method: LimitMethod::Additive,
        p95: limits(Confidence::P95),
        p998: limits(Confidence::P998),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Scale, Winsorised, overdispersion};
    use crate::{
        Absent,
        estimate::Proportion,
        funnel::{Target, score_limits},
    };

    fn places(counts: &[(u32, u32)]) -> Vec<Proportion> {
        let place = |&(x, n): &(u32, u32)| Proportion::new(x.into(), n.into()).unwrap();
        counts.iter().map(place).collect()
    }

    fn found(counts: &[(u32, u32)], winsorised: Winsorised) -> super::Overdispersion {
        let places = places(counts);
        let target = Target::pooled(&places).unwrap();
        overdispersion(&places, target, Scale::Plain, winsorised).unwrap()
    }

    const FIVE: [(u32, u32); 5] = [(8, 10), (0, 10), (10, 10), (5, 10), (7, 10)];

    /// By hand: z of 1.291, -3.873, 2.582, -0.645 and 0.645 around 0.6; cut ends are -2.582 and 2.066.
    #[test]
    fn distances_are_cut_before_they_are_squared() {
        let cut = found(&FIVE, Winsorised::TENTH);
        assert!((cut.phi - 2.686_666_666_666_666_6).abs() < 1e-14);
        assert!((cut.tau_squared - 0.0566).abs() < 1e-15);
        let whole = found(&FIVE, Winsorised::NONE);
        assert!((whole.phi - 4.833_333_333_333_333).abs() < 1e-14);
        assert!((whole.tau_squared - 0.121).abs() < 1e-15);
    }

    #[test]
    fn under_ten_places_phi_is_told_and_nothing_is_adjusted() {
        let five = found(&FIVE, Winsorised::TENTH);
        assert!(five.is_found() && !five.adjusts());
        let ten = found(&[FIVE, FIVE].concat(), Winsorised::TENTH);
        assert!(ten.is_found() && ten.adjusts());
    }

    #[test]
    fn places_that_differ_by_less_than_chance_are_not_adjusted() {
        let alike = found(&[(50, 100); 12], Winsorised::TENTH);
        assert!(!alike.is_found() && !alike.adjusts());
        assert_eq!((alike.phi, alike.tau_squared), (0.0, 0.0));
        let one = found(&[(3, 9)], Winsorised::TENTH);
        assert_eq!((one.phi, one.tau_squared), (0.0, 0.0));
    }

    #[test]
    fn without_variation_there_is_no_dispersion() {
        let all = places(&[(4, 4), (9, 9)]);
        let target = Target::pooled(&all).unwrap();
        for scale in [Scale::Plain, Scale::Arcsine] {
            let none = overdispersion(&all, target, scale, Winsorised::TENTH);
            assert_eq!(none, Err(Absent::Degenerate));
        }
        let nobody = overdispersion(&[], target, Scale::Plain, Winsorised::TENTH);
        assert_eq!(nobody, Err(Absent::NoAnswers));
    }

    #[test]
    fn a_part_of_half_or_more_cannot_be_cut() {
        for part in [0.5, -0.1, f64::NAN] {
            assert!(Winsorised::new(part).is_err());
        }
    }

    proptest! {
        #[test]
        fn widened_limits_hold_the_plain_ones(
            counts in prop::collection::vec((0..60_u32, 0..60_u32), 2..30), n in 1..900_u32,
        ) {
            let counts: Vec<(u32, u32)> = counts.into_iter().map(|(a, b)| (a, a + b.max(1))).collect();
            let places = places(&counts);
            let target = Target::pooled(&places).unwrap();
            prop_assume!(target.share() > 0.0);
            let spread = overdispersion(&places, target, Scale::Plain, Winsorised::TENTH).unwrap();
            let plain = score_limits(target, n.into()).unwrap();
            for wide in [spread.limits(target, n.into()), spread.multiplicative_limits(target, n.into())] {
                let wide = wide.unwrap();
                prop_assert!(wide.p95.lower <= plain.p95.lower && plain.p95.upper <= wide.p95.upper);
                prop_assert!(wide.p998.lower <= plain.p998.lower && plain.p998.upper <= wide.p998.upper);
            }
            let angles = overdispersion(&places, target, Scale::Arcsine, Winsorised::TENTH).unwrap();
            let limits = angles.limits(target, n.into()).unwrap();
            prop_assert!(limits.p95.contains(target.share()) && limits.p998.contains(limits.p95.lower));
        }
    }
}
