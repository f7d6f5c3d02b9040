//! Intervals of figures that are weighted, standardised, pooled or corrected, from plain draws.

use std::ops::RangeInclusive;

use poet::benchmark::adjust::{
    RateStratum, ReferenceStratum, StratumShare, direct_standardised, directly_standardised_rate,
    indirect_standardised,
};
use poet::benchmark::compare::Table;
use poet::benchmark::estimate::{
    ClassAnswers, Confidence, Interval, Proportion, WeightClass, byar, finite_population,
    weighted_share,
};
use poet::benchmark::trend::mantel_haenszel;
use poet::scoring::reliability::{CrossProducts, alpha};

use super::draw::Draw;
use super::intervals::without_replacement;
use super::{CONSERVATIVE, NOMINAL, coverage};

const LEVEL: Confidence = Confidence::P95;

/// Limits of a count are exact below 10, and exact limits of small counts cover more than they say.
const COUNT: RangeInclusive<f64> = 0.94..=0.99;

#[test]
#[ignore = "a thousand replications of each interval"]
fn intervals_with_weights_cover_the_share_of_the_population() {
    let rate = coverage(41, |draw| {
        let population = draw.whole(60, 400);
        let n = draw.whole(25, population * 3 / 4);
        let truth = draw.between(0.15, 0.85);
        let yes = draw.binomial(population, truth);
        let x = without_replacement(draw, n, yes, population);
        let found = Proportion::of_people(x, n - x).ok()?;
        let found = finite_population(found, population.into(), LEVEL).ok()?;
        Some((found.interval, f64::from(yes) / f64::from(population)))
    });
    rate.hold("Wilson in a finite population", &NOMINAL);
    // Each class answers at its own rate, so its people stand for one over that rate.
    let classes = [(0.5, 0.35, 2.0), (0.3, 0.5, 1.0), (0.2, 0.65, 0.5)];
    let rate = coverage(42, |draw| {
        let asked = draw.whole(120, 400);
        let mut answers = Vec::new();
        for (part, truth, weight) in classes {
            let answered = draw.binomial(asked, part / weight / 2.0);
            let class = WeightClass::new(answered.into(), weight).unwrap();
            let favourable = draw.binomial(answered, truth).into();
            answers.push(ClassAnswers::new(class, favourable).unwrap());
        }
        let truth = classes.iter().map(|(part, share, _)| part * share).sum();
        Some((weighted_share(&answers, LEVEL).ok()?.interval, truth))
    });
    rate.hold("Weighted share, Wilson at Kish's n", &NOMINAL);
}

#[test]
#[ignore = "a thousand replications of each interval"]
fn standardised_intervals_cover_the_standardised_figure() {
    let strata = [(0.3, 0.75, 3.0), (0.5, 0.6, 5.0), (0.2, 0.35, 2.0)];
    let rate = coverage(43, |draw| {
        let mut own = Vec::new();
        for (_, truth, weight) in strata {
            let n = draw.whole(12, 80);
            let x = draw.binomial(n, truth);
            own.push((StratumShare::new(x.into(), n.into()).unwrap(), weight));
        }
        let truth = strata
            .iter()
            .map(|(_, share, weight)| share * weight / 10.0)
            .sum();
        Some((direct_standardised(&own, LEVEL).ok()?.interval, truth))
    });
    rate.hold("Directly standardised share", &NOMINAL);
    let rate = coverage(44, |draw| {
        let mut own = Vec::new();
        for (_, truth, weight) in strata {
            let people = draw.whole(300, 900);
            let events = draw.binomial(people, truth / 25.0);
            own.push(RateStratum::new(events.into(), people.into(), weight).unwrap());
        }
        let truth: f64 = strata
            .iter()
            .map(|(_, share, weight)| share / 25.0 * weight / 10.0)
            .sum();
        Some((
            directly_standardised_rate(&own, 1_000.0).ok()?.p95,
            1_000.0 * truth,
        ))
    });
    rate.hold("Directly standardised rate, Dobson on Byar", &NOMINAL);
    for (seed, name, wanted, common) in [
        (45, "Indirect, ratio of a rare outcome", COUNT, 0.06),
        (46, "Indirect, ratio of a common outcome", CONSERVATIVE, 1.0),
    ] {
        let rate = coverage(seed, |draw| Some((indirect(draw, common)?.0, 1.0)));
        rate.hold(name, &wanted);
    }
    let rate = coverage(47, |draw| Some((indirect(draw, 1.0)?.1, 0.0)));
    rate.hold("Indirect, difference by binomial variance", &NOMINAL);
}

/// Intervals of ratio and difference of a place whose people answer as the reference's do.
fn indirect(draw: &mut Draw, common: f64) -> Option<(Interval, Interval)> {
    let mut strata = Vec::new();
    for reference in [0.75, 0.6, 0.35] {
        let n = draw.whole(40, 120);
        let x = draw.binomial(n, reference * common);
        strata.push(ReferenceStratum {
            own: StratumShare::new(x.into(), n.into()).unwrap(),
            reference: StratumShare::new(reference * common * 1e5, 1e5).unwrap(),
        });
    }
    let found = indirect_standardised(&strata).ok()?;
    Some((found.ratio_p95, found.difference(LEVEL).ok()?.1))
}

#[test]
#[ignore = "a thousand replications of each interval"]
fn intervals_of_counts_and_odds_and_scales_cover_them() {
    let rate = coverage(51, |draw| {
        let truth = draw.between(2.0, 60.0);
        let count = poisson(draw, truth);
        Some((byar(count, LEVEL).ok()?.interval(), truth))
    });
    rate.hold("Count, Byar and exact", &COUNT);
    let rate = coverage(52, |draw| {
        let mut strata = Vec::new();
        for base in [-1.0_f64, -0.4, 0.0, 0.5] {
            let (n, m) = (draw.whole(15, 60), draw.whole(30, 120));
            let share = |log_odds: f64| (1.0 + (-log_odds).exp()).recip();
            let (x, y) = (
                draw.binomial(n, share(base + 0.6)),
                draw.binomial(m, share(base)),
            );
            strata.push(Table::new([x, n - x], [y, m - y]));
        }
        Some((
            mantel_haenszel(&strata, LEVEL).ok()?.interval.ok()?,
            0.6_f64.exp(),
        ))
    });
    rate.hold("Mantel-Haenszel odds ratio", &NOMINAL);
    let rate = coverage(53, |draw| {
        const ITEMS: usize = 6;
        let (people, shared) = (draw.whole(30, 150), 0.5_f64);
        let mut sums = CrossProducts::new(ITEMS).unwrap();
        for _ in 0..people {
            let own = shared.sqrt() * draw.normal();
            let points = [(); ITEMS].map(|()| thousandths(own + draw.normal()));
            sums.add(&points).unwrap();
        }
        let limits = alpha(&sums).ok()?.limits(LEVEL.level())?;
        let (k, r) = (ITEMS as f64, shared / (1.0 + shared));
        let interval = Interval {
            lower: limits.lower,
            upper: limits.upper,
        };
        Some((interval, k * r / (1.0 + (k - 1.0) * r)))
    });
    rate.hold("Cronbach's alpha, Feldt", &NOMINAL);
}

/// Score of a scale so fine that rounding has no say.
fn thousandths(score: f64) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "scores are a few deviations from nought"
    )]
    let score = (1_000.0 * score).round() as i32;
    score
}

/// Count of events of which so many are expected: waits of an exponential clock.
fn poisson(draw: &mut Draw, mean: f64) -> f64 {
    let mut count = 0.0;
    let mut left = mean + draw.unit().ln();
    while left > 0.0 {
        count += 1.0;
        left += draw.unit().ln();
    }
    count
}
