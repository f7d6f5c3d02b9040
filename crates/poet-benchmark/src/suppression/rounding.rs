use std::num::NonZeroU64;

use super::Error;

/// Where a count goes that lies exactly between two multiples.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Half {
    /// To the larger multiple: to base 10, 5 gives 10 and 15 gives 20.
    #[default]
    AwayFromZero,
    /// To the even multiple: to base 10, 5 gives 0 and 15 gives 20. The ASCS annex rounds so.
    ToEven,
}

/// Rounding of counts to the nearest multiple of a base.
///
/// A total is rounded from the true total, never summed from rounded parts.
///
/// # Examples
///
/// ```
/// use poet_benchmark::suppression::{Half, Rounding};
///
/// let fives = Rounding::new(5, Half::AwayFromZero)?;
/// assert_eq!(fives.round(48), 50);
/// assert_eq!(fives.share(48, 97), Some(50.0 / 95.0));
/// # Ok::<(), poet_benchmark::suppression::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Rounding {
    base: NonZeroU64,
    half: Half,
}

impl Rounding {
    /// Rounding to multiples of `base`.
    ///
    /// # Errors
    ///
    /// [`Error::RoundingBase`] if `base` is 0.
    pub fn new(base: u64, half: Half) -> Result<Self, Error> {
        let base = NonZeroU64::new(base).ok_or(Error::RoundingBase)?;
        Ok(Self { base, half })
    }

    /// Multiple of the base nearest to `count`; past the largest multiple that fits, that one.
    pub fn round(self, count: u64) -> u64 {
        let base = self.base.get();
        let (multiple, over) = (count / base, count % base);
        let up = match over.cmp(&(base - over)) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => self.half == Half::AwayFromZero || multiple % 2 == 1,
        };
        (multiple + u64::from(up))
            .checked_mul(base)
            .unwrap_or(multiple * base)
    }

    /// Share of `count` in `base`, both rounded first; absent if the base rounds to 0.
    ///
    /// # Units
    ///
    /// A share, 0 to 1 where `count <= base`.
    pub fn share(self, count: u64, base: u64) -> Option<f64> {
        match self.round(base) {
            0 => None,
            rounded => Some(self.round(count) as f64 / rounded as f64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_where_the_rule_says() {
        let away = Rounding::new(10, Half::AwayFromZero).unwrap();
        let even = Rounding::new(10, Half::ToEven).unwrap();
        let counts = [4, 5, 14, 15, 24, 25, 35];
        assert_eq!(counts.map(|c| away.round(c)), [0, 10, 10, 20, 20, 30, 40]);
        assert_eq!(counts.map(|c| even.round(c)), [0, 0, 10, 20, 20, 20, 40]);
    }

    #[test]
    fn an_odd_base_has_no_halves() {
        let fives = Rounding::new(5, Half::ToEven).unwrap();
        assert_eq!([0, 2, 3, 7, 8].map(|c| fives.round(c)), [0, 0, 5, 5, 10]);
    }

    #[test]
    fn a_base_that_rounds_to_nobody_has_no_share() {
        assert_eq!(
            Rounding::new(5, Half::AwayFromZero).unwrap().share(2, 2),
            None
        );
    }

    #[test]
    fn the_largest_counts_do_not_overflow() {
        let tens = Rounding::new(10, Half::AwayFromZero).unwrap();
        assert_eq!(tens.round(u64::MAX), u64::MAX / 10 * 10);
        assert_eq!(
            Rounding::new(1, Half::ToEven).unwrap().round(u64::MAX),
            u64::MAX
        );
        assert_eq!(Rounding::new(0, Half::ToEven), Err(Error::RoundingBase));
    }
}
