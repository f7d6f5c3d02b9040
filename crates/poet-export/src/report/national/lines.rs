//! The lines of a funnel, worked out from what is released.

use poet_benchmark::funnel::{FunnelLimits, Overdispersion, Target};
use poet_benchmark::release::{VariationFigure, Widened};

use crate::chart::Limit;

/// Lines of a funnel up to so many people.
pub(super) fn limits(found: &VariationFigure, most: u64) -> Vec<(&'static str, Vec<Limit>)> {
    let Ok(target) = Target::new(found.target) else {
        return Vec::new();
    };
    let spread = Overdispersion {
        places: found.places,
        scale: found.overdispersion.scale,
        phi: found.overdispersion.phi,
        tau_squared: found.overdispersion.tau_squared,
    };
    let chance = curves(most, |n| FunnelLimits::new(target, n).ok());
    match found.overdispersion.widened {
        Widened::Yes => {
            let [inner, outer] = curves(most, |n| spread.limits(target, n).ok());
            let [narrow, wide] = chance;
            vec![
                ("chance", narrow),
                ("chance", wide),
                ("inner", inner),
                ("outer", outer),
            ]
        }
        Widened::WithinChance | Widened::TooFewPlaces => {
            let [inner, outer] = chance;
            vec![("inner", inner), ("outer", outer)]
        }
    }
}

/// Inner and outer limits at some whole numbers of people.
fn curves(most: u64, limits: impl Fn(f64) -> Option<FunnelLimits>) -> [Vec<Limit>; 2] {
    const POINTS: u64 = 80;
    let last = most + most / 20;
    let step = (last / POINTS).max(1);
    let counts = (1..=last / step).map(|n| (n * step) as f64);
    let limits: Vec<(f64, FunnelLimits)> = counts.filter_map(|n| Some((n, limits(n)?))).collect();
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
