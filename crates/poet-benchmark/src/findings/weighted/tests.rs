use poet_core::{Answer, Catalogue, Frame, FrameCount, Instrument, Response};
use proptest::prelude::*;

use super::*;
use crate::estimate::stratified;
use crate::{Error, Findings, Settings};

fn ascs() -> &'static Instrument {
    let key = "ascs-core@2020-21".parse().unwrap();
    Catalogue::builtin().get(&key).unwrap()
}

/// People of a place and stratum who gave an answer to an item; no stratum where it is empty.
type Answers<'a> = (&'a str, &'a str, &'a str, &'a str, usize);

fn tally(instrument: &Instrument, answers: &[Answers<'_>]) -> Tally {
    let mut tally = Tally::new(instrument).unwrap();
    for &(place, stratum, item, point, people) in answers {
        let mut response = Response::new("r".parse().unwrap(), place.parse().unwrap());
        if !stratum.is_empty() {
            response = response.in_stratum(stratum.parse().unwrap());
        }
        if !point.is_empty() {
            let point = Answer::Choice(point.parse().unwrap());
            response = response.with(item.parse().unwrap(), point);
        }
        (0..people).for_each(|_| tally.add(&response).unwrap());
    }
    tally
}

/// A frame of places and strata with so many people.
fn frame(instrument: &Instrument, sampling: Sampling, strata: &[(&str, &str, u32)]) -> Frame {
    let mut frame = Frame::new(instrument.key().clone(), sampling);
    for &(place, stratum, eligible) in strata {
        let stratum = (!stratum.is_empty()).then(|| stratum.parse().unwrap());
        let place = place.parse().unwrap();
        frame
            .add(&place, stratum.as_ref(), FrameCount::of(eligible))
            .unwrap();
    }
    frame
}

fn weighted(tally: &Tally, frame: &Frame, item: &str) -> WeightedItem {
    let findings = Findings::with_frame(tally, &Settings::default(), frame).unwrap();
    let mut items = findings.items().filter(|i| i.item.as_str() == item);
    items.next().unwrap().weighted.clone().unwrap()
}

/// Choice over services in two strata of `north`: 2, 2, 6 and 3, 1, 1 people.
const CHOICE: [Answers<'_>; 6] = [
    ("north", "1", "q2c_choice", "1", 2),
    ("north", "1", "q2c_choice", "2", 2),
    ("north", "1", "q2c_choice", "3", 6),
    ("north", "2", "q2c_choice", "1", 3),
    ("north", "2", "q2c_choice", "2", 1),
    ("north", "2", "q2c_choice", "3", 1),
];

/// STATISTICS.md section 3.
#[test]
fn the_council_of_two_strata_comes_out_of_a_tally() {
    let frame = frame(
        ascs(),
        Sampling::Random,
        &[("north", "1", 100), ("north", "2", 100)],
    );
    let found = weighted(&tally(ascs(), &CHOICE), &frame, "q2c_choice");
    let shares = found.places[0].shares.as_ref().unwrap();
    let margins = [
        26.478_141_928_768_34,
        22.773_142_075_699_61,
        24.401_803_212_057_917,
    ];
    for ((point, share), margin) in shares.points.iter().zip([0.4, 0.2, 0.4]).zip(margins) {
        let point = point.unwrap();
        assert!((point.estimate() - share).abs() < 1e-15);
        assert!((100.0 * point.margin.unwrap() - margin).abs() < 1e-13);
        assert_eq!(point.population.to_bits(), 200.0_f64.to_bits());
    }
    // Enough choice is favourable, not enough unfavourable, no wish for it neutral.
    assert_eq!(shares.favourable.ok(), shares.points[0]);
    assert_eq!(shares.unfavourable.ok(), shares.points[1]);
    assert_eq!(shares.neutral.ok(), shares.points[2]);
    assert!(found.all == found.places[0], "one place is all there is");
}

#[test]
fn all_together_are_weighted_by_the_people_of_every_stratum() {
    let south =
        CHOICE.map(|(_, stratum, item, point, people)| ("south", stratum, item, point, 7 - people));
    let both: Vec<_> = CHOICE.into_iter().chain(south).collect();
    let strata = [
        ("north", "1", 100),
        ("north", "2", 100),
        ("south", "1", 40),
        ("south", "2", 900),
    ];
    let frame = frame(ascs(), Sampling::Everybody, &strata);
    let found = weighted(&tally(ascs(), &both), &frame, "q2c_choice");
    let share = |x, n, of| Stratum::share(x, n, of).unwrap();
    let expected = stratified(&[
        share(2.0, 10.0, 100.0),
        share(3.0, 5.0, 100.0),
        share(5.0, 11.0, 40.0),
        share(4.0, 16.0, 900.0),
    ]);
    assert_eq!(found.all.shares.unwrap().favourable, expected);
}

#[test]
fn a_place_without_a_sound_frame_is_absent_and_so_is_the_whole() {
    let answers = [
        ("north", "1", "q3a", "1", 3),
        ("south", "1", "q3a", "1", 2),
        ("south", "1", "q3a", "2", 2),
    ];
    let absent = |strata: &[(&str, &str, u32)]| {
        let frame = frame(ascs(), Sampling::Random, strata);
        let found = weighted(&tally(ascs(), &answers), &frame, "q3a");
        assert!(found.places[1].shares.is_ok());
        assert!(found.all.shares.as_ref().err() == found.places[0].shares.as_ref().err());
        found.places[0].shares.as_ref().err().copied()
    };
    let south = ("south", "1", 9);
    assert_eq!(absent(&[south]), Some(Absent::NotInFrame));
    assert_eq!(
        absent(&[south, ("north", "2", 9)]),
        Some(Absent::NotInFrame)
    );
    assert_eq!(
        absent(&[south, ("north", "1", 2)]),
        Some(Absent::BeyondFrame)
    );
    assert_eq!(
        absent(&[south, ("north", "1", 9), ("north", "2", 1)]),
        Some(Absent::EmptyStratum)
    );
    assert_eq!(absent(&[south, ("north", "1", 3), ("north", "2", 0)]), None);
}

#[test]
fn a_frame_without_strata_takes_the_organisation_as_one() {
    let answers = [
        ("north", "1", "q3a", "1", 3),
        ("north", "2", "q3a", "2", 4),
        ("north", "", "q3a", "1", 2),
    ];
    let frame = frame(ascs(), Sampling::Random, &[("north", "", 90)]);
    let found = weighted(&tally(ascs(), &answers), &frame, "q3a");
    let first = found.places[0].shares.as_ref().unwrap().points[0].unwrap();
    assert_eq!(
        Ok(first),
        stratified(&[Stratum::share(5.0, 9.0, 90.0).unwrap()])
    );
}

#[test]
fn those_who_came_forward_by_themselves_have_no_margin() {
    let frame = frame(
        ascs(),
        Sampling::Volunteers,
        &[("north", "1", 100), ("north", "2", 100)],
    );
    let tally = tally(ascs(), &CHOICE);
    let found = weighted(&tally, &frame, "q2c_choice");
    let shares = found.places[0].shares.as_ref().unwrap();
    assert!((shares.favourable.unwrap().estimate() - 0.4).abs() < 1e-15);
    assert_eq!(shares.favourable.unwrap().margin, Err(Absent::Volunteers));
    let findings = Findings::with_frame(&tally, &Settings::default(), &frame).unwrap();
    let covered = findings.frame().unwrap().places[0].unwrap();
    assert_eq!(covered.sent, Err(Absent::Volunteers));
    assert_eq!(covered.response_rate, Err(Absent::Volunteers));
}

#[test]
fn an_answer_outside_the_base_is_in_no_share_and_who_has_no_answer_stands_for_nobody() {
    let answers = [
        ("north", "1", "q12", "1", 5),
        ("north", "1", "q12", "2", 1),
        ("north", "1", "q12", "5", 3),
        ("north", "1", "q12", "", 2),
        ("north", "2", "q12", "2", 4),
    ];
    let frame = frame(
        ascs(),
        Sampling::Random,
        &[("north", "1", 60), ("north", "2", 40)],
    );
    let found = weighted(&tally(ascs(), &answers), &frame, "q12");
    let shares = found.places[0].shares.as_ref().unwrap();
    assert_eq!(shares.points[0], None);
    // A quarter of 60 and all of 40.
    assert!((shares.favourable.unwrap().total - 55.0).abs() < 1e-12);
    assert_eq!(
        shares.favourable.unwrap().population.to_bits(),
        100.0_f64.to_bits()
    );
}

/// One question put to those who said yes to another, and a free text.
const ROUTED: &str = r#"
    format = 1
    id = "routed"
    edition = "1"
    title = { en = "Routed" }
    asks = "state"
    respondent = "user"
    licence = "MIT"
    [scales.help]
    status = "inferred"
    points = [
        { code = "1", label = { en = "Yes" }, reading = "favourable", score = 1 },
        { code = "2", label = { en = "No" }, reading = "unfavourable", score = 0 },
    ]
    [[sections]]
    id = "a"
    role = "outcomes"
    title = { en = "A" }
    [[sections.items]]
    id = "first"
    kind = "choice"
    scale = "help"
    text = { en = "First" }
    label = { en = "First" }
    topic = "first"
    status = "inferred"
    series = "first"
    [[sections.items]]
    id = "then"
    kind = "choice"
    scale = "help"
    text = { en = "Then" }
    label = { en = "Then" }
    topic = "then"
    status = "inferred"
    series = "then"
    ask_if = { item = "first", any_of = ["1"] }
"#;

#[test]
fn where_some_were_not_asked_the_others_stand_for_their_part_of_the_stratum() {
    let instrument = Instrument::from_toml(ROUTED).unwrap();
    let mut tally = Tally::new(&instrument).unwrap();
    for (stratum, first, then, people) in [
        ("1", "1", "1", 6),
        ("1", "1", "2", 2),
        ("1", "2", "", 4),
        ("2", "2", "", 5),
    ] {
        let response = Response::new("r".parse().unwrap(), "north".parse().unwrap());
        let mut response = response.in_stratum(stratum.parse().unwrap());
        for (item, point) in [("first", first), ("then", then)] {
            if !point.is_empty() {
                let point = Answer::Choice(point.parse().unwrap());
                response = response.with(item.parse().unwrap(), point);
            }
        }
        (0..people).for_each(|_| tally.add(&response).unwrap());
    }
    let strata = [("north", "1", 90), ("north", "2", 50)];
    let found = weighted(
        &tally,
        &frame(&instrument, Sampling::Random, &strata),
        "then",
    );
    let then = found.places[0].shares.as_ref().unwrap().favourable.unwrap();
    // Eight of twelve were asked in the first stratum, so they stand for 60 of 90; nobody was in the second.
    assert_eq!(
        Ok(then),
        stratified(&[Stratum::share(6.0, 8.0, 60.0).unwrap()])
    );
    let first = weighted(
        &tally,
        &frame(&instrument, Sampling::Random, &strata),
        "first",
    );
    let first = first.places[0].shares.as_ref().unwrap().favourable.unwrap();
    assert_eq!(first.population.to_bits(), 140.0_f64.to_bits());
    assert!((first.total - 60.0).abs() < 1e-12);
}

/// ASCOF 1A of five people in one stratum and two in the other: 32 less the sum of eight answers.
#[test]
fn the_weighted_mean_of_a_measure_is_that_of_its_strata() {
    let items = ["q3a", "q4a", "q5a", "q6a", "q7a", "q8a", "q9a", "q11"];
    let mut tally = Tally::new(ascs()).unwrap();
    for (stratum, point, left_out) in [
        ("1", "1", 8),
        ("1", "2", 8),
        ("1", "2", 0),
        ("2", "3", 8),
        ("2", "4", 8),
    ] {
        let response = Response::new("r".parse().unwrap(), "north".parse().unwrap());
        let mut response = response.in_stratum(stratum.parse().unwrap());
        for (at, item) in items.iter().enumerate() {
            if at != left_out {
                let point = Answer::Choice(point.parse().unwrap());
                response = response.with(item.parse().unwrap(), point);
            }
        }
        tally.add(&response).unwrap();
    }
    let frame = frame(
        ascs(),
        Sampling::Random,
        &[("north", "1", 30), ("north", "2", 10)],
    );
    let findings = Findings::with_frame(&tally, &Settings::default(), &frame).unwrap();
    let measure = &findings.measures()[0];
    assert_eq!(measure.measure.as_str(), "ascof_1a");
    let weighted = measure.weighted.as_ref().unwrap();
    // 24 and 16 stand for 30 people, 8 and 0 for 10; who left one question open has no score.
    let mean = weighted.places[0].mean.unwrap();
    assert!((mean.estimate() - (20.0 * 30.0 + 4.0 * 10.0) / 40.0).abs() < 1e-12);
    // Variance 32 in both: 1.96 sqrt(32 / 2 * (900 * 28 / 30 + 100 * 8 / 10)) / 40.
    let margin = 1.96 * (16.0 * (840.0 + 80.0_f64)).sqrt() / 40.0;
    assert!((mean.margin.unwrap() - margin).abs() < 1e-12);
    assert_eq!(weighted.places[0].scored, [[2, 1], [2, 0]]);
    assert!(weighted.all == weighted.places[0]);
}

#[test]
fn a_frame_of_another_instrument_is_an_error() {
    let other = Catalogue::builtin()
        .get(&"adult-holders@2014".parse().unwrap())
        .unwrap();
    let tally = tally(other, &[("north", "1", "dignity", "1", 3)]);
    let frame = frame(ascs(), Sampling::Random, &[("north", "1", 9)]);
    let found = Findings::with_frame(&tally, &Settings::default(), &frame);
    assert!(matches!(found, Err(Error::OtherFrame { .. })));
}

#[test]
fn published_figures_are_not_weighted_again() {
    let tally = crate::findings::tests::printed_percentages();
    let mut frame = Frame::new(tally.instrument().key().clone(), Sampling::Random);
    frame
        .add(&"north".parse().unwrap(), None, FrameCount::of(900))
        .unwrap();
    let found = weighted(&tally, &frame, "dignity");
    assert_eq!(
        found.places[0].shares.as_ref().err(),
        Some(&Absent::NotPublished)
    );
    let findings = Findings::with_frame(&tally, &Settings::default(), &frame).unwrap();
    let places = &findings.frame().unwrap().places;
    assert_eq!(places[0], Err(Absent::NotPublished));
    assert_eq!(places[1], Err(Absent::NotInFrame));
}

#[test]
fn a_text_has_no_shares() {
    let instrument = Catalogue::builtin()
        .get(&"adult-holders@2014".parse().unwrap())
        .unwrap();
    let tally = tally(instrument, &[("north", "1", "dignity", "1", 3)]);
    let frame = frame(instrument, Sampling::Random, &[("north", "1", 9)]);
    let text = instrument
        .items()
        .iter()
        .find(|item| item.scale().is_none())
        .unwrap();
    let found = weighted(&tally, &frame, text.id().as_str());
    assert_eq!(
        found.places[0].shares.as_ref().err(),
        Some(&Absent::NotJudged)
    );
}

#[test]
fn rounding_does_not_leave_the_population() {
    let tally = tally(ascs(), &[("north", "1", "q3a", "1", 8)]);
    let frame = frame(ascs(), Sampling::Everybody, &[("north", "1", 8)]);
    let findings = Findings::with_frame(&tally, &Settings::default(), &frame).unwrap();
    let q3a = findings.items().find(|i| i.item.as_str() == "q3a").unwrap();
    let place = &q3a.weighted.as_ref().unwrap().places[0];
    let round = |people: f64| if people > 0.0 { 10.0 } else { 0.0 };
    let rounded = place.rounded(round, &q3a.judged, Sampling::Everybody);
    let first = rounded.shares.ok().unwrap().points[0].unwrap();
    assert_eq!(
        (first.total.to_bits(), first.margin),
        (10.0_f64.to_bits(), Ok(0.0))
    );
}

/// Answers to one item from two places of two strata each, sixteen numbers of people.
fn people() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..5_usize, 16)
}

fn spread(people: &[usize]) -> Vec<Answers<'static>> {
    let places = ["north", "south"];
    let (strata, points) = (["1", "2"], ["1", "2", "3", "4"]);
    let cell = |(at, &people): (usize, &usize)| {
        (
            places[at / 8],
            strata[at / 4 % 2],
            "q3a",
            points[at % 4],
            people,
        )
    };
    people.iter().enumerate().map(cell).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn merging_tallies_then_estimating_is_estimating_the_merged(one in people(), other in people()) {
        let strata = [("north", "1", 60), ("north", "2", 50), ("south", "1", 70), ("south", "2", 40)];
        let frame = frame(ascs(), Sampling::Random, &strata);
        let mut merged = tally(ascs(), &spread(&one));
        merged.merge(&tally(ascs(), &spread(&other))).unwrap();
        let sums: Vec<usize> = one.iter().zip(&other).map(|(a, b)| a + b).collect();
        let whole = weighted(&tally(ascs(), &spread(&sums)), &frame, "q3a");
        prop_assert!(weighted(&merged, &frame, "q3a") == whole);
    }

    #[test]
    fn weighted_shares_of_the_points_add_up_to_one(one in people()) {
        let strata = [("north", "1", 60), ("north", "2", 50), ("south", "1", 70), ("south", "2", 40)];
        let frame = frame(ascs(), Sampling::Random, &strata);
        let found = weighted(&tally(ascs(), &spread(&one)), &frame, "q3a");
        for shares in found.places.iter().chain([&found.all]).flat_map(|place| &place.shares) {
            let sum: f64 = shares.points.iter().flatten().map(Stratified::estimate).sum();
            prop_assert!((sum - 1.0).abs() < 1e-12);
            let sides = [shares.favourable, shares.neutral, shares.unfavourable];
            let sum: f64 = sides.iter().flatten().map(Stratified::estimate).sum();
            prop_assert!((sum - 1.0).abs() < 1e-12);
        }
    }
}
