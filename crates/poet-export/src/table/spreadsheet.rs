//! Words that a spreadsheet would run as a formula.

use std::borrow::Cow;

/// How words are written that a spreadsheet would take for a formula.
///
/// # Source
///
/// OWASP Foundation, CSV Injection: cells that begin with `=`, `+`, `-`, `@`, a tab, a line break, or the full-width
/// forms of these signs.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Spreadsheet {
    /// As they are: for programs, which take words for words.
    #[default]
    Exact,
    /// With an apostrophe in front: for files that people open. Numbers are never touched.
    Guarded,
}

impl Spreadsheet {
    /// The words as they are written.
    pub(super) fn write(self, words: &str) -> Cow<'_, str> {
        match self {
            Self::Guarded if words.starts_with(is_formula) => Cow::Owned(format!("'{words}")),
            _ => Cow::Borrowed(words),
        }
    }
}

fn is_formula(first: char) -> bool {
    matches!(
        first,
        '=' | '+'
            | '-'
            | '@'
            | '\t'
            | '\r'
            | '\n'
            | '\u{ff1d}'
            | '\u{ff0b}'
            | '\u{ff0d}'
            | '\u{ff20}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Spreadsheet, is_formula};

    proptest! {
        #[test]
        fn nothing_guarded_begins_a_formula_and_exact_words_stay(words in "[=+@\\-\t\\PC]?\\PC{0,8}") {
            prop_assert!(!Spreadsheet::Guarded.write(&words).starts_with(is_formula));
            prop_assert_eq!(Spreadsheet::Exact.write(&words).into_owned(), words);
        }
    }
}
