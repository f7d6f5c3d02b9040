//! One record read into a row, or refused.

use poet_core::RowHead;

use super::cells::UNREADABLE;
use super::head::{LANGUAGE, ORGANISATION, STRATUM};
use super::{Deed, RawReason, Reader};
use crate::records::{Lines, Records};
use crate::refusal::ReasonKind;
use crate::source::words;
use crate::tile::Tile;
use crate::{Delimiter, Error};

impl Reader<'_> {
    /// Reads one record into the tile, or refuses it; `number` names the row where no column does.
    pub(super) fn record<'a>(
        &mut self,
        records: &mut Records<'_>,
        text: &'a str,
        tile: &mut Tile<'a>,
        number: Option<&'a str>,
    ) -> Result<(), Error> {
        self.row.start(self.texts.len());
        tile.reset_ticks(self.plan);
        let (fields, id) = self.fields(records, text, tile)?;
        let record = u32::try_from(self.seen).unwrap_or(u32::MAX);
        self.seen += 1;
        if records.has_quotes() {
            self.look_at_quotes(record, records);
        }
        let whole = fields == self.plan.tasks.len();
        if whole && self.row.left_out.is_some() {
            self.leave_row_out(record);
            return Ok(());
        }
        if whole {
            tile.settle_ticks(self.plan);
            self.check_head();
            if self.row.reasons.is_empty() && !self.says_nothing(records) {
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
    ) -> Result<(usize, Option<&'a str>), Error> {
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
                    Deed::Named(to, place) => {
                        let outcome = self.outcome(column, records, field);
                        let code = self.code(column, outcome);
                        tile.codes[row + to] = code;
                        self.row.head[place] = self.named_after(column, code)?;
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
                return Ok((column, id));
            }
        }
    }

    /// Whether a record that no column tells whose it is has nothing else either.
    fn says_nothing(&self, records: &Records<'_>) -> bool {
        self.row.everyone.is_some() && !self.plan.has_ids && is_blank(records, self.plan.delimiter)
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

    /// Refuses a row for the sake of the person; nothing else is told of it but what may have swallowed others.
    #[cold]
    fn leave_row_out(&mut self, record: u32) {
        self.texts.truncate(self.row.texts);
        let mut reasons = std::mem::take(&mut self.row.reasons);
        reasons.retain(|reason| reason.kind == ReasonKind::OpenQuote);
        reasons.extend(self.row.left_out);
        self.refuse(record, None, reasons);
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
        if self.row.head[LANGUAGE] != UNREADABLE {
            self.row.say_language(self.row.head[LANGUAGE]);
        }
        self.records.push(record);
        self.duplicate_ticks += self.row.twice;
        let head = RowHead {
            id: id.unwrap_or_default(),
            organisation: self.row.head[ORGANISATION],
            stratum: Some(self.row.head[STRATUM]).filter(|&stratum| stratum != UNREADABLE),
            circumstances: self.circumstances(),
            beside: None,
        };
        if let Some(odd) = self.row.odd_id.take() {
            // It lives no longer than this row, so the rows before it go into the table first.
            let row = tile.take_row(self.plan, &mut self.table)?;
            let head = RowHead {
                id: &odd,
                beside: self.row.beside.as_ref(),
                ..head
            };
            self.table.push_rows(&[head], &row.0, &row.1)?;
            return Ok(());
        }
        if let Some(beside) = &self.row.beside {
            tile.say_beside(beside);
        }
        if tile.push(head) {
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
