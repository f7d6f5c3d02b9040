//! Which questions of the latest wave can be followed back, and how far.

use poet_core::{
    Incomparable, Instrument, Item, ItemId, ItemKind, Pool, Reading, Scale, ScaleId, WaveId,
};

use super::Round;
use crate::Error;

/// A question of the latest wave, and where it stands in the waves before.
#[derive(Clone)]
pub(crate) struct Followed {
    /// Its name in the latest wave.
    pub(crate) item: ItemId,
    /// The oldest wave that it is followed to.
    pub(crate) since: usize,
    /// Where it stands in each wave from then on.
    pub(crate) stands: Vec<Stand>,
}

/// Where a question stands in one wave.
#[derive(Clone)]
pub(crate) struct Stand {
    /// Its column.
    pub(crate) column: usize,
    /// The scale that it was asked on, where answers fall onto a coarser one.
    pub(crate) fallen_from: Option<ScaleId>,
    /// How its points are read, where that is not as the wave itself reads them.
    pub(crate) reread: Option<Vec<Reading>>,
}

/// A question of the latest wave that is not followed, or not through all waves, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Break {
    /// Its name in the latest wave.
    pub item: ItemId,
    /// The oldest wave that it is followed to; none where it is not followed at all.
    pub since: Option<WaveId>,
    /// Why it goes back no further.
    pub reason: Incomparable,
}

/// The pool of the latest instrument and of every one since a wave.
struct Stretch {
    since: usize,
    pool: Result<Pool, Incomparable>,
}

/// Follows every question with better and worse answers back from the latest wave.
pub(super) fn follow(rounds: &[Round<'_>]) -> Result<(Vec<Followed>, Vec<Break>), Error> {
    let instruments: Vec<&Instrument> = rounds
        .iter()
        .map(|round| round.tally.instrument())
        .collect();
    let stretches = stretches(&instruments)?;
    let Some(latest) = instruments.last() else {
        return Ok((Vec::new(), Vec::new()));
    };
    let (mut followed, mut breaks) = (Vec::new(), Vec::new());
    for item in latest.items().iter().filter(|item| has_direction(item)) {
        let holding = stretches
            .iter()
            .position(|stretch| stretch.holds(item.id()).is_ok());
        let since = holding.map(|at| stretches[at].since);
        // One wave is followed nowhere.
        let since = since.filter(|since| since + 1 < instruments.len());
        let reason = match holding {
            Some(0) => None,
            Some(at) => stretches[at - 1].holds(item.id()).err(),
            None => stretches
                .last()
                .and_then(|stretch| stretch.holds(item.id()).err()),
        };
        breaks.extend(reason.map(|reason| Break {
            item: item.id().clone(),
            since: since.map(|since| rounds[since].wave.id().clone()),
            reason,
        }));
        let (Some(since), Some(at)) = (since, holding) else {
            continue;
        };
        let stands = instruments[since..]
            .iter()
            .map(|own| stretches[at].stand(item.id(), own));
        followed.extend(stands.collect::<Option<_>>().map(|stands| Followed {
            item: item.id().clone(),
            since,
            stands,
        }));
    }
    Ok((followed, breaks))
}

fn has_direction(item: &Item) -> bool {
    matches!(item.kind(), ItemKind::Choice(_)) && item.scale().is_some_and(Scale::is_evaluative)
}

/// A pool from every wave on that brings another instrument, the longest first.
fn stretches(instruments: &[&Instrument]) -> Result<Vec<Stretch>, Error> {
    let brings_another =
        |at: &usize| *at == 0 || instruments[at - 1].hash() != instruments[*at].hash();
    let pool = |since: usize| {
        let mut distinct: Vec<&Instrument> = Vec::new();
        // The latest first: questions stand as it words them.
        for instrument in instruments[since..].iter().rev() {
            if !distinct
                .iter()
                .any(|known| known.hash() == instrument.hash())
            {
                distinct.push(instrument);
            }
        }
        match Pool::new(&distinct) {
            Err(barrier @ (Incomparable::Asks { .. } | Incomparable::Respondent { .. })) => {
                Err(Error::Incomparable(barrier))
            }
            pool => Ok(Stretch { since, pool }),
        }
    };
    (0..instruments.len())
        .filter(brings_another)
        .map(pool)
        .collect()
}

impl Stretch {
    fn holds(&self, item: &ItemId) -> Result<&Item, Incomparable> {
        let pool = self.pool.as_ref().map_err(Clone::clone)?;
        pool.item(item)
    }

    /// Where a question of the pool stands in one of its instruments.
    fn stand(&self, item: &ItemId, own: &Instrument) -> Option<Stand> {
        let pool = self.pool.as_ref().ok()?;
        let at = pool.instrument().position(item.as_str())?;
        let taken = pool.member(own.hash())?.items().get(at)?;
        let (common, here) = (
            pool.instrument().items()[at].scale()?,
            own.items()[taken.item].scale()?,
        );
        let read = |&onto: &u8| Some(common.points().get(usize::from(onto))?.reading());
        let read: Vec<Reading> = taken.points.iter().map(read).collect::<Option<_>>()?;
        let as_here = here
            .points()
            .iter()
            .map(poet_core::Point::reading)
            .eq(read.iter().copied());
        Some(Stand {
            column: own.columns_of(taken.item).start,
            fallen_from: taken.collapsed_from.clone(),
            reread: (!as_here).then_some(read),
        })
    }
}
