//! Released files of small surveys, attacked.

use poet_benchmark::compare::two_proportion;
use poet_benchmark::estimate::Proportion;
use poet_benchmark::release::{Already, Policy};
use poet_benchmark::tally::Tally;
use poet_benchmark::{Findings, Settings};
use poet_core::{
    Catalogue, Code, Frame, FrameCount, Instrument, Missing, ResponseTable, RowHead, Sampling,
};
use proptest::prelude::*;
use serde_json::Value;

use super::{Cell, Error, Exposed, Reach, verify, verify_beside, verify_file};

/// Two outcomes, one with a point outside its base, a tick-all item, a question that is asked of some, and an index.
const SMALL: &str = r#"
format = 1
id = "small"
edition = "1"
title = { en = "Small" }
asks = "change"
respondent = "holder"
licence = "MIT"
source = "made for a test"
note = ""

[scales.outcome]
points = [
    { code = "1", label = { en = "Better" }, reading = "favourable", score = 2 },
    { code = "2", label = { en = "Same" }, reading = "neutral", score = 1 },
    { code = "3", label = { en = "Worse" }, reading = "unfavourable", score = 0 },
]

[scales.tried]
points = [
    { code = "1", label = { en = "Easy" }, reading = "favourable", score = 3 },
    { code = "2", label = { en = "Fairly easy" }, reading = "favourable", score = 2 },
    { code = "3", label = { en = "Hard" }, reading = "unfavourable", score = 0 },
    { code = "4", label = { en = "Never tried" }, reading = "outside" },
]

[scales.use]
points = [
    { code = "1", label = { en = "Care" } },
    { code = "2", label = { en = "Leisure" } },
]

[[sections]]
id = "all"
role = "outcomes"
title = { en = "All" }

[[sections.items]]
id = "life"
kind = "choice"
scale = "outcome"
text = { en = "Life?" }

[[sections.items]]
id = "uses"
kind = "tick_all"
scale = "use"
text = { en = "Uses?" }

[[sections.items]]
id = "help"
kind = "choice"
scale = "tried"
text = { en = "Help?" }

[[sections.items]]
id = "control"
kind = "choice"
scale = "outcome"
text = { en = "Control?" }
ask_if = { item = "life", any_of = ["1", "2"] }

[[measures]]
id = "index"
kind = "mean"
title = { en = "Index" }
items = ["life", "control"]
minimum = "half"

[[measures]]
id = "life_alone"
kind = "favourable_share"
title = { en = "Life" }
items = ["life"]

[[measures]]
id = "sum"
kind = "sum"
title = { en = "Sum" }
items = ["life", "control"]
"#;

/// Numbers that look random (`SplitMix64`, Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195).
pub(super) struct Random(pub(super) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// An answer, early points more often than late ones, or a reason why there is none.
    fn code(&mut self, points: u8) -> Code {
        let missing = self.below(30);
        if let Some(missing) = Missing::ALL[..4].get(usize::try_from(missing).unwrap()) {
            return Code::from(*missing);
        }
        let least = self
            .below(u64::from(points))
            .min(self.below(u64::from(points)));
        Code::answer(u8::try_from(least).unwrap())
    }
}

pub(super) fn survey(instrument: &Instrument, sizes: &[usize], seed: u64) -> Tally {
    let mut random = Random(seed);
    let mut table = ResponseTable::new(instrument);
    let values = vec![
        0;
        instrument
            .items()
            .iter()
            .filter(|i| i.kind().has_value())
            .count()
    ];
    for (at, &people) in sizes.iter().enumerate() {
        let organisation = table
            .organisation(&format!("place-{at:02}").parse().unwrap())
            .unwrap();
        for person in 0..people {
            let mut codes: Vec<Code> = Vec::new();
            for column in instrument.columns() {
                codes.push(match (column.option(), codes.last()) {
                    // Whoever was not asked for one option was not asked for the others.
                    (Some(1..), Some(before)) if before.missing().is_some() => *before,
                    (Some(1..), _) => Code::answer(u8::try_from(random.below(2)).unwrap()),
                    _ => random.code(column.points()),
                });
            }
            let id = format!("r-{at}-{person}");
            let head = RowHead::new(&id, organisation);
            table.push_row(head, &codes, &values).unwrap();
        }
    }
    table.route();
    let mut tally = Tally::new(instrument).unwrap();
    tally.add_table(&table).unwrap();
    tally
}

fn attack(instrument: &Instrument, sizes: &[usize], seed: u64, reach: Reach) -> Vec<String> {
    let findings = Findings::new(&survey(instrument, sizes, seed), &Settings::default());
    exposed(&findings, instrument, reach)
}

/// As [`attack`], of surveys whose frame knows the people who answered and so many more in each place.
fn attack_framed(instrument: &Instrument, places: &[(usize, u32)], seed: u64) -> Vec<String> {
    let sizes: Vec<usize> = places.iter().map(|place| place.0).collect();
    let mut frame = Frame::new(instrument.key().clone(), Sampling::Random);
    for (at, &(people, more)) in places.iter().enumerate() {
        let place = format!("place-{at:02}").parse().unwrap();
        let eligible = u32::try_from(people).unwrap() + more;
        frame.add(&place, None, FrameCount::of(eligible)).unwrap();
    }
    let tally = survey(instrument, &sizes, seed);
    let findings = Findings::with_frame(&tally, &Settings::default(), &frame).unwrap();
    exposed(&findings, instrument, Reach::Everything)
}

fn exposed(findings: &Findings, instrument: &Instrument, reach: Reach) -> Vec<String> {
    let policies = [Policy::ascs(), Policy::nhs_sub_national(), Policy::strict()];
    let mut found = Vec::new();
    for policy in policies {
        let released = policy.apply(findings);
        match verify(&released, (findings, instrument), reach) {
            Ok(exposed) => found.extend(
                exposed
                    .into_iter()
                    .map(|e| format!("{:?} {e:?}", released.release.policy)),
            ),
            Err(error) => found.push(format!("{:?} {error}", released.release.policy)),
        }
    }
    found
}

pub(super) fn small() -> Instrument {
    Instrument::from_toml(SMALL).unwrap()
}

fn catalogued(key: &str) -> Instrument {
    Catalogue::builtin()
        .get(&key.parse().unwrap())
        .unwrap()
        .clone()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_small_comes_out_of_all_items_and_measures_together(
        sizes in prop::collection::vec(prop_oneof![1_usize..16, 6_usize..14, 10_usize..90], 1..6), seed: u64,
    ) {
        prop_assert_eq!(attack(&small(), &sizes, seed, Reach::Everything), Vec::<String>::new());
    }

    #[test]
    fn nothing_small_comes_out_of_intervals_that_are_corrected_for_a_population(
        places in prop::collection::vec((prop_oneof![1_usize..16, 10_usize..90], 0..40_u32), 1..5), seed: u64,
    ) {
        prop_assert_eq!(attack_framed(&small(), &places, seed), Vec::<String>::new());
    }
}

#[test]
#[ignore = "four minutes, run by hand with --release"]
fn nothing_small_comes_out_of_forty_councils() {
    for (seed, key) in (40..).zip([
        "adult-holders@2014",
        "ascs-core@2020-21",
        "family-carers@2014",
    ]) {
        let mut random = Random(seed);
        let mut sizes = vec![1, 2, 4];
        sizes.extend((3..40).map(|_| usize::try_from(5 + random.below(295)).unwrap()));
        let found = attack(&catalogued(key), &sizes, seed, Reach::EachItem);
        assert_eq!(found, Vec::<String>::new(), "{key} {sizes:?}");
    }
}

#[test]
fn nothing_small_comes_out_of_councils_of_any_size() {
    let cases: [(&str, &[usize]); 4] = [
        ("adult-holders@2014", &[1, 40, 25]),
        ("family-carers@2014", &[2, 4, 30, 55, 18, 90]),
        ("ascs-core@2020-21", &[4, 35, 2, 120, 60, 300, 15, 80]),
        (
            "adult-holders@2014",
            &[5, 300, 1, 2, 4, 60, 35, 110, 47, 18, 75, 52],
        ),
    ];
    for (seed, (key, sizes)) in (0..).zip(cases) {
        let found = attack(&catalogued(key), sizes, seed, Reach::EachItem);
        assert_eq!(found, Vec::<String>::new(), "{key} {sizes:?}");
    }
}

/// Releases by the NHS rule, and by the rule of the ASCS made without a thought of it and made beside it.
fn side_by_side(sizes: &[usize], seed: u64) -> [Result<Vec<Exposed>, Error>; 2] {
    let instrument = small();
    let findings = Findings::new(&survey(&instrument, sizes, seed), &Settings::default());
    let earlier = Policy::nhs_sub_national().apply(&findings);
    let alone = Policy::ascs().apply(&findings);
    let beside = Policy::ascs()
        .apply_beside(&findings, &Already::from(&earlier))
        .unwrap();
    // The rule that the earlier release has promised to keep.
    let read = |later| verify_beside(&[&earlier, later], (&findings, &instrument), 8);
    [read(&alone), read(&beside)]
}

#[test]
fn two_policies_for_the_same_people_give_counts_away_but_not_where_one_is_made_beside_the_other() {
    let mut naive = 0;
    for seed in 0..12 {
        let mut random = Random(seed);
        let sizes: Vec<usize> = (0..4)
            .map(|_| usize::try_from(8 + random.below(60)).unwrap())
            .collect();
        let [alone, beside] = side_by_side(&sizes, seed);
        naive += alone.unwrap().len();
        assert_eq!(beside, Ok(Vec::new()), "{sizes:?} {seed}");
    }
    assert!(naive > 0, "the attacker finds what hiding apart gives away");
}

#[test]
fn a_release_without_protection_is_seen_through() {
    let instrument = small();
    let findings = Findings::new(&survey(&instrument, &[20, 30], 3), &Settings::default());
    let released = Policy::internal().apply(&findings);
    let mut file = serde_json::to_value(&released).unwrap();
    file["release"]["threshold"] = 5.into();
    let exposed = verify_file(&file, (&findings, &instrument), Reach::EachItem).unwrap();
    assert!(
        exposed
            .iter()
            .any(|e| matches!(e.cell, Cell::Point { .. }) && e.derived.is_exact())
    );
}

/// What is shown of a line of `file`, each count to the person as `exact` has it, which is more than any z or p tells.
fn tell_exactly(file: &mut Value, exact: &Value) {
    let tell = |cell: &mut Value, exact: &Value, path: &[&str]| {
        let pointer = format!("/{}", path.join("/"));
        if let (Some(shown), Some(exact)) = (cell.pointer_mut(&pointer), exact.pointer(&pointer)) {
            *shown = exact.clone();
        }
    };
    tell(file, exact, &["base", "shown"]);
    tell(file, exact, &["against_rest", "shown", "rest_base"]);
    for group in ["favourable", "neutral", "unfavourable"] {
        tell(file, exact, &[group, "shown", "people"]);
    }
    for at in 0..Missing::ALL.len() {
        let at = at.to_string();
        tell(file, exact, &["points", &at, "shown", "people"]);
        tell(file, exact, &["missing", &at, "shown"]);
    }
}

/// Every line of every column of two files.
fn lines<'a>(file: &'a mut Value, exact: &'a Value) -> Vec<(&'a mut Value, &'a Value)> {
    let items = file["items"].as_array_mut().unwrap().iter_mut();
    let items = items.zip(exact["items"].as_array().unwrap());
    let lines = items.flat_map(|(item, exact)| {
        let Some(item) = item.as_object_mut() else {
            panic!("an item");
        };
        let parts = item.iter_mut().map(|(name, value)| (name.clone(), value));
        parts.flat_map(move |(name, value)| match name.as_str() {
            "all" => vec![(value, &exact["all"])],
            "places" => {
                let exact = exact["places"].as_array().unwrap();
                value
                    .as_array_mut()
                    .unwrap()
                    .iter_mut()
                    .zip(exact)
                    .collect()
            }
            _ => Vec::new(),
        })
    });
    lines.collect()
}

/// z, p and the smallest expected count can be turned into counts. They are of counts that are shown, of a place and of
/// everybody, so at most they undo the rounding of these; and what is kept back is safe from whoever knows them all.
#[test]
fn tests_turned_back_into_counts_undo_rounding_and_tell_nothing_that_is_kept_back() {
    let instrument = small();
    let (mut narrower, mut careless) = (0, 0);
    for seed in 0..6 {
        let findings = Findings::new(
            &survey(&instrument, &[34, 50, 28, 90], seed),
            &Settings::default(),
        );
        let exact = serde_json::to_value(Policy::internal().apply(&findings)).unwrap();
        let rounded = serde_json::to_value(Policy::ascs().apply(&findings)).unwrap();
        let read = |file: &Value| verify_file(file, (&findings, &instrument), Reach::EachItem);
        let mut known = rounded.clone();
        known["release"]["rounded_to"] = 1.into();
        for (cell, exact) in lines(&mut known, &exact) {
            narrower += usize::from(narrows(cell, exact));
            tell_exactly(cell, exact);
        }
        assert_eq!(read(&known), Ok(Vec::new()), "{seed}");
        // Somebody who tests what is kept back, too.
        for (cell, exact) in lines(&mut known, &exact) {
            if cell["favourable"]["withheld"].is_string() {
                cell["against_rest"] = exact["against_rest"].clone();
            }
        }
        careless += read(&known).unwrap().len();
    }
    assert!(narrower > 0, "z tells more than shares and intervals do");
    assert!(
        careless > 0,
        "a comparison of what is kept back is seen through"
    );
}

/// Whether z leaves fewer values of the favourable answers of a place than base and share do.
fn narrows(cell: &Value, exact: &Value) -> bool {
    let shown = &cell["against_rest"]["shown"];
    let (Some(z), Some(base), Some(share), Some(rest)) = (
        shown["test"]["shown"]["z"].as_f64(),
        cell["base"]["shown"].as_u64(),
        cell["favourable"]["shown"]["share"].as_f64(),
        // Whoever knows the rest exactly.
        exact["against_rest"]["shown"]["rest_base"].as_u64(),
    ) else {
        return false;
    };
    let rest_share = exact["against_rest"]["shown"]["rest_share"]
        .as_f64()
        .unwrap();
    let rest = Proportion::new((rest_share * rest as f64).round(), rest as f64).unwrap();
    let bases = base.saturating_sub(2)..=base + 2;
    let counts = bases.flat_map(|base| (0..=base).map(move |count| (count as f64, base as f64)));
    let by_share: Vec<Proportion> = counts
        .filter(|(count, base)| (count / base - share).abs() <= 0.000_501)
        .filter_map(|(count, base)| Proportion::new(count, base).ok())
        .collect();
    let by_z = by_share.iter().filter(|own| {
        two_proportion(**own, rest).is_ok_and(|found| (found.z - z).abs() <= 0.005_01)
    });
    by_z.count() < by_share.len()
}

#[test]
fn false_discoveries_are_controlled_over_the_published_tests_alone() {
    let instrument = catalogued("adult-holders@2014");
    let sizes = [40, 25, 60, 2, 18];
    let findings = Findings::new(&survey(&instrument, &sizes, 8), &Settings::default());
    for policy in [Policy::ascs(), Policy::nhs_sub_national(), Policy::strict()] {
        let released = policy.apply(&findings);
        let cells = released.items.iter().flat_map(|item| &item.places);
        let shown = cells.filter_map(|cell| cell.against_rest.shown()?.test.shown());
        assert_eq!(shown.count(), released.method.tests);
        assert!(released.method.tests < findings.tests());
    }
}

#[test]
#[ignore = "timing, run by hand with --release"]
fn time_and_loss_of_a_release() {
    let instrument = catalogued("adult-holders@2014");
    for (places, people) in [(40, 200), (152, 53)] {
        let sizes: Vec<usize> = (0..places)
            .map(|at| people / 2 + at * people / places)
            .collect();
        let findings = Findings::new(&survey(&instrument, &sizes, 5), &Settings::default());
        for policy in [
            Policy::ascs(),
            Policy::nhs_sub_national(),
            Policy::strict(),
            Policy::internal(),
        ] {
            let start = std::time::Instant::now();
            let released = policy.apply(&findings);
            let time = start.elapsed();
            let cells = || released.items.iter().flat_map(|item| &item.places);
            let share = |hidden: usize, all: usize| 100.0 * hidden as f64 / all as f64;
            let points = || cells().flat_map(|cell| &cell.points);
            let means = || released.measures.iter().flat_map(|measure| &measure.places);
            println!(
                "{places} x {people} {:?}: {time:?}, withheld {:.1} % of points, {:.1} % of bases, {:.1} % of favourable, {:.1} % of means",
                released.release.policy,
                share(
                    points().filter(|f| f.is_withheld()).count(),
                    points().count()
                ),
                share(
                    cells().filter(|c| c.base.is_withheld()).count(),
                    cells().count()
                ),
                share(
                    cells().filter(|c| c.favourable.is_withheld()).count(),
                    cells().count()
                ),
                share(means().filter(|f| f.is_withheld()).count(), means().count()),
            );
        }
    }
}
