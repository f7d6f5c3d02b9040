//! Wilson's score interval with continuity correction.

use super::{Confidence, Interval, Proportion};

/// Wilson score interval for the share of `proportion`, with continuity correction.
///
/// Wider than [`wilson`](super::wilson()): offered for comparison with sources that correct. The
/// correction is always the full half person, also where R's `prop.test` takes it off.
///
/// # Units
///
/// Takes people; gives shares, `0.0 <= lower <= share <= upper <= 1.0`.
///
/// # Source
///
/// Newcombe (1998), Stat. Med. 17:857-872, method 4, doi
/// `10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E`.
pub fn wilson_corrected(proportion: Proportion, confidence: Confidence) -> Interval {
    Interval {
        lower: lower(proportion.x(), proportion.n(), confidence),
        upper: 1.0 - lower(proportion.others(), proportion.n(), confidence),
    }
}

/// Lower limit for a count of `x`; the upper one is that of the others, mirrored.
fn lower(x: f64, n: f64, confidence: Confidence) -> f64 {
    let (share, z_squared) = (x / n, confidence.z() * confidence.z());
    let inside = z_squared - 2.0 - n.recip() + 4.0 * share * (n - x + 1.0);
    let above = 2.0 * x + z_squared - 1.0 - confidence.z() * inside.max(0.0).sqrt();
    if x > 0.0 {
        (above / (2.0 * (n + z_squared))).clamp(0.0, share)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::wilson_corrected;
    use crate::estimate::{Confidence, Proportion, wilson};

    /// Newcombe (1998), table I, method 4, to its four decimals.
    #[test]
    fn the_examples_of_the_paper_come_out() {
        for (x, n, lower, upper) in [
            (81.0, 263.0, 0.2535, 0.3682),
            (15.0, 148.0, 0.0598, 0.1644),
            (0.0, 20.0, 0.0, 0.2005),
            (1.0, 29.0, 0.0018, 0.1963),
        ] {
            let limits = wilson_corrected(Proportion::new(x, n).unwrap(), Confidence::P95);
            assert!((limits.lower - lower).abs() < 5e-5, "{x}/{n}: {limits:?}");
            assert!((limits.upper - upper).abs() < 5e-5, "{x}/{n}: {limits:?}");
        }
    }

    proptest! {
        #[test]
        fn it_holds_the_plain_interval(a in 0..9999_u32, b in 1..9999_u32) {
            let proportion = Proportion::of_people(a, b).unwrap();
            let [wide, plain] = [wilson_corrected, wilson].map(|method| method(proportion, Confidence::P95));
            prop_assert!(wide.lower <= plain.lower + 1e-15 && plain.upper <= wide.upper + 1e-15);
        }
    }
}
