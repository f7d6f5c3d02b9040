//! Numbers as people read them: rounded once, here.

/// `value` with so many decimals, never `-0`.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let zero = text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.'));
    match text.strip_prefix('-') {
        Some(positive) if zero => positive.to_owned(),
        _ => text,
    }
}

/// A share as a percentage with one decimal: `68.5%`.
pub(crate) fn per_cent(share: f64) -> String {
    format!("{}%", fixed(hundred(share), 1))
}

/// A share as a whole percentage without its sign, for a segment of a chart that has room for two digits.
pub(crate) fn whole_per_cent(share: f64) -> String {
    fixed(hundred(share), 0)
}

/// A difference of shares in percentage points with its sign: `+8.2`, `−3.0`.
pub(crate) fn points(difference: f64) -> String {
    let text = fixed(hundred(difference), 1);
    match text.strip_prefix('-') {
        Some(size) => format!("\u{2212}{size}"),
        None if text == "0.0" => text,
        None => format!("+{text}"),
    }
}

/// A round difference of shares in whole percentage points with its sign.
pub(crate) fn whole_points(difference: f64) -> String {
    let text = points(difference);
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// The size of a difference in percentage points, without its sign.
pub(crate) fn size(difference: f64) -> String {
    fixed(hundred(difference).abs(), 1)
}

/// People with commas between the thousands.
pub(crate) fn people(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share of people in words that need no arithmetic: `about 7 in 10 people`.
pub(crate) fn in_ten(share: f64) -> String {
    let tenths = share * 10.0;
    match tenths {
        t if t < 0.25 => "almost nobody".to_owned(),
        t if t < 0.75 => "about 1 in 20 people".to_owned(),
        t if t > 9.75 => "almost everybody".to_owned(),
        t if t > 9.25 => "about 19 in 20 people".to_owned(),
        t => format!("about {} in 10 people", fixed(t, 0)),
    }
}

/// A p value: never 0, which no test gives.
pub(crate) fn p_value(p: f64) -> String {
    if p < 0.001 {
        return "under 0.001".to_owned();
    }
    fixed(p, 3)
}

/// Per cent of a fraction; a decimal that is a half in print counts as a half in binary.
fn hundred(fraction: f64) -> f64 {
    let value = fraction * 100.0;
    value + value.signum() * 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_once_and_has_no_negative_zero() {
        assert_eq!(per_cent(0.685), "68.5%");
        assert_eq!(per_cent(0.0), "0.0%");
        assert_eq!(points(-0.0), "0.0");
        assert_eq!(points(-0.0004), "0.0");
        assert_eq!(points(-0.03), "\u{2212}3.0");
        assert_eq!(points(0.082), "+8.2");
        assert_eq!(whole_per_cent(0.685), "69");
    }

    #[test]
    fn thousands_are_parted() {
        assert_eq!(people(0), "0");
        assert_eq!(people(999), "999");
        assert_eq!(people(8_000), "8,000");
        assert_eq!(people(1_234_567), "1,234,567");
    }

    #[test]
    fn shares_are_read_in_tens() {
        assert_eq!(in_ten(0.0), "almost nobody");
        assert_eq!(in_ten(0.05), "about 1 in 20 people");
        assert_eq!(in_ten(0.68), "about 7 in 10 people");
        assert_eq!(in_ten(0.96), "about 19 in 20 people");
        assert_eq!(in_ten(1.0), "almost everybody");
    }

    #[test]
    fn no_p_value_is_nought() {
        assert_eq!(p_value(0.0), "under 0.001");
        assert_eq!(p_value(0.049), "0.049");
    }
}
