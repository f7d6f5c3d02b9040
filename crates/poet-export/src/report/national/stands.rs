//! One place on one question.

use poet_benchmark::release::{Figure, StandingFigure};

use super::super::standing::{band, found, settled};
use crate::chart::Found;
use crate::labelled::LabelledItem;
use crate::number::{people, per_cent};

/// One place on one question.
#[derive(Clone, Copy)]
pub(super) struct Stands {
    pub(super) row: usize,
    pub(super) base: u64,
    pub(super) share: f64,
    pub(super) standing: StandingFigure,
    /// Number by which it is named below a chart, where it lies outside the limits.
    pub(super) number: Option<usize>,
}

/// How many places would lie outside by chance alone.
pub(super) fn by_chance(items: &[LabelledItem<'_>]) -> String {
    let marks: usize = items.iter().map(|item| stands(item).len()).sum();
    format!(
        "{} marks stand on {} questions: even if no place were unusual, about {} would lie outside the inner lines \
         and {} outside the outer ones.",
        people(marks as u64),
        items.len(),
        crate::number::fixed(marks as f64 * 0.05, 0),
        crate::number::fixed(marks as f64 * 0.002, 0),
    )
}

/// Places with a standing, the highest shrunk share first; those outside the limits are numbered in that order.
pub(super) fn stands(item: &LabelledItem<'_>) -> Vec<Stands> {
    let Figure::Shown(found) = &item.result.variation else {
        return Vec::new();
    };
    let cells = item.result.places.iter().zip(&found.standings).enumerate();
    let mut stands: Vec<Stands> = cells
        .filter_map(|(row, (cell, standing))| {
            Some(Stands {
                row,
                base: cell.base.shown()?,
                share: cell.favourable.shown()?.share,
                standing: standing.shown()?,
                number: None,
            })
        })
        .collect();
    stands.sort_by(|a, b| {
        let shrunk = |s: &Stands| s.standing.shrunk.value;
        shrunk(b).total_cmp(&shrunk(a)).then(a.row.cmp(&b.row))
    });
    let outside = stands.iter_mut().filter(|s| s.found() != Found::Neither);
    for (number, stands) in (1..).zip(outside) {
        stands.number = Some(number);
    }
    stands
}

impl Stands {
    /// The share, and where it lies.
    pub(super) fn told(&self) -> String {
        let settled = band(settled(&self.standing).band).to_lowercase();
        let (share, base) = (per_cent(self.share), people(self.base));
        format!("{share} of {base}, {settled}.")
    }

    /// On which side of the limits the place lies.
    pub(super) fn found(&self) -> Found {
        found(settled(&self.standing).band)
    }

    /// On which side of the mean the whole range of the shrunk share lies.
    pub(super) fn apart(&self, mean: f64) -> Found {
        match self.standing.shrunk {
            range if range.lower > mean => Found::Higher,
            range if range.upper < mean => Found::Lower,
            _ => Found::Neither,
        }
    }
}
