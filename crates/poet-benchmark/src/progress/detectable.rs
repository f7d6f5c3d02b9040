//! What two waves would have told apart.

use crate::estimate::{Confidence, Proportion};

/// Standard errors by which a movement must pass the limit to be found in four of five pairs of waves.
pub(crate) const POWER: f64 = 0.841_621_233_572_914_2;

/// Part of the scale that a wave must be able to tell, or there are too few answers: what 100 answers tell of one share.
pub(crate) const TELLING: f64 = 0.1;

/// Smallest difference of two shares that would be found in four of five pairs of waves, around their common share; one
/// person more on each side keeps it from nothing where everybody agrees.
pub(crate) fn detectable_share(
    before: Proportion,
    after: Proportion,
    confidence: Confidence,
) -> f64 {
    let common = (before.x() + after.x() + 1.0) / (before.n() + after.n() + 2.0);
    let variance = common * (1.0 - common) * (before.n().recip() + after.n().recip());
    (confidence.z() + POWER) * variance.sqrt()
}
