//! Uptake of personal budgets: figures that others published, and what nobody may work out.

use std::collections::BTreeMap;

use poet::benchmark::progress::UptakeTally;
use poet::benchmark::release::{Benchmark, Released};
use poet::benchmark::suppression::{Rule, Zeros};
use poet::domain::budget::{AgeGroup, NeedGroup};
use poet::domain::uptake::{Group, Population, Uptake};
use poet::{Policy, Settings};
use poet_testkit::attack::{Attacker, Relation, Unknown};
use proptest::prelude::*;

use crate::shared;

/// A figure of the surveys of progress, as far as it was printed.
struct Printed {
    count: Option<u64>,
    per_cent: Option<String>,
    n: Option<u64>,
    note: String,
}

/// What can be said of a printed figure.
#[derive(Debug, Eq, PartialEq)]
enum Standing {
    /// The share comes out to the last printed digit.
    ShareHolds,
    /// The count and its base come through; no share was printed.
    CountHolds,
    /// A count without the number of people it is out of.
    NoBase,
    /// A share without counts.
    NoCount,
    /// Figures that are no people: councils, and what their directors think.
    NotPeople,
}

fn printed(text: &str) -> Vec<(String, Printed)> {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let rows = rows.records().map(Result::unwrap);
    let adass = rows.filter(|row| row[0].starts_with("ADASS") && &row[3] != "sample");
    let printed = |row: csv::StringRecord| {
        let figures = Printed {
            count: row[6].parse().ok(),
            per_cent: (!row[7].is_empty()).then(|| row[7].to_owned()),
            n: row[8].parse().ok(),
            note: row[10].to_owned(),
        };
        let name = format!("{} {}/{}/{}", &row[0], &row[1], &row[2], &row[4]);
        (name, figures)
    };
    adass.map(printed).collect()
}

fn standing(name: &str, printed: &Printed) -> Standing {
    if name.contains("councils") || name.contains("/below 1,000") || name.contains("/10,000 pounds")
    {
        return Standing::NotPeople;
    }
    match (printed.count, printed.n) {
        (Some(holders), Some(eligible)) => {
            let uptake = england(holders, eligible);
            assert_eq!(uptake.items[0].all.base.shown(), Some(eligible), "{name}");
            let favourable = uptake.items[0].all.favourable.shown().unwrap();
            assert_eq!(favourable.people, Some(holders), "{name}");
            assert!(favourable.lower < favourable.share && favourable.share < favourable.upper);
            let Some(per_cent) = &printed.per_cent else {
                return Standing::CountHolds;
            };
            assert!(printed.note.starts_with("exact"), "{name}");
            let places = per_cent
                .split_once('.')
                .map_or(0, |(_, places)| places.len());
            assert_eq!(
                &format!("{:.places$}", favourable.share * 100.0),
                per_cent,
                "{name}"
            );
            Standing::ShareHolds
        }
        (Some(_), None) => Standing::NoBase,
        (None, _) => Standing::NoCount,
    }
}

fn england(holders: u64, eligible: u64) -> Released<Benchmark> {
    let mut tally = UptakeTally::new(Population::People).unwrap();
    let uptake = Uptake::new(eligible, holders).unwrap();
    let england = "england".parse().unwrap();
    tally.add(&england, Group::EVERYBODY, uptake).unwrap();
    Policy::internal().apply(&tally.findings(&Settings::default()).unwrap())
}

/// Surveys of progress by the directors of adult social services (ADASS), 2009 to 2014.
#[test]
fn the_printed_uptake_comes_out_to_its_last_digit_where_counts_were_printed() {
    let Some(text) = shared::read("data/poet-published.csv") else {
        return;
    };
    let rows = printed(&text);
    let standings: BTreeMap<&str, Standing> = rows
        .iter()
        .map(|(name, printed)| (name.as_str(), standing(name, printed)))
        .collect();
    for (name, standing) in &standings {
        println!("{standing:?}: {name}");
    }
    let share = "ADASS-2012-03 people/all/personal budgets held";
    assert_eq!(standings[share], Standing::ShareHolds);
    let count = "ADASS-2010-03 people/all/personal budgets held";
    assert_eq!(standings[count], Standing::CountHolds);
    let of = |wanted: Standing| standings.values().filter(|s| **s == wanted).count();
    assert_eq!((of(Standing::ShareHolds), of(Standing::CountHolds)), (1, 1));
    for year in ["2009-03", "2011-03", "2014-03"] {
        let held = format!("ADASS-{year} people/all/personal budgets held");
        assert_eq!(standings[held.as_str()], Standing::NoBase, "{year}");
    }
}

/// A bound is no value: "more than 338,000, a third of those eligible" bounds the base from below and no more.
#[test]
fn a_bound_and_a_share_of_it_give_no_base() {
    let Some(text) = shared::read("data/poet-published.csv") else {
        return;
    };
    let rows = printed(&text);
    let (_, figures) = rows
        .iter()
        .find(|(name, _)| name == "ADASS-2011-03 people/all/personal budgets held")
        .unwrap();
    assert!(figures.note.starts_with("bound=gt"));
    assert_eq!((figures.count, figures.n), (Some(338_000), None));
    // 886,939 people were supported in the community that year (the row of 2012 says): more than a third held a budget.
    let released = england(338_000, 886_939);
    let share = released.items[0].all.favourable.shown().unwrap().share;
    assert!(share * 100.0 > figures.per_cent.as_ref().unwrap().parse().unwrap());
}

/// Ways in which people of a group stand; sums of them are all that is shown.
const WAYS: [&[usize]; 6] = [&[0, 1, 3], &[2, 4], &[0], &[1, 2], &[0], &[1]];

/// Counts by organisation and group, in the five ways of [`WAYS`].
type Counts = Vec<(usize, Group, [u64; 5])>;

fn released(counts: &Counts, policy: Policy) -> Released<Benchmark> {
    let mut tally = UptakeTally::new(Population::People).unwrap();
    for &(place, group, [direct, managed, without, unknown, none]) in counts {
        let place = format!("place-{place}").parse().unwrap();
        let uptake = match unknown + none {
            0 => Uptake::new(direct + managed + without, direct + managed)
                .and_then(|uptake| uptake.with_direct_payments(direct)),
            _ => Uptake::new(unknown + none, unknown),
        };
        tally.add(&place, group, uptake.unwrap()).unwrap();
    }
    policy.apply(&tally.findings(&Settings::default()).unwrap())
}

/// Whether people of `part` are people of `whole`, as the form divides them.
fn inside(part: Group, whole: Group) -> bool {
    match (whole.age(), whole.need()) {
        (None, None) => true,
        (age, None) => part.age() == age,
        _ => part == whole,
    }
}

/// An unknown for each count; that a row does not tell of direct payments is known.
fn unknowns(counts: &Counts, attacker: &mut Attacker) -> Vec<[Unknown; 5]> {
    let unknowns: Vec<[Unknown; 5]> = counts
        .iter()
        .map(|_| std::array::from_fn(|_| attacker.unknown()))
        .collect();
    for (&(_, _, ways), unknowns) in counts.iter().zip(&unknowns) {
        // The file says whether direct payments were known.
        let known = ways[3] + ways[4] == 0;
        let nought = if known { &[3, 4][..] } else { &[0, 1, 2] };
        for &way in nought {
            attacker.learn(&[(unknowns[way], 1)], Relation::Equal, 0);
        }
    }
    unknowns
}

/// What is left too narrow of sums that must not be.
fn narrowed(
    mut attacker: Attacker,
    sought: Vec<(String, Vec<(Unknown, i64)>)>,
    threshold: u64,
) -> Vec<String> {
    let wanted: Vec<Unknown> = sought
        .iter()
        .map(|(_, terms)| {
            let whole = attacker.unknown();
            let less = terms
                .iter()
                .map(|&(part, n)| (part, n))
                .chain([(whole, -1)]);
            attacker.learn(&less.collect::<Vec<_>>(), Relation::Equal, 0);
            whole
        })
        .collect();
    let derived = attacker.outer_bounds(&wanted).unwrap();
    let found = sought.into_iter().zip(derived);
    found
        .filter(|(_, derived)| !derived.is_safe(threshold))
        .map(|((name, _), derived)| format!("{name}: {derived:?}"))
        .collect()
}

/// Counts that somebody can narrow too far who reads every figure and knows which rows the file had.
fn exposed(counts: &Counts, policy: Policy) -> Vec<String> {
    let released = released(counts, policy);
    let threshold = policy.threshold();
    let rule = Rule::new(threshold, Zeros::Show);
    let mut attacker = Attacker::new();
    let unknowns = unknowns(counts, &mut attacker);
    let mut sought = Vec::new();
    let places: Vec<usize> = released
        .places
        .iter()
        .map(|p| p.id.as_str()["place-".len()..].parse().unwrap())
        .collect();
    for (at, item) in released.items.iter().enumerate() {
        let group = Group::all().nth(at / 3).unwrap();
        let sides = &WAYS[at % 3 * 2..][..2];
        let lines = places.iter().map(|place| Some(*place)).chain([None]);
        for (line, cell) in lines.zip(item.places.iter().chain([&item.all])) {
            let rows = || {
                let of_line = |place| line.is_none_or(|line| line == place);
                let rows = counts.iter().zip(&unknowns);
                rows.filter(move |((place, part, _), _)| of_line(*place) && inside(*part, group))
            };
            let sum = |ways: &[usize]| {
                let people =
                    rows().map(|((_, _, counts), _)| ways.iter().map(|&w| counts[w]).sum::<u64>());
                people.sum::<u64>()
            };
            let terms = |ways: &[usize]| -> Vec<(Unknown, i64)> {
                rows()
                    .flat_map(|(_, unknowns)| ways.iter().map(|&way| (unknowns[way], 1)))
                    .collect()
            };
            let base = [sides[0], sides[1]].concat();
            let figures = [
                (
                    sides[0].to_vec(),
                    cell.points[0].shown().and_then(|p| p.people),
                ),
                (
                    sides[1].to_vec(),
                    cell.points[1].shown().and_then(|p| p.people),
                ),
                (base, cell.base.shown()),
            ];
            for (ways, shown) in figures {
                let terms = terms(&ways);
                if let Some(shown) = shown {
                    assert_eq!(shown, sum(&ways), "{} is shown as it is", item.item);
                    attacker.learn(&terms, Relation::Equal, i64::try_from(shown).unwrap());
                }
                if rule.withholds(sum(&ways)) {
                    sought.push((format!("{} of {line:?}", item.item), terms));
                }
            }
        }
    }
    narrowed(attacker, sought, threshold)
}

fn counts() -> impl Strategy<Value = Counts> {
    let all = Group::EVERYBODY;
    let ages = [
        all.aged(AgeGroup::From18To64),
        all.aged(AgeGroup::From65),
        all,
    ];
    let parts = |age: Group| {
        [
            age.needing(NeedGroup::MentalHealth),
            age.needing(NeedGroup::Other),
            age,
        ]
    };
    let groups = ages.into_iter().flat_map(parts);
    let people = || prop_oneof![2 => 0..4_u64, 2 => 0..14_u64, 3 => 10..60_u64];
    let ways = (people(), people(), people(), prop::bool::weighted(0.8));
    let ways = ways.prop_map(|(direct, managed, without, known)| match known {
        true => [direct, managed, without, 0, 0],
        false => [0, 0, 0, managed, without],
    });
    let rows = (0..4_usize, prop::sample::select(groups.collect::<Vec<_>>()));
    prop::collection::btree_map(rows, ways, 1..14).prop_map(|rows| {
        rows.into_iter()
            .map(|((place, group), ways)| (place, group, ways))
            .filter(|(_, _, ways)| ways.iter().sum::<u64>() > 0)
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_small_count_of_any_group_follows_from_all_that_is_released(counts in counts()) {
        prop_assert_eq!(exposed(&counts, Policy::strict()), Vec::<String>::new());
    }
}

#[test]
fn a_release_without_protection_is_seen_through() {
    let everybody = (0, Group::EVERYBODY, [3, 40, 50, 0, 0]);
    let released = released(&vec![everybody], Policy::internal());
    assert_eq!(
        released.items[1].all.points[0].shown().unwrap().people,
        Some(3)
    );
    assert_eq!(
        exposed(&vec![everybody], Policy::internal()),
        Vec::<String>::new()
    );
}
