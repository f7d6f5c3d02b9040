//! One cell of a table.

use std::borrow::Cow;

use poet_benchmark::release::Figure;
use serde::Serialize;

use super::Spreadsheet;

/// One cell: words, a number, or nothing.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Words(Cow<'a, str>),
    People(u64),
    Number(f64),
    Empty,
}

impl<'a> Cell<'a> {
    /// A code that this library writes itself.
    pub(super) fn code(code: impl Serialize) -> Self {
        // The codes are enums that serialise as one word each.
        match serde_json::to_value(code) {
            Ok(serde_json::Value::String(code)) => Self::Words(code.into()),
            _ => Self::Empty,
        }
    }

    /// A number of a figure, where it is shown.
    pub(super) fn of<T>(figure: &Figure<T>, number: impl Fn(&T) -> Self) -> Self {
        match figure {
            Figure::Shown(shown) => number(shown),
            Figure::Withheld(_) | Figure::Absent(_) => Self::Empty,
        }
    }

    /// Why a figure is there or not.
    pub(super) fn status<T>(figure: &Figure<T>) -> Self {
        match figure {
            Figure::Shown(_) => "shown".into(),
            Figure::Withheld(_) => "withheld".into(),
            Figure::Absent(why) => Self::code(why),
        }
    }

    /// Shorthand of official tables for a figure that is not shown.
    pub(super) fn mark<T>(figure: &Figure<T>) -> Self {
        figure.mark().map_or(Self::Empty, Self::from)
    }

    /// The cell as it is written; only words can be taken for a formula.
    pub(super) fn text(self, spreadsheet: Spreadsheet) -> Cow<'a, str> {
        match self {
            Self::Words(Cow::Borrowed(words)) => spreadsheet.write(words),
            Self::Words(Cow::Owned(words)) => Cow::Owned(spreadsheet.write(&words).into_owned()),
            Self::People(people) => Cow::Owned(people.to_string()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Empty => Cow::Borrowed(""),
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(words: &'a str) -> Self {
        Self::Words(words.into())
    }
}

impl From<String> for Cell<'_> {
    fn from(words: String) -> Self {
        Self::Words(words.into())
    }
}

impl From<u64> for Cell<'_> {
    fn from(people: u64) -> Self {
        Self::People(people)
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl<'a, T> From<Option<T>> for Cell<'a>
where
    Cell<'a>: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Self::from)
    }
}

#[cfg(test)]
mod tests {
    use poet_benchmark::Absent;
    use poet_benchmark::release::{Figure, Withheld};

    use super::*;

    #[test]
    fn a_figure_that_is_not_shown_says_why_and_has_no_number() {
        let text = |cell: Cell<'static>| cell.text(Spreadsheet::Guarded).into_owned();
        let withheld: Figure<u64> = Figure::Withheld(Withheld::Confidential);
        assert_eq!(text(Cell::of(&withheld, |&n| n.into())), "");
        assert_eq!(text(Cell::status(&withheld)), "withheld");
        assert_eq!(text(Cell::mark(&withheld)), "[c]");
        let absent: Figure<u64> = Figure::Absent(Absent::NoAnswers);
        assert_eq!(text(Cell::status(&absent)), "no_answers");
        assert_eq!(text(Cell::mark(&absent)), "[w]");
        assert_eq!(text(Cell::of(&Figure::Shown(0_u64), |&n| n.into())), "0");
        assert_eq!(text(Cell::from(-0.25)), "-0.25");
    }
}
