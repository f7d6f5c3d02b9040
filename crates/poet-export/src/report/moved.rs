//! What moved between two waves, in words that claim no more than was found.

use poet_benchmark::progress::Moved;
use poet_benchmark::release::{Figure, LevelFigure, MovedFigure, MovementResult, RangeFigure};

use crate::number::{fixed, people, per_cent};

/// What is said beside every movement.
pub(super) const CAUTION: &str = "This does not show that the action did it. Other things changed too. And it may not be the same people who answered.";

/// A movement in one or two sentences.
pub(super) fn sentence(result: &MovementResult) -> String {
    match (&result.moved, result.before, result.after) {
        (Figure::Shown(moved), Figure::Shown(before), Figure::Shown(after)) => {
            shown(result.width, moved, before, after)
        }
        (Figure::Absent(why), ..) => format!("There is no number to show. {why}"),
        _ => "We do not show the numbers, so that nobody can tell who answered.".to_owned(),
    }
}

fn shown(width: f64, moved: &MovedFigure, before: LevelFigure, after: LevelFigure) -> String {
    let level = |level: LevelFigure| match is_share(width) {
        true => format!(
            "{} of {} people",
            per_cent(level.value),
            people(level.people)
        ),
        false => format!(
            "{} ({} people)",
            fixed(level.value, 1),
            people(level.people)
        ),
    };
    let (before, after) = (level(before), level(after));
    let size = size(width, moved.detectable);
    let what = match is_share(width) {
        true => "The share of good answers",
        false => "The score",
    };
    match moved.verdict {
        Moved::Rose => format!(
            "{what} rose {}: from {before} to {after}.",
            by(width, moved.difference)
        ),
        Moved::Fell => format!(
            "{what} fell {}: from {before} to {after}.",
            by(width, turned(moved.difference))
        ),
        Moved::NoneFound => format!(
            "We found no change: {before} before, {after} after. A change of {size} or more would most likely have shown."
        ),
        Moved::TooFewToTell => format!(
            "Too few people answered to tell: {before} before, {after} after. Only a change of {size} or more would most likely have shown."
        ),
    }
}

/// How far, and between which limits.
fn by(width: f64, difference: RangeFigure) -> String {
    let RangeFigure {
        value,
        lower,
        upper,
    } = difference;
    let number = |value: f64| trimmed(width, value);
    format!(
        "by {}, between {} and {}",
        size(width, value),
        number(lower),
        number(upper)
    )
}

/// The same movement downwards.
fn turned(difference: RangeFigure) -> RangeFigure {
    RangeFigure {
        value: -difference.value,
        lower: -difference.upper,
        upper: -difference.lower,
    }
}

fn size(width: f64, value: f64) -> String {
    let number = trimmed(width, value);
    let s = if number == "1" { "" } else { "s" };
    format!("{number} point{s}")
}

/// A number with one decimal where it has one; shares as percentage points.
fn trimmed(width: f64, value: f64) -> String {
    let value = if is_share(width) {
        value * 100.0
    } else {
        value
    };
    let text = fixed(value + value.signum() * 1e-9, 1);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn is_share(width: f64) -> bool {
    width <= 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(value: f64, lower: f64, upper: f64) -> RangeFigure {
        RangeFigure {
            value,
            lower,
            upper,
        }
    }

    fn words(width: f64, difference: RangeFigure, verdict: Moved) -> String {
        let scale = if is_share(width) { 0.01 } else { 1.0 };
        let [before, after] = [(1200, 60.0), (400, 66.0)].map(|(people, value)| LevelFigure {
            people,
            value: value * scale,
        });
        let moved = MovedFigure {
            difference,
            verdict,
            detectable: 0.123 * if is_share(width) { 1.0 } else { 100.0 },
        };
        shown(width, &moved, before, after)
    }

    #[test]
    fn a_movement_is_said_with_its_limits_and_bases() {
        assert_eq!(
            words(1.0, range(0.06, 0.01, 0.11), Moved::Rose),
            "The share of good answers rose by 6 points, between 1 and 11: from 60.0% of 1,200 people to 66.0% of 400 people."
        );
        assert_eq!(
            words(1.0, range(-0.01, -0.0155, -0.002), Moved::Fell),
            "The share of good answers fell by 1 point, between 0.2 and 1.6: from 60.0% of 1,200 people to 66.0% of 400 people."
        );
        assert_eq!(
            words(100.0, range(6.0, 1.04, 10.96), Moved::Rose),
            "The score rose by 6 points, between 1 and 11: from 60.0 (1,200 people) to 66.0 (400 people)."
        );
    }

    #[test]
    fn no_movement_says_what_would_have_shown() {
        let none = range(0.0, -0.1, 0.1);
        assert_eq!(
            words(1.0, none, Moved::NoneFound),
            "We found no change: 60.0% of 1,200 people before, 66.0% of 400 people after. A change of 12.3 points or more would most likely have shown."
        );
        assert!(
            words(100.0, none, Moved::TooFewToTell)
                .starts_with("Too few people answered to tell: 60.0 (1,200 people) before")
        );
        assert!(
            words(100.0, none, Moved::TooFewToTell)
                .ends_with("Only a change of 12.3 points or more would most likely have shown.")
        );
    }
}
