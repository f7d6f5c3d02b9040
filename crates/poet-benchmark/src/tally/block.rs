//! The counts of one stratum of one organisation.

use serde::{Deserialize, Serialize};

use super::layout::Layout;

/// Exact counts and sums of one stratum of one organisation.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Block {
    pub(super) people: u64,
    pub(super) counts: Vec<u64>,
    pub(super) sums: Vec<Sum>,
}

/// People with a score from the same number of items, their units summed, and their squares.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Deserialize, Serialize)]
#[serde(from = "(u64, u64, u128)", into = "(u64, u64, u128)")]
pub(crate) struct Sum {
    pub(super) people: u64,
    pub(super) units: u64,
    pub(super) squares: u128,
}

impl From<(u64, u64, u128)> for Sum {
    fn from((people, units, squares): (u64, u64, u128)) -> Self {
        Self {
            people,
            units,
            squares,
        }
    }
}

impl From<Sum> for (u64, u64, u128) {
    fn from(sum: Sum) -> Self {
        (sum.people, sum.units, sum.squares)
    }
}

impl Block {
    pub(super) fn new(layout: &Layout) -> Self {
        Self {
            people: 0,
            counts: vec![0; layout.counts()],
            sums: vec![Sum::default(); layout.sums()],
        }
    }

    pub(super) fn fits(&self, layout: &Layout) -> bool {
        self.counts.len() == layout.counts() && self.sums.len() == layout.sums()
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.people += other.people;
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            sum.people += more.people;
            sum.units += more.units;
            sum.squares += more.squares;
        }
    }

    /// Whether `other` can be taken out: no figure would go below nought.
    pub(super) fn holds(&self, other: &Self) -> bool {
        let sums = self.sums.iter().zip(&other.sums);
        self.people >= other.people
            && self.counts.iter().zip(&other.counts).all(|(a, b)| a >= b)
            && sums.clone().all(|(a, b)| a.people >= b.people)
            && sums
                .clone()
                .all(|(a, b)| a.units >= b.units && a.squares >= b.squares)
    }

    /// Takes out what [`Block::holds`] has said yes to.
    pub(super) fn take(&mut self, other: &Self) {
        self.people -= other.people;
        for (count, less) in self.counts.iter_mut().zip(&other.counts) {
            *count -= less;
        }
        for (sum, less) in self.sums.iter_mut().zip(&other.sums) {
            sum.people -= less.people;
            sum.units -= less.units;
            sum.squares -= less.squares;
        }
    }
}
