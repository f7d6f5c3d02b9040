//! Newcombe's interval for a difference of shares.

use crate::estimate::{Confidence, Difference, Interval, Proportion, wilson};

/// Difference of the shares of `first` and `second`, with Newcombe's hybrid score interval.
///
/// # Source
///
/// Newcombe (1998), Stat. Med. 17:873-890, method 10, doi
/// `10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I`: Wilson limits without continuity correction.
pub fn newcombe(first: Proportion, second: Proportion, confidence: Confidence) -> Difference {
    let [one, two] = [first, second].map(|p| (p.share(), wilson(p, confidence)));
    let estimate = one.0 - two.0;
    let below = (one.0 - one.1.lower).hypot(two.1.upper - two.0);
    let above = (one.1.upper - one.0).hypot(two.0 - two.1.lower);
    let interval = Interval {
        lower: (estimate - below).max(-1.0),
        upper: (estimate + above).min(1.0),
    };
    Difference { estimate, interval }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::newcombe;
    use crate::estimate::{Confidence, Proportion};

    /// Newcombe (1998), table II, method 10, to its four decimals.
    #[test]
    fn the_examples_of_the_paper_come_out() {
        for (x, n, y, m, lower, upper) in [
            (56.0, 70.0, 48.0, 80.0, 0.0524, 0.3339),
            (9.0, 10.0, 3.0, 10.0, 0.1705, 0.8090),
            (6.0, 7.0, 2.0, 7.0, 0.0582, 0.8062),
            (5.0, 56.0, 0.0, 29.0, -0.0381, 0.1926),
            (0.0, 10.0, 0.0, 20.0, -0.1611, 0.2775),
            (0.0, 10.0, 0.0, 10.0, -0.2775, 0.2775),
            (10.0, 10.0, 0.0, 20.0, 0.6791, 1.0),
            (10.0, 10.0, 0.0, 10.0, 0.6075, 1.0),
        ] {
            let [one, two] = [(x, n), (y, m)].map(|(x, n)| Proportion::new(x, n).unwrap());
            let got = newcombe(one, two, Confidence::P95).interval;
            assert!(
                (got.lower - lower).abs() < 5e-5,
                "{x}/{n} - {y}/{m}: {got:?}"
            );
            assert!(
                (got.upper - upper).abs() < 5e-5,
                "{x}/{n} - {y}/{m}: {got:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_difference_and_turns_with_it(
            a in 0..9999_u32, b in 1..9999_u32, c in 0..9999_u32, d in 1..9999_u32
        ) {
            let [one, two] = [[a, b], [c, d]].map(|[x, y]| Proportion::of_people(x, y).unwrap());
            let there = newcombe(one, two, Confidence::P998);
            let back = newcombe(two, one, Confidence::P998);
            prop_assert!(there.interval.contains(there.estimate));
            prop_assert!((-1.0..=1.0).contains(&there.interval.lower) && there.interval.upper <= 1.0);
            prop_assert!((there.interval.lower + back.interval.upper).abs() < 1e-14);
        }
    }
}
