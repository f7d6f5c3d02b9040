//! One item of a place held against everybody else as if both served like people.

use super::Verdict;
use super::family::Tested;
use super::strata::StrataCounts;
use crate::adjust::{
    Direct, Indirect, ReferenceStratum, StratumShare, direct_standardised, indirect_standardised,
};
use crate::compare::{ZTest, newcombe, two_proportion};
use crate::estimate::{Confidence, Difference, Interval, Proportion, wilson};
use crate::{Absent, Error};

/// A standardised share against that of everybody else.
#[derive(Clone, Debug, PartialEq)]
pub struct LikeWithLike {
    /// How it was standardised.
    pub method: Standardisation,
    /// The standardised share; by the indirect method it can come out over 1.
    pub share: f64,
    /// Its interval; by the indirect method that of the difference, moved, and cut at 0 as no share is less.
    pub interval: Interval,
    /// The share of everybody else: standardised likewise, or by the indirect method as it is.
    pub rest: f64,
    /// The one less the other.
    pub difference: Difference,
    /// Test of the difference; why there is none.
    pub test: Result<ZTest, Absent>,
    /// The p value after the control of false discoveries over the items and places of the case mix.
    pub adjusted: Result<f64, Absent>,
    /// What may be said.
    pub verdict: Verdict,
}

/// How a share was standardised, and why.
#[derive(Clone, Debug, PartialEq)]
pub enum Standardisation {
    /// Directly, since somebody of every stratum of the reference answered.
    Direct {
        /// Answers of a simple sample that would be as sure; never more than there are, as a stratum in which everybody
        /// answers alike adds no variance, however few they are.
        effective_n: f64,
    },
    /// Indirectly, since nobody answered of some.
    Indirect {
        /// Favourable answers, those expected, and the one over the other.
        found: Indirect,
        /// The strata of which nobody answered, by position.
        empty: Vec<usize>,
    },
}

impl Tested for LikeWithLike {
    fn p(&self) -> Result<f64, Absent> {
        self.test.map(|test| test.p)
    }

    fn difference(&self) -> f64 {
        self.difference.estimate
    }

    fn settle(&mut self, adjusted: Result<f64, Absent>, verdict: Verdict) {
        (self.adjusted, self.verdict) = (adjusted, verdict);
    }
}

impl LikeWithLike {
    pub(super) fn new(
        own: &StrataCounts,
        all: &StrataCounts,
        weights: &[f64],
        confidence: Confidence,
    ) -> Result<Self, Absent> {
        let rest = all.rest(own);
        let own = &own.strata;
        if own.iter().all(|stratum| stratum.n() <= 0.0) {
            return Err(Absent::NoAnswers);
        }
        if rest.iter().all(|stratum| stratum.n() <= 0.0) {
            return Err(Absent::EmptyComparator);
        }
        let direct = |side: &[StratumShare]| {
            let strata: Vec<_> = side.iter().copied().zip(weights.iter().copied()).collect();
            direct_standardised(&strata, confidence).map(|found| no_surer(found, &strata))
        };
        match (direct(own), direct(&rest)) {
            (Ok(own), Ok(rest)) => Self::direct(&own, &rest, confidence),
            (Err(Error::EmptyStrata { strata }), _) => {
                Self::indirect((own, strata), &rest, confidence)
            }
            _ => Err(Absent::EmptyStratum),
        }
    }

    /// Wilson's and Newcombe's intervals and the usual test, at the effective numbers of answers.
    fn direct(own: &Direct, rest: &Direct, confidence: Confidence) -> Result<Self, Absent> {
        let sample = |side: &Direct| {
            let x = (side.share * side.effective_n).min(side.effective_n);
            Proportion::new(x, side.effective_n).map_err(|_| Absent::TooFewAnswers)
        };
        let (first, second) = (sample(own)?, sample(rest)?);
        Ok(Self {
            method: Standardisation::Direct {
                effective_n: own.effective_n,
            },
            share: own.share,
            interval: wilson(first, confidence),
            rest: rest.share,
            difference: newcombe(first, second, confidence),
            test: two_proportion(first, second),
            adjusted: Err(Absent::Degenerate),
            verdict: Verdict::NotTested,
        })
    }

    /// Against what people like these answer among everybody else.
    fn indirect(
        (own, empty): (&[StratumShare], Vec<usize>),
        rest: &[StratumShare],
        confidence: Confidence,
    ) -> Result<Self, Absent> {
        let pairs = own.iter().zip(rest);
        let strata: Vec<ReferenceStratum> = pairs
            .map(|(&own, &reference)| ReferenceStratum { own, reference })
            .collect();
        let found = indirect_standardised(&strata).map_err(|error| match error {
            Error::Absent(absent) => absent,
            _ => Absent::EmptyStratum,
        })?;
        let (estimate, interval) = found.difference(confidence)?;
        let moved = |limit: f64| found.reference_share + limit;
        Ok(Self {
            share: found.adjusted_share,
            interval: Interval {
                lower: moved(interval.lower).max(0.0),
                upper: moved(interval.upper),
            },
            rest: found.reference_share,
            difference: Difference { estimate, interval },
            test: found.z,
            adjusted: Err(Absent::Degenerate),
            verdict: Verdict::NotTested,
            method: Standardisation::Indirect { found, empty },
        })
    }
}

/// The same share, with no more effective answers than there are in the strata that count.
fn no_surer(found: Direct, strata: &[(StratumShare, f64)]) -> Direct {
    let counting = strata.iter().filter(|(_, weight)| *weight > 0.0);
    let answers: f64 = counting.map(|(own, _)| own.n()).sum();
    Direct {
        effective_n: found.effective_n.min(answers),
        ..found
    }
}
