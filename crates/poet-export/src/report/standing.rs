//! Where a place stands in a funnel, in words.

use poet_benchmark::funnel::FunnelBand;
use poet_benchmark::release::{
    BetweenFigure, Figure, FunnelFigure, RangeFigure, RankFigure, StandingFigure,
};

use crate::chart::Found;
use crate::number::{fixed, per_cent};

/// The place in the funnel that counts: the widened one, where there is one.
pub(super) fn settled(standing: &StandingFigure) -> FunnelFigure {
    standing.adjusted.shown().unwrap_or(standing.funnel)
}

/// On which side of the limits a place lies.
pub(super) fn found(band: FunnelBand) -> Found {
    match band {
        FunnelBand::Low998 | FunnelBand::Low95 => Found::Lower,
        FunnelBand::Within => Found::Neither,
        FunnelBand::High95 | FunnelBand::High998 => Found::Higher,
    }
}

/// Where a place lies.
pub(super) fn band(band: FunnelBand) -> &'static str {
    match band {
        FunnelBand::Low998 => "Below the outer limit",
        FunnelBand::Low95 => "Below the inner limit",
        FunnelBand::Within => "Within the limits",
        FunnelBand::High95 => "Above the inner limit",
        FunnelBand::High998 => "Above the outer limit",
    }
}

/// A range of shares.
pub(super) fn range(range: &RangeFigure) -> String {
    format!("{} to {}", per_cent(range.lower), per_cent(range.upper))
}

/// A rank with its interval: `12.4 (5 to 21)`.
pub(super) fn rank(rank: &RankFigure) -> String {
    format!(
        "{} ({} to {})",
        fixed(rank.expected, 1),
        rank.lower,
        rank.upper
    )
}

/// A widened place, or why there is none.
pub(super) fn widened(adjusted: &Figure<FunnelFigure>) -> String {
    match adjusted {
        Figure::Shown(funnel) => band(funnel.band).to_owned(),
        Figure::Absent(poet_benchmark::Absent::WithinChance) => "Not widened".to_owned(),
        hidden => super::layout::why(hidden),
    }
}

/// Shares that lie as far apart as two places picked at random do in the middle case, around the middle place.
pub(super) fn two_places(between: &BetweenFigure) -> (f64, f64) {
    let odds = between.range.value / (1.0 - between.range.value).max(f64::EPSILON);
    let apart = between.median_odds_ratio.max(1.0).sqrt();
    let share = |odds: f64| odds / (1.0 + odds);
    (share(odds / apart), share(odds * apart))
}
