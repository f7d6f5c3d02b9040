//! Where each organisation stands among all, one row an organisation and item.

use poet_benchmark::release::{Figure, FunnelFigure, StandingFigure};

use super::Cell;
use super::comparisons::head;
use crate::labelled::{Labelled, LabelledItem};

pub(super) const COLUMNS: [&str; 37] = [
    "instrument",
    "extent",
    "organisation",
    "organisation_name",
    "section",
    "item",
    "item_label",
    "option",
    "option_label",
    "base",
    "base_status",
    "favourable_share",
    "favourable_status",
    "target",
    "z",
    "funnel_method",
    "funnel_lower_95",
    "funnel_upper_95",
    "funnel_lower_99_8",
    "funnel_upper_99_8",
    "funnel_band",
    "adjusted_method",
    "adjusted_lower_95",
    "adjusted_upper_95",
    "adjusted_lower_99_8",
    "adjusted_upper_99_8",
    "adjusted_band",
    "adjusted_status",
    "shrunk_share",
    "shrunk_lower",
    "shrunk_upper",
    "shrinkage",
    "expected_rank",
    "rank_lower",
    "rank_upper",
    "top_quarter",
    "standing_status",
];

pub(super) fn rows<'a>(
    labelled: &'a Labelled<'a>,
) -> impl Iterator<Item = [Cell<'a>; COLUMNS.len()]> {
    let judged = labelled.columns().filter(LabelledItem::is_judged);
    judged.flat_map(move |item| {
        let places = labelled.benchmark.places.iter().enumerate();
        places.map(move |(row, place)| {
            let cell = &item.result.places[row];
            let variation = item.result.variation.as_ref();
            let standing = variation.and_then(|found| found.standings[row]);
            let own = [
                Cell::of(&cell.base, |&base| base.into()),
                Cell::status(&cell.base),
                Cell::of(&cell.favourable, |share| share.share.into()),
                Cell::status(&cell.favourable),
                Cell::of(&variation, |found| found.target.into()),
            ];
            let mut cells = head(labelled, item, Some(&place.id))
                .into_iter()
                .chain(own)
                .chain(stands(standing));
            std::array::from_fn(|_| cells.next().unwrap_or(Cell::Empty))
        })
    })
}

fn stands<'a>(standing: Figure<StandingFigure>) -> [Cell<'a>; 23] {
    let number =
        |of: fn(&StandingFigure) -> f64| Cell::of(&standing, |standing| of(standing).into());
    let [method, lower, upper, outer_lower, outer_upper, band] =
        funnel(standing.map(|standing| standing.funnel));
    let adjusted = standing.and_then(|standing| standing.adjusted);
    let [
        wide_method,
        wide_lower,
        wide_upper,
        wide_outer_lower,
        wide_outer_upper,
        wide_band,
    ] = funnel(adjusted);
    [
        number(|s| s.z),
        method,
        lower,
        upper,
        outer_lower,
        outer_upper,
        band,
        wide_method,
        wide_lower,
        wide_upper,
        wide_outer_lower,
        wide_outer_upper,
        wide_band,
        Cell::status(&adjusted),
        number(|s| s.shrunk.value),
        number(|s| s.shrunk.lower),
        number(|s| s.shrunk.upper),
        number(|s| s.shrinkage),
        number(|s| s.rank.expected),
        Cell::of(&standing, |s| (s.rank.lower as u64).into()),
        Cell::of(&standing, |s| (s.rank.upper as u64).into()),
        number(|s| s.rank.top_quarter),
        Cell::status(&standing),
    ]
}

fn funnel<'a>(figure: Figure<FunnelFigure>) -> [Cell<'a>; 6] {
    let number = |of: fn(&FunnelFigure) -> f64| Cell::of(&figure, |funnel| of(funnel).into());
    [
        Cell::of(&figure, |funnel| Cell::code(funnel.method)),
        number(|f| f.lower_95),
        number(|f| f.upper_95),
        number(|f| f.lower_99_8),
        number(|f| f.upper_99_8),
        Cell::of(&figure, |funnel| Cell::code(funnel.band)),
    ]
}
