//! What stands between the fields of a file.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::automaton::Automaton;
use crate::records::Records;

/// What stands between the fields of a file.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
}

impl Delimiter {
    /// The three, in the order in which a tie is decided.
    pub const ALL: [Self; 3] = [Self::Comma, Self::Semicolon, Self::Tab];

    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }

    /// The delimiter by the opening of a file: of those that divide header and first row into the same number of fields,
    /// more than one, the one with the most; failing that, the one that stands most often in the header. The first of
    /// [`Delimiter::ALL`] on a tie.
    pub(crate) fn of_opening(text: &[u8]) -> Self {
        let agreeing = Self::ALL.into_iter().rev();
        let agreeing = agreeing.filter_map(|delimiter| Some((delimiter.fields(text)?, delimiter)));
        let most = agreeing.max_by_key(|(fields, _)| *fields);
        most.map_or_else(|| Self::of_header(text), |(_, delimiter)| delimiter)
    }

    /// Fields of the header, more than one, where the row below it has as many.
    fn fields(self, text: &[u8]) -> Option<usize> {
        let automaton = Automaton::new(self);
        let (header, below) = text.split_at(automaton.first_record_end(text)?);
        let end = automaton.first_record_end(below).unwrap_or(below.len());
        let fields = Records::fields_of(header, self).len();
        let below = Records::fields_of(&below[..end], self).len();
        (fields > 1 && fields == below).then_some(fields)
    }

    /// What the line `sep=;` names, which some programs write above the header for Excel, and the length of that line.
    pub(crate) fn declared(text: &[u8]) -> Option<(Option<Self>, usize)> {
        let ends = |&byte: &u8| matches!(byte, b'\n' | b'\r');
        let line = &text[..text.iter().position(ends).unwrap_or(text.len())];
        let words = line.strip_prefix(b"\"").unwrap_or(line);
        let (sep, rest) = words.split_at_checked(4)?;
        let (&named, rest) = rest.split_first()?;
        let nothing = |&byte: &u8| byte == named || matches!(byte, b'"' | b' ');
        let is_declared = sep.eq_ignore_ascii_case(b"sep=") && rest.iter().all(nothing);
        let delimiter = Self::ALL.into_iter().find(|d| d.byte() == named);
        is_declared.then_some((delimiter, line.len()))
    }

    /// The delimiter that stands most often outside quotes in the first line that is not blank.
    fn of_header(text: &[u8]) -> Self {
        let mut counts = [0_usize; 3];
        let mut quoted = false;
        let mut begun = false;
        for &byte in text {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' | b'\r' if !quoted && begun => break,
                _ if quoted => {}
                _ => {
                    for (count, delimiter) in counts.iter_mut().zip(Self::ALL) {
                        *count += usize::from(byte == delimiter.byte());
                    }
                }
            }
            begun |= !matches!(byte, b'\n' | b'\r');
        }
        let most = counts.iter().max();
        let first = Self::ALL
            .into_iter()
            .zip(&counts)
            .find(|(_, count)| Some(*count) == most);
        first.map_or(Self::Comma, |(delimiter, _)| delimiter)
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_tells_the_delimiter() {
        assert_eq!(
            Delimiter::of_opening(b"id;place;\"a,b,c,d\"\n1,2,3,4,5,6"),
            Delimiter::Semicolon
        );
        assert_eq!(Delimiter::of_opening(b"\r\nid\tplace"), Delimiter::Tab);
        assert_eq!(Delimiter::of_opening(b"one column only"), Delimiter::Comma);
        assert_eq!(Delimiter::of_opening(b""), Delimiter::Comma);
    }

    #[test]
    fn the_row_below_the_header_goes_before_commas_in_questions() {
        let header =
            "id;organisation;Thinking of care, help, or support: how easy, or hard, was it\n";
        for row in ["1;York;2\n", "1;York;easy, by and large\n"] {
            let opening = format!("{header}{row}");
            assert_eq!(
                Delimiter::of_opening(opening.as_bytes()),
                Delimiter::Semicolon
            );
        }
        assert_eq!(
            Delimiter::of_opening(b"id,used for: a; b; or c; or d,place\n1,2,3\n"),
            Delimiter::Comma
        );
    }

    #[test]
    fn excels_first_line_is_told_from_a_header() {
        let semicolon = Some(Delimiter::Semicolon);
        assert_eq!(
            Delimiter::declared(b"sep=;\r\nid;place"),
            Some((semicolon, 5))
        );
        assert_eq!(
            Delimiter::declared(b"\"SEP=\t\"\nid"),
            Some((Some(Delimiter::Tab), 7))
        );
        assert_eq!(Delimiter::declared(b"sep=|\nid"), Some((None, 5)));
        for header in ["sep=id;place\n1;2", "sep\n1", "sep=", "", "id;sep=;"] {
            assert_eq!(Delimiter::declared(header.as_bytes()), None, "{header}");
        }
    }
}
