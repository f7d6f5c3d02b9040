//! Funnels flag at their nominal rates, shrunk shares and ranks hold the truth.

use poet::benchmark::estimate::{Confidence, Proportion};
use poet::benchmark::funnel::{
    FunnelBand, FunnelLimits, Overdispersion, Scale, Target, Winsorised, overdispersion,
};
use poet::benchmark::variation::{PlaceEstimate, ranks, shrink};

use super::draw::Draw;
use super::{NOMINAL, REPLICATIONS, Rate};

/// Places around a share of 0.6 whose own shares spread by `tau`.
fn places(draw: &mut Draw, tau: f64) -> Vec<Proportion> {
    let mut places = Vec::new();
    for _ in 0..60 {
        let (n, truth) = (draw.whole(60, 400), 0.6 + tau * draw.normal());
        let x = draw.binomial(n, truth);
        places.push(Proportion::of_people(x, n - x).unwrap());
    }
    places
}

/// How many places are outside the limits of 95 % and of 99.8 %, by limits widened as `winsorised` says or not at all.
fn flagged(seed: u64, tau: f64, winsorised: Option<Winsorised>) -> [Rate; 2] {
    let [mut p95, mut p998] = [Rate::default(); 2];
    for replication in 0..REPLICATIONS {
        let places = places(&mut Draw::new(seed * 1_000_000 + replication), tau);
        let target = Target::pooled(&places).unwrap();
        let spread =
            winsorised.map(|part| overdispersion(&places, target, Scale::Plain, part).unwrap());
        for place in &places {
            let limits = match spread.filter(Overdispersion::adjusts) {
                Some(spread) => spread.limits(target, place.n()).unwrap(),
                None => FunnelLimits::new(target, place.n()).unwrap(),
            };
            let band = limits.band(place.share());
            p95.add(band != FunnelBand::Within);
            p998.add(matches!(band, FunnelBand::Low998 | FunnelBand::High998));
        }
    }
    [p95, p998]
}

#[test]
#[ignore = "a thousand funnels each"]
fn funnels_flag_at_their_rates_without_and_with_overdispersion() {
    let [p95, p998] = flagged(71, 0.0, None);
    p95.hold("Funnel, outside 95 %, places alike", &(0.04..=0.06));
    p998.hold("Funnel, outside 99.8 %, places alike", &(0.001..=0.003));
    // Of normal distances the cut ends leave 0.68 of the square, so that the tenth at each end, which keeps a few odd places
    // from hiding themselves, flags more than the nominal rate where there are none.
    for (seed, name, winsorised, wanted) in [
        (
            72,
            "nothing cut",
            Winsorised::NONE,
            [0.04..=0.06, 0.001..=0.004],
        ),
        (
            73,
            "a tenth cut",
            Winsorised::TENTH,
            [0.04..=0.12, 0.001..=0.02],
        ),
    ] {
        let rates = flagged(seed, 0.06, Some(winsorised));
        for ((rate, level), wanted) in rates.into_iter().zip(["95 %", "99.8 %"]).zip(wanted) {
            rate.hold(
                &format!("Funnel, outside {level}, overdispersed, {name}"),
                &wanted,
            );
        }
    }
}

#[test]
#[ignore = "a thousand leagues"]
fn shrunk_values_and_ranks_hold_the_truth() {
    let [mut shrunk, mut ranked] = [Rate::default(); 2];
    for replication in 0..REPLICATIONS {
        let mut draw = Draw::new(81_000_000 + replication);
        let mut truths = Vec::new();
        let mut estimates = Vec::new();
        for _ in 0..40 {
            let (truth, error) = (0.6 + 0.08 * draw.normal(), draw.between(0.02, 0.07));
            truths.push(truth);
            estimates.push(PlaceEstimate::new(truth + error * draw.normal(), error).unwrap());
        }
        let found = shrink(&estimates.iter().copied().map(Some).collect::<Vec<_>>()).unwrap();
        let known = found.places.iter().flatten().zip(&truths);
        known.for_each(|(place, truth)| {
            shrunk.add(place.interval(Confidence::P95).contains(*truth));
        });
        let posterior = found.places.iter().flatten();
        let posterior: Vec<_> = posterior
            .map(|p| PlaceEstimate::new(p.value, p.deviation).unwrap())
            .collect();
        for (rank, own) in ranks(&posterior, Confidence::P95)
            .unwrap()
            .iter()
            .zip(&truths)
        {
            let position = 1 + truths.iter().filter(|other| *other > own).count();
            ranked.add((rank.lower..=rank.upper).contains(&position));
        }
    }
    shrunk.hold("Shrunk share of a place", &NOMINAL);
    ranked.hold("Rank of a shrunk place", &(0.93..=0.99));
}
