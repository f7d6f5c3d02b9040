//! Responses that fit their instrument.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use poet_core::budget::BudgetId;
use poet_core::{
    Answer, Circumstances, Code, Form, FreeText, Help, Helper, HouseholdId, Instrument, Item,
    ItemId, ItemKind, Language, Limits, Links, Missing, Mode, OrganisationId, Response, ResponseId,
    Scale,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use uuid::Uuid;

/// Responses to `instrument` in which the validation finds nothing at all: every answer fits its item and was asked for,
/// and every required item that was asked has an answer or says why not.
pub fn response(instrument: &Instrument) -> impl Strategy<Value = Response> + use<> {
    let answers: Vec<_> = instrument.items().iter().map(answer_or_none).collect();
    let instrument = instrument.clone();
    (head(), answers).prop_map(move |(head, answers)| {
        let named = instrument
            .items()
            .iter()
            .map(|i| i.id().clone())
            .zip(answers);
        let mut answers = named
            .filter_map(|(id, answer)| Some((id, answer?)))
            .collect();
        settle(&instrument, &head, &mut answers, None);
        with(&head, &answers)
    })
}

/// Answers by item while they are changed.
pub(super) type Answers = BTreeMap<ItemId, Answer>;

/// `head` with these answers and no others.
pub(super) fn with(head: &Response, answers: &Answers) -> Response {
    answers
        .iter()
        .fold(head.without_answers(), |r, (id, answer)| {
            r.with(id.clone(), answer.clone())
        })
}

/// Takes out every answer that is not asked for, and declines every required item left open, but leaves `spared` alone.
pub(super) fn settle(
    instrument: &Instrument,
    head: &Response,
    answers: &mut Answers,
    spared: Option<&ItemId>,
) {
    for (at, item) in instrument.items().iter().enumerate() {
        if Some(item.id()) == spared {
            continue;
        }
        let routed = with(head, answers).route(instrument);
        let columns = instrument.columns_of(at);
        if routed
            .set_aside()
            .iter()
            .any(|s| columns.contains(&s.column))
        {
            answers.remove(item.id());
        } else if item.is_required()
            && routed.codes()[columns.start] == Code::from(Missing::NotAnswered)
        {
            answers.insert(item.id().clone(), Answer::Missing(Missing::PreferNotToSay));
        }
    }
}

fn head() -> impl Strategy<Value = Response> {
    let names = ("[a-z0-9-]{1,20}", "[A-Z][0-9]{8}").prop_filter_map(
        "names of the wrong form",
        |(id, place)| {
            Some((
                id.parse::<ResponseId>().ok()?,
                place.parse::<OrganisationId>().ok()?,
            ))
        },
    );
    (names, circumstances(), beside()).prop_map(|((id, place), circumstances, beside)| {
        let (language, links, last) = beside;
        let mut head = Response::new(id, place).under(circumstances).linked(links);
        if let Some(language) = language {
            head = head.in_language(language);
        }
        match last {
            Some(day) => head.kept_until(day),
            None => head,
        }
    })
}

fn circumstances() -> impl Strategy<Value = Circumstances> {
    let help = prop::option::of(prop::sample::select(Help::ALL));
    let helper = prop::option::of(prop::sample::select(Helper::ALL));
    let form = prop::option::of(prop::sample::select(Form::ALL));
    let mode = prop::option::of(prop::sample::select(Mode::ALL));
    (mode, help, helper, form).prop_map(|(mode, help, helper, form)| Circumstances {
        mode,
        help,
        helper,
        form,
    })
}

/// Language, budget and household, and last day, each there or not.
fn beside() -> impl Strategy<Value = (Option<Language>, Links, Option<NaiveDate>)> {
    let language = prop::option::of(prop::sample::select(vec!["en", "cy", "ur", "pl-x-easy"]));
    let id = || prop::option::of(any::<u128>().prop_map(Uuid::from_u128));
    let last = prop::option::of((2014..2040_i32, 1..366_u32));
    (language, id(), id(), last).prop_map(|(language, budget, household, last)| {
        let links = Links {
            budget: budget.and_then(|id| BudgetId::new(id).ok()),
            household: household.and_then(|id| HouseholdId::new(id).ok()),
        };
        let last = last.and_then(|(year, day)| NaiveDate::from_yo_opt(year, day));
        (language.and_then(|tag| tag.parse().ok()), links, last)
    })
}

fn answer_or_none(item: &Item) -> impl Strategy<Value = Option<Answer>> + use<> {
    let missing = prop::sample::select(&Missing::ALL[..]).prop_map(|m| Some(Answer::Missing(m)));
    prop_oneof![6 => answer(item).prop_map(Some), 1 => missing, 1 => Just(None)]
}

fn answer(item: &Item) -> BoxedStrategy<Answer> {
    let codes =
        |scale: &Scale| -> Vec<_> { scale.points().iter().map(|p| p.code().clone()).collect() };
    match item.kind() {
        ItemKind::Choice(scale) => prop::sample::select(codes(scale))
            .prop_map(Answer::Choice)
            .boxed(),
        ItemKind::TickAll(scale) => {
            let codes = codes(scale);
            let most = codes.len();
            prop::sample::subsequence(codes, 0..=most)
                .prop_map(Answer::Ticks)
                .boxed()
        }
        ItemKind::Number(limits) => within(limits, Answer::Number),
        ItemKind::Money(limits) => within(limits, Answer::Money),
        ItemKind::Date { earliest, latest } => days(*earliest, *latest),
        _ => "\\PC{0,30}"
            .prop_map(|words| Answer::Text(FreeText::new(words)))
            .boxed(),
    }
}

/// Numbers between the limits; a thousand units of the last place beside a limit that stands alone.
fn within(limits: &Limits, answer: fn(Decimal) -> Answer) -> BoxedStrategy<Answer> {
    let unit = Decimal::from(10_i64.pow(limits.decimals));
    let low = limits.min.and_then(|m| (m * unit).ceil().to_i64());
    let high = limits.max.and_then(|m| (m * unit).floor().to_i64());
    let low = low.unwrap_or_else(|| high.unwrap_or(1000) - 1000);
    let high = high.unwrap_or(low + 1000);
    if low > high {
        return Just(Answer::Missing(Missing::NotApplicable)).boxed();
    }
    let decimals = limits.decimals;
    (low..=high)
        .prop_map(move |n| answer(Decimal::new(n, decimals)))
        .boxed()
}

fn days(earliest: Option<NaiveDate>, latest: Option<NaiveDate>) -> BoxedStrategy<Answer> {
    let count = |day: NaiveDate| day.num_days_from_ce();
    let low = earliest.map_or_else(|| latest.map_or(735_000, count) - 1000, count);
    let high = latest.map_or(low + 1000, count);
    let day = (low..=high).prop_filter_map(
        "days past the calendar",
        NaiveDate::from_num_days_from_ce_opt,
    );
    day.prop_map(Answer::Date).boxed()
}

#[cfg(test)]
mod tests {
    use poet_core::Catalogue;

    use super::super::instrument;
    use super::*;

    proptest! {
        #[test]
        fn nothing_is_found_in_a_response_to_a_drawn_instrument(
            (instrument, response) in instrument().prop_flat_map(|i| (Just(i.clone()), response(&i))),
        ) {
            prop_assert_eq!(response.validate(&instrument), []);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]

        #[test]
        fn nothing_is_found_in_a_response_to_a_real_instrument(
            (instrument, response) in prop::sample::select(Catalogue::builtin().iter().cloned().collect::<Vec<_>>())
                .prop_flat_map(|i| (Just(i.clone()), response(&i))),
        ) {
            prop_assert_eq!(response.validate(&instrument), []);
        }
    }
}
