//! Control of false discoveries over the published family.

use std::collections::BTreeMap;

use super::{Comparison, ItemFindings, Scope, Settings, Verdict};
use crate::Absent;
use crate::compare::{Adjustment, adjust};

/// A difference that is tested, of which something may be said once its family is known.
pub(crate) trait Tested {
    /// p value of its test, or why there is none.
    fn p(&self) -> Result<f64, Absent>;

    /// The difference.
    fn difference(&self) -> f64;

    /// Takes the p value after the control of false discoveries, and what may be said.
    fn settle(&mut self, adjusted: Result<f64, Absent>, verdict: Verdict);
}

impl Tested for Comparison {
    fn p(&self) -> Result<f64, Absent> {
        self.test.map(|test| test.p)
    }

    fn difference(&self) -> f64 {
        self.difference.estimate
    }

    fn settle(&mut self, adjusted: Result<f64, Absent>, verdict: Verdict) {
        (self.adjusted, self.verdict) = (adjusted, verdict);
    }
}

/// Adjusts the p values of each family, says what may be said, and counts the tests that could be made.
pub(crate) fn judge(items: &mut [ItemFindings], settings: &Settings) -> usize {
    let places = items
        .iter_mut()
        .flat_map(|item| item.places.iter_mut().enumerate());
    let compared = places.filter_map(|(at, place)| Some((at, place.against_rest.as_mut().ok()?)));
    judge_places(compared, settings.scope)
}

/// Controls false discoveries over what was tested of each place, by its position; answers with the number of tests.
pub(crate) fn judge_places<'a, T: Tested + 'a>(
    tested: impl Iterator<Item = (usize, &'a mut T)>,
    scope: Scope,
) -> usize {
    let mut families: BTreeMap<usize, Vec<&mut T>> = BTreeMap::new();
    for (place, tested) in tested {
        let family = match scope {
            Scope::WholeTable => 0,
            Scope::EachOrganisation => place,
        };
        families.entry(family).or_default().push(tested);
    }
    families.into_values().map(judge_family).sum()
}

/// Controls false discoveries over one family; answers with the number of tests.
pub(crate) fn judge_family<T: Tested>(mut tested: Vec<&mut T>) -> usize {
    let p: Vec<Option<f64>> = tested.iter().map(|one| one.p().ok()).collect();
    let adjusted = adjust(&p, Adjustment::BenjaminiHochberg);
    // Every p value comes from a test, so the family is sound.
    let adjusted = adjusted.map_or_else(|_| vec![None; p.len()], |family| family.adjusted);
    for (one, adjusted) in tested.iter_mut().zip(adjusted) {
        let reason = one.p().err().unwrap_or(Absent::Degenerate);
        let verdict = match adjusted {
            None => Verdict::NotTested,
            Some(p) if p > Settings::FALSE_DISCOVERY => Verdict::NoDifferenceFound,
            Some(_) if one.difference() > 0.0 => Verdict::Higher,
            Some(_) => Verdict::Lower,
        };
        one.settle(adjusted.ok_or(reason), verdict);
    }
    p.iter().flatten().count()
}
