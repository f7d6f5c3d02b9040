//! Valid responses drawn at random, the same for the same seed.

use chrono::{Days, NaiveDate};
use poet_core::{
    Answer, FreeText, Instrument, Item, ItemId, ItemKind, Limits, Missing, Response, Scale,
};
use rust_decimal::Decimal;

use super::case::is_past;
use crate::synth::rng::{Rng, Stream};

/// How many answers of a hundred are a reason without an answer.
const MISSING: usize = 6;

/// A response without answers, by its number.
pub(super) fn blank(number: usize) -> Option<Response> {
    let id = format!("case-{number}").parse().ok()?;
    Some(Response::new(id, "somewhere".parse().ok()?))
}

/// The same answers under the name of a case.
pub(super) fn named(number: usize, response: &Response) -> Option<Response> {
    let answers = response.answers();
    let with =
        |named: Response, (id, answer): (&ItemId, &Answer)| named.with(id.clone(), answer.clone());
    Some(answers.fold(blank(number)?, with))
}

/// A valid response: every question that the routing asks has an answer or a reason, no other has.
pub(super) fn valid(instrument: &Instrument, seed: u64, number: usize) -> Option<Response> {
    let mut rng = Rng::new(seed, Stream::Case, number as u64);
    Some(settle(instrument, (&blank(number)?, None), &mut rng))
}

/// A response with what `given` answers to the questions that the routing asks and with drawn answers to the others of
/// them. The answer to `fixed` stays as it is, also where there is none, so that it is the only odd one.
pub(super) fn settle(
    instrument: &Instrument,
    (given, fixed): (&Response, Option<&ItemId>),
    rng: &mut Rng,
) -> Response {
    let mut response = Response::new(given.id().clone(), given.organisation().clone());
    for (at, item) in instrument.items().iter().enumerate() {
        let known = given.answer(item.id().as_str()).cloned();
        let answer = if fixed == Some(item.id()) {
            known
        } else if is_past(instrument, at, response.route(instrument).codes()) {
            // Conditions look back, so what is answered so far decides.
            None
        } else {
            known.or_else(|| Some(drawn(item, rng)))
        };
        if let Some(answer) = answer {
            response = response.with(item.id().clone(), answer);
        }
    }
    response
}

/// An answer to an item, or now and then a reason without one.
fn drawn(item: &Item, rng: &mut Rng) -> Answer {
    match rng.below(100) < MISSING {
        true => Answer::Missing(reason(item, rng)),
        false => answer(item, rng),
    }
}

/// A reason that a person may give; one who must answer does not leave the question open.
fn reason(item: &Item, rng: &mut Rng) -> Missing {
    let reasons = match item.is_required() {
        true => &Missing::ALL[..3],
        false => &Missing::ALL[..4],
    };
    reasons[rng.below(reasons.len())]
}

/// An answer that fits an item.
pub(super) fn answer(item: &Item, rng: &mut Rng) -> Answer {
    match item.kind() {
        ItemKind::Choice(scale) => point(scale, rng.below(scale.points().len())),
        ItemKind::TickAll(scale) => {
            let ticked = scale.points().iter().filter(|_| rng.below(3) == 0);
            Answer::Ticks(ticked.map(|point| point.code().clone()).collect())
        }
        ItemKind::Number(limits) => Answer::Number(number(limits, rng)),
        ItemKind::Money(limits) => Answer::Money(number(limits, rng)),
        ItemKind::Date { earliest, latest } => Answer::Date(day(*earliest, *latest, rng)),
        _ => Answer::Text(FreeText::new("words of a made-up person")),
    }
}

/// The answer of one point.
pub(super) fn point(scale: &Scale, at: usize) -> Answer {
    Answer::Choice(scale.points()[at].code().clone())
}

/// A number within its limits, the ends among them.
fn number(limits: &Limits, rng: &mut Rng) -> Decimal {
    let low = limits
        .min
        .unwrap_or_else(|| limits.max.unwrap_or_default() - Decimal::ONE_HUNDRED);
    let high = limits.max.unwrap_or(low + Decimal::ONE_HUNDRED);
    let inside = (low + Decimal::from(rng.below(100))).round_dp(limits.decimals);
    match rng.below(3) {
        1 => low,
        2 => high,
        _ => inside.clamp(low, high),
    }
}

/// A day within its limits, the ends among them.
fn day(earliest: Option<NaiveDate>, latest: Option<NaiveDate>, rng: &mut Rng) -> NaiveDate {
    let usual = NaiveDate::from_yo_opt(2014, 1).unwrap_or_default();
    let low = earliest.unwrap_or_else(|| latest.map_or(usual, |latest| latest.min(usual)));
    let high = latest.unwrap_or(low.max(usual));
    let inside = low
        .checked_add_days(Days::new(rng.below(300) as u64))
        .unwrap_or(low);
    match rng.below(3) {
        1 => low,
        2 => high,
        _ => inside.clamp(low, high),
    }
}
