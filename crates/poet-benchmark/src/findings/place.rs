//! Shares and comparisons of one place.

use poet_core::{Condition, Instrument, Measure, MeasureKind, OrganisationId, Reading, Scale};

use super::{
    Answers, Comparison, Estimate, Headline, ItemFindings, Mean, MeasureFindings, PlaceFindings,
    WholeComparison,
};
use crate::Absent;
use crate::estimate::{Confidence, Interval, Proportion, mean_interval, net_balance, wilson};
use crate::tally::{Distribution, Readings, Tally, View, whole};

/// How a column is read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Judged {
    pub(crate) readings: Readings,
}

impl Judged {
    /// People with a favourable answer; for an option, those who ticked it.
    pub(crate) fn favourable(&self, distribution: &Distribution) -> f64 {
        if self.readings.tick {
            return distribution.points[1];
        }
        distribution.read_as(&self.readings, Reading::Favourable)
    }

    /// People with a favourable, a neutral and an unfavourable answer. Printed percentages need not add up: what is
    /// left of the base is neutral there.
    fn sides(&self, distribution: &Distribution) -> [f64; 3] {
        let favourable = self.favourable(distribution);
        let unfavourable = distribution.read_as(&self.readings, Reading::Unfavourable);
        let neutral = match distribution.missing {
            Some(_) if !self.readings.tick => {
                distribution.read_as(&self.readings, Reading::Neutral)
            }
            _ => distribution.base - favourable - unfavourable,
        };
        [favourable, neutral, unfavourable]
    }

    pub(crate) fn has_headline(&self) -> bool {
        self.readings.tick || self.readings.is_evaluative()
    }

    /// The answers of a place.
    fn answers(&self, distribution: &Distribution) -> Answers {
        let [favourable, _, unfavourable] = self.sides(distribution);
        Answers {
            favourable,
            unfavourable,
            base: distribution.base,
            points: distribution.points.clone(),
        }
    }

    /// People at a point; for an option, those of the base who did not tick it stand at the first.
    pub(crate) fn fraction(&self, distribution: &Distribution, point: usize) -> f64 {
        match (self.readings.tick, point) {
            (true, 0) => distribution.base - distribution.points[1],
            _ => distribution.points[point],
        }
    }

    /// Whole people at a point.
    pub(crate) fn people(&self, distribution: &Distribution, point: usize) -> u64 {
        whole(self.fraction(distribution, point))
    }
}

/// Every column of the tally's instrument, everywhere.
pub(super) fn items(
    tally: &Tally,
    all: &View<'_>,
    own: &[(OrganisationId, View<'_>)],
    confidence: Confidence,
) -> Vec<ItemFindings> {
    let rests: Vec<_> = own.iter().map(|(_, view)| Tally::rest(all, view)).collect();
    let instrument = tally.instrument();
    let column = |(at, column): (usize, &poet_core::Column)| {
        let judged = Judged {
            readings: Readings::of(instrument, at),
        };
        let spread = |view: &View<'_>| tally.distribution(view, at, &judged.readings);
        let rest_of = |rest: &View<'_>| spread(rest).map(|d| judged.answers(&d));
        let places = own.iter().zip(&rests).map(|((_, view), rest)| {
            PlaceFindings::new(&judged, spread(view), rest_of(rest), confidence)
        });
        let scale = instrument.items()[column.item()].scale();
        let code = |option: u8| {
            scale?
                .points()
                .get(usize::from(option))
                .map(|p| p.code().clone())
        };
        ItemFindings {
            column: at,
            item: column.item_id().clone(),
            option: column.option().and_then(code),
            sources: sources(instrument, column.item()),
            places: places.collect(),
            all: PlaceFindings::new(&judged, spread(all), None, confidence),
            judged,
            weighted: None,
            raked: None,
        }
    };
    instrument
        .columns()
        .iter()
        .enumerate()
        .map(column)
        .collect()
}

/// Columns of the items that the routing of an item looks at.
fn sources(instrument: &Instrument, item: usize) -> Vec<usize> {
    let mut items = Vec::new();
    let mut open: Vec<&Condition> = instrument.items()[item].ask_if().into_iter().collect();
    while let Some(condition) = open.pop() {
        match condition {
            Condition::AnyOf { item, .. } | Condition::Answered { item } => items.push(*item),
            Condition::All(parts) | Condition::Any(parts) => open.extend(parts),
            Condition::Not(part) => open.push(part),
        }
    }
    items
        .into_iter()
        .flat_map(|item| instrument.columns_of(item))
        .collect()
}

impl ItemFindings {
    /// Leaves a place out, of which there are no figures.
    pub(crate) fn leave_out(&mut self, place: usize, why: Absent) {
        self.places[place] = PlaceFindings {
            distribution: Err(why),
            rest: None,
            headline: Err(why),
            against_rest: Err(why),
            whole_against_rest: Err(why),
        };
    }

    /// Rounds every count and works out the rest anew from what is left. Sums are rounded from the true sums.
    pub(crate) fn round(&mut self, round: impl Fn(u64) -> u64, confidence: Confidence) {
        let judged = &self.judged;
        let round = |people: f64| round(whole(people)) as f64;
        for place in self.places.iter_mut().chain([&mut self.all]) {
            let Ok(spread) = &mut place.distribution else {
                continue;
            };
            let [favourable, neutral, unfavourable] = judged.sides(spread).map(round);
            spread.base = round(spread.base);
            spread
                .points
                .iter_mut()
                .for_each(|people| *people = round(*people));
            place.rest = place.rest.as_ref().map(|rest| rest.rounded(round));
            let sides = [favourable, neutral, unfavourable];
            place.headline = headline(judged, sides, spread.base, confidence);
            place.compare(judged, confidence);
        }
    }
}

impl PlaceFindings {
    fn new(
        judged: &Judged,
        spread: Option<Distribution>,
        rest: Option<Answers>,
        confidence: Confidence,
    ) -> Self {
        let distribution = spread.ok_or(Absent::NotPublished);
        let headline = distribution
            .as_ref()
            .map_err(|absent| *absent)
            .and_then(|d| headline(judged, judged.sides(d), d.base, confidence));
        let absent = Absent::EmptyComparator;
        let mut place = Self {
            distribution,
            rest,
            headline,
            against_rest: Err(absent),
            whole_against_rest: Err(absent),
        };
        place.compare(judged, confidence);
        place
    }

    /// Holds the place against the rest.
    fn compare(&mut self, judged: &Judged, confidence: Confidence) {
        let found = self.headline.and_then(|own| {
            if !judged.readings.is_evaluative() {
                return Err(Absent::NotJudged);
            }
            let rest = self.rest.as_ref().ok_or(Absent::EmptyComparator)?;
            compared(&own.favourable, (rest.favourable, rest.base), confidence)
        });
        self.whole_against_rest = found.and_then(|_| self.whole(judged, confidence));
        self.against_rest = found;
    }

    /// Holds all answers of the place against all of the rest.
    fn whole(&self, judged: &Judged, confidence: Confidence) -> Result<WholeComparison, Absent> {
        let (spread, headline) = (self.distribution.as_ref(), self.headline.as_ref());
        let (spread, headline) = (spread.map_err(|why| *why)?, headline.map_err(|why| *why)?);
        let own = Answers {
            favourable: headline.favourable.proportion.x(),
            unfavourable: headline.unfavourable.proportion.x(),
            base: spread.base,
            points: spread.points.clone(),
        };
        let rest = self.rest.as_ref().ok_or(Absent::EmptyComparator)?;
        WholeComparison::new(judged, &own, rest, confidence)
    }
}

/// A share against that of others, of whom so many of a base are favourable; not yet judged.
pub(crate) fn compared(
    own: &Estimate,
    (favourable, base): (f64, f64),
    confidence: Confidence,
) -> Result<Comparison, Absent> {
    if base <= 0.0 {
        return Err(Absent::EmptyComparator);
    }
    let rest = estimate(favourable, base, confidence)?.proportion;
    Ok(Comparison::between(own.proportion, rest, confidence))
}

fn headline(
    judged: &Judged,
    [favourable, neutral, unfavourable]: [f64; 3],
    base: f64,
    confidence: Confidence,
) -> Result<Headline, Absent> {
    if !judged.has_headline() {
        return Err(Absent::NotJudged);
    }
    let estimate = |people: f64| estimate(people, base, confidence);
    let (favourable, unfavourable) = (estimate(favourable)?, estimate(unfavourable)?);
    Ok(Headline {
        net: net_balance(favourable.proportion, unfavourable.proportion, confidence),
        favourable,
        neutral: estimate(neutral)?,
        unfavourable,
    })
}

/// A share of a base with its interval.
pub(crate) fn estimate(people: f64, base: f64, confidence: Confidence) -> Result<Estimate, Absent> {
    if base <= 0.0 {
        return Err(Absent::NoAnswers);
    }
    // Printed percentages, and rounded counts, may add up to a little more than their base.
    let people = people.clamp(0.0, base);
    let proportion = Proportion::new(people, base).map_err(|_| Absent::NoAnswers)?;
    Ok(Estimate {
        proportion,
        interval: wilson(proportion, confidence),
    })
}

/// Every measure of the tally's instrument, everywhere.
pub(super) fn measures(
    tally: &Tally,
    all: &View<'_>,
    own: &[(OrganisationId, View<'_>)],
    confidence: Confidence,
) -> Vec<MeasureFindings> {
    let mean = |view: &View<'_>, measure: usize| {
        let moments = tally.moments(view, measure).ok_or(match view {
            View::Counted(_) => Absent::NoAnswers,
            View::Published(_) => Absent::NotPublished,
        })?;
        let interval = mean_interval(moments.people, moments.mean, moments.deviation, confidence);
        let (low, high) = range(tally.instrument(), &tally.instrument().measures()[measure]);
        let interval = interval.map(|interval| Interval {
            lower: interval.lower.max(low),
            upper: interval.upper.min(high),
        });
        Ok(Mean { moments, interval })
    };
    let measures = tally.instrument().measures().iter().enumerate();
    measures
        .map(|(at, measure)| MeasureFindings {
            measure: measure.id().clone(),
            kind: measure.kind(),
            columns: measure
                .items()
                .iter()
                .flat_map(|&item| tally.instrument().columns_of(item))
                .collect(),
            step: step(tally.instrument(), measure),
            all: mean(all, at),
            places: own.iter().map(|(_, view)| mean(view, at)).collect(),
            weighted: None,
        })
        .collect()
}

/// Lowest and highest score that the measure can give.
pub(crate) fn range(instrument: &Instrument, measure: &Measure) -> (f64, f64) {
    let mut scales = measure
        .items()
        .iter()
        .filter_map(|&item| instrument.items()[item].scale());
    match measure.kind() {
        MeasureKind::Mean => (0.0, 100.0),
        MeasureKind::MeanPoints => scales
            .find_map(Scale::score_range)
            .map_or((0.0, 0.0), |(low, high)| (low.into(), high.into())),
        MeasureKind::Sum => scales
            .filter_map(Scale::score_range)
            .fold((0.0, 0.0), |sum, of| {
                (sum.0 + f64::from(of.0), sum.1 + f64::from(of.1))
            }),
        _ => (0.0, 1.0),
    }
}

/// Most that one answer can add to a person's score, where they answered all items.
fn step(instrument: &Instrument, measure: &Measure) -> f64 {
    let range = |&item: &usize| instrument.items()[item].scale()?.score_range();
    let spans = measure.items().iter().filter_map(range);
    let widest = spans.map(|(low, high)| f64::from(high) - f64::from(low));
    let items = measure.items().len() as f64;
    match measure.kind() {
        MeasureKind::Mean => 100.0 / items,
        MeasureKind::Sum => widest.fold(0.0, f64::max),
        MeasureKind::MeanPoints => widest.fold(0.0, f64::max) / items,
        _ => 1.0 / items,
    }
}
