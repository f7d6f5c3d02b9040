//! The counts of one stratum of one organisation.

use serde::{Deserialize, Serialize};

use super::layout::Layout;

/// Exact counts and sums of one stratum of one organisation.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Block {
    pub(super) people: u64,
    pub(super) counts: Vec<u64>,
    pub(super) sums: Vec<Sum>,
}

/// People with a score from the same number of items, their units summed, and their squares.
#[derive(Clone, Copy, Default, Eq, PartialEq, Deserialize, Serialize)]
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

impl Sum {
    /// People times their squares less the square of their units: people times the sum of squares about the mean.
    pub(super) fn spread(self) -> u128 {
        let units = u128::from(self.units);
        (u128::from(self.people) * self.squares).saturating_sub(units * units)
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

    /// Whether a block that was read from a file is one that counting could have made.
    pub(super) fn is_sound(&self, layout: &Layout) -> bool {
        let fits = self.counts.len() == layout.counts() && self.sums.len() == layout.sums();
        fits && self.people > 0
            && layout.columns().iter().all(|slots| {
                let counts = &self.counts[slots.first..slots.first + slots.len()];
                let sum = counts
                    .iter()
                    .try_fold(0_u64, |sum, &count| sum.checked_add(count));
                sum == Some(self.people)
            })
            && self.sums.iter().all(|sum| {
                let people = u128::from(sum.people);
                sum.people <= self.people
                    && u128::from(sum.units) <= people * Self::MOST_UNITS
                    && sum.squares <= people * Self::MOST_UNITS * Self::MOST_UNITS
            })
    }

    /// Most units of one person: 200 items in the finest unit that scoring sums in.
    const MOST_UNITS: u128 = 1 << 28;

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
