//! The account of every row, kept in the order of the file.

use std::collections::BTreeMap;

use crate::Error;
use crate::ids::Ids;
use crate::namesakes::Namesakes;
use crate::plan::{Plan, Task};
use crate::reader::{FIRST_ROW, Fate, RawReason, Reader, RefusedRow};
use crate::refusal::{Reason, ReasonKind, Refusal};

/// The account of every row, kept in the order of the file.
pub(crate) struct Ledger<'p> {
    plan: &'p Plan,
    ids: Ids,
    most_listed: usize,
    /// Records, those without a word among them; row numbers count them all.
    records: u64,
    pub(crate) read: u64,
    pub(crate) refused: u64,
    /// Those of them that are left out for the sake of the person.
    pub(crate) left_out: u64,
    pub(crate) blank: u64,
    /// Lines that refused records cover, where they are several or a quote is left open.
    pub(crate) lines: u64,
    pub(crate) namesakes: Namesakes,
    pub(crate) recoded: u64,
    pub(crate) duplicate_ticks: u64,
    pub(crate) listed: Vec<Refusal>,
    /// Refusals by column of the file and kind.
    pub(crate) counts: BTreeMap<(Option<u32>, ReasonKind), u64>,
}

impl<'p> Ledger<'p> {
    pub(crate) fn new(plan: &'p Plan, most_listed: usize) -> Self {
        Self {
            plan,
            ids: Ids::new(),
            most_listed,
            records: 0,
            read: 0,
            refused: 0,
            left_out: 0,
            blank: 0,
            lines: 0,
            namesakes: Namesakes::default(),
            recoded: 0,
            duplicate_ticks: 0,
            listed: Vec::new(),
            counts: BTreeMap::new(),
        }
    }

    /// Whether as many refusals are listed as shall be.
    pub(crate) fn is_full(&self) -> bool {
        self.listed.len() >= self.most_listed
    }

    /// Enters a block: finds duplicates, then counts and lists what is refused.
    pub(crate) fn enter(
        &mut self,
        reader: &mut Reader<'_>,
        fates: &mut [Fate],
    ) -> Result<(), Error> {
        if self.plan.has_ids {
            self.find_duplicates(reader, fates)?;
        }
        reader.refused.sort_by_key(|refused| refused.record);
        for refused in &mut reader.refused {
            if let Some(&lines) = reader.lines.get(&refused.record) {
                self.lines += lines;
                refused.cover(lines);
            }
            refused
                .reasons
                .sort_by_key(|reason| (reason.column, reason.kind));
            self.count(refused);
        }
        self.records += reader.seen;
        self.read += reader.seen - reader.blank;
        self.blank += reader.blank;
        for name in reader.new_organisations(fates) {
            self.namesakes.see(name);
        }
        self.refused += reader.refused.len() as u64;
        self.recoded += reader.recoded;
        self.duplicate_ticks += reader.duplicate_ticks;
        Ok(())
    }

    /// Gives each kept row its id; refuses those whose id an earlier row keeps, and says so of rows refused before.
    fn find_duplicates(
        &mut self,
        reader: &mut Reader<'_>,
        fates: &mut [Fate],
    ) -> Result<(), Error> {
        let column = self
            .plan
            .tasks
            .iter()
            .position(|task| matches!(task, Task::Id))
            .unwrap_or_default();
        let duplicate = |first| RawReason {
            first_row: Some(first),
            ..RawReason::of_cell(column, ReasonKind::DuplicateResponseId)
        };
        let already_refused = reader.refused.len();
        for row in 0..fates.len() {
            if fates[row] != Fate::Kept {
                continue;
            }
            let number = self.row_of(reader.records[row]);
            let id = reader
                .table
                .row(row)
                .map(poet_core::Row::id)
                .unwrap_or_default();
            if let Some(first) = self.ids.take(id, number)? {
                reader.refuse_row(row, duplicate(first), fates);
            }
        }
        for refused in &mut reader.refused[..already_refused] {
            let first = refused.id.as_ref().and_then(|id| self.ids.row(id));
            let number = self.row_of(refused.record);
            refused
                .reasons
                .extend(first.filter(|&first| first < number).map(duplicate));
        }
        Ok(())
    }

    fn row_of(&self, record: u32) -> u64 {
        FIRST_ROW + self.records + u64::from(record)
    }

    fn count(&mut self, refused: &RefusedRow) {
        for reason in &refused.reasons {
            *self.counts.entry((reason.column, reason.kind)).or_default() += 1;
        }
        if refused.is_left_out() {
            self.left_out += 1;
        } else if !self.is_full() {
            let row = self.row_of(refused.record);
            let reasons = refused
                .reasons
                .iter()
                .map(|reason| self.told(reason))
                .collect();
            self.listed.push(Refusal { row, reasons });
        }
    }

    fn told(&self, reason: &RawReason) -> Reason {
        let column = reason.column.map(|column| column as usize);
        let words = column.and_then(|column| self.plan.tasks[column].words());
        Reason {
            column: column.map(|column| self.plan.columns[column].clone()),
            kind: reason.kind,
            nearest: reason
                .nearest
                .and_then(|at| words?.label(at))
                .map(ToOwned::to_owned),
            first_row: reason.first_row,
            lines: reason.lines,
        }
    }
}
