//! Names of organisations.

use std::collections::BTreeMap;
use std::io::Read;

use poet_core::{Directory, Organisation, OrganisationId, OrganisationKind, Region, fold};

use crate::source::{before_header, words};
use crate::{Delimiter, Error};

/// Reads names of organisations from a CSV with a header: `code` and `name`, and if known `region` and `kind`.
///
/// Columns stand in any order, others are passed over; commas or semicolons, UTF-8 or Windows-1252. A code of the form of an ONS or ODS code is taken as one.
///
/// # Errors
///
/// [`Error::Read`] where the reader fails; [`Error::Directory`] where a column is missing, a row cannot be read or a code
/// stands twice, with its line.
///
/// # Examples
///
/// ```
/// use poet_import::read_directory;
///
/// let file = "code,name,region\nE08000035,Leeds,Yorkshire and the Humber\n";
/// let directory = read_directory(file.as_bytes())?;
/// assert_eq!(directory.name(&"E08000035".parse()?), "Leeds");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_directory(mut reader: impl Read) -> Result<Directory, Error> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    let text = words(&bytes);
    let (declared, text) = before_header(text.as_bytes());
    let delimiter = declared.unwrap_or_else(|| Delimiter::of_opening(text));
    let mut rows = csv::ReaderBuilder::new()
        .delimiter(delimiter.byte())
        .trim(csv::Trim::All)
        .from_reader(text);
    let columns = Columns::of(rows.headers().map_err(|_| wrong(1, "a header"))?)?;
    let mut organisations = BTreeMap::new();
    for row in rows.records() {
        let row = row.map_err(|error| {
            wrong(
                error.position().map_or(0, csv::Position::line),
                "as many fields as the header",
            )
        })?;
        let line = row.position().map_or(0, csv::Position::line);
        let organisation = columns.read(&row).map_err(|wants| wrong(line, wants))?;
        if organisations
            .insert(organisation.id.clone(), organisation)
            .is_some()
        {
            return Err(wrong(line, "each code once"));
        }
    }
    Ok(organisations.into_values().collect())
}

fn wrong(line: u64, wants: &'static str) -> Error {
    Error::Directory { line, wants }
}

/// Where the columns stand.
struct Columns {
    code: usize,
    name: usize,
    region: Option<usize>,
    kind: Option<usize>,
}

impl Columns {
    fn of(header: &csv::StringRecord) -> Result<Self, Error> {
        let find = |names: &[&str]| {
            header
                .iter()
                .position(|h| names.contains(&fold(h).as_str()))
        };
        let code = find(&["code", "organisation code", "organisation", "id"]);
        Ok(Self {
            code: code.ok_or(wrong(1, "a column `code`"))?,
            name: find(&["name", "organisation name"]).ok_or(wrong(1, "a column `name`"))?,
            region: find(&["region"]),
            kind: find(&["kind"]),
        })
    }

    fn read(&self, row: &csv::StringRecord) -> Result<Organisation, &'static str> {
        let field = |at: usize| row.get(at).unwrap_or_default();
        let optional = |at: Option<usize>| at.map(field).filter(|text| !text.is_empty());
        let id = field(self.code).parse();
        let id: OrganisationId = id.map_err(|_| "a code of 1 to 128 printable characters")?;
        if field(self.name).is_empty() {
            return Err("a name");
        }
        let mut organisation = Organisation::named(id, field(self.name).to_owned());
        if let Some(text) = optional(self.region) {
            organisation.region = Some(region_of(text).ok_or("a region of England")?);
        }
        if let Some(text) = optional(self.kind) {
            organisation.kind = kind_of(text).ok_or("a kind: council, nhs body or other")?;
        }
        Ok(organisation)
    }
}

fn kind_of(text: &str) -> Option<OrganisationKind> {
    match fold(text).as_str() {
        "council" => Some(OrganisationKind::Council),
        "nhs" | "nhs body" => Some(OrganisationKind::NhsBody),
        "other" => Some(OrganisationKind::Other),
        _ => None,
    }
}

fn region_of(text: &str) -> Option<Region> {
    Some(match fold(text).as_str() {
        "east midlands" => Region::EastMidlands,
        "east of england" | "east" | "eastern" => Region::EastOfEngland,
        "london" => Region::London,
        "north east" => Region::NorthEast,
        "north west" => Region::NorthWest,
        "south east" => Region::SouthEast,
        "south west" => Region::SouthWest,
        "west midlands" => Region::WestMidlands,
        "yorkshire and the humber" | "yorkshire and humber" => Region::YorkshireAndTheHumber,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_cannot_be_read_is_named_by_its_line() {
        let file = "name,code\nLeeds,E08000035\nYork,\n";
        let error = read_directory(file.as_bytes()).unwrap_err();
        assert!(error.to_string().contains("line 3"), "{error}");
    }

    #[test]
    fn a_list_may_be_saved_by_a_spreadsheet() {
        let file = b"code;name\r\nE06000014;York\r\nW06000001;Ynys M\xf4n\r\n";
        let directory = read_directory(&file[..]).unwrap();
        assert_eq!(
            directory.name(&"W06000001".parse().unwrap()),
            "Ynys M\u{f4}n"
        );
        assert!(read_directory(&b"code,name\nx,X\nx,Y\n"[..]).is_err());
    }

    #[test]
    fn codes_tell_councils_from_nhs_bodies() {
        let file =
            "Organisation code,Organisation name,kind\nE08000035,Leeds,\nRR8,Trust,\nx1,X,Other\n";
        let directory = read_directory(file.as_bytes()).unwrap();
        let kinds: Vec<_> = directory.iter().map(|o| o.kind).collect();
        let wanted = [
            OrganisationKind::Council,
            OrganisationKind::NhsBody,
            OrganisationKind::Other,
        ];
        assert_eq!(kinds, wanted);
    }
}
