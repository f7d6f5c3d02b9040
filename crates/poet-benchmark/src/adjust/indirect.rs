//! Indirect standardisation: observed over expected.

use serde::Serialize;

use super::StratumShare;
use crate::compare::ZTest;
use crate::estimate::{Confidence, Interval, Proportion, byar};
use crate::{Absent, Error};

/// One stratum of a place, and the same stratum of the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReferenceStratum {
    /// The place's own.
    pub own: StratumShare,
    /// The reference's.
    pub reference: StratumShare,
}

/// What a place's people answered against what people like them do in the reference.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Indirect {
    /// Favourable answers.
    pub observed: f64,
    /// Those expected, did each stratum answer as in the reference.
    pub expected: f64,
    /// Observed over expected.
    pub ratio: f64,
    /// Interval of the ratio at 95 %, by the limits of a count; too wide where most answer favourably.
    pub ratio_p95: Interval,
    /// Interval of the ratio at 99.8 %.
    pub ratio_p998: Interval,
    /// Share of the reference as a whole.
    pub reference_share: f64,
    /// The reference's share times the ratio. Not cut off: it can come out over 1, see [`Indirect::exceeds_one`].
    pub adjusted_share: f64,
    /// Square root of the binomial variance of the observed count.
    pub deviation: f64,
    /// Test of observed against expected with the binomial variance; why there is none.
    #[serde(skip)]
    pub z: Result<ZTest, Absent>,
}

impl Indirect {
    /// Whether the adjusted share is no share: over 1.
    pub fn exceeds_one(&self) -> bool {
        self.adjusted_share > 1.0
    }

    /// How far the adjusted share lies from the reference's, in shares, with its normal interval by the binomial variance.
    ///
    /// # Errors
    ///
    /// [`Absent::Degenerate`] where there is no such variance.
    pub fn difference(&self, confidence: Confidence) -> Result<(f64, Interval), Absent> {
        self.z?;
        let step = self.reference_share / self.expected;
        let estimate = step * (self.observed - self.expected);
        let margin = step * confidence.z() * self.deviation;
        let interval = Interval {
            lower: estimate - margin,
            upper: estimate + margin,
        };
        Ok((estimate, interval))
    }
}

/// Holds the favourable answers of a place against those expected from the reference's share in each stratum.
///
/// A stratum of which nobody of the place answered adds nothing, so the place needs nobody in each.
///
/// # Units
///
/// Takes people; gives people, a ratio and shares.
///
/// # Errors
///
/// [`Error::EmptyStrata`] where people of a stratum answered of which the reference has nobody;
/// [`Absent::NothingExpected`] inside [`Error::Absent`] where nobody or nothing is expected. The test is absent, with
/// [`Absent::Degenerate`], where every stratum of the reference answers as one.
///
/// # Source
///
/// Breslow and Day (1987), Statistical Methods in Cancer Research II, IARC, section 2.3; ratio limits as in Eayres (2008),
/// APHO Technical Briefing 3. The z score has the binomial variance `sum n_i r_i (1 - r_i)`, since a favourable answer is
/// no rare event: Spiegelhalter (2005), Stat. Med. 24:1185-1202, doi:10.1002/sim.1970, has the reason.
///
/// # Examples
///
/// ```
/// use poet_benchmark::adjust::{ReferenceStratum, StratumShare, indirect_standardised};
///
/// let strata = [ReferenceStratum {
///     own: StratumShare::new(30.0, 40.0)?,
///     reference: StratumShare::new(500.0, 1000.0)?,
/// }];
/// let found = indirect_standardised(&strata)?;
/// assert_eq!((found.observed, found.expected, found.ratio), (30.0, 20.0, 1.5));
/// # Ok::<(), poet_benchmark::Error>(())
/// ```
pub fn indirect_standardised(strata: &[ReferenceStratum]) -> Result<Indirect, Error> {
    let unknown = |s: &ReferenceStratum| s.own.n() > 0.0 && s.reference.n() <= 0.0;
    let unknown: Vec<usize> = (0..strata.len())
        .filter(|&at| unknown(&strata[at]))
        .collect();
    if !unknown.is_empty() {
        return Err(Error::EmptyStrata { strata: unknown });
    }
    let sum = |part: fn(&ReferenceStratum) -> f64| strata.iter().map(part).sum::<f64>();
    let expected = sum(|s| s.own.n() * s.reference.proportion().map_or(0.0, Proportion::share));
    let (observed, reference) = (sum(|s| s.own.x()), sum(|s| s.reference.n()));
    if expected <= 0.0 || reference <= 0.0 {
        return Err(Absent::NothingExpected.into());
    }
    let variance = sum(|s| {
        let spread = |r: Proportion| r.share() * (r.others() / r.n());
        s.own.n() * s.reference.proportion().map_or(0.0, spread)
    });
    let ratio = observed / expected;
    let reference_share = sum(|s| s.reference.x()) / reference;
    let deviation = variance.sqrt();
    let limits = |confidence| -> Result<Interval, Error> {
        let count = byar(observed, confidence)?.interval();
        Ok(Interval {
            lower: count.lower / expected,
            upper: count.upper / expected,
        })
    };
    Ok(Indirect {
        observed,
        expected,
        ratio,
        ratio_p95: limits(Confidence::P95)?,
        ratio_p998: limits(Confidence::P998)?,
        reference_share,
        adjusted_share: ratio * reference_share,
        deviation,
        z: if deviation > 0.0 {
            Ok(ZTest::from_z((observed - expected) / deviation))
        } else {
            Err(Absent::Degenerate)
        },
    })
}

#[cfg(test)]
mod tests {
    use super::{Indirect, ReferenceStratum, StratumShare, indirect_standardised};
    use crate::estimate::Confidence;
    use crate::{Absent, Error};

    fn found(counts: &[[f64; 4]]) -> Result<Indirect, Error> {
        let of = |&[x, n, ref_x, ref_n]: &[f64; 4]| ReferenceStratum {
            own: StratumShare::new(x, n).unwrap(),
            reference: StratumShare::new(ref_x, ref_n).unwrap(),
        };
        indirect_standardised(&counts.iter().map(of).collect::<Vec<_>>())
    }

    /// Convention 11.
    #[test]
    fn observed_expected_ratio_and_a_binomial_z_come_out() {
        let found = found(&[[20.0, 40.0, 400.0, 1000.0], [35.0, 60.0, 900.0, 1500.0]]).unwrap();
        assert_eq!((found.observed, found.expected), (55.0, 52.0));
        let z = 3.0 / (40.0 * 0.4 * 0.6 + 60.0 * 0.6 * 0.4_f64).sqrt();
        assert!((found.z.unwrap().z - z).abs() < 1e-14);
        let (difference, interval) = found.difference(Confidence::P95).unwrap();
        assert!((difference - (found.adjusted_share - found.reference_share)).abs() < 1e-15);
        assert_eq!(interval.contains(0.0), z.abs() <= Confidence::P95.z());
    }

    /// Convention 11.
    #[test]
    fn an_adjusted_share_over_one_is_flagged_and_not_cut_off() {
        let over = found(&[[9.0, 10.0, 30.0, 100.0], [0.0, 0.0, 90.0, 100.0]]).unwrap();
        assert!(over.exceeds_one() && over.adjusted_share > 1.7);
        let one = found(&[[10.0, 10.0, 50.0, 100.0]]).unwrap();
        assert!(!one.exceeds_one());
    }

    #[test]
    fn nothing_expected_is_absent_and_no_variation_has_no_test() {
        assert_eq!(
            found(&[[0.0, 5.0, 0.0, 9.0]]),
            Err(Absent::NothingExpected.into())
        );
        assert_eq!(
            found(&[[0.0, 0.0, 4.0, 9.0]]),
            Err(Absent::NothingExpected.into())
        );
        assert_eq!(found(&[]), Err(Absent::NothingExpected.into()));
        let sure = found(&[[4.0, 5.0, 9.0, 9.0]]).unwrap();
        assert_eq!(sure.z, Err(Absent::Degenerate));
        assert_eq!(sure.difference(Confidence::P95), Err(Absent::Degenerate));
    }

    #[test]
    fn people_whom_the_reference_does_not_know_are_listed() {
        let unknown = found(&[
            [1.0, 5.0, 3.0, 9.0],
            [1.0, 5.0, 0.0, 0.0],
            [0.0, 0.0, 0.0, 0.0],
        ]);
        assert_eq!(unknown, Err(Error::EmptyStrata { strata: vec![1] }));
    }
}
