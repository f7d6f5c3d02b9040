//! Means as they leave.

use poet_core::MeasureKind;

use super::apply::{CONFIDENTIAL, Releasing, guarded};
use super::cover::{Cover, Covers, Part};
use super::weighted::Guard;
use super::{Figure, MeanFigure, MeasureResult, RangeFigure};
use crate::Absent;
use crate::estimate::Interval;
use crate::findings::{Mean, MeasureFindings};
use crate::suppression::{Line, Rule, protect_totals};

/// How exactly a mean may be shown.
#[derive(Clone, Copy)]
enum Exactness {
    InFull,
    Decimals(u32),
    Withheld,
}

/// How the interval of a mean may be shown.
#[derive(Clone, Copy)]
enum Spread {
    AsItIs,
    /// Around the mean as it is shown, so as not to tell it more exactly: answers are kept back.
    AroundShown,
    /// Of one item alone, it says how answers kept back are spread.
    Withheld,
}

impl Releasing<'_> {
    /// Means leave where the number of scores is not small, and where they say nothing of the answers kept back.
    ///
    /// A mean is a sum of answers, divided by people: beside all answers but a few it gives those away. So it is shown
    /// where no answer behind it is kept back. Elsewhere it is shown if the rounding leaves room, upwards and downwards,
    /// for as many people as the threshold to have answered at the other end of the scale; in whole units, or tens of
    /// per cent, if it has to be; not at all where a base is kept back.
    pub(super) fn measure(
        &self,
        measure: &MeasureFindings,
        (covers, guard): (&Covers, &Guard<'_>),
    ) -> MeasureResult {
        let lines = (0..measure.places.len())
            .map(Line::Row)
            .chain([Line::Total]);
        let means = measure.places.iter().chain([&measure.all]);
        let small = self.small(measure);
        let figure = |(line, mean): (Line, &Result<Mean, Absent>)| {
            let exactness = match small.contains(&line) {
                true => Exactness::Withheld,
                false => self.exactness((measure, line), mean.as_ref().ok(), covers),
            };
            let hidden = matches!(exactness, Exactness::Withheld);
            let spread = match hides_answers(measure, line, covers) {
                false => Spread::AsItIs,
                true if measure.columns.len() > 1 => Spread::AroundShown,
                true => Spread::Withheld,
            };
            guarded(hidden, mean.as_ref(), |mean| {
                self.mean(mean, exactness, spread)
            })
        };
        let mut figures: Vec<Figure<MeanFigure>> = lines.zip(means).map(figure).collect();
        let all = figures.pop().unwrap_or(Figure::Absent(Absent::NoAnswers));
        MeasureResult {
            measure: measure.measure.clone(),
            kind: measure.kind,
            all,
            places: figures,
            weighted: self.weighted_measure(measure, guard),
        }
    }

    /// Lines that are kept back since few people have a score.
    fn small(&self, measure: &MeasureFindings) -> Vec<Line> {
        let people = |mean: &Result<Mean, Absent>| mean.as_ref().map_or(0, |m| m.moments.people);
        let roots: Vec<u64> = measure.places.iter().map(people).collect();
        self.policy
            .rule
            .map_or_else(Vec::new, |rule| protect_totals(&roots, rule))
    }

    fn exactness(
        &self,
        (measure, line): (&MeasureFindings, Line),
        mean: Option<&Mean>,
        covers: &Covers,
    ) -> Exactness {
        let (Some(rule), Some(precision)) = (self.policy.rule, self.policy.precision) else {
            return Exactness::InFull;
        };
        let mut behind = behind(measure, covers);
        if covers.hides(line) || behind.any(|cover| cover.hides(line, Part::Base)) {
            return Exactness::Withheld;
        }
        let (finest, coarsest) = match measure.kind {
            MeasureKind::FavourableShare => (precision.of(measure.kind), 1),
            MeasureKind::MeanPoints => (precision.mean + finer(measure), finer(measure)),
            kind => (precision.of(kind), 0),
        };
        if !hides_answers(measure, line, covers) {
            return Exactness::Decimals(finest);
        }
        let fits = |decimals: &u32| leaves_room(mean, measure.step, *decimals, rule);
        let decimals = (coarsest..=finest).rev().find(fits);
        decimals.map_or(Exactness::Withheld, Exactness::Decimals)
    }

    fn mean(&self, mean: &Mean, exactness: Exactness, spread: Spread) -> MeanFigure {
        let decimals = match exactness {
            Exactness::Decimals(decimals) => Some(decimals),
            Exactness::InFull | Exactness::Withheld => None,
        };
        let round = |value: f64| decimals.map_or(value, |d| super::round::decimals(value, d));
        let value = round(mean.moments.mean);
        let interval = Figure::from(mean.interval).map(|Interval { lower, upper }| {
            let shift = match spread {
                Spread::AroundShown => value - mean.moments.mean,
                Spread::AsItIs | Spread::Withheld => 0.0,
            };
            RangeFigure {
                value,
                lower: round(lower + shift),
                upper: round(upper + shift),
            }
        });
        MeanFigure {
            people: self.policy.people(mean.moments.people),
            mean: value,
            decimals,
            interval: match interval {
                Figure::Shown(_) if matches!(spread, Spread::Withheld) => {
                    Figure::Withheld(CONFIDENTIAL)
                }
                interval => interval,
            },
        }
    }
}

/// More decimals of a mean in points than of a mean from 0 to 100, so that it is told as exactly and no more.
fn finer(measure: &MeasureFindings) -> u32 {
    let span = measure.step * measure.columns.len() as f64;
    let fits = |&more: &u32| span * f64::from(10_u32.pow(more)) <= 100.0;
    (0..=2).rev().find(fits).unwrap_or(0)
}

/// What is kept back of the items of a measure.
fn behind<'a>(measure: &'a MeasureFindings, covers: &'a Covers) -> impl Iterator<Item = &'a Cover> {
    let covers = covers.items();
    measure.columns.iter().filter_map(|&at| covers.get(at))
}

/// Whether any answer to the items of a measure is kept back in a line.
fn hides_answers(measure: &MeasureFindings, line: Line, covers: &Covers) -> bool {
    behind(measure, covers).any(|cover| cover.hides_some(line))
}

/// Whether a mean could be what it is at so many decimal places if as many people as the threshold had answered one item
/// at the other end of the scale, either way.
fn leaves_room(mean: Option<&Mean>, step: f64, decimals: u32, rule: Rule) -> bool {
    let Some(Mean { moments, .. }) = mean else {
        return true;
    };
    let shown = super::round::decimals(moments.mean, decimals);
    let half = 0.5 / f64::from(10_u32.pow(decimals));
    let room = half - (moments.mean - shown).abs();
    room >= step * rule.threshold() as f64 / moments.people as f64
}
