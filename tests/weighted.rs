//! Official margins of error come out as far as the print tells, and the frame tells no small population.

use poet::benchmark::estimate::{Stratified, Stratum, stratified};
use poet::benchmark::tally::Tally;
use poet::domain::{
    Extent, Frame, FrameCount, InstrumentKey, ItemKind, OrganisationId, PublishedItem,
    PublishedPlace, PublishedPoint, Response, Sampling,
};
use poet::import::PublishedIntake;
use poet::{Catalogue, Findings, Instrument, Policy, Settings};
use poet_testkit::attack::{Attacker, Relation};
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::shared;

fn instrument() -> &'static Instrument {
    Catalogue::builtin()
        .get(&"ascs-core@2020-21".parse().unwrap())
        .unwrap()
}

/// Adult Social Care Survey 2020-21, Open Government Licence v3.0: 18 councils, and all of them together.
fn printed() -> Option<(Vec<PublishedPlace>, PublishedPlace)> {
    let text = shared::read("data/ascs-2020-21-by-council.csv")?;
    let read = PublishedIntake::new(instrument())
        .read(text.as_bytes())
        .unwrap();
    let mut places: Vec<_> = read
        .table
        .places()
        .map(|(_, place)| place.clone())
        .collect();
    let at = places
        .iter()
        .position(|place| place.extent == Extent::Pooled);
    let all = places.remove(at.unwrap());
    assert_eq!(places.len(), 18);
    Some((places, all))
}

fn number(value: Decimal) -> f64 {
    value.to_f64().unwrap()
}

/// People of the council who could have answered: estimates are printed to the nearest 10, and add up to them.
fn population(item: &PublishedItem) -> Option<f64> {
    let people = item.points.iter().map(|point| point.weighted.map(number));
    people.sum()
}

/// Margin in percentage points of one stratum.
fn margin(per_cent: f64, n: f64, population: f64) -> f64 {
    let x = (per_cent / 100.0).clamp(0.0, 1.0) * n;
    let stratum = Stratum::share(x, n, population.max(n)).unwrap();
    100.0 * stratified(&[stratum]).unwrap().margin.unwrap_or(0.0)
}

/// Least and largest margin that the printed figures allow: per cent to 0.1, respondents to 5, the population to 10 for
/// each of its five points.
fn allowed(point: &PublishedPoint, n: f64, population: f64) -> Option<(f64, f64)> {
    let per_cent = number(point.percent?);
    let each = |base: f64, slack: f64| [base - slack, base + slack];
    let mut margins = Vec::new();
    for n in each(n, 2.5) {
        for population in each(population, 25.0) {
            margins.extend(each(per_cent, 0.05).map(|p| margin(p, n, population)));
        }
    }
    let low = margins.iter().copied().fold(f64::INFINITY, f64::min);
    Some((low, margins.into_iter().fold(0.0, f64::max)))
}

/// Half of what margins are printed to.
const PRINTED: f64 = 0.05;

/// Easy Read forms go to the stratum of people with a learning disability, and to few others: where to no others, the
/// formula has one stratum.
#[test]
fn margins_of_the_easy_read_questions_are_those_of_one_stratum() {
    let Some((councils, _)) = printed() else {
        return;
    };
    let (mut same, mut other) = (0, 0);
    for item in ["q1er", "q2er"] {
        let at = instrument().position(item).unwrap();
        for figures in councils.iter().filter_map(|council| council.items.get(&at)) {
            let (Some(population), Some(n)) = (population(figures), figures.respondents) else {
                continue;
            };
            for point in &figures.points {
                let Some(printed) = point.margin.map(number) else {
                    continue;
                };
                let (low, high) = allowed(point, n as f64, population).unwrap();
                match low - PRINTED <= printed && printed <= high + PRINTED {
                    true => same += 1,
                    false => other += 1,
                }
            }
        }
    }
    // In four figures of three councils the form went to other strata too.
    assert_eq!((same, other), (117, 4));
}

/// A council as one stratum whose people differ as much as its printed margin says.
fn council(per_cent: f64, margin: f64, n: f64, population: f64) -> Stratum {
    let error = margin / 100.0 / Stratified::OFFICIAL_Z;
    let deviation = (error * error * n / (1.0 - n / population)).sqrt();
    Stratum::mean(per_cent / 100.0, Some(deviation), n, population).unwrap()
}

/// Per cent and margin of all councils together, their margins each so much off the print.
fn together(councils: &[(f64, f64, f64, f64)], off: f64) -> (f64, f64) {
    let strata = councils.iter().map(|&(per_cent, margin, n, population)| {
        council(per_cent, (margin + off).max(0.0), n, population)
    });
    let all = stratified(&strata.collect::<Vec<_>>()).unwrap();
    (100.0 * all.estimate(), 100.0 * all.margin.unwrap())
}

/// The row of all councils is the population-weighted pooled figure, with the margin of all their strata together.
#[test]
fn the_row_of_all_councils_is_their_strata_together() {
    let Some((councils, all)) = printed() else {
        return;
    };
    let (mut shares, mut margins) = (0, 0);
    for (at, pooled) in &all.items {
        if !matches!(instrument().items()[*at].kind(), ItemKind::Choice(_)) {
            continue;
        }
        for (code, point) in pooled.points.iter().enumerate() {
            let figures = councils.iter().filter_map(|council| council.items.get(at));
            let figures = figures.filter_map(|item| Some((item, population(item)?)));
            let figure = |(item, population): (&PublishedItem, f64)| {
                let point = &item.points[code];
                let margin = point.margin.map(number)?;
                let n = item.respondents? as f64;
                Some((number(point.percent?), margin, n, population))
            };
            // A margin that is not printed cannot be pooled.
            let Some(own) = figures.map(figure).collect::<Option<Vec<_>>>() else {
                continue;
            };
            let (per_cent, _) = together(&own, 0.0);
            // The per cent of every council is off by 0.05 at most, and so is that of all.
            assert!((per_cent - number(point.percent.unwrap())).abs() <= 2.0 * 0.05 + 0.02);
            shares += 1;
            let printed = number(point.margin.unwrap());
            let [low, high] = [-PRINTED, PRINTED].map(|off| together(&own, off).1);
            assert!(low - PRINTED <= printed && printed <= high + PRINTED);
            margins += 1;
        }
    }
    println!("{shares} shares and {margins} margins of all councils together are those printed");
    assert_eq!((shares, margins), (129, 129));
}

/// Populations and forms sent by place that are left open to somebody who reads the frame of a release under strict rules:
/// small ones that cannot be the threshold or more.
fn populations_told(places: &[(u32, u32)]) -> Vec<usize> {
    let key: InstrumentKey = "ascs-core@2020-21".parse().unwrap();
    let mut tally = Tally::new(Catalogue::builtin().get(&key).unwrap()).unwrap();
    let mut frame = Frame::new(key, Sampling::Random);
    for (at, &(eligible, sent)) in places.iter().enumerate() {
        let place: OrganisationId = format!("place-{at}").parse().unwrap();
        let count = FrameCount::of(eligible).with_sent(sent).unwrap();
        frame.add(&place, None, count).unwrap();
        tally
            .add(&Response::new("r".parse().unwrap(), place))
            .unwrap();
    }
    let findings = Findings::with_frame(&tally, &Settings::default(), &frame).unwrap();
    let released = Policy::strict().apply(&findings);
    let note = released.frame.as_ref().unwrap();
    let mut attacker = Attacker::new();
    let lines = note.places.iter().chain([&note.all]);
    let unknowns: Vec<_> = lines
        .map(|line| {
            let both = [(); 2].map(|()| attacker.unknown());
            for (unknown, shown) in both.into_iter().zip([line.eligible, line.sent]) {
                if let Some(count) = shown.shown() {
                    attacker.learn(&[(unknown, 1)], Relation::Equal, count.cast_signed());
                }
            }
            attacker.learn(&[(both[0], 1), (both[1], -1)], Relation::AtLeast, 0);
            both
        })
        .collect();
    let (all, rows) = unknowns.split_last().unwrap();
    for side in 0..2 {
        let mut sum: Vec<_> = rows.iter().map(|row| (row[side], 1)).collect();
        sum.push((all[side], -1));
        attacker.learn(&sum, Relation::Equal, 0);
    }
    let derived = attacker.derive().unwrap();
    let small = |count: u32| (1..10).contains(&count);
    let told = |at: &usize| {
        let (eligible, sent) = places[*at];
        let open = |side: usize| derived[rows[*at][side].index()].is_safe(10);
        small(eligible) && !open(0) || small(sent) && !open(1)
    };
    (0..places.len()).filter(told).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_small_population_follows_from_the_frame(
        places in prop::collection::vec((1..60_u32, 0..60_u32), 1..6),
    ) {
        let places: Vec<_> = places.into_iter().map(|(n, sent)| (n, sent.clamp(1, n))).collect();
        prop_assert_eq!(populations_told(&places), Vec::<usize>::new());
    }
}
