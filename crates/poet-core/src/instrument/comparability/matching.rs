//! Which items of two instruments are the same question, and whether their answers stay comparable.

use std::collections::{BTreeMap, BTreeSet};

use super::footing::{Footing, alike};
use super::{Change, ItemComparison, ItemVerdict, Reworded, Side, routing};
use crate::Text;
use crate::instrument::{Instrument, ItemKind};

/// Items of two instruments paired.
pub(super) struct Matching<'a> {
    instruments: [&'a Instrument; 2],
    first: Vec<Side<'a>>,
    second: Vec<Side<'a>>,
    pairs: BTreeMap<usize, usize>,
}

impl<'a> Matching<'a> {
    pub(super) fn of(first: &'a Instrument, second: &'a Instrument) -> Self {
        let mut matching = Self {
            instruments: [first, second],
            first: Side::all(first),
            second: Side::all(second),
            pairs: BTreeMap::new(),
        };
        // By series and name; by series; and by name in editions of one questionnaire. Each item once.
        let id = |side: Side<'_>| side.item.id().to_string();
        let series = |side: Side<'_>| side.item.series().map(ToString::to_string);
        matching.pair(|side| Some((series(side)?, id(side))));
        matching.pair(series);
        if first.key().id == second.key().id {
            matching.pair(|side| Some(id(side)));
        }
        matching
    }

    /// Pairs the items that are still alone and have the same key.
    fn pair<K: Ord>(&mut self, key: impl Fn(Side<'a>) -> Option<K>) {
        let taken: BTreeSet<usize> = self.pairs.values().copied().collect();
        let mut open: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        let free = (0..self.second.len())
            .rev()
            .filter(|at| !taken.contains(at));
        for at in free {
            if let Some(key) = key(self.second[at]) {
                open.entry(key).or_default().push(at);
            }
        }
        for (at, side) in self.first.iter().enumerate() {
            if self.pairs.contains_key(&at) {
                continue;
            }
            let other = key(*side).and_then(|key| open.get_mut(&key)?.pop());
            self.pairs.extend(other.map(|other| (at, other)));
        }
    }

    /// The item of the second instrument that is the same question as this one of the first.
    pub(super) fn second(&self, first: usize) -> Option<usize> {
        self.pairs.get(&first).copied()
    }

    /// The item of the first instrument that is the same question as this one of the second.
    pub(super) fn first(&self, second: usize) -> Option<usize> {
        let found = self.pairs.iter().find(|(_, other)| **other == second);
        found.map(|(first, _)| *first)
    }

    /// Compares two paired items.
    pub(super) fn compare(&self, first: usize, second: usize) -> ItemComparison {
        let (a, b) = (self.first[first], self.second[second]);
        let common = self.common(a, b);
        let changes = self.changes(first, second);
        let reworded = match changes.is_empty() {
            true => reworded(a, b),
            false => Vec::new(),
        };
        let own = |chosen: &[Footing]| chosen[0].is_own(a) && chosen[1].is_own(b);
        let verdict = match common {
            _ if !changes.is_empty() => ItemVerdict::Changed(changes),
            Some(chosen) if !own(&chosen) => ItemVerdict::Collapsed {
                onto: chosen[0].scale.id().clone(),
            },
            _ if reworded.is_empty() => ItemVerdict::Unchanged,
            _ => ItemVerdict::Reworded,
        };
        ItemComparison {
            series: a
                .item
                .series()
                .filter(|key| b.item.series() == Some(*key))
                .cloned(),
            first: Some(a.item.id().clone()),
            second: Some(b.item.id().clone()),
            verdict,
            reworded,
        }
    }

    fn common(&self, a: Side<'_>, b: Side<'_>) -> Option<Vec<Footing>> {
        let all = [a, b].map(|side| Footing::all(side, &self.instruments));
        Footing::common(&all)
    }

    /// What makes two paired items different questions.
    fn changes(&self, first: usize, second: usize) -> Vec<Change> {
        let (a, b) = (self.first[first], self.second[second]);
        let mut changes = Vec::new();
        if a.item.series() != b.item.series() {
            changes.push(Change::Series);
        }
        // Another scale is no break where both fall onto one.
        let spared = |change: &Change| {
            let kind = matches!(change, Change::Kind | Change::Limits);
            !kind && self.common(a, b).is_some()
        };
        changes.extend(answers(a, b).filter(|change| !spared(change)));
        let partner = |name: &str| {
            let at = a.instrument.position(name)?;
            let other = self.second(at)?;
            let same = self.changes(at, other).is_empty() && self.is_as_given(at, other);
            same.then(|| self.second[other].item.id().as_str())
        };
        if !routing::same(a.entry.ask_if.as_ref(), b.entry.ask_if.as_ref(), &partner) {
            changes.push(Change::Asked);
        }
        changes
    }

    /// Whether answers to both stand where they were given, so that a condition on them means the same.
    fn is_as_given(&self, first: usize, second: usize) -> bool {
        let (a, b) = (self.first[first], self.second[second]);
        let common = self.common(a, b);
        common.is_none_or(|chosen| chosen[0].is_own(a) && chosen[1].is_own(b))
    }
}

/// What differs in the answers that two items take, as they are given.
pub(super) fn answers(a: Side<'_>, b: Side<'_>) -> Option<Change> {
    use ItemKind::{Choice, Date, Money, Number, TickAll};
    let same = match (a.item.kind(), b.item.kind()) {
        (Choice(_), Choice(_)) | (TickAll(_), TickAll(_)) => return scales(a, b),
        (Number(one), Number(other)) | (Money(one), Money(other)) => one == other,
        (
            Date { earliest, latest },
            Date {
                earliest: other_earliest,
                latest: other_latest,
            },
        ) => (earliest, latest) == (other_earliest, other_latest),
        (ItemKind::Text, ItemKind::Text) => true,
        _ => return Some(Change::Kind),
    };
    (!same).then_some(Change::Limits)
}

fn scales(a: Side<'_>, b: Side<'_>) -> Option<Change> {
    let (one, other) = (a.item.scale()?, b.item.scale()?);
    if one.id() != other.id() {
        return Some(Change::Scale {
            first: one.id().clone(),
            second: other.id().clone(),
        });
    }
    let codes = |scale: &crate::Scale| -> Vec<_> {
        scale.points().iter().map(|p| p.code().clone()).collect()
    };
    let readings = |scale: &crate::Scale| -> Vec<_> {
        scale.points().iter().map(crate::Point::reading).collect()
    };
    if codes(one) != codes(other) {
        Some(Change::Points)
    } else if alike(one, other) {
        None
    } else if a.entry.reversed != b.entry.reversed {
        Some(Change::Reversed)
    } else if readings(one) != readings(other) {
        Some(Change::Readings)
    } else {
        Some(Change::Scores)
    }
}

/// What two comparable items say in other words.
pub(super) fn reworded(a: Side<'_>, b: Side<'_>) -> Vec<Reworded> {
    let mut found = Vec::new();
    if differs(a.item.text(), b.item.text()) {
        found.push(Reworded::Question);
    }
    let points = |side: Side<'_>| {
        side.item
            .scale()
            .map(crate::Scale::points)
            .map(<[_]>::to_vec)
    };
    let pairs = points(a)
        .into_iter()
        .flatten()
        .zip(points(b).into_iter().flatten());
    let same_scale = a.item.scale().map(crate::Scale::id) == b.item.scale().map(crate::Scale::id);
    if same_scale
        && pairs
            .into_iter()
            .any(|(p, q)| differs(p.label(), q.label()))
    {
        found.push(Reworded::Answers);
    }
    if a.item.is_required() != b.item.is_required() {
        found.push(Reworded::Required);
    }
    found
}

/// Whether two texts differ in a language that both are in, or share none.
fn differs(one: &Text, other: &Text) -> bool {
    let shared = || one.iter().filter(|(language, _)| other.is_in(language));
    shared().next().is_none() || shared().any(|(language, words)| other.words(language) != words)
}
