//! Several rounds of fieldwork, question by question.

use std::fmt;

use poet_core::{OrganisationId, Wave};

use crate::findings::PlaceFindings;
use crate::tally::Tally;
use crate::{Absent, Error, Findings, Settings};

pub use followed::Break;
pub use overlap::{Held, Overlap, OverlapSign};

pub(crate) use change::{Change, Everywhere, Slope, Test, family};
pub(crate) use followed::{Followed, Stand};

mod change;
mod followed;
mod overlap;

/// One round of fieldwork with what people answered in it.
#[derive(Clone, Copy, Debug)]
pub struct Round<'a> {
    /// When, and with which instrument.
    pub wave: &'a Wave,
    /// The answers.
    pub tally: &'a Tally,
}

/// Several rounds of fieldwork in the order of their dates, question by question.
///
/// Holds exact counts of rounds that asked alike, and has no written form: only what
/// [`Policy::apply_waves`](crate::release::Policy::apply_waves) releases can leave.
///
/// A question with better and worse answers is followed back from the latest wave for as long as its answers mean the
/// same; where its scale changed, on the coarser scale that both fall onto. What is not followed is told with its reason
/// ([`Waves::breaks`]). A wave whose people may all be in another that was open at the same time, as in a file that is
/// added to or that somebody is taken out of, is left out: the two would not be different people, and what they differ by
/// a table of the few who came or went in between ([`Waves::held`]).
///
/// Different people answer each time: a change is one of the answers, not of anybody's life.
///
/// # Examples
///
/// ```
/// use poet_benchmark::release::Policy;
/// use poet_benchmark::waves::{Round, Waves};
/// use poet_benchmark::{Settings, progress::Moved, tally::Tally};
/// use poet_core::{Answer, Catalogue, InstrumentKey, Response, Wave};
///
/// let key: InstrumentKey = "adult-holders@2014".parse()?;
/// let instrument = Catalogue::builtin().get(&key)?;
/// let tally = |better: u32| -> Result<Tally, Box<dyn std::error::Error>> {
///     let mut tally = Tally::new(instrument)?;
///     for at in 0..400_u32 {
///         let point = if at < better { "1" } else { "5" };
///         let response = Response::new(at.to_string().parse()?, "north".parse()?);
///         tally.add(&response.with("dignity".parse()?, Answer::Choice(point.parse()?)))?;
///     }
///     Ok(tally)
/// };
/// let wave = |year: &str| -> Result<Wave, Box<dyn std::error::Error>> {
///     let day = |day: &str| format!("{year}-{day}").parse();
///     Ok(Wave::new(year.parse()?, key.clone(), day("03-01")?, day("03-31")?)?)
/// };
/// let (first, second) = (wave("2013")?, wave("2014")?);
/// let (before, after) = (tally(200)?, tally(260)?);
/// let rounds = [Round { wave: &second, tally: &after }, Round { wave: &first, tally: &before }];
/// let changes = Policy::ascs().apply_waves(&Waves::new(&rounds, &Settings::default())?);
/// let dignity = changes.items.iter().find(|item| item.item.as_str() == "dignity").unwrap();
/// let change = dignity.all.change.shown().unwrap();
/// assert_eq!((change.difference.value, change.verdict), (0.15, Moved::Rose));
/// assert!(dignity.all.trend.shown().is_none(), "two waves are no trend");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Waves {
    pub(crate) rounds: Vec<Dated>,
    pub(crate) places: Vec<OrganisationId>,
    pub(crate) followed: Vec<Followed>,
    pub(crate) breaks: Vec<Break>,
    pub(crate) held: Vec<Held>,
    pub(crate) overlaps: Vec<Overlap>,
    pub(crate) settings: Settings,
}

/// The findings of one wave.
#[derive(Clone)]
pub(crate) struct Dated {
    pub(crate) wave: Wave,
    pub(crate) findings: Findings,
    /// Middle of the fieldwork, in days after that of the first wave.
    pub(crate) day: f64,
    /// Where each place of all waves stands in this one.
    pub(crate) positions: Vec<Option<usize>>,
}

impl Waves {
    /// Waves that make a trend; fewer are a difference.
    pub const TREND: usize = 3;

    /// Puts waves in the order of their dates and follows every question through them.
    ///
    /// # Errors
    ///
    /// [`Error::Absent`] with [`Absent::TooFewWaves`] where fewer than two waves are left of different people;
    /// [`Error::OtherInstrument`] where a tally is not of its wave's instrument; [`Error::WaveTwice`] for two waves of
    /// one name; [`Error::Incomparable`] across instruments of which one asks for change and the other for the state of
    /// things, or across different respondents.
    pub fn new(rounds: &[Round<'_>], settings: &Settings) -> Result<Self, Error> {
        let mut rounds = rounds.to_vec();
        rounds.sort_by_key(|round| (round.wave.closes(), round.wave.opens(), round.wave.id()));
        check(&rounds)?;
        let held = overlap::held(&rounds);
        rounds.retain(|round| !held.iter().any(|held| held.wave == *round.wave.id()));
        if rounds.len() < 2 {
            return Err(Absent::TooFewWaves.into());
        }
        let (followed, breaks) = followed::follow(&rounds)?;
        let mut places: Vec<_> = rounds
            .iter()
            .flat_map(|round| round.tally.organisations())
            .collect();
        places.sort();
        places.dedup();
        let first = middle(rounds[0].wave);
        let dated = |round: &Round<'_>| Dated::new(*round, &places, first, settings);
        Ok(Self {
            rounds: rounds.iter().map(dated).collect(),
            overlaps: overlap::overlaps(&rounds),
            places,
            followed,
            breaks,
            held,
            settings: *settings,
        })
    }

    /// Questions of the latest wave that are not followed, or not through all waves, and why.
    pub fn breaks(&self) -> &[Break] {
        &self.breaks
    }

    /// Waves that are left out, since another may hold all their people. To be told to whoever releases, and to nobody
    /// else: it says something of counts that may be kept back.
    pub fn held(&self) -> &[Held] {
        &self.held
    }

    /// Waves that some people may be in twice.
    pub fn overlaps(&self) -> &[Overlap] {
        &self.overlaps
    }
}

fn check(rounds: &[Round<'_>]) -> Result<(), Error> {
    for (at, round) in rounds.iter().enumerate() {
        let (found, wanted) = (round.tally.instrument().key(), round.wave.instrument());
        if found != wanted {
            return Err(Error::OtherInstrument {
                found: found.clone(),
                wanted: wanted.clone(),
            });
        }
        if rounds[..at]
            .iter()
            .any(|other| other.wave.id() == round.wave.id())
        {
            let wave = round.wave.id().clone();
            return Err(Error::WaveTwice { wave });
        }
    }
    Ok(())
}

/// Middle of the fieldwork, in days.
fn middle(wave: &Wave) -> f64 {
    let day = |date: chrono::NaiveDate| f64::from(chrono::Datelike::num_days_from_ce(&date));
    0.5 * (day(wave.opens()) + day(wave.closes()))
}

impl Dated {
    fn new(round: Round<'_>, places: &[OrganisationId], first: f64, settings: &Settings) -> Self {
        let findings = Findings::new(round.tally, settings);
        let position =
            |id: &OrganisationId| findings.places.iter().position(|place| place.id == *id);
        Self {
            wave: round.wave.clone(),
            day: middle(round.wave) - first,
            positions: places.iter().map(position).collect(),
            findings,
        }
    }

    /// A column in one place; in all together where none is named. Nothing where the place took no part.
    pub(crate) fn at(&self, column: usize, place: Option<usize>) -> Option<&PlaceFindings> {
        let item = self.findings.items.get(column)?;
        match place {
            Some(place) => item.places.get(self.positions[place]?),
            None => Some(&item.all),
        }
    }
}

impl fmt::Debug for Waves {
    /// Never shows a count.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rounds, items) = (self.rounds.len(), self.followed.len());
        write!(f, "Waves({rounds} waves, {items} items)")
    }
}

#[cfg(test)]
pub(crate) mod tests;
