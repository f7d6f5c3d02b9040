//! Waves turned into what may leave.

use super::level::Wave;
use super::series::Series;
use super::{
    BreakNote, ChangeFigure, ChangeMethod, ChangeTest, Changes, Evenness, EverywhereFigure,
    HeldNote, ItemChanges, PlaceChanges, TrendFigure, UnevenFigure, WaveNote, WavePlace,
};
use crate::compare::OddsRatio;
use crate::estimate::{Confidence, Proportion};
use crate::release::apply::{CONFIDENTIAL, release};
use crate::release::cover::Covers;
use crate::release::{Audience, Benchmark, Figure, Policy, RangeFigure, Released};
use crate::waves::{Everywhere, Followed, OverlapSign, Slope, Stand, Test, Waves, family};
use crate::{Absent, Scope, Settings};

/// One question before it is rounded.
struct Worked<'a> {
    followed: &'a Followed,
    all: Series,
    places: Vec<Series>,
    everywhere: Figure<Everywhere>,
}

impl Policy {
    /// Releases what changed over waves. Each wave is protected by itself, as [`Policy::apply`] does, and everything else is
    /// worked out from the figures shown; a difference is kept back where the figure of either wave is.
    ///
    /// Nothing here tells more than the waves do when each is released by this policy, but for what tests of exact counts
    /// say of counts that are shown rounded.
    pub fn apply_waves(&self, waves: &Waves) -> Released<Changes> {
        let covers = waves
            .rounds
            .iter()
            .map(|round| Covers::new(self, &round.findings));
        let released = waves
            .rounds
            .iter()
            .zip(covers)
            .map(|(round, covers)| release(self, &round.findings, &covers));
        let released: Vec<Benchmark> = released.collect();
        let rounds: Vec<Wave<'_>> = waves.rounds.iter().zip(&released).collect();
        let mut worked: Vec<Worked<'_>> = waves
            .followed
            .iter()
            .map(|followed| Worked::new(self, followed, &rounds, waves))
            .collect();
        let tests = judge(&mut worked, waves.settings.scope);
        let confidence = waves.settings.confidence;
        Released::new(Changes {
            format: Changes::FORMAT,
            policy: self.preset,
            threshold: self.threshold(),
            audience: released
                .iter()
                .map(|wave| wave.release.audience)
                .fold(Audience::Public, Ord::max),
            method: ChangeMethod::new(&waves.settings, tests),
            waves: rounds.iter().map(WaveNote::of).collect(),
            places: WavePlace::all(waves, &released),
            items: worked
                .iter()
                .map(|item| self.item_changes(item, confidence))
                .collect(),
            breaks: waves.breaks.iter().map(BreakNote::of).collect(),
            held: self.held(waves),
            overlapping: overlapping(waves),
        })
    }

    /// Waves left out. As with [`overlapping`], that counts lie within others is told where nothing is kept back alone.
    fn held(&self, waves: &Waves) -> Vec<HeldNote> {
        match self.rule {
            Some(_) => Vec::new(),
            None => waves.held.iter().map(HeldNote::of).collect(),
        }
    }

    fn item_changes(&self, item: &Worked<'_>, confidence: Confidence) -> ItemChanges {
        let since = item.followed.since;
        let place = |series: &Series| self.place_changes(series, since, confidence);
        ItemChanges {
            item: item.followed.item.clone(),
            since,
            fallen_from: item
                .followed
                .stands
                .iter()
                .map(|stand| stand.fallen_from.clone())
                .collect(),
            all: place(&item.all),
            places: item.places.iter().map(place).collect(),
            everywhere: item.everywhere.and_then(|found| self.everywhere(&found)),
        }
    }

    fn place_changes(&self, series: &Series, since: usize, confidence: Confidence) -> PlaceChanges {
        let change = series.change.as_ref().map(|(from, to, change)| {
            let test = change.found.test.and_then(|test| {
                Ok(ChangeTest {
                    method: test.method,
                    smallest_expected: self.mean(test.smallest_expected),
                    p: self.p(test.p),
                    adjusted_p: self.p(change.adjusted?),
                })
            });
            ChangeFigure {
                from: since + from,
                to: since + to,
                difference: self.range(change.found.difference),
                test: test.into(),
                verdict: change.verdict(),
                detectable: self.share(change.detectable),
            }
        });
        let trend = series.trend.as_ref().and_then(|(at, slope)| {
            self.trend(slope, confidence).map(|trend| TrendFigure {
                waves: at.len(),
                from: since + at.first().unwrap_or(&0),
                to: since + at.last().unwrap_or(&0),
                ..trend
            })
        });
        PlaceChanges {
            shares: series.shares(),
            change,
            trend,
            chart: series.chart(self, since),
        }
    }

    /// A trend; the caller says of which waves.
    fn trend(&self, slope: &Slope, confidence: Confidence) -> Figure<TrendFigure> {
        Figure::from(slope.adjusted).map(|adjusted| TrendFigure {
            waves: 0,
            from: 0,
            to: 0,
            per_year: self.range(slope.per_year(confidence)),
            z: self.z(slope.found.z),
            p: self.p(slope.found.p),
            adjusted_p: self.p(adjusted),
            verdict: slope.verdict(),
            detectable: self.share(slope.detectable),
        })
    }

    fn everywhere(&self, everywhere: &Everywhere) -> Figure<EverywhereFigure> {
        let found = &everywhere.found;
        let odds_ratio = found.interval.and_then(|interval| match found.odds_ratio {
            OddsRatio::Value(ratio) => Ok(RangeFigure {
                value: self.z(ratio),
                lower: self.z(interval.lower),
                upper: self.z(interval.upper),
            }),
            OddsRatio::Unbounded | OddsRatio::Undefined => Err(Absent::Degenerate),
        });
        let uneven = found.homogeneity.and_then(|same| {
            let adjusted = everywhere.uneven?;
            Ok(UnevenFigure {
                statistic: self.z(same.statistic),
                freedom: same.freedom,
                p: self.p(same.p),
                adjusted_p: self.p(adjusted),
                verdict: match adjusted <= Settings::FALSE_DISCOVERY {
                    true => Evenness::Uneven,
                    false => Evenness::NoneFound,
                },
            })
        });
        Figure::from(everywhere.adjusted).map(|adjusted| EverywhereFigure {
            places: found.strata,
            odds_ratio: odds_ratio.into(),
            chi_square: self.z(found.chi_square),
            p: self.p(found.p),
            adjusted_p: self.p(adjusted),
            uneven: uneven.into(),
        })
    }
}

impl<'a> Worked<'a> {
    fn new(policy: &Policy, followed: &'a Followed, rounds: &[Wave<'_>], waves: &Waves) -> Self {
        let confidence = waves.settings.confidence;
        let standing: Vec<(Wave<'_>, &Stand)> = rounds[followed.since..]
            .iter()
            .copied()
            .zip(&followed.stands)
            .collect();
        let series = |place| Series::new(policy, &standing, place, confidence);
        let places: Vec<Series> = (0..waves.places.len())
            .map(|place| series(Some(place)))
            .collect();
        let last = standing.len().saturating_sub(1);
        let pairs: Vec<Figure<[Proportion; 2]>> = places
            .iter()
            .map(|place| place.pair(last.saturating_sub(1), last))
            .collect();
        Self {
            followed,
            all: series(None),
            everywhere: everywhere(&pairs, confidence),
            places,
        }
    }
}

/// The last wave against the one before within the places that show both.
fn everywhere(pairs: &[Figure<[Proportion; 2]>], confidence: Confidence) -> Figure<Everywhere> {
    let shown: Vec<[Proportion; 2]> = pairs.iter().filter_map(|pair| pair.shown()).collect();
    match Everywhere::new(&shown, confidence) {
        Err(Absent::EmptyComparator | Absent::EmptyMargin)
            if pairs.iter().any(Figure::is_withheld) =>
        {
            Figure::Withheld(CONFIDENTIAL)
        }
        found => found.into(),
    }
}

/// Adjusts the p values of each family and counts the tests that could be made.
fn judge(items: &mut [Worked<'_>], scope: Scope) -> usize {
    let places = items.first().map_or(0, |item| item.places.len());
    let mut families: Vec<Vec<Test<'_>>> = Vec::new();
    families.resize_with(places + 1, Vec::new);
    for item in items {
        for (family, series) in families
            .iter_mut()
            .zip(item.places.iter_mut().chain([&mut item.all]))
        {
            family.extend(series.tests());
        }
        if let Figure::Shown(everywhere) = &mut item.everywhere {
            families[places].extend(everywhere.tests());
        }
    }
    match scope {
        Scope::WholeTable => family(families.into_iter().flatten().collect()),
        Scope::EachOrganisation => families.into_iter().map(family).sum(),
    }
}

/// Waves whose dates meet. That counts lie within others would say something of counts that are kept back.
fn overlapping(waves: &Waves) -> Vec<[poet_core::WaveId; 2]> {
    let dates = waves
        .overlaps
        .iter()
        .filter(|overlap| overlap.sign == OverlapSign::Dates);
    dates
        .map(|overlap| [overlap.earlier.clone(), overlap.later.clone()])
        .collect()
}
