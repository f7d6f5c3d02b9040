//! Published figures come out to their last printed digit.

use std::collections::BTreeMap;

use poet::benchmark::release::Source;
use poet::domain::{Extent, PublishedPlace};
use poet::import::{Published, PublishedIntake};
use poet::{Catalogue, Findings, Policy, Settings, Tally};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::shared;

const TABLE: &str = "data/ascs-2020-21-by-council.csv";

fn instrument() -> &'static poet::Instrument {
    Catalogue::builtin()
        .get(&"ascs-core@2020-21".parse().unwrap())
        .unwrap()
}

fn read(text: &str) -> Published {
    PublishedIntake::new(instrument())
        .read(text.as_bytes())
        .unwrap()
}

/// Adult Social Care Survey 2020-21, 18 councils, Open Government Licence v3.0.
#[test]
fn the_released_shares_of_18_councils_are_the_printed_percentages() {
    let Some(text) = shared::read(TABLE) else {
        return;
    };
    let intake = read(&text);
    assert_eq!((intake.report.read, intake.report.refused), (3_078, 0));
    let tally = Tally::from_published(&intake.table).unwrap();
    let released = Policy::ascs().apply(&Findings::new(&tally, &Settings::default()));
    assert_eq!(released.release.source, Source::Published);
    assert_eq!(released.places.len(), 18, "the pooled row is no council");
    let mut held = 0;
    for item in &released.items {
        let at = instrument().position(item.item.as_str()).unwrap();
        for (place, cell) in released.places.iter().zip(&item.places) {
            let printed = intake.table.get(&place.id).unwrap().items.get(&at);
            let Some(printed) = printed.filter(|p| p.points.iter().all(|p| p.percent.is_some()))
            else {
                assert_eq!(cell.base.shown(), None, "{} of {}", item.item, place.id);
                continue;
            };
            let points = instrument().items()[at].scale().unwrap().points();
            match &item.option {
                Some(option) => {
                    let at = points.iter().position(|p| p.code() == option).unwrap();
                    let share = cell.favourable.shown().unwrap().share;
                    assert_eq!(per_cent(share), printed.points[at].percent.unwrap());
                    held += 1;
                }
                // "Never tried" is outside the base, so the others stand on a smaller one than printed.
                None if item.item.as_str() == "q12" => {}
                None => {
                    for (figure, printed) in cell.points.iter().zip(&printed.points) {
                        let share = figure.shown().unwrap().share.unwrap();
                        assert_eq!(per_cent(share), printed.percent.unwrap());
                        held += 1;
                    }
                }
            }
        }
    }
    assert!(
        held > 2_600,
        "{held} percentages were held against the print"
    );
}

fn per_cent(share: f64) -> Decimal {
    Decimal::from_f64_retain(share * 100.0)
        .unwrap()
        .round_dp(1)
        .normalize()
}

/// Weighted estimates are printed to the nearest 10 and percentages to one decimal, so a percentage worked out from
/// the estimates may differ from the printed one by what that rounding allows, and by no more.
#[test]
fn percentages_worked_out_from_the_printed_estimates_differ_by_no_more_than_rounding() {
    let Some(text) = shared::read(TABLE) else {
        return;
    };
    let intake = read(&text);
    let (mut same, mut other) = (0, 0);
    for (_, place) in intake.table.places() {
        for (printed, worked_out, slack) in recomputed(place) {
            let difference = (printed - worked_out).abs();
            assert!(
                difference <= slack,
                "{printed} printed, {worked_out} worked out"
            );
            match difference < 0.05 {
                true => same += 1,
                false => other += 1,
            }
        }
    }
    println!(
        "{same} percentages come out to the printed digit from the estimates, {other} within rounding"
    );
    assert!(same + other > 2_500);
}

/// Printed percentage, percentage worked out from the estimates, and what rounding allows between them.
fn recomputed(place: &PublishedPlace) -> Vec<(f64, f64, f64)> {
    let mut found = Vec::new();
    for (&at, item) in &place.items {
        let choice = matches!(
            instrument().items()[at].kind(),
            poet::domain::ItemKind::Choice(_)
        );
        let pairs: Option<Vec<_>> = item
            .points
            .iter()
            .map(|p| p.percent.zip(p.weighted))
            .collect();
        let Some(pairs) = pairs.filter(|_| choice) else {
            continue;
        };
        let number = |d: Decimal| d.to_f64().unwrap();
        let sum: f64 = pairs.iter().map(|(_, weighted)| number(*weighted)).sum();
        // Each estimate is up to 5 off, so the sum is up to 5 for each point.
        let off = 5.0 * pairs.len() as f64;
        for (percent, weighted) in &pairs {
            let share = number(*weighted) / sum;
            let slack = 100.0 * (5.0 + share * off) / (sum - off) + 0.05 + 1e-9;
            found.push((number(*percent), 100.0 * share, slack));
        }
    }
    found
}

/// The published "average" of the 18 councils is their population-weighted sum, not their mean.
#[test]
fn the_pooled_row_is_the_sum_of_the_councils_weighted_by_their_population() {
    let Some(text) = shared::read(TABLE) else {
        return;
    };
    let intake = read(&text);
    let (_, pooled) = intake
        .table
        .places()
        .find(|(_, p)| p.extent == Extent::Pooled)
        .unwrap();
    let tally = Tally::from_published(&intake.table).unwrap();
    let released = Policy::internal().apply(&Findings::new(&tally, &Settings::default()));
    let mut worst: BTreeMap<&str, f64> = BTreeMap::new();
    for item in released
        .items
        .iter()
        .filter(|i| i.option.is_none() && i.item.as_str() != "q12")
    {
        let printed = &pooled.items[&instrument().position(item.item.as_str()).unwrap()];
        for (figure, printed) in item.all.points.iter().zip(&printed.points) {
            let (Some(figure), Some(percent)) = (figure.shown(), printed.percent) else {
                continue;
            };
            let off = (figure.share.unwrap() * 100.0 - percent.to_f64().unwrap()).abs();
            let entry = worst.entry(item.item.as_str()).or_default();
            *entry = entry.max(off);
        }
    }
    // Councils' populations are known from estimates rounded to 10, their percentages to 0.1: the pooled percentage is
    // known to about 0.1.
    assert!(worst.len() > 30);
    for (item, off) in worst {
        assert!(off <= 0.15, "{item} is {off} off the pooled row");
    }
}
