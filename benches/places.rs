//! Funnels, shrinkage and ranks of 152 places on 25 questions.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up is none")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use poet::benchmark::estimate::{Confidence, Proportion};
use poet::benchmark::funnel::{FunnelLimits, Scale, Target, Winsorised, overdispersion, z_values};
use poet::benchmark::variation::{PlaceEstimate, random_intercept, ranks, shrink};

const PLACES: u32 = 152;
const QUESTIONS: u32 = 25;

/// People and favourable answers of every place on one question: 20 to 95 people, shares around 65 %.
fn places(question: u32) -> Vec<Proportion> {
    let place = |place: u32| {
        let n = 20 + place * 31 % 76;
        let percent = 50 + (place * 37 + question * 11) % 31;
        Proportion::of_people(n * percent / 100, n - n * percent / 100).unwrap()
    };
    (0..PLACES).map(place).collect()
}

fn funnel(places: &[Proportion]) -> usize {
    let target = Target::pooled(places).unwrap();
    let spread = overdispersion(places, target, Scale::Plain, Winsorised::TENTH).unwrap();
    black_box(z_values(places, target, Scale::Plain).unwrap());
    let bands = places.iter().map(|place| {
        let plain = FunnelLimits::new(target, place.n()).unwrap();
        let wide = spread.limits(target, place.n()).unwrap();
        (plain.band(place.share()), wide.band(place.share()))
    });
    black_box(bands.collect::<Vec<_>>()).len()
}

fn shrink_and_rank(places: &[Proportion]) -> usize {
    let share = Target::pooled(places).unwrap().share();
    let estimate = |place: &Proportion| {
        let error = (share * (1.0 - share) / place.n()).sqrt();
        PlaceEstimate::new(place.share(), error).ok()
    };
    let shrunk = shrink(&places.iter().map(estimate).collect::<Vec<_>>()).unwrap();
    let values = shrunk.places.iter().flatten();
    let values: Vec<PlaceEstimate> = values
        .map(|place| PlaceEstimate::new(place.value, place.deviation).unwrap())
        .collect();
    ranks(&values, Confidence::P95).unwrap().len()
}

fn every_question(c: &mut Criterion) {
    let questions: Vec<Vec<Proportion>> = (0..QUESTIONS).map(places).collect();
    let mut group = c.benchmark_group("152 places, 25 questions");
    group.sample_size(20);
    group.bench_function("funnel, shrinkage and ranks", |b| {
        b.iter(|| -> usize {
            let questions = black_box(&questions).iter();
            questions.map(|q| funnel(q) + shrink_and_rank(q)).sum()
        });
    });
    group.bench_function("random intercept", |b| {
        b.iter(|| -> f64 {
            let questions = black_box(&questions).iter();
            questions
                .map(|q| random_intercept(q).unwrap().log_likelihood)
                .sum()
        });
    });
    group.finish();
}

criterion_group!(benches, every_question);
criterion_main!(benches);
