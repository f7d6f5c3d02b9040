//! Responses with one thing wrong.

use chrono::Days;
use poet_core::{
    Answer, Finding, FindingKind, FreeText, Instrument, Item, ItemId, ItemKind, Limits, Missing,
    PointCode, Response,
};
use proptest::prelude::*;
use proptest::sample::Index;
use rust_decimal::Decimal;

use super::response::{Answers, response, settle, with};

/// A response with one thing wrong.
#[derive(Clone, Debug)]
pub struct BrokenResponse {
    /// The response.
    pub response: Response,
    /// The only thing that the validation finds in it.
    pub finding: Finding,
}

/// Responses to `instrument` that differ from a valid one in one thing, of every kind that the instrument gives room for.
///
/// Only an instrument with a required item can miss an answer, only one with a condition can be answered past its routing.
pub fn broken_response(instrument: &Instrument) -> impl Strategy<Value = BrokenResponse> + use<> {
    let valid = response(instrument);
    let instrument = instrument.clone();
    (valid, any::<Index>(), any::<Index>()).prop_filter_map(
        "no room for a fault",
        move |(valid, kind, item)| {
            let mut faults: Vec<Vec<(ItemId, Fault)>> = faults(&instrument, &valid);
            faults.retain(|of_kind| !of_kind.is_empty());
            let of_kind = faults.get(kind.index(faults.len().max(1)))?;
            let (item, fault) = of_kind[item.index(of_kind.len())].clone();
            Some(broken(&instrument, &valid, item, fault))
        },
    )
}

/// What to put in place of an answer, and what is then found.
#[derive(Clone)]
struct Fault {
    answer: Option<Answer>,
    kind: FindingKind,
}

fn broken(instrument: &Instrument, valid: &Response, item: ItemId, fault: Fault) -> BrokenResponse {
    let mut answers: Answers = valid
        .answers()
        .map(|(id, a)| (id.clone(), a.clone()))
        .collect();
    match fault.answer {
        Some(answer) => answers.insert(item.clone(), answer),
        None => answers.remove(&item),
    };
    // The fault may change what is asked after it: that is put right, so that it stays the only one.
    settle(instrument, valid, &mut answers, Some(&item));
    BrokenResponse {
        response: with(valid, &answers),
        finding: Finding {
            item,
            kind: fault.kind,
        },
    }
}

/// Every fault that `valid` gives room for, by kind.
fn faults(instrument: &Instrument, valid: &Response) -> Vec<Vec<(ItemId, Fault)>> {
    let of_items = |fault: &dyn Fn(&Item) -> Option<Fault>| -> Vec<_> {
        let found = instrument
            .items()
            .iter()
            .filter_map(|i| Some((i.id().clone(), fault(i)?)));
        found.collect()
    };
    let asked = |item: &Item| is_asked(instrument, valid, item);
    vec![
        unknown_item(instrument).into_iter().collect(),
        of_items(&unknown_point),
        of_items(&|item| Some(wrong_kind(item))),
        of_items(&out_of_range),
        of_items(&|item| {
            let kind = FindingKind::MissingRequired;
            (item.is_required() && asked(item)).then_some(Fault { answer: None, kind })
        }),
        of_items(&|item| {
            let (answer, kind) = (
                Some(Answer::Missing(Missing::DontKnow)),
                FindingKind::RoutedPast,
            );
            (!asked(item)).then_some(Fault { answer, kind })
        }),
        of_items(&|item| duplicate_tick(item).filter(|_| asked(item))),
    ]
}

fn is_asked(instrument: &Instrument, valid: &Response, item: &Item) -> bool {
    let probe = valid
        .clone()
        .with(item.id().clone(), Answer::Missing(Missing::DontKnow));
    let routed = probe.route(instrument);
    let at = instrument.position(item.id().as_str());
    at.is_none_or(|at| {
        !routed
            .set_aside()
            .iter()
            .any(|s| instrument.columns_of(at).contains(&s.column))
    })
}

fn unknown_item(instrument: &Instrument) -> Option<(ItemId, Fault)> {
    let id: ItemId = "zz_no_such_item".parse().ok()?;
    let kind = FindingKind::UnknownItem {
        nearest: instrument.nearest_item(id.as_str()).cloned(),
    };
    let answer = Some(Answer::Text(FreeText::new("to nothing")));
    instrument
        .item(id.as_str())
        .is_none()
        .then_some((id, Fault { answer, kind }))
}

fn unknown_point(item: &Item) -> Option<Fault> {
    let code: PointCode = "no-such-point".parse().ok()?;
    let scale = item
        .scale()
        .filter(|s| s.position(code.as_str()).is_none())?;
    let kind = FindingKind::UnknownPoint {
        points: scale.points().len(),
    };
    let answer = match item.kind() {
        ItemKind::TickAll(_) => Answer::Ticks(vec![code]),
        _ => Answer::Choice(code),
    };
    Some(Fault {
        answer: Some(answer),
        kind,
    })
}

fn wrong_kind(item: &Item) -> Fault {
    let words = Answer::Text(FreeText::new("in words"));
    let (answer, wants) = match item.kind() {
        ItemKind::Choice(_) => (words, "one point of the scale"),
        ItemKind::TickAll(_) => (words, "the options ticked"),
        ItemKind::Number(_) => (Answer::Money(Decimal::ONE), "a number"),
        ItemKind::Money(_) => (Answer::Number(Decimal::ONE), "an amount in pounds"),
        ItemKind::Date { .. } => (words, "a date"),
        _ => (Answer::Number(Decimal::ONE), "words"),
    };
    Fault {
        answer: Some(answer),
        kind: FindingKind::WrongKind { wants },
    }
}

fn out_of_range(item: &Item) -> Option<Fault> {
    let answer = match item.kind() {
        ItemKind::Number(limits) => Answer::Number(beyond(limits)),
        ItemKind::Money(limits) => Answer::Money(beyond(limits)),
        ItemKind::Date { earliest, latest } => {
            let day = Days::new(1);
            let after = latest.and_then(|l| l.checked_add_days(day));
            Answer::Date(after.or_else(|| earliest.and_then(|e| e.checked_sub_days(day)))?)
        }
        _ => return None,
    };
    Some(Fault {
        answer: Some(answer),
        kind: FindingKind::OutOfRange,
    })
}

/// A number past a limit, or with one decimal place too many where there is none.
fn beyond(limits: &Limits) -> Decimal {
    let above = limits.max.map(|m| m + Decimal::ONE);
    let below = limits.min.map(|m| m - Decimal::ONE);
    above
        .or(below)
        .unwrap_or_else(|| Decimal::new(1, limits.decimals + 1))
}

fn duplicate_tick(item: &Item) -> Option<Fault> {
    let ItemKind::TickAll(scale) = item.kind() else {
        return None;
    };
    let code = scale.points().first()?.code();
    let answer = Some(Answer::Ticks(vec![code.clone(), code.clone()]));
    Some(Fault {
        answer,
        kind: FindingKind::DuplicateTick,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    use super::super::instrument;
    use super::*;

    fn broken() -> impl Strategy<Value = (Instrument, BrokenResponse)> {
        instrument().prop_flat_map(|i| (Just(i.clone()), broken_response(&i)))
    }

    proptest! {
        #[test]
        fn the_fault_is_found_and_nothing_else((instrument, broken) in broken()) {
            prop_assert_eq!(broken.response.validate(&instrument), [broken.finding]);
        }
    }

    #[test]
    fn faults_of_every_kind_are_drawn() {
        let mut runner = TestRunner::deterministic();
        let kind = |_| {
            let (_, broken) = self::broken().new_tree(&mut runner).unwrap().current();
            let told = format!("{:?}", broken.finding.kind);
            told.split(' ').next().unwrap_or_default().to_owned()
        };
        let kinds: BTreeSet<String> = (0..300).map(kind).collect();
        let every = [
            "DuplicateTick",
            "MissingRequired",
            "OutOfRange",
            "RoutedPast",
            "UnknownItem",
            "UnknownPoint",
            "WrongKind",
        ];
        assert_eq!(kinds.iter().map(String::as_str).collect::<Vec<_>>(), every);
    }
}
