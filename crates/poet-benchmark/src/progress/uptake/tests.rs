//! What a tally of uptake promises.

use poet_core::budget::{AgeGroup, NeedGroup};
use proptest::prelude::*;

use super::*;
use crate::release::{Figure, ItemCell, Policy, Released};

fn young() -> Group {
    Group::EVERYBODY.aged(AgeGroup::From18To64)
}

fn old() -> Group {
    Group::EVERYBODY.aged(AgeGroup::From65)
}

fn young_mental() -> Group {
    young().needing(NeedGroup::MentalHealth)
}

fn uptake(eligible: u64, holders: u64, direct: impl Into<Option<u64>>) -> Uptake {
    let uptake = Uptake::new(eligible, holders).unwrap();
    match direct.into() {
        Some(direct) => uptake.with_direct_payments(direct).unwrap(),
        None => uptake,
    }
}

fn tally(rows: &[(&str, Group, Uptake)]) -> UptakeTally {
    let mut tally = UptakeTally::new(Population::People).unwrap();
    for (organisation, group, uptake) in rows {
        let organisation = organisation.parse().unwrap();
        tally.add(&organisation, *group, *uptake).unwrap();
    }
    tally
}

fn released(rows: &[(&str, Group, Uptake)], policy: Policy) -> Released<crate::release::Benchmark> {
    policy.apply(&tally(rows).findings(&Settings::default()).unwrap())
}

fn cell<'a>(
    released: &'a Released<crate::release::Benchmark>,
    item: &str,
    place: usize,
) -> &'a ItemCell {
    let item = released.items.iter().find(|i| i.item.as_str() == item);
    &item.unwrap().places[place]
}

fn shares(cell: &ItemCell) -> (Option<u64>, Option<f64>) {
    (cell.base.shown(), cell.favourable.shown().map(|f| f.share))
}

#[test]
fn both_forms_pass_their_check_and_name_every_group() {
    for population in [Population::People, Population::Carers] {
        let tally = UptakeTally::new(population).unwrap();
        assert_eq!(tally.population(), population);
        assert_eq!(tally.form().items().len(), 3 * Group::all().count());
    }
    let carers = UptakeTally::new(Population::Carers).unwrap();
    let item = &carers.form().items()[1];
    assert_eq!(item.id().as_str(), "direct");
    assert_eq!(carers.form().key().to_string(), "uptake-carers@1");
    let names: Vec<_> = carers
        .form()
        .items()
        .iter()
        .map(|i| i.id().as_str())
        .collect();
    assert_eq!(names[13 * 3], "uptake_18_64_other");
    assert!(names.contains(&"of_budgets_no_age_no_need") && names.contains(&"direct_mental"));
}

/// The denominators are those of the framework's definitions: both parts stand on everybody who could have a budget.
#[test]
fn part_one_and_part_two_have_one_base_and_direct_payments_among_budgets_another() {
    let rows = [
        ("north", young(), uptake(400, 300, 120)),
        ("north", old(), uptake(600, 500, 80)),
        ("south", old(), uptake(100, 20, 10)),
    ];
    let released = released(&rows, Policy::internal());
    let of = |item, place| shares(cell(&released, item, place));
    assert_eq!(of("uptake", 0), (Some(1000), Some(0.8)));
    assert_eq!(of("direct", 0), (Some(1000), Some(0.2)));
    assert_eq!(of("of_budgets", 0), (Some(800), Some(0.25)));
    assert_eq!(of("uptake_18_64", 0), (Some(400), Some(0.75)));
    assert_eq!(of("direct_65", 0), (Some(600), Some(80.0 / 600.0)));
    assert_eq!(of("of_budgets_65", 1), (Some(20), Some(0.5)));
    let all = &released.items[0].all;
    assert_eq!(shares(all), (Some(1100), Some(820.0 / 1100.0)));
    let against = cell(&released, "uptake", 1).against_rest.shown().unwrap();
    assert_eq!(
        (against.rest_base, against.verdict),
        (1000, crate::Verdict::Lower)
    );
}

#[test]
fn what_was_not_divided_or_not_counted_is_not_published_rather_than_nought() {
    let rows = [
        ("north", Group::EVERYBODY, uptake(400, 300, None)),
        ("south", young(), uptake(100, 20, 10)),
        ("south", old(), uptake(0, 0, 0)),
    ];
    for policy in [Policy::internal(), Policy::strict()] {
        let released = released(&rows, policy);
        let absent = |item| cell(&released, item, 0).base;
        let why = Figure::Absent(Absent::NotPublished);
        for item in ["uptake_18_64", "direct", "of_budgets", "uptake_mental"] {
            assert_eq!(absent(item), why, "{item}");
        }
        assert_eq!(absent("uptake"), Figure::Shown(400));
        assert_eq!(cell(&released, "uptake_65", 1).base, Figure::Shown(0));
        // Who holds a budget in the south is known, so everybody's direct payments are those of the south.
        assert_eq!(released.items[1].all.base, Figure::Shown(100));
        assert_eq!(released.items[0].all.base, Figure::Shown(500));
    }
}

#[test]
fn a_group_with_one_small_count_is_kept_back_whole_and_does_not_follow_from_others() {
    let rows = [
        ("a", young_mental(), uptake(90, 60, 3)),
        ("a", young(), uptake(200, 150, 60)),
        ("a", old(), uptake(300, 250, 90)),
        ("b", young_mental(), uptake(95, 65, 25)),
        ("b", old(), uptake(300, 250, 90)),
    ];
    let released = released(&rows, Policy::strict());
    for item in [
        "uptake_18_64_mental",
        "direct_18_64_mental",
        "of_budgets_18_64_mental",
    ] {
        let cell = cell(&released, item, 0);
        assert!(
            cell.base.is_withheld() && cell.favourable.is_withheld(),
            "{item}"
        );
        assert!(cell.points.iter().all(Figure::is_withheld), "{item}");
        assert!(cell.against_rest.is_withheld(), "{item}");
    }
    // Everybody less `b` would give `a` away: one of the two is kept back.
    let other = cell(&released, "uptake_18_64_mental", 1).base.is_withheld();
    let all = released
        .items
        .iter()
        .find(|i| i.item.as_str() == "uptake_18_64_mental");
    assert!(other || all.unwrap().all.base.is_withheld());
    assert_eq!(
        shares(cell(&released, "uptake", 0)),
        (Some(590), Some(0.78))
    );
}

#[test]
fn a_place_of_few_people_does_not_tell_how_many() {
    let rows = [
        ("a", Group::EVERYBODY, uptake(3, 2, 1)),
        ("b", Group::EVERYBODY, uptake(300, 200, 100)),
        ("c", Group::EVERYBODY, uptake(200, 150, 40)),
    ];
    let released = released(&rows, Policy::ascs());
    let hidden: Vec<bool> = released
        .places
        .iter()
        .map(|p| p.respondents.is_withheld())
        .collect();
    assert_eq!(hidden, [true, false, true]);
    assert_eq!(shares(&released.items[0].all), (Some(505), Some(0.7)));
}

#[test]
fn nobody_is_counted_past_what_adds_up() {
    let mut tally = tally(&[]);
    let organisation = "a".parse().unwrap();
    let most = uptake(Uptake::MOST_PEOPLE, 0, None);
    for _ in 0..8 {
        tally.add(&organisation, Group::EVERYBODY, most).unwrap();
    }
    let before = tally.to_json().unwrap();
    let over = tally.add(&organisation, old(), uptake(1, 0, None));
    let max = UptakeTally::MOST_PEOPLE;
    assert_eq!(over, Err(Error::TooManyPeople { organisation, max }));
    assert_eq!(tally.to_json().unwrap(), before);
}

#[test]
fn people_and_carers_are_never_added_up() {
    let mut people = tally(&[]);
    let carers = UptakeTally::new(Population::Carers).unwrap();
    assert_eq!(people.merge(&carers), Err(Error::OtherPopulation));
}

#[test]
fn a_tally_of_nobody_has_findings_without_places() {
    let findings = tally(&[("a", Group::EVERYBODY, uptake(0, 0, 0))])
        .findings(&Settings::default())
        .unwrap();
    assert_eq!(findings.places().len(), 0);
    let released = Policy::ascs().apply(&findings);
    assert_eq!(released.release.source, crate::release::Source::Counted);
}

#[test]
fn a_file_that_counting_could_not_have_made_is_refused() {
    let json = tally(&[("a", Group::EVERYBODY, uptake(9, 5, 1))])
        .to_json()
        .unwrap();
    let wanted = r#"{"format":1,"population":"people","counted":[{"organisation":"a","group":{"age":null,"need":null},"people":[1,4,4,0,0]}]}"#;
    assert_eq!(json, wanted);
    let entry = &json[json.find("{\"organisation").unwrap()..json.len() - 2];
    let twice = json.replace(entry, &format!("{entry},{entry}"));
    let twice = UptakeTally::from_json(&twice).unwrap_err();
    assert!(matches!(twice, Error::FileBlock { .. }));
    let large = json.replace("[1,4,4,0,0]", "[18446744073709551615,1,0,0,0]");
    let large = UptakeTally::from_json(&large).unwrap_err();
    assert!(matches!(large, Error::TooManyPeople { .. }));
    let other = UptakeTally::from_json(&json.replace("\"format\":1", "\"format\":2"));
    assert!(
        other
            .unwrap_err()
            .to_string()
            .contains("format is 2, wants 1")
    );
    assert!(!format!("{:?}", UptakeTally::from_json(&json).unwrap()).contains('9'));
}

fn row() -> impl Strategy<Value = (&'static str, Group, Uptake)> {
    let group = prop::sample::select(Group::all().collect::<Vec<_>>());
    let place = prop::sample::select(vec!["a", "b", "c"]);
    (place, group, 0..50_u64, 0..50_u64, any::<Option<u64>>()).prop_map(
        |(place, group, without, holders, direct)| {
            let direct = direct.map(|direct| direct % (holders + 1));
            (place, group, uptake(holders + without, holders, direct))
        },
    )
}

fn rows() -> impl Strategy<Value = Vec<(&'static str, Group, Uptake)>> {
    prop::collection::vec(row(), 0..8)
}

fn merged(parts: &[&UptakeTally]) -> String {
    let mut whole = tally(&[]);
    for part in parts {
        whole.merge(part).unwrap();
    }
    whole.to_json().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn merging_is_associative_and_commutative_to_the_byte(a in rows(), b in rows(), c in rows()) {
        let [one, two, three] = [&a, &b, &c].map(|rows| tally(rows));
        let mut right = two.clone();
        right.merge(&three).unwrap();
        let whole = merged(&[&one, &right]);
        prop_assert_eq!(&whole, &merged(&[&three, &one, &two]));
        let all: Vec<_> = [b, c, a].concat();
        prop_assert_eq!(&whole, &tally(&all).to_json().unwrap());
        let read = UptakeTally::from_json(&whole).unwrap();
        prop_assert_eq!(read.to_json().unwrap(), whole);
    }
}
