//! One question in one place over waves, from the figures that each wave shows.

use super::level::{Level, Wave, level};
use super::{ChartFigure, SignalFigure, WaveShare};
use crate::Absent;
use crate::estimate::{Confidence, Proportion};
use crate::release::apply::CONFIDENTIAL;
use crate::release::{Figure, Policy};
use crate::trend::{self, RunLength, Screening, Xmr, xmr};
use crate::waves::{Change, Slope, Stand, Test};

/// A question in one place over waves.
pub(super) struct Series {
    /// Waves from the oldest that the question is followed to; nothing where the place took no part.
    levels: Vec<Option<Figure<Level>>>,
    pub(super) change: Figure<(usize, usize, Change)>,
    pub(super) trend: Figure<(Vec<usize>, Slope)>,
}

impl Series {
    /// Takes each wave with where the question stands in it.
    pub(super) fn new(
        policy: &Policy,
        waves: &[(Wave<'_>, &Stand)],
        place: Option<usize>,
        confidence: Confidence,
    ) -> Self {
        let level =
            |(wave, stand): &(Wave<'_>, &Stand)| level(policy, *wave, (stand, place), confidence);
        let levels: Vec<_> = waves.iter().map(level).collect();
        let taking_part: Vec<usize> = (0..levels.len())
            .filter(|&at| levels[at].is_some())
            .collect();
        let mut series = Self {
            levels,
            change: Figure::Absent(Absent::TooFewWaves),
            trend: Figure::Absent(Absent::TooFewWaves),
        };
        if let [.., from, to] = taking_part[..] {
            series.change = series
                .pair(from, to)
                .map(|[before, after]| (from, to, Change::new(before, after, confidence)));
        }
        let days: Vec<f64> = waves.iter().map(|((dated, _), _)| dated.day).collect();
        series.trend = series.slope(&days, confidence);
        series
    }

    /// The shares of two waves, where both are shown.
    pub(super) fn pair(&self, from: usize, to: usize) -> Figure<[Proportion; 2]> {
        let level = |at: usize| {
            self.levels[at]
                .unwrap_or(Figure::Absent(Absent::NotAsked))
                .map(|level| level.proportion)
        };
        level(from).and_then(|before| level(to).map(|after| [before, after]))
    }

    /// The trend of the waves that are shown; kept back where there would be one but for what is kept back.
    fn slope(&self, days: &[f64], confidence: Confidence) -> Figure<(Vec<usize>, Slope)> {
        let (at, waves): (Vec<usize>, Vec<trend::Dated>) = self
            .shown()
            .map(|(at, level)| {
                let proportion = level.proportion;
                (
                    at,
                    trend::Dated {
                        at: days[at],
                        proportion,
                    },
                )
            })
            .unzip();
        match Slope::new(&waves, confidence) {
            Err(Absent::TooFewWaves) if self.hides() => Figure::Withheld(CONFIDENTIAL),
            found => Figure::from(found).map(|slope| (at, slope)),
        }
    }

    /// Tests of the series.
    pub(super) fn tests(&mut self) -> Vec<Test<'_>> {
        let mut tests = Vec::new();
        if let Figure::Shown((_, _, change)) = &mut self.change {
            tests.push(change.test());
        }
        if let Figure::Shown((_, slope)) = &mut self.trend {
            tests.push(slope.test());
        }
        tests
    }

    fn shown(&self) -> impl Iterator<Item = (usize, Level)> {
        let levels = self.levels.iter().enumerate();
        levels.filter_map(|(at, level)| Some((at, level.and_then(Figure::shown)?)))
    }

    fn hides(&self) -> bool {
        self.levels.iter().flatten().any(Figure::is_withheld)
    }

    /// The shares as they are shown.
    pub(super) fn shares(&self) -> Vec<Figure<WaveShare>> {
        let figure =
            |level: &Option<Figure<Level>>| level.unwrap_or(Figure::Absent(Absent::NotAsked));
        self.levels
            .iter()
            .map(|level| figure(level).map(|level| level.shown))
            .collect()
    }

    /// Limits of chance of the shares as they are shown, so that nobody learns more from them.
    pub(super) fn chart(&self, policy: &Policy, since: usize) -> Figure<ChartFigure> {
        let (at, values): (Vec<usize>, Vec<f64>) = self
            .shown()
            .map(|(at, level)| (at, level.shown.share))
            .unzip();
        if at.len() < Xmr::ENOUGH {
            return match self.hides() {
                true => Figure::Withheld(CONFIDENTIAL),
                false => Figure::Absent(Absent::TooFewWaves),
            };
        }
        let Ok(found) = xmr(&values, Screening::Once, RunLength::default()) else {
            return Figure::Absent(Absent::TooFewWaves);
        };
        let signal = |signal: &trend::Signal| SignalFigure {
            rule: signal.rule,
            departure: signal.departure,
            from: since + at[signal.points.start],
            to: since + at[signal.points.end - 1],
        };
        Figure::Shown(ChartFigure {
            mean: policy.share(found.mean),
            lower: policy.share(found.limits.lower.max(0.0)),
            upper: policy.share(found.limits.upper.min(1.0)),
            signals: found.signals.iter().map(signal).collect(),
            waves: at.iter().map(|at| since + at).collect(),
        })
    }
}
