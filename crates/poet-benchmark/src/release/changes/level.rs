//! The share of one wave, from the figures that are shown.

use poet_core::Reading;

use super::WaveShare;
use crate::Absent;
use crate::estimate::{Confidence, Proportion, wilson};
use crate::findings::PlaceFindings;
use crate::release::policy::SharesFrom;
use crate::release::{Benchmark, Figure, ItemCell, Policy};
use crate::tally::whole;
use crate::waves::{Dated, Stand};

/// One wave with what of it is released.
pub(super) type Wave<'a> = (&'a Dated, &'a Benchmark);

/// A share of one wave: what may be worked with, since it is shown, and what is shown of it.
#[derive(Clone, Copy)]
pub(super) struct Level {
    pub(super) proportion: Proportion,
    pub(super) shown: WaveShare,
}

/// The share of one wave; nothing where the place took no part in it.
pub(super) fn level(
    policy: &Policy,
    (dated, benchmark): Wave<'_>,
    (stand, place): (&Stand, Option<usize>),
    confidence: Confidence,
) -> Option<Figure<Level>> {
    let exact = dated.at(stand.column, place)?;
    let item = benchmark.items.get(stand.column)?;
    let cell = match place {
        Some(place) => item.places.get(dated.positions[place]?)?,
        None => &item.all,
    };
    let shown = cell
        .base
        .and_then(|base| is_shown(cell, stand).map(|()| base));
    let level = |base: u64| {
        let proportion = match from_rounded(policy).then(|| rounded(cell, stand)).flatten() {
            Some(rounded) => rounded?,
            None => of_people(exact, stand)?,
        };
        let base = match &stand.reread {
            None => base,
            // Some answers may be outside the base of the common scale.
            Some(_) => policy.people(whole(proportion.n())),
        };
        let interval = wilson(proportion, confidence);
        let [share, lower, upper] =
            [proportion.share(), interval.lower, interval.upper].map(|s| policy.share(s));
        Ok(Level {
            proportion,
            shown: WaveShare {
                base,
                share,
                lower,
                upper,
            },
        })
    };
    Some(shown.and_then(|base| level(base).into()))
}

fn from_rounded(policy: &Policy) -> bool {
    policy
        .rounding
        .is_some_and(|rounded| rounded.shares == SharesFrom::RoundedCounts)
}

/// Whether the favourable share is shown: as it is, or every point that it is put together from.
fn is_shown(cell: &ItemCell, stand: &Stand) -> Figure<()> {
    match &stand.reread {
        None => cell.favourable.map(|_| ()),
        Some(_) => cell.points.iter().fold(Figure::Shown(()), |all, point| {
            all.and_then(|()| point.map(|_| ()))
        }),
    }
}

/// The exact count.
fn of_people(place: &PlaceFindings, stand: &Stand) -> Result<Proportion, Absent> {
    if stand.reread.is_none() {
        let headline = place.headline.as_ref().map_err(|why| *why)?;
        return Ok(headline.favourable.proportion);
    }
    let spread = place.distribution.as_ref().map_err(|why| *why)?;
    regrouped(stand, |point| spread.points.get(point).copied())
}

/// The count as it is shown; nothing where it is not of counted people.
fn rounded(cell: &ItemCell, stand: &Stand) -> Option<Result<Proportion, Absent>> {
    let proportion = |people: u64, base: u64| {
        Proportion::new(people as f64, base as f64).map_err(|_| Absent::NoAnswers)
    };
    if stand.reread.is_none() {
        return Some(proportion(
            cell.favourable.shown()?.people?,
            cell.base.shown()?,
        ));
    }
    let people = |point: usize| Some(cell.points.get(point)?.shown()?.people? as f64);
    Some(regrouped(stand, people))
}

/// The share of the points that count as favourable on the common scale.
fn regrouped(stand: &Stand, people: impl Fn(usize) -> Option<f64>) -> Result<Proportion, Absent> {
    let readings = || stand.reread.iter().flatten().enumerate();
    let sum = |of: &dyn Fn(Reading) -> bool| -> f64 {
        readings()
            .filter(|(_, reading)| of(**reading))
            .filter_map(|(point, _)| people(point))
            .sum()
    };
    let (favourable, base) = (
        sum(&|r| r == Reading::Favourable),
        sum(&|r| r != Reading::Outside),
    );
    Proportion::new(favourable, base).map_err(|_| Absent::NoAnswers)
}
