//! How much conditions go with outcomes.

use poet_core::ItemId;
use serde::Serialize;

use crate::Verdict;
use crate::drivers::Met;
use crate::release::{DriverBenchmark, DriverPair, DriverVerdict, RangeFigure, Released};

/// How much one condition goes with one outcome: an association of answers that the same people gave.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Importance {
    /// Item of the outcome.
    pub outcome: ItemId,
    /// Item of the condition.
    pub condition: ItemId,
    /// Favourable share of the outcome among people with a favourable condition less that among others, with other answers
    /// held alike.
    pub difference: RangeFigure,
    /// What may be said, after the control of false discoveries over all outcomes and conditions.
    pub verdict: Verdict,
}

impl Importance {
    /// What a release of conditions and outcomes shows of conditions that are met by a favourable answer.
    pub fn of(drivers: &Released<DriverBenchmark>) -> Released<Vec<Self>> {
        drivers.derive(|drivers| drivers.pairs.iter().filter_map(Self::of_pair).collect())
    }

    fn of_pair(pair: &DriverPair) -> Option<Self> {
        let figure = pair.figure.as_ref().shown()?;
        let adjusted = figure.adjusted.as_ref().shown()?;
        (pair.met == Met::Favourably).then(|| Self {
            outcome: pair.outcome.clone(),
            condition: pair.condition.clone(),
            difference: adjusted.risk_difference,
            verdict: match adjusted.verdict {
                DriverVerdict::MoreLikely => Verdict::Higher,
                DriverVerdict::LessLikely => Verdict::Lower,
                DriverVerdict::NoDifferenceFound => Verdict::NoDifferenceFound,
            },
        })
    }

    /// The importance of a condition over its outcomes: that of the middle one, the lower of two, so that half of the
    /// outcomes at least go with the condition as much.
    pub(super) fn middle<'a>(of: &[&'a Self]) -> Option<&'a Self> {
        let mut sorted = of.to_vec();
        sorted.sort_by(|a, b| a.difference.value.total_cmp(&b.difference.value));
        sorted.get(sorted.len().checked_sub(1)? / 2).copied()
    }
}
