//! A place held against others.

use super::{Comparison, Estimate, Verdict};
use crate::compare::against;
use crate::estimate::{Confidence, Proportion, wilson};
use crate::plan::detectable;
use crate::{Absent, Error};

impl Comparison {
    /// Holds a place against others; what may be said is not settled before the family is.
    pub(crate) fn between(own: Proportion, rest: Proportion, confidence: Confidence) -> Self {
        let found = against(own, rest, confidence);
        Self {
            rest: Estimate {
                proportion: rest,
                interval: wilson(rest, confidence),
            },
            difference: found.difference,
            test: found.test,
            z: found.z.map(|z| z.z),
            adjusted: Err(Absent::Degenerate),
            verdict: Verdict::NotTested,
            detectable: detectable_by(own.n(), rest),
            own_base: own.n(),
        }
    }
}

/// Smallest difference from the rest that so many answers would probably find.
pub(crate) fn detectable_by(answers: f64, rest: Proportion) -> Result<f64, Absent> {
    match detectable(answers, rest) {
        Ok(found) => Ok(found.either()),
        Err(Error::Absent(why)) => Err(why),
        // A base is a number of people, so there is no other mistake to be made.
        Err(_) => Err(Absent::TooFewAnswers),
    }
}
