//! Items whose routing rests on what the file does not hold.

use std::collections::BTreeSet;

use poet_core::{Condition, Item, Scale};

use super::Plan;
use crate::report::Unroutable;

/// The items with a column of which it cannot be known whether they were asked, in the order of the instrument.
pub(super) fn unroutable(plan: &Plan) -> Vec<Unroutable> {
    let items = plan.instrument.items();
    // Conditions look back, so what each earlier item rests on is known.
    let mut missing: Vec<BTreeSet<usize>> = Vec::new();
    for item in items {
        let mut rests_on = BTreeSet::new();
        if let Some(condition) = item.ask_if() {
            visit(condition, &mut |on, points| {
                if lacks_column(plan, &items[on], points) {
                    rests_on.insert(on);
                } else {
                    rests_on.extend(missing.get(on).into_iter().flatten());
                }
            });
        }
        missing.push(rests_on);
    }
    let id = |at: &usize| items[*at].id().clone();
    items
        .iter()
        .zip(&missing)
        .filter(|(item, on)| !on.is_empty() && !plan.items_without_column.contains(item.id()))
        .map(|(item, on)| Unroutable {
            item: item.id().clone(),
            rests_on: on.iter().map(id).collect(),
        })
        .collect()
}

/// Whether the item has no column, or one of these options has none beside others that have.
fn lacks_column(plan: &Plan, item: &Item, points: &[u8]) -> bool {
    let scale = item.scale().map(Scale::points).unwrap_or_default();
    let options = &plan.options_without_column;
    let lacks = |&point: &u8| {
        let code = scale[usize::from(point)].code();
        options
            .iter()
            .any(|(id, option)| id == item.id() && option == code)
    };
    plan.items_without_column.contains(item.id()) || points.iter().any(lacks)
}

/// Calls `see` with every item that a condition looks at, and with the points it asks for.
fn visit(condition: &Condition, see: &mut impl FnMut(usize, &[u8])) {
    match condition {
        Condition::AnyOf { item, points } => see(*item, points),
        Condition::Answered { item } => see(*item, &[]),
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                visit(part, see);
            }
        }
        Condition::Not(part) => visit(part, see),
    }
}
