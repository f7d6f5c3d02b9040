//! Somebody else's survey: described in TOML, imported, scored, compared and reported without a line of Rust of its own.
//!
//! Expected figures were worked out in Python from the files alone: a person's scale is the mean of the items answered,
//! a reversed one counted as 7 less its code (`statistics.fmean`); intervals with `scipy.stats.t.ppf`.

use std::num::NonZeroUsize;

use poet::domain::{Directory, OrganisationId};
use poet::export::{CouncilReport, Tables};
use poet::import::{Intake, Places, Responses};
use poet::{Findings, Instrument, Policy, Scorer, Settings, Tally};

const TEMPERAMENT: &str = include_str!("data/temperament.toml");
const PEOPLE: &str = include_str!("data/temperament.csv");
const BOOKS: &str = include_str!("data/books.toml");
const READERS: &str = include_str!("data/books.csv");

fn read(instrument: &Instrument, file: &str, places: Option<Places>) -> Responses {
    let intake = Intake::new(instrument);
    let intake = places.into_iter().fold(intake, Intake::places);
    intake.read(file.as_bytes(), NonZeroUsize::MIN).unwrap()
}

fn by(column: &str) -> Places {
    Places::Column(column.to_owned())
}

fn tally(instrument: &Instrument, responses: &Responses) -> Tally {
    let mut tally = Tally::new(instrument).unwrap();
    tally.add_table(&responses.table).unwrap();
    tally
}

/// The file with every row so many times, each under a name of its own.
fn repeated(file: &str, times: usize) -> String {
    let (header, rows) = file.split_once('\n').unwrap();
    let rows = (0..times).flat_map(|time| {
        let rows = rows
            .lines()
            .map(move |row| row.replacen('"', &format!("\"{time}-"), 1));
        rows.map(|row| row + "\n")
    });
    format!("{header}\n{}", rows.collect::<String>())
}

/// Words of one place's report.
fn report(tally: &Tally, place: &str) -> String {
    let released = Policy::ascs().apply(&Findings::new(tally, &Settings::default()));
    let (directory, place): (_, OrganisationId) = (Directory::default(), place.parse().unwrap());
    let mut page = Vec::new();
    CouncilReport::new(&released, tally.instrument(), &directory, &place)
        .unwrap()
        .write(&mut page)
        .unwrap();
    String::from_utf8(page).unwrap()
}

/// Id, measure, value and items answered of everybody.
fn scores(
    instrument: &Instrument,
    responses: &Responses,
) -> Vec<(String, usize, Option<f64>, u32)> {
    let scorer = Scorer::new(instrument).unwrap();
    let table = scorer.score_table(&responses.table).unwrap();
    let rows = responses.table.rows().enumerate();
    rows.flat_map(|(at, row)| {
        let score = |measure| scorer.read(&table, measure, at).unwrap();
        let told = |measure| {
            let score = score(measure);
            let value = score.standing.value();
            (row.id().to_owned(), measure, value, score.answered)
        };
        (0..instrument.measures().len())
            .map(told)
            .collect::<Vec<_>>()
    })
    .collect()
}

/// People, mean and ends of the interval of a measure in each place, in the order of their names.
fn means(tally: &Tally, measure: &str) -> Vec<(u64, [f64; 3])> {
    let findings = Findings::new(tally, &Settings::default());
    let mut measures = findings.measures().iter();
    let measure = measures.find(|m| m.measure.as_str() == measure).unwrap();
    let places = measure.places.iter().map(|mean| {
        let mean = mean.as_ref().unwrap();
        let interval = mean.interval.unwrap();
        (
            mean.moments.people,
            [mean.moments.mean, interval.lower, interval.upper],
        )
    });
    places.collect()
}

/// Holds figures to those worked out elsewhere and written with six decimals.
fn assert_means(found: &[(u64, [f64; 3])], expected: &[(u64, [f64; 3])]) {
    assert_eq!(found.len(), expected.len());
    for ((people, figures), (expected_people, expected)) in found.iter().zip(expected) {
        assert_eq!(people, expected_people);
        for (figure, expected) in figures.iter().zip(expected) {
            assert!(
                (figure - expected).abs() <= 0.5e-6,
                "{figure} for {expected}"
            );
        }
    }
}

#[test]
fn a_six_point_questionnaire_is_scored_as_psychologists_do() {
    let instrument = Instrument::from_toml(TEMPERAMENT).unwrap();
    let responses = read(&instrument, PEOPLE, Some(by("gender")));
    assert_eq!((responses.report.read, responses.report.refused), (90, 0));
    let scores = scores(&instrument, &responses);

    // 61617: W1 to W5 are 1 4 6 4 6 and W1 is reversed: (6 + 4 + 6 + 4 + 6) / 5. D1 to D5 are 5 4 3 3 2, D4 and D5
    // reversed: (5 + 4 + 3 + 4 + 5) / 5. S1 to S5 are 3 2 3 4 NA, S1 and S2 reversed: (4 + 5 + 3 + 4) / 4.
    // U1 to U5 are 5 3 4 NA 4: 16 / 4. C1 to C5 are 4 3 4 4 3, C2 and C5 reversed: (4 + 4 + 4 + 4 + 4) / 5.
    let expected = [(5.2, 5), (4.2, 5), (4.0, 4), (4.0, 4), (4.0, 5)];
    for (measure, ((id, at, value, answered), (mean, of))) in
        scores.iter().zip(expected).enumerate()
    {
        assert_eq!(
            (id.as_str(), *at, *value, *answered),
            ("61617", measure, Some(mean), of)
        );
    }
    // 61637 left D1 to D5 open: no mean, and no nought.
    let open = scores.iter().find(|(id, at, ..)| id == "61637" && *at == 1);
    assert_eq!(
        open.map(|(_, _, value, answered)| (*value, *answered)),
        Some((None, 0))
    );
    // 61624, U1 to U5: NA 5 NA 3 3.
    let thirds = scores.iter().find(|(id, at, ..)| id == "61624" && *at == 3);
    assert_eq!(
        thirds.map(|(_, _, value, _)| *value),
        Some(Some(11.0 / 3.0))
    );
}

#[test]
fn everybody_has_the_score_that_the_file_says() {
    let instrument = Instrument::from_toml(TEMPERAMENT).unwrap();
    let responses = read(&instrument, PEOPLE, Some(by("gender")));
    let scores = scores(&instrument, &responses);
    let reversed = ["W1", "D4", "D5", "S1", "S2", "C2", "C5"];
    let mut lines = PEOPLE.lines().map(|line| line.split(','));
    let header: Vec<_> = lines
        .next()
        .unwrap()
        .map(|name| name.trim_matches('"'))
        .collect();
    let mut scored = scores.iter();
    for line in lines {
        let cells: Vec<_> = line.map(|cell| cell.trim_matches('"')).collect();
        for scale in 0..5 {
            let columns = 1 + scale * 5..6 + scale * 5;
            let codes = columns.filter_map(|at| {
                let code: u32 = cells[at].parse().ok()?;
                Some(if reversed.contains(&header[at]) {
                    7 - code
                } else {
                    code
                })
            });
            let codes: Vec<u32> = codes.collect();
            let sum: u32 = codes.iter().sum();
            let mean = (!codes.is_empty()).then(|| f64::from(sum) / codes.len() as f64);
            let (id, measure, value, answered) = scored.next().unwrap();
            assert_eq!((id.as_str(), *measure, *value), (cells[0], scale, mean));
            assert_eq!(*answered as usize, codes.len());
        }
    }
    assert!(scored.next().is_none());
}

#[test]
fn scales_without_a_good_side_are_compared_by_their_means() {
    let instrument = Instrument::from_toml(TEMPERAMENT).unwrap();
    let counted = tally(&instrument, &read(&instrument, PEOPLE, Some(by("gender"))));
    let warmth = [
        (40, [3.791_25, 3.492_751, 4.089_749]),
        (50, [4.222, 3.977_455, 4.466_545]),
    ];
    assert_means(&means(&counted, "warmth"), &warmth);
    let diligence = [
        (40, [3.526_25, 3.2281, 3.8244]),
        (49, [3.559_184, 3.250_329, 3.868_039]),
    ];
    assert_means(&means(&counted, "diligence"), &diligence);
    // Twenty times as many people: 3.79125 with 0.922 about it, 1.963 times 0.922 / sqrt(800) either way.
    let many = read(&instrument, &repeated(PEOPLE, 20), Some(by("gender")));
    let page = report(&tally(&instrument, &many), "Women");
    // Neither by the report's own words nor by its caveats is anything judged, or held to be about support.
    for word in [
        "council",
        "budget",
        "worst",
        "Strongest",
        "Few people answered",
    ] {
        assert!(!page.contains(word), "{word}");
    }
    for word in [
        "What people answered",
        "Who answered",
        "each from 1 to 6",
        "3.79 (3.73 to 3.86)",
    ] {
        assert!(page.contains(word), "{word}");
    }
}

#[test]
fn a_mean_in_points_is_released_no_more_exactly_than_one_to_a_hundred() {
    let instrument = Instrument::from_toml(TEMPERAMENT).unwrap();
    let many = repeated(PEOPLE, 20);
    let counted = tally(&instrument, &read(&instrument, &many, Some(by("gender"))));
    let released = Policy::ascs().apply(&Findings::new(&counted, &Settings::default()));
    // A hundredth of a point of five is 0.2 of a hundred; a thousandth would be finer than the 0.1 of other means.
    let warmth: Vec<_> = released.measures[0]
        .places
        .iter()
        .map(|place| place.shown().map(|mean| (mean.mean, mean.decimals)))
        .collect();
    assert_eq!(warmth, [Some((3.79, Some(2))), Some((4.22, Some(2)))]);
}

#[test]
fn one_organisation_has_nobody_to_be_compared_with_and_is_told_so() {
    let instrument = Instrument::from_toml(BOOKS).unwrap();
    let everyone = Some(Places::One("All readers".parse().unwrap()));
    let responses = read(&instrument, READERS, everyone);
    assert_eq!(responses.report.refused, 0);
    let page = report(&tally(&instrument, &responses), "All readers");
    assert!(page.contains("Nobody else answered, so there is nothing to compare with."));
}

#[test]
fn labels_are_read_and_countries_are_compared() {
    let instrument = Instrument::from_toml(BOOKS).unwrap();
    let responses = read(&instrument, READERS, None);
    assert_eq!((responses.report.read, responses.report.refused), (200, 0));
    let counted = tally(&instrument, &responses);
    let findings = Findings::new(&counted, &Settings::default());
    let names: Vec<_> = findings
        .places()
        .iter()
        .map(|place| place.id.as_str())
        .collect();
    assert_eq!(names, ["New Zealand", "Peru", "United Kingdom"]);

    let liking = [
        (81, [52.263_374, 47.850_671, 56.676_078]),
        (53, [68.983_229, 63.4637, 74.502_757]),
        (66, [44.898_99, 40.275_407, 49.522_573]),
    ];
    assert_means(&means(&counted, "liking"), &liking);
    let variety = [
        (74, [3.027_027, 2.916_062, 3.137_992]),
        (48, [3.575, 3.442_341, 3.707_659]),
        (57, [2.807_018, 2.675_888, 2.938_147]),
    ];
    assert_means(&means(&counted, "variety"), &variety);

    // The first statement is reversed: who disagrees with it likes to read.
    let shares: Vec<_> = ["rd01q01", "rd01q02"]
        .iter()
        .flat_map(|id| {
            let mut items = findings.items();
            let item = items.find(|item| item.item.as_str() == *id).unwrap();
            let share = |place: &poet::benchmark::PlaceFindings| {
                let headline = place.headline.as_ref().unwrap();
                (
                    headline.favourable.proportion.x(),
                    headline.favourable.proportion.n(),
                )
            };
            item.places.iter().map(share).collect::<Vec<_>>()
        })
        .collect();
    let expected = [(42, 76), (40, 51), (24, 64), (37, 79), (34, 51), (21, 59)];
    assert_eq!(shares, expected.map(|(x, n)| (f64::from(x), f64::from(n))));

    let many = read(&instrument, &repeated(READERS, 10), None);
    let page = report(&tally(&instrument, &many), "United Kingdom");
    for word in [
        "among everyone else on 6 of 6 questions compared",
        "Mean scores of each organisation",
    ] {
        assert!(page.contains(word), "{word}");
    }
    for word in ["council", "budget", "2015"] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn what_is_released_of_somebody_elses_survey_is_written_out() {
    let instrument = Instrument::from_toml(BOOKS).unwrap();
    let many = read(&instrument, &repeated(READERS, 10), None);
    let counted = tally(&instrument, &many);
    let released = Policy::ascs().apply(&Findings::new(&counted, &Settings::default()));
    let directory = Directory::default();
    let tables = Tables::new(&released, &instrument, &directory).unwrap();
    let mut csv = Vec::new();
    tables.write_measures(&mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    let peru = csv
        .lines()
        .find(|line| line.contains("Peru,variety"))
        .unwrap();
    // 48 of 53 people answered all five, ten times over; their mean is 3.575.
    assert!(peru.contains(",mean_points,1,480,3.5"), "{peru}");
}
