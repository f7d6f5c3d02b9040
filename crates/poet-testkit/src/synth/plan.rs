//! A truth made ready for drawing.

use chrono::Datelike;
use poet_core::{Instrument, Item, ItemKind, Limits, Missing, Reading, Scale, SectionRole};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::rng::{Rng, Stream};
use super::truth::{ItemTruth, Place, Truth, Values};

/// What an item is in the model.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Part {
    /// Choice with favourable points in a planning or process section.
    Condition,
    /// Choice with favourable points in an outcomes section.
    Outcome,
    /// Anything else.
    Other,
}

impl Part {
    pub(super) fn of(instrument: &Instrument, item: &Item) -> Self {
        let ItemKind::Choice(scale) = item.kind() else {
            return Self::Other;
        };
        let has = |wanted: fn(Reading) -> bool| scale.points().iter().any(|p| wanted(p.reading()));
        let two_sided = has(|r| r == Reading::Favourable)
            && has(|r| matches!(r, Reading::Neutral | Reading::Unfavourable));
        match instrument.sections()[item.section()].role() {
            SectionRole::Outcomes if two_sided => Self::Outcome,
            SectionRole::Planning | SectionRole::Process if two_sided => Self::Condition,
            _ => Self::Other,
        }
    }
}

/// Everything that is needed to draw the answers to one item.
pub(super) struct ItemPlan {
    pub(super) first_column: usize,
    /// Reasons for no answer with the running total of their shares.
    pub(super) missing: Vec<(f64, Missing)>,
    pub(super) draw: Draw,
    /// Log odds that each point adds to later outcomes, counted from their average.
    pub(super) effects: Vec<f64>,
}

/// How answers to an item are drawn.
pub(super) enum Draw {
    /// Favourable or not first, then one of the points.
    Judged(Judged),
    /// One of the points; a wheel for each place, or one for all.
    Plain(Vec<Wheel>),
    /// Each option by itself.
    Ticks(Vec<f64>),
    /// A value in the units of the item's last decimal place, or in days.
    Value(Spread),
    /// One of the sentences.
    Words,
    /// Nothing that is drawn fits the item's limits, so it stays open.
    Nothing,
}

pub(super) struct Judged {
    pub(super) part: Part,
    pub(super) log_odds: f64,
    pub(super) outside_share: f64,
    pub(super) outside: Wheel,
    pub(super) favourable: Wheel,
    pub(super) others: Wheel,
}

/// Positions with the running total of their shares.
pub(super) struct Wheel(Vec<(f64, u8)>);

impl Wheel {
    pub(super) fn new(shares: impl Iterator<Item = (u8, f64)> + Clone) -> Self {
        let total: f64 = shares.clone().map(|(_, share)| share).sum();
        let mut running = 0.0;
        Self(
            shares
                .filter(|&(_, share)| share > 0.0)
                .map(|(point, share)| {
                    running += share / total;
                    (running, point)
                })
                .collect(),
        )
    }

    /// The position at this share; the last one where rounding leaves a gap under 1.
    pub(super) fn at(&self, share: f64) -> u8 {
        let found = self
            .0
            .iter()
            .find(|&&(end, _)| share < end)
            .or(self.0.last());
        found.map_or(0, |&(_, point)| point)
    }
}

/// Values between two limits.
pub(super) struct Spread {
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) unit: f64,
    pub(super) values: Values,
}

/// Plans for every item of the instrument.
pub(super) fn plan(
    instrument: &Instrument,
    truth: &Truth,
    places: &[Place],
    seed: u64,
) -> Vec<ItemPlan> {
    let items = instrument.items().iter().enumerate();
    items
        .filter_map(|(at, item)| {
            let stated = truth.items.get(item.id())?;
            let tilted = instrument.sections()[item.section()].role() == SectionRole::AboutYou;
            let tilt = |place| {
                tilt(
                    seed,
                    at,
                    place,
                    if tilted { truth.mix_sd } else { 0.0 },
                    stated,
                )
            };
            let wheels = (0..if tilted { places.len() } else { 1 }).map(tilt);
            Some(ItemPlan {
                first_column: instrument.columns_of(at).start,
                missing: missing(item, stated),
                draw: draw(Part::of(instrument, item), item, stated, wheels),
                effects: centred(stated),
            })
        })
        .collect()
}

fn draw(part: Part, item: &Item, stated: &ItemTruth, wheels: impl Iterator<Item = Wheel>) -> Draw {
    match item.kind() {
        ItemKind::Choice(scale) if part != Part::Other => judged(part, scale, &stated.shares)
            .map_or_else(|| Draw::Plain(wheels.collect()), Draw::Judged),
        ItemKind::Choice(_) => Draw::Plain(wheels.collect()),
        ItemKind::TickAll(_) => Draw::Ticks(stated.shares.clone()),
        ItemKind::Number(limits) | ItemKind::Money(limits) => spread(limits, stated),
        ItemKind::Date { earliest, latest } => {
            let day = |d: &chrono::NaiveDate| i64::from(d.num_days_from_ce());
            bounded(
                earliest.as_ref().map(day),
                latest.as_ref().map(day),
                1.0,
                stated,
            )
        }
        ItemKind::Text => Draw::Words,
        _ => Draw::Nothing,
    }
}

/// None where the stated shares leave nobody on one of the two sides.
fn judged(part: Part, scale: &Scale, shares: &[f64]) -> Option<Judged> {
    let side = |wanted: fn(Reading) -> bool| {
        let points = (0_u8..).zip(scale.points().iter().zip(shares));
        points
            .filter(move |(_, (p, _))| wanted(p.reading()))
            .map(|(at, (_, &share))| (at, share))
    };
    let favourable = side(|r| r == Reading::Favourable);
    let others = side(|r| matches!(r, Reading::Neutral | Reading::Unfavourable));
    let outside = side(|r| r == Reading::Outside);
    let sum = |shares: &mut dyn Iterator<Item = (u8, f64)>| shares.map(|(_, s)| s).sum::<f64>();
    let (f, o, x) = (
        sum(&mut favourable.clone()),
        sum(&mut others.clone()),
        sum(&mut outside.clone()),
    );
    (f > 0.0 && o > 0.0).then(|| Judged {
        part,
        log_odds: libm::log(f / o),
        outside_share: x / (f + o + x),
        outside: Wheel::new(outside),
        favourable: Wheel::new(favourable),
        others: Wheel::new(others),
    })
}

/// Shares of an item in one place: the stated ones, each times a log-normal factor of its own.
fn tilt(seed: u64, item: usize, place: usize, sd: f64, stated: &ItemTruth) -> Wheel {
    let stream = ((item as u64) << 32) | (place as u64 + 1);
    let mut rng = Rng::new(seed, Stream::Place, stream);
    let factor = |share: &f64| share * libm::exp(sd * rng.normal());
    let shares: Vec<f64> = stated.shares.iter().map(factor).collect();
    Wheel::new((0_u8..).zip(shares.iter().copied()))
}

fn missing(item: &Item, stated: &ItemTruth) -> Vec<(f64, Missing)> {
    let m = stated.missing;
    let open = if item.is_required() {
        0.0
    } else {
        m.not_answered
    };
    let shares = [
        m.not_applicable,
        m.dont_know,
        m.prefer_not_to_say,
        open,
        m.not_asked,
    ];
    let mut running = 0.0;
    let reasons = shares.into_iter().zip(Missing::ALL).map(|(share, reason)| {
        running += share;
        (running, reason)
    });
    reasons.collect()
}

fn centred(stated: &ItemTruth) -> Vec<f64> {
    let total: f64 = stated.shares.iter().sum();
    let average: f64 = stated
        .effects
        .iter()
        .zip(&stated.shares)
        .map(|(e, s)| e * s / total)
        .sum();
    stated.effects.iter().map(|e| e - average).collect()
}

fn spread(limits: &Limits, stated: &ItemTruth) -> Draw {
    let unit = Decimal::from(10_i64.pow(limits.decimals));
    let low = limits.min.and_then(|m| (m * unit).ceil().to_i64());
    let high = limits.max.and_then(|m| (m * unit).floor().to_i64());
    bounded(low, high, unit.to_f64().unwrap_or(1.0), stated)
}

fn bounded(low: Option<i64>, high: Option<i64>, unit: f64, stated: &ItemTruth) -> Draw {
    /// Far beyond what a person answers, and far inside what a whole number holds.
    const FAR: i64 = 1_000_000_000_000_000_000;
    let (low, high) = (low.unwrap_or(-FAR), high.unwrap_or(FAR));
    match stated.values {
        Some(values) if low <= high => Draw::Value(Spread {
            low,
            high,
            unit,
            values,
        }),
        _ => Draw::Nothing,
    }
}

impl Spread {
    /// One value within the limits.
    pub(super) fn draw(&self, rng: &mut Rng) -> i64 {
        let value = match self.values {
            Values::Even { low, high } => self.unit * (low + (high - low) * rng.share()),
            Values::LogNormal { median, log_sd } => {
                self.unit * median * libm::exp(log_sd * rng.normal())
            }
            Values::Days { from, to } => {
                let days = f64::from(to.num_days_from_ce() - from.num_days_from_ce()) + 1.0;
                libm::floor(f64::from(from.num_days_from_ce()) + days * rng.share())
            }
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the limits hold it within 10^18"
        )]
        let value = libm::round(value) as i64;
        value.clamp(self.low, self.high)
    }
}
