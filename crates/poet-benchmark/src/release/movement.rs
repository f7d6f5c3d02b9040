//! A movement between two waves as it leaves.

use serde::Serialize;

use super::cover::Covers;
use super::policy::SharesFrom;
use super::{
    Audience, Benchmark, Figure, ItemCell, MeanFigure, Policy, RangeFigure, Released, apply,
};
use crate::compare::{newcombe, welch};
use crate::estimate::Proportion;
use crate::progress::{Moved, Movement, POWER, Side, Sides, TELLING, detectable_share};
use crate::{Absent, Origin};

/// One item or measure in two waves, as it leaves.
///
/// # Units
///
/// A favourable share is a fraction of one; a mean is in the measure's own units.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MovementResult {
    /// What the earlier figure was worked out from.
    pub origin_before: Origin,
    /// What the later figure was worked out from.
    pub origin_after: Origin,
    /// Who may see it.
    pub audience: Audience,
    /// Confidence of the intervals.
    pub confidence: f64,
    /// Whether it is the share of an item or the mean of a measure over a range of this width.
    pub width: f64,
    /// The earlier wave.
    pub before: Figure<LevelFigure>,
    /// The later wave.
    pub after: Figure<LevelFigure>,
    /// The later less the earlier; kept back where either is.
    pub moved: Figure<MovedFigure>,
}

/// A share or a mean of one wave.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LevelFigure {
    /// People it is worked out from.
    pub people: u64,
    /// Share or mean.
    pub value: f64,
}

/// What a figure did between two waves.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MovedFigure {
    /// Later less earlier, with its interval: Newcombe's for shares, Welch's for means.
    pub difference: RangeFigure,
    /// What may be said.
    pub verdict: Moved,
    /// Smallest movement that would have been found in four of five such pairs of waves.
    pub detectable: f64,
}

/// A difference with what can be said of it, before it is rounded.
struct Difference {
    estimate: f64,
    lower: f64,
    upper: f64,
    detectable: f64,
}

impl Policy {
    /// Releases what moved between two waves. Each wave is protected by itself, as [`Policy::apply`] does; what they
    /// differ by is kept back where either figure is, or is not shown in full.
    pub fn apply_movement(&self, movement: &Movement) -> Released<MovementResult> {
        let [before, after] = [&movement.before, &movement.after].map(|side| {
            (
                side,
                apply::release(self, &side.findings, &Covers::new(self, &side.findings)),
            )
        });
        let audience = before.1.release.audience.max(after.1.release.audience);
        let (levels, difference, width) = match movement.sides {
            Sides::Shares(at) => {
                let cells = [(&before, at[0]), (&after, at[1])]
                    .map(|(wave, at)| (wave, at, cell(wave, at)));
                let levels = cells.map(|(_, _, cell)| share_level(cell));
                (levels, self.shares(movement, cells), 1.0)
            }
            Sides::Means(at, width) => {
                let means = [(&before, at[0]), (&after, at[1])]
                    .map(|(wave, at)| (wave, at, mean(wave, at)));
                let levels = means.map(|(_, _, mean)| {
                    mean.map(|m| LevelFigure {
                        people: m.people,
                        value: m.mean,
                    })
                });
                (levels, mean_difference(movement, means), width)
            }
        };
        let [level_before, level_after] = levels;
        let [_, shown] = [level_before, level_after].map(|level| level.map(|_| ()));
        let moved = level_before.and_then(|_| shown.and_then(|()| difference));
        Released::new(MovementResult {
            origin_before: before.1.origin,
            origin_after: after.1.origin,
            audience,
            confidence: movement.settings.confidence.level(),
            width,
            before: level_before,
            after: level_after,
            moved: moved.map(|difference| self.moved(&difference, movement.sides, width)),
        })
    }

    /// The difference of two shares: of the rounded counts where the policy works from them.
    fn shares(&self, movement: &Movement, cells: [Cell<'_>; 2]) -> Figure<Difference> {
        let from_rounded = self
            .rounding
            .is_some_and(|r| r.shares == SharesFrom::RoundedCounts);
        let [before, after] = cells.map(|((side, _), at, cell)| match from_rounded {
            true => rounded(cell).unwrap_or_else(|| exact(side, at)),
            false => exact(side, at),
        });
        let confidence = movement.settings.confidence;
        let found = before.and_then(|before| Ok((before, after?)));
        Figure::from(found).map(|(before, after)| {
            let found = newcombe(after, before, confidence);
            Difference {
                estimate: found.estimate,
                lower: found.interval.lower,
                upper: found.interval.upper,
                detectable: detectable_share(before, after, confidence),
            }
        })
    }

    fn moved(&self, difference: &Difference, sides: Sides, width: f64) -> MovedFigure {
        // Shares of people are rounded as shares are.
        let is_share = matches!(sides, Sides::Shares(_)) || width <= 1.0;
        let round = |value: f64| match is_share {
            true => self.share(value),
            false => self.mean(value),
        };
        let verdict = if difference.lower > 0.0 {
            Moved::Rose
        } else if difference.upper < 0.0 {
            Moved::Fell
        } else if difference.detectable > width * TELLING {
            Moved::TooFewToTell
        } else {
            Moved::NoneFound
        };
        MovedFigure {
            difference: RangeFigure {
                value: round(difference.estimate),
                lower: round(difference.lower),
                upper: round(difference.upper),
            },
            verdict,
            detectable: round(difference.detectable),
        }
    }
}

type Wave<'a> = (&'a Side, Benchmark);
type Cell<'a> = (&'a Wave<'a>, usize, Option<&'a ItemCell>);
type MeanOf<'a> = (&'a Wave<'a>, usize, Figure<MeanFigure>);

fn cell<'a>((side, benchmark): &'a Wave<'_>, column: usize) -> Option<&'a ItemCell> {
    let item = benchmark.items.get(column)?;
    match side.place {
        Some(place) => item.places.get(place),
        None => Some(&item.all),
    }
}

fn mean((side, benchmark): &Wave<'_>, measure: usize) -> Figure<MeanFigure> {
    let measure = benchmark.measures.get(measure);
    let figure = measure.and_then(|measure| match side.place {
        Some(place) => measure.places.get(place).copied(),
        None => Some(measure.all),
    });
    figure.unwrap_or(Figure::Absent(Absent::NotAsked))
}

/// The difference of two means, where both are shown as exactly as means are, with their intervals: a coarser one
/// is coarse to protect people.
fn mean_difference(movement: &Movement, means: [MeanOf<'_>; 2]) -> Figure<Difference> {
    let [before, after] = means.map(|((side, _), at, _)| side.mean(at));
    let [one, two] = means.map(|(_, _, figure)| figure);
    let shown = one.and_then(|one| two.map(|two| [one, two]));
    let in_full = |figure: &MeanFigure| !figure.interval.is_withheld();
    if let Figure::Shown(both) = &shown
        && !(both.iter().all(in_full) && both[0].decimals == both[1].decimals)
    {
        return Figure::Withheld(apply::CONFIDENTIAL);
    }
    let confidence = movement.settings.confidence;
    let found = before.and_then(|before| welch(&after?.moments, &before.moments, confidence));
    shown
        .and_then(|_| Figure::from(found))
        .map(|found| Difference {
            estimate: found.estimate,
            lower: found.interval.lower,
            upper: found.interval.upper,
            detectable: (confidence.z() + POWER) * found.error,
        })
}

fn share_level(cell: Option<&ItemCell>) -> Figure<LevelFigure> {
    let Some(cell) = cell else {
        return Figure::Absent(Absent::NotAsked);
    };
    cell.base.and_then(|people| {
        cell.favourable.map(|share| LevelFigure {
            people,
            value: share.share,
        })
    })
}

fn exact(side: &Side, column: usize) -> Result<Proportion, Absent> {
    let place = side.item(column).ok_or(Absent::NotAsked)?;
    let headline = place.headline.as_ref().map_err(|absent| *absent)?;
    Ok(headline.favourable.proportion)
}

/// The share of the counts as they are shown; none where they are not counted people.
fn rounded(cell: Option<&ItemCell>) -> Option<Result<Proportion, Absent>> {
    let cell = cell?;
    let (people, base) = (cell.favourable.shown()?.people?, cell.base.shown()?);
    let of = Proportion::new(people as f64, base as f64);
    Some(of.map_err(|_| Absent::NoAnswers))
}
