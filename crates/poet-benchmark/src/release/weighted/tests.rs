use poet_core::{Answer, Catalogue, Frame, FrameCount, Instrument, Response};
use proptest::prelude::*;

use super::*;
use crate::Settings;
use crate::release::{Benchmark, Released};
use crate::tally::Tally;

fn instrument() -> &'static Instrument {
    let key = "ascs-core@2020-21".parse().unwrap();
    Catalogue::builtin().get(&key).unwrap()
}

const ITEMS: [&str; 8] = ["q3a", "q4a", "q5a", "q6a", "q7a", "q8a", "q9a", "q11"];

/// Numbers of people by place, stratum and point of every item of ASCOF 1A.
type Counts = [[[usize; 4]; 2]];

fn survey(counts: &Counts) -> Tally {
    let mut tally = Tally::new(instrument()).unwrap();
    for (place, strata) in counts.iter().enumerate() {
        for (stratum, points) in strata.iter().enumerate() {
            for (point, &people) in points.iter().enumerate() {
                let place = format!("place-{place}").parse().unwrap();
                let mut response = Response::new("r".parse().unwrap(), place);
                response = response.in_stratum(format!("{stratum}").parse().unwrap());
                for item in ITEMS {
                    let point = Answer::Choice((point + 1).to_string().parse().unwrap());
                    response = response.with(item.parse().unwrap(), point);
                }
                (0..people).for_each(|_| tally.add(&response).unwrap());
            }
        }
    }
    tally
}

/// Two hundred people in each first stratum and a hundred in each second, all of whom were asked.
fn frame(places: usize) -> Frame {
    let mut frame = Frame::new(instrument().key().clone(), Sampling::Everybody);
    for place in 0..places {
        for (stratum, eligible) in [("0", 200), ("1", 100)] {
            let stratum = stratum.parse().unwrap();
            let place = format!("place-{place}").parse().unwrap();
            frame
                .add(&place, Some(&stratum), FrameCount::of(eligible))
                .unwrap();
        }
    }
    frame
}

fn released(counts: &Counts, policy: &Policy) -> Released<Benchmark> {
    let frame = frame(counts.len());
    policy.apply(&Findings::with_frame(&survey(counts), &Settings::default(), &frame).unwrap())
}

fn item(released: &Benchmark, item: &str) -> WeightedResult {
    let mut items = released.items.iter().filter(|i| i.item.as_str() == item);
    items.next().unwrap().weighted.clone().unwrap()
}

fn shown(people: u64, share: f64, margin: f64) -> WeightedFigure {
    WeightedFigure {
        people,
        share,
        margin: Figure::Shown(margin),
    }
}

/// 24 and 16 of 40 in a stratum of 200, 12 and 18 of 30 in one of 100: 160 of 300 are 0.5333. The variance is
/// 0.24 * 40000 * 0.8 / 39 + 0.24 * 10000 * 0.7 / 29 = 254.85..., the margin 1.96 * 15.964 / 300 = 0.1043.
#[test]
fn shares_are_rounded_as_the_preset_says() {
    let counts = [[[24, 16, 0, 0], [12, 18, 0, 0]]];
    let first = |policy: &Policy| {
        let weighted = item(&released(&counts, policy), "q3a");
        let Figure::Shown(cell) = weighted.places[0].clone() else {
            panic!("nothing is small");
        };
        assert_eq!(cell.points.len(), 4);
        assert_eq!(weighted.all, Figure::Shown(cell.clone()));
        cell.points[0].unwrap()
    };
    assert_eq!(first(&Policy::ascs()), shown(160, 0.533, 0.104));
    assert_eq!(first(&Policy::strict()), shown(160, 0.533, 0.104));
    // 25 of 40 and 10 of 30: 158.3 of 300, the variance 192.31 + 183.91 = 376.2.
    let rounded = first(&Policy::nhs_sub_national());
    assert_eq!((rounded.people, rounded.share), (160, 0.528));
    let full = first(&Policy::internal());
    assert!((full.share - 160.0 / 300.0).abs() < 1e-15);
    let variance: f64 = 0.24 * 40_000.0 * 0.8 / 39.0 + 0.24 * 10_000.0 * 0.7 / 29.0;
    let margin = 1.96 * variance.sqrt() / 300.0;
    assert!((full.margin.shown().unwrap() - margin).abs() < 1e-15);
}

#[test]
fn weighted_people_are_to_the_nearest_ten_and_halves_go_to_the_even_one() {
    // 7 of 8 are 175 of 200, 3 of 10 are 30 of 100.
    let counts = [[[7, 0, 0, 0], [3, 7, 0, 0]]];
    let people = |policy: &Policy| {
        let weighted = item(&released(&counts, policy), "q3a");
        let cell = weighted.places[0].clone().shown().unwrap();
        cell.points.map_to(|point| point.people)
    };
    assert_eq!(people(&Policy::ascs()), [230, 70, 0, 0]);
    assert_eq!(people(&Policy::internal()), [230, 70, 0, 0]);
    let counts = [[[21, 3, 0, 0], [10, 10, 0, 0]]];
    let weighted = item(&released(&counts, &Policy::ascs()), "q3a");
    let cell = weighted.places[0].clone().shown().unwrap();
    // 175 and 50 are 225, 25 and 50 are 75.
    assert_eq!(cell.points.map_to(|point| point.people), [220, 80, 0, 0]);
}

/// Nine people could have answered in the first place, and five did: the answers hide behind the third place, which has
/// fewest, and the population behind the second.
#[test]
fn weighted_people_do_not_sum_to_a_population_that_is_kept_back() {
    let counts = [
        [[5, 0, 0, 0], [0; 4]],
        [[24, 16, 0, 0], [12, 18, 0, 0]],
        [[20, 20, 0, 0], [0; 4]],
    ];
    let mut frame = Frame::new(instrument().key().clone(), Sampling::Everybody);
    for (place, stratum, eligible) in [(0, "0", 9), (1, "0", 200), (1, "1", 100), (2, "0", 400)] {
        let place = format!("place-{place}").parse().unwrap();
        let count = FrameCount::of(eligible);
        frame
            .add(&place, Some(&stratum.parse().unwrap()), count)
            .unwrap();
    }
    let findings = Findings::with_frame(&survey(&counts), &Settings::default(), &frame).unwrap();
    let released = Policy::strict().apply(&findings);
    let eligible: Vec<_> = released.frame.iter().flat_map(|f| &f.places).collect();
    let hidden = |at: usize| eligible[at].eligible.is_withheld();
    assert_eq!([hidden(0), hidden(1), hidden(2)], [true, true, false]);
    assert!(!released.items[0].places[1].base.is_withheld());
    let weighted = item(&released, "q3a");
    assert!(weighted.places.iter().all(Figure::is_withheld) && weighted.all.is_withheld());
    let mean = released.measures.iter().find_map(|m| m.weighted.clone());
    assert!(mean.unwrap().places[1].is_withheld());
}

trait MapTo {
    fn map_to<T>(&self, of: impl Fn(&WeightedFigure) -> T) -> Vec<T>;
}

impl MapTo for Vec<Option<WeightedFigure>> {
    fn map_to<T>(&self, of: impl Fn(&WeightedFigure) -> T) -> Vec<T> {
        self.iter().flatten().map(of).collect()
    }
}

#[test]
fn a_small_count_of_one_stratum_keeps_back_its_place_and_the_whole() {
    let large = [[40, 40, 0, 0], [40, 40, 0, 0]];
    for policy in [Policy::ascs(), Policy::nhs_sub_national(), Policy::strict()] {
        let least = usize::try_from(policy.threshold()).unwrap();
        // In the place as a whole the answer is not small.
        let with = |few: usize| {
            let counts = [large, [[40, 40, 0, 0], [40, few, 0, 0]], large];
            let released = released(&counts, &policy);
            let plain = released
                .items
                .iter()
                .find(|i| i.item.as_str() == "q3a")
                .unwrap();
            assert!(
                plain.places[1]
                    .points
                    .iter()
                    .all(|point| !point.is_withheld())
            );
            let measure = released.measures[0].weighted.clone().unwrap();
            let mean: Vec<_> = measure.places.iter().map(Figure::is_withheld).collect();
            let weighted = item(&released, "q3a");
            let hidden: Vec<_> = weighted.places.iter().map(Figure::is_withheld).collect();
            assert_eq!(mean, hidden);
            assert_eq!(measure.all.is_withheld(), weighted.all.is_withheld());
            (hidden, weighted.all.is_withheld())
        };
        for few in [1, least - 1] {
            assert_eq!(
                with(few),
                (vec![false, true, false], true),
                "{policy:?} {few}"
            );
        }
        for many in [0, least] {
            assert_eq!(with(many), (vec![false; 3], false), "{policy:?} {many}");
        }
    }
    let counts = [large, [[40, 40, 0, 0], [40, 1, 0, 0]]];
    let weighted = item(&released(&counts, &Policy::internal()), "q3a");
    assert!(!weighted.all.is_withheld() && !weighted.places[1].is_withheld());
}

#[test]
fn a_mean_is_released_with_the_decimals_of_its_kind_and_a_margin() {
    // ASCOF 1A is 24 or 16: 0.5 of 200 and 0.25 of 100 have 24.
    let counts = [[[20, 20, 0, 0], [10, 30, 0, 0]]];
    let mean = |policy: &Policy| {
        let released = released(&counts, policy);
        let weighted = released.measures[0].weighted.clone().unwrap();
        assert_eq!(weighted.all, weighted.places[0]);
        weighted.all.shown().unwrap()
    };
    let found = mean(&Policy::ascs());
    assert_eq!((found.mean, found.decimals), (19.3, Some(1)));
    // 1.96 sqrt(64 * 0.25 / 39 * 40000 * 0.8 + 64 * 0.1875 / 39 * 10000 * 0.6) / 300 = 0.8
    assert_eq!(found.margin, Figure::Shown(0.8));
    let found = mean(&Policy::internal());
    assert!((found.mean - (20.0 * 200.0 + 18.0 * 100.0) / 300.0).abs() < 1e-12);
    assert_eq!(found.decimals, None);
}

#[test]
fn a_mean_is_kept_back_where_few_people_of_a_stratum_have_no_score() {
    let counts = [[[20, 20, 0, 0], [20, 20, 0, 0]]];
    for (silent, hidden) in [(2, true), (3, false)] {
        let mut tally = survey(&counts);
        let response = Response::new("r".parse().unwrap(), "place-0".parse().unwrap());
        let response = response.in_stratum("1".parse().unwrap());
        (0..silent).for_each(|_| tally.add(&response).unwrap());
        let findings = Findings::with_frame(&tally, &Settings::default(), &frame(1)).unwrap();
        let released = Policy::ascs().apply(&findings);
        let weighted = released.measures[0].weighted.clone().unwrap();
        assert_eq!(weighted.places[0].is_withheld(), hidden);
        assert!(!item(&released, "q3a").places[0].is_withheld());
    }
}

/// A question to those who did not say no to another one.
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
        { code = "1", label = { en = "Yes" }, reading = "favourable", score = 2 },
        { code = "2", label = { en = "Perhaps" }, reading = "neutral", score = 1 },
        { code = "3", label = { en = "No" }, reading = "unfavourable", score = 0 },
    ]
    [[sections]]
    id = "a"
    role = "outcomes"
    title = { en = "A" }
    items = [
        { id = "first", kind = "choice", scale = "help", text = { en = "First" }, label = { en = "First" }, topic = "first", status = "inferred", series = "first" },
        { id = "then", kind = "choice", scale = "help", text = { en = "Then" }, label = { en = "Then" }, topic = "then", status = "inferred", series = "then", ask_if = { not = { item = "first", any_of = ["3"] } } },
    ]
"#;

/// Whether weighted shares of the second question are kept back where fifty people of one stratum said yes to it and
/// forty no to the first, and people of the other gave these answers to the two.
fn hides_then(other: &[(&str, &str, usize)]) -> bool {
    hides_in(ROUTED, other)
}

fn hides_in(instrument: &str, other: &[(&str, &str, usize)]) -> bool {
    let instrument = Instrument::from_toml(instrument).unwrap();
    let mut tally = Tally::new(&instrument).unwrap();
    let mut frame = Frame::new(instrument.key().clone(), Sampling::Everybody);
    let north = "north".parse().unwrap();
    let one = [("1", "1", 40), ("2", "1", 10), ("3", "", 40)];
    for (stratum, answers) in [("0", &one[..]), ("1", other)] {
        let stratum = stratum.parse().unwrap();
        let eligible = FrameCount::of(200);
        frame.add(&north, Some(&stratum), eligible).unwrap();
        for &(first, then, people) in answers {
            let response = Response::new("r".parse().unwrap(), north.clone());
            let mut response = response.in_stratum(stratum.clone());
            for (item, point) in [("first", first), ("then", then)] {
                if !point.is_empty() {
                    let point = Answer::Choice(point.parse().unwrap());
                    response = response.with(item.parse().unwrap(), point);
                }
            }
            (0..people).for_each(|_| tally.add(&response).unwrap());
        }
    }
    let findings = Findings::with_frame(&tally, &Settings::default(), &frame).unwrap();
    let released = Policy::ascs().apply(&findings);
    item(&released, "then").places[0].is_withheld()
}

#[test]
fn what_leads_to_a_question_is_not_told_by_its_weights() {
    assert!(!hides_then(&[("1", "1", 40), ("3", "", 40)]));
    assert!(!hides_then(&[("1", "1", 40)]));
    assert!(!hides_then(&[("1", "1", 40), ("2", "1", 3), ("3", "", 3)]));
    // Few of the stratum were not asked.
    assert!(hides_then(&[("1", "1", 40), ("3", "", 2)]));
    // Few were asked, though no answer that they gave is of few.
    assert!(hides_then(&[("3", "", 40), ("", "", 2)]));
    assert!(!hides_then(&[("3", "", 40), ("", "1", 3)]));
    // An answer that leads to it is of few.
    assert!(hides_then(&[("1", "1", 40), ("2", "1", 2), ("3", "", 40)]));
    assert!(!hides_then(&[("1", "1", 40), ("2", "1", 3), ("3", "", 40)]));
}

#[test]
fn few_who_left_open_what_leads_to_a_question_are_not_told() {
    let unless = r#"{ not = { item = "first", any_of = ["3"] } }"#;
    let routed = ROUTED.replace(unless, r#"{ item = "first", any_of = ["1", "2"] }"#);
    assert_ne!(routed, ROUTED);
    assert!(hides_in(&routed, &[("1", "1", 40), ("", "", 2)]));
    assert!(!hides_in(&routed, &[("1", "1", 40), ("", "", 3)]));
}

#[test]
fn a_mean_is_kept_back_where_another_would_be_told_by_it() {
    let large = [[40, 40, 0, 0], [40, 40, 0, 0]];
    let mut tally = survey(&[large, [[0; 4]; 2], [[20, 20, 0, 0], [20, 20, 0, 0]]]);
    // In the second place fifty people of each stratum left a question open, and few did not.
    for (stratum, people, left_out) in [
        ("0", 47, "q11"),
        ("1", 50, "q11"),
        ("0", 3, ""),
        ("0", 47, "q3a"),
    ] {
        let mut response = Response::new("r".parse().unwrap(), "place-1".parse().unwrap());
        response = response.in_stratum(stratum.parse().unwrap());
        for item in ITEMS.into_iter().filter(|item| *item != left_out) {
            response = response.with(item.parse().unwrap(), Answer::Choice("1".parse().unwrap()));
        }
        (0..people).for_each(|_| tally.add(&response).unwrap());
    }
    let findings = Findings::with_frame(&tally, &Settings::default(), &frame(3)).unwrap();
    let means = |policy: Policy| {
        let released = policy.apply(&findings);
        let items = released
            .items
            .iter()
            .filter(|i| ITEMS.contains(&i.item.as_str()));
        let items: Vec<_> = items.map(|i| i.weighted.clone().unwrap()).collect();
        assert!(items.iter().all(|item| !item.places[2].is_withheld()));
        let means = released.measures[0].weighted.clone().unwrap();
        let hidden: Vec<_> = means.places.iter().map(Figure::is_withheld).collect();
        (hidden, means.all.is_withheld())
    };
    // Three have a score in the second place; the smallest other place hides them.
    assert_eq!(means(Policy::strict()), (vec![false, true, true], true));
    assert_eq!(means(Policy::ascs()), (vec![false; 3], false));
}

#[test]
fn a_place_that_the_frame_does_not_know_is_absent_and_so_is_the_sum() {
    let counts = [[[20, 20, 0, 0], [20, 20, 0, 0]]; 2];
    let findings = Findings::with_frame(&survey(&counts), &Settings::default(), &frame(1)).unwrap();
    let released = Policy::ascs().apply(&findings);
    let absent = Figure::Absent(Absent::NotInFrame);
    let note = released.frame.clone().unwrap();
    assert_eq!(note.places[0].response_rate, Figure::Shown(0.267));
    let unknown = [&note.places[1], &note.all];
    assert!(
        unknown
            .iter()
            .all(|f| f.eligible == absent && f.response_rate == Figure::Absent(Absent::NotInFrame))
    );
    assert!(matches!(
        item(&released, "q3a").places[1],
        Figure::Absent(Absent::NotInFrame)
    ));
    assert!(matches!(
        item(&released, "q3a").all,
        Figure::Absent(Absent::NotInFrame)
    ));
    let plain = Policy::ascs().apply(&Findings::new(&survey(&counts), &Settings::default()));
    assert!(plain.frame.is_none() && plain.items.iter().all(|i| i.weighted.is_none()));
    assert!(!serde_json::to_string(&plain).unwrap().contains("weighted"));
}

fn counts() -> impl Strategy<Value = Vec<[[usize; 4]; 2]>> {
    let people = prop_oneof![2 => Just(0_usize), 3 => 1..4_usize, 5 => 4..16_usize];
    let stratum = prop::array::uniform4(people);
    prop::collection::vec(prop::array::uniform2(stratum), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Sizes of strata are known, so every count of every stratum may be worked out where a weighted share is shown.
    #[test]
    fn a_weighted_share_is_shown_only_where_no_count_of_a_stratum_is_small(
        counts in counts(), policy in 0..3_usize,
    ) {
        let policy = [Policy::ascs(), Policy::nhs_sub_national(), Policy::strict()][policy];
        let released = released(&counts, &policy);
        let small = |people: &usize| (1..policy.threshold()).contains(&(*people as u64));
        let small: Vec<bool> = counts.iter().map(|place| place.iter().flatten().any(small)).collect();
        for one in &released.items {
            let weighted = one.weighted.clone().unwrap();
            if !ITEMS.contains(&one.item.as_str()) {
                continue;
            }
            let rows = released.places.iter().map(|p| p.id.as_str().trim_start_matches("place-").parse::<usize>().unwrap());
            let rows: Vec<usize> = rows.collect();
            for (at, &row) in rows.iter().enumerate() {
                let withheld = one.places[at].points.iter().any(Figure::is_withheld);
                prop_assert_eq!(
                    weighted.places[at].is_withheld(),
                    withheld || small[row],
                    "{:?}", &counts
                );
            }
            let somewhere = rows.iter().enumerate().any(|(at, _)| weighted.places[at].is_withheld());
            prop_assert!(!somewhere || weighted.all.is_withheld());
        }
        let means = released.measures[0].weighted.clone().unwrap();
        prop_assert!(!means.places.iter().any(Figure::is_withheld) || means.all.is_withheld());
    }
}
