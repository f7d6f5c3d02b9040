use poet_core::{Answer, Catalogue, Incomparable, Instrument, Response, ResponseTable};

use super::*;

pub(crate) fn instrument(key: &str) -> Instrument {
    let key = key.parse().unwrap();
    Catalogue::builtin().get(&key).unwrap().clone()
}

/// A wave of that year.
pub(crate) fn wave(year: &str, instrument: &Instrument) -> Wave {
    dates(
        year,
        (&format!("{year}-03-01"), &format!("{year}-03-31")),
        instrument,
    )
}

pub(crate) fn dates(id: &str, (opens, closes): (&str, &str), instrument: &Instrument) -> Wave {
    let key = instrument.key().clone();
    Wave::new(
        id.parse().unwrap(),
        key,
        opens.parse().unwrap(),
        closes.parse().unwrap(),
    )
    .unwrap()
}

/// One item: for each place, people by the code of their answer.
pub(crate) fn tally(
    instrument: &Instrument,
    item: &str,
    places: &[(&str, &[(&str, u32)])],
) -> Tally {
    let mut table = ResponseTable::new(instrument);
    for (place, answers) in places {
        for (point, people) in *answers {
            let response = Response::new("r".parse().unwrap(), place.parse().unwrap());
            let response = response.with(
                item.parse().unwrap(),
                Answer::Choice(point.parse().unwrap()),
            );
            (0..*people).for_each(|_| table.push(&response).unwrap());
        }
    }
    table.route();
    let mut tally = Tally::new(instrument).unwrap();
    tally.add_table(&table).unwrap();
    tally
}

fn follow(rounds: &[(&Wave, &Tally)]) -> Result<Waves, Error> {
    let rounds: Vec<_> = rounds
        .iter()
        .map(|&(wave, tally)| Round { wave, tally })
        .collect();
    Waves::new(&rounds, &Settings::default())
}

fn dignity(instrument: &Instrument, better: u32, worse: u32) -> Tally {
    tally(
        instrument,
        "dignity",
        &[("north", &[("1", better), ("5", worse)])],
    )
}

#[test]
fn waves_stand_in_the_order_of_their_dates_and_bear_a_name_each() {
    let holders = instrument("adult-holders@2014");
    let [first, second] = ["2013", "2014"].map(|year| wave(year, &holders));
    let (one, two) = (dignity(&holders, 30, 20), dignity(&holders, 40, 20));
    let waves = follow(&[(&second, &two), (&first, &one)]).unwrap();
    let names: Vec<_> = waves
        .rounds
        .iter()
        .map(|round| (round.wave.id().as_str(), round.day))
        .collect();
    assert_eq!(names, [("2013", 0.0), ("2014", 365.0)]);
    assert!(matches!(
        follow(&[(&first, &one), (&first, &two)]),
        Err(Error::WaveTwice { .. })
    ));
    assert_eq!(
        follow(&[(&first, &one)]).unwrap_err(),
        Error::Absent(Absent::TooFewWaves)
    );
    let carers = wave("2015", &instrument("family-carers@2014"));
    assert!(matches!(
        follow(&[(&first, &one), (&carers, &two)]),
        Err(Error::OtherInstrument { .. })
    ));
}

#[test]
fn nothing_is_followed_across_the_break_of_2017_or_to_other_people() {
    let (holders, revised) = (instrument("adult-holders@2014"), instrument("adults@2017"));
    let (one, two) = (dignity(&holders, 30, 20), Tally::new(&revised).unwrap());
    let across = follow(&[
        (&wave("2014", &holders), &one),
        (&wave("2017", &revised), &two),
    ]);
    assert!(matches!(
        across,
        Err(Error::Incomparable(Incomparable::Asks { .. }))
    ));
    let carers = instrument("family-carers@2014");
    let other = follow(&[
        (&wave("2014", &holders), &one),
        (&wave("2015", &carers), &Tally::new(&carers).unwrap()),
    ]);
    assert!(matches!(
        other,
        Err(Error::Incomparable(Incomparable::Respondent { .. }))
    ));
}

/// The instrument in another edition with a piece of its document changed.
fn edition(edition: &str, piece: &str, other: &str) -> Instrument {
    let text = instrument("adult-holders@2014").to_json().unwrap();
    assert!(text.contains(piece), "{piece}");
    let text = text.replace(
        "\"edition\": \"2014\"",
        &format!("\"edition\": \"{edition}\""),
    );
    Instrument::from_json(&text.replace(piece, other)).unwrap()
}

#[test]
fn a_question_is_followed_back_to_where_it_changed_and_no_further() {
    let series = "\"series\": \"change/outcome/dignity\"";
    let first = edition("2012", series, "\"series\": \"change/outcome/respect\"");
    let second = instrument("adult-holders@2014");
    let third = edition("2016", "\"licence\": \"", "\"licence\": \"As before. ");
    let rounds = [("2012", &first), ("2014", &second), ("2016", &third)];
    let rounds =
        rounds.map(|(year, instrument)| (wave(year, instrument), dignity(instrument, 30, 20)));
    let waves = follow(&rounds.each_ref().map(|(wave, tally)| (wave, tally))).unwrap();
    let dignity = waves
        .followed
        .iter()
        .find(|item| item.item.as_str() == "dignity")
        .unwrap();
    assert_eq!((dignity.since, dignity.stands.len()), (1, 2));
    let [broken] = waves.breaks() else {
        panic!("{:?}", waves.breaks());
    };
    assert_eq!(broken.since.as_ref().map(AsRef::as_ref), Some("2014"));
    assert!(
        matches!(broken.reason, Incomparable::Changed { .. }),
        "{broken:?}"
    );
    assert!(waves.followed.iter().filter(|item| item.since == 0).count() > 10);
    // Of the first and the last wave alone, nothing of it is comparable.
    let ends = follow(&[(&rounds[0].0, &rounds[0].1), (&rounds[2].0, &rounds[2].1)]).unwrap();
    assert!(
        ends.followed
            .iter()
            .all(|item| item.item.as_str() != "dignity")
    );
    assert_eq!(ends.breaks()[0].since, None);
}

#[test]
fn questions_without_a_better_answer_are_not_followed() {
    let holders = instrument("adult-holders@2014");
    let (one, two) = (dignity(&holders, 30, 20), dignity(&holders, 40, 20));
    let waves = follow(&[
        (&wave("2013", &holders), &one),
        (&wave("2014", &holders), &two),
    ])
    .unwrap();
    let followed = |id: &str| waves.followed.iter().any(|item| item.item.as_str() == id);
    assert!(followed("dignity") && !followed("used_for"));
    assert!(waves.breaks().is_empty());
}

#[test]
fn a_wave_that_a_later_one_holds_is_left_out() {
    let holders = instrument("adult-holders@2014");
    let one = dates("first", ("2013-03-01", "2013-06-30"), &holders);
    let added = dates("added", ("2013-03-01", "2014-06-30"), &holders);
    let after = dates("after", ("2015-03-01", "2015-03-31"), &holders);
    let (few, many, other) = (
        dignity(&holders, 30, 20),
        dignity(&holders, 33, 20),
        dignity(&holders, 32, 22),
    );
    let waves = follow(&[(&one, &few), (&added, &many), (&after, &other)]).unwrap();
    let held = |wave: &str, by: &str| Held {
        wave: wave.parse().unwrap(),
        by: by.parse().unwrap(),
    };
    assert_eq!(waves.held(), [held("first", "added")]);
    assert_eq!(waves.rounds.len(), 2);
    assert_eq!(
        follow(&[(&one, &few), (&added, &many)]).unwrap_err(),
        Error::Absent(Absent::TooFewWaves)
    );
    // One person fewer somewhere, and these are two waves that met.
    let fewer = dignity(&holders, 33, 19);
    let met = follow(&[(&one, &few), (&added, &fewer)]).unwrap();
    assert!(met.held().is_empty());
    assert_eq!(met.overlaps()[0].sign, OverlapSign::Dates);
    // Dates apart, and it may be chance.
    let apart = follow(&[(&one, &few), (&after, &other)]).unwrap();
    assert_eq!(
        apart.overlaps().iter().map(|o| o.sign).collect::<Vec<_>>(),
        [OverlapSign::Counts]
    );
}

/// Closed on the same day, the names alone put one before the other.
#[test]
fn a_wave_that_somebody_was_taken_out_of_is_left_out_whichever_comes_first() {
    let holders = instrument("adult-holders@2014");
    let days = ("2013-03-01", "2013-06-30");
    let after = dates("z-after", ("2015-03-01", "2015-03-31"), &holders);
    let (whole, fewer, other) = (
        dignity(&holders, 33, 20),
        dignity(&holders, 33, 19),
        dignity(&holders, 30, 22),
    );
    for names in [["a", "b"], ["b", "a"]] {
        let [all, corrected] = names.map(|name| dates(name, days, &holders));
        let waves = follow(&[(&all, &whole), (&corrected, &fewer), (&after, &other)]).unwrap();
        let held: Vec<&str> = waves.held().iter().map(|held| held.wave.as_ref()).collect();
        assert_eq!(held, [names[1]]);
    }
}

#[test]
fn nobody_is_told_a_count_by_looking_at_waves() {
    let holders = instrument("adult-holders@2014");
    let (one, two) = (dignity(&holders, 37, 23), dignity(&holders, 41, 29));
    let waves = follow(&[
        (&wave("2013", &holders), &one),
        (&wave("2014", &holders), &two),
    ])
    .unwrap();
    assert!(format!("{waves:?}").starts_with("Waves(2 waves, "));
}
