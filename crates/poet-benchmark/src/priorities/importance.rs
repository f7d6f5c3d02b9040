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

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use poet_core::{Answer, Response, ResponseTable};

    use super::*;
    use crate::drivers::{DriverCounts, DriverPlan, Drivers};
    use crate::estimate::Confidence;
    use crate::peers::tests::instrument;
    use crate::release::Policy;

    /// So many people of whom the budget is held in one way, who were heard with ease or not and whose dignity is better
    /// or not.
    type Row = (&'static str, &'static str, &'static str, usize);

    fn importance(rows: &[Row]) -> Released<Vec<Importance>> {
        let mut table = ResponseTable::new(instrument());
        for &(held, heard, dignity, people) in rows {
            let person = Response::new("r".parse().unwrap(), "north".parse().unwrap());
            let answers = [("held", held), ("being_heard", heard), ("dignity", dignity)];
            let person = answers.iter().fold(person, |person, (item, point)| {
                let answer = Answer::Choice(point.parse().unwrap());
                person.with(item.parse().unwrap(), answer)
            });
            (0..people).for_each(|_| table.push(&person).unwrap());
        }
        table.route();
        let plan = DriverPlan::new(instrument(), &[]).unwrap();
        let mut counts = DriverCounts::new(&plan).unwrap();
        counts.add_table(&table).unwrap();
        let drivers = Drivers::new(&counts, Confidence::P95, NonZeroUsize::MIN).unwrap();
        Importance::of(&Policy::internal().apply_drivers(&drivers))
    }

    /// 70 of 100 against 40 of 100, half of each holding the budget in either way.
    const HEARD: [Row; 8] = [
        ("direct_payment", "1", "1", 35),
        ("direct_payment", "1", "3", 15),
        ("direct_payment", "5", "1", 20),
        ("direct_payment", "5", "3", 30),
        ("fund", "1", "1", 35),
        ("fund", "1", "3", 15),
        ("fund", "5", "1", 20),
        ("fund", "5", "3", 30),
    ];

    #[test]
    fn importance_is_the_difference_of_conditions_that_are_met_favourably() {
        let found = importance(&HEARD);
        let [heard] = &found[..] else {
            panic!(
                "ways of holding a budget are no better or worse, and nothing else was answered: {}",
                found.len()
            );
        };
        assert_eq!(heard.outcome.as_str(), "dignity");
        assert_eq!(heard.condition.as_str(), "being_heard");
        // 0.7 less 0.4, which a model of one condition gives back.
        assert!((heard.difference.value - 0.3).abs() < 1e-6);
        assert!(heard.difference.lower > 0.0 && heard.difference.upper < 0.5);
        assert_eq!(heard.verdict, Verdict::Higher);
    }

    #[test]
    fn where_nothing_is_found_importance_says_so() {
        let alike: Vec<Row> = HEARD.iter().map(|&(h, e, d, _)| (h, e, d, 25)).collect();
        let found = importance(&alike);
        assert_eq!(found[0].verdict, Verdict::NoDifferenceFound);
        assert!(found[0].difference.value.abs() < 1e-6);
    }

    #[test]
    fn the_middle_one_of_several_is_the_lower_of_two() {
        let found = importance(&HEARD);
        let weaker = Importance {
            difference: RangeFigure {
                value: 0.1,
                lower: 0.0,
                upper: 0.2,
            },
            ..found[0].clone()
        };
        let middle = Importance::middle(&[&found[0], &weaker]).unwrap();
        assert_eq!(middle, &weaker);
        assert_eq!(Importance::middle(&[]), None);
    }
}
