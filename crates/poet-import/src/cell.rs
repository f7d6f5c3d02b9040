//! Cells that hold a number, an amount, a date or several options.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveTime};
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

/// A date the way ISO 8601 or people in Britain write it; a time of day behind it is passed over.
pub(crate) fn date(cell: &str) -> Option<NaiveDate> {
    let day = without_time(cell.trim())?;
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

/// What stands before a time of day; nothing where what stands there is no time.
fn without_time(cell: &str) -> Option<&str> {
    const TIMES: [&str; 5] = [
        "%H:%M",
        "%H:%M:%S%.f",
        "%H:%M:%S%.fZ",
        "%I:%M %p",
        "%I:%M:%S %p",
    ];
    let Some(colon) = cell.find(':') else {
        return Some(cell);
    };
    let (day, time) = cell.split_at(cell[..colon].rfind([' ', 'T'])?);
    let is_time = |form| NaiveTime::parse_from_str(&time[1..], form).is_ok();
    TIMES.into_iter().any(is_time).then(|| day.trim_end())
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
        match ticks_between(separator, point, cell) {
            Ok(ticks) => return Ok(ticks),
            Err(part) => unknown = unknown.or(Some(part)),
        }
    }
    Err(unknown.unwrap_or(cell))
}

/// Reads the options with a separator between them. A label may hold the separator: the longest that fits is taken.
fn ticks_between(
    separator: char,
    point: impl Fn(&str) -> Option<u8>,
    cell: &str,
) -> Result<Ticks, &str> {
    // Parts of one label; without an end to them a cell of nothing else would cost its square.
    const MOST: usize = 16;
    let mut ticks = Ticks {
        options: BTreeSet::new(),
        twice: false,
    };
    let mut rest = cell;
    loop {
        rest = rest.trim_start_matches(|c: char| c == separator || c.is_whitespace());
        if rest.is_empty() {
            return Ok(ticks);
        }
        let ends = rest.match_indices(separator).map(|(end, _)| end);
        let ends: Vec<usize> = ends.chain([rest.len()]).take(MOST).collect();
        let longest = ends
            .iter()
            .rev()
            .find_map(|&end| Some((point(&rest[..end])?, end)));
        let Some((option, end)) = longest else {
            return Err(rest[..ends[0]].trim());
        };
        ticks.twice |= !ticks.options.insert(option);
        rest = &rest[end..];
    }
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
            "2014-03-04 10:22:00",
            "2014-03-04T10:22:00.000Z",
            "04/03/2014 10:22",
            "04/03/2014 9:05 PM",
            "4 3 2014 10:22",
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
            "2014-03-04 25:00",
            "2014-03-04 10:22:",
            "2014-03-04 :",
            "10:22",
        ] {
            assert_eq!(date(cell), None, "{cell}");
        }
    }

    #[test]
    fn a_label_may_hold_the_separator() {
        let mut words = Words::default();
        for (at, label) in (0..).zip([
            "Care, and support",
            "Equipment",
            "Care",
            "Day trips, outings, or clubs",
        ]) {
            words.add(label, at);
        }
        let read =
            |cell| ticks(&words, Some(','), cell).map(|t| (Vec::from_iter(t.options), t.twice));
        assert_eq!(
            read("Care, and support, Equipment"),
            Ok((vec![0, 1], false))
        );
        assert_eq!(
            read("Equipment,Day trips, outings, or clubs,,Care"),
            Ok((vec![1, 2, 3], false))
        );
        assert_eq!(
            read("Care, Care, and support, Care"),
            Ok((vec![0, 2], true))
        );
        assert_eq!(read("Care, or support, Equipment"), Err("or support"));
        let found = ticks(&words, None, "Equipment, Care, and support").map(|t| t.options.len());
        assert_eq!(found, Ok(2));
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
