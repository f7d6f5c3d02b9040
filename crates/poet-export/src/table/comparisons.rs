//! Headline shares and comparisons, one row an organisation and item.

use poet_benchmark::release::{
    Figure, ItemCell, ItemResult, ShareFigure, WeightedCell, WeightedFigure,
};
use poet_core::OrganisationId;

use super::Cell;
use crate::labelled::{Labelled, LabelledItem};

pub(super) const COLUMNS: [&str; 48] = [
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
    "favourable_people",
    "favourable_share",
    "favourable_lower",
    "favourable_upper",
    "favourable_status",
    "neutral_share",
    "neutral_status",
    "unfavourable_share",
    "unfavourable_status",
    "net",
    "net_lower",
    "net_upper",
    "net_status",
    "rest_base",
    "rest_share",
    "difference",
    "difference_lower",
    "difference_upper",
    "comparison_status",
    "test",
    "z",
    "p",
    "adjusted_p",
    "test_status",
    "verdict",
    "detectable_difference",
    "detectable_status",
    "superiority",
    "superiority_lower",
    "superiority_upper",
    "net_difference",
    "net_difference_lower",
    "net_difference_upper",
    "whole_status",
    "weighted_share",
    "weighted_margin",
    "weighted_status",
];

/// One organisation; nothing for everybody together.
pub(super) type Place<'a> = Option<&'a OrganisationId>;

/// One item in one place.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) place: Place<'a>,
    pub(super) cell: &'a ItemCell,
    /// Weighted to the population, where there is a frame.
    pub(super) weighted: Option<&'a Figure<WeightedCell>>,
}

/// An item by place, everybody together last.
pub(super) fn places<'a>(
    labelled: &Labelled<'a>,
    item: &'a ItemResult,
) -> impl Iterator<Item = Placed<'a>> + use<'a> {
    let ids = labelled
        .benchmark
        .places
        .iter()
        .map(|place| Some(&place.id));
    let placed = |(row, (place, cell))| Placed {
        place,
        cell,
        weighted: item.weighted.as_ref().map(|w| &w.places[row]),
    };
    let all = Placed {
        place: None,
        cell: &item.all,
        weighted: item.weighted.as_ref().map(|w| &w.all),
    };
    ids.zip(&item.places).enumerate().map(placed).chain([all])
}

pub(super) fn rows<'a>(
    labelled: &'a Labelled<'a>,
) -> impl Iterator<Item = [Cell<'a>; COLUMNS.len()]> {
    labelled.columns().flat_map(move |item| {
        places(labelled, item.result).map(move |placed| {
            let favourable = placed.weighted.map(|figure| {
                let within = figure.as_ref().and_then(|cell| cell.favourable);
                (Cell::status(&within), within)
            });
            let [status, _, share, margin] = weighted(favourable);
            let mut cells = head(labelled, item, placed.place)
                .into_iter()
                .chain(shares(placed.cell))
                .chain(against_rest(placed.cell))
                .chain(whole(placed.cell))
                .chain([share, margin, status]);
            std::array::from_fn(|_| cells.next().unwrap_or(Cell::Empty))
        })
    })
}

/// Status, people, share and margin of a weighted figure; without a frame there is none.
pub(super) fn weighted(figure: Option<(Cell<'_>, Figure<WeightedFigure>)>) -> [Cell<'_>; 4] {
    let Some((status, figure)) = figure else {
        return ["no_frame".into(), Cell::Empty, Cell::Empty, Cell::Empty];
    };
    let margin = figure.and_then(|share| share.margin);
    [
        status,
        Cell::of(&figure, |share| share.people.into()),
        Cell::of(&figure, |share| share.share.into()),
        Cell::of(&margin, |&margin| margin.into()),
    ]
}

/// What a row is about: the first nine columns of both tables.
pub(super) fn head<'a>(
    labelled: &Labelled<'a>,
    item: LabelledItem<'a>,
    place: Place<'a>,
) -> [Cell<'a>; 9] {
    let words = |text: &'a poet_core::Text| Cell::from(text.words(&labelled.language));
    let [extent, organisation, name] = organisation(labelled, place);
    [
        labelled.instrument.key().to_string().into(),
        extent,
        organisation,
        name,
        item.section.id().as_str().into(),
        item.item.id().as_str().into(),
        words(item.item.label()),
        item.option.map(|option| option.code().as_str()).into(),
        item.option
            .map_or(Cell::Empty, |option| words(option.label())),
    ]
}

/// Extent, id and name of a place.
pub(super) fn organisation<'a>(labelled: &Labelled<'a>, place: Place<'a>) -> [Cell<'a>; 3] {
    match place {
        Some(id) => [
            "organisation".into(),
            id.as_str().into(),
            labelled.directory.name(id).into(),
        ],
        None => ["everyone".into(), Cell::Empty, Cell::Empty],
    }
}

fn shares(cell: &ItemCell) -> [Cell<'_>; 15] {
    let share = |figure: &Figure<ShareFigure>| Cell::of(figure, |share| share.share.into());
    let favourable = &cell.favourable;
    [
        Cell::of(&cell.base, |&base| base.into()),
        Cell::status(&cell.base),
        Cell::of(favourable, |share| share.people.into()),
        share(favourable),
        Cell::of(favourable, |share| share.lower.into()),
        Cell::of(favourable, |share| share.upper.into()),
        Cell::status(favourable),
        share(&cell.neutral),
        Cell::status(&cell.neutral),
        share(&cell.unfavourable),
        Cell::status(&cell.unfavourable),
        Cell::of(&cell.net, |net| net.value.into()),
        Cell::of(&cell.net, |net| net.lower.into()),
        Cell::of(&cell.net, |net| net.upper.into()),
        Cell::status(&cell.net),
    ]
}

fn against_rest(cell: &ItemCell) -> [Cell<'_>; 14] {
    let figure = &cell.against_rest;
    let test = figure.as_ref().and_then(|comparison| comparison.test);
    let detectable = figure.as_ref().and_then(|comparison| comparison.detectable);
    [
        Cell::of(figure, |c| c.rest_base.into()),
        Cell::of(figure, |c| c.rest_share.into()),
        Cell::of(figure, |c| c.difference.value.into()),
        Cell::of(figure, |c| c.difference.lower.into()),
        Cell::of(figure, |c| c.difference.upper.into()),
        Cell::status(figure),
        Cell::of(&test, |t| Cell::code(t.method)),
        Cell::of(&test, |t| t.z.into()),
        Cell::of(&test, |t| t.p.into()),
        Cell::of(&test, |t| t.adjusted_p.into()),
        Cell::status(&test),
        Cell::of(figure, |c| Cell::code(c.verdict)),
        Cell::of(&detectable, |&difference| difference.into()),
        Cell::status(&detectable),
    ]
}

/// All answers of a place against all of everybody else.
fn whole(cell: &ItemCell) -> [Cell<'_>; 7] {
    let figure = &cell.whole_against_rest;
    let interval = figure.and_then(|whole| whole.superiority_interval);
    let net = figure.and_then(|whole| whole.net);
    [
        Cell::of(figure, |whole| whole.superiority.into()),
        Cell::of(&interval, |interval| interval.lower.into()),
        Cell::of(&interval, |interval| interval.upper.into()),
        Cell::of(&net, |net| net.value.into()),
        Cell::of(&net, |net| net.lower.into()),
        Cell::of(&net, |net| net.upper.into()),
        Cell::status(figure),
    ]
}
