//! Names of organisations.

use std::io::Read;

use poet_core::{
    Directory, OdsCode, OnsCode, Organisation, OrganisationId, OrganisationKind, Region, fold,
};

use crate::Error;

/// Reads names of organisations from a CSV with a header: `code` and `name`, and if known `region` and `kind`.
///
/// Columns stand in any order, others are passed over. A code of the form of an ONS or ODS code is taken as one.
///
/// # Errors
///
/// [`Error::Directory`] where a column is missing or a row cannot be read, with its line.
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
pub fn read_directory(reader: impl Read) -> Result<Directory, Error> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(reader);
    let wrong = |line, wants| Error::Directory { line, wants };
    let header = reader
        .headers()
        .map_err(|_| wrong(1, "a header in UTF-8"))?
        .clone();
    let find = |names: &[&str]| {
        header
            .iter()
            .position(|h| names.contains(&fold(h).as_str()))
    };
    let code = find(&["code", "organisation code", "organisation", "id"]);
    let code = code.ok_or(wrong(1, "a column `code`"))?;
    let name = find(&["name", "organisation name"]).ok_or(wrong(1, "a column `name`"))?;
    let (region, kind) = (find(&["region"]), find(&["kind"]));
    let mut record = csv::StringRecord::new();
    let mut organisations = Vec::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(organisations.into_iter().collect()),
            Ok(true) => {}
            Err(_) => return Err(wrong(line, "as many fields as the header, in UTF-8")),
        }
        let field = |at: usize| record.get(at).unwrap_or_default();
        let optional = |at: Option<usize>| at.map(field).filter(|text| !text.is_empty());
        let id: OrganisationId = field(code)
            .parse()
            .map_err(|_| wrong(line, "a code of 1 to 64 printable characters"))?;
        organisations.push(Organisation {
            name: match field(name) {
                "" => return Err(wrong(line, "a name")),
                name => name.to_owned(),
            },
            region: match optional(region) {
                Some(text) => Some(region_of(text).ok_or(wrong(line, "a region of England"))?),
                None => None,
            },
            kind: match optional(kind) {
                Some(text) => {
                    kind_of(text).ok_or(wrong(line, "a kind: council, nhs body or other"))?
                }
                None => guessed_kind(&id),
            },
            ons: id.as_str().parse::<OnsCode>().ok(),
            ods: id.as_str().parse::<OdsCode>().ok(),
            id,
        });
    }
}

fn guessed_kind(id: &OrganisationId) -> OrganisationKind {
    if id.as_str().parse::<OnsCode>().is_ok() {
        OrganisationKind::Council
    } else if id.as_str().parse::<OdsCode>().is_ok() {
        OrganisationKind::NhsBody
    } else {
        OrganisationKind::Other
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
