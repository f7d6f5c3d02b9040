//! What a table promises of its rows.

use proptest::prelude::*;

use super::super::Answer;
use super::super::tests::{answered, choice, instrument, response, ticks};
use super::*;
use crate::{Circumstance, Stratification};

fn codes(table: &ResponseTable, row: usize) -> Vec<Code> {
    let row = table.row(row).unwrap();
    (0..table.instrument().columns().len())
        .map(|c| row.code(c))
        .collect()
}

fn head_of(table: &ResponseTable, row: usize) -> impl PartialEq + std::fmt::Debug {
    let row = table.row(row).unwrap();
    (
        (row.id().to_owned(), row.organisation().clone()),
        (row.stratum().cloned(), row.circumstances()),
        row.language().cloned(),
        (row.links(), row.keep_until()),
    )
}

fn table(responses: &[Response]) -> ResponseTable {
    let mut table = ResponseTable::new(&instrument());
    for response in responses {
        table.push(response).unwrap();
    }
    table
}

fn head(organisation: u32) -> RowHead<'static> {
    RowHead::new("r-1", organisation)
}

#[test]
fn a_refused_response_leaves_the_table_as_it_was() {
    let mut table = table(&[response().with("first".parse().unwrap(), choice("y"))]);
    let bad = Response::new("r-2".parse().unwrap(), "South".parse().unwrap())
        .with("amount".parse().unwrap(), Answer::Money((-1).into()));
    let error = table.push(&bad).unwrap_err();
    assert_eq!(
        error.to_string(),
        "response has 2 findings that keep it out of a table, first at item first"
    );
    assert_eq!((table.len(), table.organisations().len()), (1, 1));
}

#[test]
fn a_table_is_routed_once_every_row_is() {
    let mut table = table(&[response().with("first".parse().unwrap(), choice("y"))]);
    assert!(!table.is_routed());
    table.route();
    assert!(table.is_routed());
    let plain = crate::Catalogue::builtin()
        .get(&"workforce@2013".parse().unwrap())
        .unwrap();
    assert!(plain.items().iter().all(|item| item.ask_if().is_none()));
    let mut unconditional = ResponseTable::new(plain);
    unconditional.push(&response()).unwrap();
    assert!(unconditional.is_routed());
}

#[test]
fn languages_stand_once_in_the_order_of_the_rows() {
    let tags = ["cy", "pl", "cy"].map(|tag| tag.parse::<Language>().unwrap());
    let rows = tags.clone().map(|tag| {
        let one = response().with("first".parse().unwrap(), choice("y"));
        one.in_language(tag)
    });
    assert_eq!(table(&rows).languages(), &tags[..2]);
}

#[test]
fn an_item_asked_after_any_answer_is_routed_by_it() {
    let before = |third: Option<&str>| {
        let mut one = response().with("first".parse().unwrap(), choice("y"));
        one = one.with("second".parse().unwrap(), ticks(&["kit"]));
        if let Some(third) = third {
            one = one.with("third".parse().unwrap(), choice(third));
        }
        let mut table = table(&[one.with(
            "words".parse().unwrap(),
            Answer::Text(super::super::FreeText::new("w")),
        )]);
        table.route();
        let instrument = table.instrument().clone();
        let words = instrument
            .columns_of(instrument.position("words").unwrap())
            .start;
        table.row(0).unwrap().code(words)
    };
    // The words are asked for where there is no answer to `third`.
    assert_eq!(before(None), Code::answer(0));
    assert_eq!(
        before(Some("y")),
        Code::from(super::super::Missing::NotAsked)
    );
}

#[test]
fn a_row_that_does_not_fit_is_refused_and_leaves_the_table_as_it_was() {
    let mut table = ResponseTable::new(&instrument());
    let north = table.organisation(&"North".parse().unwrap()).unwrap();
    let fits = vec![Code::answer(0); table.instrument().columns().len()];
    assert!(matches!(
        table.push_row(head(north), &fits[1..], &[0; 3]),
        Err(Error::RowLength { what: "codes", .. })
    ));
    assert!(matches!(
        table.push_row(head(north), &fits, &[0; 2]),
        Err(Error::RowLength { what: "values", .. })
    ));
    assert!(matches!(
        table.push_row(head(north + 1), &fits, &[0; 3]),
        Err(Error::TableFull { .. })
    ));
    let beside = RowBeside {
        language: Some(0),
        ..RowBeside::default()
    };
    let unknown = RowHead {
        beside: Some(&beside),
        ..head(north)
    };
    assert_eq!(
        table.push_row(unknown, &fits, &[0; 3]),
        Err(Error::TableFull {
            what: "languages",
            max: ResponseTable::MOST_NAMES
        })
    );
    let mut wild = fits.clone();
    wild[4] = Code::answer(2);
    let error = table.push_row(head(north), &wild, &[0; 3]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "code of column 4 (item third) is no point of its scale and no missing code"
    );
    assert!(table.is_empty());
    table.push_row(head(north), &fits, &[0; 3]).unwrap();
    assert_eq!(table.len(), 1);
}

#[test]
fn values_are_kept_in_their_last_decimal_place_and_in_days() {
    let day = "2012-05-01";
    let table = table(&[response()
        .with("first".parse().unwrap(), choice("y"))
        .with(
            "amount".parse().unwrap(),
            Answer::Money("12.5".parse().unwrap()),
        )
        .with("since".parse().unwrap(), Answer::Date(day.parse().unwrap()))]);
    let row = table.row(0).unwrap();
    let value = |item: &str| row.value(table.instrument().position(item).unwrap());
    assert_eq!(value("amount"), Some(1250));
    assert_eq!(value("visits"), None);
    assert_eq!(value("first"), None);
    // Rata Die of 1 May 2012: Python's `datetime.date(2012, 5, 1).toordinal()`.
    assert_eq!(value("since"), Some(734_624));
}

#[test]
fn rows_keep_their_head() {
    let circumstances = Circumstances {
        mode: Some(crate::Mode::Post),
        help: Some(crate::Help::ByProxy),
        helper: Some(crate::Helper::CouncilStaff),
        form: Some(crate::Form::EasyRead),
    };
    let key = crate::PseudonymKey::new(&[7; 32]).unwrap();
    let links = Links {
        budget: Some(key.budget("b")),
        household: Some(key.household("h")),
    };
    let last = NaiveDate::from_ymd_opt(2020, 1, 31);
    let one = response()
        .with("first".parse().unwrap(), choice("y"))
        .in_stratum("4".parse().unwrap())
        .under(circumstances)
        .in_language("cy".parse().unwrap())
        .linked(links)
        .kept_until(last.unwrap());
    let two = Response::new("r-2".parse().unwrap(), "South".parse().unwrap())
        .with("first".parse().unwrap(), choice("n"));
    let table = table(&[one, two]);
    let row = table.row(0).unwrap();
    assert_eq!((row.id(), row.organisation().as_str()), ("r-1", "North"));
    assert_eq!(row.stratum().map(StratumId::as_str), Some("4"));
    assert_eq!(row.circumstances(), circumstances);
    assert_eq!(row.language().map(Language::as_str), Some("cy"));
    assert_eq!((row.links(), row.keep_until()), (links, last));
    let told = Circumstance::ALL.iter().map(|&of| row.circumstance(of));
    let codes = ["post", "by_proxy", "council_staff", "easy_read", "cy"];
    assert!(told.eq(codes.map(Some)));
    let second = table.row(1).unwrap();
    assert_eq!((second.stratum(), second.language()), (None, None));
    assert_eq!((second.links(), second.keep_until()), Default::default());
    let told = Circumstance::ALL.iter().map(|&of| second.circumstance(of));
    assert!(told.eq([None; 5]));
    assert!(table.row(2).is_none());
    assert_eq!(format!("{table:?}"), "ResponseTable(trial@1, 2 rows)");
}

#[test]
fn a_row_may_be_kept_on_its_last_day_and_not_on_the_next() {
    let day = |day| NaiveDate::from_ymd_opt(2020, 1, day).unwrap();
    let person = |id: &str| Response::new(id.parse().unwrap(), "North".parse().unwrap());
    let person = |id| person(id).with("first".parse().unwrap(), choice("y"));
    let rows = [
        person("a").kept_until(day(2)),
        person("b"),
        person("c").kept_until(day(1)),
        person("d").kept_until(day(3)),
    ];
    let whole = table(&rows);
    let past = |on| whole.past(day(on)).collect::<Vec<_>>();
    assert!(past(1).is_empty());
    assert_eq!(past(2), [2]);
    assert_eq!(past(3), [0, 2]);
    let response_past = |on| rows.iter().filter(|r| r.is_past(day(on))).count();
    assert_eq!([1, 2, 3, 4].map(response_past), [0, 1, 2, 3]);
    let mut left = whole.clone();
    assert_eq!(left.drop_past(day(3)), 2);
    let ids: Vec<_> = left.rows().map(|row| row.id().to_owned()).collect();
    assert_eq!(ids, ["b", "d"]);
    assert_eq!(left.row(1).unwrap().keep_until(), Some(day(3)));
    assert_eq!(left.drop_past(day(3)), 0);
}

#[test]
fn a_split_table_counts_each_row_for_how_it_came_about() {
    let of = |id: &str, form, language: Option<&str>| {
        let circumstances = Circumstances {
            form,
            ..Circumstances::default()
        };
        let row = Response::new(id.parse().unwrap(), "North".parse().unwrap())
            .with("first".parse().unwrap(), choice("y"))
            .under(circumstances);
        match language {
            Some(language) => row.in_language(language.parse().unwrap()),
            None => row,
        }
    };
    let easy = Some(crate::Form::EasyRead);
    let table = table(&[
        of("a", easy, None),
        of("b", None, Some("cy")),
        of("c", easy, Some("cy")),
    ]);
    let places = |split: &ResponseTable| -> Vec<String> {
        split
            .rows()
            .map(|row| row.organisation().to_string())
            .collect()
    };
    let by_form = table.split_by(Circumstance::Form);
    assert_eq!(places(&by_form), ["easy_read", "not recorded", "easy_read"]);
    assert_eq!(by_form.organisations().len(), 2);
    let by_language = table.split_by(Circumstance::Language);
    assert_eq!(places(&by_language), ["not recorded", "cy", "cy"]);
    assert_eq!(codes(&by_form, 1), codes(&table, 1));
    assert_eq!(by_form.row(2).unwrap().id(), "c");
    assert_eq!(places(&table), ["North"; 3]);
}

fn strata(items: &[&str]) -> Result<Stratification, Error> {
    let items: Vec<_> = items.iter().map(|i| i.parse().unwrap()).collect();
    Stratification::new(&instrument(), &items)
}

#[test]
fn rows_go_into_the_stratum_of_their_answers_and_those_without_one_into_none() {
    let of = |answers: &[(&str, Answer)]| {
        let add = |r: Response, (id, answer): &(&str, Answer)| {
            r.with(id.parse().unwrap(), answer.clone())
        };
        answers
            .iter()
            .fold(response(), add)
            .in_stratum("before".parse().unwrap())
    };
    let kit = || ("second", ticks(&["kit"]));
    let rows = [
        of(&[("first", choice("y")), kit(), ("third", choice("n"))]),
        of(&[("first", choice("y")), kit()]),
        of(&[("first", choice("n")), kit(), ("third", choice("n"))]),
    ];
    let by = strata(&["third", "first"]).unwrap();
    let names: Vec<&str> = by.strata().iter().map(StratumId::as_str).collect();
    assert_eq!(names, ["y+y", "y+n", "n+y", "n+n"]);
    let found = table(&rows).stratified_by(&by).unwrap();
    assert!(found.is_routed());
    let placed = |row: usize| found.row(row).unwrap().stratum().map(StratumId::as_str);
    // The third row's answer was not asked for, so it is none.
    assert_eq!([0, 1, 2].map(placed), [Some("n+y"), None, None]);
    let points = by.points(&"n+y".parse().unwrap()).unwrap();
    let codes: Vec<&str> = points.iter().map(|p| p.code().as_str()).collect();
    assert_eq!(codes, ["n", "y"]);
    assert_eq!(by.points(&"n".parse().unwrap()), None);
}

#[test]
fn only_choices_make_strata_and_each_once() {
    let refused = |items: &[&str]| strata(items).unwrap_err().to_string();
    let wants = |item: &str| {
        format!("item {item} makes no strata, wants choices of the instrument, each once")
    };
    assert_eq!(refused(&["second"]), wants("second"));
    assert_eq!(refused(&["nought"]), wants("nought"));
    assert_eq!(refused(&["first", "first"]), wants("first"));
    assert_eq!(refused(&[]), Error::NoStrata.to_string());
    let plain = crate::Catalogue::builtin()
        .get(&"workforce@2013".parse().unwrap())
        .unwrap();
    let other = ResponseTable::new(plain).stratified_by(&strata(&["first"]).unwrap());
    assert!(matches!(other, Err(Error::OtherInstrument { .. })));
}

#[test]
fn a_cleared_table_keeps_its_names_and_counts_from_nought() {
    let past = response()
        .with("first".parse().unwrap(), choice("n"))
        .with("second".parse().unwrap(), ticks(&["kit"]));
    let mut table = table(std::slice::from_ref(&past));
    table.route();
    assert_eq!(table.set_aside().len(), 3);
    table.clear();
    assert_eq!(
        (
            table.len(),
            table.set_aside().len(),
            table.organisations().len()
        ),
        (0, 0, 1)
    );
    table.push(&past).unwrap();
    table.route();
    assert_eq!(table.set_aside()[0].row, 0);
    assert_eq!(codes(&table, 0), past.route(&instrument()).codes());
}

proptest! {
    #[test]
    fn stratifying_a_table_is_stratifying_each_response(
        responses in prop::collection::vec(answered(), 0..12),
    ) {
        let by = strata(&["first", "third"]).unwrap();
        let whole = table(&responses).stratified_by(&by).unwrap();
        for (row, response) in whole.rows().zip(&responses) {
            let alone = response.stratified_by(&by);
            prop_assert_eq!(row.stratum(), alone.stratum());
        }
    }

    #[test]
    fn routing_a_table_is_routing_each_response(
        responses in prop::collection::vec(answered(), 0..12),
        between in 0_usize..12,
    ) {
        let instrument = instrument();
        let mut table = ResponseTable::new(&instrument);
        for (at, response) in responses.iter().enumerate() {
            if at == between {
                table.route();
            }
            table.push(response).unwrap();
        }
        table.route();
        let mut expected = Vec::new();
        for (row, response) in responses.iter().enumerate() {
            let routed = response.route(&instrument);
            prop_assert_eq!(codes(&table, row), routed.codes());
            expected.extend(routed.set_aside().iter().map(|s| SetAside { row, ..*s }));
        }
        prop_assert_eq!(table.set_aside(), &expected[..]);
        table.route();
        prop_assert_eq!(table.set_aside(), &expected[..]);
    }

    #[test]
    fn rows_retained_are_as_if_the_others_had_never_come(
        rows in prop::collection::vec((answered(), any::<bool>()), 0..12),
        routed in any::<bool>(),
    ) {
        let all: Vec<_> = rows.iter().map(|(r, _)| r.clone()).collect();
        let mut table = table(&all);
        if routed {
            table.route();
        }
        table.retain(|row| rows[row].1);
        let left: Vec<_> = rows.iter().filter(|(_, keep)| *keep).map(|(r, _)| r.clone()).collect();
        let mut fresh = self::table(&left);
        // What was not routed before is routed now, and nothing twice.
        table.route();
        fresh.route();
        prop_assert_eq!(table.len(), left.len());
        prop_assert_eq!(table.set_aside(), fresh.set_aside());
        let amount = table.instrument().position("amount").unwrap();
        for row in 0..left.len() {
            prop_assert_eq!(codes(&table, row), codes(&fresh, row));
            prop_assert_eq!(table.row(row).unwrap().id(), left[row].id().as_str());
            prop_assert_eq!(table.row(row).unwrap().value(amount), fresh.row(row).unwrap().value(amount));
            prop_assert_eq!(head_of(&table, row), head_of(&fresh, row));
        }
    }

    #[test]
    fn an_erased_response_leaves_what_the_others_make(
        responses in prop::collection::vec(answered(), 0..12),
        chosen in any::<prop::sample::Index>(),
    ) {
        let mut whole = table(&responses);
        let id = responses.get(chosen.index(12)).map_or("nobody", |r| r.id().as_str());
        let left: Vec<_> = responses.iter().filter(|r| r.id().as_str() != id).cloned().collect();
        let fresh = table(&left);
        prop_assert_eq!(whole.erase(id), responses.len() - left.len());
        prop_assert_eq!(whole.len(), left.len());
        for row in 0..left.len() {
            prop_assert_eq!(codes(&whole, row), codes(&fresh, row));
            prop_assert_eq!(head_of(&whole, row), head_of(&fresh, row));
        }
        prop_assert_eq!(whole.erase(id), 0);
    }

    #[test]
    fn two_tables_joined_are_one_table_of_both(
        one in prop::collection::vec(answered(), 0..6),
        two in prop::collection::vec(answered(), 0..6),
    ) {
        let mut joined = table(&one);
        joined.append(&table(&two)).unwrap();
        let whole = table(&[one, two].concat());
        prop_assert_eq!(joined.len(), whole.len());
        for row in 0..whole.len() {
            prop_assert_eq!(head_of(&joined, row), head_of(&whole, row));
        }
    }

    #[test]
    fn a_row_of_codes_and_a_pushed_response_are_the_same_row(response in answered()) {
        let mut pushed = table(std::slice::from_ref(&response));
        let (row, values) = encode(&instrument(), &response);
        let mut built = ResponseTable::new(&instrument());
        let organisation = built.organisation(response.organisation()).unwrap();
        built.push_row(RowHead { id: response.id().as_str(), ..head(organisation) }, &row, &values).unwrap();
        prop_assert_eq!(codes(&built, 0), codes(&pushed, 0));
        pushed.route();
        built.route();
        prop_assert_eq!(built.set_aside(), pushed.set_aside());
    }
}
