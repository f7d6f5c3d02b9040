//! One organisation against everybody else.

use serde::Serialize;

use super::{Table, ZTest, fisher, newcombe, two_proportion};
use crate::{
    Absent, Error,
    estimate::{Confidence, Difference, Proportion},
};

/// One organisation held against the rest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rest {
    /// The organisation.
    pub own: Proportion,
    /// Everybody else.
    pub rest: Proportion,
    /// Own share minus the share of the rest.
    pub difference: Difference,
    /// Pooled z test, whichever test was chosen.
    pub z: Result<ZTest, Absent>,
    /// The test whose p value counts.
    pub test: Result<Test, Absent>,
}

/// A test with the reason for which it was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Test {
    /// Which test ran.
    pub method: TestMethod,
    /// Its two-sided p value.
    pub p: f64,
    /// Smallest count expected if nothing differs: under [`SMALL`](Self::SMALL) calls for the
    /// exact test.
    pub smallest_expected: f64,
}

impl Test {
    /// Expected count under which the normal approximation is not relied upon.
    ///
    /// # Source
    ///
    /// Cochran (1954), Biometrics 10:417-451, doi:10.2307/3001616.
    pub const SMALL: f64 = 5.0;
}

/// Test of two shares.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TestMethod {
    /// [`two_proportion`].
    PooledZ,
    /// [`fisher`], two-sided.
    FisherExact,
}

/// Holds the organisation's `own` count against the rest of `total`, which includes it.
///
/// The difference has Newcombe's interval. The test is the pooled z, or Fisher's exact test when
/// the smallest expected count is under [`Test::SMALL`]; the p value has no say in the choice.
/// Nothing is allocated.
///
/// # Errors
///
/// [`Error::Total`] when the total does not hold the organisation; [`Absent::EmptyComparator`]
/// inside [`Error::Absent`] when the organisation is all there is.
///
/// # Examples
///
/// ```
/// use poet_benchmark::compare::{TestMethod, against_rest};
/// use poet_benchmark::estimate::{Confidence, Proportion};
///
/// let own = Proportion::new(120.0, 150.0)?;
/// let total = Proportion::new(2820.0, 4000.0)?;
/// let found = against_rest(own, total, Confidence::P95)?;
/// assert_eq!((found.rest.x(), found.rest.n()), (2700.0, 3850.0));
/// assert_eq!(found.test.map(|test| test.method), Ok(TestMethod::PooledZ));
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn against_rest(
    own: Proportion,
    total: Proportion,
    confidence: Confidence,
) -> Result<Rest, Error> {
    Ok(against(own, total.without(own)?, confidence))
}

/// Holds the organisation's `own` count against the `rest`, which it has no part in.
///
/// As [`against_rest`], where the rest is not a total less its own part: populations weighted on their own base.
pub fn against(own: Proportion, rest: Proportion, confidence: Confidence) -> Rest {
    let z = two_proportion(own, rest);
    Rest {
        own,
        rest,
        difference: newcombe(own, rest, confidence),
        z,
        test: z.and_then(|z| test(own, rest, z)),
    }
}

fn test(own: Proportion, rest: Proportion, z: ZTest) -> Result<Test, Absent> {
    let smallest_expected = smallest_expected(own, rest);
    let (method, p) = if smallest_expected < Test::SMALL {
        let people = own
            .people()
            .zip(rest.people())
            .ok_or(Absent::NotWholePeople)?;
        (
            TestMethod::FisherExact,
            fisher(Table::new(people.0, people.1)).two_sided,
        )
    } else {
        (TestMethod::PooledZ, z.p)
    };
    Ok(Test {
        method,
        p,
        smallest_expected,
    })
}

fn smallest_expected(own: Proportion, rest: Proportion) -> f64 {
    let answer = (own.x() + rest.x()).min(own.others() + rest.others());
    own.n().min(rest.n()) * answer / (own.n() + rest.n())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{TestMethod, against_rest};
    use crate::{
        Absent, Error,
        compare::{Table, chi_square, fisher},
        estimate::{Confidence, Proportion},
    };

    fn found(own: (f64, f64), total: (f64, f64)) -> Result<super::Rest, Error> {
        let [own, total] = [own, total].map(|(x, n)| Proportion::new(x, n).unwrap());
        against_rest(own, total, Confidence::P95)
    }

    #[test]
    fn few_expected_people_call_for_the_exact_test() {
        let test = found((1.0, 10.0), (12.0, 24.0)).unwrap().test.unwrap();
        assert_eq!(
            test.method,
            TestMethod::PooledZ,
            "exactly five is not under five"
        );
        assert!((test.smallest_expected - 5.0).abs() < 1e-15);
        let test = found((1.0, 9.0), (12.0, 24.0)).unwrap().test.unwrap();
        assert_eq!(test.method, TestMethod::FisherExact);
        assert!((test.p - fisher(Table::new([1, 8], [11, 4])).two_sided).abs() < 1e-15);
    }

    #[test]
    fn what_does_not_exist_has_a_reason() {
        assert_eq!(
            found((4.0, 6.0), (4.0, 6.0)),
            Err(Error::Absent(Absent::EmptyComparator))
        );
        let same = found((6.0, 6.0), (40.0, 40.0)).unwrap();
        assert_eq!(
            (same.z, same.test),
            (Err(Absent::Degenerate), Err(Absent::Degenerate))
        );
        assert!(same.difference.interval.upper > same.difference.interval.lower);
        let weighted = found((1.5, 6.0), (8.5, 40.0)).unwrap();
        assert_eq!(weighted.test, Err(Absent::NotWholePeople));
        assert!(weighted.z.is_ok());
    }

    proptest! {
        #[test]
        fn the_smallest_expected_count_chooses_the_test(a in 0..40_u32, b in 1..40_u32, c in 0..40_u32, d in 1..40_u32) {
            let own = Proportion::of_people(a, b).unwrap();
            let total = Proportion::of_people(a + c, b + d).unwrap();
            let test = against_rest(own, total, Confidence::P95).unwrap().test;
            let table = chi_square(Table::new([a, b], [c, d]));
            prop_assert_eq!(test.is_err(), table.is_err());
            if let (Ok(test), Ok(table)) = (test, table) {
                prop_assert!((test.smallest_expected - table.smallest_expected).abs() < 1e-12);
                prop_assert_eq!(test.method == TestMethod::FisherExact, test.smallest_expected < 5.0);
            }
        }
    }
}
