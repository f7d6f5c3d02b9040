//! How much places vary, as a variance of log odds.

use serde::Serialize;

use super::Variance;
use super::gauss_hermite::{Node, gauss_hermite};
use crate::{
    Absent,
    estimate::{Confidence, Interval, Proportion},
};

/// Logistic model of a yes-or-no answer in which each place has odds of its own.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RandomIntercept {
    /// Log odds in the middle place.
    pub intercept: f64,
    /// Variance of the log odds between places.
    pub variance: Variance,
    /// Logarithm of the likelihood, without the binomial coefficients.
    pub log_likelihood: f64,
}

/// Fits the model to the answers of `places` by marginal maximum likelihood.
///
/// # Errors
///
/// [`Absent::TooFewPlaces`] under two places, [`Absent::Degenerate`] where all answers are the same,
/// [`Absent::Unbounded`] where places lie too far apart for a finite variance.
///
/// # Source
///
/// Pinheiro and Bates (1995), J. Comput. Graph. Stat. 4:12-35, doi:10.1080/10618600.1995.10474663:
/// adaptive Gauss-Hermite quadrature. Maximised by Newton's method on intercept and deviation, of
/// which the derivatives are posterior moments of the scores (Louis 1982, J. R. Stat. Soc. B
/// 44:226-233).
///
/// # Examples
///
/// ```
/// use poet_benchmark::{estimate::Proportion, variation::random_intercept};
///
/// let places = [(20.0, 40.0), (30.0, 40.0), (10.0, 40.0), (33.0, 45.0)];
/// let places = places.map(|(x, n)| Proportion::new(x, n)).into_iter().collect::<Result<Vec<_>, _>>()?;
/// let fitted = random_intercept(&places)?;
/// assert!(fitted.variance.value() > 0.3);
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn random_intercept(places: &[Proportion]) -> Result<RandomIntercept, Absent> {
    if places.len() < 2 {
        return Err(Absent::TooFewPlaces);
    }
    let n: f64 = places.iter().map(|place| place.n()).sum();
    let x: f64 = places.iter().map(|place| place.x()).sum();
    if !(x > 0.0 && x < n) {
        return Err(Absent::Degenerate);
    }
    let model = Model::new(places);
    let alike = Parameters {
        intercept: (x / (n - x)).ln(),
        deviation: 0.0,
    };
    let found = model.maximum(Parameters {
        deviation: Model::START,
        ..alike
    })?;
    let none = model.curve(alike);
    let curve = model.curve(found);
    // Without variation between places the maximum lies at nought, where steps grow short.
    let (best, height) = match curve.height > none.height + Model::FLAT {
        true => (found, curve.height),
        false => (alike, none.height),
    };
    Ok(RandomIntercept {
        intercept: best.intercept,
        variance: Variance::new(best.deviation.powi(2)).map_err(|_| Absent::Unbounded)?,
        log_likelihood: height,
    })
}

impl RandomIntercept {
    /// Share in the middle place.
    pub fn middle(&self) -> f64 {
        share(self.intercept)
    }

    /// Range of shares in which so many of the places lie.
    ///
    /// # Source
    ///
    /// Merlo and others (2006), J. Epidemiol. Community Health 60:290-297,
    /// doi:10.1136/jech.2004.029454.
    pub fn range(&self, confidence: Confidence) -> Interval {
        let margin = confidence.z() * self.variance.deviation();
        Interval {
            lower: share(self.intercept - margin),
            upper: share(self.intercept + margin),
        }
    }
}

/// Share of these log odds.
fn share(log_odds: f64) -> f64 {
    (1.0 + (-log_odds).exp()).recip()
}

#[derive(Clone, Copy)]
struct Parameters {
    intercept: f64,
    deviation: f64,
}

/// Logarithm of the likelihood with its slopes and bends.
#[derive(Clone, Copy, Default)]
struct Curve {
    height: f64,
    slope: [f64; 2],
    /// Second derivatives: intercept twice, both, deviation twice.
    bend: [f64; 3],
}

struct Model<'a> {
    places: &'a [Proportion],
    nodes: Vec<Node>,
}

impl<'a> Model<'a> {
    /// Nodes of the quadrature: where places lie far apart and some have nobody, 25 are off by 4 in 1,000.
    const NODES: u32 = 81;
    /// Deviation to start from.
    const START: f64 = 0.4;
    /// Deviation from which on odds differ without bounds.
    const LARGEST: f64 = 30.0;
    /// Heights that differ by less are the same: the rounding of a sum over many places.
    const FLAT: f64 = 1e-9;

    fn new(places: &'a [Proportion]) -> Self {
        Self {
            places,
            nodes: gauss_hermite(Self::NODES),
        }
    }

    fn maximum(&self, start: Parameters) -> Result<Parameters, Absent> {
        const STEPS: usize = 200;
        let (mut at, mut curve) = (start, self.curve(start));
        for _ in 0..STEPS {
            let step = curve.step(at);
            let Some((next, there)) = self.climb(at, curve.height, step) else {
                break;
            };
            let moved = (next.intercept - at.intercept)
                .abs()
                .max((next.deviation - at.deviation).abs());
            (at, curve) = (next, there);
            if at.deviation > Self::LARGEST {
                return Err(Absent::Unbounded);
            }
            if moved < 1e-11 {
                break;
            }
        }
        Ok(at)
    }

    /// First point on the way of a step, halved as often as it must be, that is higher.
    fn climb(&self, at: Parameters, height: f64, step: [f64; 2]) -> Option<(Parameters, Curve)> {
        const HALVINGS: i32 = 40;
        (0..HALVINGS).find_map(|halvings| {
            let part = 0.5_f64.powi(halvings);
            let next = Parameters {
                intercept: at.intercept + part * step[0],
                // The likelihood does not know the sign of the deviation.
                deviation: (at.deviation + part * step[1]).abs(),
            };
            let curve = self.curve(next);
            (curve.height > height).then_some((next, curve))
        })
    }

    fn curve(&self, at: Parameters) -> Curve {
        let mut sum = Curve::default();
        for place in self.places {
            sum.add(&self.place(*place, at));
        }
        sum
    }

    /// Part of one place: the likelihood integrated over its own log odds.
    fn place(&self, place: Proportion, at: Parameters) -> Curve {
        let (middle, curvature) = mode(place, at);
        let width = (2.0 / curvature).sqrt();
        let heights = self.nodes.iter().map(|node| {
            let t = middle + width * node.at;
            let answers = Answers::at(place, at.intercept + at.deviation * t);
            (
                t,
                answers,
                answers.log_likelihood - 0.5 * t * t + node.at * node.at,
            )
        });
        let heights: Vec<(f64, Answers, f64)> = heights.collect();
        let top = heights
            .iter()
            .map(|h| h.2)
            .fold(f64::NEG_INFINITY, f64::max);
        let (mut total, mut mean, mut second) = (0.0, [0.0; 2], [0.0; 3]);
        for (node, (t, answers, height)) in self.nodes.iter().zip(heights) {
            let weight = node.weight * (height - top).exp();
            let bend = answers.bend + answers.slope * answers.slope;
            total += weight;
            mean[0] += weight * answers.slope;
            mean[1] += weight * answers.slope * t;
            second[0] += weight * bend;
            second[1] += weight * bend * t;
            second[2] += weight * bend * t * t;
        }
        let slope = mean.map(|sum| sum / total);
        let [a, b, c] = second.map(|sum| sum / total);
        Curve {
            height: top + (total / (std::f64::consts::PI * curvature).sqrt()).ln(),
            slope,
            bend: [
                a - slope[0] * slope[0],
                b - slope[0] * slope[1],
                c - slope[1] * slope[1],
            ],
        }
    }
}

/// Where the likelihood of a place is highest over its own deviate, and how sharply it falls off.
fn mode(place: Proportion, at: Parameters) -> (f64, f64) {
    const STEPS: usize = 60;
    let sharpness = |answers: Answers| 1.0 - at.deviation * at.deviation * answers.bend;
    let mut t: f64 = 0.0;
    let mut answers = Answers::at(place, at.intercept);
    for _ in 0..STEPS {
        let step = (at.deviation * answers.slope - t) / sharpness(answers);
        // A long step may leave the region where the curve is known.
        t += step.clamp(-1.0, 1.0);
        answers = Answers::at(place, at.intercept + at.deviation * t);
        if step.abs() < 1e-9 {
            break;
        }
    }
    (t, sharpness(answers))
}

/// Likelihood of the answers of a place at some log odds.
#[derive(Clone, Copy)]
struct Answers {
    log_likelihood: f64,
    slope: f64,
    bend: f64,
}

impl Answers {
    fn at(place: Proportion, log_odds: f64) -> Self {
        let small = (-log_odds.abs()).exp();
        let (large, small_share) = ((1.0 + small).recip(), small / (1.0 + small));
        let share = if log_odds < 0.0 { small_share } else { large };
        Self {
            log_likelihood: place.x() * log_odds - place.n() * (log_odds.max(0.0) + small.ln_1p()),
            slope: place.x() - place.n() * share,
            bend: -place.n() * large * small_share,
        }
    }
}

impl Curve {
    fn add(&mut self, other: &Self) {
        self.height += other.height;
        for (sum, part) in self.slope.iter_mut().zip(other.slope) {
            *sum += part;
        }
        for (sum, part) in self.bend.iter_mut().zip(other.bend) {
            *sum += part;
        }
    }

    /// Newton's step; where the curve does not bend down, one uphill of bounded length.
    fn step(&self, at: Parameters) -> [f64; 2] {
        let (slope, [first, both, second]) = (self.slope, self.bend);
        let determinant = first * second - both * both;
        let newton = [
            (both * slope[1] - second * slope[0]) / determinant,
            (both * slope[0] - first * slope[1]) / determinant,
        ];
        let uphill = [
            -slope[0] / first.min(-1e-9),
            slope[1].signum() * at.deviation.max(0.1),
        ];
        let [intercept, deviation] = match first < 0.0 && determinant > 0.0 {
            true => newton,
            false => uphill,
        };
        let longest = at.deviation.max(1.0);
        [
            intercept.clamp(-2.0, 2.0),
            deviation.clamp(-longest, longest),
        ]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{RandomIntercept, random_intercept};
    use crate::{
        Absent,
        estimate::{Confidence, Proportion},
    };

    fn fitted(counts: &[(u32, u32)]) -> Result<RandomIntercept, Absent> {
        let place = |&(x, n): &(u32, u32)| Proportion::new(x.into(), n.into()).unwrap();
        random_intercept(&counts.iter().map(place).collect::<Vec<_>>())
    }

    /// R `lme4` 1.1-31, `glmer(cbind(x, n - x) ~ 1 + (1 | g), binomial, nAGQ = 25)`; its optimiser
    /// stops within 1e-6.
    #[test]
    fn glmer_finds_the_same() {
        type Counts = &'static [(u32, u32)];
        let given: [(Counts, f64, f64); 3] = [
            (
                &[
                    (20, 40),
                    (30, 40),
                    (25, 40),
                    (10, 40),
                    (33, 45),
                    (28, 50),
                    (15, 35),
                    (22, 30),
                ],
                0.310_122_66,
                0.392_466_14,
            ),
            (
                &[
                    (1, 3),
                    (0, 4),
                    (5, 9),
                    (9, 10),
                    (2, 20),
                    (300, 500),
                    (4, 4),
                    (10, 10),
                ],
                0.507_552_64,
                5.263_866_67,
            ),
            (
                &[(0, 5), (0, 9), (3, 8), (1, 2), (7, 11)],
                -1.322_769_59,
                2.469_406_30,
            ),
        ];
        for (counts, intercept, variance) in given {
            let found = fitted(counts).unwrap();
            assert!((found.intercept - intercept).abs() < 2e-5, "{found:?}");
            let close = (found.variance.value() / variance - 1.0).abs() < 2e-5;
            assert!(close, "{found:?}");
        }
    }

    /// The likelihood summed over 400,001 even steps from -12 to 12 deviations, maximised by scipy 1.17.1; held to the 2e-4 of
    /// the conformance format.
    #[test]
    fn places_far_apart_have_enough_nodes() {
        let found = fitted(&[(0, 20), (4, 20), (20, 20), (31, 32)]).unwrap();
        for (got, wanted) in [
            (found.intercept, 0.683_039_34),
            (found.variance.value(), 30.670_152),
            (found.log_likelihood, -21.271_900_95),
        ] {
            assert!((got / wanted - 1.0).abs() < 2e-4, "{found:?}");
        }
    }

    #[test]
    fn places_that_differ_by_less_than_chance_have_no_variance() {
        let found = fitted(&[(50, 100), (52, 100), (49, 100), (51, 100)]).unwrap();
        assert!(found.variance.value() <= 0.0);
        let pooled: f64 = 202.0 / 400.0;
        assert!((found.intercept - (pooled / (1.0 - pooled)).ln()).abs() < 1e-12);
        let range = found.range(Confidence::P95);
        assert!((range.upper - range.lower).abs() < 1e-15);
    }

    #[test]
    fn what_cannot_be_fitted_says_why() {
        let why = |counts: &[(u32, u32)]| fitted(counts).err();
        assert_eq!(why(&[]), Some(Absent::TooFewPlaces));
        assert_eq!(why(&[(3, 9)]), Some(Absent::TooFewPlaces));
        assert_eq!(why(&[(0, 9), (0, 4)]), Some(Absent::Degenerate));
        assert_eq!(why(&[(9, 9), (4, 4)]), Some(Absent::Degenerate));
        assert_eq!(why(&[(0, 900), (900, 900)]), Some(Absent::Unbounded));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_small_change_is_more_likely(
            counts in prop::collection::vec((0..40_u32, 0..40_u32), 2..12),
        ) {
            let counts: Vec<(u32, u32)> = counts.into_iter().map(|(a, b)| (a, a + b.max(1))).collect();
            let place = |&(x, n): &(u32, u32)| Proportion::new(x.into(), n.into()).unwrap();
            let places: Vec<Proportion> = counts.iter().map(place).collect();
            if let Ok(found) = random_intercept(&places) {
                prop_assert!(found.intercept.is_finite() && found.log_likelihood.is_finite());
                let model = super::Model::new(&places);
                for (up, wide) in [(0.01, 0.0), (-0.01, 0.0), (0.0, 0.01), (0.0, -0.01), (0.0, 0.3)] {
                    let near = super::Parameters {
                        intercept: found.intercept + up,
                        deviation: (found.variance.deviation() + wide).abs(),
                    };
                    prop_assert!(model.curve(near).height <= found.log_likelihood + 1e-7);
                }
            }
        }
    }
}
