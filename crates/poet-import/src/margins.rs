//! Margins of a population, one row a point.

use std::io::Read;

use poet_core::{Instrument, ItemId, Margins, PointCode, fold};
use rust_decimal::prelude::ToPrimitive;

use crate::cell::number;
use crate::source::{before_header, words};
use crate::{Delimiter, Error};

/// Reads how many people of a population are at each point of some items, from a CSV with a header: `item`, `point`
/// and `people`.
///
/// Columns stand in any order, others are passed over; commas, semicolons or tabs, UTF-8 or Windows-1252. Points are
/// named by their codes. Margins are whole or nothing, so a row that cannot be taken is an error.
///
/// # Errors
///
/// [`Error::Read`] where the reader fails, [`Error::NoHeader`] where the file is empty, [`Error::WantsColumn`] where a
/// column is missing; [`Error::MarginRow`] and [`Error::MarginNames`] for a row that is no count, or of no point of the
/// instrument.
///
/// # Examples
///
/// ```
/// use poet_core::Catalogue;
/// use poet_import::read_margins;
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let file = "item,point,people\ngender,1,\"5,200\"\ngender,2,4800\n";
/// assert_eq!(read_margins(file.as_bytes(), instrument)?.items().count(), 1);
///
/// let wrong = read_margins("item,point,people\ngender,77,9\n".as_bytes(), instrument).unwrap_err();
/// assert_eq!(wrong.to_string(), "row 2: margin gender has no point 77, wants one of its scale");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_margins(mut reader: impl Read, instrument: &Instrument) -> Result<Margins, Error> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    let text = words(&bytes);
    let (declared, text) = before_header(text.as_bytes());
    let delimiter = declared.unwrap_or_else(|| Delimiter::of_opening(text));
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(delimiter.byte())
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text);
    let header = rows.headers().map_err(|_| Error::NoHeader)?;
    if header.is_empty() {
        return Err(Error::NoHeader);
    }
    let column = |name| {
        let found = header.iter().position(|column| fold(column) == name);
        found.ok_or(Error::WantsColumn {
            name,
            columns: header.len(),
        })
    };
    let columns = [column("item")?, column("point")?, column("people")?];
    let mut margins = Margins::new(instrument);
    for (row, record) in (2..).zip(rows.records()) {
        // The text is UTF-8 and in memory, and rows may be of any length: nothing is left to fail.
        let record = record.map_err(|_| Error::NoHeader)?;
        let cells = columns.map(|at| record.get(at).unwrap_or_default());
        let (item, point, people) = target(row, cells)?;
        let added = margins.add(&item, &point, people);
        added.map_err(|problem| Error::MarginNames { row, problem })?;
    }
    Ok(margins)
}

fn target(row: u64, [item, point, people]: [&str; 3]) -> Result<(ItemId, PointCode, u64), Error> {
    let wants = |wants| Error::MarginRow { row, wants };
    let whole = number(people).filter(|people| people.fract().is_zero());
    Ok((
        item.parse().map_err(|_| wants("the id of an item"))?,
        point.parse().map_err(|_| wants("the code of a point"))?,
        whole
            .and_then(|people| people.to_u64())
            .ok_or(wants("a whole number of people"))?,
    ))
}

#[cfg(test)]
mod tests {
    use poet_core::Catalogue;

    use super::*;

    fn read(file: &str) -> Result<Margins, String> {
        let key = "adult-holders@2014".parse().unwrap();
        let instrument = Catalogue::builtin().get(&key).unwrap();
        read_margins(file.as_bytes(), instrument).map_err(|error| error.to_string())
    }

    #[test]
    fn columns_stand_in_any_order_and_others_are_passed_over() {
        let margins = read("People;Source;Point;Item\n4 800;census;2;gender\n").map(|_| ());
        assert_eq!(
            margins.unwrap_err(),
            "row 2 of the margins wants a whole number of people"
        );
        let margins = read("People;Source;Point;Item\n4800;census;2;gender\n").unwrap();
        let gender = "gender".parse().unwrap();
        let targets: Vec<_> = margins
            .targets(&gender)
            .map(|(point, people)| (point.code().as_str(), people))
            .collect();
        assert_eq!(targets, [("2", 4_800)]);
    }

    #[test]
    fn a_row_that_cannot_be_taken_is_named() {
        let error = |rows: &str| read(&format!("item,point,people\n{rows}")).unwrap_err();
        for (people, row) in [
            ("-1", "gender,1,-1"),
            ("half", "gender,1,0.5"),
            ("none", "gender,1,"),
        ] {
            assert!(
                error(row).ends_with("wants a whole number of people"),
                "{people}"
            );
        }
        assert!(error("dignitee,1,4").starts_with("row 2: no margin can be of dignitee"));
        assert!(
            error("gender,1,4\ngender,1,4").starts_with("row 3: margin gender has point 1 twice")
        );
        assert!(
            read("item,people\n")
                .unwrap_err()
                .starts_with("no column `point`")
        );
        assert!(read("").is_err());
    }
}
