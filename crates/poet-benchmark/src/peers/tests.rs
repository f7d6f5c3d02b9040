//! Small releases to find peers and partners in.

use poet_core::{Answer, Catalogue, Instrument, Response};

use crate::release::{Benchmark, Policy, Released};
use crate::tally::Tally;
use crate::{Findings, Settings};

/// So many people of a place who gave one answer to one question and none to the others.
pub(crate) type Row<'a> = (&'a str, &'a str, &'a str, usize);

pub(crate) fn instrument() -> &'static Instrument {
    let key = "adult-holders@2014".parse().unwrap();
    Catalogue::builtin().get(&key).unwrap()
}

pub(crate) fn tally(rows: &[Row<'_>]) -> Tally {
    let mut tally = Tally::new(instrument()).unwrap();
    for &(place, item, point, people) in rows {
        let response = Response::new("r".parse().unwrap(), place.parse().unwrap());
        let answer = Answer::Choice(point.parse().unwrap());
        let response = response.with(item.parse().unwrap(), answer);
        (0..people).for_each(|_| tally.add(&response).unwrap());
    }
    tally
}

pub(crate) fn released(policy: Policy, rows: &[Row<'_>]) -> Released<Benchmark> {
    policy.apply(&Findings::new(&tally(rows), &Settings::default()))
}
