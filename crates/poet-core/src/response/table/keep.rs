//! Which rows a table keeps.

use chrono::NaiveDate;

use super::{Ids, ResponseTable};

impl ResponseTable {
    /// Keeps the rows that `keep` says yes to, in their order.
    pub fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        let kept: Vec<usize> = (0..self.len()).filter(|&row| keep(row)).collect();
        if kept.len() == self.len() {
            return;
        }
        let mut ids = Ids::default();
        for &row in &kept {
            ids.push(self.ids.get(row));
        }
        self.ids = ids;
        pick(&mut self.organisation, &kept);
        pick(&mut self.stratum, &kept);
        pick(&mut self.circumstances, &kept);
        self.language.pick(&kept);
        self.budget.pick(&kept);
        self.household.pick(&kept);
        self.keep_until.pick(&kept);
        self.columns
            .iter_mut()
            .for_each(|column| pick(column, &kept));
        self.values
            .iter_mut()
            .for_each(|column| pick(column, &kept));
        self.set_aside
            .retain_mut(|aside| match kept.binary_search(&aside.row) {
                Ok(row) => {
                    aside.row = row;
                    true
                }
                Err(_) => false,
            });
        self.routed = kept.partition_point(|&row| row < self.routed);
    }

    /// Erases every row of this name and tells how many there were.
    ///
    /// Nothing of them is left in the table, but the names of organisations, strata and languages stay known. A tally of
    /// what is left is the tally of before with the response taken out.
    pub fn erase(&mut self, id: &str) -> usize {
        let before = self.len();
        let other: Vec<bool> = self.rows().map(|row| row.id() != id).collect();
        self.retain(|row| other[row]);
        before - self.len()
    }

    /// Rows that may no longer be kept on `day`, in their order.
    pub fn past(&self, day: NaiveDate) -> impl Iterator<Item = usize> {
        (0..self.len()).filter(move |&row| self.is_past(row, day))
    }

    /// Erases the rows that may no longer be kept on `day` and tells how many there were.
    pub fn drop_past(&mut self, day: NaiveDate) -> usize {
        let before = self.len();
        let past: Vec<bool> = (0..before).map(|row| self.is_past(row, day)).collect();
        self.retain(|row| !past[row]);
        before - self.len()
    }

    fn is_past(&self, row: usize, day: NaiveDate) -> bool {
        self.keep_until.get(row).is_some_and(|last| last < day)
    }

    /// Removes every row and keeps the room and the names, for the next batch.
    pub fn clear(&mut self) {
        self.ids.text.clear();
        self.ids.ends.clear();
        self.organisation.clear();
        self.stratum.clear();
        self.circumstances.clear();
        self.language.clear();
        self.budget.clear();
        self.household.clear();
        self.keep_until.clear();
        self.columns.iter_mut().for_each(Vec::clear);
        self.values.iter_mut().for_each(Vec::clear);
        self.set_aside.clear();
        self.routed = 0;
    }
}

/// Moves the elements at the ascending positions `kept` to the front and drops the rest.
fn pick<T: Copy>(column: &mut Vec<T>, kept: &[usize]) {
    for (to, &from) in kept.iter().enumerate() {
        column[to] = column[from];
    }
    column.truncate(kept.len());
}
