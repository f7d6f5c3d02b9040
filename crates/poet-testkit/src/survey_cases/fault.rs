//! Responses with one thing wrong or worth noting, of every kind that an instrument gives room for.

use chrono::Days;
use poet_core::{Answer, FreeText, Instrument, Item, ItemId, ItemKind, Limits, Response};
use rust_decimal::Decimal;

use super::case::is_past;
use super::draw::{answer, settle};
use crate::synth::rng::Rng;

/// An answer that makes one thing wrong; none for an answer that is taken away.
type Odd = Option<Answer>;

/// Every fault with what it is, over valid responses that ask and pass by.
pub(super) fn faults(
    instrument: &Instrument,
    valid: &[Response],
    rng: &mut Rng,
) -> Vec<(String, Response)> {
    let mut faults: Vec<_> = unknown_item(valid).into_iter().collect();
    for (at, item) in instrument.items().iter().enumerate() {
        let past =
            |response: &&Response| is_past(instrument, at, response.route(instrument).codes());
        let asked = valid.iter().find(|response| !past(response));
        let mut odd = |kind: &str, base: &Response, odd: Odd| {
            let response = with(base, item.id(), odd);
            let settled = settle(instrument, (&response, Some(item.id())), rng);
            faults.push((format!("{}: {kind}", item.id()), settled));
        };
        if let Some(base) = asked {
            for (kind, answer) in of_item(item) {
                odd(kind, base, answer);
            }
        }
        if let Some(base) = valid.iter().find(past) {
            odd(
                "answered although it is passed by",
                base,
                Some(fitting(item)),
            );
        }
    }
    faults
}

/// What can be wrong with the answer to an item that is asked.
fn of_item(item: &Item) -> Vec<(&'static str, Odd)> {
    let mut odd: Vec<(&'static str, Odd)> = Vec::new();
    if item.scale().is_some() {
        odd.push(("a point that the scale does not have", unknown_point(item)));
    }
    odd.push(("an answer of another kind", Some(wrong_kind(item))));
    odd.extend(
        beyond(item)
            .into_iter()
            .map(|(kind, answer)| (kind, Some(answer))),
    );
    if item.is_required() {
        odd.push(("no answer where one is wanted", None));
    }
    if let ItemKind::TickAll(scale) = item.kind() {
        let twice = scale.points().iter().take(1).cycle().take(2);
        let twice = twice.map(|point| point.code().clone()).collect();
        odd.push(("an option ticked twice", Some(Answer::Ticks(twice))));
    }
    odd
}

fn unknown_item(valid: &[Response]) -> Option<(String, Response)> {
    let answer = Answer::Text(FreeText::new("words about nothing that was asked"));
    let response = valid.first()?.clone();
    let response = response.with("zz_no_such_item".parse().ok()?, answer);
    Some((
        "an item that the instrument does not have".to_owned(),
        response,
    ))
}

fn unknown_point(item: &Item) -> Odd {
    let code = "no-such-point".parse().ok()?;
    Some(match item.kind() {
        ItemKind::TickAll(_) => Answer::Ticks(vec![code]),
        _ => Answer::Choice(code),
    })
}

fn wrong_kind(item: &Item) -> Answer {
    match item.kind() {
        ItemKind::Text => Answer::Number(Decimal::ONE),
        _ => Answer::Text(FreeText::new("words where none are wanted")),
    }
}

/// The nearest answers outside the limits.
fn beyond(item: &Item) -> Vec<(&'static str, Answer)> {
    match item.kind() {
        ItemKind::Number(limits) => numbers(limits)
            .map(|(kind, n)| (kind, Answer::Number(n)))
            .collect(),
        ItemKind::Money(limits) => numbers(limits)
            .map(|(kind, n)| (kind, Answer::Money(n)))
            .collect(),
        ItemKind::Date { earliest, latest } => {
            let before = earliest.and_then(|day| day.checked_sub_days(Days::new(1)));
            let after = latest.and_then(|day| day.checked_add_days(Days::new(1)));
            let days = [(UNDER, before), (OVER, after)].into_iter();
            days.filter_map(|(kind, day)| Some((kind, Answer::Date(day?))))
                .collect()
        }
        _ => Vec::new(),
    }
}

const UNDER: &str = "an answer under the lowest";
const OVER: &str = "an answer over the highest";

/// A unit of the last decimal place past each limit, and a number with one decimal place too many.
fn numbers(limits: &Limits) -> impl Iterator<Item = (&'static str, Decimal)> {
    let unit = Decimal::new(1, limits.decimals);
    let inside = limits.min.or(limits.max).unwrap_or_default();
    let finer = Decimal::new(1, limits.decimals + 1);
    let finer = if limits.min.is_some() {
        inside + finer
    } else {
        inside - finer
    };
    let numbers = [
        (UNDER, limits.min.map(|min| min - unit)),
        (OVER, limits.max.map(|max| max + unit)),
        ("a decimal place too many", Some(finer)),
    ];
    numbers
        .into_iter()
        .filter_map(|(kind, number)| Some((kind, number?)))
}

/// An answer that would fit if the item were asked.
fn fitting(item: &Item) -> Answer {
    answer(item, &mut Rng::new(0, crate::synth::rng::Stream::Case, 0))
}

/// The same answers but for one item.
fn with(base: &Response, item: &ItemId, odd: Odd) -> Response {
    let blank = Response::new(base.id().clone(), base.organisation().clone());
    let others = base.answers().filter(|(id, _)| *id != item);
    let response = others.fold(blank, |r, (id, answer)| r.with(id.clone(), answer.clone()));
    match odd {
        Some(answer) => response.with(item.clone(), answer),
        None => response,
    }
}
