//! How answers are spread, one row an answer.

use poet_benchmark::release::{Figure, ItemCell, PointFigure};
use poet_core::{Missing, Reading};

use super::Cell;
use super::comparisons::{Place, places};
use crate::labelled::{Labelled, LabelledItem, missing_code};

pub(super) const COLUMNS: [&str; 20] = [
    "instrument",
    "extent",
    "organisation",
    "organisation_name",
    "section",
    "item",
    "item_label",
    "option",
    "option_label",
    "answer_kind",
    "answer",
    "answer_label",
    "reading",
    "people",
    "people_status",
    "base",
    "base_status",
    "share",
    "share_status",
    "mark",
];

/// Every answer of every item in every place, everybody together last.
pub(super) fn rows<'a>(
    labelled: &'a Labelled<'a>,
) -> impl Iterator<Item = [Cell<'a>; COLUMNS.len()]> {
    labelled.columns().flat_map(move |item| {
        places(labelled, item.result).flat_map(move |(place, cell)| {
            let answers = answers(labelled, item);
            let points = answers
                .into_iter()
                .zip(&cell.points)
                .map(move |(answer, figure)| answer.row(labelled, item, place, (cell, figure)));
            let missing = Missing::ALL.into_iter().zip(&cell.missing);
            let missing = missing
                .map(move |(why, figure)| missing_row(labelled, item, place, (cell, why, figure)));
            points.chain(missing)
        })
    })
}

/// One answer that a column can take.
struct Answer<'a> {
    code: &'a str,
    label: &'a str,
    reading: Option<Reading>,
}

fn answers<'a>(labelled: &Labelled<'a>, item: LabelledItem<'a>) -> Vec<Answer<'a>> {
    let plain = |code, label| Answer {
        code,
        label,
        reading: None,
    };
    match (item.scale(), item.option) {
        (Some(scale), _) => scale
            .points()
            .iter()
            .map(|point| Answer {
                code: point.code().as_str(),
                label: labelled.words(point.label()),
                reading: Some(point.reading()),
            })
            .collect(),
        (None, Some(_)) => vec![plain("not_ticked", "Not ticked"), plain("ticked", "Ticked")],
        (None, None) => vec![plain("answered", "Answered")],
    }
}

impl<'a> Answer<'a> {
    fn row(
        &self,
        labelled: &Labelled<'a>,
        item: LabelledItem<'a>,
        place: Place<'a>,
        (cell, figure): (&'a ItemCell, &'a Figure<PointFigure>),
    ) -> [Cell<'a>; COLUMNS.len()] {
        let outside = self.reading == Some(Reading::Outside);
        let present = |there: bool, otherwise: &'static str| match figure {
            Figure::Shown(_) if !there => Cell::from(otherwise),
            figure => Cell::status(figure),
        };
        let shown = figure.shown();
        let without_share = if outside {
            "outside_base"
        } else {
            "no_answers"
        };
        let people = shown.is_some_and(|point| point.people.is_some());
        let share = shown.is_some_and(|point| point.share.is_some());
        row(
            labelled,
            item,
            place,
            [
                "point".into(),
                self.code.into(),
                self.label.into(),
                self.reading.map_or(Cell::Empty, Cell::code),
                Cell::of(figure, |point| point.people.into()),
                present(people, "not_published"),
                Cell::of(&cell.base, |&base| base.into()),
                Cell::status(&cell.base),
                Cell::of(figure, |point| point.share.into()),
                present(share, without_share),
                Cell::mark(figure),
            ],
        )
    }
}

fn missing_row<'a>(
    labelled: &Labelled<'a>,
    item: LabelledItem<'a>,
    place: Place<'a>,
    (cell, why, figure): (&'a ItemCell, Missing, &'a Figure<u64>),
) -> [Cell<'a>; COLUMNS.len()] {
    row(
        labelled,
        item,
        place,
        [
            "missing".into(),
            missing_code(why).into(),
            why.to_string().into(),
            Cell::Empty,
            Cell::of(figure, |&people| people.into()),
            Cell::status(figure),
            Cell::of(&cell.base, |&base| base.into()),
            Cell::status(&cell.base),
            Cell::Empty,
            "no_share".into(),
            Cell::mark(figure),
        ],
    )
}

fn row<'a>(
    labelled: &Labelled<'a>,
    item: LabelledItem<'a>,
    place: Place<'a>,
    answer: [Cell<'a>; 11],
) -> [Cell<'a>; COLUMNS.len()] {
    let mut answer = answer.into_iter();
    let head = super::comparisons::head(labelled, item, place);
    let mut head = head.into_iter();
    std::array::from_fn(|_| head.next().or_else(|| answer.next()).unwrap_or(Cell::Empty))
}
