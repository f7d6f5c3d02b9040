//! Text broken into lines by its estimated width.

/// Breaks `text` into lines of at most `width` pixels at the given size of type, as far as widths can be told without
/// the typeface. A word that is too long for a line is broken.
pub(super) fn wrap(text: &str, width: f64, size: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        for piece in pieces(word, width, size) {
            let line = lines.last().map_or("", String::as_str);
            let joined = format!("{line} {piece}");
            if line.is_empty() || estimate(&joined, size) > width {
                if !line.is_empty() {
                    lines.push(String::new());
                }
                lines
                    .last_mut()
                    .into_iter()
                    .for_each(|l| l.push_str(&piece));
            } else {
                lines
                    .last_mut()
                    .into_iter()
                    .for_each(|l| l.clone_from(&joined));
            }
        }
    }
    lines
}

/// Width of `text` in pixels: an upper middle of common sans-serif typefaces.
pub(super) fn estimate(text: &str, size: f64) -> f64 {
    let ems: f64 = text.chars().map(em).sum();
    ems * size
}

fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'f' | 't' | 'r' | 'I' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|'
        | '!' | '(' | ')' | '[' | ']' => 0.34,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.9,
        'A'..='Z' => 0.7,
        c if c.is_ascii() => 0.57,
        c if (c as u32) < 0x2e80 => 0.65,
        _ => 1.0,
    }
}

/// A word in pieces that fit on a line each.
fn pieces(word: &str, width: f64, size: f64) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut room = width;
    for c in word.chars() {
        let wide = em(c) * size;
        if wide > room && pieces.last().is_some_and(|p| !p.is_empty()) {
            pieces.push(String::new());
            room = width;
        }
        room -= wide;
        pieces.last_mut().into_iter().for_each(|p| p.push(c));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{estimate, wrap};

    #[test]
    fn a_long_label_takes_two_lines() {
        let lines = wrap(
            "Direct payment to a friend, relative or other nominee",
            220.0,
            15.0,
        );
        assert_eq!(
            lines,
            ["Direct payment to a friend,", "relative or other nominee"]
        );
        assert_eq!(wrap("", 220.0, 15.0), [""]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_letter_is_lost(text in "\\PC{0,80}") {
            let lines = wrap(&text, 100.0, 15.0);
            prop_assert!(lines.iter().all(|line| estimate(line, 15.0) <= 100.0));
            let letters = |t: &str| t.split_whitespace().collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }
}
