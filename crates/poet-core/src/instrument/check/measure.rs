//! The check of the measures.

use std::collections::BTreeMap;

use super::super::document::{Document, MeasureEntry, MinimumEntry};
use super::super::item::{Item, ItemKind};
use super::super::measure::{Measure, MeasureKind};
use super::super::problem::ProblemKind;
use super::super::scale::Scale;
use super::{Gathered, Vocabulary, entries};

pub(in super::super) const KINDS: Vocabulary<MeasureKind> = Vocabulary {
    wants: "favourable_share, mean, mean_points, sum",
    words: &[
        ("favourable_share", MeasureKind::FavourableShare),
        ("mean", MeasureKind::Mean),
        ("mean_points", MeasureKind::MeanPoints),
        ("sum", MeasureKind::Sum),
    ],
};

/// Most items of one measure, so that its sums stay exact.
pub(in super::super) const MOST_ITEMS: usize = 200;

pub(super) fn measures(
    document: &Document,
    items: &[Option<Item>],
    gathered: &mut Gathered,
) -> Option<Vec<Measure>> {
    let at = |i: usize| format!("measures[{i}]");
    let named = document.measures.iter().enumerate();
    gathered.distinct(named.clone().map(|(i, m)| (at(i) + ".id", m.id.as_str())));
    let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, (_, _, entry)) in entries(document).enumerate() {
        positions.entry(entry.id.as_str()).or_insert(at);
    }
    let read: Vec<_> = named
        .map(|(i, entry)| {
            measure(
                &format!("{} ({})", at(i), entry.id),
                entry,
                &positions,
                items,
                gathered,
            )
        })
        .collect();
    read.into_iter().collect()
}

fn measure(
    place: &str,
    entry: &MeasureEntry,
    positions: &BTreeMap<&str, usize>,
    items: &[Option<Item>],
    gathered: &mut Gathered,
) -> Option<Measure> {
    let id = gathered.name(format!("{place}.id"), &entry.id);
    let title = gathered.text(&format!("{place}.title"), &entry.title);
    let kind = gathered.word(format!("{place}.kind"), &entry.kind, &KINDS);
    let minimum = minimum(place, entry, kind, gathered);
    if entry.items.is_empty() || entry.items.len() > MOST_ITEMS {
        let wants = "1 to 200 items";
        gathered.add(format!("{place}.items"), ProblemKind::OutOfRange { wants });
    }
    let here = |i: usize| format!("{place}.items[{i}]");
    gathered.distinct(
        entry
            .items
            .iter()
            .enumerate()
            .map(|(i, name)| (here(i), name.as_str())),
    );
    let mut chosen = Vec::new();
    for (i, name) in entry.items.iter().enumerate() {
        let Some(&position) = positions.get(name.as_str()) else {
            gathered.undeclared(here(i), "item", name, positions.keys().copied());
            continue;
        };
        if let (Some(item), Some(kind)) = (&items[position], kind) {
            fitting(here(i), item, kind, gathered);
        }
        chosen.push(position);
    }
    if kind == Some(MeasureKind::MeanPoints) {
        one_range(&here, (&chosen, items), gathered);
    }
    Some(Measure {
        id: id?,
        kind: kind?,
        title: title?,
        items: chosen,
        minimum: minimum?,
        version: entry.version,
        source: entry.source.clone(),
    })
}

/// Notes an item that the kind of measure cannot use.
fn fitting(place: String, item: &Item, kind: MeasureKind, gathered: &mut Gathered) {
    let ItemKind::Choice(scale) = item.kind() else {
        let because = "a measure is made of choices";
        gathered.add(place, ProblemKind::Misplaced { because });
        return;
    };
    let spread = |s: &Scale| s.score_range().is_some_and(|(low, high)| low < high);
    let because = match kind {
        MeasureKind::FavourableShare if !scale.is_evaluative() => {
            "its scale has no favourable and no unfavourable point"
        }
        MeasureKind::Mean | MeasureKind::MeanPoints | MeasureKind::Sum if !spread(scale) => {
            "its scale has no two different scores"
        }
        _ => return,
    };
    gathered.add(place, ProblemKind::Misplaced { because });
}

/// Notes the items whose scores have another range than those of the first: points of both have no mean.
fn one_range(
    here: &impl Fn(usize) -> String,
    (chosen, items): (&[usize], &[Option<Item>]),
    gathered: &mut Gathered,
) {
    let range = |at: &usize| items[*at].as_ref()?.scale()?.score_range();
    let mut ranges = chosen
        .iter()
        .enumerate()
        .filter_map(|(i, at)| Some((i, range(at)?)));
    let Some((_, first)) = ranges.next() else {
        return;
    };
    for (i, _) in ranges.filter(|&(_, range)| range != first) {
        let because =
            "its scores have another range than those of the first item; `mean` takes both";
        gathered.add(here(i), ProblemKind::Misplaced { because });
    }
}

fn minimum(
    place: &str,
    entry: &MeasureEntry,
    kind: Option<MeasureKind>,
    gathered: &mut Gathered,
) -> Option<u32> {
    let all = u32::try_from(entry.items.len()).ok()?;
    let half = all.div_ceil(2);
    let place = format!("{place}.minimum");
    if kind == Some(MeasureKind::Sum) && entry.minimum.is_some() {
        let because = "a sum takes complete cases only";
        gathered.add(place, ProblemKind::Misplaced { because });
        return None;
    }
    match &entry.minimum {
        None if kind == Some(MeasureKind::Sum) => Some(all),
        None => Some(half),
        Some(MinimumEntry::AtLeast(n)) if (1..=all).contains(n) => Some(*n),
        Some(MinimumEntry::Named(word)) if word == "half" => Some(half),
        Some(MinimumEntry::Named(word)) if word == "all" => Some(all),
        Some(_) => {
            let wants = "half, all, or a number from 1 to the number of items";
            gathered.add(place, ProblemKind::OutOfRange { wants });
            None
        }
    }
}
