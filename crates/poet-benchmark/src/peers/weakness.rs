//! What makes a finding weak.

use serde::Serialize;

use super::shown::{Shown, ShownItem};
use crate::funnel::{FunnelBand, FunnelLimits, Scale, Target, Winsorised, overdispersion};
use crate::release::ComparisonFigure;
use crate::{Error, Verdict};

/// Why a finding is weak.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    /// The favourable share is lower than that of everybody else, after the control of false discoveries.
    LowerThanRest,
    /// It lies under the 99.8 % limit of the funnel of the places that are shown, widened where they vary by more than
    /// chance.
    LowOnFunnel,
}

impl Weakness {
    /// What makes a question weak in a place; nothing where it is not.
    pub(super) fn of(
        shown: &Shown<'_>,
        item: &ShownItem<'_>,
        (place, against_rest): (usize, &ComparisonFigure),
    ) -> Vec<Self> {
        let lower = against_rest.verdict == Verdict::Lower;
        let low = band(shown, item, place) == Ok(Some(FunnelBand::Low998));
        let lower = lower.then_some(Self::LowerThanRest);
        lower
            .into_iter()
            .chain(low.then_some(Self::LowOnFunnel))
            .collect()
    }
}

/// Where a place lies in the funnel of the places that are shown; nothing where it is not shown itself.
fn band(
    shown: &Shown<'_>,
    item: &ShownItem<'_>,
    place: usize,
) -> Result<Option<FunnelBand>, Error> {
    let counts = |cell| shown.favourable(cell).shown();
    let Some(own) = counts(&item.result.places[place]) else {
        return Ok(None);
    };
    let places: Vec<_> = item.result.places.iter().filter_map(counts).collect();
    let target = Target::pooled(&places)?;
    let spread = overdispersion(&places, target, Scale::Plain, Winsorised::TENTH)?;
    let limits = match spread.adjusts() {
        true => spread.limits(target, own.n())?,
        false => FunnelLimits::new(target, own.n())?,
    };
    Ok(Some(limits.band(own.share())))
}
