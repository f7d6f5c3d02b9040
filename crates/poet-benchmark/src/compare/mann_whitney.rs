//! Two whole answer distributions held against each other.

use serde::Serialize;

use super::ZTest;
use crate::{Absent, Error};

/// Which of two samples tends to larger values.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MannWhitney {
    /// Pairs in which the first sample is larger, ties counted half.
    pub u: f64,
    /// Share of such pairs: probability that somebody of the first sample has the larger value.
    pub superiority: f64,
    /// Whether any two values are equal.
    pub ties: bool,
    /// Normal approximation, corrected for ties.
    pub plain: Result<ZTest, Absent>,
    /// The same with half a pair taken off towards 0.
    pub corrected: Result<ZTest, Absent>,
    /// Exact two-sided p value, for small samples without ties.
    pub exact: Option<f64>,
}

/// Largest product of the two sample sizes with an exact p value.
const EXACT_PAIRS: usize = 10_000;

/// Mann-Whitney test of two samples.
///
/// # Errors
///
/// [`Error::Value`] for a value that is not finite; [`Absent::NoAnswers`] inside [`Error::Absent`]
/// for an empty sample. Where all values are equal, the z scores are [`Absent::Degenerate`].
///
/// # Source
///
/// Mann and Whitney (1947), Ann. Math. Stat. 18:50-60, doi:10.1214/aoms/1177730491; ties: Lehmann
/// (2006), Nonparametrics, section 1.4. The exact p is twice the smaller tail.
pub fn mann_whitney(first: &[f64], second: &[f64]) -> Result<MannWhitney, Error> {
    let [one, two] = tally(first, second)?;
    let mut found = mann_whitney_counts(&one, &two)?;
    if !found.ties && first.len().saturating_mul(second.len()) <= EXACT_PAIRS {
        found.exact = Some(exact(first.len(), second.len(), found.u));
    }
    Ok(found)
}

/// Mann-Whitney test of two rows of counts, in scale order; equals [`mann_whitney`] of the answers
/// written out, but for the exact p.
///
/// # Errors
///
/// [`Error::Ragged`] for rows of different lengths; [`Absent::NoAnswers`] inside [`Error::Absent`]
/// for an empty row.
pub fn mann_whitney_counts(first: &[u32], second: &[u32]) -> Result<MannWhitney, Error> {
    if first.len() != second.len() {
        return Err(Error::Ragged {
            row: 1,
            len: second.len(),
            wanted: first.len(),
        });
    }
    let [n, m] = [first, second].map(|row| row.iter().copied().map(f64::from).sum::<f64>());
    if n.min(m) < 1.0 {
        return Err(Absent::NoAnswers.into());
    }
    let pairs = || {
        first
            .iter()
            .zip(second)
            .map(|(one, two)| (f64::from(*one), f64::from(*two)))
    };
    let (mut u, mut below) = (0.0, 0.0);
    for (one, two) in pairs() {
        u += one * (below + 0.5 * two);
        below += two;
    }
    let total = n + m;
    // N^3 less the cubes of the ties, written without differences of large numbers.
    let untied: f64 = pairs()
        .map(|(a, b)| a + b)
        .map(|tied| tied * (total - tied) * (total + tied))
        .sum();
    let deviation = (n * m / 12.0 * (untied / (total * (total - 1.0)))).sqrt();
    let distance = u - 0.5 * n * m;
    let scored = |distance: f64| {
        let z = distance / deviation;
        if deviation > 0.0 {
            Ok(ZTest::from_z(z))
        } else {
            Err(Absent::Degenerate)
        }
    };
    Ok(MannWhitney {
        u,
        superiority: u / (n * m),
        ties: pairs().any(|(one, two)| one + two > 1.0),
        plain: scored(distance),
        corrected: scored((distance.abs() - 0.5).max(0.0).copysign(distance)),
        exact: None,
    })
}

/// Counts of both samples for each different value, in order.
fn tally(first: &[f64], second: &[f64]) -> Result<[Vec<u32>; 2], Error> {
    let both = [(first, 0), (second, 1)];
    let mut values: Vec<(f64, usize)> = both
        .iter()
        .flat_map(|(sample, of)| sample.iter().map(|value| (value + 0.0, *of)))
        .collect();
    if let Some(at) = values.iter().position(|(value, _)| !value.is_finite()) {
        return Err(Error::Value { at });
    }
    values.sort_by(|one, two| one.0.total_cmp(&two.0));
    let mut counts = [vec![], vec![]];
    for same in values.chunk_by(|one, two| one.0.total_cmp(&two.0).is_eq()) {
        for (of, row) in counts.iter_mut().enumerate() {
            row.push(
                same.iter()
                    .map(|(_, sample)| u32::from(*sample == of))
                    .sum(),
            );
        }
    }
    Ok(counts)
}

/// Exact two-sided p of `u` for untied samples of `n` and `m`.
fn exact(n: usize, m: usize, u: f64) -> f64 {
    let ways = ways(n, m);
    let all: f64 = ways.iter().sum();
    let tail = |pairs: f64| {
        let in_tail = ways
            .iter()
            .enumerate()
            .filter(|(at, _)| *at as f64 <= pairs);
        in_tail.map(|(_, ways)| ways).sum::<f64>()
    };
    // The distribution is symmetric, so the upper tail is a lower one.
    (2.0 * tail(u).min(tail((n * m) as f64 - u)) / all).min(1.0)
}

/// Orders of `n` and `m` untied values by the number of pairs in which the first is larger.
///
/// The largest value of all is of the first sample, then it wins `m` pairs, or of the second, then
/// it wins none.
fn ways(n: usize, m: usize) -> Vec<f64> {
    let mut only_none = vec![0.0; n * m + 1];
    only_none[0] = 1.0;
    let mut orders = vec![only_none; n + 1];
    for seconds in 1..=m {
        for firsts in 1..=n {
            let (fewer, rest) = orders.split_at_mut(firsts);
            let won = rest[0].iter_mut().skip(seconds);
            won.zip(&fewer[firsts - 1])
                .for_each(|(ways, largest_is_first)| *ways += largest_is_first);
        }
    }
    orders.swap_remove(n)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{mann_whitney, mann_whitney_counts};
    use crate::{Absent, Error};

    /// Three against three, all in order: 2 of the 20 orders are as extreme.
    #[test]
    fn two_samples_in_order_have_an_exact_p_of_a_tenth() {
        let test = mann_whitney(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]).unwrap();
        assert!((test.exact.unwrap() - 0.1).abs() < 1e-15);
        assert!(test.u.abs() < 1e-15 && !test.ties);
        let other = mann_whitney(&[4.0, 5.0, 6.0], &[1.0, 2.0, 3.0]).unwrap();
        assert_eq!(other.exact, test.exact);
    }

    /// `scipy` 1.17, `mannwhitneyu([1], [2, 3, 4, 5], method='exact')`: 0.4.
    #[test]
    fn the_smaller_sample_may_come_first() {
        let test = mann_whitney(&[1.0], &[2.0, 3.0, 4.0, 5.0]).unwrap();
        assert!((test.exact.unwrap() - 0.4).abs() < 1e-15);
    }

    #[test]
    fn what_does_not_exist_has_a_reason() {
        let nobody = Err(Error::Absent(Absent::NoAnswers));
        assert_eq!(mann_whitney(&[], &[1.0]), nobody);
        assert_eq!(mann_whitney_counts(&[0, 0], &[1, 2]), nobody);
        let same = mann_whitney_counts(&[0, 3], &[0, 4]).unwrap();
        assert_eq!(
            (same.plain, same.corrected),
            (Err(Absent::Degenerate), Err(Absent::Degenerate))
        );
        assert!((same.superiority - 0.5).abs() < 1e-15);
        assert!(matches!(
            mann_whitney(&[f64::NAN], &[1.0]),
            Err(Error::Value { at: 0 })
        ));
        assert!(mann_whitney_counts(&[1], &[1, 2]).is_err());
    }

    proptest! {
        #[test]
        fn answers_written_out_give_the_same(
            one in prop::collection::vec(0..4_u8, 1..30), two in prop::collection::vec(0..4_u8, 1..30)
        ) {
            let count = |sample: &[u8]| -> Vec<u32> {
                (0..4).map(|point| sample.iter().map(|value| u32::from(*value == point)).sum()).collect()
            };
            let counted = mann_whitney_counts(&count(&one), &count(&two)).unwrap();
            let [one, two] = [one, two].map(|s| s.into_iter().map(f64::from).collect::<Vec<_>>());
            let written = mann_whitney(&one, &two).unwrap();
            let pairs = one.iter().flat_map(|x| two.iter().map(move |y| {
                0.5 * (f64::from(u8::from(x > y)) + f64::from(u8::from(x >= y)))
            }));
            prop_assert!((counted.u - pairs.sum::<f64>()).abs() < 1e-9);
            prop_assert_eq!(counted.plain, written.plain);
            prop_assert!((0.0..=1.0).contains(&written.exact.unwrap_or(0.5)));
        }
    }
}
