//! One block of records read into rows and refused rows.

use poet_core::{Code, Missing, ResponseTable, RowHead};

use crate::Error;
use crate::intake::TextEntry;
use crate::lookup::Lookup;
use crate::numbers::Numbers;
use crate::plan::{Plan, Task};
use crate::records::Records;
use crate::refusal::ReasonKind;
use crate::source::{Block, words};
use crate::tile::{TILE, Tile};
use crate::words::NOTHING;
use cells::UNREADABLE;

pub(crate) use reason::RawReason;

use head::{HELP, MODE, ORGANISATION, STRATUM};

mod cells;
mod head;
mod reason;

/// Reads blocks one after the other; holds what the last one gave.
pub(crate) struct Reader<'p> {
    plan: &'p Plan,
    steps: Vec<Step>,
    row: RowSoFar,
    pub(crate) table: ResponseTable,
    pub(crate) texts: Vec<TextEntry>,
    /// Record of each row of the table, from 0 in the block.
    pub(crate) records: Vec<u32>,
    pub(crate) refused: Vec<RefusedRow>,
    pub(crate) read: u64,
    pub(crate) recoded: u64,
    pub(crate) duplicate_ticks: u64,
}

/// What to do with the cells of one column, and what those seen before stood for.
struct Step {
    deed: Deed,
    lookup: Lookup,
}

/// What to do with a cell.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Deed {
    Ignore,
    /// Take it as the response id.
    Name,
    /// Put its code into this column.
    Code(usize),
    /// Keep what it stands for in this place of the head.
    Head(usize),
    /// Read it afresh: several options, a value or words.
    Read,
}

/// A refused row of a block.
#[derive(Debug)]
pub(crate) struct RefusedRow {
    /// Record from 0 in the block.
    pub(crate) record: u32,
    /// Its response id, where it has one.
    pub(crate) id: Option<Box<str>>,
    pub(crate) reasons: Vec<RawReason>,
}

/// What was read of the row so far, beside its codes and values.
#[derive(Default)]
struct RowSoFar {
    reasons: Vec<RawReason>,
    /// What organisation, stratum, mode and help stand for.
    head: [u32; 4],
    texts: usize,
    twice: u64,
    /// Response id that does not stand in the block as it is.
    odd_id: Option<String>,
    explain: bool,
}

/// Names of organisations and strata that a table keeps from block to block.
const MOST_NAMES_KEPT: usize = 4096;

impl<'p> Reader<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        Self {
            plan,
            steps: plan.tasks.iter().map(Step::of).collect(),
            row: RowSoFar::default(),
            table: ResponseTable::new(&plan.instrument),
            texts: Vec::new(),
            records: Vec::new(),
            refused: Vec::new(),
            read: 0,
            recoded: 0,
            duplicate_ticks: 0,
        }
    }

    /// Reads a block. `explain` says whether refusals are going to be listed, so that nearest labels are wanted.
    ///
    /// # Errors
    ///
    /// [`Error::Core`], which rows read here do not show.
    pub(crate) fn read(&mut self, block: &mut Block, explain: bool) -> Result<(), Error> {
        self.clear();
        self.row.explain = explain;
        if block.overlong {
            self.read = 1;
            self.refuse(0, None, vec![RawReason::of_row(ReasonKind::TooLong)]);
            return Ok(());
        }
        self.recoded = block.recode(self.plan.delimiter);
        let text = words(&block.bytes);
        let mut tile = Tile::new(self.plan);
        let mut records = Records::new(text.as_bytes(), block.end, self.plan.delimiter);
        let numbers = block
            .before
            .map(|before| Numbers::new(before + FIRST_ROW, text.as_bytes()));
        while records.next_record() {
            let number = numbers.as_ref().map(|numbers| numbers.get(self.read));
            self.record(&mut records, &text, &mut tile, number)?;
        }
        tile.flush(self.plan, &mut self.table)?;
        self.table.route();
        Ok(())
    }

    fn clear(&mut self) {
        let names = self
            .table
            .organisations()
            .len()
            .max(self.table.strata().len());
        if names > MOST_NAMES_KEPT {
            self.table = ResponseTable::new(&self.plan.instrument);
            self.steps.iter_mut().for_each(|step| step.lookup.clear());
        }
        self.table.clear();
        self.texts.clear();
        self.records.clear();
        self.refused.clear();
        (self.read, self.recoded, self.duplicate_ticks) = (0, 0, 0);
    }

    fn refuse(&mut self, record: u32, id: Option<&str>, reasons: Vec<RawReason>) {
        self.refused.push(RefusedRow {
            record,
            id: id.map(Into::into),
            reasons,
        });
    }

    /// Reads one record into the tile, or refuses it; `number` names the row where no column does.
    fn record<'a>(
        &mut self,
        records: &mut Records<'_>,
        text: &'a str,
        tile: &mut Tile<'a>,
        number: Option<&'a str>,
    ) -> Result<(), Error> {
        self.row.start(self.texts.len());
        tile.reset_ticks(self.plan);
        let mut id = number;
        let mut column = 0;
        let row = tile.start_of_row(self.plan);
        loop {
            if let Some(step) = self.steps.get(column)
                && let Deed::Code(to) = step.deed
                && let Some(byte) = records.single()
                && let Some(code) = step.lookup.single(byte)
            {
                tile.codes[row + to] = code;
                records.pass_single();
                column += 1;
                continue;
            }
            let field = records.field();
            if let Some(step) = self.steps.get(column) {
                match step.deed {
                    Deed::Code(to) => {
                        let outcome = self.outcome(column, records, field);
                        tile.codes[row + to] = self.code(column, outcome);
                    }
                    Deed::Head(place) => {
                        self.row.head[place] = self.outcome(column, records, field);
                    }
                    Deed::Name => id = self.id(column, records, field, text),
                    Deed::Read => self.read_cell(column, &words(records.bytes_of(field)), tile),
                    Deed::Ignore => {}
                }
            }
            column += 1;
            if field.last {
                break;
            }
        }
        let record = u32::try_from(self.read).unwrap_or(u32::MAX);
        self.read += 1;
        let ragged = match column.cmp(&self.plan.tasks.len()) {
            std::cmp::Ordering::Less => Some(ReasonKind::TooFewFields),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(ReasonKind::TooManyFields),
        };
        if let Some(kind) = ragged {
            self.row.reasons = vec![RawReason::of_row(kind)];
        } else {
            tile.settle_ticks(self.plan);
            self.check_head();
            if self.row.reasons.is_empty() {
                return self.accept(record, id, tile);
            }
            self.unanswered(tile.codes_of_row(self.plan));
        }
        self.texts.truncate(self.row.texts);
        let known = number.is_none() && ragged.is_none();
        let odd = self.row.odd_id.take();
        let reasons = std::mem::take(&mut self.row.reasons);
        self.refuse(record, id.or(odd.as_deref()).filter(|_| known), reasons);
        Ok(())
    }

    fn accept<'a>(
        &mut self,
        record: u32,
        id: Option<&'a str>,
        tile: &mut Tile<'a>,
    ) -> Result<(), Error> {
        self.records.push(record);
        self.duplicate_ticks += self.row.twice;
        let head = RowHead {
            id: id.unwrap_or_default(),
            organisation: self.row.head[ORGANISATION],
            stratum: Some(self.row.head[STRATUM]).filter(|&stratum| stratum != UNREADABLE),
            circumstances: self.circumstances(),
        };
        if let Some(odd) = self.row.odd_id.take() {
            // It lives no longer than this row, so the rows before it go into the table first.
            let row = tile.take_row(self.plan, &mut self.table)?;
            let head = RowHead { id: &odd, ..head };
            self.table.push_rows(&[head], &row.0, &row.1)?;
            return Ok(());
        }
        tile.heads.push(head);
        if tile.heads.len() == TILE {
            tile.flush(self.plan, &mut self.table)?;
        }
        Ok(())
    }

    /// Adds to the reasons the items that want an answer, were asked and have none.
    fn unanswered(&mut self, codes: &[Code]) {
        if self.plan.required.is_empty() {
            return;
        }
        let mut codes = codes.to_vec();
        self.plan.instrument.route(&mut codes);
        for required in &self.plan.required {
            let column = u32::try_from(required.file_column).ok();
            let unreadable = self.row.reasons.iter().any(|r| r.column == column);
            if codes[required.column] == Missing::NotAnswered.into() && !unreadable {
                self.row.reasons.push(RawReason::of_cell(
                    required.file_column,
                    ReasonKind::MissingRequired,
                ));
            }
        }
        self.row.reasons.sort_by_key(|reason| reason.column);
    }

    /// Refuses the rows that leave an item open that was asked and wants an answer.
    pub(crate) fn refuse_unanswered(&mut self, fates: &mut [Fate]) {
        let plan = self.plan;
        for required in &plan.required {
            for row in 0..self.table.len() {
                if self.table.column(required.column)[row] == Missing::NotAnswered.into() {
                    let reason =
                        RawReason::of_cell(required.file_column, ReasonKind::MissingRequired);
                    self.refuse_row(row, reason, fates);
                }
            }
        }
    }

    /// Refuses a row of the table for one more reason.
    pub(crate) fn refuse_row(&mut self, row: usize, reason: RawReason, fates: &mut [Fate]) {
        if let Fate::Refused(at) = fates[row] {
            self.refused[at].reasons.push(reason);
            return;
        }
        fates[row] = Fate::Refused(self.refused.len());
        let id = self
            .table
            .row(row)
            .filter(|_| self.plan.has_ids)
            .map(|row| row.id().into());
        let (record, reasons) = (self.records[row], vec![reason]);
        self.refused.push(RefusedRow {
            record,
            id,
            reasons,
        });
    }

    /// Leaves in the table and the texts only the rows that are kept.
    pub(crate) fn retain(&mut self, fates: &[Fate]) {
        let kept = |row: usize| fates[row] == Fate::Kept;
        if (0..fates.len()).all(kept) {
            return;
        }
        let mut position = Vec::with_capacity(fates.len());
        let mut next = 0;
        for row in 0..fates.len() {
            position.push(next);
            next += usize::from(kept(row));
        }
        self.texts.retain(|text| kept(text.row));
        self.texts
            .iter_mut()
            .for_each(|text| text.row = position[text.row]);
        self.table.retain(kept);
    }
}

/// What becomes of a row of the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fate {
    Kept,
    /// At this position among the refused rows.
    Refused(usize),
}

/// Number of the first row below the header.
pub(crate) const FIRST_ROW: u64 = 2;

impl Step {
    fn of(task: &Task) -> Self {
        let deed = match task {
            Task::Ignore => Deed::Ignore,
            Task::Id => Deed::Name,
            Task::Organisation => Deed::Head(ORGANISATION),
            Task::Stratum => Deed::Head(STRATUM),
            Task::Mode(_) => Deed::Head(MODE),
            Task::Help(_) => Deed::Head(HELP),
            Task::Choice { column, .. } | Task::Option { column, .. } => Deed::Code(*column),
            Task::Ticks { .. } | Task::Value { .. } | Task::Text { .. } => Deed::Read,
        };
        let lookup = Lookup::new();
        Self { deed, lookup }
    }
}

impl RowSoFar {
    fn start(&mut self, texts: usize) {
        self.reasons.clear();
        self.head = [UNREADABLE, UNREADABLE, NOTHING.into(), NOTHING.into()];
        self.texts = texts;
        self.twice = 0;
        self.odd_id = None;
    }
}
