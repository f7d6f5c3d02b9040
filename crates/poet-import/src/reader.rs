//! One block of records read into rows and refused rows.

use std::collections::BTreeMap;

use poet_core::{ResponseTable, RowBeside};

use crate::Error;
use crate::intake::TextEntry;
use crate::lookup::Lookup;
use crate::numbers::Numbers;
use crate::plan::{Named, Plan, Task};
use crate::records::Records;
use crate::refusal::ReasonKind;
use crate::source::{Block, words};
use crate::tile::Tile;

pub(crate) use fate::Fate;
pub(crate) use reason::RawReason;

use head::{FORM, HELP, HELPER, LANGUAGE, MODE, NO_HEAD, ORGANISATION, PLACES, STRATUM};

mod cells;
mod fate;
mod head;
mod reason;
mod record;

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
    /// Positions of organisations or strata that are named after points, as far as they are known.
    named: Vec<Option<u32>>,
}

/// What to do with a cell.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Deed {
    Ignore,
    /// Take it as the response id.
    Name,
    /// Put its code into this column.
    Code(usize),
    /// Put its code into this column and keep the organisation or stratum of that name in this place of the head.
    Named(usize, usize),
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
    /// Whether it is left out for the sake of the person: counted, and never listed.
    pub(crate) fn is_left_out(&self) -> bool {
        self.reasons.iter().any(|reason| reason.kind.leaves_out())
    }

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
    /// Position of the organisation of every row, where no column tells them apart.
    everyone: Option<u32>,
    /// Why the row is left out for the sake of the person, whatever else is wrong with it.
    left_out: Option<RawReason>,
    /// What organisation, stratum, language, mode, help, helper and form stand for.
    head: [u32; PLACES],
    /// What few rows say, where this one says any of it.
    beside: Option<RowBeside>,
    texts: usize,
    twice: u64,
    /// Response id that does not stand in the block as it is.
    odd_id: Option<String>,
    explain: bool,
}

/// Names of organisations, strata or languages that a table keeps from block to block.
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
        let everyone = self.plan.mapping.organisation.as_ref();
        let everyone = everyone.map(|id| self.table.organisation(id));
        self.row.everyone = everyone.transpose()?;
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
        let names = [
            self.table.organisations().len(),
            self.table.strata().len(),
            self.table.languages().len(),
        ];
        if names.into_iter().any(|names| names > MOST_NAMES_KEPT) {
            self.table = ResponseTable::new(&self.plan.instrument);
            self.steps.iter_mut().for_each(Step::clear);
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
            Task::Choice {
                column,
                also: Some(named),
                ..
            } => match named {
                Named::Organisations(_) => Deed::Named(*column, ORGANISATION),
                Named::Strata(_) => Deed::Named(*column, STRATUM),
            },
            Task::Helper(_) => Deed::Head(HELPER),
            Task::Form(_) => Deed::Head(FORM),
            Task::Language(_) => Deed::Head(LANGUAGE),
            Task::Choice { column, .. } | Task::Option { column, .. } => Deed::Code(*column),
            Task::Ticks { .. }
            | Task::Value { .. }
            | Task::Text { .. }
            | Task::Budget(_)
            | Task::Household(_)
            | Task::KeepUntil(_) => Deed::Read,
        };
        Self {
            deed,
            lookup: Lookup::new(),
            named: Vec::new(),
        }
    }

    fn clear(&mut self) {
        self.lookup.clear();
        self.named.clear();
    }
}

impl RowSoFar {
    fn start(&mut self, texts: usize) {
        self.reasons.clear();
        self.left_out = None;
        self.head = NO_HEAD;
        if let Some(organisation) = self.everyone {
            self.head[ORGANISATION] = organisation;
        }
        self.beside = None;
        self.texts = texts;
        self.twice = 0;
        self.odd_id = None;
    }

    #[cold]
    fn say_language(&mut self, language: u32) {
        self.beside().language = Some(language);
    }

    /// What few rows say, to be filled in.
    fn beside(&mut self) -> &mut RowBeside {
        self.beside.get_or_insert_default()
    }
}
