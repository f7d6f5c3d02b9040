use poet_core::{Instrument, Wave};

use super::*;
use crate::compare::{Adjustment, adjust, newcombe};
use crate::estimate::{Confidence, Proportion};
use crate::release::{Policy, Released};
use crate::tally::Tally;
use crate::waves::tests::{dates, instrument, tally, wave};
use crate::waves::{Round, Waves};
use crate::{Absent, Scope, Settings};

fn holders() -> Instrument {
    instrument("adult-holders@2014")
}

/// People who got better and worse in north and in south, wave by wave from 2011 on.
fn years(waves: &[[[u32; 2]; 2]]) -> Vec<(Wave, Tally)> {
    let holders = holders();
    let waves = waves.iter().zip(2011..);
    waves
        .map(|([[a, b], [c, d]], year)| {
            let places: [(&str, &[(&str, u32)]); 2] = [
                ("north", &[("1", *a), ("5", *b)]),
                ("south", &[("2", *c), ("4", *d)]),
            ];
            (
                wave(&year.to_string(), &holders),
                tally(&holders, "dignity", &places),
            )
        })
        .collect()
}

fn changes_of(policy: Policy, settings: &Settings, rounds: &[(Wave, Tally)]) -> Released<Changes> {
    let rounds: Vec<_> = rounds
        .iter()
        .map(|(wave, tally)| Round { wave, tally })
        .collect();
    policy.apply_waves(&Waves::new(&rounds, settings).unwrap())
}

fn changes(policy: Policy, waves: &[[[u32; 2]; 2]]) -> Released<Changes> {
    changes_of(policy, &Settings::default(), &years(waves))
}

fn dignity(changes: &Changes) -> &ItemChanges {
    changes
        .items
        .iter()
        .find(|item| item.item.as_str() == "dignity")
        .unwrap()
}

#[test]
fn two_waves_are_a_difference_and_no_trend() {
    let changes = changes(
        Policy::internal(),
        &[[[48, 32], [30, 30]], [[56, 14], [30, 30]]],
    );
    let north = &dignity(&changes).places[0];
    let change = north.change.shown().unwrap();
    // Newcombe (1998), table II, method 10.
    assert!(
        (change.difference.lower - 0.0524).abs() < 5e-5
            && (change.difference.upper - 0.3339).abs() < 5e-5
    );
    assert_eq!((change.from, change.to), (0, 1));
    assert_eq!(north.trend, Figure::Absent(Absent::TooFewWaves));
    assert_eq!(north.chart, Figure::Absent(Absent::TooFewWaves));
    let [before, after] = [(48.0, 80.0), (56.0, 70.0)].map(|(x, n)| Proportion::new(x, n).unwrap());
    let exact = newcombe(after, before, Confidence::P95);
    assert_eq!(change.difference.value.to_bits(), exact.estimate.to_bits());
}

#[test]
fn few_expected_people_call_for_the_exact_test() {
    let changes = changes(
        Policy::internal(),
        &[[[9, 1], [30, 30]], [[6, 4], [30, 30]]],
    );
    let test = dignity(&changes).places[0]
        .change
        .shown()
        .unwrap()
        .test
        .shown()
        .unwrap();
    // R 4.2.2, `fisher.test(matrix(c(6, 4, 9, 1), 2))$p.value`.
    assert!((test.p - 0.303_405_572_755_418).abs() < 1e-12, "{test:?}");
    assert_eq!(test.method, TestMethod::FisherExact);
}

#[test]
fn three_waves_are_a_trend_on_real_dates() {
    let holders = holders();
    let wave = |id: &str, day: &str| dates(id, (day, day), &holders);
    let north = |better, worse| {
        tally(
            &holders,
            "dignity",
            &[("north", &[("1", better), ("5", worse)])],
        )
    };
    // R's `prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82), score = c(0, 365, 400, 1500))`, days after 2011-01-01.
    let rounds = [
        (wave("a", "2011-01-01"), north(83, 3)),
        (wave("b", "2012-01-01"), north(90, 3)),
        (wave("c", "2012-02-05"), north(129, 7)),
        (wave("d", "2015-02-09"), north(70, 12)),
    ];
    let changes = changes_of(Policy::internal(), &Settings::default(), &rounds);
    let days: Vec<f64> = changes.waves.iter().map(|wave| wave.day).collect();
    assert_eq!(days, [0.0, 365.0, 400.0, 1500.0]);
    let trend = dignity(&changes).all.trend.shown().unwrap();
    assert!(
        (trend.p - 0.000_601_585_548_092_555_9).abs() < 1e-15,
        "{trend:?}"
    );
    assert_eq!(
        (trend.waves, trend.from, trend.to, trend.verdict),
        (4, 0, 3, Moved::Fell)
    );
    assert!(trend.per_year.upper < 0.0 && trend.per_year.lower < trend.per_year.value);
}

#[test]
fn a_difference_is_kept_back_where_either_wave_is() {
    for waves in [
        [[[2, 40], [30, 30]], [[20, 20], [30, 30]]],
        [[[20, 20], [30, 30]], [[2, 40], [30, 30]]],
    ] {
        let changes = changes(Policy::ascs(), &waves);
        let north = &dignity(&changes).places[0];
        assert!(north.change.is_withheld(), "{waves:?}");
        assert_ne!(north.shares[0].is_withheld(), north.shares[1].is_withheld());
    }
}

#[test]
fn a_trend_takes_the_waves_that_are_shown() {
    let hidden = [[2, 40], [30, 30]];
    let waves = [
        [[20, 20], [30, 30]],
        hidden,
        [[22, 20], [30, 30]],
        [[24, 20], [30, 30]],
    ];
    let four = changes(Policy::ascs(), &waves);
    let trend = dignity(&four).places[0].trend.shown().unwrap();
    assert_eq!((trend.waves, trend.from, trend.to), (3, 0, 3));
    let three = changes(Policy::ascs(), &waves[..3]);
    assert!(dignity(&three).places[0].trend.is_withheld());
}

#[test]
fn places_are_strata_and_their_evenness_is_tested() {
    let changes = changes(
        Policy::internal(),
        &[[[2, 6], [20, 20]], [[5, 1], [21, 19]]],
    );
    let everywhere = dignity(&changes).everywhere.shown().unwrap();
    let tables = [[[5, 1], [2, 6]], [[21, 19], [20, 20]]].map(crate::compare::Table::from);
    let wanted = crate::trend::mantel_haenszel(&tables, Confidence::P95).unwrap();
    assert_eq!(everywhere.places, 2);
    assert_eq!(everywhere.p.to_bits(), wanted.p.to_bits());
    let uneven = everywhere.uneven.shown().unwrap();
    assert_eq!(uneven.p.to_bits(), wanted.homogeneity.unwrap().p.to_bits());
    // With one place there is nothing to compare.
    let alone = super::tests::changes(
        Policy::internal(),
        &[[[20, 20], [0, 0]], [[30, 10], [0, 0]]],
    );
    assert_eq!(
        dignity(&alone).everywhere,
        Figure::Absent(Absent::EmptyComparator)
    );
}

/// Every p value that is released, with its adjusted one.
fn p_values(changes: &Changes) -> Vec<[f64; 2]> {
    let mut all = Vec::new();
    for item in &changes.items {
        for place in item.places.iter().chain([&item.all]) {
            let change = place.change.and_then(|change| change.test).shown();
            all.extend(change.map(|test| [test.p, test.adjusted_p]));
            all.extend(place.trend.shown().map(|trend| [trend.p, trend.adjusted_p]));
        }
        if let Figure::Shown(everywhere) = &item.everywhere {
            all.push([everywhere.p, everywhere.adjusted_p]);
            all.extend(
                everywhere
                    .uneven
                    .shown()
                    .map(|uneven| [uneven.p, uneven.adjusted_p]),
            );
        }
    }
    all
}

const THREE: [[[u32; 2]; 2]; 3] = [
    [[48, 32], [30, 30]],
    [[56, 34], [33, 30]],
    [[66, 24], [35, 30]],
];

#[test]
fn false_discoveries_are_controlled_over_every_test_that_is_published() {
    let changes = changes(Policy::internal(), &THREE);
    let p_values = p_values(&changes);
    assert_eq!(
        (p_values.len(), changes.method.tests),
        (8, 8),
        "three differences, three trends, two over places"
    );
    let raw: Vec<_> = p_values.iter().map(|[p, _]| Some(*p)).collect();
    let wanted = adjust(&raw, Adjustment::BenjaminiHochberg)
        .unwrap()
        .adjusted;
    let got: Vec<_> = p_values
        .iter()
        .map(|[_, adjusted]| Some(*adjusted))
        .collect();
    assert_eq!(got, wanted);
}

#[test]
fn reports_that_stand_alone_have_a_family_each() {
    let settings = Settings::default().scope(Scope::EachOrganisation);
    let changes = changes_of(Policy::internal(), &settings, &years(&THREE));
    let north = &dignity(&changes).places[0];
    let p = [
        north.change.shown().unwrap().test.shown().unwrap().p,
        north.trend.shown().unwrap().p,
    ];
    let wanted = adjust(&p.map(Some), Adjustment::BenjaminiHochberg)
        .unwrap()
        .adjusted;
    assert_eq!(north.trend.shown().map(|trend| trend.adjusted_p), wanted[1]);
    assert_eq!(changes.method.tests, 8);
}

#[test]
fn tests_of_what_is_kept_back_are_in_no_family() {
    let hidden = changes(Policy::ascs(), &[[[2, 40], [30, 30]], [[20, 20], [31, 30]]]);
    assert_eq!(p_values(&hidden).len(), hidden.method.tests);
    assert!(
        hidden.method.tests
            < changes(
                Policy::internal(),
                &[[[2, 40], [30, 30]], [[20, 20], [31, 30]]]
            )
            .method
            .tests
    );
}

#[test]
fn thirteen_waves_have_limits_of_chance_of_the_shares_as_shown() {
    let mut waves: Vec<[[u32; 2]; 2]> = (0..13_u32)
        .map(|at| [[45 + at * 5 % 11, 50], [30, 30]])
        .collect();
    let twelve = changes(Policy::ascs(), &waves[..12]);
    assert_eq!(
        dignity(&twelve).places[0].chart,
        Figure::Absent(Absent::TooFewWaves)
    );
    waves[6] = [[90, 10], [30, 30]];
    let changes = changes(Policy::ascs(), &waves);
    let place = &dignity(&changes).places[0];
    let Figure::Shown(chart) = &place.chart else {
        panic!("{:?}", place.chart);
    };
    let shares: Vec<f64> = place
        .shares
        .iter()
        .map(|share| share.shown().unwrap().share)
        .collect();
    let wanted = crate::trend::xmr(
        &shares,
        crate::trend::Screening::Once,
        crate::trend::RunLength::default(),
    )
    .unwrap();
    assert!(
        (chart.upper - wanted.limits.upper).abs() <= 5e-4
            && (chart.mean - wanted.mean).abs() <= 5e-4
    );
    assert_eq!(chart.waves, (0..13).collect::<Vec<_>>());
    let beyond = chart
        .signals
        .iter()
        .filter(|signal| signal.rule == SignalRule::BeyondLimit);
    assert_eq!(
        beyond
            .map(|signal| (signal.from, signal.to))
            .collect::<Vec<_>>(),
        [(6, 6)]
    );
}

#[test]
fn rounded_counts_give_the_difference_where_the_policy_says_so() {
    // 18 of 41 are 20 of 40, 29 of 41 are 30 of 40.
    let changes = changes(
        Policy::nhs_sub_national(),
        &[[[18, 23], [30, 30]], [[29, 12], [30, 30]]],
    );
    let north = &dignity(&changes).places[0];
    assert_eq!(
        north
            .change
            .shown()
            .map(|change| change.difference.value.to_bits()),
        Some(0.25_f64.to_bits())
    );
    assert_eq!(
        north.shares[0]
            .shown()
            .map(|share| (share.base, share.share.to_bits())),
        Some((40, 0.5_f64.to_bits()))
    );
}

#[test]
fn a_place_that_took_no_part_in_a_wave_has_no_share_there() {
    let holders = holders();
    let only = |place: &str| tally(&holders, "dignity", &[(place, &[("1", 30), ("5", 30)])]);
    let both = tally(
        &holders,
        "dignity",
        &[
            ("north", &[("1", 34), ("5", 30)]),
            ("south", &[("1", 30), ("5", 40)]),
        ],
    );
    let rounds = [
        (wave("2011", &holders), both),
        (wave("2012", &holders), only("south")),
        (wave("2013", &holders), only("north")),
    ];
    let changes = changes_of(Policy::ascs(), &Settings::default(), &rounds);
    let [north, south] = [&dignity(&changes).places[0], &dignity(&changes).places[1]];
    assert_eq!(north.shares[1], Figure::Absent(Absent::NotAsked));
    assert_eq!(
        north.change.shown().map(|change| (change.from, change.to)),
        Some((0, 2))
    );
    assert_eq!(
        south.change.shown().map(|change| (change.from, change.to)),
        Some((0, 1))
    );
    assert_eq!(
        changes.places[0].respondents[1],
        Figure::Absent(Absent::NotAsked)
    );
}

#[test]
fn that_counts_lie_within_others_is_not_released() {
    let changes = changes(
        Policy::ascs(),
        &[[[30, 30], [30, 30]], [[40, 40], [40, 40]]],
    );
    assert!(changes.overlapping.is_empty() && changes.held.is_empty());
}

#[test]
fn that_a_wave_is_held_by_another_is_for_staff_alone() {
    let holders = holders();
    let asked = |better| {
        tally(
            &holders,
            "dignity",
            &[("north", &[("1", better), ("5", 30)])],
        )
    };
    let rounds = [
        (
            dates("first", ("2013-03-01", "2013-06-30"), &holders),
            asked(30),
        ),
        (
            dates("added", ("2013-03-01", "2014-06-30"), &holders),
            asked(33),
        ),
        (
            dates("after", ("2015-03-01", "2015-03-31"), &holders),
            asked(40),
        ),
    ];
    let held = |policy| changes_of(policy, &Settings::default(), &rounds).held.len();
    assert_eq!(held(Policy::internal()), 1);
    for policy in [Policy::ascs(), Policy::nhs_sub_national(), Policy::strict()] {
        assert_eq!(held(policy), 0);
    }
}

/// Answers on seven points in the first wave fall onto the five of the second, of which another one is favourable.
#[test]
fn answers_fall_onto_the_coarser_scale_and_are_read_as_it_reads_them() {
    let [first, second] = editions();
    let seven = tally(
        &first,
        "life",
        &[("north", &[("1", 10), ("2", 10), ("3", 20), ("7", 40)])],
    );
    let five = tally(
        &second,
        "life",
        &[("north", &[("1", 30), ("2", 10), ("5", 40)])],
    );
    let rounds = [(wave("2013", &first), seven), (wave("2014", &second), five)];
    let changes = changes_of(Policy::ascs(), &Settings::default(), &rounds);
    let life = changes
        .items
        .iter()
        .find(|item| item.item.as_str() == "life")
        .unwrap();
    let shares: Vec<_> = life
        .all
        .shares
        .iter()
        .map(|share| share.shown().unwrap().share)
        .collect();
    // By its own reading the first wave has 20 of 80; the third point is favourable on the scale of five.
    assert_eq!(shares, [0.5, 0.5]);
    assert_eq!(
        life.fallen_from[0].as_ref().map(AsRef::as_ref),
        Some("seven")
    );
    assert_eq!(life.fallen_from[1], None);
}

/// Two editions: `life` has seven answers, of which three fall onto the two that are favourable in the second.
fn editions() -> [Instrument; 2] {
    let point = |(code, reading): (usize, &&str)| {
        format!(
            "{{ code = \"{code}\", label = {{ en = \"Answer {code}\" }}, reading = \"{reading}\", score = {} }}",
            9 - code
        )
    };
    let scale = |readings: &[&str]| {
        (1..)
            .zip(readings)
            .map(point)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (good, neutral, bad) = ("favourable", "neutral", "unfavourable");
    let seven = scale(&[good, good, neutral, neutral, bad, bad, bad]);
    let five = scale(&[good, good, neutral, bad, bad]);
    ["seven", "five"].map(|life| {
        let text = format!(
            r#"
            format = 1
            id = "trial"
            edition = "{life}"
            title = {{ en = "Trial" }}
            asks = "state"
            respondent = "user"
            licence = "CC0"
            [scales.seven]
            points = [{seven}]
            [scales.seven.collapse.five]
            points = {{ 1 = "1", 2 = "1", 3 = "2", 4 = "3", 5 = "4", 6 = "5", 7 = "5" }}
            readings = "changed"
            [scales.five]
            points = [{five}]
            [[sections]]
            id = "main"
            role = "outcomes"
            title = {{ en = "Main" }}
            items = [{{ id = "life", kind = "choice", scale = "{life}", series = "s/life", text = {{ en = "Life?" }} }}]
            "#
        );
        Instrument::from_toml(&text).unwrap_or_else(|error| panic!("{error}"))
    })
}
