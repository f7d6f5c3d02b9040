//! Which waves and places there are, what is left out, and how the rest was worked out.

use chrono::NaiveDate;
use poet_core::{ItemId, OrganisationId, WaveId};
use serde::Serialize;

use super::level::Wave;
use crate::release::{Benchmark, Figure};
use crate::waves::{Break, Held, Waves};
use crate::{Absent, Origin, Scope, Settings};

/// One wave.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WaveNote {
    /// Its name.
    pub id: WaveId,
    /// First day of fieldwork.
    pub opens: NaiveDate,
    /// Last day of fieldwork.
    pub closes: NaiveDate,
    /// Middle of the fieldwork in days after that of the first wave: its date in the trend.
    pub day: f64,
    /// What its figures were worked out from.
    pub origin: Origin,
    /// People in all.
    pub respondents: Figure<u64>,
}

/// One organisation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WavePlace {
    /// The organisation.
    pub id: OrganisationId,
    /// People who answered in each wave; absent where the organisation took no part.
    pub respondents: Vec<Figure<u64>>,
}

/// A question that is not followed, or not through all waves.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct BreakNote {
    /// Its name in the latest wave.
    pub item: ItemId,
    /// The oldest wave that it is followed to; none where it is not followed at all.
    pub since: Option<WaveId>,
    /// Why, in words.
    pub reason: String,
}

/// A wave that is left out.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct HeldNote {
    /// The wave.
    pub wave: WaveId,
    /// The other wave, open at the same time, that may hold all its people: no count is above its own.
    pub by: WaveId,
}

/// How changes were worked out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangeMethod {
    /// Confidence of the intervals.
    pub confidence: f64,
    /// Intervals of shares.
    pub share_interval: &'static str,
    /// Intervals of differences.
    pub difference_interval: &'static str,
    /// Test of a difference.
    pub difference_test: &'static str,
    /// Test of a trend.
    pub trend_test: &'static str,
    /// Change over places.
    pub everywhere: &'static str,
    /// Whether it was alike.
    pub evenness: &'static str,
    /// Limits of chance; they test nothing and count as no test.
    pub chart: &'static str,
    /// Control of false discoveries.
    pub false_discovery: &'static str,
    /// Level of that control.
    pub false_discovery_level: f64,
    /// Over which tests: differences, trends, changes over places and whether they were alike.
    pub family: Scope,
    /// How many tests could be made.
    pub tests: usize,
}

impl WaveNote {
    pub(super) fn of((round, released): &Wave<'_>) -> Self {
        Self {
            id: round.wave.id().clone(),
            opens: round.wave.opens(),
            closes: round.wave.closes(),
            day: round.day,
            origin: released.origin.clone(),
            respondents: released.respondents,
        }
    }
}

impl WavePlace {
    /// The places of all waves.
    pub(super) fn all(waves: &Waves, released: &[Benchmark]) -> Vec<Self> {
        let respondents = |place: usize| {
            let rounds = waves.rounds.iter().zip(released);
            let of_wave = rounds.map(|(round, released)| match round.positions[place] {
                Some(at) => released.places[at].respondents,
                None => Figure::Absent(Absent::NotAsked),
            });
            of_wave.collect()
        };
        let places = waves.places.iter().enumerate();
        places
            .map(|(at, id)| Self {
                id: id.clone(),
                respondents: respondents(at),
            })
            .collect()
    }
}

impl BreakNote {
    pub(super) fn of(broken: &Break) -> Self {
        Self {
            item: broken.item.clone(),
            since: broken.since.clone(),
            reason: broken.reason.to_string(),
        }
    }
}

impl HeldNote {
    pub(super) fn of(held: &Held) -> Self {
        Self {
            wave: held.wave.clone(),
            by: held.by.clone(),
        }
    }
}

impl ChangeMethod {
    pub(super) fn new(settings: &Settings, tests: usize) -> Self {
        Self {
            confidence: settings.confidence.level(),
            share_interval: "Wilson (1927) score interval",
            difference_interval: "Newcombe (1998) hybrid score interval, method 10",
            difference_test: "pooled z, or Fisher's exact test where the smallest expected count is under 5",
            trend_test: "Cochran-Armitage, on the middle of the fieldwork in days",
            everywhere: "Mantel-Haenszel over places, interval by Robins, Breslow and Greenland (1986)",
            evenness: "Breslow and Day (1980), without Tarone's term",
            chart: "XmR, steps screened once, with the rules of Making Data Count",
            false_discovery: "Benjamini and Hochberg (1995)",
            false_discovery_level: Settings::FALSE_DISCOVERY,
            family: settings.scope,
            tests,
        }
    }
}
