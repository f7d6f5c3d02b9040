//! What tells who somebody is.

use std::fmt;

use poet_core::fold;
use serde::Serialize;

use crate::refusal::ColumnName;

/// A column that seems to tell who somebody is. It names the column and never what stands there.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Identifier {
    /// The column.
    pub column: ColumnName,
    /// What it seems to hold.
    pub kind: IdentifierKind,
    /// What it is used as; none where it is kept out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used_as: Option<String>,
}

/// What tells who somebody is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IdentifierKind {
    /// Names of people.
    Name,
    /// Addresses.
    Address,
    /// Days of birth.
    DateOfBirth,
    /// NHS numbers, ten digits of which the last checks the others.
    NhsNumber,
    /// Postcodes of the United Kingdom.
    Postcode,
    /// E-mail addresses.
    Email,
    /// Telephone numbers of the United Kingdom.
    Telephone,
}

impl IdentifierKind {
    /// Every one, in the order of declaration.
    pub(crate) const ALL: [Self; 7] = [
        Self::Name,
        Self::Address,
        Self::DateOfBirth,
        Self::NhsNumber,
        Self::Postcode,
        Self::Email,
        Self::Telephone,
    ];

    /// Usual headers, folded.
    const fn headers(self) -> &'static [&'static str] {
        match self {
            Self::Name => &[
                "name",
                "full name",
                "first name",
                "firstname",
                "forename",
                "forenames",
                "given name",
                "surname",
                "last name",
                "lastname",
                "family name",
                "client name",
                "customer name",
                "service user name",
                "person name",
                "patient name",
                "carer name",
                "name of person",
                "your name",
            ],
            Self::Address => &[
                "address",
                "home address",
                "address line 1",
                "address 1",
                "address1",
                "street",
                "street address",
            ],
            Self::DateOfBirth => &[
                "date of birth",
                "dob",
                "d o b",
                "birth date",
                "birthdate",
                "birthday",
                "born",
            ],
            Self::NhsNumber => &["nhs number", "nhs no", "nhs num", "nhsnumber", "nhs"],
            Self::Postcode => &["postcode", "post code", "postal code"],
            Self::Email => &["email", "e mail", "email address", "e mail address"],
            Self::Telephone => &[
                "telephone",
                "telephone number",
                "phone",
                "phone number",
                "mobile",
                "mobile number",
                "tel",
            ],
        }
    }

    /// What a header says that its column holds.
    pub(crate) fn of_header(header: &str) -> Option<Self> {
        let folded = fold(header);
        Self::ALL
            .into_iter()
            .find(|kind| kind.headers().contains(&folded.as_str()))
    }

    /// What a cell looks like. Names, addresses and days of birth look like nothing that other cells do not.
    pub(crate) fn of_cell(cell: &str) -> Option<Self> {
        // Nothing longer is one of these, and most long cells are somebody's words.
        const LONGEST: usize = 64;
        let cell = cell.trim();
        if cell.len() > LONGEST || !cell.is_ascii() {
            return None;
        }
        match cell {
            _ if is_nhs_number(cell) => Some(Self::NhsNumber),
            _ if is_postcode(cell) => Some(Self::Postcode),
            _ if is_email(cell) => Some(Self::Email),
            _ if is_telephone(cell) => Some(Self::Telephone),
            _ => None,
        }
    }
}

impl fmt::Display for IdentifierKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Name => "names",
            Self::Address => "addresses",
            Self::DateOfBirth => "dates of birth",
            Self::NhsNumber => "NHS numbers",
            Self::Postcode => "postcodes",
            Self::Email => "e-mail addresses",
            Self::Telephone => "telephone numbers",
        })
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.column, self.kind)
    }
}

/// Digits of a cell that has nothing else but what people put between them.
fn digits(cell: &str) -> Option<Vec<u32>> {
    cell.chars()
        .filter(|c| !matches!(c, ' ' | '-' | '(' | ')'))
        .map(|c| c.to_digit(10))
        .collect()
}

/// Ten digits of which the last is eleven less the sum of the others, weighted ten to two, modulo eleven.
///
/// # Source
///
/// NHS Data Model and Dictionary, attribute NHS NUMBER.
fn is_nhs_number(cell: &str) -> bool {
    let Some(Ok(digits)) = digits(cell).map(<[u32; 10]>::try_from) else {
        return false;
    };
    let weighted = (2..=10)
        .rev()
        .zip(digits)
        .map(|(weight, digit)| weight * digit);
    let check = 11 - weighted.sum::<u32>() % 11;
    let alike = digits.iter().all(|digit| *digit == digits[0]);
    !alike && check % 11 == digits[9]
}

/// One or two letters, a digit and perhaps one more letter or digit, then a digit and two letters.
///
/// # Source
///
/// Royal Mail, Programmers' Guide to the Postcode Address File.
fn is_postcode(cell: &str) -> bool {
    let text: Vec<u8> = cell.bytes().filter(|b| *b != b' ').collect();
    let Some((outward, inward)) = text.split_last_chunk::<3>() else {
        return false;
    };
    let letter = u8::is_ascii_alphabetic;
    let digit = u8::is_ascii_digit;
    let area = outward.iter().take_while(|b| letter(b)).count();
    let district = &outward[area..];
    let district_fits = match district {
        [one] => digit(one),
        [one, two] => digit(one) && two.is_ascii_alphanumeric(),
        _ => false,
    };
    let inward_fits = digit(&inward[0]) && letter(&inward[1]) && letter(&inward[2]);
    (1..=2).contains(&area) && district_fits && inward_fits
}

/// Something before one `@`, and a name with a full stop behind it.
fn is_email(cell: &str) -> bool {
    let Some((local, domain)) = cell.split_once('@') else {
        return false;
    };
    let plain = |text: &str| !text.is_empty() && !text.contains(['@', ' ']);
    let dotted = domain
        .split_once('.')
        .is_some_and(|(name, rest)| !name.is_empty() && !rest.is_empty());
    plain(local) && plain(domain) && dotted
}

/// Nine or ten digits behind 0 or +44, the first of them one that numbers begin with.
///
/// # Source
///
/// Ofcom, National Telephone Numbering Plan: 01, 02, 03, 05, 07 and 08.
fn is_telephone(cell: &str) -> bool {
    let cell = cell.trim_start_matches('(');
    let mut codes = ["+44", "0044", "0"].into_iter();
    let national = codes.find_map(|code| cell.strip_prefix(code));
    let digits = national.and_then(digits).unwrap_or_default();
    matches!(digits[..], [1 | 2 | 3 | 5 | 7 | 8, ..]) && matches!(digits.len(), 9 | 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_look(kind: Option<IdentifierKind>, cells: &[&str]) {
        for cell in cells {
            assert_eq!(IdentifierKind::of_cell(cell), kind, "{cell}");
        }
    }

    #[test]
    fn a_cell_looks_like_what_it_is() {
        // 943 476 5919 is the example of the NHS Data Model and Dictionary; 401 023 2137 another that checks.
        let nhs = ["9434765919", "943 476 5919", " 943-476-5919 ", "4010232137"];
        all_look(Some(IdentifierKind::NhsNumber), &nhs);
        let postcodes = [
            "M1 1AE", "b33 8th", "CR2 6XH", "DN55 1PT", "W1A 1HQ", "EC1A1BB",
        ];
        all_look(Some(IdentifierKind::Postcode), &postcodes);
        all_look(
            Some(IdentifierKind::Email),
            &["a.person@example.org", "x@y.z"],
        );
        let telephones = [
            "01632 960 001",
            "+44 1632 960001",
            "07700 900123",
            "(0131) 496 0000",
            "0044 7700 900123",
        ];
        all_look(Some(IdentifierKind::Telephone), &telephones);
    }

    #[test]
    fn a_cell_that_is_nearly_one_is_none() {
        let cells = [
            "9434765918",
            "943476591",
            "94347659190",
            "0000000000",
            "0000012345",
            "0412345678",
            "r-1",
            "R0000001",
            "E08000035",
            "2014-03-04",
            "31/01/2014",
            "12",
            "M1",
            "M1 AE1",
            "MMM1 1AE",
            "1M 1AE",
            "M1A1 1AE",
            "M 1AE",
            "a@b",
            "a@.b",
            "a@b.",
            "a b@c.d",
            "@b.c",
            "a@b@c.d",
            "ask me at home@example",
            "0163296",
            "+44 12",
            "0163 296 0001 9",
            "",
        ];
        all_look(None, &cells);
        let long = format!("{}@example.org", "a".repeat(60));
        all_look(None, &[&long]);
    }

    #[test]
    fn headers_are_known_apart_from_case_and_punctuation() {
        for (header, kind) in [
            ("NHS No.", IdentifierKind::NhsNumber),
            ("E-mail", IdentifierKind::Email),
            ("D.O.B.", IdentifierKind::DateOfBirth),
            ("Post_code", IdentifierKind::Postcode),
            ("SURNAME", IdentifierKind::Name),
            ("Address line 1", IdentifierKind::Address),
            ("Mobile", IdentifierKind::Telephone),
        ] {
            assert_eq!(IdentifierKind::of_header(header), Some(kind), "{header}");
        }
        assert_eq!(IdentifierKind::of_header("Council name"), None);
        for kind in IdentifierKind::ALL {
            for header in kind.headers() {
                assert_eq!(fold(header), *header);
            }
        }
    }
}
