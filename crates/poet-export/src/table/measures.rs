//! Means of the measures, one row an organisation and measure.

use poet_benchmark::release::{Figure, MeanFigure, MeasureResult, WeightedMeanFigure};
use poet_core::Measure;

use super::Cell;
use super::comparisons::{Place, organisation};
use crate::labelled::Labelled;

pub(super) const COLUMNS: [&str; 19] = [
    "instrument",
    "extent",
    "organisation",
    "organisation_name",
    "measure",
    "measure_label",
    "measure_kind",
    "measure_version",
    "people",
    "mean",
    "status",
    "mark",
    "lower",
    "upper",
    "interval_status",
    "items",
    "weighted_mean",
    "weighted_margin",
    "weighted_status",
];

pub(super) fn rows<'a>(
    labelled: &'a Labelled<'a>,
) -> impl Iterator<Item = [Cell<'a>; COLUMNS.len()]> {
    let results = labelled.benchmark.measures.iter();
    results.flat_map(move |result| {
        let measure = labelled.instrument.measure(&result.measure);
        let ids = labelled
            .benchmark
            .places
            .iter()
            .map(|place| Some(&place.id));
        let weighted = |row| result.weighted.as_ref().map(|w| &w.places[row]);
        let places = ids.zip(&result.places).enumerate();
        let places = places.map(move |(row, (place, figure))| (place, figure, weighted(row)));
        let all = result.weighted.as_ref().map(|w| &w.all);
        let places = places.chain([(None, &result.all, all)]);
        places.map(move |(place, figure, weighted)| {
            row(labelled, (result, measure), place, (figure, weighted))
        })
    })
}

fn row<'a>(
    labelled: &'a Labelled<'a>,
    (result, measure): (&'a MeasureResult, Option<&'a Measure>),
    place: Place<'a>,
    (figure, weighted): (&'a Figure<MeanFigure>, Option<&Figure<WeightedMeanFigure>>),
) -> [Cell<'a>; COLUMNS.len()] {
    let [extent, id, name] = organisation(labelled, place);
    let interval = figure.as_ref().and_then(|mean| mean.interval);
    [
        labelled.instrument.key().to_string().into(),
        extent,
        id,
        name,
        result.measure.as_str().into(),
        measure.map(|m| labelled.words(m.title())).into(),
        Cell::code(result.kind),
        measure.map(|m| u64::from(m.version())).into(),
        Cell::of(figure, |mean| mean.people.into()),
        Cell::of(figure, |mean| mean.mean.into()),
        Cell::status(figure),
        Cell::mark(figure),
        Cell::of(&interval, |interval| interval.lower.into()),
        Cell::of(&interval, |interval| interval.upper.into()),
        Cell::status(&interval),
        measure.map(|m| m.items().len() as u64).into(),
        weighted.map_or(Cell::Empty, |mean| Cell::of(mean, |mean| mean.mean.into())),
        weighted.map_or(Cell::Empty, |mean| {
            Cell::of(&mean.and_then(|mean| mean.margin), |&margin| margin.into())
        }),
        weighted.map_or_else(|| "no_frame".into(), Cell::status),
    ]
}
