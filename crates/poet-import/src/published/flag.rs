//! Figures that do not agree with each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use poet_core::{
    Item, ItemId, ItemKind, OrganisationId, PointCode, PublishedItem, PublishedPoint,
    PublishedTable,
};
use rust_decimal::Decimal;
use serde::Serialize;

use super::PublishedOptions;

/// Figures of one item in one place that do not agree with each other. They are kept as they are.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Flag {
    /// The place.
    pub organisation: OrganisationId,
    /// The item.
    pub item: ItemId,
    /// What does not agree.
    pub kind: FlagKind,
}

/// What does not agree.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FlagKind {
    /// A per cent further from the share of the printed people than rounding of both explains.
    Percent {
        /// The point.
        point: PointCode,
        /// Per cent as printed.
        printed: Decimal,
        /// Least per cent that the printed people allow, before the per cent is rounded.
        least: Decimal,
        /// Most per cent.
        most: Decimal,
    },
    /// Per cents of a choice item further from 100 than their rounding explains.
    Sum {
        /// Their sum.
        sum: Decimal,
        /// How far it may be from 100: half a unit of the last place for each point.
        tolerance: Decimal,
    },
    /// Several numbers of respondents for one item.
    Respondents {
        /// The numbers.
        printed: BTreeSet<u64>,
    },
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: ", self.organisation, self.item)?;
        match &self.kind {
            FlagKind::Percent {
                point,
                printed,
                least,
                most,
            } => write!(
                f,
                "point {point} is printed as {printed} %, the printed people allow {} to {} %",
                least.round_dp(2),
                most.round_dp(2)
            ),
            FlagKind::Sum { sum, tolerance } => {
                write!(
                    f,
                    "the per cents add up to {sum}, wants 100 within {tolerance}"
                )
            }
            FlagKind::Respondents { printed } => {
                let printed: Vec<_> = printed.iter().map(ToString::to_string).collect();
                write!(f, "several numbers of respondents: {}", printed.join(", "))
            }
        }
    }
}

/// Every disagreement, by place and item.
pub(super) fn flags(
    table: &PublishedTable,
    bases: &BTreeMap<(OrganisationId, usize), BTreeSet<u64>>,
    options: &PublishedOptions,
) -> Vec<Flag> {
    let mut flags = Vec::new();
    for (id, place) in table.places() {
        for (&at, figures) in &place.items {
            let item = &table.instrument().items()[at];
            let mut kinds = Vec::new();
            if matches!(item.kind(), ItemKind::Choice(_)) {
                kinds.extend(percents(item, figures, options));
                kinds.extend(sum(figures, options));
            }
            let printed = bases.get(&(id.clone(), at)).filter(|bases| bases.len() > 1);
            kinds.extend(printed.map(|printed| FlagKind::Respondents {
                printed: printed.clone(),
            }));
            flags.extend(kinds.into_iter().map(|kind| Flag {
                organisation: id.clone(),
                item: item.id().clone(),
                kind,
            }));
        }
    }
    flags
}

/// Half a unit of the last printed place of a per cent.
fn half_place(options: &PublishedOptions) -> Decimal {
    Decimal::new(5, options.percent_decimals.min(20) + 1)
}

/// Half of what people are rounded to; nothing where they are not rounded.
fn half(rounding: u32) -> Decimal {
    if rounding <= 1 {
        Decimal::ZERO
    } else {
        Decimal::from(rounding) / Decimal::TWO
    }
}

fn percents(item: &Item, figures: &PublishedItem, options: &PublishedOptions) -> Vec<FlagKind> {
    let weighted = || {
        figures
            .points
            .iter()
            .map(|p| p.weighted)
            .collect::<Option<Vec<_>>>()
    };
    let counted = || {
        figures
            .points
            .iter()
            .map(|p| p.count.map(Decimal::from))
            .collect::<Option<Vec<_>>>()
    };
    let people = match (weighted(), counted()) {
        (Some(weighted), _) => Some((weighted, half(options.weighted_rounding))),
        (None, Some(counted)) => Some((counted, half(options.count_rounding))),
        (None, None) => None,
    };
    let Some((people, half)) = people else {
        return Vec::new();
    };
    let codes = item
        .scale()
        .map(poet_core::Scale::points)
        .unwrap_or_default();
    let flag = |(at, point): (usize, &PublishedPoint)| {
        let printed = point.percent?;
        let (least, most) = bounds(&people, at, half)?;
        let place = half_place(options);
        (printed + place < least || printed - place > most).then(|| FlagKind::Percent {
            point: codes[at].code().clone(),
            printed,
            least,
            most,
        })
    };
    figures.points.iter().enumerate().filter_map(flag).collect()
}

/// Least and most per cent of the point at `at`, where each number of people may be off by `half`.
fn bounds(people: &[Decimal], at: usize, half: Decimal) -> Option<(Decimal, Decimal)> {
    let low = |n: Decimal| (n - half).max(Decimal::ZERO);
    let others = || {
        people
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .map(|(_, n)| *n)
    };
    let rest_most = others().try_fold(Decimal::ZERO, |sum, n| {
        sum.checked_add(n.checked_add(half)?)
    })?;
    let rest_least: Decimal = others().map(low).sum();
    let share = |own: Decimal, rest: Decimal| {
        own.checked_mul(Decimal::ONE_HUNDRED)?
            .checked_div(own.checked_add(rest)?)
    };
    let own_most = people[at].checked_add(half)?;
    // Nobody at all in least people is a share of anything from nothing up.
    let least = share(low(people[at]), rest_most).unwrap_or(Decimal::ZERO);
    Some((least, share(own_most, rest_least)?))
}

fn sum(figures: &PublishedItem, options: &PublishedOptions) -> Option<FlagKind> {
    let percents = figures
        .points
        .iter()
        .map(|p| p.percent)
        .collect::<Option<Vec<_>>>()?;
    let tolerance = half_place(options) * Decimal::from(percents.len());
    let sum: Decimal = percents.into_iter().sum();
    ((sum - Decimal::ONE_HUNDRED).abs() > tolerance).then_some(FlagKind::Sum { sum, tolerance })
}
