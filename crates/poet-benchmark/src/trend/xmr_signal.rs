//! What a series does that chance alone rarely does.

use std::ops::Range;

use serde::Serialize;

use crate::estimate::Interval;

/// Points in a row that are no chance.
///
/// Holds 2 or more; 7 where nothing is said, as Making Data Count counts. Others count 6 or 8.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct RunLength(usize);

impl RunLength {
    /// Runs of so many points; at least two.
    pub fn new(points: usize) -> Self {
        Self(points.max(2))
    }
}

impl Default for RunLength {
    fn default() -> Self {
        Self(7)
    }
}

/// A rule by which points are unlikely to be chance alone.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalRule {
    /// A point outside the limits.
    BeyondLimit,
    /// A run of points on one side of the mean.
    OneSide,
    /// A run of points each higher, or each lower, than the one before.
    OneWay,
    /// Two of three points in a row in the outer third within a limit, all three on that side of the mean.
    NearLimit,
}

/// Which way a signal points.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Departure {
    /// Higher, or rising.
    Up,
    /// Lower, or falling.
    Down,
}

/// Points that are unlikely to be chance alone, and why.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Signal {
    /// The rule.
    pub rule: SignalRule,
    /// Which way.
    pub departure: Departure,
    /// The points, from 0; the end is not among them.
    pub points: Range<usize>,
}

/// Every signal of a series with this mean, these limits and the bounds of their outer thirds.
pub(super) fn signals(
    values: &[f64],
    (mean, limits, near): (f64, Interval, Interval),
    RunLength(run): RunLength,
) -> Vec<Signal> {
    let sides: Vec<Option<Departure>> = values.iter().map(|&value| way(mean, value)).collect();
    let beyond: Vec<Option<Departure>> =
        values.iter().map(|&value| outside(limits, value)).collect();
    let steps: Vec<Option<Departure>> = values
        .windows(2)
        .map(|pair| way(pair[0], pair[1]))
        .collect();
    let close: Vec<bool> = values
        .iter()
        .map(|&value| limits.contains(value) && outside(near, value).is_some())
        .collect();
    let named = |rule| {
        move |(departure, points)| Signal {
            rule,
            departure,
            points,
        }
    };
    let alone = runs(&beyond, 1)
        .into_iter()
        .map(named(SignalRule::BeyondLimit));
    let one_side = runs(&sides, run)
        .into_iter()
        .map(named(SignalRule::OneSide));
    let one_way = runs(&steps, run - 1)
        .into_iter()
        .map(|(way, steps)| (way, steps.start..steps.end + 1))
        .map(named(SignalRule::OneWay));
    let near_limit = pairs(&sides, &close)
        .into_iter()
        .map(named(SignalRule::NearLimit));
    alone
        .chain(one_side)
        .chain(one_way)
        .chain(near_limit)
        .collect()
}

/// Which way `value` lies of `from`; nowhere where it lies on it.
fn way(from: f64, value: f64) -> Option<Departure> {
    outside(
        Interval {
            lower: from,
            upper: from,
        },
        value,
    )
}

fn outside(limits: Interval, value: f64) -> Option<Departure> {
    match value {
        value if value > limits.upper => Some(Departure::Up),
        value if value < limits.lower => Some(Departure::Down),
        _ => None,
    }
}

/// Stretches of at least `least` in a row that go the same way.
fn runs(ways: &[Option<Departure>], least: usize) -> Vec<(Departure, Range<usize>)> {
    let mut start = 0;
    let stretches = ways.chunk_by(|one, other| one == other).map(|stretch| {
        let from = start;
        start += stretch.len();
        (stretch[0], from..start)
    });
    let long = stretches.filter(|(_, points)| points.len() >= least);
    long.filter_map(|(way, points)| Some((way?, points)))
        .collect()
}

/// Stretches of threes on one side of the mean of which at least two are close to the limit, joined where they overlap.
fn pairs(sides: &[Option<Departure>], close: &[bool]) -> Vec<(Departure, Range<usize>)> {
    let mut found: Vec<(Departure, Range<usize>)> = Vec::new();
    for (at, three) in sides.windows(3).enumerate() {
        let (Some(way), 2..) = (three[0], close[at..at + 3].iter().filter(|c| **c).count()) else {
            continue;
        };
        if three.iter().any(|side| *side != Some(way)) {
            continue;
        }
        match found
            .last_mut()
            .filter(|(last, points)| *last == way && at < points.end)
        {
            Some((_, points)) => points.end = at + 3,
            None => found.push((way, at..at + 3)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trend::{Screening, xmr};

    fn found(values: &[f64], rule: SignalRule) -> Vec<(Departure, Range<usize>)> {
        let chart = xmr(values, Screening::Once, RunLength::default()).unwrap();
        let of_rule = chart
            .signals
            .into_iter()
            .filter(|signal| signal.rule == rule);
        of_rule
            .map(|signal| (signal.departure, signal.points))
            .collect()
    }

    #[test]
    fn seven_on_one_side_are_a_run_and_six_are_not() {
        let series = |low: usize| [vec![12.0; low], [7.0, 13.0].repeat(6)].concat();
        assert_eq!(
            found(&series(7), SignalRule::OneSide),
            [(Departure::Up, 0..7)]
        );
        assert_eq!(found(&series(6), SignalRule::OneSide), []);
        let eight =
            |points: usize| xmr(&series(points), Screening::Once, RunLength::new(8)).unwrap();
        let run =
            |chart: crate::trend::Xmr| chart.signals.iter().any(|s| s.rule == SignalRule::OneSide);
        assert!(!run(eight(7)) && run(eight(8)));
    }

    #[test]
    fn seven_rising_points_are_a_run_and_six_or_a_standstill_are_not() {
        let rising = |points: u32| (0..points).map(f64::from).collect::<Vec<_>>();
        assert_eq!(
            found(&rising(7), SignalRule::OneWay),
            [(Departure::Up, 0..7)]
        );
        assert_eq!(found(&rising(6), SignalRule::OneWay), []);
        assert_eq!(
            found(
                &[0.0, 1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0],
                SignalRule::OneWay
            ),
            []
        );
        let falling: Vec<f64> = rising(9).into_iter().rev().collect();
        assert_eq!(
            found(&falling, SignalRule::OneWay),
            [(Departure::Down, 0..9)]
        );
    }

    fn three(values: [f64; 3]) -> Vec<Signal> {
        let within = |half: f64| Interval {
            lower: 50.0 - half,
            upper: 50.0 + half,
        };
        let signals = signals(
            &values,
            (50.0, within(30.0), within(20.0)),
            RunLength::default(),
        );
        signals
            .into_iter()
            .filter(|s| s.rule == SignalRule::NearLimit)
            .collect()
    }

    #[test]
    fn two_of_three_near_one_limit_are_a_signal() {
        assert_eq!(three([75.0, 55.0, 71.0]).len(), 1);
        assert_eq!(three([25.0, 29.0, 49.0])[0].departure, Departure::Down);
        assert_eq!(
            three([75.0, 55.0, 70.0]),
            [],
            "a third of the way is not past it"
        );
        assert_eq!(
            three([75.0, 45.0, 75.0]),
            [],
            "the third lies on the other side"
        );
        assert_eq!(
            three([75.0, 55.0, 85.0]),
            [],
            "a point beyond the limit has a rule of its own"
        );
        assert_eq!(three([75.0, 55.0, 25.0]), [], "on both sides");
    }

    #[test]
    fn a_point_on_the_limit_is_within() {
        let limits = Interval {
            lower: 20.0,
            upper: 80.0,
        };
        let at = |value| signals(&[value], (50.0, limits, limits), RunLength::default());
        assert_eq!((at(80.0), at(20.0)), (vec![], vec![]));
        assert_eq!(at(80.1)[0].rule, SignalRule::BeyondLimit);
    }
}
