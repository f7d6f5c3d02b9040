//! One block of records read into rows and refused rows.

use std::collections::BTreeMap;

use poet_core::{ResponseTable, RowHead};

use crate::intake::TextEntry;
use crate::lookup::Lookup;
use crate::numbers::Numbers;
use crate::plan::{Plan, Task};
use crate::records::{Lines, Records};
use crate::refusal::ReasonKind;
use crate::source::{Block, words};
use crate::tile::{TILE, Tile};
use crate::words::NOTHING;
use crate::{Delimiter, Error};
use cells::UNREADABLE;

pub(crate) use fate::Fate;
pub(crate) use reason::RawReason;

use head::{HELP, MODE, ORGANISATION, STRATUM};

mod cells;
mod fate;
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
    /// Lines that a record covers, by record from 0 in the block, where they are several or a quote is left open.
    pub(crate) lines: BTreeMap<u32, u64>,
    /// Whether the ledger has been told of each organisation of the table.
    told: Vec<bool>,
    /// Records of the block.
    pub(crate) seen: u64,
    /// Those of them without a word.
    pub(crate) blank: u64,
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

impl RefusedRow {
    /// Says how many lines the record covers.
    pub(crate) fn cover(&mut self, lines: u64) {
        let tells = |kind| matches!(kind, ReasonKind::OpenQuote | ReasonKind::TooLong);
        if !self.reasons.iter().any(|reason| tells(reason.kind)) {
            self.reasons
                .push(RawReason::of_row(ReasonKind::SeveralLines));
        }
        for reason in &mut self.reasons {
            if tells(reason.kind) || reason.kind == ReasonKind::SeveralLines {
                reason.lines = Some(lines);
            }
        }
    }
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
            lines: BTreeMap::new(),
            told: Vec::new(),
            seen: 0,
            blank: 0,
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
        if let Some(lines) = block.overlong {
            self.seen = 1;
            self.lines.insert(0, lines);
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
            let number = numbers.as_ref().map(|numbers| numbers.get(self.seen));
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
            self.told.clear();
        }
        self.table.clear();
        self.texts.clear();
        self.records.clear();
        self.refused.clear();
        self.lines.clear();
        (self.seen, self.blank) = (0, 0);
        (self.recoded, self.duplicate_ticks) = (0, 0);
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
        let (fields, id) = self.fields(records, text, tile);
        let record = u32::try_from(self.seen).unwrap_or(u32::MAX);
        self.seen += 1;
        if records.has_quotes() {
            self.look_at_quotes(record, records);
        }
        let whole = fields == self.plan.tasks.len();
        if whole {
            tile.settle_ticks(self.plan);
            self.check_head();
            if self.row.reasons.is_empty() {
                return self.accept(record, id.or(number), tile);
            }
            self.unanswered(tile.codes_of_row(self.plan));
        } else {
            self.ragged(fields);
        }
        self.texts.truncate(self.row.texts);
        if is_blank(records, self.plan.delimiter) {
            self.blank += 1;
            return Ok(());
        }
        let odd = self.row.odd_id.take();
        let reasons = std::mem::take(&mut self.row.reasons);
        self.refuse(record, id.or(odd.as_deref()).filter(|_| whole), reasons);
        Ok(())
    }

    /// Reads the fields of a record; gives their number and the response id, where it stands in the block as it is.
    #[inline]
    fn fields<'a>(
        &mut self,
        records: &mut Records<'_>,
        text: &'a str,
        tile: &mut Tile<'a>,
    ) -> (usize, Option<&'a str>) {
        let mut id = None;
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
                return (column, id);
            }
        }
    }

    /// Notes how many lines a record covers that has quotes; one left open may hold other people's rows.
    #[cold]
    fn look_at_quotes(&mut self, record: u32, records: &Records<'_>) {
        let mut lines = Lines::default();
        lines.see(records.record().trim_ascii_end());
        if records.is_open() {
            self.row
                .reasons
                .push(RawReason::of_row(ReasonKind::OpenQuote));
        }
        if lines.count() > 1 || records.is_open() {
            self.lines.insert(record, lines.count());
        }
    }

    /// What is said of a row that is not as wide as the header; its cells may stand anywhere.
    fn ragged(&mut self, fields: usize) {
        let kind = if fields < self.plan.tasks.len() {
            ReasonKind::TooFewFields
        } else {
            ReasonKind::TooManyFields
        };
        let reasons = &mut self.row.reasons;
        reasons.retain(|reason| reason.kind == ReasonKind::OpenQuote);
        reasons.push(RawReason::of_row(kind));
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
}

/// Whether a record has nothing but empty fields, as spreadsheets leave below a table.
fn is_blank(records: &Records<'_>, delimiter: Delimiter) -> bool {
    let record = words(records.record());
    let blank = |c: char| c.is_whitespace() || c == '"' || c == char::from(delimiter.byte());
    let nothing = |field: &Vec<u8>| words(field).trim().is_empty();
    record.chars().all(blank)
        && Records::fields_of(record.as_bytes(), delimiter)
            .iter()
            .all(nothing)
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
