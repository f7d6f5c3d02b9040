//! How answers are spread, one row an answer.

use poet_benchmark::Absent;
use poet_benchmark::release::{Figure, PointFigure};
use poet_core::{Missing, Reading};

use super::Cell;
use super::comparisons::{Place, Placed, places, weighted};
use crate::labelled::{Labelled, LabelledItem, missing_code};

pub(super) const COLUMNS: [&str; 24] = [
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
    "weighted_people",
    "weighted_share",
    "weighted_margin",
    "weighted_status",
];

/// Every answer of every item in every place, everybody together last.
pub(super) fn rows<'a>(
    labelled: &'a Labelled<'a>,
) -> impl Iterator<Item = [Cell<'a>; COLUMNS.len()]> {
    labelled.columns().flat_map(move |item| {
        places(labelled, item.result).flat_map(move |placed| {
            let answers = answers(labelled, item).into_iter().enumerate();
            let points = answers
                .zip(&placed.cell.points)
                .map(move |(answer, figure)| {
                    answer.1.row(labelled, item, (placed, answer.0), figure)
                });
            let missing = Missing::ALL.into_iter().zip(&placed.cell.missing);
            let missing = missing
                .map(move |(why, figure)| missing_row(labelled, item, placed, (why, figure)));
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
        (placed, at): (Placed<'a>, usize),
        figure: &'a Figure<PointFigure>,
    ) -> [Cell<'a>; COLUMNS.len()] {
        let cell = placed.cell;
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
        let [status, weighted_people, weighted_share, margin] = weighted_point(placed, at);
        row(
            labelled,
            item,
            placed.place,
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
                weighted_people,
                weighted_share,
                margin,
                status,
            ],
        )
    }
}

/// Status, people, share and margin of a point weighted to the population.
fn weighted_point(placed: Placed<'_>, at: usize) -> [Cell<'_>; 4] {
    let figure = placed.weighted.map(|figure| {
        let point = figure
            .as_ref()
            .map(|cell| cell.points.get(at).copied().flatten());
        let status = match point {
            Figure::Shown(None) => "outside_base".into(),
            point => Cell::status(&point),
        };
        let none = Figure::Absent(Absent::NotJudged);
        (
            status,
            point.and_then(|point| point.map_or(none, Figure::Shown)),
        )
    });
    weighted(figure)
}

fn missing_row<'a>(
    labelled: &Labelled<'a>,
    item: LabelledItem<'a>,
    placed: Placed<'a>,
    (why, figure): (Missing, &'a Figure<u64>),
) -> [Cell<'a>; COLUMNS.len()] {
    let cell = placed.cell;
    row(
        labelled,
        item,
        placed.place,
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
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            "no_share".into(),
        ],
    )
}

fn row<'a>(
    labelled: &Labelled<'a>,
    item: LabelledItem<'a>,
    place: Place<'a>,
    answer: [Cell<'a>; 15],
) -> [Cell<'a>; COLUMNS.len()] {
    let mut answer = answer.into_iter();
    let head = super::comparisons::head(labelled, item, place);
    let mut head = head.into_iter();
    std::array::from_fn(|_| head.next().or_else(|| answer.next()).unwrap_or(Cell::Empty))
}
