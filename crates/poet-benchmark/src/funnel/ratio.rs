//! Limits of a ratio of observed to expected people.

use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

use super::{FunnelLimits, LimitMethod};
use crate::{
    Absent,
    estimate::{Confidence, Interval},
};

/// Exact limits around a ratio of 1 where `expected` people are expected.
///
/// # Units
///
/// Takes people; gives ratios of observed to expected, 0 or more.
///
/// # Errors
///
/// [`Absent::NothingExpected`] where nobody is expected.
///
/// # Source
///
/// Spiegelhalter (2005), Stat. Med. 24:1185-1202, doi:10.1002/sim.1970, appendix A.1.2, by the
/// chi-squared form of the Poisson tails: Garwood (1936), Biometrika 28:437-442,
/// doi:10.1093/biomet/28.3-4.437.
pub fn ratio_limits(expected: f64) -> Result<FunnelLimits, Absent> {
    if !(expected > 0.0 && expected.is_finite()) {
        return Err(Absent::NothingExpected);
    }
    let limits = |confidence: Confidence| Interval {
        lower: quantile(expected, confidence, Tail::Lower) / expected,
        upper: quantile(expected + 1.0, confidence, Tail::Upper) / expected,
    };
    Ok(FunnelLimits {
        method: LimitMethod::Poisson,
        p95: limits(Confidence::P95),
        p998: limits(Confidence::P998),
    })
}

#[derive(Clone, Copy)]
enum Tail {
    Lower,
    Upper,
}

/// Value of the gamma distribution with this shape that leaves the risk of `confidence` in the tail.
///
/// Newton's method for the logarithm of the tail over that of the value: both tails are concave
/// there, so each step lands on the far side of the answer once at most.
fn quantile(shape: f64, confidence: Confidence, tail: Tail) -> f64 {
    const STEPS: usize = 60;
    /// Shape from which the first guess is good to 1e-12 of itself, and better than the sums of the distribution.
    const AS_GUESSED: f64 = 1e7;
    if shape >= AS_GUESSED {
        return shape * root(shape, confidence, tail).powi(3);
    }
    let wanted = confidence.tail().ln();
    let mut at = start(shape, confidence, tail);
    for _ in 0..STEPS {
        let value = at.exp();
        if value < f64::MIN_POSITIVE {
            return 0.0;
        }
        let (chance, sign) = match tail {
            Tail::Lower => (gamma_lr(shape, value), 1.0),
            Tail::Upper => (gamma_ur(shape, value), -1.0),
        };
        let density = (shape * at - value - ln_gamma(shape)).exp();
        let step = (wanted - chance.ln()) * chance / (sign * density);
        if !step.is_finite() {
            break;
        }
        at += step.clamp(-2.0, 2.0);
        if step.abs() <= 4.0 * f64::EPSILON {
            break;
        }
    }
    at.exp()
}

/// Cube root of a first guess as a part of the shape: Wilson and Hilferty (1931), Proc. Natl. Acad. Sci. 17:684-688.
fn root(shape: f64, confidence: Confidence, tail: Tail) -> f64 {
    let z = match tail {
        Tail::Lower => -confidence.z(),
        Tail::Upper => confidence.z(),
    };
    1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt())
}

/// Logarithm of a first guess, by the head of the series where the shape is small.
fn start(shape: f64, confidence: Confidence, tail: Tail) -> f64 {
    let root = root(shape, confidence, tail);
    if root > 0.1 {
        shape.ln() + 3.0 * root.ln()
    } else {
        (confidence.tail().ln() + ln_gamma(shape + 1.0)) / shape
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::ratio_limits;
    use crate::Absent;

    /// `scipy` 1.17, `chi2.ppf(q, 2 E) / (2 E)` and `chi2.ppf(1 - q, 2 E + 2) / (2 E)`.
    #[test]
    fn limits_are_the_tails_of_poisson() {
        for (expected, [lower, upper, outer_lower, outer_upper]) in REFERENCE {
            let limits = ratio_limits(expected).unwrap();
            for (got, wanted) in [
                (limits.p95.lower, lower),
                (limits.p95.upper, upper),
                (limits.p998.lower, outer_lower),
                (limits.p998.upper, outer_upper),
            ] {
                let close = (got - wanted).abs() <= 1e-12 + 1e-11 * wanted;
                assert!(close, "{expected}: {got} instead of {wanted}");
            }
        }
    }

    /// `scipy` 1.17 at 1e8 and 1e12; beyond all people there are, it is 1.
    #[test]
    fn limits_of_many_people_are_those_of_poisson_and_never_stop() {
        for (expected, lower) in [
            (1e8, -0.000_195_986_926_752_600_43),
            (1e12, -1.959_963_037_312_384_4e-6),
            (f64::MAX, 0.0),
        ] {
            let found = ratio_limits(expected).unwrap().p95;
            assert!((found.lower - 1.0 - lower).abs() < 1e-12, "{found:?}");
            assert!(found.upper.is_finite() && found.upper >= 1.0, "{found:?}");
        }
    }

    const REFERENCE: [(f64, [f64; 4]); 5] = [
        (
            0.3,
            [
                1.061_893_010_579_723_2e-5,
                14.312_590_369_545_259,
                2.324_233_032_261_115e-10,
                25.541_209_617_259_078,
            ],
        ),
        (
            1.0,
            [
                0.025_317_807_984_289_876,
                5.571_643_390_938_898,
                0.001_000_500_333_583_534,
                9.233_413_476_451_585,
            ],
        ),
        (
            15.0,
            [
                0.559_692_408_852_221,
                1.649_347_924_765_723,
                0.386_265_034_854_835_2,
                2.082_907_301_902_949,
            ],
        ),
        (
            2500.5,
            [
                0.961_184_789_347_251_3,
                1.039_980_516_720_843_1,
                0.939_339_428_493_928_7,
                1.063_352_139_358_609,
            ],
        ),
        (
            1e6,
            [
                0.998_040_983_340_293_9,
                1.001_961_911_945_432_2,
                0.996_912_617_319_815_2,
                1.003_094_083_914_969_8,
            ],
        ),
    ];

    #[test]
    fn where_nobody_is_expected_there_is_no_ratio() {
        for expected in [0.0, -3.0, f64::NAN, f64::INFINITY] {
            assert_eq!(ratio_limits(expected), Err(Absent::NothingExpected));
        }
    }

    proptest! {
        #[test]
        fn limits_hold_the_ratio_of_one(power in -6.0..6.0_f64) {
            let limits = ratio_limits(10_f64.powf(power)).unwrap();
            prop_assert!(0.0 <= limits.p998.lower && limits.p998.lower <= limits.p95.lower);
            prop_assert!(limits.p95.lower < 1.0 && 1.0 < limits.p95.upper);
            prop_assert!(limits.p95.upper < limits.p998.upper && limits.p998.upper.is_finite());
        }
    }
}
