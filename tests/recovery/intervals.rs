//! Intervals of single figures, from plain draws.

use poet::benchmark::compare::{newcombe, welch};
use poet::benchmark::estimate::{
    Confidence, Interval, Proportion, Stratum, clopper_pearson, mean_interval, net_balance,
    stratified, wilson, wilson_corrected,
};
use poet::benchmark::tally::Moments;

use super::draw::Draw;
use super::{CONSERVATIVE, NOMINAL, coverage};

const LEVEL: Confidence = Confidence::P95;

/// A share that is true, and so many of so many people who say so.
fn share(draw: &mut Draw) -> (Proportion, f64) {
    let (n, truth) = (draw.whole(20, 200), draw.between(0.05, 0.95));
    let x = draw.binomial(n, truth);
    (Proportion::of_people(x, n - x).unwrap(), truth)
}

#[test]
#[ignore = "a thousand replications of each interval"]
fn intervals_of_a_share_cover_it() {
    type Method = fn(Proportion, Confidence) -> Interval;
    let methods: [(&str, Method, _); 3] = [
        ("Wilson", wilson, NOMINAL),
        (
            "Wilson, continuity corrected",
            wilson_corrected,
            CONSERVATIVE,
        ),
        ("Clopper-Pearson", clopper_pearson, CONSERVATIVE),
    ];
    for (seed, (name, method, wanted)) in (1..).zip(methods) {
        let rate = coverage(seed, |draw| {
            let (found, truth) = share(draw);
            Some((method(found, LEVEL), truth))
        });
        rate.hold(name, &wanted);
    }
}

#[test]
#[ignore = "a thousand replications of each interval"]
fn intervals_of_a_difference_cover_it() {
    let rate = coverage(11, |draw| {
        let ((first, p), (second, q)) = (share(draw), share(draw));
        Some((newcombe(first, second, LEVEL).interval, p - q))
    });
    rate.hold("Newcombe, difference of two shares", &NOMINAL);
    let rate = coverage(12, |draw| {
        let shares = [0.1, 0.2, 0.15, 0.35, 0.2];
        let n = draw.whole(40, 300);
        let points: Vec<_> = (0..n).map(|_| draw.point(&shares)).collect();
        let of = |wanted: &dyn Fn(usize) -> bool| {
            let x = points.iter().filter(|point| wanted(**point)).count();
            Proportion::new(x as f64, f64::from(n)).unwrap()
        };
        let net = net_balance(of(&|point| point > 2), of(&|point| point < 2), LEVEL);
        Some((net.interval, 0.25))
    });
    rate.hold("Net balance", &NOMINAL);
}

#[test]
#[ignore = "a thousand replications of each interval"]
fn intervals_of_a_mean_cover_it() {
    let rate = coverage(21, |draw| {
        let people = draw.whole(8, 90);
        let index = index(draw, people, 60.0);
        let interval = mean_interval(index.people, index.mean, index.deviation, LEVEL);
        Some((interval.ok()?, 60.0))
    });
    rate.hold("Student, mean of an index", &NOMINAL);
    let rate = coverage(22, |draw| {
        let (own, rest) = (draw.whole(12, 60), draw.whole(100, 400));
        let (own, rest) = (index(draw, own, 64.0), index(draw, rest, 60.0));
        Some((welch(&own, &rest, LEVEL).ok()?.interval, 4.0))
    });
    rate.hold("Welch, difference of two means", &NOMINAL);
}

#[test]
#[ignore = "a thousand replications of each interval"]
fn the_stratified_interval_covers_the_share_of_the_population() {
    let rate = coverage(31, |draw| {
        let mut favourable = 0.0;
        let mut strata = Vec::new();
        for truth in [0.7, 0.5, 0.3] {
            let (population, n) = (draw.whole(120, 400), draw.whole(25, 90));
            let yes = draw.binomial(population, truth);
            let found = without_replacement(draw, n, yes, population);
            favourable += f64::from(yes);
            strata.push(Stratum::share(found.into(), n.into(), population.into()).unwrap());
        }
        let found = stratified(&strata).unwrap();
        let (estimate, margin) = (found.estimate(), found.margin.ok()?);
        let interval = Interval {
            lower: estimate - margin,
            upper: estimate + margin,
        };
        Some((interval, favourable / found.population))
    });
    rate.hold("Stratified, official margin, finite population", &NOMINAL);
}

/// How many of `n` people drawn of a population say yes, of whom `yes` would.
pub(super) fn without_replacement(draw: &mut Draw, n: u32, yes: u32, population: u32) -> u32 {
    let mut found = 0;
    for drawn in 0..n {
        let left = f64::from(yes - found) / f64::from(population - drawn);
        found += u32::from(draw.happens(left));
    }
    found
}

/// Mean and spread of an index whose mean is known.
fn index(draw: &mut Draw, people: u32, mean: f64) -> Moments {
    let scores: Vec<_> = (0..people).map(|_| mean + 18.0 * draw.normal()).collect();
    let n = f64::from(people);
    let mean = scores.iter().sum::<f64>() / n;
    let squares: f64 = scores.iter().map(|score| (score - mean).powi(2)).sum();
    Moments {
        people: people.into(),
        mean,
        deviation: Some((squares / (n - 1.0)).sqrt()),
    }
}
