//! What stands between the fields of a file.

use std::fmt;

use serde::{Deserialize, Serialize};

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

    /// The delimiter that stands most often outside quotes in the first line that is not blank; the first of
    /// [`Delimiter::ALL`] on a tie.
    pub(crate) fn of_header(text: &[u8]) -> Self {
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
            Delimiter::of_header(b"id;place;\"a,b,c,d\"\n1,2,3,4,5,6"),
            Delimiter::Semicolon
        );
        assert_eq!(Delimiter::of_header(b"\r\nid\tplace"), Delimiter::Tab);
        assert_eq!(Delimiter::of_header(b"one column only"), Delimiter::Comma);
        assert_eq!(Delimiter::of_header(b""), Delimiter::Comma);
    }
}
