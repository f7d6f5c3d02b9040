//! The rounds before the one that is reported on: the same places, asked with earlier editions.

use poet::domain::Wave;
use poet::{Catalogue, Instrument, Tally};
use poet_testkit::synth::{Place, Places, Survey, Truth};

use crate::{Failure, SEED};

/// One round of fieldwork, counted.
pub(crate) struct Fieldwork {
    pub(crate) wave: Wave,
    pub(crate) tally: Tally,
}

/// When a round was asked, and how much worse outcomes and process were then, in log odds.
struct Earlier {
    edition: &'static str,
    opens: &'static str,
    closes: &'static str,
    worse: f64,
}

const EARLIER: [Earlier; 2] = [
    Earlier {
        edition: "2011",
        opens: "2011-03-01",
        closes: "2011-06-30",
        worse: 0.5,
    },
    Earlier {
        edition: "2013",
        opens: "2013-01-07",
        closes: "2013-04-30",
        worse: 0.25,
    },
];

/// Days of the round that is reported on.
pub(crate) fn latest(instrument: &Instrument) -> Result<Wave, Failure> {
    Ok(Wave::new(
        "2014".parse()?,
        instrument.key().clone(),
        "2014-02-03".parse()?,
        "2014-05-31".parse()?,
    )?)
}

/// The earlier rounds of a survey, with as many people in each.
pub(crate) fn earlier(latest: &Survey, people: u64) -> Result<Vec<Fieldwork>, Failure> {
    let round = |earlier: &Earlier| {
        let id = &latest.instrument().key().id;
        let key = format!("{id}@{}", earlier.edition).parse()?;
        let instrument = Catalogue::builtin().get(&key)?;
        let truth = Truth {
            places: Places::Given(worse(latest.places(), earlier.worse)),
            ..Truth::of(instrument)
        };
        let mut tally = Tally::new(instrument)?;
        let year: u64 = earlier.edition.parse()?;
        let mut answers = Survey::new(instrument, truth, SEED + year)?.table(0..people)?;
        answers.route();
        tally.add_table(&answers)?;
        let (opens, closes) = (earlier.opens.parse()?, earlier.closes.parse()?);
        let wave = Wave::new(earlier.edition.parse()?, key, opens, closes)?;
        Ok(Fieldwork { wave, tally })
    };
    EARLIER.iter().map(round).collect()
}

/// The same places with so much less favourable answers.
fn worse(places: &[Place], by: f64) -> Vec<Place> {
    let place = |place: &Place| Place {
        outcome_effect: place.outcome_effect - by,
        process_effect: place.process_effect - by,
        ..place.clone()
    };
    places.iter().map(place).collect()
}
