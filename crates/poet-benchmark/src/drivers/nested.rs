//! Tables whose people lie within those of another.

use std::collections::BTreeMap;

use super::plan::DriverPlan;
use super::profiles::{Profile, Profiles};

/// Two pairs that share an outcome or a condition, of which the people of one are all among those of the other: whoever
/// sees both tables takes one from the other.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Nested {
    /// Positions among the pairs.
    pub(crate) pairs: [usize; 2],
    /// Smallest number of people, not nought, that is left.
    pub(crate) fewest: u64,
}

/// People by which questions they answered, without and with what the tables share.
type Masks = BTreeMap<u64, [u64; 2]>;

/// Every such two pairs, outcome by outcome and then condition by condition.
pub(super) fn nested(profiles: &Profiles, plan: &DriverPlan) -> Vec<Nested> {
    let (outcomes, conditions) = (plan.outcomes().len(), plan.conditions().len());
    let mut found = Vec::new();
    for outcome in 0..outcomes {
        let masks = masks(
            profiles,
            |p| p.outcome(outcome),
            |p| answered(conditions, |at| p.condition(at)),
        );
        compare(
            &masks,
            conditions,
            |condition| outcome * conditions + condition,
            &mut found,
        );
    }
    for condition in 0..conditions {
        let masks = masks(
            profiles,
            |p| p.condition(condition),
            |p| answered(outcomes, |at| p.outcome(at)),
        );
        compare(
            &masks,
            outcomes,
            |outcome| outcome * conditions + condition,
            &mut found,
        );
    }
    found
}

fn masks(
    profiles: &Profiles,
    shared: impl Fn(&Profile) -> Option<bool>,
    mask: impl Fn(&Profile) -> u64,
) -> Masks {
    let mut masks = Masks::new();
    for (profile, people) in profiles.complete() {
        if let Some(yes) = shared(profile) {
            masks.entry(mask(profile)).or_default()[usize::from(yes)] += people;
        }
    }
    masks
}

/// A bit for every question that was answered.
fn answered(questions: usize, answer: impl Fn(usize) -> Option<bool>) -> u64 {
    (0..questions).fold(0, |mask, at| mask | u64::from(answer(at).is_some()) << at)
}

fn compare(
    masks: &Masks,
    questions: usize,
    pair: impl Fn(usize) -> usize,
    found: &mut Vec<Nested>,
) {
    for one in 0..questions {
        for other in one + 1..questions {
            let [mut left, mut right] = [[0; 2]; 2];
            for (mask, people) in masks {
                let sums = match (mask >> one & 1, mask >> other & 1) {
                    (1, 0) => &mut left,
                    (0, 1) => &mut right,
                    _ => continue,
                };
                sums.iter_mut().zip(people).for_each(|(sum, n)| *sum += n);
            }
            if left != [0, 0] && right != [0, 0] {
                continue;
            }
            let people = left.into_iter().chain(right).filter(|&people| people > 0);
            found.extend(people.min().map(|fewest| Nested {
                pairs: [pair(one), pair(other)],
                fewest,
            }));
        }
    }
}
