//! Responses held against a small instrument with every kind of item and a chain of conditions.

use proptest::prelude::*;

use super::*;
use crate::Instrument;

/// `second` is asked after a yes, `third` after any answer to `second`, `others` after no answer to `third`.
pub(super) fn instrument() -> Instrument {
    Instrument::from_toml(
        r#"
        format = 1
        id = "trial"
        edition = "1"
        title = { en = "Trial" }
        asks = "state"
        respondent = "other"
        licence = "CC0"

        [scales.yes_no]
        points = [
            { code = "y", label = { en = "Yes" }, reading = "favourable", score = 1 },
            { code = "n", label = { en = "No" }, reading = "unfavourable", score = 0 },
        ]
        [scales.use]
        points = [
            { code = "care", label = { en = "Care" } },
            { code = "kit", label = { en = "Equipment" } },
            { code = "trips", label = { en = "Trips" } },
        ]

        [[sections]]
        id = "main"
        role = "other"
        title = { en = "Main" }
        items = [
            { id = "first", kind = "choice", scale = "yes_no", required = true, text = { en = "?" } },
            { id = "second", kind = "tick_all", scale = "use", text = { en = "?" }, ask_if = { item = "first", any_of = ["y"] } },
            { id = "third", kind = "choice", scale = "yes_no", text = { en = "?" }, ask_if = { item = "second", any_of = ["kit", "trips"] } },
            { id = "amount", kind = "money", min = 0, max = 500, text = { en = "?" } },
            { id = "visits", kind = "number", min = 1, text = { en = "?" } },
            { id = "since", kind = "date", min = "2011-01-01", max = "2014-12-31", text = { en = "?" } },
            { id = "words", kind = "text", text = { en = "?" }, ask_if = { not = { answered = "third" } } },
        ]
        "#,
    )
    .unwrap()
}

pub(super) fn response() -> Response {
    Response::new("r-1".parse().unwrap(), "North".parse().unwrap())
}

pub(super) fn choice(code: &str) -> Answer {
    Answer::Choice(code.parse().unwrap())
}

pub(super) fn ticks(codes: &[&str]) -> Answer {
    Answer::Ticks(codes.iter().map(|c| c.parse().unwrap()).collect())
}

fn with(answers: &[(&str, Answer)]) -> Response {
    let add =
        |r: Response, (id, answer): &(&str, Answer)| r.with(id.parse().unwrap(), answer.clone());
    answers.iter().fold(response(), add)
}

fn words() -> Answer {
    Answer::Text(FreeText::new("all is well"))
}

fn found(response: &Response) -> Vec<(String, FindingKind)> {
    let findings = response.validate(&instrument());
    findings
        .into_iter()
        .map(|f| (f.item.to_string(), f.kind))
        .collect()
}

const NOT_ASKED: Option<Missing> = Some(Missing::NotAsked);

#[test]
fn routing_past_one_item_routes_past_what_hangs_on_it() {
    let instrument = instrument();
    let response = with(&[
        ("first", choice("n")),
        ("second", ticks(&["kit"])),
        ("third", choice("y")),
        ("words", words()),
    ]);
    let routed = response.route(&instrument);
    let of = |item: &str| {
        let columns = instrument.columns_of(instrument.position(item).unwrap());
        routed.codes()[columns]
            .iter()
            .map(|c| c.missing())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("second"), [NOT_ASKED; 3]);
    assert_eq!(of("third"), [NOT_ASKED]);
    // `third` counts as not answered once it is set aside, so the words were asked for.
    assert_eq!(of("words"), [None]);
    let aside: Vec<_> = routed
        .set_aside()
        .iter()
        .map(|s| (s.column, s.code))
        .collect();
    let expected = [
        (1, Code::answer(0)),
        (2, Code::answer(1)),
        (3, Code::answer(0)),
        (4, Code::answer(0)),
    ];
    assert_eq!(aside, expected);
}

#[test]
fn a_tick_that_the_condition_does_not_name_does_not_meet_it() {
    let response = with(&[
        ("first", choice("y")),
        ("second", ticks(&["care"])),
        ("third", choice("y")),
    ]);
    assert_eq!(
        found(&response),
        [("third".to_owned(), FindingKind::RoutedPast)]
    );
    let response = with(&[
        ("first", choice("y")),
        ("second", ticks(&["trips"])),
        ("third", choice("y")),
    ]);
    assert_eq!(found(&response), []);
}

#[test]
fn silence_on_a_question_that_was_not_asked_is_no_finding() {
    for silent in [Missing::NotAnswered, Missing::NotAsked] {
        let response = with(&[("first", choice("n")), ("second", Answer::Missing(silent))]);
        assert_eq!(found(&response), []);
    }
    let response = with(&[
        ("first", choice("n")),
        ("second", Answer::Missing(Missing::DontKnow)),
    ]);
    assert_eq!(
        found(&response),
        [("second".to_owned(), FindingKind::RoutedPast)]
    );
}

#[test]
fn a_tick_all_item_has_a_column_an_option() {
    let instrument = instrument();
    let columns = instrument.columns_of(1);
    let of = |answer| {
        with(&[("first", choice("y")), ("second", answer)])
            .route(&instrument)
            .codes()[1..4]
            .to_vec()
    };
    assert_eq!(columns, 1..4);
    let ticked = |bits: [u8; 3]| bits.map(Code::answer).to_vec();
    assert_eq!(of(ticks(&["trips", "care"])), ticked([1, 0, 1]));
    assert_eq!(of(ticks(&[])), ticked([0, 0, 0]));
    assert_eq!(
        of(Answer::Missing(Missing::PreferNotToSay)),
        [Missing::PreferNotToSay.into(); 3]
    );
}

#[test]
fn every_finding_is_reported_at_once_in_the_order_of_the_form() {
    let response = with(&[
        ("frist", choice("y")),
        ("second", ticks(&["kit", "kit"])),
        ("third", choice("maybe")),
        ("amount", Answer::Money("500.01".parse().unwrap())),
        ("visits", Answer::Money("3".parse().unwrap())),
        ("since", Answer::Date("2015-01-01".parse().unwrap())),
    ]);
    let expected = [
        (
            "frist",
            FindingKind::UnknownItem {
                nearest: Some("first".parse().unwrap()),
            },
        ),
        ("first", FindingKind::MissingRequired),
        ("second", FindingKind::DuplicateTick),
        ("second", FindingKind::RoutedPast),
        ("third", FindingKind::UnknownPoint { points: 2 }),
        ("amount", FindingKind::OutOfRange),
        ("visits", FindingKind::WrongKind { wants: "a number" }),
        ("since", FindingKind::OutOfRange),
    ];
    assert_eq!(
        found(&response),
        expected.map(|(item, kind)| (item.to_owned(), kind))
    );
}

#[test]
fn what_can_be_set_right_is_noted_and_the_rest_refused() {
    let instrument = instrument();
    let noted = with(&[("first", choice("y")), ("second", ticks(&["kit", "kit"]))]);
    let routed_past = with(&[("first", choice("n")), ("third", choice("y"))]);
    let refused = with(&[("amount", Answer::Money((-1).into()))]);
    let severities = |r: &Response| {
        r.validate(&instrument)
            .iter()
            .map(Finding::severity)
            .collect::<Vec<_>>()
    };
    assert_eq!(severities(&noted), [Severity::Noted]);
    assert_eq!(severities(&routed_past), [Severity::Noted]);
    assert_eq!(severities(&refused), [Severity::Refused; 2]);
}

#[test]
fn a_required_item_may_be_declined_but_not_left_open() {
    for (missing, findings) in [
        (Missing::PreferNotToSay, 0),
        (Missing::DontKnow, 0),
        (Missing::NotAnswered, 1),
    ] {
        assert_eq!(
            found(&with(&[("first", Answer::Missing(missing))])).len(),
            findings
        );
    }
}

#[test]
fn limits_hold_their_edges_and_their_decimals() {
    let amount = |text: &str| {
        found(&with(&[
            ("first", choice("n")),
            ("amount", Answer::Money(text.parse().unwrap())),
        ]))
    };
    for fits in ["0", "500", "499.99", "499.9900"] {
        assert_eq!(amount(fits), []);
    }
    for fails in ["-0.01", "500.01", "1.005"] {
        assert_eq!(
            amount(fails),
            [("amount".to_owned(), FindingKind::OutOfRange)]
        );
    }
}

#[test]
fn no_finding_tells_the_answer() {
    let secret = with(&[
        ("first", choice("secret")),
        ("amount", Answer::Money(987_654.into())),
    ]);
    for finding in secret.validate(&instrument()) {
        let told = format!("{finding} {finding:?}");
        assert!(
            !told.contains("secret") && !told.contains("987654"),
            "{told}"
        );
    }
}

#[test]
fn a_response_survives_json() {
    let response = with(&[
        ("first", choice("y")),
        ("second", ticks(&["kit"])),
        ("amount", Answer::Money("12.50".parse().unwrap())),
        ("since", Answer::Date("2012-05-01".parse().unwrap())),
        ("third", Answer::Missing(Missing::DontKnow)),
        ("words", words()),
    ]);
    let json = serde_json::to_string(&response).unwrap();
    assert_eq!(serde_json::from_str::<Response>(&json).unwrap(), response);
}

#[test]
fn what_is_known_beside_the_answers_survives_json_and_is_left_out_where_it_is_not() {
    let links = Links {
        budget: "00000000-0000-0000-0000-000000000001".parse().ok(),
        household: "00000000-0000-0000-0000-000000000002".parse().ok(),
    };
    let circumstances = Circumstances {
        help: Some(Help::ByProxy),
        helper: Some(Helper::Advocate),
        ..Circumstances::default()
    };
    let full = response()
        .under(circumstances)
        .in_language("cy".parse().unwrap())
        .linked(links)
        .kept_until("2020-01-31".parse().unwrap());
    let json = serde_json::to_string(&full).unwrap();
    assert_eq!(
        json,
        concat!(
            r#"{"id":"r-1","organisation":"North","circumstances":{"help":"by_proxy","helper":"advocate"},"#,
            r#""language":"cy","budget":"00000000-0000-0000-0000-000000000001","#,
            r#""household":"00000000-0000-0000-0000-000000000002","keep_until":"2020-01-31","answers":{}}"#,
        )
    );
    assert_eq!(serde_json::from_str::<Response>(&json).unwrap(), full);
    assert_eq!(full.links(), links);
    assert_eq!(full.language().map(Language::as_str), Some("cy"));
    // As earlier versions wrote it.
    let old = r#"{"id":"r-1","organisation":"North","circumstances":{},"answers":{}}"#;
    assert_eq!(serde_json::to_string(&response()).unwrap(), old);
    assert_eq!(serde_json::from_str::<Response>(old).unwrap(), response());
    for (known, unknown) in [
        ("\"answers\"", "\"nhs_number\":1,\"answers\""),
        ("{}", "{\"weather\":1}"),
    ] {
        let json = old.replacen(known, unknown, 1);
        assert!(serde_json::from_str::<Response>(&json).is_err());
    }
}

fn missing() -> impl Strategy<Value = Answer> {
    prop::sample::select(&Missing::ALL[..]).prop_map(Answer::Missing)
}

/// Any answers that fit their items, asked for or not.
#[test]
fn a_response_without_its_answers_keeps_what_stands_beside_them() {
    let one = response().in_stratum("65+".parse().unwrap());
    let bare = one
        .clone()
        .with("first".parse().unwrap(), choice("y"))
        .without_answers();
    assert!(bare == one && bare.answers().count() == 0);
}

pub(super) fn answered() -> impl Strategy<Value = Response> {
    let yes_no =
        || prop_oneof![3 => prop::sample::select(vec!["y", "n"]).prop_map(choice), 1 => missing()];
    let uses = prop::sample::subsequence(vec!["care", "kit", "trips"], 0..=3);
    let uses = prop_oneof![3 => uses.prop_map(|u| ticks(&u)), 1 => missing()];
    let amount = prop_oneof![3 => (0..=50_000_i64).prop_map(|p| Answer::Money(rust_decimal::Decimal::new(p, 2))), 1 => missing()];
    let text = prop_oneof![Just(words()), missing()];
    let beside = (any::<[Option<u8>; 4]>(), "[a-c]");
    (yes_no(), uses, yes_no(), amount, text, beside).prop_map(
        |(first, second, third, amount, text, ([form, tag, household, last], id))| {
            let first = if first == Answer::Missing(Missing::NotAnswered) {
                choice("n")
            } else {
                first
            };
            let answers = [
                ("first", first),
                ("second", second),
                ("third", third),
                ("amount", amount),
                ("words", text),
            ];
            let mut empty = Response::new(id.parse().unwrap(), "North".parse().unwrap());
            let form = form.map(|f| Form::ALL[usize::from(f) % Form::ALL.len()]);
            empty.circumstances.form = form;
            empty.language = tag.map(|tag| format!("en-{tag}").parse().unwrap());
            empty.household = household.map(|h| {
                PseudonymKey::new(&[7; 32])
                    .unwrap()
                    .household(&h.to_string())
            });
            empty.keep_until =
                last.and_then(|day| NaiveDate::from_yo_opt(2020, u32::from(day) + 1));
            answers.into_iter().fold(empty, |r, (item, answer)| {
                r.with(item.parse().unwrap(), answer)
            })
        },
    )
}

proptest! {
    #[test]
    fn dropping_what_was_set_aside_changes_no_code(response in answered()) {
        let instrument = instrument();
        let routed = response.route(&instrument);
        let kept = response.answers().filter(|(id, _)| {
            let columns = instrument.columns_of(instrument.position(id.as_str()).unwrap());
            !routed.set_aside().iter().any(|s| columns.contains(&s.column))
        });
        let empty = Response::new(response.id().clone(), response.organisation().clone());
        let pruned = kept.fold(empty, |r, (id, answer)| r.with(id.clone(), answer.clone()));
        let again = pruned.route(&instrument);
        prop_assert_eq!(again.codes(), routed.codes());
        prop_assert!(again.set_aside().is_empty());
    }

    #[test]
    fn nothing_set_aside_is_lost(response in answered()) {
        let instrument = instrument();
        let routed = response.route(&instrument);
        let findings = response.validate(&instrument);
        let past = findings.iter().filter(|f| f.kind == FindingKind::RoutedPast).count();
        let mut items: Vec<_> = routed.set_aside().iter().map(|s| instrument.columns()[s.column].item()).collect();
        items.dedup();
        prop_assert_eq!(past, items.len());
        for aside in routed.set_aside() {
            prop_assert_eq!(routed.codes()[aside.column], Code::from(Missing::NotAsked));
            prop_assert_ne!(aside.code, Code::from(Missing::NotAsked));
        }
    }
}
