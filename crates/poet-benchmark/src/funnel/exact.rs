//! Limits by the binomial distribution.

use super::{FunnelLimits, LimitMethod, Target};
use crate::{
    Absent, Error,
    estimate::{Confidence, Interval, Proportion},
};

/// Exact limits around `target` for `n` people, interpolated between counts so that they do not jump.
///
/// # Errors
///
/// [`Error::Base`] for an `n` that is no number of people; [`Absent::NoAnswers`] for nobody and
/// [`Absent::NotWholePeople`] for parts of a person, inside [`Error::Absent`].
///
/// # Source
///
/// Spiegelhalter (2005), Stat. Med. 24:1185-1202, doi:10.1002/sim.1970, appendix A.1.1. The
/// distribution is summed from its mode by the ratio of neighbours, which needs no factorials and
/// keeps its digits in the tails.
pub fn exact_limits(target: Target, n: f64) -> Result<FunnelLimits, Error> {
    let people = Proportion::new(0.0, n)?.people();
    let [_, n] = people.ok_or(Absent::NotWholePeople)?;
    let law = Binomial::new(n, target.share());
    let limits = |confidence: Confidence| Interval {
        lower: law.quantile(confidence.tail()),
        upper: law.quantile(1.0 - confidence.tail()),
    };
    Ok(FunnelLimits {
        method: LimitMethod::Exact,
        p95: limits(Confidence::P95),
        p998: limits(Confidence::P998),
    })
}

/// The part of a binomial distribution that a float can hold.
struct Binomial {
    n: f64,
    /// Count of the first chance.
    first: f64,
    chances: Vec<f64>,
}

impl Binomial {
    fn new(n: u32, share: f64) -> Self {
        let n = f64::from(n);
        let mode = ((n + 1.0) * share).floor().min(n);
        let odds = share / (1.0 - share);
        let down = |&(x, chance): &(f64, f64)| (x - 1.0, chance * (x / ((n - x + 1.0) * odds)));
        let up = |&(x, chance): &(f64, f64)| (x + 1.0, chance * ((n - x) / (x + 1.0) * odds));
        let mut chances = side(mode, down);
        chances.reverse();
        let first = mode - chances.len() as f64;
        chances.push(1.0);
        chances.extend(side(mode, up));
        let sum: f64 = chances.iter().sum();
        for chance in &mut chances {
            *chance /= sum;
        }
        Self { n, first, chances }
    }

    /// Share that `level` of the distribution lies below, as a part of the step at the smallest count that reaches it.
    fn quantile(&self, level: f64) -> f64 {
        let mut count = self.first;
        let mut below = 0.0;
        for chance in &self.chances {
            if below + chance >= level {
                let over = (below + chance - level) / chance;
                return ((count - over) / self.n).clamp(0.0, 1.0);
            }
            below += chance;
            count += 1.0;
        }
        1.0
    }
}

/// Chances on one side of the mode, as parts of its own, as far as floats hold them.
fn side(mode: f64, step: impl Fn(&(f64, f64)) -> (f64, f64)) -> Vec<f64> {
    std::iter::successors(Some(step(&(mode, 1.0))), |at| Some(step(at)))
        .map(|(_, chance)| chance)
        .take_while(|chance| *chance > 0.0)
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use statrs::distribution::{Binomial as Law, DiscreteCDF};

    use super::{Binomial, exact_limits};
    use crate::{Absent, Error, funnel::Target};

    /// `scipy` 1.17, `binom.ppf` and `binom.cdf`, interpolated as the source says.
    #[test]
    fn limits_are_interpolated_between_counts() {
        let limits = exact_limits(Target::new(0.806_424_48).unwrap(), 5.0).unwrap();
        assert!((limits.p95.lower - 0.280_839_871_165_427_5).abs() < 1e-13);
        assert!((limits.p95.upper - 0.985_339_408_590_619_1).abs() < 1e-13);
        assert!((limits.p998.lower - 0.025_724_338_122_553_59).abs() < 1e-13);
        let one = exact_limits(Target::new(0.5).unwrap(), 1.0).unwrap();
        assert!(one.p95.lower <= 0.0);
        assert!((one.p95.upper - 0.95).abs() < 1e-15);
    }

    #[test]
    fn a_target_of_none_or_all_and_many_people_have_limits() {
        let none = exact_limits(Target::new(0.0).unwrap(), 4.0).unwrap();
        assert_eq!((none.p998.lower, none.p998.upper), (0.0, 0.0));
        let all = exact_limits(Target::new(1.0).unwrap(), 4.0).unwrap();
        assert!(all.p95.lower < all.p95.upper && all.p998.upper <= 1.0);
        let many = exact_limits(Target::new(0.3).unwrap(), 4e6).unwrap();
        // 1.96 standard errors of four million.
        assert!((many.p95.upper - 0.3 - 1.96 * (0.21_f64 / 4e6).sqrt()).abs() < 5e-7);
    }

    #[test]
    fn parts_of_people_have_no_exact_limits() {
        assert_eq!(
            exact_limits(Target::new(0.3).unwrap(), 4.5),
            Err(Error::Absent(Absent::NotWholePeople))
        );
    }

    proptest! {
        #[test]
        fn the_sums_are_the_distribution(share in 0.001..0.999_f64, n in 1..400_u32, at in 0..400_u32) {
            let ours = Binomial::new(n, share);
            let count = at.min(n);
            let part = ours.chances.iter().zip(0..).take_while(|(_, x)| ours.first + f64::from(*x) <= f64::from(count));
            let below: f64 = part.map(|(chance, _)| chance).sum();
            let law = Law::new(share, n.into()).unwrap();
            prop_assert!((below - law.cdf(count.into())).abs() < 1e-12);
        }
    }
}
