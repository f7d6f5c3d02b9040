//! Control of false discoveries over the published family.

use super::{Comparison, ItemFindings, Scope, Settings, Verdict};
use crate::Absent;
use crate::compare::{Adjustment, adjust};

/// Adjusts the p values of each family, says what may be said, and counts the tests that could be made.
pub(crate) fn judge(items: &mut [ItemFindings], settings: &Settings) -> usize {
    let places = items.first().map_or(0, |item| item.places.len());
    match settings.scope {
        Scope::WholeTable => {
            let all = items.iter_mut().flat_map(|item| &mut item.places);
            judge_family(
                all.filter_map(|place| place.against_rest.as_mut().ok())
                    .collect(),
            )
        }
        Scope::EachOrganisation => (0..places)
            .map(|at| {
                let own = items.iter_mut().map(|item| &mut item.places[at]);
                judge_family(
                    own.filter_map(|place| place.against_rest.as_mut().ok())
                        .collect(),
                )
            })
            .sum(),
    }
}

/// Controls false discoveries over one family; answers with the number of tests.
pub(crate) fn judge_family(mut comparisons: Vec<&mut Comparison>) -> usize {
    let p: Vec<Option<f64>> = comparisons
        .iter()
        .map(|c| c.test.ok().map(|test| test.p))
        .collect();
    let adjusted = adjust(&p, Adjustment::BenjaminiHochberg);
    // Every p value comes from a test, so the family is sound.
    let adjusted = adjusted.map_or_else(|_| vec![None; p.len()], |family| family.adjusted);
    for (comparison, adjusted) in comparisons.iter_mut().zip(adjusted) {
        let reason = comparison.test.err().unwrap_or(Absent::Degenerate);
        comparison.adjusted = adjusted.ok_or(reason);
        comparison.verdict = match adjusted {
            None => Verdict::NotTested,
            Some(p) if p > Settings::FALSE_DISCOVERY => Verdict::NoDifferenceFound,
            Some(_) if comparison.difference.estimate > 0.0 => Verdict::Higher,
            Some(_) => Verdict::Lower,
        };
    }
    p.iter().flatten().count()
}
