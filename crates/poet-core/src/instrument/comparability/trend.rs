//! One question over several editions.

use super::footing::Footing;
use super::matching::{Matching, answers, reworded};
use super::{Change, Incomparable, ItemVerdict, Reworded, Side};
use crate::instrument::{Instrument, Scale, nearest};
use crate::{InstrumentKey, ItemId, ScaleId, SeriesKey};

/// One question as several editions ask it, on one scale.
#[derive(Clone, Debug)]
pub struct Trend {
    series: SeriesKey,
    scale: Option<Scale>,
    points: Vec<TrendPoint>,
}

/// The question in one edition.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TrendPoint {
    /// The instrument.
    pub instrument: InstrumentKey,
    /// Its name there.
    pub item: ItemId,
    /// Position on the common scale of each of its points.
    pub points: Vec<u8>,
    /// The scale that it was asked on, where that is not the common one.
    pub collapsed_from: Option<ScaleId>,
    /// What is said in other words than in the first edition.
    pub reworded: Vec<Reworded>,
}

impl Trend {
    /// Follows the question of a series through instruments, in the order given.
    ///
    /// # Errors
    ///
    /// [`Incomparable`] across instruments of which one asks for change and the other for the state of things, across
    /// different respondents, across a changed question, or where one does not ask it.
    ///
    /// # Examples
    ///
    /// ```
    /// use poet_core::{Catalogue, Incomparable, Trend};
    ///
    /// let holders = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
    /// let trend = Trend::of(&"change/outcome/dignity".parse()?, &[holders, holders])?;
    /// assert_eq!(trend.points().len(), 2);
    /// let missing = Trend::of(&"change/outcome/dignty".parse()?, &[holders]);
    /// assert!(matches!(missing, Err(Incomparable::NoSeries { nearest: Some(_), .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(series: &SeriesKey, instruments: &[&Instrument]) -> Result<Self, Incomparable> {
        let Some(&first) = instruments.first() else {
            return Err(Incomparable::NoInstruments);
        };
        let mut sides = Vec::new();
        for &instrument in instruments {
            Incomparable::barrier(first, instrument)?;
            sides.push(find(series, instrument)?);
        }
        for side in &sides[1..] {
            same_question(sides[0], *side)?;
        }
        let chosen = stand(&sides, instruments)?;
        let points = sides.iter().enumerate();
        let points = points.map(|(at, side)| TrendPoint::new(*side, sides[0], chosen.get(at)));
        Ok(Self {
            series: series.clone(),
            points: points.collect(),
            scale: chosen.into_iter().next().map(|footing| footing.scale),
        })
    }

    /// Key of the series.
    pub fn series(&self) -> &SeriesKey {
        &self.series
    }

    /// The scale that all editions stand on; none for a question without points.
    pub fn scale(&self) -> Option<&Scale> {
        self.scale.as_ref()
    }

    /// The question in each instrument, in the order given.
    pub fn points(&self) -> &[TrendPoint] {
        &self.points
    }
}

impl TrendPoint {
    fn new(side: Side<'_>, first: Side<'_>, footing: Option<&Footing>) -> Self {
        let fallen = footing.filter(|footing| !footing.is_own(side));
        Self {
            instrument: side.instrument.key().clone(),
            item: side.item.id().clone(),
            points: footing
                .map(|footing| footing.points.clone())
                .unwrap_or_default(),
            collapsed_from: fallen
                .and_then(|_| side.item.scale())
                .map(|own| own.id().clone()),
            reworded: reworded(first, side),
        }
    }
}

fn find<'a>(series: &SeriesKey, instrument: &'a Instrument) -> Result<Side<'a>, Incomparable> {
    let sides = Side::all(instrument);
    let found = sides.iter().find(|side| side.item.series() == Some(series));
    found.copied().ok_or_else(|| {
        let keys = sides.iter().filter_map(|side| side.item.series());
        let near = nearest(series.as_str(), keys.map(SeriesKey::as_str));
        Incomparable::NoSeries {
            series: series.clone(),
            instrument: instrument.key().clone(),
            nearest: near.and_then(|key| key.parse().ok()),
        }
    })
}

/// Two items of one series are the same question; what differs is an error.
fn same_question(a: Side<'_>, b: Side<'_>) -> Result<(), Incomparable> {
    let matching = Matching::of(a.instrument, b.instrument);
    let at = |side: Side<'_>| side.instrument.position(side.item.id().as_str());
    let verdict = at(a)
        .zip(at(b))
        .map(|(a, b)| matching.compare(a, b).verdict);
    match verdict {
        Some(ItemVerdict::Changed(changes)) => Err(changed(a, b, changes)),
        _ => Ok(()),
    }
}

pub(super) fn changed(a: Side<'_>, b: Side<'_>, changes: Vec<Change>) -> Incomparable {
    Incomparable::Changed {
        item: a.item.id().clone(),
        first: a.instrument.key().clone(),
        second: b.instrument.key().clone(),
        changes,
    }
}

/// The finest scale that all items stand on, none for items without points.
pub(super) fn stand(
    sides: &[Side<'_>],
    declaring: &[&Instrument],
) -> Result<Vec<Footing>, Incomparable> {
    let all: Vec<_> = sides
        .iter()
        .map(|side| Footing::all(*side, declaring))
        .collect();
    if all.iter().all(Vec::is_empty) {
        return Ok(Vec::new());
    }
    let chosen = Footing::common(&all);
    chosen.ok_or_else(|| {
        // Each stands with the first somewhere, and not all on one scale: the first two that differ say which.
        let other = sides
            .iter()
            .find(|side| answers(sides[0], **side).is_some());
        let other = *other.unwrap_or(&sides[0]);
        changed(
            sides[0],
            other,
            answers(sides[0], other).into_iter().collect(),
        )
    })
}
