use poet_core::{Answer, Catalogue, Margins, Response, ResponseTable};
use proptest::prelude::*;

use super::*;
use crate::Settings;
use crate::release::{Benchmark, Policy, Released};
use crate::tally::Tally;
use crate::weights::{CrossTally, WeightingRule};

/// Of one place: by gender (nought: not told), those who said "a lot better" and "a lot worse".
type Counts = [(usize, usize); 3];

/// Findings of places that are weighted to as many of one gender as of the other three.
fn findings(places: &[Counts]) -> Findings {
    let key = "adult-holders@2014".parse().unwrap();
    let instrument = Catalogue::builtin().get(&key).unwrap();
    let gender: ItemId = "gender".parse().unwrap();
    let mut margins = Margins::new(instrument);
    margins.add(&gender, &"1".parse().unwrap(), 3_000).unwrap();
    margins.add(&gender, &"2".parse().unwrap(), 1_000).unwrap();
    let mut table = ResponseTable::new(instrument);
    for (row, counts) in places.iter().enumerate() {
        for (told, (better, worse)) in counts.iter().enumerate() {
            for (point, people) in [("1", better), ("5", worse)] {
                let id = format!("r-{row}").parse().unwrap();
                let mut response = Response::new(id, format!("place-{row}").parse().unwrap()).with(
                    "dignity".parse().unwrap(),
                    Answer::Choice(point.parse().unwrap()),
                );
                if told > 0 {
                    let code = told.to_string().parse().unwrap();
                    response = response.with(gender.clone(), Answer::Choice(code));
                }
                (0..*people).for_each(|_| table.push(&response).unwrap());
            }
        }
    }
    table.route();
    let (mut tally, mut kinds) = (
        Tally::new(instrument).unwrap(),
        CrossTally::new(&margins).unwrap(),
    );
    tally.add_table(&table).unwrap();
    kinds.add_table(&table).unwrap();
    let weighting = kinds.weigh(WeightingRule::default()).unwrap();
    let findings = Findings::new(&tally, &Settings::default());
    findings.weighted_by(&kinds, &weighting).unwrap()
}

fn raked(released: &Released<Benchmark>) -> &RakedResult {
    let mut items = released.items.iter();
    let dignity = items.find(|item| item.item.as_str() == "dignity").unwrap();
    dignity.raked.as_ref().unwrap()
}

fn withheld(places: &[Counts], policy: &Policy) -> (bool, Vec<bool>) {
    let released = policy.apply(&findings(places));
    let raked = raked(&released);
    let places = raked.places.iter().map(Figure::is_withheld);
    (raked.all.is_withheld(), places.collect())
}

const PLENTY: Counts = [(0, 0), (40, 40), (60, 60)];

#[test]
fn a_share_is_kept_back_where_few_of_one_kind_gave_an_answer() {
    let few: Counts = [(0, 0), (40, 2), (60, 60)];
    assert_eq!(
        withheld(&[PLENTY, PLENTY, few], &Policy::ascs()),
        (false, vec![true, false, true]),
        "and one more, since the rest tells it otherwise"
    );
    assert_eq!(
        withheld(&[PLENTY, PLENTY, few], &Policy::internal()),
        (false, vec![false; 3])
    );
    assert_eq!(
        withheld(&[PLENTY; 3], &Policy::strict()),
        (false, vec![false; 3])
    );
}

#[test]
fn what_those_without_a_weight_answered_is_not_told_by_the_plain_share_beside_it() {
    let silent: Counts = [(1, 0), (40, 40), (60, 60)];
    let (all, places) = withheld(&[PLENTY, PLENTY, silent], &Policy::ascs());
    assert_eq!((all, places), (true, vec![false, false, true]));
}

#[test]
fn a_share_is_kept_back_where_its_plain_counterpart_is() {
    let worse: Counts = [(0, 0), (40, 0), (60, 1)];
    let released = Policy::ascs().apply(&findings(&[PLENTY, PLENTY, worse]));
    let mut items = released.items.iter();
    let dignity = items.find(|item| item.item.as_str() == "dignity").unwrap();
    for (place, weighted) in dignity.places.iter().zip(&raked(&released).places) {
        assert!(!place.favourable.is_withheld() || weighted.is_withheld());
    }
    assert!(dignity.places[2].favourable.is_withheld());
}

#[test]
fn a_weighted_share_leaves_with_its_effective_number_and_is_rounded() {
    // Weights 1.8 and 0.4 of the mean: 0.5 either way.
    let uneven: Counts = [(0, 0), (60, 20), (20, 100)];
    let released = Policy::ascs().apply(&findings(&[uneven, uneven]));
    let Figure::Shown(found) = raked(&released).all else {
        panic!("it is shown");
    };
    // 0.75 of three quarters and 1 in 6 of one quarter.
    assert_eq!(found.share.to_bits(), 0.604_f64.to_bits());
    // 400 people: 160 of weight 1.875 and 240 of weight 0.41666.
    let (sum, squares) = (
        400.0,
        160.0 * 1.875 * 1.875 + 240.0 * 0.416_666_7 * 0.416_666_7,
    );
    let effective: f64 = sum * sum / squares;
    assert_eq!(
        found.effective,
        crate::tally::whole((effective / 5.0).round() * 5.0)
    );
    assert!((found.design_effect - 400.0 / effective).abs() < 0.005);
    assert!(found.lower < found.share && found.share < found.upper);
    let note = released.weighting.as_ref().unwrap();
    assert_eq!((note.population, note.left_out), (4_000, Figure::Shown(0)));
    assert_eq!(note.largest, Figure::Shown(1.88));
    assert_eq!(note.trimmed, Figure::Shown(0));
    assert_eq!(note.margin_error, Figure::Shown(0.0));
}

#[test]
fn weights_are_kept_back_where_they_tell_of_few_people() {
    let few: Counts = [(0, 0), (1, 1), (60, 60)];
    let released = Policy::ascs().apply(&findings(&[few]));
    let note = released.weighting.as_ref().unwrap();
    assert!(note.largest.is_withheld() && note.effective.is_withheld());
    assert_eq!(note.population, 4_000);
    let rounded = Policy::nhs_sub_national().apply(&findings(&[PLENTY, PLENTY]));
    assert!(!raked(&rounded).all.is_withheld());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whoever knows every weight, and takes what is shown from the figure of everybody, is left with sums over
    /// people of which none is small.
    #[test]
    fn no_weighted_figure_and_no_difference_of_them_is_of_few(
        places in prop::collection::vec([(0..9_usize, 0..9_usize), (0..40_usize, 0..40_usize), (0..40_usize, 0..40_usize)], 1..6),
    ) {
        let mut places: Vec<Counts> = places;
        places.push(PLENTY);
        let (all, hidden) = withheld(&places, &Policy::ascs());
        let small = |counts: &Counts| counts.iter().any(|&(a, b)| [a, b].iter().any(|n| (1..3).contains(n)));
        for (counts, hidden) in places.iter().zip(&hidden) {
            prop_assert!(*hidden || !small(counts), "{counts:?}");
        }
        let rest = places.iter().zip(&hidden).filter(|(_, hidden)| **hidden).fold(Counts::default(), |mut sum, (more, _)| {
            sum.iter_mut().zip(more).for_each(|(sum, more)| { sum.0 += more.0; sum.1 += more.1; });
            sum
        });
        prop_assert!(all || !small(&rest), "{places:?} {hidden:?}");
    }
}
