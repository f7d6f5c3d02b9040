//! Whether scores of a measure stay comparable.

use std::collections::BTreeSet;

use super::{ItemComparison, ItemVerdict, MeasureComparison, MeasureVerdict};
use crate::instrument::{Instrument, Measure};
use crate::{ItemId, MeasureId};

pub(super) fn compare(
    first: &Instrument,
    second: &Instrument,
    items: &[ItemComparison],
) -> Vec<MeasureComparison> {
    let comparison = |measure: &MeasureId, verdict| MeasureComparison {
        measure: measure.clone(),
        verdict,
    };
    let mut all: Vec<_> = first
        .measures()
        .iter()
        .map(|measure| {
            let other = second.measure(measure.id());
            let verdict = other.map_or(MeasureVerdict::OnlyFirst, |other| {
                verdict((first, measure), (second, other), items)
            });
            comparison(measure.id(), verdict)
        })
        .collect();
    let new = second
        .measures()
        .iter()
        .filter(|m| first.measure(m.id()).is_none());
    all.extend(new.map(|m| comparison(m.id(), MeasureVerdict::OnlySecond)));
    all
}

fn verdict(
    (first, one): (&Instrument, &Measure),
    (second, other): (&Instrument, &Measure),
    items: &[ItemComparison],
) -> MeasureVerdict {
    let rule = |m: &Measure| (m.kind(), m.version());
    if rule(one) != rule(other) {
        return MeasureVerdict::Rule;
    }
    let of = |instrument: &Instrument, measure: &Measure| -> BTreeSet<ItemId> {
        let items = measure.items().iter();
        items
            .map(|&at| instrument.items()[at].id().clone())
            .collect()
    };
    let (in_first, in_second) = (of(first, one), of(second, other));
    let stays = |i: &&ItemComparison| {
        matches!(i.verdict, ItemVerdict::Unchanged | ItemVerdict::Reworded)
            && i.first.as_ref().is_some_and(|id| in_first.contains(id))
            && i.second.as_ref().is_some_and(|id| in_second.contains(id))
    };
    let staying = || items.iter().filter(stays);
    let left = in_first
        .iter()
        .filter(|id| staying().all(|i| i.first.as_ref() != Some(*id)));
    let come = in_second
        .iter()
        .filter(|id| staying().all(|i| i.second.as_ref() != Some(*id)));
    let differing: BTreeSet<ItemId> = left.chain(come).cloned().collect();
    match differing.is_empty() {
        true if one.minimum() == other.minimum() => MeasureVerdict::Unchanged,
        true => MeasureVerdict::Rule,
        false => MeasureVerdict::Items(differing.into_iter().collect()),
    }
}
