//! Shares to start from, near what was published.

use chrono::NaiveDate;
use poet_core::{Instrument, Item, ItemKind, Limits, Reading, Scale};
use rust_decimal::prelude::ToPrimitive;

use super::plan::Part;
use super::truth::{ItemTruth, MissingShares, Values};

/// Favourable shares of the topics of which the 2013 survey published a bound, each a little above it.
///
/// # Source
///
/// In Control (2013), second National Personal Budget Survey: over 70 % better for independence, support wanted and
/// dignity; over 60 % for physical health, mental wellbeing and control; over 50 % for safety and paid supporters;
/// over 80 % no difference for paid work; under 10 % worse everywhere.
const FAVOURABLE: &[(&str, f64)] = &[
    ("independence", 0.72),
    ("arranging support", 0.71),
    ("dignity in support", 0.73),
    ("physical health", 0.62),
    ("mental health", 0.63),
    ("control over life", 0.66),
    ("feeling safe", 0.55),
    ("relationships with people paid to support", 0.56),
    ("paid job", 0.12),
    ("paid work", 0.12),
];

/// Log odds that a favourable condition adds to every outcome.
const CONDITION_EFFECT: f64 = 0.25;

/// What is true of an item where nobody says otherwise.
pub(super) fn item(instrument: &Instrument, at: usize) -> ItemTruth {
    let item = &instrument.items()[at];
    let part = Part::of(instrument, item);
    let missing = match item.kind() {
        // Nobody writes into a comment that they do not know: they leave it open.
        ItemKind::Text => MissingShares {
            not_answered: 0.7,
            ..MissingShares::default()
        },
        _ => MissingShares {
            not_applicable: if part == Part::Outcome { 0.03 } else { 0.0 },
            dont_know: 0.01,
            prefer_not_to_say: 0.01,
            not_answered: 0.04,
            not_asked: 0.0,
        },
    };
    let mut truth = ItemTruth {
        missing,
        ..ItemTruth::default()
    };
    match item.kind() {
        ItemKind::Choice(scale) => {
            truth.shares = match part {
                Part::Outcome => judged(scale, outcome_share(item, at), 0.05),
                Part::Condition => judged(scale, 0.5 + 0.15 * scattered(at), 0.2),
                Part::Other => falling(scale),
            };
            if part == Part::Condition {
                truth.effects = effects(scale);
            }
        }
        ItemKind::TickAll(scale) => truth.shares = vec![0.35; scale.points().len()],
        ItemKind::Number(limits) => truth.values = Some(number(limits)),
        ItemKind::Money(_) => {
            truth.values = Some(Values::LogNormal {
                median: 180.0,
                log_sd: 0.7,
            });
        }
        ItemKind::Date { earliest, latest } => truth.values = Some(days(*earliest, *latest)),
        _ => {}
    }
    truth
}

fn outcome_share(item: &Item, at: usize) -> f64 {
    let published = FAVOURABLE
        .iter()
        .find(|(topic, _)| item.topic() == Some(topic));
    published.map_or(0.6 + 0.2 * scattered(at), |&(_, share)| share)
}

/// Multiples of the golden ratio without their whole part: spread evenly over 0 to 1 whatever the number of items.
fn scattered(at: usize) -> f64 {
    let multiple = at as f64 * 0.618_033_988_749_895;
    multiple - libm::floor(multiple)
}

/// Shares with this much favourable and unfavourable in the base, the rest neutral, and a tenth outside the base.
fn judged(scale: &Scale, favourable: f64, unfavourable: f64) -> Vec<f64> {
    const OUTSIDE: f64 = 0.1;
    let count = |reading| {
        scale
            .points()
            .iter()
            .filter(|p| p.reading() == reading)
            .count()
    };
    let neutral = count(Reading::Neutral);
    let outside = if count(Reading::Outside) == 0 {
        0.0
    } else {
        OUTSIDE
    };
    let against = if neutral == 0 {
        1.0 - favourable
    } else {
        unfavourable
    };
    let share = |reading| match reading {
        Reading::Outside => outside,
        Reading::Favourable => (1.0 - outside) * favourable,
        Reading::Unfavourable => (1.0 - outside) * against,
        Reading::Neutral => (1.0 - outside) * (1.0 - favourable - unfavourable),
    };
    scale
        .points()
        .iter()
        .map(|p| share(p.reading()) / count(p.reading()) as f64)
        .collect()
}

/// Shares that fall by a fifth from point to point.
fn falling(scale: &Scale) -> Vec<f64> {
    let weights = std::iter::successors(Some(1.0), |w| Some(w * 0.8));
    let weights: Vec<f64> = weights.take(scale.points().len()).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| w / total).collect()
}

fn effects(scale: &Scale) -> Vec<f64> {
    let effect = |reading| {
        if reading == Reading::Favourable {
            CONDITION_EFFECT
        } else {
            0.0
        }
    };
    scale.points().iter().map(|p| effect(p.reading())).collect()
}

fn number(limits: &Limits) -> Values {
    let bound = |b: Option<rust_decimal::Decimal>| b.and_then(|b| b.to_f64());
    match (bound(limits.min), bound(limits.max)) {
        (Some(low), Some(high)) => Values::Even { low, high },
        (Some(low), None) => Values::Even {
            low,
            high: low + 100.0,
        },
        (None, Some(high)) => Values::Even {
            low: high - 100.0,
            high,
        },
        (None, None) => Values::Even {
            low: 0.0,
            high: 100.0,
        },
    }
}

fn days(earliest: Option<NaiveDate>, latest: Option<NaiveDate>) -> Values {
    let year = chrono::Days::new(365);
    let from = earliest.or_else(|| latest?.checked_sub_days(year));
    let from = from
        .or_else(|| NaiveDate::from_ymd_opt(2014, 1, 1))
        .unwrap_or(NaiveDate::MIN);
    let to = latest
        .or_else(|| from.checked_add_days(year))
        .unwrap_or(from);
    Values::Days { from, to }
}
