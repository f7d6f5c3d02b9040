//! The check of the items.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::super::document::{Bound, Document, ItemEntry};
use super::super::item::{Item, ItemKind, Limits};
use super::super::problem::ProblemKind;
use super::super::scale::Scale;
use super::scale::Scales;
use super::{Gathered, condition, entries, status};

/// Kinds of item.
pub(in super::super) const KINDS: &str = "choice, tick_all, number, money, date, text";

/// Most decimals of a number.
pub(in super::super) const MOST_DECIMALS: u32 = 6;

/// Reads every item; none stands for one that has problems, so that positions stay.
pub(super) fn items(
    document: &Document,
    scales: &Scales,
    gathered: &mut Gathered,
) -> Vec<Option<Item>> {
    gathered.distinct(entries(document).map(|(_, place, e)| (place + ".id", e.id.as_str())));
    let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, (_, _, entry)) in entries(document).enumerate() {
        positions.entry(entry.id.as_str()).or_insert(at);
    }
    let mut read: Vec<Option<Item>> = Vec::new();
    for (section, place, entry) in entries(document) {
        let context = condition::Context {
            positions: &positions,
            earlier: &read,
            place: format!("{place}.ask_if"),
        };
        let ask_if = entry.ask_if.as_ref().map(|c| context.read(c, gathered));
        let item = item(section, &place, entry, scales, gathered);
        read.push(item.and_then(|item| match ask_if {
            None => Some(item),
            Some(condition) => Some(Item {
                ask_if: Some(condition?),
                ..item
            }),
        }));
    }
    if read.iter().all(Option::is_some) {
        condition::reachable(document, &read, gathered);
    }
    read
}

fn item(
    section: usize,
    place: &str,
    entry: &ItemEntry,
    scales: &Scales,
    gathered: &mut Gathered,
) -> Option<Item> {
    let id = gathered.name(format!("{place}.id"), &entry.id);
    let text = gathered.text(&format!("{place}.text"), &entry.text);
    let label = if entry.label.is_empty() {
        None
    } else {
        gathered.text(&format!("{place}.label"), &entry.label)
    };
    let status = status(place, entry.status.as_deref(), gathered);
    if entry.topic.is_some() != entry.status.is_some() {
        let wants = "topic and status together, the crosswalk to what was published";
        gathered.add(place, ProblemKind::Missing { wants });
    }
    let series = match &entry.series {
        None => None,
        Some(key) => gathered.name(format!("{place}.series"), key),
    };
    let kind = kind(place, entry, scales, gathered);
    Some(Item {
        id: id?,
        section,
        kind: kind?,
        text: text?,
        label,
        required: entry.required,
        ask_if: None,
        topic: entry.topic.clone(),
        status,
        series,
        synonyms: entry.synonyms.clone(),
    })
}

fn kind(
    place: &str,
    entry: &ItemEntry,
    scales: &Scales,
    gathered: &mut Gathered,
) -> Option<ItemKind> {
    fitting_fields(place, entry, gathered);
    match entry.kind.as_str() {
        "choice" => scale(place, entry, scales, gathered).map(ItemKind::Choice),
        "tick_all" => scale(place, entry, scales, gathered).map(ItemKind::TickAll),
        "number" => limits(place, entry, 0, gathered).map(ItemKind::Number),
        "money" => limits(place, entry, 2, gathered).map(ItemKind::Money),
        "date" => dates(place, entry, gathered),
        "text" => Some(ItemKind::Text),
        _ => {
            gathered.add(format!("{place}.kind"), ProblemKind::Word { wants: KINDS });
            None
        }
    }
}

/// Notes fields that the item's kind has no use for: they are a slip, not a wish.
fn fitting_fields(place: &str, entry: &ItemEntry, gathered: &mut Gathered) {
    let kind = entry.kind.as_str();
    let bounded = matches!(kind, "number" | "money" | "date");
    let rules = [
        (
            "scale",
            entry.scale.is_some() && !matches!(kind, "choice" | "tick_all"),
            "only choice and tick_all have a scale",
        ),
        (
            "reversed",
            entry.reversed && kind != "choice",
            "only a choice can be reversed",
        ),
        (
            "min",
            entry.min.is_some() && !bounded,
            "only number, money and date have bounds",
        ),
        (
            "max",
            entry.max.is_some() && !bounded,
            "only number, money and date have bounds",
        ),
        (
            "decimals",
            entry.decimals.is_some() && kind != "number",
            "only a number says its decimals",
        ),
    ];
    for (field, misplaced, because) in rules {
        if misplaced {
            gathered.add(
                format!("{place}.{field}"),
                ProblemKind::Misplaced { because },
            );
        }
    }
}

fn scale(
    place: &str,
    entry: &ItemEntry,
    scales: &Scales,
    gathered: &mut Gathered,
) -> Option<Arc<Scale>> {
    let place = format!("{place}.scale");
    let Some(name) = &entry.scale else {
        let wants = "the name of a scale";
        gathered.add(place, ProblemKind::Missing { wants });
        return None;
    };
    let Some(scale) = scales.get(name) else {
        gathered.undeclared(place, "scale", name, scales.keys().map(String::as_str));
        return None;
    };
    let scale = scale.as_ref()?;
    Some(if entry.reversed {
        Arc::new(scale.reversed())
    } else {
        Arc::clone(scale)
    })
}

fn limits(
    place: &str,
    entry: &ItemEntry,
    decimals: u32,
    gathered: &mut Gathered,
) -> Option<Limits> {
    let min = bound(place, "min", entry.min.as_ref(), Bound::decimal, gathered)?;
    let max = bound(place, "max", entry.max.as_ref(), Bound::decimal, gathered)?;
    let decimals = entry.decimals.unwrap_or(decimals);
    if decimals > MOST_DECIMALS {
        let wants = "0 to 6 decimals";
        gathered.add(
            format!("{place}.decimals"),
            ProblemKind::OutOfRange { wants },
        );
    }
    let largest = Decimal::from(1_000_000_000_000_i64);
    if [min, max].into_iter().flatten().any(|b| b.abs() > largest) {
        let wants = "bounds within a million million";
        gathered.add(place, ProblemKind::OutOfRange { wants });
    }
    ordered(place, min, max, gathered);
    Some(Limits { min, max, decimals })
}

fn dates(place: &str, entry: &ItemEntry, gathered: &mut Gathered) -> Option<ItemKind> {
    let earliest = bound(place, "min", entry.min.as_ref(), Bound::date, gathered)?;
    let latest = bound(place, "max", entry.max.as_ref(), Bound::date, gathered)?;
    ordered(place, earliest, latest, gathered);
    Some(ItemKind::Date { earliest, latest })
}

/// A bound read, none where there is none to read; outer none where it cannot be read.
#[expect(
    clippy::option_option,
    reason = "no bound and a bad bound are two things"
)]
fn bound<T>(
    place: &str,
    field: &str,
    bound: Option<&Bound>,
    read: impl Fn(&Bound) -> Option<T>,
    gathered: &mut Gathered,
) -> Option<Option<T>> {
    let Some(bound) = bound else {
        return Some(None);
    };
    let value = read(bound);
    if value.is_none() {
        let wants = "a number, or a date written 2014-01-31";
        gathered.add(
            format!("{place}.{field}"),
            ProblemKind::OutOfRange { wants },
        );
    }
    value.map(Some)
}

fn ordered<T: PartialOrd>(place: &str, min: Option<T>, max: Option<T>, gathered: &mut Gathered) {
    if matches!((min, max), (Some(min), Some(max)) if max < min) {
        let wants = "a max that is not under the min";
        gathered.add(format!("{place}.max"), ProblemKind::OutOfRange { wants });
    }
}
