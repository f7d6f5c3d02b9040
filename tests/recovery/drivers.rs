//! Effects of conditions on outcomes in clusters, from draws whose marginal odds are known.

use poet::benchmark::Absent;
use poet::benchmark::drivers::{
    Covariance, Fit, Intercept, Observation, Patterns, cluster_robust, logistic, standardised,
};
use poet::benchmark::estimate::{Confidence, Interval};

use super::draw::Draw;
use super::{NOMINAL, coverage};

const LEVEL: Confidence = Confidence::P95;
const EFFECT: f64 = 0.7;

struct Clustered {
    patterns: Patterns,
    fit: Fit,
    /// Average over these people of the difference that the condition makes to their share.
    difference: f64,
}

/// Sixty places of a dozen people who are alike in what the predictors do not tell.
///
/// The deviates of a place share a normal part, and each is turned into its probability before it is held against the
/// share: so each person's share is exactly that of the model, and people of a place are alike all the same.
fn clustered(draw: &mut Draw) -> Result<Clustered, Absent> {
    let mut people = Vec::new();
    let mut difference = 0.0;
    for place in 0..60 {
        let (common, usual) = (draw.normal(), draw.between(0.2, 0.8));
        for _ in 0..draw.whole(6, 18) {
            let condition = f64::from(u8::from(draw.happens(usual)));
            let age = f64::from(draw.whole(0, 2));
            let share =
                |condition: f64| (1.0 + (0.9 - EFFECT * condition - 0.3 * age).exp()).recip();
            let deviate = 0.4 * common + (1.0_f64 - 0.16).sqrt() * draw.normal();
            people.push((
                [Some(age), Some(condition)],
                below(deviate) < share(condition),
                place,
            ));
            difference += share(1.0) - share(0.0);
        }
    }
    difference /= people.len() as f64;
    let rows = people
        .iter()
        .map(|(predictors, outcome, place)| Observation {
            predictors,
            outcome: Some((*outcome).into()),
            cluster: *place,
        });
    let patterns = Patterns::fold(&["age", "condition"], Intercept::Included, rows).unwrap();
    let fit = logistic(&patterns)?;
    Ok(Clustered {
        patterns,
        fit,
        difference,
    })
}

/// Probability of a smaller normal deviate: Abramowitz and Stegun (1964), 26.2.17, good to 7.5e-8.
fn below(deviate: f64) -> f64 {
    let t = (1.0 + 0.231_641_9 * deviate.abs()).recip();
    let terms = [
        1.330_274_429,
        -1.821_255_978,
        1.781_477_937,
        -0.356_563_782,
        0.319_381_530,
    ];
    let series = terms.iter().fold(0.0, |sum, term| (sum + term) * t);
    let tail = (-0.5 * deviate * deviate).exp() / std::f64::consts::TAU.sqrt() * series;
    if deviate > 0.0 { 1.0 - tail } else { tail }
}

fn wald(fit: &Fit, covariance: &Covariance) -> Option<Interval> {
    let at = fit.position("condition")?;
    let (estimate, margin) = (
        fit.coefficients[at].estimate,
        LEVEL.z() * covariance.error(at)?,
    );
    Some(Interval {
        lower: estimate - margin,
        upper: estimate + margin,
    })
}

#[test]
#[ignore = "a thousand replications of each interval"]
fn cluster_robust_intervals_cover_the_effect() {
    let rate = coverage(61, |draw| {
        let Clustered { patterns, fit, .. } = clustered(draw).ok()?;
        Some((wald(&fit, &cluster_robust(&patterns, &fit).ok()?)?, EFFECT))
    });
    rate.hold("Logistic, Wald, robust by cluster", &NOMINAL);
    let rate = coverage(62, |draw| {
        let Clustered {
            patterns,
            fit,
            difference,
        } = clustered(draw).ok()?;
        let covariance = cluster_robust(&patterns, &fit).ok()?;
        let found = standardised(&patterns, (&fit, &covariance), "condition", LEVEL).ok()?;
        Some((found.risk_difference.interval, difference))
    });
    rate.hold("Adjusted risk difference, robust by cluster", &NOMINAL);
}
