//! The lines of a funnel, drawn from what is released.

use poet_benchmark::funnel::FunnelLimits;
use poet_benchmark::release::VariationFigure;

use crate::chart::Limit;

/// Lines of a funnel up to so many people.
pub(super) fn limits(found: &VariationFigure, most: u64) -> Vec<(&'static str, Vec<Limit>)> {
    let limits = counts(most).filter_map(|n| Some((n, found.limits(n).ok()?)));
    let limits: Vec<_> = limits.collect();
    let chance: Vec<_> = limits
        .iter()
        .map(|(n, limits)| (*n, limits.chance))
        .collect();
    let widened = limits
        .iter()
        .filter_map(|(n, limits)| Some((*n, limits.widened?)));
    let widened: Vec<_> = widened.collect();
    let [narrow, wide] = curves(&chance);
    if widened.is_empty() {
        return vec![("inner", narrow), ("outer", wide)];
    }
    let [inner, outer] = curves(&widened);
    vec![
        ("chance", narrow),
        ("chance", wide),
        ("inner", inner),
        ("outer", outer),
    ]
}

/// Whole numbers of people at which a line is drawn.
fn counts(most: u64) -> impl Iterator<Item = f64> {
    const POINTS: u64 = 80;
    let last = most + most / 20;
    let step = (last / POINTS).max(1);
    (1..=last / step).map(move |n| (n * step) as f64)
}

/// Inner and outer limits as lines.
fn curves(limits: &[(f64, FunnelLimits)]) -> [Vec<Limit>; 2] {
    let line = |of: fn(&FunnelLimits) -> (f64, f64)| {
        let limit = |(people, limits): &(f64, FunnelLimits)| {
            let (lower, upper) = of(limits);
            Limit {
                people: *people,
                lower,
                upper,
            }
        };
        limits.iter().map(limit).collect()
    };
    [
        line(|limits| (limits.p95.lower, limits.p95.upper)),
        line(|limits| (limits.p998.lower, limits.p998.upper)),
    ]
}
