//! Facts about the counts of a survey.

use std::collections::{BTreeMap, BTreeSet};

use poet_core::{Instrument, Missing, Reading};

use super::Cell;
use super::figures::{CellFigures, Figures, Range};
use super::truth::points_read_as;
use crate::attack::{Attacker, Relation, Unknown};

/// A count that is known, or not.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Quantity {
    Known(u64),
    Open(Unknown),
}

/// What a reader of the release knows of some items, of their lines and of everybody together.
pub(super) struct Survey<'a> {
    pub(super) instrument: &'a Instrument,
    pub(super) attacker: Attacker,
    /// Columns that are read.
    pub(super) columns: Vec<usize>,
    places: usize,
    cells: BTreeMap<(Cell, Option<usize>), Quantity>,
    shown: BTreeSet<(Cell, Option<usize>)>,
}

const READINGS: [Reading; 3] = [Reading::Favourable, Reading::Neutral, Reading::Unfavourable];

impl<'a> Survey<'a> {
    /// Reads all that is shown of some items in releases of the same people.
    pub(super) fn read(
        releases: &[Figures<'_>],
        instrument: &'a Instrument,
        items: &[usize],
    ) -> Option<Self> {
        Self::read_on(Attacker::new(), releases, (instrument, items))
    }

    /// Reads on with what somebody knows already.
    pub(super) fn read_on(
        attacker: Attacker,
        releases: &[Figures<'_>],
        (instrument, items): (&'a Instrument, &[usize]),
    ) -> Option<Self> {
        let mut survey = Self {
            instrument,
            attacker,
            columns: items
                .iter()
                .flat_map(|&item| instrument.columns_of(item))
                .collect(),
            places: releases.first()?.places()?,
            cells: BTreeMap::new(),
            shown: BTreeSet::new(),
        };
        for line in survey.lines() {
            let shown = releases.iter().map(|figures| figures.respondents(line));
            survey.note(Cell::Respondents, line, shown.fold(None, both));
        }
        survey.add_up(Cell::Respondents);
        for column in survey.columns.clone() {
            for line in survey.lines() {
                survey.read_cell(column, line, &together(releases, column, line)?);
            }
            for cell in survey.cells_of(column) {
                survey.add_up(cell);
            }
            for line in survey.lines() {
                for figures in releases {
                    survey.compare(column, line, &figures.cell(column, line)?);
                }
            }
        }
        survey.link_options(items);
        for &item in items {
            if let Some(asked) = instrument.items()[item].ask_if() {
                survey.link_routing(item, asked);
            }
        }
        Some(survey)
    }

    /// All organisations by their places, and everybody.
    pub(super) fn lines(&self) -> impl Iterator<Item = Option<usize>> + use<> {
        (0..self.places).map(Some).chain([None])
    }

    pub(super) fn cells(&self) -> impl Iterator<Item = (Cell, Option<usize>, Quantity)> + '_ {
        self.cells
            .iter()
            .map(|(&(cell, line), &quantity)| (cell, line, quantity))
    }

    pub(super) fn quantity(&self, cell: Cell, line: Option<usize>) -> Option<Quantity> {
        self.cells.get(&(cell, line)).copied()
    }

    /// What a cell lacks of the base of its column.
    pub(super) fn lack(&mut self, cell: Cell, line: Option<usize>) -> Option<Quantity> {
        let (Cell::Point { column, .. } | Cell::Group { column, .. }) = cell else {
            return None;
        };
        let base = self.quantity(Cell::Base { column }, line)?;
        let part = self.quantity(cell, line)?;
        if let (Quantity::Known(base), Quantity::Known(part)) = (base, part) {
            return Some(Quantity::Known(base.saturating_sub(part)));
        }
        let lack = Quantity::Open(self.attacker.unknown());
        self.learn(&[(lack, 1), (part, 1), (base, -1)], Relation::Equal, 0);
        Some(lack)
    }

    /// Whether a cell is part of a base that is shown.
    pub(super) fn has_shown_base(&self, cell: Cell, line: Option<usize>) -> bool {
        let (column, inside) = match cell {
            Cell::Point { column, point } => {
                let outside = points_read_as(self.instrument, column, Reading::Outside);
                (column, !outside.contains(&point))
            }
            Cell::Group { column, .. } => (column, true),
            _ => return false,
        };
        inside && self.shown.contains(&(Cell::Base { column }, line))
    }

    /// Learns that a sum of quantities stands to a number.
    pub(super) fn learn(&mut self, terms: &[(Quantity, i64)], relation: Relation, mut number: i64) {
        let mut open = Vec::new();
        for &(quantity, times) in terms {
            match quantity {
                Quantity::Known(count) => number -= times * count.cast_signed(),
                Quantity::Open(unknown) => open.push((unknown, times)),
            }
        }
        self.attacker.learn(&open, relation, number);
    }

    /// A quantity of which only the limits are known, if anything.
    pub(super) fn open(&mut self, range: Option<Range>) -> Quantity {
        match range {
            Some((low, high)) if low == high => Quantity::Known(low),
            _ => {
                let unknown = self.attacker.unknown();
                if let Some((low, high)) = range {
                    self.attacker
                        .learn(&[(unknown, 1)], Relation::AtLeast, low.cast_signed());
                    self.attacker
                        .learn(&[(unknown, 1)], Relation::AtMost, high.cast_signed());
                }
                Quantity::Open(unknown)
            }
        }
    }

    pub(super) fn note(
        &mut self,
        cell: Cell,
        line: Option<usize>,
        range: Option<Range>,
    ) -> Quantity {
        let quantity = self.open(range);
        self.cells.insert((cell, line), quantity);
        if range.is_some() {
            self.shown.insert((cell, line));
        }
        quantity
    }

    /// Everybody is the sum of the organisations.
    pub(super) fn add_up(&mut self, cell: Cell) {
        let places = (0..self.places).map(|place| (self.quantity(cell, Some(place)), 1));
        let terms: Option<Vec<(Quantity, i64)>> = places
            .chain([(self.quantity(cell, None), -1)])
            .map(|(quantity, times)| Some((quantity?, times)))
            .collect();
        if let Some(terms) = terms {
            self.learn(&terms, Relation::Equal, 0);
        }
    }

    pub(super) fn is_option(&self, column: usize) -> bool {
        self.instrument.columns()[column].option().is_some()
    }

    /// Groups that are more than one point, or none.
    fn groups(&self, column: usize) -> Vec<(usize, Reading, Vec<usize>)> {
        let is_option = self.is_option(column);
        let of = |(at, reading)| {
            (
                at,
                reading,
                points_read_as(self.instrument, column, reading),
            )
        };
        READINGS
            .into_iter()
            .enumerate()
            .map(of)
            .filter(|_| !is_option)
            .collect()
    }

    fn cells_of(&self, column: usize) -> Vec<Cell> {
        let points = usize::from(self.instrument.columns()[column].points());
        let points = (0..points).map(|point| Cell::Point { column, point });
        let groups = self.groups(column).into_iter();
        let groups = groups.map(|(_, reading, _)| Cell::Group { column, reading });
        points
            .chain(groups)
            .chain([Cell::Base { column }])
            .collect()
    }

    /// Points make groups, groups the base, and nobody answers who is no respondent.
    fn read_cell(&mut self, column: usize, line: Option<usize>, shown: &CellFigures) {
        let base = self.note(Cell::Base { column }, line, shown.base);
        let ticked = |point| {
            (self.is_option(column) && point == 1)
                .then_some(shown.groups[0])
                .flatten()
        };
        let ranges: Vec<_> = (0..shown.points.len())
            .map(|point| both(shown.points[point], ticked(point)))
            .collect();
        let points: Vec<Quantity> = (0..)
            .zip(ranges)
            .map(|(point, range)| self.note(Cell::Point { column, point }, line, range))
            .collect();
        let sum = |points: &[usize], all: &[Quantity]| {
            points.iter().map(|&at| (all[at], 1)).collect::<Vec<_>>()
        };
        for (at, reading, members) in self.groups(column) {
            let group = self.note(Cell::Group { column, reading }, line, shown.groups[at]);
            let mut terms = sum(&members, &points);
            terms.push((group, -1));
            self.learn(&terms, Relation::Equal, 0);
        }
        let outside = points_read_as(self.instrument, column, Reading::Outside);
        let inside: Vec<usize> = (0..points.len())
            .filter(|at| !outside.contains(at))
            .collect();
        let mut terms = sum(&inside, &points);
        terms.push((base, -1));
        self.learn(&terms, Relation::Equal, 0);
        let mut terms = sum(&outside, &points);
        terms.push((base, 1));
        if let Some(respondents) = self.quantity(Cell::Respondents, line) {
            terms.push((respondents, -1));
            self.learn(&terms, Relation::AtMost, 0);
        }
        if line.is_none() {
            self.read_missing(column, shown, terms);
        }
    }

    /// Everybody answered, or in one of the five ways did not.
    fn read_missing(
        &mut self,
        column: usize,
        shown: &CellFigures,
        mut answered: Vec<(Quantity, i64)>,
    ) {
        for (way, &range) in shown.missing.iter().enumerate() {
            let missing = self.note(Cell::Missing { column, way }, None, range);
            // Who was asked to tick and ticked nothing is in the base.
            if !self.is_option(column) || way != Missing::NotAnswered.index() {
                answered.push((missing, 1));
            }
        }
        self.learn(&answered, Relation::Equal, 0);
    }

    /// The rest is everybody less the organisation.
    fn compare(&mut self, column: usize, line: Option<usize>, shown: &CellFigures) {
        let favourable = if self.is_option(column) {
            Cell::Point { column, point: 1 }
        } else {
            Cell::Group {
                column,
                reading: Reading::Favourable,
            }
        };
        let base = if shown.no_rest {
            Some((0, 0))
        } else {
            shown.rest.map(|rest| rest.0)
        };
        let parts = [
            (Cell::Base { column }, base),
            (favourable, shown.rest.map(|rest| rest.1)),
        ];
        for (cell, range) in parts {
            let (Some((low, high)), Some(all), Some(own)) =
                (range, self.quantity(cell, None), self.quantity(cell, line))
            else {
                continue;
            };
            let rest = [(all, 1), (own, -1)];
            self.learn(&rest, Relation::AtLeast, low.cast_signed());
            self.learn(&rest, Relation::AtMost, high.cast_signed());
        }
    }

    /// All options of an item are asked of the same people.
    fn link_options(&mut self, items: &[usize]) {
        for &item in items {
            let columns = self.instrument.columns_of(item);
            for column in columns.clone().skip(1) {
                for line in self.lines() {
                    let base = |column| self.quantity(Cell::Base { column }, line);
                    if let (Some(first), Some(other)) = (base(columns.start), base(column)) {
                        self.learn(&[(first, 1), (other, -1)], Relation::Equal, 0);
                    }
                }
            }
        }
    }
}

/// What agrees with all that is shown of a column in a line.
fn together(releases: &[Figures<'_>], column: usize, line: Option<usize>) -> Option<CellFigures> {
    let cells: Option<Vec<CellFigures>> = releases.iter().map(|f| f.cell(column, line)).collect();
    cells?.into_iter().reduce(|one, other| {
        let all = |one: Vec<Option<Range>>, other: Vec<Option<Range>>| {
            one.into_iter()
                .zip(other)
                .map(|(a, b)| both(a, b))
                .collect()
        };
        CellFigures {
            base: both(one.base, other.base),
            points: all(one.points, other.points),
            groups: std::array::from_fn(|at| both(one.groups[at], other.groups[at])),
            missing: all(one.missing, other.missing),
            ..one
        }
    })
}

/// What agrees with both.
fn both(one: Option<Range>, other: Option<Range>) -> Option<Range> {
    match (one, other) {
        (Some((a, b)), Some((c, d))) => Some((a.max(c), b.min(d))),
        (one, other) => one.or(other),
    }
}
