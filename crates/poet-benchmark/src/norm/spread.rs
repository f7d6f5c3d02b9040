//! How shares are spread over places.

use serde::{Deserialize, Serialize};

use crate::estimate::quantile;

/// How the shares of places are spread.
///
/// Holds finite shares in rising order, one for each of [`Spread::LEVELS`].
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Spread {
    fields: Fields,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    places: usize,
    quantiles: [f64; Spread::LEVELS.len()],
}

/// Where a share stands among those of places.
///
/// # Units
///
/// Shares of places, 0 to 1: 0.25 is above a quarter of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Position {
    /// Where the share stands.
    pub value: f64,
    /// Where the lower end of its interval stands.
    pub lower: f64,
    /// Where the upper end of its interval stands.
    pub upper: f64,
}

impl Spread {
    /// Shares of places that lie below each quantile.
    pub const LEVELS: [f64; 9] = [0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0];

    /// The spread of some shares; nothing without any.
    ///
    /// # Source
    ///
    /// Hyndman and Fan (1996), Am. Stat. 50:361-365, doi:10.1080/00031305.1996.10473566, type 7.
    pub(super) fn of(mut shares: Vec<f64>) -> Option<Self> {
        shares.sort_by(f64::total_cmp);
        if shares.is_empty() {
            return None;
        }
        Some(Self {
            fields: Fields {
                places: shares.len(),
                quantiles: Self::LEVELS.map(|level| quantile(&shares, level)),
            },
        })
    }

    /// Places whose shares it is of.
    pub fn places(&self) -> usize {
        self.fields.places
    }

    /// A share for each of [`Spread::LEVELS`].
    pub fn quantiles(&self) -> &[f64] {
        &self.fields.quantiles
    }

    /// Share of places below `share`, between the quantiles along a line; halfway where several are equal to it.
    pub fn below(&self, share: f64) -> f64 {
        let quantiles = &self.fields.quantiles;
        let under = quantiles.partition_point(|quantile| *quantile < share);
        let upto = quantiles.partition_point(|quantile| *quantile <= share);
        if under < upto {
            return f64::midpoint(Self::LEVELS[under], Self::LEVELS[upto - 1]);
        }
        match (under.checked_sub(1), quantiles.get(under)) {
            (None, _) => 0.0,
            (_, None) => 1.0,
            (Some(before), Some(after)) => {
                let along = (share - quantiles[before]) / (after - quantiles[before]);
                Self::LEVELS[before] + along * (Self::LEVELS[under] - Self::LEVELS[before])
            }
        }
    }
}

impl TryFrom<Fields> for Spread {
    type Error = &'static str;

    fn try_from(fields: Fields) -> Result<Self, Self::Error> {
        let shares = fields
            .quantiles
            .iter()
            .all(|share| (0.0..=1.0).contains(share));
        if shares && fields.quantiles.is_sorted() && fields.places > 0 {
            return Ok(Self { fields });
        }
        Err("quantiles are no shares in rising order")
    }
}

impl From<Spread> for Fields {
    fn from(spread: Spread) -> Self {
        spread.fields
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Spread;

    /// R 4.5, `quantile(c(.1, .2, .4, .8), c(0, .05, .1, .25, .5, .75, .9, .95, 1))`.
    #[test]
    fn quantiles_are_of_type_7() {
        let spread = Spread::of(vec![0.4, 0.1, 0.8, 0.2]).unwrap();
        let wanted = [0.1, 0.115, 0.13, 0.175, 0.3, 0.5, 0.68, 0.74, 0.8];
        for (got, wanted) in spread.quantiles().iter().zip(wanted) {
            assert!((got - wanted).abs() < 1e-12, "{got} {wanted}");
        }
    }

    #[test]
    fn a_share_stands_between_the_quantiles_and_among_its_equals_halfway() {
        let spread = Spread::of(vec![0.4, 0.1, 0.8, 0.2]).unwrap();
        assert!((spread.below(0.3) - 0.5).abs() < 1e-12);
        assert!(spread.below(0.05).abs() < 1e-12 && (spread.below(0.9) - 1.0).abs() < 1e-12);
        assert!((spread.below(0.4) - 0.625).abs() < 1e-12);
        let same = Spread::of(vec![0.5; 3]).unwrap();
        assert!((same.below(0.5) - 0.5).abs() < 1e-12);
        assert!(Spread::of(Vec::new()).is_none());
    }

    proptest! {
        #[test]
        fn a_higher_share_never_stands_lower(
            shares in prop::collection::vec(0.0..=1.0_f64, 1..30), a in 0.0..=1.0_f64, b in 0.0..=1.0_f64
        ) {
            let spread = Spread::of(shares).unwrap();
            let (low, high) = (spread.below(a.min(b)), spread.below(a.max(b)));
            prop_assert!((0.0..=1.0).contains(&low) && low <= high && high <= 1.0);
        }
    }
}
