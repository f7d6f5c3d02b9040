//! Whether two items are put to the same people.

use std::collections::BTreeSet;

use crate::instrument::document::ConditionEntry;

/// Whether two conditions say the same, where `partner` names the item of the second instrument that is the same
/// question as one of the first.
pub(super) fn same<'a>(
    first: Option<&ConditionEntry>,
    second: Option<&ConditionEntry>,
    partner: &impl Fn(&str) -> Option<&'a str>,
) -> bool {
    match (first, second) {
        (None, None) => true,
        (Some(first), Some(second)) => alike(first, second, partner),
        _ => false,
    }
}

fn alike<'a>(
    first: &ConditionEntry,
    second: &ConditionEntry,
    partner: &impl Fn(&str) -> Option<&'a str>,
) -> bool {
    use ConditionEntry::{All, Answered, Any, AnyOf, Not};
    let each = |a: &[ConditionEntry], b: &[ConditionEntry]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b, partner))
    };
    match (first, second) {
        (AnyOf(a), AnyOf(b)) => {
            let points = |codes: &[String]| codes.iter().cloned().collect::<BTreeSet<_>>();
            partner(&a.item) == Some(&b.item) && points(&a.any_of) == points(&b.any_of)
        }
        (Answered(a), Answered(b)) => partner(&a.answered) == Some(&b.answered),
        (All(a), All(b)) => each(&a.all, &b.all),
        (Any(a), Any(b)) => each(&a.any, &b.any),
        (Not(a), Not(b)) => alike(&a.not, &b.not, partner),
        _ => false,
    }
}
