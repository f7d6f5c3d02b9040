//! Estimates drawn towards what places have in common.

use serde::Serialize;

use super::PlaceEstimate;
use crate::{
    Absent,
    estimate::{Confidence, Interval},
};

/// Estimates of several places drawn towards their mean, the less certain ones further.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shrinkage {
    /// Squared distances from the mean in standard errors.
    pub q: f64,
    /// Variance between places.
    pub tau_squared: f64,
    /// Part of the variation of the estimates that is not chance, 0 to 1.
    pub i_squared: f64,
    /// Mean of the places.
    pub mean: f64,
    /// Standard error of the mean.
    pub mean_error: f64,
    /// Each place in the order given; none for those left out.
    pub places: Vec<Option<Shrunk>>,
}

/// An estimate drawn towards the mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Shrunk {
    /// Part of the way from the estimate to the mean, 0 to 1.
    pub shrinkage: f64,
    /// The shrunk estimate.
    pub value: f64,
    /// Its standard error around the place's true value, with the mean taken as known.
    pub deviation: f64,
    /// Its standard error with that of the mean.
    pub error: f64,
}

/// Shrinks the estimates of `places` towards their mean.
///
/// A place without an estimate, or with a standard error of 0, is left out. Where places do not vary more than by
/// chance, each is at the mean.
///
/// # Errors
///
/// [`Absent::TooFewPlaces`] where every place is left out.
///
/// # Source
///
/// Variance between places: DerSimonian and Laird (1986), Control. Clin. Trials 7:177-188,
/// doi:10.1016/0197-2456(86)90046-2. Shrinkage: Morris (1983), J. Am. Stat. Assoc. 78:47-55,
/// doi:10.1080/01621459.1983.10477920; error as of the best linear unbiased prediction.
pub fn shrink(places: &[Option<PlaceEstimate>]) -> Result<Shrinkage, Absent> {
    let used = |place: &Option<PlaceEstimate>| place.filter(|place| place.error() > 0.0);
    let kept: Vec<PlaceEstimate> = places.iter().filter_map(used).collect();
    let freedom = match kept.len() {
        0 => return Err(Absent::TooFewPlaces),
        count => count as f64 - 1.0,
    };
    let (q, spread) = heterogeneity(&kept);
    let tau_squared = match kept.len() > 1 && q > freedom {
        true => (q - freedom) / spread,
        false => 0.0,
    };
    let (mean, weight) = weighted_mean(&kept, tau_squared);
    let shrunk = |place: PlaceEstimate| Shrunk::new(place, tau_squared, (mean, weight.recip()));
    Ok(Shrinkage {
        q,
        tau_squared,
        i_squared: match tau_squared > 0.0 {
            true => (q - freedom) / q,
            false => 0.0,
        },
        mean,
        mean_error: weight.recip().sqrt(),
        places: places.iter().map(|place| used(place).map(shrunk)).collect(),
    })
}

/// Squared distances from the mean of one common value, and how fast they grow with the variance between places.
fn heterogeneity(places: &[PlaceEstimate]) -> (f64, f64) {
    let (mean, sum) = weighted_mean(places, 0.0);
    let distances = places
        .iter()
        .map(|place| ((place.estimate() - mean) / place.error()).powi(2));
    // Twice the products of all pairs of weights: a difference of squares would lose the light ones beside a heavy one.
    let (mut before, mut products) = (0.0, 0.0);
    for weight in places.iter().map(|place| place.error().powi(-2)) {
        products += before * weight;
        before += weight;
    }
    (distances.sum(), 2.0 * products / sum)
}

/// Mean of the places by their precision, and the sum of their weights.
fn weighted_mean(places: &[PlaceEstimate], tau_squared: f64) -> (f64, f64) {
    let weight = |place: &PlaceEstimate| (place.error().powi(2) + tau_squared).recip();
    let sum: f64 = places.iter().map(weight).sum();
    let weighted = places.iter().map(|place| weight(place) * place.estimate());
    (weighted.sum::<f64>() / sum, sum)
}

impl Shrunk {
    fn new(place: PlaceEstimate, tau_squared: f64, (mean, mean_variance): (f64, f64)) -> Self {
        let variance = place.error().powi(2);
        let shrinkage = variance / (variance + tau_squared);
        let within = (1.0 - shrinkage) * variance;
        Self {
            shrinkage,
            value: shrinkage * mean + (1.0 - shrinkage) * place.estimate(),
            deviation: within.sqrt(),
            error: (within + shrinkage * shrinkage * mean_variance).sqrt(),
        }
    }

    /// Range that holds the true value of the place with this confidence.
    pub fn interval(&self, confidence: Confidence) -> Interval {
        let margin = confidence.z() * self.error;
        Interval {
            lower: self.value - margin,
            upper: self.value + margin,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{PlaceEstimate, shrink};
    use crate::Absent;

    fn estimates(values: &[(f64, f64)]) -> Vec<Option<PlaceEstimate>> {
        let place = |&(estimate, error): &(f64, f64)| PlaceEstimate::new(estimate, error).ok();
        values.iter().map(place).collect()
    }

    #[test]
    fn a_place_without_estimate_or_error_is_left_out_and_keeps_its_position() {
        let mut places = estimates(&[(0.6, 0.05), (0.7, 0.0), (0.5, 0.04)]);
        places.push(None);
        let shrunk = shrink(&places).unwrap();
        let there: Vec<bool> = shrunk.places.iter().map(Option::is_some).collect();
        assert_eq!(there, [true, false, true, false]);
        assert_eq!(shrink(&[None]), Err(Absent::TooFewPlaces));
    }

    #[test]
    fn places_that_differ_by_chance_alone_are_all_at_the_mean() {
        let shrunk = shrink(&estimates(&[(0.61, 0.05), (0.60, 0.05), (0.62, 0.04)])).unwrap();
        assert_eq!((shrunk.tau_squared, shrunk.i_squared), (0.0, 0.0));
        for place in shrunk.places.iter().flatten() {
            assert!((place.value - shrunk.mean).abs() < 1e-15);
            assert!((place.error - shrunk.mean_error).abs() < 1e-15);
        }
    }

    #[test]
    fn a_place_that_is_nearly_exact_does_not_hide_how_far_another_is() {
        // Q is 25, and the weights 1e18 and 1 grow with the variance as 2 do.
        let shrunk = shrink(&estimates(&[(0.0, 1e-9), (5.0, 1.0)])).unwrap();
        assert!((shrunk.tau_squared - 12.0).abs() < 1e-9, "{shrunk:?}");
        let far = shrink(&estimates(&[(1e50, 1e-50), (-1e50, 1e50)])).unwrap();
        assert!(far.mean.is_finite() && far.tau_squared.is_finite());
    }

    #[test]
    fn one_place_is_its_own_mean() {
        let one = shrink(&estimates(&[(0.4, 0.1)])).unwrap();
        assert_eq!((one.tau_squared, one.i_squared), (0.0, 0.0));
        assert!((one.mean - 0.4).abs() < 1e-15);
    }

    /// R `metafor` 3.8, `blup(rma(yi, sei = sei, method = "DL"))`: predictions and their errors.
    const METAFOR: [(f64, f64); 6] = [
        (0.623_214_286_550_587_6, 0.038_107_095_565_453_95),
        (0.653_987_713_176_558_8, 0.026_790_085_392_603_084),
        (0.663_139_650_476_695_8, 0.041_933_517_674_861_44),
        (0.564_799_708_466_448_2, 0.033_136_449_534_702_82),
        (0.676_134_683_548_864_4, 0.048_881_129_990_597_08),
        (0.639_570_314_654_530_4, 0.018_971_410_008_013_16),
    ];

    #[test]
    fn metafor_shrinks_alike() {
        let given = [
            (0.61, 0.05),
            (0.66, 0.03),
            (0.7, 0.06),
            (0.52, 0.04),
            (0.8, 0.09),
            (0.64, 0.02),
        ];
        let shrunk = shrink(&estimates(&given)).unwrap();
        for (got, (value, error)) in shrunk.places.iter().flatten().zip(METAFOR) {
            assert!((got.value - value).abs() < 1e-12, "{got:?}");
            assert!((got.error - error).abs() < 1e-12, "{got:?}");
        }
    }

    proptest! {
        #[test]
        fn a_shrunk_estimate_lies_between_its_own_and_the_mean(
            given in prop::collection::vec((-9.0..9.0_f64, 0.001..5.0_f64), 1..30),
        ) {
            let shrunk = shrink(&estimates(&given)).unwrap();
            for ((own, error), place) in given.iter().zip(shrunk.places.iter().flatten()) {
                let (low, high) = (own.min(shrunk.mean), own.max(shrunk.mean));
                prop_assert!(low - 1e-9 <= place.value && place.value <= high + 1e-9);
                prop_assert!((0.0..=1.0).contains(&place.shrinkage));
                prop_assert!(place.deviation <= error * (1.0 + 1e-12) && place.deviation <= place.error);
            }
        }
    }
}
