use poet_core::{
    Answer, Catalogue, Frame, Instrument, Margins, Response, ResponseTable, Sampling,
    Stratification,
};
use proptest::prelude::*;

use super::*;
use crate::Settings;
use crate::release::Policy;
use crate::weights::WeightingRule;

fn instrument() -> &'static Instrument {
    let key = "adult-holders@2014".parse().unwrap();
    Catalogue::builtin().get(&key).unwrap()
}

/// Margins of 300 people of one gender and 100 of another.
fn margins() -> Margins {
    let mut margins = Margins::new(instrument());
    for (point, people) in [("1", 300), ("2", 100)] {
        let gender = "gender".parse().unwrap();
        margins
            .add(&gender, &point.parse().unwrap(), people)
            .unwrap();
    }
    margins
}

/// Place, gender where it was told, and answer to dignity of each person.
type Told<'a> = (&'a str, Option<&'a str>, &'a str);

fn table(people: &[Told<'_>]) -> ResponseTable {
    let mut table = ResponseTable::new(instrument());
    for (at, (place, gender, answer)) in people.iter().enumerate() {
        let id = format!("r-{at}").parse().unwrap();
        let mut response = Response::new(id, place.parse().unwrap()).with(
            "dignity".parse().unwrap(),
            Answer::Choice(answer.parse().unwrap()),
        );
        if let Some(gender) = gender {
            let gender = Answer::Choice(gender.parse().unwrap());
            response = response.with("gender".parse().unwrap(), gender);
        }
        table.push(&response).unwrap();
    }
    table.route();
    table
}

fn counted(people: &[Told<'_>]) -> (Tally, CrossTally) {
    let (mut tally, mut kinds) = (
        Tally::new(instrument()).unwrap(),
        CrossTally::new(&margins()).unwrap(),
    );
    tally.add_table(&table(people)).unwrap();
    kinds.add_table(&table(people)).unwrap();
    (tally, kinds)
}

fn weighted(people: &[Told<'_>]) -> Result<Findings, Error> {
    let (tally, kinds) = counted(people);
    let weighting = kinds.weigh(WeightingRule::default())?;
    Findings::new(&tally, &Settings::default()).weighted_by(&kinds, &weighting)
}

fn dignity(findings: &Findings) -> &RakedItem {
    let mut items = findings.items();
    let dignity = items.find(|item| item.item.as_str() == "dignity").unwrap();
    dignity.raked.as_ref().unwrap()
}

#[test]
fn who_did_not_say_has_no_weight_and_their_place_no_share() {
    let found = weighted(&[
        ("north", Some("1"), "1"),
        ("north", Some("2"), "5"),
        ("north", None, "1"),
        ("south", None, "1"),
    ])
    .unwrap();
    let dignity = dignity(&found);
    let share = dignity.all.share.unwrap();
    assert!((share.share - 0.75).abs() < 1e-9 && share.kish.people == 2);
    assert_eq!(dignity.places[1].share, Err(Absent::NoAnswers));
    assert_eq!(found.weighting().unwrap().left_out(), 2);
    let gender = found.items().find(|i| i.item.as_str() == "gender").unwrap();
    assert_eq!(
        gender.raked.as_ref().unwrap().all.share,
        Err(Absent::NotJudged)
    );
}

#[test]
fn weights_of_other_people_are_refused() {
    let (tally, _) = counted(&[("north", Some("1"), "1"), ("north", Some("2"), "1")]);
    let (_, others) = counted(&[
        ("north", Some("1"), "1"),
        ("north", Some("2"), "1"),
        ("north", None, "1"),
    ]);
    let weighting = others.weigh(WeightingRule::default()).unwrap();
    let found = Findings::new(&tally, &Settings::default()).weighted_by(&others, &weighting);
    assert_eq!(found.unwrap_err(), Error::OtherPeople);
}

#[test]
fn what_the_margins_lack_is_named_and_no_person() {
    let error = |people: &[Told<'_>]| weighted(people).unwrap_err().to_string();
    assert_eq!(
        error(&[("north", Some("1"), "1")]),
        "margin gender: nobody answered at level 2, wants somebody to stand for its people"
    );
    let three = [
        ("north", Some("1"), "1"),
        ("north", Some("2"), "1"),
        ("north", Some("3"), "1"),
    ];
    assert_eq!(
        error(&three),
        "margin gender: level 3 has no target, wants its number of people in the population"
    );
    let (_, kinds) = counted(&three);
    assert_eq!(format!("{kinds:?}"), "CrossTally(by gender)");
}

#[test]
fn weights_past_the_bounds_are_trimmed_and_the_margins_missed_by_so_much() {
    let mut people = vec![("north", Some("2"), "5"); 97];
    people.extend([("north", Some("1"), "1"); 3]);
    let found = weighted(&people).unwrap();
    let weighting = found.weighting().unwrap();
    // Three stand for three quarters: 25 times the mean, cut to 5 times.
    assert_eq!(weighting.trimmed(), 3);
    assert!((weighting.kish().largest - 5.0).abs() < 1e-9);
    assert!((weighting.margin_error() - 0.6).abs() < 1e-9);
    assert!((dignity(&found).all.share.unwrap().share - 0.15).abs() < 1e-9);
    let loose = WeightingRule::within(0.0, f64::INFINITY).unwrap();
    let (_, kinds) = counted(&people);
    let untrimmed = kinds.weigh(loose).unwrap();
    assert!(untrimmed.trimmed() == 0 && untrimmed.margin_error() < 1e-9);
    assert_eq!(format!("{untrimmed:?}"), "Weighting(2 kinds, 1 items)");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn weighted_figures_are_the_same_to_the_last_bit_however_the_rows_are_split(
        people in prop::collection::vec((0..3_usize, 0..3_usize, 0..5_usize), 2..60),
        cuts in prop::collection::vec(0..60_usize, 2),
    ) {
        let told: Vec<Told<'_>> = people
            .iter()
            .map(|&(place, gender, answer)| {
                let place = ["east", "north", "south"][place];
                (place, [None, Some("1"), Some("2")][gender], ["1", "2", "3", "4", "5"][answer])
            })
            .chain([("north", Some("1"), "1"), ("north", Some("2"), "1")])
            .collect();
        let (tally, whole) = counted(&told);
        let weighting = whole.weigh(WeightingRule::default()).unwrap();
        let mut ends = [cuts[0].min(told.len()), cuts[1].min(told.len())];
        ends.sort_unstable();
        let mut parts = [&told[..ends[0]], &told[ends[0]..ends[1]], &told[ends[1]..]].map(|part| counted(part).1);
        parts.reverse();
        let [mut first, second, third] = parts;
        let mut rest = second;
        rest.merge(&third).unwrap();
        first.merge(&rest).unwrap();
        let again = first.weigh(WeightingRule::default()).unwrap();
        prop_assert!(again == weighting);
        let released = |kinds: &CrossTally, weighting: &Weighting| {
            let findings = Findings::new(&tally, &Settings::default()).weighted_by(kinds, weighting).unwrap();
            serde_json::to_string(&*Policy::internal().apply(&findings)).unwrap()
        };
        prop_assert_eq!(released(&whole, &weighting), released(&first, &again));
    }
}

#[test]
fn a_survey_has_one_weighting() {
    let people = [("north", Some("1"), "1"), ("north", Some("2"), "5")];
    let (tally, kinds) = counted(&people);
    let weighting = kinds.weigh(WeightingRule::default()).unwrap();
    let settings = Settings::default();
    let frame = Frame::new(instrument().key().clone(), Sampling::Everybody);
    let framed = Findings::with_frame(&tally, &settings, &frame).unwrap();
    let strata = Stratification::new(instrument(), &["gender".parse().unwrap()]).unwrap();
    let mut stratified = Tally::new(instrument()).unwrap();
    let split = table(&people).stratified_by(&strata).unwrap();
    stratified.add_table(&split).unwrap();
    let plain = || Findings::new(&tally, &settings);
    let like = plain().with_case_mix(&stratified, &strata, None).unwrap();
    let weighted = plain().weighted_by(&kinds, &weighting).unwrap();
    for again in [framed, like, weighted.clone()] {
        let refused = again.weighted_by(&kinds, &weighting);
        assert_eq!(refused.err(), Some(Error::WeightedAlready));
    }
    let refused = weighted.with_case_mix(&stratified, &strata, None);
    assert_eq!(refused.err(), Some(Error::WeightedAlready));
}
