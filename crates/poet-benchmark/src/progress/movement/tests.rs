use poet_core::{Answer, Catalogue, Instrument, Response};

use super::*;
use crate::release::{Figure, MovementResult, Policy, Released};

fn instrument() -> Instrument {
    let key = "adult-holders@2014".parse().unwrap();
    Catalogue::builtin().get(&key).unwrap().clone()
}

/// The instrument in another edition with a piece of its document changed.
fn edition(piece: &str, other: &str) -> Instrument {
    let text = instrument().to_json().unwrap();
    assert!(text.contains(piece), "{piece}");
    let text = text.replace("\"edition\": \"2014\"", "\"edition\": \"2015\"");
    Instrument::from_json(&text.replace(piece, other)).unwrap()
}

/// Dignity better for so many people and worse for the others, in one place.
fn wave(instrument: &Instrument, better: u32, worse: u32) -> Tally {
    let mut tally = Tally::new(instrument).unwrap();
    for (point, people) in [("1", better), ("5", worse)] {
        for at in 0..people {
            let response = Response::new(
                format!("{point}-{at}").parse().unwrap(),
                "north".parse().unwrap(),
            );
            let answer = Answer::Choice(point.parse().unwrap());
            tally
                .add(&response.with("dignity".parse().unwrap(), answer))
                .unwrap();
        }
    }
    tally
}

fn item(id: &str) -> Measured {
    Measured::Item(id.parse().unwrap())
}

fn movement(before: &Tally, after: &Tally, measured: &Measured) -> Result<Movement, Error> {
    let subject = Subject {
        measured,
        organisation: None,
    };
    Movement::new(before, after, subject, &Settings::default())
}

fn dignity(policy: Policy, before: [u32; 2], after: [u32; 2]) -> Released<MovementResult> {
    let [before, after] = [before, after].map(|[better, worse]| wave(&instrument(), better, worse));
    policy.apply_movement(&movement(&before, &after, &item("dignity")).unwrap())
}

/// Newcombe (1998), table II, method 10: 56 of 70 less 48 of 80 is 0.2, between 0.0524 and 0.3339.
#[test]
fn a_share_moves_by_the_published_interval() {
    let result = dignity(Policy::internal(), [48, 32], [56, 14]);
    let moved = result.moved.shown().unwrap();
    assert!((moved.difference.value - 0.2).abs() < 1e-12);
    assert!((moved.difference.lower - 0.0524).abs() < 5e-5);
    assert!((moved.difference.upper - 0.3339).abs() < 5e-5);
    assert_eq!(moved.verdict, Moved::Rose);
    let levels = [result.before, result.after].map(|level| level.shown().unwrap());
    assert_eq!(levels.map(|level| level.people), [80, 70]);
    assert!((levels[0].value - 0.6).abs() < 1e-12 && (levels[1].value - 0.8).abs() < 1e-12);
    let back = dignity(Policy::internal(), [56, 14], [48, 32])
        .moved
        .shown()
        .unwrap();
    assert_eq!(back.verdict, Moved::Fell);
    assert!((back.difference.lower + 0.3339).abs() < 5e-5);
    assert!((result.confidence - 0.95).abs() < 1e-15);
}

#[test]
fn a_movement_that_is_not_found_says_whether_it_could_have_been() {
    // Half of 100 twice: 2.8016 * sqrt(0.25 * 2 / 100) = 0.1981.
    let few = dignity(Policy::internal(), [50, 50], [50, 50])
        .moved
        .shown()
        .unwrap();
    assert_eq!(few.verdict, Moved::TooFewToTell);
    assert!(
        (few.detectable - 0.198_10).abs() < 5e-6,
        "{}",
        few.detectable
    );
    // Of 400 each: 0.0990, which is under a tenth.
    let many = dignity(Policy::internal(), [200, 200], [200, 200])
        .moved
        .shown()
        .unwrap();
    assert_eq!(many.verdict, Moved::NoneFound);
    assert!(
        (many.detectable - 0.099_05).abs() < 5e-6,
        "{}",
        many.detectable
    );
    let agreed = dignity(Policy::internal(), [10, 0], [10, 0])
        .moved
        .shown()
        .unwrap();
    assert_eq!(agreed.verdict, Moved::TooFewToTell);
    assert!(agreed.detectable > 0.2);
}

#[test]
fn a_difference_is_kept_back_where_either_wave_is() {
    for (before, after) in [([2, 40], [20, 20]), ([20, 20], [2, 40])] {
        let result = dignity(Policy::ascs(), before, after);
        assert!(result.moved.is_withheld(), "{before:?}");
        assert_ne!(result.before.is_withheld(), result.after.is_withheld());
        assert_eq!(result.audience, crate::release::Audience::Public);
    }
    let both = dignity(Policy::ascs(), [20, 20], [30, 10]);
    assert_eq!(
        both.moved.shown().map(|m| m.difference.value.to_bits()),
        Some(0.25_f64.to_bits())
    );
    assert!(matches!(
        dignity(Policy::internal(), [0, 0], [30, 10]).moved,
        Figure::Absent(_)
    ));
    assert_eq!(
        dignity(Policy::internal(), [2, 2], [3, 1]).audience,
        crate::release::Audience::Internal
    );
}

#[test]
fn rounded_counts_give_the_difference_where_the_policy_says_so() {
    // 18 of 41 are 20 of 40, 29 of 41 are 30 of 40.
    let result = dignity(Policy::nhs_sub_national(), [18, 23], [29, 12]);
    let moved = result.moved.shown().unwrap();
    assert_eq!(moved.difference.value.to_bits(), 0.25_f64.to_bits());
    assert_eq!(
        result.before.shown().map(|l| (l.people, l.value.to_bits())),
        Some((40, 0.5_f64.to_bits()))
    );
}

#[test]
fn a_mean_moves_by_welchs_interval() {
    let measure = Measured::Measure("outcomes_better".parse().unwrap());
    let all = |better: u32, worse: u32| {
        let instrument = instrument();
        let mut tally = Tally::new(&instrument).unwrap();
        let items: Vec<_> = instrument
            .measure(&"outcomes_better".parse().unwrap())
            .unwrap()
            .items()
            .to_vec();
        for (point, people) in [("1", better), ("5", worse)] {
            for at in 0..people {
                let id = format!("{point}-{at}").parse().unwrap();
                let mut response = Response::new(id, "north".parse().unwrap());
                for &item in &items {
                    let answer = Answer::Choice(point.parse().unwrap());
                    response = response.with(instrument.items()[item].id().clone(), answer);
                }
                tally.add(&response).unwrap();
            }
        }
        tally
    };
    let moved = |policy: Policy, before: (u32, u32), after: (u32, u32)| {
        let [before, after] = [before, after].map(|(better, worse)| all(better, worse));
        policy.apply_movement(&movement(&before, &after, &measure).unwrap())
    };
    let result = moved(Policy::internal(), (50, 50), (75, 25));
    let found = result.moved.shown().unwrap();
    // `scipy` 1.17 from variances of the means 0.25/99 and 0.1875/99: 194.04 degrees of freedom, t = 1.972265.
    assert!((found.difference.value - 0.25).abs() < 1e-12);
    assert!(
        (found.difference.lower - 0.118_889_735).abs() < 1e-8,
        "{found:?}"
    );
    assert!(
        (found.difference.upper - 0.381_110_265).abs() < 1e-8,
        "{found:?}"
    );
    assert_eq!(found.verdict, Moved::Rose);
    // 2.8016 standard errors of 0.066475.
    assert!((found.detectable - 0.186_240_989).abs() < 1e-8, "{found:?}");
    assert_eq!(result.before.shown().map(|l| l.people), Some(100));
    assert!(moved(Policy::ascs(), (2, 98), (75, 25)).moved.is_withheld());
    assert!(
        moved(Policy::ascs(), (50, 50), (75, 25))
            .moved
            .shown()
            .is_some()
    );
}

#[test]
fn one_organisation_is_followed_by_its_id() {
    let (before, after) = (wave(&instrument(), 50, 50), wave(&instrument(), 60, 40));
    let of = |id: &str| {
        let organisation = id.parse().unwrap();
        let subject = Subject {
            measured: &item("dignity"),
            organisation: Some(&organisation),
        };
        Movement::new(&before, &after, subject, &Settings::default())
    };
    let moved = Policy::internal()
        .apply_movement(&of("north").unwrap())
        .moved;
    assert!((moved.shown().unwrap().difference.value - 0.1).abs() < 1e-12);
    assert_eq!(
        of("south").unwrap_err().to_string(),
        "nobody of south is in the tally"
    );
}

fn series(id: &str) -> String {
    let instrument = instrument();
    instrument.item(id).unwrap().series().unwrap().to_string()
}

fn refused(after: &Instrument, measured: &Measured) -> String {
    let found = movement(
        &wave(&instrument(), 1, 1),
        &Tally::new(after).unwrap(),
        measured,
    );
    found.unwrap_err().to_string()
}

#[test]
fn what_was_not_measured_alike_is_not_compared() {
    let same = edition("Dignity", "Being treated with dignity");
    assert!(
        movement(
            &wave(&instrument(), 1, 1),
            &wave(&same, 1, 1),
            &item("dignity")
        )
        .is_ok()
    );
    let index = Measured::Measure("outcomes_better".parse().unwrap());
    assert!(movement(&wave(&instrument(), 1, 1), &wave(&same, 1, 1), &index).is_ok());

    let state = edition("\"asks\": \"change\"", "\"asks\": \"state\"");
    let refusal = refused(&state, &item("dignity"));
    assert!(
        refusal.starts_with("adult-holders@2014 asks what changed because of the budget and adult-holders@2015 how things are now"),
        "{refusal}"
    );
    let series = series("dignity");
    let other = edition(&format!("\"{series}\""), "\"other.series\"");
    let key = Measured::Series(series.parse().unwrap());
    for measured in [item("dignity"), key] {
        assert_eq!(
            refused(&other, &measured),
            "`dignity` of adult-holders@2014 is another question in adult-holders@2015: its makers count it as a new series; a changed question starts a new series"
        );
    }
    assert_eq!(
        refused(&other, &index),
        "measure outcomes_better of adult-holders@2014 cannot be compared with adult-holders@2015: it is worked out from other questions, or from some that changed: dignity"
    );
    let unknown = Measured::Series("no/such".parse().unwrap());
    assert_eq!(
        refused(&other, &unknown),
        "adult-holders@2014 has no series no/such"
    );
    let scored = edition("\"score\": 3", "\"score\": 2");
    assert!(
        refused(&scored, &item("dignity"))
            .ends_with(": some answer has another score; a changed question starts a new series")
    );
}

#[test]
fn what_was_not_measured_at_all_is_told_with_the_nearest() {
    let same = edition("Dignity", "Being treated with dignity");
    let index = Measured::Measure("outcomes_better".parse().unwrap());
    assert_eq!(
        refused(&same, &item("dignty")),
        "adult-holders@2014 has no item dignty, nearest is dignity"
    );
    assert!(refused(&same, &item("gender")).ends_with("it has no better and no worse answers"));
    assert!(
        refused(&instrument(), &item("gender")).ends_with("it has no better and no worse answers")
    );
    assert!(
        refused(&instrument(), &item("used_for"))
            .ends_with("it has no better and no worse answers")
    );
    let none = Measured::Measure("no_such".parse().unwrap());
    assert_eq!(
        refused(&same, &none),
        "adult-holders@2014 has no measure no_such"
    );
    let version = edition(
        "\"id\": \"outcomes_better\",",
        "\"id\": \"outcomes_better\", \"version\": 2,",
    );
    assert!(refused(&version, &index).ends_with("it is worked out by another rule"));
    let renamed = edition("\"id\": \"outcomes_better\"", "\"id\": \"better\"");
    assert_eq!(
        refused(&renamed, &index),
        "adult-holders@2015 has no measure outcomes_better"
    );
}

#[test]
fn a_series_is_followed_by_its_key() {
    let series = instrument()
        .item("dignity")
        .unwrap()
        .series()
        .unwrap()
        .clone();
    let (before, after) = (wave(&instrument(), 50, 50), wave(&instrument(), 60, 40));
    let movement = movement(&before, &after, &Measured::Series(series)).unwrap();
    let moved = Policy::internal()
        .apply_movement(&movement)
        .moved
        .shown()
        .unwrap();
    assert!((moved.difference.value - 0.1).abs() < 1e-12);
    assert!(!format!("{movement:?}").contains("50"));
}

fn of_the_catalogue(key: &str) -> Instrument {
    let key = key.parse().unwrap();
    Catalogue::builtin().get(&key).unwrap().clone()
}

fn between(before: &str, after: &Instrument, measured: &Measured) -> Result<Movement, Error> {
    let before = Tally::new(&of_the_catalogue(before)).unwrap();
    movement(&before, &Tally::new(after).unwrap(), measured)
}

#[test]
fn waves_of_other_people_are_not_compared() {
    let carers = of_the_catalogue("family-carers@2014");
    let refusal = refused(&carers, &item("dignity"));
    assert!(
        refusal.starts_with("adult-holders@2014 is answered by people who hold a budget and family-carers@2014 by family carers"),
        "{refusal}"
    );
}

#[test]
fn answers_on_two_scales_are_not_compared_before_they_are_pooled() {
    let easy = of_the_catalogue("ascs-easy-read@2020-21");
    let refusal = between("ascs-core@2020-21", &easy, &item("q1")).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "item q1 of ascs-core@2020-21 cannot be compared with ascs-easy-read@2020-21: its answers are comparable on the scale `satisfaction5` alone, wants both waves pooled onto it"
    );
    let moved = between("ascs-core@2020-21", &easy, &item("q3a"));
    assert!(moved.is_ok(), "{moved:?}");
}

#[test]
fn a_question_that_the_later_wave_does_not_ask_is_told_from_a_namesake() {
    let easy = of_the_catalogue("ascs-easy-read@2020-21");
    let gone = between("ascs-core@2020-21", &easy, &item("q12x")).unwrap_err();
    assert_eq!(
        gone.to_string(),
        "ascs-easy-read@2020-21 does not ask `q12x`"
    );
    let text = instrument().to_json().unwrap();
    let text = text.replace("\"id\": \"adult-holders\"", "\"id\": \"holders\"");
    let key = format!("\"{}\"", series("dignity"));
    assert!(text.contains(&key));
    let other = Instrument::from_json(&text.replace(&key, "\"other.series\"")).unwrap();
    assert!(refused(&other, &item("dignity")).ends_with(
        "holders@2014: the later wave has an item of its name, and no series says that it is the same question"
    ));
    let renamed = instrument().to_json().unwrap();
    let renamed = renamed.replace("\"edition\": \"2014\"", "\"edition\": \"2015\"");
    let renamed = Instrument::from_json(&renamed.replace("\"dignity\"", "\"respect\"")).unwrap();
    assert!(renamed.item("dignity").is_none() && renamed.item("respect").is_some());
    let followed = movement(
        &wave(&instrument(), 1, 1),
        &Tally::new(&renamed).unwrap(),
        &item("dignity"),
    );
    assert!(followed.is_ok(), "{followed:?}");
}
