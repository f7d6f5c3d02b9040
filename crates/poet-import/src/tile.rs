//! Rows read and not yet in the table.

use std::ops::Range;

use poet_core::{Code, Missing, ResponseTable, RowBeside, RowHead};

use crate::Error;
use crate::plan::Plan;
use crate::words::NO_TICK;

/// Rows read and not yet in the table.
pub(crate) struct Tile<'a> {
    heads: Vec<RowHead<'a>>,
    /// What few rows say, for each head up to the last that says any of it.
    beside: Vec<RowBeside>,
    pub(crate) codes: Vec<Code>,
    values: Vec<i64>,
}

/// Rows of a tile: enough to fill a cache line of each column.
pub(crate) const TILE: usize = 64;

impl<'a> Tile<'a> {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            heads: Vec::with_capacity(TILE),
            beside: Vec::new(),
            codes: plan.template.repeat(TILE),
            values: vec![0; plan.values * TILE],
        }
    }

    /// Where the codes of the row being read start.
    #[inline]
    pub(crate) fn start_of_row(&self, plan: &Plan) -> usize {
        self.heads.len() * plan.template.len()
    }

    pub(crate) fn code(&mut self, plan: &Plan, column: usize) -> &mut Code {
        &mut self.codes[self.heads.len() * plan.template.len() + column]
    }

    pub(crate) fn codes_mut(&mut self, plan: &Plan, columns: Range<usize>) -> &mut [Code] {
        &mut self.codes[self.heads.len() * plan.template.len()..][columns]
    }

    pub(crate) fn codes_of_row(&self, plan: &Plan) -> &[Code] {
        &self.codes[self.heads.len() * plan.template.len()..][..plan.template.len()]
    }

    pub(crate) fn value(&mut self, plan: &Plan, at: usize) -> &mut i64 {
        &mut self.values[self.heads.len() * plan.values + at]
    }

    pub(crate) fn reset_ticks(&mut self, plan: &Plan) {
        for columns in &plan.marked {
            self.codes_mut(plan, columns.clone())
                .copy_from_slice(&plan.template[columns.clone()]);
        }
    }

    /// Makes one answer of the columns of each tick-all item: where any option was ticked or left open in so many
    /// words, the others are not ticked; else the first reason without an answer holds for all.
    pub(crate) fn settle_ticks(&mut self, plan: &Plan) {
        let unanswered: Code = Missing::NotAnswered.into();
        let unasked: Code = Missing::NotAsked.into();
        for columns in &plan.marked {
            let codes = self.codes_mut(plan, columns.clone());
            if codes.iter().any(|code| code.answered().is_some()) {
                let open = codes.iter_mut().filter(|code| code.missing().is_some());
                open.for_each(|code| *code = Code::answer(NO_TICK));
                continue;
            }
            let first = |not: &[Code]| codes.iter().copied().find(|code| !not.contains(code));
            let said = first(&[unanswered, unasked]).or_else(|| first(&[unasked]));
            codes.fill(said.unwrap_or(unasked));
        }
    }

    /// Ends the row being read; tells whether the tile is full.
    #[inline]
    pub(crate) fn push(&mut self, head: RowHead<'a>) -> bool {
        self.heads.push(head);
        self.heads.len() == TILE
    }

    /// Keeps what the row being read says and few others do.
    #[cold]
    pub(crate) fn say_beside(&mut self, beside: &RowBeside) {
        self.beside.resize(self.heads.len(), RowBeside::default());
        self.beside.push(*beside);
    }

    pub(crate) fn flush(&mut self, plan: &Plan, table: &mut ResponseTable) -> Result<(), Error> {
        let rows = self.heads.len();
        let codes = &self.codes[..rows * plan.template.len()];
        let values = &self.values[..rows * plan.values];
        if self.beside.is_empty() {
            table.push_rows(&self.heads, codes, values)?;
        } else {
            table.push_rows(&self.whole_heads(), codes, values)?;
            self.beside.clear();
        }
        self.heads.clear();
        Ok(())
    }

    /// The heads with what few rows say.
    fn whole_heads(&self) -> Vec<RowHead<'_>> {
        let beside = self.beside.iter().map(Some).chain(std::iter::repeat(None));
        let heads = self.heads.iter().zip(beside);
        heads
            .map(|(head, beside)| RowHead { beside, ..*head })
            .collect()
    }

    /// Empties the tile into the table and gives back the row that is being read.
    pub(crate) fn take_row(
        &mut self,
        plan: &Plan,
        table: &mut ResponseTable,
    ) -> Result<(Vec<Code>, Vec<i64>), Error> {
        let codes = self.codes_of_row(plan).to_vec();
        let values = self.values[self.heads.len() * plan.values..][..plan.values].to_vec();
        self.flush(plan, table)?;
        Ok((codes, values))
    }
}
