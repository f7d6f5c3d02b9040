//! People of one group by the way they hold a budget.

use poet_core::uptake::Uptake;
use serde::{Deserialize, Serialize};

/// A way of holding a budget, or of holding none. Whoever could hold one is counted in exactly one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Way {
    /// By direct payment, whole or part.
    Direct,
    /// Otherwise.
    Managed,
    /// Not at all, where it is known who has a direct payment.
    None,
    /// In a way that is not known.
    Unknown,
    /// Not at all, where it is not known who has a direct payment.
    NoneOfUnknown,
}

/// People of one group by [`Way`].
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub(super) struct Ways([u64; 5]);

impl Ways {
    pub(super) const EACH: [Way; 5] = [
        Way::Direct,
        Way::Managed,
        Way::None,
        Way::Unknown,
        Way::NoneOfUnknown,
    ];

    pub(super) fn of(uptake: Uptake) -> Self {
        let without = uptake.eligible() - uptake.holders();
        Self(match uptake.direct_payments() {
            Some(direct) => [direct, uptake.holders() - direct, without, 0, 0],
            None => [0, 0, 0, uptake.holders(), without],
        })
    }

    pub(super) fn people(&self, way: Way) -> u64 {
        self.0[way as usize]
    }

    /// People of a way that is told of; none where no row tells of it, so that there can be nobody.
    pub(super) fn told(&self, way: Way) -> Option<u64> {
        let alike: &[Way] = match way {
            Way::Direct | Way::Managed | Way::None => &[Way::Direct, Way::Managed, Way::None],
            Way::Unknown | Way::NoneOfUnknown => &[Way::Unknown, Way::NoneOfUnknown],
        };
        let told = alike.iter().any(|&way| self.people(way) > 0);
        told.then(|| self.people(way))
    }

    /// Everybody who could hold a budget. No sum of a file runs over: each count is checked first.
    pub(super) fn eligible(&self) -> u64 {
        self.0.iter().sum()
    }

    pub(super) fn add(&mut self, more: Self) {
        for (people, more) in self.0.iter_mut().zip(more.0) {
            *people += more;
        }
    }

    /// Whether each count is at most `most`, so that their sum does not run over.
    pub(super) fn is_sound(&self, most: u64) -> bool {
        self.0.iter().all(|&people| people <= most)
    }
}
