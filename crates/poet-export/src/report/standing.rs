//! Where a place stands in a funnel, in words.

use poet_benchmark::funnel::FunnelBand;
use poet_benchmark::release::{Figure, FunnelFigure, RangeFigure, RankFigure, StandingFigure};

use crate::chart::Found;
use crate::number::{fixed, per_cent};

/// The place in the funnel that counts.
pub(super) fn settled(standing: &StandingFigure) -> FunnelFigure {
    standing.settled()
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
