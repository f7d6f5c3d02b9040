//! Each stage by itself, on a synthetic survey.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up is none")]

use std::hint::black_box;
use std::num::NonZeroUsize;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use poet::import::Intake;
use poet::{Catalogue, Findings, Instrument, Policy, Scorer, Settings, Tally};
use poet_testkit::synth::{Csv, Places, Survey, Truth};

fn survey(places: u32) -> Survey {
    let instrument = Catalogue::builtin()
        .get(&"adult-holders@2014".parse().unwrap())
        .unwrap();
    let mut truth = Truth::of(instrument);
    if let Places::Drawn { count, .. } = &mut truth.places {
        *count = places;
    }
    Survey::new(instrument, truth, 1).unwrap()
}

fn tally(survey: &Survey, people: u64) -> Tally {
    let mut tally = Tally::new(survey.instrument()).unwrap();
    let mut table = survey.table(0..people).unwrap();
    table.route();
    tally.add_table(&table).unwrap();
    tally
}

fn import(c: &mut Criterion) {
    let survey = survey(152);
    let mut file = Vec::new();
    survey
        .write_csv(0..100_000, &mut file, &Csv::codes())
        .unwrap();
    let mut group = c.benchmark_group("import");
    group
        .throughput(Throughput::Bytes(file.len() as u64))
        .sample_size(10);
    for threads in [1, 2] {
        let threads = NonZeroUsize::new(threads).unwrap();
        group.bench_function(BenchmarkId::new("threads", threads), |b| {
            let intake = Intake::new(survey.instrument());
            b.iter(|| {
                intake.fold(
                    &file[..],
                    threads,
                    || (),
                    |(), batch| {
                        black_box(batch.table.len());
                    },
                )
            });
        });
    }
    group.finish();
}

fn in_memory(c: &mut Criterion) {
    let survey = survey(152);
    let mut table = survey.table(0..100_000).unwrap();
    table.route();
    let instrument: &Instrument = survey.instrument();
    let scorer = Scorer::new(instrument).unwrap();
    let mut group = c.benchmark_group("in memory");
    group
        .throughput(Throughput::Elements(100_000))
        .sample_size(20);
    group.bench_function("score", |b| {
        b.iter(|| scorer.score_table(black_box(&table)));
    });
    group.bench_function("score and tally", |b| {
        b.iter(|| Tally::new(instrument).unwrap().add_table(black_box(&table)));
    });
    group.finish();
}

fn results(c: &mut Criterion) {
    let mut group = c.benchmark_group("results");
    group.sample_size(10);
    for (places, people) in [(40, 8_000), (152, 8_000)] {
        let tally = tally(&survey(places), people);
        let findings = Findings::new(&tally, &Settings::default());
        group.bench_function(BenchmarkId::new("findings", places), |b| {
            b.iter(|| Findings::new(black_box(&tally), &Settings::default()));
        });
        group.bench_function(BenchmarkId::new("release", places), |b| {
            b.iter(|| Policy::ascs().apply(black_box(&findings)));
        });
    }
    group.finish();
}

criterion_group!(benches, import, in_memory, results);
criterion_main!(benches);
