//! How much organisations vary, one row an item.

use poet_benchmark::release::{AnovaFigure, BetweenFigure, VariationFigure};

use super::Cell;
use super::comparisons::head;
use crate::labelled::{Labelled, LabelledItem};

pub(super) const COLUMNS: [&str; 32] = [
    "instrument",
    "extent",
    "organisation",
    "organisation_name",
    "section",
    "item",
    "item_label",
    "option",
    "option_label",
    "places",
    "target",
    "phi",
    "tau_squared",
    "winsorised",
    "widened",
    "variation_status",
    "log_odds",
    "variance",
    "median_odds_ratio",
    "latent_icc",
    "middle_share",
    "range_lower",
    "range_upper",
    "between_status",
    "anova_icc",
    "anova_icc_truncated",
    "design_effect",
    "anova_status",
    "mean",
    "shrinkage_tau_squared",
    "i_squared",
    "method",
];

pub(super) fn rows<'a>(
    labelled: &'a Labelled<'a>,
) -> impl Iterator<Item = [Cell<'a>; COLUMNS.len()]> {
    let judged = labelled.columns().filter(LabelledItem::is_judged);
    judged.map(move |item| {
        let mut cells = head(labelled, item, None)
            .into_iter()
            .chain(figures(item))
            .chain([labelled.benchmark.method.between_places.into()]);
        std::array::from_fn(|_| cells.next().unwrap_or(Cell::Empty))
    })
}

fn figures(item: LabelledItem<'_>) -> [Cell<'_>; 22] {
    let found = item.result.variation.as_ref();
    let number = |of: fn(&VariationFigure) -> f64| Cell::of(&found, |found| of(found).into());
    let between = found.and_then(|found| found.between);
    let odds = |of: fn(&BetweenFigure) -> f64| Cell::of(&between, |found| of(found).into());
    let anova = found.and_then(|found| found.anova_icc);
    let alike = |of: fn(&AnovaFigure) -> f64| Cell::of(&anova, |found| of(found).into());
    [
        Cell::of(&found, |found| (found.places as u64).into()),
        number(|f| f.target),
        number(|f| f.overdispersion.phi),
        number(|f| f.overdispersion.tau_squared),
        number(|f| f.overdispersion.winsorised.into()),
        Cell::of(&found, |f| Cell::code(f.overdispersion.widened)),
        Cell::status(&found),
        odds(|f| f.intercept),
        odds(|f| f.variance),
        odds(|f| f.median_odds_ratio),
        odds(|f| f.latent_icc),
        odds(|f| f.range.value),
        odds(|f| f.range.lower),
        odds(|f| f.range.upper),
        Cell::status(&between),
        alike(|f| f.icc),
        alike(|f| f.truncated),
        alike(|f| f.design_effect),
        Cell::status(&anova),
        number(|f| f.shrinkage.mean),
        number(|f| f.shrinkage.tau_squared),
        number(|f| f.shrinkage.i_squared),
    ]
}
