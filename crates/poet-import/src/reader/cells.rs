//! The cells of one row.

use poet_core::{Code, FreeText, Missing, OrganisationId, ResponseId, StratumId};

use super::{RawReason, Reader};
use crate::cell::{ticks, value};
use crate::intake::TextEntry;
use crate::plan::Task;
use crate::records::{Field, PADDING, Records};
use crate::refusal::ReasonKind;
use crate::source::words;
use crate::tile::Tile;
use crate::words::{NOTHING, Words, help, mode};

/// Marks an outcome that is no code; below it stands the position of the nearest label plus one.
const UNREADABLE: u32 = 1 << 31;

const _: () = assert!(PADDING >= 16, "keys look at sixteen bytes");

impl Reader<'_> {
    /// The response id where it stands in the block as it is; otherwise it is put by.
    pub(super) fn id<'a>(
        &mut self,
        column: usize,
        records: &Records<'_>,
        field: Field,
        text: &'a str,
    ) -> Option<&'a str> {
        let in_block = Records::range_of(field).and_then(|(from, to)| text.get(from..to));
        let odd = match in_block {
            Some(_) => None,
            None => Some(words(records.bytes_of(field)).trim().to_owned()),
        };
        let id = in_block.map(str::trim);
        let name = id.or(odd.as_deref()).unwrap_or_default();
        if name.is_empty() {
            self.row
                .reasons
                .push(RawReason::of_cell(column, ReasonKind::NoResponseId));
            return None;
        }
        let plain =
            name.len() <= ResponseId::MAX_LEN && name.bytes().all(|b| (b' '..=b'~').contains(&b));
        if !plain && name.parse::<ResponseId>().is_err() {
            self.row
                .reasons
                .push(RawReason::of_cell(column, ReasonKind::BadResponseId));
            return None;
        }
        self.row.odd_id = odd;
        id
    }

    #[inline]
    pub(super) fn cell(
        &mut self,
        task: &Task,
        column: usize,
        (records, field): (&Records<'_>, Field),
        tile: &mut Tile<'_>,
    ) {
        match task {
            Task::Choice { column: to, .. } => {
                let outcome = self.outcome(column, records, field);
                *tile.code(self.plan, *to) = self.code(column, outcome, ReasonKind::UnknownPoint);
            }
            Task::Option { column: to, .. } => {
                let outcome = self.outcome(column, records, field);
                *tile.code(self.plan, *to) = self.code(column, outcome, ReasonKind::UnknownTick);
            }
            Task::Organisation => {
                let outcome = self.outcome(column, records, field);
                if outcome >= UNREADABLE {
                    let empty = outcome == UNREADABLE;
                    let kind = if empty {
                        ReasonKind::NoOrganisation
                    } else {
                        ReasonKind::BadOrganisation
                    };
                    self.row.reasons.push(RawReason::of_cell(column, kind));
                }
                self.row.organisation = outcome;
            }
            Task::Stratum => match self.outcome(column, records, field) {
                UNREADABLE => self.row.stratum = None,
                outcome if outcome > UNREADABLE => {
                    self.row
                        .reasons
                        .push(RawReason::of_cell(column, ReasonKind::BadStratum));
                }
                outcome => self.row.stratum = Some(outcome),
            },
            Task::Mode(_) => {
                let outcome = self.outcome(column, records, field);
                self.row.circumstances.mode =
                    mode(self.circumstance(column, outcome, ReasonKind::UnknownMode));
            }
            Task::Help(_) => {
                let outcome = self.outcome(column, records, field);
                self.row.circumstances.help =
                    help(self.circumstance(column, outcome, ReasonKind::UnknownHelp));
            }
            Task::Ignore | Task::Id => {}
            _ => self.wide_cell(task, column, &words(records.bytes_of(field)), tile),
        }
    }

    /// A cell whose answer is more than one of a few: several options, a value or words.
    pub(super) fn wide_cell(
        &mut self,
        task: &Task,
        column: usize,
        cell: &str,
        tile: &mut Tile<'_>,
    ) {
        let cell = cell.trim();
        match task {
            Task::Ticks {
                first,
                options,
                separator,
                words,
            } => {
                let codes = tile.codes_mut(self.plan, *first..first + options);
                match missing(words, cell) {
                    Some(code) => codes.fill(code),
                    None => match ticks(words, *separator, cell) {
                        Ok(ticks) => {
                            self.row.twice += u64::from(ticks.twice);
                            for (option, code) in (0..).zip(codes) {
                                *code = Code::answer(u8::from(ticks.options.contains(&option)));
                            }
                        }
                        Err(part) => {
                            codes.fill(Missing::NotAnswered.into());
                            let nearest = self.row.explain.then(|| words.nearest(part)).flatten();
                            let reason = RawReason::of_cell(column, ReasonKind::UnknownPoint);
                            self.row.reasons.push(RawReason { nearest, ..reason });
                        }
                    },
                }
            }
            Task::Value {
                column: to,
                value: at,
                kind,
                words,
            } => {
                let read = match missing(words, cell) {
                    Some(code) => Ok((code, 0)),
                    None => value(kind, cell).map(|value| (Code::answer(0), value)),
                };
                if let Err(kind) = read {
                    self.row.reasons.push(RawReason::of_cell(column, kind));
                }
                let (code, value) = read.unwrap_or((Missing::NotAnswered.into(), 0));
                *tile.code(self.plan, *to) = code;
                *tile.value(self.plan, *at) = value;
            }
            Task::Text {
                column: to,
                item,
                words,
            } => {
                let empty = cell.is_empty().then_some(Missing::NotAnswered.into());
                let code = empty.or_else(|| missing(words, cell));
                *tile.code(self.plan, *to) = code.unwrap_or(Code::answer(0));
                if code.is_none() {
                    let (row, item) = (self.records.len(), *item);
                    let text = FreeText::new(cell);
                    self.texts.push(TextEntry { row, item, text });
                }
            }
            _ => {}
        }
    }

    /// What a cell of a few different texts stands for, remembered from earlier rows where it can be.
    #[inline]
    pub(super) fn outcome(&mut self, column: usize, records: &Records<'_>, field: Field) -> u32 {
        let key = records.key_of(field);
        match self.lookups[column].short(key) {
            Some(outcome) => outcome,
            None => self.outcome_afresh(column, key, records.bytes_of(field)),
        }
    }

    #[cold]
    pub(super) fn outcome_afresh(&mut self, column: usize, key: u128, bytes: &[u8]) -> u32 {
        if let Some(outcome) = self.lookups[column].long(bytes).filter(|_| key == 0) {
            return outcome;
        }
        let text = words(bytes);
        let text = text.trim();
        let outcome = match &self.plan.tasks[column] {
            Task::Organisation | Task::Stratum if text.is_empty() => UNREADABLE,
            Task::Organisation => {
                let id = text.parse::<OrganisationId>();
                id.and_then(|id| self.table.organisation(&id))
                    .unwrap_or(UNREADABLE + 1)
            }
            Task::Stratum => {
                let id = text.parse::<StratumId>();
                id.and_then(|id| self.table.stratum(&id))
                    .unwrap_or(UNREADABLE + 1)
            }
            Task::Mode(words)
            | Task::Help(words)
            | Task::Choice { words, .. }
            | Task::Option { words, .. } => {
                if let Some(byte) = words.find(text) {
                    byte.into()
                } else {
                    let nearest = self.row.explain.then(|| words.nearest(text)).flatten();
                    UNREADABLE + nearest.map_or(0, |at| u32::from(at) + 1)
                }
            }
            _ => UNREADABLE,
        };
        self.lookups[column].learn(key, bytes, outcome);
        outcome
    }

    #[inline]
    pub(super) fn code(&mut self, column: usize, outcome: u32, kind: ReasonKind) -> Code {
        code_of(
            self.byte(column, outcome, kind)
                .unwrap_or(Code::from(Missing::NotAnswered).byte()),
        )
    }

    pub(super) fn circumstance(&mut self, column: usize, outcome: u32, kind: ReasonKind) -> u8 {
        self.byte(column, outcome, kind).unwrap_or(NOTHING)
    }

    #[inline]
    pub(super) fn byte(&mut self, column: usize, outcome: u32, kind: ReasonKind) -> Option<u8> {
        let byte = u8::try_from(outcome).ok();
        if byte.is_none() {
            let nearest = u16::try_from(outcome - UNREADABLE)
                .ok()
                .and_then(|at| at.checked_sub(1));
            self.row.reasons.push(RawReason {
                nearest,
                ..RawReason::of_cell(column, kind)
            });
        }
        byte
    }
}

/// The reason that a cell gives for having no answer.
fn missing(words: &Words, cell: &str) -> Option<Code> {
    words
        .find(cell)
        .filter(|&byte| byte >= Code::FIRST_MISSING)
        .map(code_of)
}

fn code_of(byte: u8) -> Code {
    match byte.checked_sub(Code::FIRST_MISSING) {
        None => Code::answer(byte),
        Some(missing) => Missing::ALL[usize::from(missing)].into(),
    }
}
