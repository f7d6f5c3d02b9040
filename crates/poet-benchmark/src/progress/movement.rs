//! What a measure did between two waves.

use poet_core::OrganisationId;
use poet_core::participation::Measured;
use serde::Serialize;

use super::waves::{Same, Waves};
use crate::findings::{MeasureFindings, PlaceFindings, range};
use crate::tally::Tally;
use crate::{Absent, Error, Findings, Settings};

/// What is followed from one wave to another.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// An item or a measure.
    pub measured: &'a Measured,
    /// One organisation; everybody where there is none.
    pub organisation: Option<&'a OrganisationId>,
}

/// One item or measure in the wave before an action and in the wave after it.
///
/// Holds exact counts of two waves that measured the same, and has no written form: only what
/// [`Policy::apply_movement`](crate::release::Policy::apply_movement) releases can leave.
///
/// A movement is no effect. Other things changed too between the waves, and the people who answered may not be the same.
///
/// # Examples
///
/// ```
/// use poet_benchmark::Settings;
/// use poet_benchmark::progress::{Moved, Movement, Subject};
/// use poet_benchmark::{release::Policy, tally::Tally};
/// use poet_core::participation::Measured;
/// use poet_core::{Answer, Catalogue, Response};
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let wave = |better: u32| -> Result<Tally, Box<dyn std::error::Error>> {
///     let mut tally = Tally::new(instrument)?;
///     for at in 0..400_u32 {
///         let point = if at < better { "1" } else { "5" };
///         let response = Response::new(at.to_string().parse()?, "north".parse()?);
///         tally.add(&response.with("dignity".parse()?, Answer::Choice(point.parse()?)))?;
///     }
///     Ok(tally)
/// };
/// let measured = Measured::Item("dignity".parse()?);
/// let subject = Subject { measured: &measured, organisation: None };
/// let movement = Movement::new(&wave(200)?, &wave(240)?, subject, &Settings::default())?;
/// let moved = Policy::ascs().apply_movement(&movement).moved.shown().unwrap();
/// assert_eq!((moved.verdict, moved.difference.value), (Moved::Rose, 0.1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Movement {
    pub(crate) before: Side,
    pub(crate) after: Side,
    pub(crate) sides: Sides,
    pub(crate) settings: Settings,
}

/// One wave, with the place of the organisation in it.
#[derive(Clone, Debug)]
pub(crate) struct Side {
    pub(crate) findings: Findings,
    pub(crate) place: Option<usize>,
}

/// Where the same thing stands in both waves.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sides {
    /// Columns of an item: its favourable share moves.
    Shares([usize; 2]),
    /// Positions of a measure: its mean moves, over so wide a range.
    Means([usize; 2], f64),
}

/// What may be said of a movement.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Moved {
    /// It is higher in the later wave.
    Rose,
    /// It is lower in the later wave.
    Fell,
    /// No movement was found, and one of a tenth of the scale would most likely have been.
    NoneFound,
    /// No movement was found, and there are too few answers to have found one of a tenth of the scale.
    TooFewToTell,
}

impl Movement {
    /// Holds a wave after an action against one before it.
    ///
    /// # Errors
    ///
    /// [`Error::Unmeasured`] where a wave did not ask for it; [`Error::Incomparable`] where the instruments or
    /// the question changed; [`Error::NotComparable`] where what stayed comparable has no movement;
    /// [`Error::NobodyThere`] where nobody of the organisation answered in a wave.
    pub fn new(
        before: &Tally,
        after: &Tally,
        subject: Subject<'_>,
        settings: &Settings,
    ) -> Result<Self, Error> {
        let waves = Waves {
            before: before.instrument(),
            after: after.instrument(),
            measured: subject.measured,
        };
        let sides = match waves.same()? {
            Same::Columns(at) => Sides::Shares(at),
            Same::Measures(at) => {
                let (low, high) = range(waves.before, &waves.before.measures()[at[0]]);
                Sides::Means(at, high - low)
            }
        };
        Ok(Self {
            before: Side::new(before, subject.organisation, settings)?,
            after: Side::new(after, subject.organisation, settings)?,
            sides,
            settings: *settings,
        })
    }
}

impl Side {
    fn new(
        tally: &Tally,
        organisation: Option<&OrganisationId>,
        settings: &Settings,
    ) -> Result<Self, Error> {
        let findings = Findings::new(tally, settings);
        let position = |id: &OrganisationId| {
            let found = findings.places().iter().position(|place| &place.id == id);
            found.ok_or_else(|| Error::NobodyThere {
                organisation: id.clone(),
            })
        };
        let place = organisation.map(position).transpose()?;
        Ok(Self { findings, place })
    }

    pub(crate) fn item(&self, column: usize) -> Option<&PlaceFindings> {
        let item = self.findings.items().nth(column)?;
        match self.place {
            Some(place) => item.places.get(place),
            None => Some(&item.all),
        }
    }

    pub(crate) fn mean(&self, measure: usize) -> Result<crate::Mean, Absent> {
        let measure: &MeasureFindings = self
            .findings
            .measures()
            .get(measure)
            .ok_or(Absent::NotAsked)?;
        match self.place {
            Some(place) => *measure.places.get(place).unwrap_or(&Err(Absent::NotAsked)),
            None => measure.all,
        }
    }
}

#[cfg(test)]
mod tests;
