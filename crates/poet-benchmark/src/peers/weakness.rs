//! What makes a finding weak.

use serde::Serialize;

use super::shown::ShownItem;
use crate::Verdict;
use crate::funnel::FunnelBand;
use crate::release::ComparisonFigure;

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
        item: &ShownItem<'_>,
        place: usize,
        against_rest: &ComparisonFigure,
    ) -> Vec<Self> {
        let lower = against_rest.verdict == Verdict::Lower;
        let low = band(item, place) == Some(FunnelBand::Low998);
        let lower = lower.then_some(Self::LowerThanRest);
        lower
            .into_iter()
            .chain(low.then_some(Self::LowOnFunnel))
            .collect()
    }
}

/// Where a place lies in the funnel as it is released, widened where that is; nothing where it does not stand in it.
fn band(item: &ShownItem<'_>, place: usize) -> Option<FunnelBand> {
    let standings = &item.result.variation.as_ref().shown()?.standings;
    Some(standings.get(place)?.shown()?.settled().band)
}

#[cfg(test)]
mod tests {
    use crate::Error;
    use crate::funnel::FunnelBand;
    use crate::peers::tests::{instrument, released};
    use crate::peers::{Partners, Weakness};
    use crate::release::{Benchmark, Figure, Policy};

    /// What is weak about dignity in the first place, where the released funnel says that it lies in a band.
    fn weak(band: FunnelBand) -> Vec<Weakness> {
        let place = |id, young, better| {
            [
                (id, "age_band", "1", young),
                (id, "age_band", "2", 200 - young),
                (id, "dignity", "1", better),
                (id, "dignity", "5", 200 - better),
            ]
        };
        let rows = [
            place("a", 100, 80),
            place("b", 90, 150),
            place("c", 120, 160),
        ]
        .concat();
        let released = released(Policy::strict(), &rows);
        let lying_there = |benchmark: &Benchmark| -> Result<Benchmark, Error> {
            let mut benchmark = benchmark.clone();
            for item in &mut benchmark.items {
                if let Figure::Shown(found) = &mut item.variation
                    && let Figure::Shown(standing) = &mut found.standings[0]
                {
                    standing.funnel.band = band;
                }
            }
            Ok(benchmark)
        };
        let released = released.try_derive(lying_there).unwrap();
        let organisation = "a".parse().unwrap();
        let found = Partners::new(&released, instrument(), &organisation).unwrap();
        found.findings[0].weak.clone()
    }

    #[test]
    fn the_funnel_is_the_one_that_is_released() {
        let both = [Weakness::LowerThanRest, Weakness::LowOnFunnel];
        assert_eq!(weak(FunnelBand::Low998), both);
        assert_eq!(weak(FunnelBand::Low95), both[..1]);
        assert_eq!(weak(FunnelBand::Within), both[..1]);
    }
}
