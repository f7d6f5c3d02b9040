//! Released subgroups of small surveys, attacked.

use poet_benchmark::Settings;
use poet_benchmark::release::Policy;
use poet_benchmark::subgroups::Subgroups;
use poet_benchmark::tally::Tally;
use poet_core::{Code, Instrument, Missing, ResponseTable, RowHead, Stratification};
use proptest::prelude::*;

use super::{ExposedGroup, GroupPeople, verify_case_mix, verify_files, verify_subgroups};

/// A group, two outcomes, and a question that is asked of some.
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

[scales.group]
points = [
    { code = "1", label = { en = "One" } },
    { code = "2", label = { en = "Two" } },
    { code = "3", label = { en = "Three" } },
]

[scales.outcome]
points = [
    { code = "1", label = { en = "Better" }, reading = "favourable", score = 2 },
    { code = "2", label = { en = "Same" }, reading = "neutral", score = 1 },
    { code = "3", label = { en = "Worse" }, reading = "unfavourable", score = 0 },
]

[[sections]]
id = "all"
role = "outcomes"
title = { en = "All" }

[[sections.items]]
id = "need"
kind = "choice"
scale = "group"
text = { en = "Need?" }

[[sections.items]]
id = "life"
kind = "choice"
scale = "outcome"
text = { en = "Life?" }

[[sections.items]]
id = "control"
kind = "choice"
scale = "outcome"
text = { en = "Control?" }
ask_if = { item = "life", any_of = ["1", "2"] }
"#;

/// Numbers that look random (`SplitMix64`, Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// An answer, early points more often than late ones, or none.
    fn code(&mut self, points: u8) -> Code {
        if self.below(20) == 0 {
            return Code::from(Missing::NotAnswered);
        }
        let least = self.below(points.into()).min(self.below(points.into()));
        Code::answer(u8::try_from(least).unwrap())
    }
}

fn instrument() -> Instrument {
    Instrument::from_toml(SMALL).unwrap()
}

fn survey(instrument: &Instrument, sizes: &[usize], seed: u64) -> Subgroups {
    let (tally, strata) = tally(instrument, sizes, seed);
    Subgroups::new(&tally, &strata, &Settings::default()).unwrap()
}

fn tally(instrument: &Instrument, sizes: &[usize], seed: u64) -> (Tally, Stratification) {
    let mut random = Random(seed);
    let mut table = ResponseTable::new(instrument);
    for (at, &people) in sizes.iter().enumerate() {
        let place = format!("place-{at:02}").parse().unwrap();
        let place = table.organisation(&place).unwrap();
        for person in 0..people {
            let codes: Vec<Code> = instrument
                .columns()
                .iter()
                .map(|c| random.code(c.points()))
                .collect();
            let id = format!("r-{at}-{person}");
            table
                .push_row(RowHead::new(&id, place), &codes, &[])
                .unwrap();
        }
    }
    table.route();
    let strata = Stratification::new(instrument, &["need".parse().unwrap()]).unwrap();
    let mut tally = Tally::new(instrument).unwrap();
    tally
        .add_table(&table.stratified_by(&strata).unwrap())
        .unwrap();
    (tally, strata)
}

/// Small counts that come out of a benchmark that puts like with like, and out of it beside subgroups by the same item.
fn attack_like_with_like(instrument: &Instrument, seed: u64) -> [Vec<ExposedGroup>; 2] {
    let mut random = Random(seed + 100);
    let size = |_| usize::try_from(30 + random.below(170)).unwrap();
    let sizes: Vec<usize> = (0..4).map(size).collect();
    let (tally, strata) = tally(instrument, &sizes, seed);
    let subgroups = Subgroups::new(&tally, &strata, &Settings::default()).unwrap();
    let findings = subgroups.findings().clone();
    let findings = findings.with_case_mix(&tally, &strata, None).unwrap();
    let mut found = [Vec::new(), Vec::new()];
    for policy in policies() {
        let benchmark = policy.apply(&findings);
        let released = policy.apply_subgroups(&subgroups);
        let truth = (&subgroups, instrument);
        found[0].extend(verify_case_mix(&benchmark, truth).unwrap());
        found[1].extend(verify_subgroups(&benchmark, &released, truth).unwrap());
    }
    found
}

/// Each keeps the few of a stratum back, behind another. Which other is not the same, so the `poet` command makes one of
/// the two and refuses both.
#[test]
fn like_with_like_tells_nothing_small_but_beside_subgroups() {
    let instrument = instrument();
    let mut together = 0;
    for seed in 0..12 {
        let [alone, both] = attack_like_with_like(&instrument, seed);
        assert_eq!(alone, [], "{seed}");
        together += both.len();
    }
    assert!(
        together > 0,
        "two ways of hiding one table are seen through"
    );
}

fn policies() -> [Policy; 3] {
    [Policy::ascs(), Policy::nhs_sub_national(), Policy::strict()]
}

fn attack(subgroups: &Subgroups, instrument: &Instrument) -> Vec<String> {
    let mut found = Vec::new();
    for policy in policies() {
        let benchmark = policy.apply(subgroups.findings());
        let released = policy.apply_subgroups(subgroups);
        match verify_subgroups(&benchmark, &released, (subgroups, instrument)) {
            Ok(exposed) => found.extend(
                exposed
                    .iter()
                    .map(|e| format!("{:?} {e:?}", released.release.policy)),
            ),
            Err(error) => found.push(format!("{:?} {error}", released.release.policy)),
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_small_comes_out_of_subgroups_beside_their_benchmark(
        sizes in prop::collection::vec(prop_oneof![1_usize..16, 10_usize..90, 60_usize..200], 1..5), seed: u64,
    ) {
        let instrument = instrument();
        let subgroups = survey(&instrument, &sizes, seed);
        prop_assert_eq!(attack(&subgroups, &instrument), Vec::<String>::new());
    }
}

/// Only what is small itself is withheld, as somebody does who has not thought of sums.
#[test]
fn subgroups_that_hide_nothing_but_small_counts_are_seen_through() {
    let instrument = instrument();
    let subgroups = survey(&instrument, &[60, 80, 120], 4);
    let policy = Policy::strict();
    let benchmark = serde_json::to_value(policy.apply(subgroups.findings())).unwrap();
    let mut naive = serde_json::to_value(Policy::internal().apply_subgroups(&subgroups)).unwrap();
    for (column, item) in naive["items"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .enumerate()
    {
        for place in 0..3 {
            for group in 0..3 {
                let count = subgroups.count(column, place, group).unwrap();
                let small = |people: u64| (1..10).contains(&people);
                if small(count.favourable) || small(count.base - count.favourable) {
                    item["places"][place][group]["favourable"] =
                        serde_json::json!({ "withheld": "confidential" });
                }
            }
        }
    }
    let exposed: Vec<ExposedGroup> =
        verify_files((&benchmark, &naive), (&subgroups, &instrument)).unwrap();
    let exact = exposed
        .iter()
        .filter(|e| e.people != GroupPeople::All && e.derived.is_exact());
    assert!(exact.count() > 0, "{exposed:?}");
}

#[test]
fn most_of_a_survey_of_large_places_is_shown() {
    let instrument = instrument();
    let subgroups = survey(&instrument, &[300; 12], 7);
    let released = Policy::ascs().apply_subgroups(&subgroups);
    for column in [1, 2] {
        let item = &released.items[column];
        let cells = item.places.iter().flatten();
        let shown = cells
            .filter(|cell| cell.favourable.shown().is_some())
            .count();
        assert!(shown >= 24, "{shown} of 36");
        assert!(
            item.all
                .iter()
                .all(|cell| cell.against_others.shown().is_some())
        );
    }
}
