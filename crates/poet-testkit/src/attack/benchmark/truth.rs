//! The counts that a release stands on.

use poet_benchmark::{Findings, PlaceFindings};
use poet_core::{Instrument, Reading};

use super::Cell;

/// The counts that a release stands on.
pub(super) struct Truth<'a> {
    pub(super) findings: &'a Findings,
    pub(super) instrument: &'a Instrument,
}

impl Truth<'_> {
    /// Count of a cell in a line; none where it was not counted.
    pub(super) fn count(&self, cell: Cell, place: Option<usize>) -> Option<u64> {
        match cell {
            Cell::Respondents => {
                let places = self.findings.places();
                match place {
                    Some(place) => places.get(place)?.people,
                    None => places.iter().map(|head| head.people).sum(),
                }
            }
            Cell::Base { column } => Some(whole(
                self.spread(column, place)?.distribution.as_ref().ok()?.base,
            )),
            Cell::Point { column, point } => self.point(column, point, place),
            Cell::Group { column, reading } => {
                let points = points_read_as(self.instrument, column, reading);
                points
                    .into_iter()
                    .map(|point| self.point(column, point, place))
                    .sum()
            }
            Cell::Missing { column, way } => {
                let spread = self.spread(column, place)?.distribution.as_ref().ok()?;
                spread.missing?.get(way).copied()
            }
            Cell::Scored { measure } => {
                let measure = self.findings.measures().get(measure)?;
                let mean = place.map_or(Some(&measure.all), |place| measure.places.get(place))?;
                Some(mean.as_ref().map_or(0, |mean| mean.moments.people))
            }
        }
    }

    /// Whether a column is an option of a tick-all item.
    pub(super) fn is_option(&self, column: usize) -> bool {
        let column = self.instrument.columns().get(column);
        column.is_some_and(|column| column.option().is_some())
    }

    fn spread(&self, column: usize, place: Option<usize>) -> Option<&PlaceFindings> {
        let item = self.findings.items().nth(column)?;
        place.map_or(Some(&item.all), |place| item.places.get(place))
    }

    fn point(&self, column: usize, point: usize, place: Option<usize>) -> Option<u64> {
        let spread = self.spread(column, place)?.distribution.as_ref().ok()?;
        let option = self.instrument.columns().get(column)?.option();
        Some(whole(match (option, point) {
            // Those of the base who did not tick the option, a blank form among them.
            (Some(_), 0) => spread.base - spread.points[1],
            _ => *spread.points.get(point)?,
        }))
    }
}

/// Points of a choice that are read in this way.
pub(super) fn points_read_as(
    instrument: &Instrument,
    column: usize,
    reading: Reading,
) -> Vec<usize> {
    let column = &instrument.columns()[column];
    let scale = instrument.items()[column.item()].scale();
    match (scale, column.option()) {
        (Some(scale), None) => {
            let points = scale.points().iter().enumerate();
            points
                .filter(|(_, point)| point.reading() == reading)
                .map(|(at, _)| at)
                .collect()
        }
        // Ticked or not, answered or not: all of them are in the base.
        _ if reading == Reading::Neutral => (0..usize::from(column.points())).collect(),
        _ => Vec::new(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counted people"
)]
fn whole(people: f64) -> u64 {
    people.round() as u64
}
