//! Figures weighted to the population, as they leave.

use poet_core::Sampling;
use serde::Serialize;

use super::apply::{Releasing, guarded};
use super::cover::Covers;
use super::policy::{Rounded, SharesFrom};
use super::{CaseMix, Figure, Policy};
use crate::Absent;
use crate::estimate::Stratified;
use crate::findings::{
    Findings, ItemFindings, MeasureFindings, WeightedMean, WeightedPlace, WeightedShares,
};
use crate::suppression::{Line, Rule, protect_totals};
use crate::tally::whole;

/// One item weighted to the population.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeightedResult {
    /// All organisations together.
    pub all: Figure<WeightedCell>,
    /// Each organisation, in the order of [`Benchmark::places`](super::Benchmark::places).
    pub places: Vec<Figure<WeightedCell>>,
}

/// One item weighted to the population of one place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeightedCell {
    /// Every point, in the order of the scale; none for points outside the base.
    pub points: Vec<Option<WeightedFigure>>,
    /// Favourable answers; for an option, the people who tick it.
    pub favourable: Figure<WeightedFigure>,
    /// Neutral answers.
    pub neutral: Figure<WeightedFigure>,
    /// Unfavourable answers.
    pub unfavourable: Figure<WeightedFigure>,
}

/// A share of the population.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WeightedFigure {
    /// How many people they would be, had everybody answered.
    pub people: u64,
    /// Their share of the population.
    pub share: f64,
    /// Half the width of the interval of the share.
    pub margin: Figure<f64>,
}

/// One measure weighted to the population.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WeightedMeasure {
    /// All organisations together.
    pub all: Figure<WeightedMeanFigure>,
    /// Each organisation, in the order of [`Benchmark::places`](super::Benchmark::places).
    pub places: Vec<Figure<WeightedMeanFigure>>,
}

/// Mean of the population.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct WeightedMeanFigure {
    /// Mean, in the measure's units.
    pub mean: f64,
    /// Decimal places of the mean and of its margin; none where they are in full.
    pub decimals: Option<u32>,
    /// Half the width of its interval.
    pub margin: Figure<f64>,
}

/// Which weighted figures are kept back.
///
/// The sizes of strata are known to everybody, so a weighted share is one more sum of the counts of the strata, and with
/// the shares shown beside it they may all be worked out. It is shown only where that gives nothing away: where no
/// answer of the place is kept back, and in every stratum each answer, and the number of people not asked, is of nobody
/// or of at least as many as the threshold; likewise for the items that lead to it. The people that shares stand for sum to
/// the population, so nothing weighted is shown where that is kept back. A mean wants the same of all its
/// items, and of the people with and without a score. The figure of all together is shown where that of every place is,
/// since it is a sum of theirs. Beside places compared like with like, of which all places together are known stratum by
/// stratum, one that is kept back there hides behind others that are: these have no weighted share either.
pub(super) struct Guard<'a> {
    rule: Option<Rule>,
    findings: &'a Findings,
    covers: &'a Covers,
    case_mix: Option<&'a CaseMix>,
    /// Lines whose population is kept back.
    small: Vec<Line>,
}

/// A share or a mean is kept back of a place, or of all together.
type Place = Option<usize>;

impl<'a> Guard<'a> {
    pub(super) fn new(
        policy: &Policy,
        (findings, case_mix): (&'a Findings, Option<&'a CaseMix>),
        covers: &'a Covers,
    ) -> Self {
        let rule = policy.rule.filter(|_| !findings.published);
        let frame = findings.frame.as_ref().zip(rule);
        Self {
            rule,
            findings,
            covers,
            case_mix,
            small: frame.map_or_else(Vec::new, |(frame, rule)| frame.small_populations(rule)),
        }
    }

    /// Whether the weighted shares of an item are kept back.
    fn hides_item(&self, item: usize, place: Place) -> bool {
        let population = match place {
            Some(row) => self.small.contains(&Line::Row(row)),
            None => !self.small.is_empty(),
        };
        let of = |&at: &usize| self.hides_alone(at, place);
        population
            || of(&item)
            || self.findings.items[item].sources.iter().any(of)
            || self.hides_like_with_like(item, place)
    }

    /// Whether the place is kept back, or of all together any is, where like is held with like.
    fn hides_like_with_like(&self, item: usize, place: Place) -> bool {
        let id = &self.findings.items[item].item;
        let mut mixed = self.case_mix.iter().flat_map(|mix| &mix.items);
        mixed.find(|mixed| mixed.item == *id).is_some_and(|mixed| {
            let places = &mixed.places;
            match place {
                Some(row) => places[row].is_withheld(),
                None => places.iter().any(Figure::is_withheld),
            }
        })
    }

    fn hides_alone(&self, at: usize, place: Place) -> bool {
        let (Some(rule), Some(weighted)) = (self.rule, &self.findings.items[at].weighted) else {
            return false;
        };
        let places = &weighted.places;
        let hidden = |line: Line| self.covers.items()[at].hides_some(line);
        let small = |place: &WeightedPlace| self.has_small_strata(at, place, rule);
        if let Some(row) = place {
            return hidden(Line::Row(row)) || small(&places[row]);
        }
        let mut lines = (0..places.len()).map(Line::Row).chain([Line::Total]);
        lines.any(hidden) || places.iter().any(small)
    }

    fn has_small_strata(&self, at: usize, place: &WeightedPlace, rule: Rule) -> bool {
        let judged = &self.findings.items[at].judged;
        let points = 0..judged.readings.points.len();
        let mut strata = place.strata.iter().flatten();
        strata.any(|stratum| {
            let mut people = points.clone().map(|at| judged.people(&stratum.spread, at));
            let some_left_out = stratum.not_asked > 0 && rule.withholds(stratum.asked);
            people.any(|people| rule.withholds(people))
                || rule.withholds(stratum.not_asked)
                || some_left_out
        })
    }

    /// Whether the weighted mean of a measure is kept back.
    fn hides_measure(&self, measure: &MeasureFindings, place: Place) -> bool {
        let (Some(rule), Some(weighted)) = (self.rule, &measure.weighted) else {
            return false;
        };
        let people = |mean: &Result<crate::Mean, Absent>| {
            mean.as_ref().map_or(0, |mean| mean.moments.people)
        };
        let scored: Vec<u64> = measure.places.iter().map(people).collect();
        let lines = protect_totals(&scored, rule);
        let small = |mean: &WeightedMean| mean.scored.iter().flatten().any(|&n| rule.withholds(n));
        let here = match place {
            Some(row) => lines.contains(&Line::Row(row)) || small(&weighted.places[row]),
            None => !lines.is_empty() || weighted.places.iter().any(small),
        };
        here || measure.columns.iter().any(|&at| self.hides_item(at, place))
    }
}

impl Releasing<'_> {
    /// Weighted shares of an item, where there is a frame.
    pub(super) fn weighted_item(
        &self,
        (at, item): (usize, &ItemFindings),
        (guard, sampling): (&Guard<'_>, Option<Sampling>),
    ) -> Option<WeightedResult> {
        let (weighted, sampling) = (item.weighted.as_ref()?, sampling?);
        let round = self.rounded_counts();
        let cell = |place: &WeightedPlace, at_place: Place| {
            let rounded = round.map(|rounded| {
                let round = |people: f64| rounded.to.round(whole(people)) as f64;
                place.rounded(round, &item.judged, sampling)
            });
            let shares = &rounded.as_ref().unwrap_or(place).shares;
            guarded(guard.hides_item(at, at_place), shares.as_ref(), |shares| {
                self.weighted_cell(shares)
            })
        };
        let places = weighted.places.iter().enumerate();
        Some(WeightedResult {
            all: cell(&weighted.all, None),
            places: places.map(|(row, place)| cell(place, Some(row))).collect(),
        })
    }

    fn weighted_cell(&self, shares: &WeightedShares) -> WeightedCell {
        let figure = |share: &Stratified| WeightedFigure {
            people: self.weighted_people(share.total),
            share: self.policy.share(share.estimate()),
            margin: Figure::from(share.margin).map(|margin| self.policy.share(margin)),
        };
        let side = |side: Result<Stratified, Absent>| Figure::from(side).map(|side| figure(&side));
        let points = shares.points.iter();
        WeightedCell {
            points: points.map(|point| point.as_ref().map(figure)).collect(),
            favourable: side(shares.favourable),
            neutral: side(shares.neutral),
            unfavourable: side(shares.unfavourable),
        }
    }

    fn weighted_people(&self, people: f64) -> u64 {
        let people = whole(people);
        let rounding = self.policy.rounding;
        rounding.map_or(people, |rounded| rounded.weighted.round(people))
    }

    /// Weighted means of a measure, where there is a frame.
    pub(super) fn weighted_measure(
        &self,
        measure: &MeasureFindings,
        guard: &Guard<'_>,
    ) -> Option<WeightedMeasure> {
        let weighted = measure.weighted.as_ref()?;
        let decimals = self.policy.precision.map(|p| p.of(measure.kind));
        let round = |value: f64| decimals.map_or(value, |d| super::round::decimals(value, d));
        let figure = |place: &WeightedMean, at: Place| {
            guarded(guard.hides_measure(measure, at), place.mean.as_ref(), |m| {
                WeightedMeanFigure {
                    mean: round(m.estimate()),
                    decimals,
                    margin: Figure::from(m.margin).map(round),
                }
            })
        };
        let places = weighted.places.iter().enumerate();
        Some(WeightedMeasure {
            all: figure(&weighted.all, None),
            places: places
                .map(|(row, place)| figure(place, Some(row)))
                .collect(),
        })
    }

    /// How counts are rounded, where shares follow from them.
    pub(super) fn rounded_counts(&self) -> Option<Rounded> {
        let rounding = self.policy.rounding;
        rounding.filter(|rounded| rounded.shares == SharesFrom::RoundedCounts)
    }
}

#[cfg(test)]
mod tests;
