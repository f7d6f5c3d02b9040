//! Cells that hold a number, an amount, a date or several options.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use poet_core::{ItemKind, fold};
use rust_decimal::Decimal;

use crate::refusal::ReasonKind;
use crate::words::Words;

/// Reads the value of a number, an amount or a date in units of its last decimal place or in days.
pub(crate) fn value(kind: &ItemKind, cell: &str) -> Result<i64, ReasonKind> {
    match kind {
        ItemKind::Number(limits) => limits
            .minor_units(number(cell).ok_or(ReasonKind::NotANumber)?)
            .ok_or(ReasonKind::OutOfRange),
        ItemKind::Money(limits) => limits
            .minor_units(amount(cell).ok_or(ReasonKind::NotANumber)?)
            .ok_or(ReasonKind::OutOfRange),
        ItemKind::Date { earliest, latest } => {
            let day = date(cell).ok_or(ReasonKind::NotADate)?;
            let within = earliest.is_none_or(|e| e <= day) && latest.is_none_or(|l| day <= l);
            let days = i64::from(day.num_days_from_ce());
            within.then_some(days).ok_or(ReasonKind::OutOfRange)
        }
        _ => Err(ReasonKind::NotANumber),
    }
}

/// A number such as `12`, `-3.5` or `1,234.50`.
pub(crate) fn number(cell: &str) -> Option<Decimal> {
    let cell = cell.trim();
    let (sign, digits) = match cell.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", cell),
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let rest_of_three = groups.clone().all(|group| group.len() == 3);
    if whole.contains(',') && !(rest_of_three && (1..=3).contains(&first.len())) {
        return None;
    }
    let plain = format!("{sign}{}{rest}", whole.replace(',', ""));
    let fits = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-');
    plain
        .bytes()
        .all(fits)
        .then(|| plain.parse().ok())
        .flatten()
}

/// An amount such as `120`, `£1,250.00` or `GBP 95`.
fn amount(cell: &str) -> Option<Decimal> {
    let cell = cell.trim();
    let plain = cell.strip_prefix('£').or_else(|| cell.strip_prefix("GBP"));
    number(plain.unwrap_or(cell))
}

/// A date the way ISO 8601 or people in Britain write it; a time of midnight behind it says nothing.
fn date(cell: &str) -> Option<NaiveDate> {
    let cell = cell.trim();
    let day = [" 00:00:00", "T00:00:00", " 00:00"]
        .into_iter()
        .find_map(|midnight| cell.strip_suffix(midnight));
    let day = day.unwrap_or(cell);
    let parts: Vec<&str> = day.split(['-', '/', '.', ' ']).collect();
    let [a, b, c] = parts[..] else { return None };
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !(digits(a) && digits(b) && digits(c)) {
        return None;
    }
    let (year, month, day) = match (a.len(), c.len()) {
        (4, 1..=2) => (a, b, c),
        (1..=2, 4) => (c, b, a),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// Options ticked in one cell.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Ticks {
    pub(crate) options: BTreeSet<u8>,
    /// Whether an option is named more than once.
    pub(crate) twice: bool,
}

/// Reads the options named in a cell, with `separator` or one that is found there between them.
///
/// # Errors
///
/// The part that is no option, the first of the first separator tried.
pub(crate) fn ticks<'c>(
    words: &Words,
    separator: Option<char>,
    cell: &'c str,
) -> Result<Ticks, &'c str> {
    const SEPARATORS: &[char] = &[';', '|', '\n', ','];
    const NONE: &[&str] = &["none", "none of these", "none ticked", "nothing ticked"];
    let point = |part: &str| {
        words
            .find(part)
            .filter(|&byte| byte < poet_core::Code::FIRST_MISSING)
    };
    if let Some(option) = point(cell) {
        return Ok(Ticks {
            options: [option].into(),
            twice: false,
        });
    }
    if NONE.contains(&fold(cell).as_str()) {
        return Ok(Ticks {
            options: BTreeSet::new(),
            twice: false,
        });
    }
    let tried = match &separator {
        Some(own) => std::slice::from_ref(own),
        None => SEPARATORS,
    };
    let mut unknown = None;
    for &separator in tried.iter().filter(|s| cell.contains(**s)) {
        let parts = || {
            cell.split(separator)
                .map(str::trim)
                .filter(|part| !part.is_empty())
        };
        if let Some(part) = parts().find(|part| point(part).is_none()) {
            unknown = unknown.or(Some(part));
        } else {
            let options: BTreeSet<u8> = parts().filter_map(point).collect();
            let twice = options.len() < parts().count();
            return Ok(Ticks { options, twice });
        }
    }
    Err(unknown.unwrap_or(cell))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_the_way_people_write_them() {
        let of = |cell| number(cell).map(|n| n.to_string());
        assert_eq!(of("1,234.50").as_deref(), Some("1234.50"));
        assert_eq!(of(" -3 ").as_deref(), Some("-3"));
        for cell in [
            "", "-", ".", "1,23", "12,345,6", ",123", "1e5", "--1", "1_000", "0x1", "12 3", "+",
            "٣",
        ] {
            assert_eq!(number(cell), None, "{cell}");
        }
        assert_eq!(
            amount("£1,250").map(|n| n.to_string()).as_deref(),
            Some("1250")
        );
    }

    #[test]
    fn the_day_comes_first_unless_the_year_does() {
        let day = NaiveDate::from_ymd_opt(2014, 3, 4);
        for cell in [
            "2014-03-04",
            "04/03/2014",
            "4.3.2014",
            "2014-03-04 00:00:00",
            "2014-03-04T00:00:00",
        ] {
            assert_eq!(date(cell), day, "{cell}");
        }
        for cell in [
            "04/03/14",
            "31/02/2014",
            "March 2014",
            "2014-3",
            "+014-01-01",
            "1-1-",
        ] {
            assert_eq!(date(cell), None, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn no_cell_panics(cell in any::<String>(), digits in "[0-9,.£/T: -]{0,14}") {
            for cell in [cell, digits] {
                let _ = (number(&cell), amount(&cell), date(&cell), ticks(&Words::default(), None, &cell));
            }
        }
    }
}
