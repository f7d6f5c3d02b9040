//! Labels as an importer compares them.

/// A label as an importer compares it: lower case, letters and digits, single spaces. Signs that tell answers apart
/// stay: `<`, `>`, `+`, `*` and their like, and the minus of a number.
///
/// # Examples
///
/// ```
/// use poet_core::fold;
///
/// assert_eq!(fold("  A lot   BETTER! "), "a lot better");
/// assert_eq!(fold("\u{2212}1"), "-1");
/// assert_ne!(fold("< 18"), fold("18"));
/// assert_eq!(fold("85 +"), fold("85+"));
/// assert_eq!(fold(":-)"), ":-)");
/// ```
pub fn fold(text: &str) -> String {
    let text = text.trim();
    let minus = text.strip_prefix(['-', '\u{2212}']);
    let number = minus.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let mut folded = String::with_capacity(text.len());
    for c in number.unwrap_or(text).chars() {
        let after_sign = folded.ends_with(tells_apart);
        match c {
            _ if c.is_alphanumeric() => folded.extend(c.to_lowercase()),
            _ if tells_apart(c) => {
                folded.truncate(folded.trim_end().len());
                folded.push(c);
            }
            '\'' | '\u{2018}' | '\u{2019}' => {}
            _ if after_sign || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    match (folded.trim(), number) {
        // Signs alone, such as a smile, have only themselves to be told apart by.
        ("", _) => text.to_owned(),
        (folded, None) => folded.to_owned(),
        (folded, Some(_)) => format!("-{folded}"),
    }
}

const fn tells_apart(c: char) -> bool {
    matches!(
        c,
        '<' | '>' | '\u{2264}' | '\u{2265}' | '+' | '*' | '=' | '%'
    )
}
