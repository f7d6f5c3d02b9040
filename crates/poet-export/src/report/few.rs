//! Figures of so few people that they tell nothing.

use poet_benchmark::Absent;
use poet_benchmark::release::{ComparisonFigure, Figure, PlaceChanges, WaveShare};

/// Fewest people of whom a share or a verdict is told: with fewer, one person moves a share by more than ten percentage
/// points, and its interval spans more than half of the scale.
pub(super) const FEWEST: u64 = 10;

/// What stands where a figure of fewer would.
pub(super) const TOO_FEW: &str = "too few to tell";

/// A figure of so many people, where they are enough; its own reason where it has one.
pub(super) fn of_enough<T>(figure: Figure<T>, people: &Figure<u64>) -> Figure<T> {
    match (figure, people) {
        (Figure::Shown(_), Figure::Shown(people)) if *people < FEWEST => {
            Figure::Absent(Absent::TooFewAnswers)
        }
        (figure, _) => figure,
    }
}

/// A comparison of so many people with others, where both are enough.
pub(super) fn compared(
    found: Figure<ComparisonFigure>,
    people: &Figure<u64>,
) -> Figure<ComparisonFigure> {
    let others = found.map(|found| found.rest_base);
    of_enough(of_enough(found, people), &others)
}

/// What became of a question that is followed since a wave, without what rests on too few people.
pub(super) fn followed(here: &PlaceChanges, since: usize) -> PlaceChanges {
    let few = |wave: usize| {
        let share = wave.checked_sub(since).and_then(|at| here.shares.get(at));
        share.is_some_and(is_few)
    };
    let absent = Absent::TooFewAnswers;
    let change = match here.change {
        Figure::Shown(change) if few(change.from) || few(change.to) => Figure::Absent(absent),
        change => change,
    };
    let trend = match here.trend {
        Figure::Shown(trend) if (trend.from..=trend.to).any(few) => Figure::Absent(absent),
        trend => trend,
    };
    let chart = match &here.chart {
        Figure::Shown(_) if here.shares.iter().any(is_few) => Figure::Absent(absent),
        chart => chart.clone(),
    };
    let shares = here.shares.iter();
    let share = |share: &Figure<WaveShare>| of_enough(*share, &share.map(|share| share.base));
    PlaceChanges {
        shares: shares.map(share).collect(),
        change,
        trend,
        chart,
    }
}

fn is_few(share: &Figure<WaveShare>) -> bool {
    share.shown().is_some_and(|share| share.base < FEWEST)
}

#[cfg(test)]
mod tests {
    use poet_benchmark::progress::Moved;
    use poet_benchmark::release::{ChangeFigure, RangeFigure};

    use super::*;

    #[test]
    fn ten_people_are_enough_and_nine_are_not() {
        let share = Figure::Shown(0.5);
        assert_eq!(of_enough(share, &Figure::Shown(10)), share);
        let few = Figure::Absent(Absent::TooFewAnswers);
        assert_eq!(of_enough(share, &Figure::Shown(9)), few);
        let nobody = Figure::Absent(Absent::NoAnswers);
        assert_eq!(
            of_enough(nobody, &Figure::<u64>::Shown(0)),
            Figure::<f64>::Absent(Absent::NoAnswers)
        );
    }

    fn series(bases: [u64; 2]) -> PlaceChanges {
        let share = |base| WaveShare {
            base,
            share: 0.5,
            lower: 0.1,
            upper: 0.9,
        };
        let nothing = Absent::TooFewWaves;
        PlaceChanges {
            shares: bases.map(|base| Figure::Shown(share(base))).to_vec(),
            change: Figure::Shown(ChangeFigure {
                from: 3,
                to: 4,
                difference: RangeFigure {
                    value: 0.0,
                    lower: -0.3,
                    upper: 0.3,
                },
                test: Figure::Absent(Absent::Degenerate),
                verdict: Moved::NoneFound,
                detectable: 0.1,
            }),
            trend: Figure::Absent(nothing),
            chart: Figure::Absent(nothing),
        }
    }

    #[test]
    fn a_change_from_or_to_few_people_is_not_told() {
        for few in [[3, 200], [200, 9]] {
            let told = followed(&series(few), 3);
            assert_eq!(told.change, Figure::Absent(Absent::TooFewAnswers));
            let shown = told.shares.iter().filter(|share| share.shown().is_some());
            assert_eq!(shown.count(), 1);
        }
        assert_eq!(followed(&series([10, 10]), 3), series([10, 10]));
    }
}
