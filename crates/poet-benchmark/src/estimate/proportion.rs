//! So many of so many.

use crate::{Absent, Error};

/// A count among a base: 65 of 100 people.
///
/// Holds `0 <= x <= n` and `0 < n <= 2^53`, both finite. Fractions are welcome, for weighted counts
/// and effective numbers of answers.
///
/// # Examples
///
/// ```
/// use poet_benchmark::{Absent, Error, estimate::Proportion};
///
/// assert_eq!(Proportion::new(65.0, 100.0)?.share(), 0.65);
/// assert_eq!(Proportion::of_people(0, 0), Err(Absent::NoAnswers));
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proportion {
    x: f64,
    n: f64,
}

impl Proportion {
    /// Largest base: whole numbers up to here are exact.
    pub(crate) const LARGEST_BASE: f64 = 9_007_199_254_740_992.0;

    /// What is left of a total below this part of it is rounding, not people.
    const ROUNDING: f64 = 1e-12;

    /// `x` of `n`.
    ///
    /// # Errors
    ///
    /// [`Error::Base`] and [`Error::Count`] for numbers that are no count of a base;
    /// [`Absent::NoAnswers`] inside [`Error::Absent`] for 0 of 0.
    pub fn new(x: f64, n: f64) -> Result<Self, Error> {
        if !(0.0..=Self::LARGEST_BASE).contains(&n) {
            return Err(Error::Base { n });
        }
        if !(0.0..=n).contains(&x) {
            return Err(Error::Count { x, n });
        }
        // Adding 0 turns a negative zero into the plain one.
        if n > 0.0 {
            Ok(Self { x: x + 0.0, n })
        } else {
            Err(Absent::NoAnswers.into())
        }
    }

    /// `favourable` people beside `others`.
    ///
    /// # Errors
    ///
    /// [`Absent::NoAnswers`] when there is nobody.
    pub fn of_people(favourable: u32, others: u32) -> Result<Self, Absent> {
        let n = f64::from(favourable) + f64::from(others);
        if n > 0.0 {
            Ok(Self {
                x: f64::from(favourable),
                n,
            })
        } else {
            Err(Absent::NoAnswers)
        }
    }

    /// The count.
    pub fn x(self) -> f64 {
        self.x
    }

    /// The base.
    pub fn n(self) -> f64 {
        self.n
    }

    /// The base without the count.
    pub fn others(self) -> f64 {
        self.n - self.x
    }

    /// The count as a share of the base, 0 to 1.
    pub fn share(self) -> f64 {
        self.x / self.n
    }

    /// What is left of this total without `part`.
    ///
    /// # Errors
    ///
    /// [`Error::Total`] when the total does not hold the part; [`Absent::EmptyComparator`] inside
    /// [`Error::Absent`] when nobody is left.
    pub fn without(self, part: Self) -> Result<Self, Error> {
        let n = self.left(self.n, part.n)?;
        let x = self.left(self.x, part.x)?;
        let others = self.left(self.others(), part.others())?;
        if n > 0.0 {
            // With weights, count and others may disagree with their base in the last digit.
            Ok(Self {
                x: if others > 0.0 { x.min(n) } else { n },
                n,
            })
        } else {
            Err(Absent::EmptyComparator.into())
        }
    }

    fn left(self, total: f64, part: f64) -> Result<f64, Error> {
        let left = total - part;
        if left.abs() <= self.n * Self::ROUNDING {
            Ok(0.0)
        } else if left > 0.0 {
            Ok(left)
        } else {
            Err(Error::Total { total, part })
        }
    }

    /// Count and others as whole people, if they are whole.
    pub(crate) fn people(self) -> Option<[u32; 2]> {
        Some([whole(self.x)?, whole(self.others())?])
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and in range"
)]
fn whole(count: f64) -> Option<u32> {
    let fits = count.fract().abs() <= 0.0 && (0.0..=f64::from(u32::MAX)).contains(&count);
    fits.then_some(count as u32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Proportion;
    use crate::{Absent, Error};

    #[test]
    fn nobody_is_absent_and_nonsense_is_an_error() {
        assert_eq!(
            Proportion::new(0.0, 0.0),
            Err(Error::Absent(Absent::NoAnswers))
        );
        for (x, n) in [(1.0, 0.0), (-1.0, 5.0), (6.0, 5.0), (f64::NAN, 5.0)] {
            assert!(
                matches!(Proportion::new(x, n), Err(Error::Count { .. })),
                "{x} of {n}"
            );
        }
        for n in [-1.0, f64::NAN, f64::INFINITY, 1e300] {
            assert!(
                matches!(Proportion::new(0.0, n), Err(Error::Base { .. })),
                "{n}"
            );
        }
    }

    #[test]
    fn a_total_must_hold_its_part() {
        let part = Proportion::new(40.0, 60.0).unwrap();
        let without = |x, n| Proportion::new(x, n).unwrap().without(part);
        assert_eq!(
            without(40.0, 60.0),
            Err(Error::Absent(Absent::EmptyComparator))
        );
        assert!(
            matches!(without(30.0, 100.0), Err(Error::Total { .. })),
            "fewer favourable"
        );
        assert!(
            matches!(without(40.0, 50.0), Err(Error::Total { .. })),
            "smaller base"
        );
        assert!(
            matches!(without(65.0, 70.0), Err(Error::Total { .. })),
            "fewer others"
        );
    }

    #[test]
    fn rounding_of_weights_leaves_nobody() {
        let total = Proportion::new(0.1 + 0.2, 0.7 + 0.1).unwrap();
        let part = Proportion::new(0.3, 0.8).unwrap();
        assert_eq!(
            total.without(part),
            Err(Error::Absent(Absent::EmptyComparator))
        );
    }

    proptest! {
        #[test]
        fn taking_a_part_out_leaves_the_other(a in 0..9_u32, b in 1..9_u32, c in 0..9_u32, d in 1..9_u32) {
            let total = Proportion::of_people(a + c, b + d).unwrap();
            let left = total.without(Proportion::of_people(a, b).unwrap()).unwrap();
            prop_assert_eq!(left, Proportion::of_people(c, d).unwrap());
        }
    }
}
