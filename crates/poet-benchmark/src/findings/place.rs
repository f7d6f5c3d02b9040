//! Shares and comparisons of one place.

use poet_core::{OrganisationId, Reading};

use super::{
    Comparison, Estimate, Headline, ItemFindings, Mean, MeasureFindings, PlaceFindings, Verdict,
};
use crate::Absent;
use crate::compare::against;
use crate::estimate::{Confidence, Proportion, mean_interval, net_balance, wilson};
use crate::tally::{Distribution, Readings, Tally, View};

/// How a column is read and whether places are compared on it.
struct Judged {
    readings: Readings,
}

impl Judged {
    /// People with a favourable answer; for an option, those who ticked it.
    fn favourable(&self, distribution: &Distribution) -> f64 {
        if self.readings.tick {
            return distribution.points[1];
        }
        distribution.read_as(&self.readings, Reading::Favourable)
    }

    fn has_headline(&self) -> bool {
        self.readings.tick || self.readings.is_evaluative()
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
        let places = own.iter().zip(&rests).map(|((_, view), rest)| {
            let mut place = place(&judged, spread(view), confidence);
            place.against_rest = comparison(&judged, &place, spread(rest).as_ref(), confidence);
            place
        });
        let scale = instrument.items()[column.item()].scale();
        ItemFindings {
            column: at,
            item: column.item_id().clone(),
            option: column
                .option()
                .and_then(|o| Some(scale?.points()[usize::from(o)].code().clone())),
            places: places.collect(),
            all: place(&judged, spread(all), confidence),
        }
    };
    instrument
        .columns()
        .iter()
        .enumerate()
        .map(column)
        .collect()
}

fn place(judged: &Judged, spread: Option<Distribution>, confidence: Confidence) -> PlaceFindings {
    let distribution = spread.ok_or(Absent::NotPublished);
    PlaceFindings {
        headline: match &distribution {
            Ok(distribution) => headline(judged, distribution, confidence),
            Err(absent) => Err(*absent),
        },
        against_rest: Err(Absent::EmptyComparator),
        distribution,
    }
}

fn headline(
    judged: &Judged,
    distribution: &Distribution,
    confidence: Confidence,
) -> Result<Headline, Absent> {
    if !judged.has_headline() {
        return Err(Absent::NotJudged);
    }
    let base = distribution.base;
    let estimate = |people: f64| estimate(people, base, confidence);
    let of = |reading| distribution.read_as(&judged.readings, reading);
    let favourable = estimate(judged.favourable(distribution))?;
    let unfavourable = estimate(of(Reading::Unfavourable))?;
    Ok(Headline {
        net: net_balance(favourable.proportion, unfavourable.proportion, confidence),
        favourable,
        neutral: estimate(base - favourable.proportion.x() - unfavourable.proportion.x())?,
        unfavourable,
    })
}

fn estimate(people: f64, base: f64, confidence: Confidence) -> Result<Estimate, Absent> {
    if base <= 0.0 {
        return Err(Absent::NoAnswers);
    }
    // Printed percentages may add up to a little more than their base.
    let people = people.clamp(0.0, base);
    let proportion = Proportion::new(people, base).map_err(|_| Absent::NoAnswers)?;
    Ok(Estimate {
        proportion,
        interval: wilson(proportion, confidence),
    })
}

fn comparison(
    judged: &Judged,
    own: &PlaceFindings,
    rest: Option<&Distribution>,
    confidence: Confidence,
) -> Result<Comparison, Absent> {
    if !judged.readings.is_evaluative() {
        return Err(Absent::NotJudged);
    }
    let own = own.headline?.favourable.proportion;
    let rest = rest
        .filter(|r| r.base > 0.0)
        .ok_or(Absent::EmptyComparator)?;
    let rest = estimate(judged.favourable(rest), rest.base, confidence)?;
    let found = against(own, rest.proportion, confidence);
    Ok(Comparison {
        rest,
        difference: found.difference,
        test: found.test,
        z: found.z.map(|z| z.z),
        adjusted: Err(Absent::Degenerate),
        verdict: Verdict::NotTested,
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
        Ok(Mean { moments, interval })
    };
    let measures = tally.instrument().measures().iter().enumerate();
    measures
        .map(|(at, measure)| MeasureFindings {
            measure: measure.id().clone(),
            kind: measure.kind(),
            all: mean(all, at),
            places: own.iter().map(|(_, view)| mean(view, at)).collect(),
        })
        .collect()
}
