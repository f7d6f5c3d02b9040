//! Records of many budgets: figures that others published, the same bytes however they are split, and what nobody may
//! work out.

use std::collections::BTreeMap;

use poet::benchmark::budgets::BudgetTally;
use poet::benchmark::release::{Benchmark, Released};
use poet::benchmark::suppression::{Rule, Zeros};
use poet::domain::budget::PersonalBudget;
use poet::{Policy, Settings};
use poet_testkit::attack::{Attacker, Relation, Unknown};
use proptest::prelude::*;

use crate::shared;

/// What a budget is made of here: organisation, way of holding, limits in place and time, pounds indicated and agreed.
#[derive(Clone, Debug)]
struct Draft {
    place: u8,
    held: Option<u8>,
    limits: Option<(bool, bool)>,
    worth: Option<(u32, u32)>,
}

const HELD: [&str; 3] = ["direct_payment", "council_managed", "broker"];

fn budget(number: usize, draft: &Draft) -> PersonalBudget {
    let mut json = serde_json::json!({
        "id": format!("67e55044-10b1-426f-9247-{number:012}"),
        "organisation": format!("place-{}", draft.place),
    });
    if let Some(held) = draft.held {
        json["deployment"] =
            serde_json::json!([{ "deployment": HELD[usize::from(held)], "share": "1" }]);
    }
    if let Some((place, time)) = draft.limits {
        let limits = [("place", place), ("time", time)]
            .into_iter()
            .filter(|(_, set)| *set);
        json["restrictions"] = limits
            .map(|(limit, _)| serde_json::json!({ "limit": limit }))
            .collect();
    }
    if let Some((indicative, agreed)) = draft.worth {
        let step = |pounds: u32| {
            let amount = serde_json::json!({ "money": pounds.to_string(), "period": "yearly" });
            serde_json::json!({ "allocation": [{ "stream": "social_care", "amount": amount }] })
        };
        json["allocations"] =
            serde_json::json!({ "indicative": step(indicative), "agreed": step(agreed) });
    }
    PersonalBudget::from_json(json.to_string()).unwrap()
}

fn tally(drafts: &[Draft]) -> BudgetTally {
    let mut tally = BudgetTally::new().unwrap();
    for (number, draft) in drafts.iter().enumerate() {
        tally.add(&budget(number, draft)).unwrap();
    }
    tally
}

/// Averages that Slasberg had from three councils under the Freedom of Information Act (Community Care, 15 January 2013).
#[test]
fn published_ratios_of_indicative_to_agreed_come_out_to_their_digit() {
    let Some(text) = shared::read("data/poet-published.csv") else {
        return;
    };
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let rows = rows.records().map(Result::unwrap);
    let ratios: Vec<String> = rows
        .filter(|row| &row[0] == "SLASBERG-2013")
        .map(|row| row[10]["ratio=".len()..][..4].to_owned())
        .collect();
    assert_eq!(ratios, ["2.45", "2.59", "2.81"]);
    let drafts: Vec<Draft> = (0..3_u8)
        .flat_map(|place| (0..30_u32).map(move |at| (place, at)))
        .map(|(place, at)| {
            // Twelve of 30 got more than the others: the ratio of totals is not the mean of their ratios.
            let hundredths: u32 = ratios[usize::from(place)].replace('.', "").parse().unwrap();
            let agreed = if at < 12 { 4_000 } else { 8_000 };
            let off = if at < 12 { 40 } else { 0 };
            let worth = (agreed / 100 * (hundredths + off), agreed);
            Draft {
                place,
                held: None,
                limits: None,
                worth: Some(worth),
            }
        })
        .collect();
    let released = Policy::internal().apply_money(&tally(&drafts));
    for (place, printed) in released.places.iter().zip(&ratios) {
        // 12 x 4,000 x 0.40 more than the printed ratio of 12 x 4,000 + 18 x 8,000.
        let ratio = place.money.indicative_to_agreed.shown().unwrap();
        let printed: rust_decimal::Decimal = printed.parse().unwrap();
        assert_eq!(ratio - printed, rust_decimal::Decimal::new(10, 2));
    }
}

fn draft() -> impl Strategy<Value = Draft> {
    let limits = prop::option::weighted(0.9, (prop::bool::weighted(0.3), any::<bool>()));
    let held = prop::option::weighted(0.9, 0..3_u8);
    let worth = prop::option::of((0..30_000_u32, 1..30_000_u32));
    (0..3_u8, held, limits, worth).prop_map(|(place, held, limits, worth)| Draft {
        place,
        held,
        limits,
        worth,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn budgets_split_in_any_way_give_the_same_bytes(
        drafts in prop::collection::vec(draft(), 0..24), cuts in any::<[prop::sample::Index; 2]>(),
    ) {
        let whole = tally(&drafts);
        let mut cuts = cuts.map(|cut| cut.index(drafts.len() + 1));
        cuts.sort_unstable();
        let [one, two] = cuts;
        let parts = [&drafts[..one], &drafts[one..two], &drafts[two..]].map(tally);
        let mut right = parts[2].clone();
        right.merge(&parts[0]).unwrap();
        let mut left = parts[1].clone();
        left.merge(&right).unwrap();
        let json = whole.to_json().unwrap();
        prop_assert_eq!(&left.to_json().unwrap(), &json);
        let read = BudgetTally::from_json(&json).unwrap();
        prop_assert!(read == whole);
        for policy in [Policy::ascs(), Policy::strict(), Policy::internal()] {
            prop_assert_eq!(policy.apply_money(&left), policy.apply_money(&whole));
        }
    }
}

/// Blocks of like budgets: organisation, way of holding, limits, how many.
type Blocks = Vec<(u8, Option<u8>, Option<(bool, bool)>, usize)>;

fn blocks() -> impl Strategy<Value = Blocks> {
    let limits = prop::option::weighted(0.85, any::<(bool, bool)>());
    let held = prop::option::weighted(0.9, 0..3_u8);
    let many = prop_oneof![2 => 0..5_usize, 2 => 3..14_usize, 2 => 10..40_usize];
    prop::collection::vec((0..3_u8, held, limits, many), 3..16)
}

/// Who reads both releases and knows how many budgets each place and each way of holding has.
struct Reader {
    attacker: Attacker,
    /// What must not be narrowed, and the count that it is.
    sought: Vec<(String, Unknown)>,
    totals: BTreeMap<(usize, usize), Unknown>,
}

impl Reader {
    /// Reads the figures of the limits of a release; `truth` tells what is behind the places as they are named there.
    fn read(
        &mut self,
        released: &Released<Benchmark>,
        truth: &impl Fn(&str, usize, usize) -> u64,
        rule: Rule,
    ) {
        let items = released
            .items
            .iter()
            .filter(|item| item.item.as_str() == "limited");
        for (option, item) in items.enumerate() {
            if !["place", "time"].contains(&item.option.as_ref().unwrap().as_str()) {
                continue;
            }
            let mut bases: Vec<Vec<(Unknown, i64)>> = vec![Vec::new(); item.places.len()];
            for point in 0..2 {
                let mut parts = Vec::new();
                for (row, (place, cell)) in released.places.iter().zip(&item.places).enumerate() {
                    let known = cell.points[point].shown().and_then(|p| p.people);
                    let name = format!("{} {} {point}", place.id, item.option.as_ref().unwrap());
                    let people = truth(place.id.as_str(), option, point);
                    let part = self.count(name, people, known, rule);
                    bases[row].push((part, 1));
                    parts.push(part);
                }
                let known = item.all.points[point].shown().and_then(|p| p.people);
                let name = format!("everybody {} {point}", item.option.as_ref().unwrap());
                let all = truth("everybody", option, point);
                let total = match self.totals.get(&(option, point)) {
                    Some(&total) => total,
                    None => self.count(name, all, None, rule),
                };
                self.totals.insert((option, point), total);
                if let Some(known) = known {
                    assert_eq!(known, all);
                    self.learn(&[(total, 1)], known);
                }
                let terms = parts.iter().map(|&part| (part, 1)).chain([(total, -1)]);
                self.learn(&terms.collect::<Vec<_>>(), 0);
            }
            for (base, cell) in bases.iter().zip(&item.places) {
                if let Some(known) = cell.base.shown() {
                    self.learn(base, known);
                }
            }
        }
    }

    fn count(&mut self, name: String, truth: u64, known: Option<u64>, rule: Rule) -> Unknown {
        let unknown = self.attacker.unknown();
        if let Some(known) = known {
            assert_eq!(known, truth, "{name} is shown as it is");
            self.learn(&[(unknown, 1)], known);
        }
        if rule.withholds(truth) {
            self.sought.push((name, unknown));
        }
        unknown
    }

    fn learn(&mut self, terms: &[(Unknown, i64)], number: u64) {
        self.attacker
            .learn(terms, Relation::Equal, i64::try_from(number).unwrap());
    }

    /// What is left too narrow of what must not be.
    fn narrowed(self, threshold: u64) -> Vec<String> {
        let wanted: Vec<Unknown> = self.sought.iter().map(|(_, unknown)| *unknown).collect();
        let derived = self.attacker.outer_bounds(&wanted).unwrap();
        let found = self.sought.into_iter().zip(derived);
        found
            .filter(|(_, derived)| !derived.is_safe(threshold))
            .map(|((name, _), derived)| format!("{name}: {derived:?}"))
            .collect()
    }
}

fn exposed(blocks: &Blocks) -> Vec<String> {
    let drafts: Vec<Draft> = blocks
        .iter()
        .flat_map(|&(place, held, limits, many)| {
            std::iter::repeat_n(
                Draft {
                    place,
                    held,
                    limits,
                    worth: None,
                },
                many,
            )
        })
        .collect();
    let tally = tally(&drafts);
    let policy = Policy::strict();
    let rule = Rule::new(policy.threshold(), Zeros::Show);
    let by_place = policy.apply(&tally.findings(&Settings::default()));
    let by_holding = policy
        .apply_by_holding(&tally, &Settings::default())
        .unwrap();
    // Ways that are put together are all that have no name of their own.
    let named: Vec<&str> = by_holding
        .places
        .iter()
        .map(|place| place.id.as_str())
        .collect();
    let held = |draft: &Draft| {
        draft
            .held
            .map_or("not_known", |held| HELD[usize::from(held)])
    };
    let within = |draft: &Draft, name: &str| {
        let own = [format!("place-{}", draft.place), held(draft).to_owned()];
        let others = name == "other_ways" && !named.contains(&held(draft));
        name == "everybody" || own.contains(&name.to_owned()) || others
    };
    let truth = |name: &str, option: usize, point: usize| {
        // Time is the third limit of the form and place the fourth.
        let set = |draft: &Draft| {
            draft
                .limits
                .map(|(place, time)| if option == 2 { time } else { place })
        };
        let counted = drafts.iter().filter(|draft| within(draft, name));
        counted
            .filter(|draft| set(draft) == Some(point == 1))
            .count() as u64
    };
    let mut reader = Reader {
        attacker: Attacker::new(),
        sought: Vec::new(),
        totals: BTreeMap::new(),
    };
    reader.read(&by_place, &truth, rule);
    reader.read(&by_holding, &truth, rule);
    reader.narrowed(policy.threshold())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_small_count_follows_from_limits_by_organisation_and_by_way_of_holding(blocks in blocks()) {
        prop_assert_eq!(exposed(&blocks), Vec::<String>::new());
    }
}
