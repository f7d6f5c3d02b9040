//! Shares and means weighted to the population.

use poet_core::{Missing, Reading, Sampling};

use super::frame::Sampled;
use super::place::Judged;
use crate::Absent;
use crate::estimate::{Stratified, Stratum, part_of_stratum, stratified};
use crate::tally::{Distribution, Tally};

/// One item weighted to the population.
#[derive(Clone, PartialEq)]
pub struct WeightedItem {
    /// All organisations together, each stratum weighted by its people.
    pub all: WeightedPlace,
    /// Each organisation, in the order of [`Findings::places`](super::Findings::places).
    pub places: Vec<WeightedPlace>,
}

/// One item weighted to the population of one place.
#[derive(Clone, PartialEq)]
pub struct WeightedPlace {
    /// Answers of every stratum.
    pub(crate) strata: Result<Vec<StratumAnswers>, Absent>,
    /// The shares.
    pub shares: Result<WeightedShares, Absent>,
}

/// Weighted shares of the people who could have answered.
#[derive(Clone, PartialEq)]
pub struct WeightedShares {
    /// Every point, in the order of the scale; none for points outside the base.
    pub points: Vec<Option<Stratified>>,
    /// Favourable answers; for an option of a tick-all item, the people who tick it.
    pub favourable: Result<Stratified, Absent>,
    /// Neutral answers.
    pub neutral: Result<Stratified, Absent>,
    /// Unfavourable answers.
    pub unfavourable: Result<Stratified, Absent>,
}

/// One measure weighted to the population.
#[derive(Clone, PartialEq)]
pub struct WeightedMeans {
    /// All organisations together.
    pub all: WeightedMean,
    /// Each organisation, in the order of [`Findings::places`](super::Findings::places).
    pub places: Vec<WeightedMean>,
}

/// Mean of a measure weighted to the population of one place.
#[derive(Clone, PartialEq)]
pub struct WeightedMean {
    /// People with a score and without one, by stratum.
    pub(crate) scored: Vec<[u64; 2]>,
    /// The mean, with its margin.
    pub mean: Result<Stratified, Absent>,
}

/// What the people of one stratum answered to one item.
#[derive(Clone, PartialEq)]
pub(crate) struct StratumAnswers {
    /// People who could have answered the item.
    population: f64,
    pub(crate) spread: Distribution,
    /// People to whom the item was put.
    pub(crate) asked: u64,
    pub(crate) not_asked: u64,
}

/// The strata of each organisation.
pub(super) type Strata<'a> = [Result<Vec<Sampled<'a>>, Absent>];

impl WeightedItem {
    pub(super) fn new(
        tally: &Tally,
        (judged, column): (&Judged, usize),
        strata: &Strata<'_>,
        sampling: Sampling,
    ) -> Self {
        let answers = |place: &Result<Vec<Sampled<'_>>, Absent>| {
            let place = place.as_ref().map_err(|absent| *absent)?;
            let spread = |s: &Sampled<'_>| {
                let spread = tally.distribution(&s.view, column, &judged.readings);
                StratumAnswers::new(s, spread.ok_or(Absent::NotPublished)?)
            };
            place.iter().map(spread).collect::<Result<Vec<_>, _>>()
        };
        let places: Vec<_> = strata.iter().map(answers).collect();
        let together: Result<Vec<_>, _> = places.iter().cloned().collect();
        let place = |strata| WeightedPlace::new(strata, judged, sampling);
        Self {
            all: place(together.map(|places| places.concat())),
            places: places.into_iter().map(place).collect(),
        }
    }
}

impl WeightedPlace {
    fn new(
        strata: Result<Vec<StratumAnswers>, Absent>,
        judged: &Judged,
        sampling: Sampling,
    ) -> Self {
        let shares = |strata: &Vec<_>| WeightedShares::new(strata, judged, sampling);
        Self {
            shares: strata.as_ref().map_err(|absent| *absent).and_then(shares),
            strata,
        }
    }

    /// The place with every count rounded, and the shares worked out anew.
    pub(crate) fn rounded(
        &self,
        round: impl Fn(f64) -> f64,
        judged: &Judged,
        sampling: Sampling,
    ) -> Self {
        let strata = self.strata.as_ref().map_err(|absent| *absent);
        let strata = strata.map(|strata| {
            let rounded = strata.iter().map(|stratum| stratum.rounded(&round));
            rounded.collect()
        });
        Self::new(strata, judged, sampling)
    }
}

impl WeightedShares {
    fn new(strata: &[StratumAnswers], judged: &Judged, sampling: Sampling) -> Result<Self, Absent> {
        let readings = &judged.readings;
        if readings.points.len() < 2 {
            return Err(Absent::NotJudged);
        }
        let figure = |people: &dyn Fn(&Distribution) -> f64| {
            let strata: Result<Vec<_>, _> = strata.iter().map(|s| s.share(people)).collect();
            Ok(with_margin(stratified(&strata?)?, sampling))
        };
        let point = |at| match readings.in_base(at) {
            true => figure(&|spread| judged.fraction(spread, at)).map(Some),
            false => Ok(None),
        };
        let points: Result<Vec<_>, Absent> = (0..readings.points.len()).map(point).collect();
        let side = |reading| match readings.is_evaluative() {
            true => figure(&|spread| spread.read_as(readings, reading)),
            false => Err(Absent::NotJudged),
        };
        let points = points?;
        Ok(Self {
            favourable: match (readings.tick, points.get(1)) {
                (true, Some(Some(ticked))) => Ok(*ticked),
                _ => side(Reading::Favourable),
            },
            neutral: side(Reading::Neutral),
            unfavourable: side(Reading::Unfavourable),
            points,
        })
    }
}

impl StratumAnswers {
    /// Where some were not asked, the others stand for as large a share of the stratum as of those who answered.
    fn new(sampled: &Sampled<'_>, spread: Distribution) -> Result<Self, Absent> {
        let people = sampled.view.people().ok_or(Absent::NotPublished)?;
        let not_asked = spread.missing.map_or(0, |m| m[Missing::NotAsked.index()]);
        let asked = people.saturating_sub(not_asked);
        let population = match not_asked {
            0 => sampled.eligible,
            _ => part_of_stratum(sampled.eligible, asked as f64, people as f64)?,
        };
        Ok(Self {
            population,
            spread,
            asked,
            not_asked,
        })
    }

    /// Those of the base whom `people` counts.
    fn share(&self, people: &dyn Fn(&Distribution) -> f64) -> Result<Stratum, Absent> {
        let base = self.spread.base;
        let counted = people(&self.spread).clamp(0.0, base);
        Stratum::share(counted, base, self.population).map_err(|_| Absent::BeyondFrame)
    }

    fn rounded(&self, round: impl Fn(f64) -> f64) -> Self {
        let mut spread = self.spread.clone();
        spread.base = round(spread.base);
        spread
            .points
            .iter_mut()
            .for_each(|people| *people = round(*people));
        Self {
            // Rounding may take more people than there are.
            population: self.population.max(spread.base),
            spread,
            ..*self
        }
    }
}

impl WeightedMeans {
    pub(super) fn new(
        tally: &Tally,
        measure: usize,
        strata: &Strata<'_>,
        sampling: Sampling,
    ) -> Self {
        let all: Result<Vec<_>, _> = strata.iter().map(Result::as_ref).collect();
        let mean = |place: Result<Vec<&Sampled<'_>>, Absent>| match place {
            Ok(strata) => WeightedMean::new(tally, measure, &strata, sampling),
            Err(absent) => WeightedMean {
                scored: Vec::new(),
                mean: Err(absent),
            },
        };
        let place = |place: &'_ Result<Vec<_>, Absent>| match place {
            Ok(strata) => mean(Ok(strata.iter().collect())),
            Err(absent) => mean(Err(*absent)),
        };
        Self {
            all: mean(
                all.map(|all| all.into_iter().flatten().collect())
                    .map_err(|a| *a),
            ),
            places: strata.iter().map(place).collect(),
        }
    }
}

impl WeightedMean {
    fn new(tally: &Tally, measure: usize, strata: &[&Sampled<'_>], sampling: Sampling) -> Self {
        let moments = strata
            .iter()
            .map(|s| (s.eligible, tally.moments(&s.view, measure)));
        let moments: Vec<_> = moments.collect();
        let stratum = |(eligible, moments): &(f64, Option<crate::tally::Moments>)| {
            let stratum = match moments {
                Some(m) => Stratum::mean(m.mean, m.deviation, m.people as f64, *eligible),
                None => Stratum::share(0.0, 0.0, *eligible),
            };
            stratum.map_err(|_| Absent::BeyondFrame)
        };
        let figure = || stratified(&moments.iter().map(stratum).collect::<Result<Vec<_>, _>>()?);
        let scored = strata.iter().zip(&moments).map(|(stratum, (_, moments))| {
            let scored = moments.map_or(0, |m| m.people);
            [scored, stratum.view.people().unwrap_or(0) - scored]
        });
        Self {
            scored: scored.collect(),
            mean: figure().map(|figure| with_margin(figure, sampling)),
        }
    }
}

/// Those who came forward by themselves are no sample, so they have no margin.
fn with_margin(figure: Stratified, sampling: Sampling) -> Stratified {
    let margin = match sampling {
        Sampling::Volunteers => Err(Absent::Volunteers),
        Sampling::Everybody | Sampling::Random => figure.margin,
    };
    Stratified { margin, ..figure }
}

#[cfg(test)]
mod tests;
