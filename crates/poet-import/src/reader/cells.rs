//! The cells of one row.

use poet_core::{Code, FreeText, Missing, OrganisationId, ResponseId, StratumId};

use super::{RawReason, Reader};
use crate::cell::{Ticks, date, ticks, value};
use crate::intake::TextEntry;
use crate::plan::Task;
use crate::records::{Field, PADDING, Records};
use crate::refusal::ReasonKind;
use crate::source::words;
use crate::tile::Tile;
use crate::words::{Told, Words, is_no_value};

/// Marks an outcome that is no code; below it stands the position of the nearest label plus one.
pub(super) const UNREADABLE: u32 = 1 << 31;

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
        if self.plan.privacy.takes_names_as_they_are() {
            self.row.odd_id = odd;
            return id;
        }
        let known_as = self.guarded(column, name);
        let is_kept = known_as.is_none();
        self.row.odd_id = known_as.or(odd);
        id.filter(|_| is_kept)
    }

    /// The pseudonym of a response that shall have one; leaves it out where it was erased.
    #[cold]
    fn guarded(&mut self, column: usize, name: &str) -> Option<String> {
        let privacy = &self.plan.privacy;
        let pseudonym = privacy.key.as_ref().map(|key| key.response(name));
        let known_as = pseudonym.as_ref().map(ResponseId::as_str);
        if privacy.is_erased(name) || known_as.is_some_and(|id| privacy.is_erased(id)) {
            self.leave_out(column, ReasonKind::Erased);
        }
        pseudonym.map(String::from)
    }

    #[cold]
    fn leave_out(&mut self, column: usize, kind: ReasonKind) {
        let reason = RawReason::of_cell(column, kind);
        self.row.left_out.get_or_insert(reason);
    }

    /// A cell that says what the response belongs to or how long it may be kept.
    fn read_link(&mut self, column: usize, cell: &str) {
        let plan = self.plan;
        let key = plan.privacy.key.as_ref();
        let read = match &plan.tasks[column] {
            Task::Budget(words) | Task::Household(words) | Task::KeepUntil(words)
                if missing(words, cell).is_some() =>
            {
                return;
            }
            Task::Budget(_) => {
                let id = key.map_or_else(|| cell.parse().ok(), |key| Some(key.budget(cell)));
                self.row.beside().links.budget = id;
                id.map(drop).ok_or(ReasonKind::BadBudget)
            }
            Task::Household(_) => {
                let id = key.map_or_else(|| cell.parse().ok(), |key| Some(key.household(cell)));
                self.row.beside().links.household = id;
                id.map(drop).ok_or(ReasonKind::BadHousehold)
            }
            _ => {
                let last = date(cell);
                self.row.beside().keep_until = last;
                if last.is_some_and(|last| plan.privacy.is_past(last)) {
                    self.leave_out(column, ReasonKind::PastLastDay);
                }
                last.map(drop).ok_or(ReasonKind::NotADate)
            }
        };
        if let Err(kind) = read {
            self.row.reasons.push(RawReason::of_cell(column, kind));
        }
    }

    /// A cell whose answer is more than one of a few: several options, a value or words.
    pub(super) fn read_cell(&mut self, column: usize, cell: &str, tile: &mut Tile<'_>) {
        let cell = cell.trim();
        let plan = self.plan;
        match &plan.tasks[column] {
            Task::Ticks {
                first,
                options,
                separator,
                words,
            } => {
                let codes = tile.codes_mut(plan, *first..first + options);
                match missing(words, cell) {
                    Some(code) => codes.fill(code),
                    None => self.ticks(column, ticks(words, *separator, cell), words, codes),
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
                *tile.code(plan, *to) = code;
                *tile.value(plan, *at) = value;
            }
            Task::Text {
                column: to,
                item,
                words,
            } => {
                let empty = cell.is_empty().then_some(Missing::NotAnswered.into());
                let code = empty.or_else(|| missing(words, cell));
                *tile.code(plan, *to) = code.unwrap_or(Code::answer(0));
                if code.is_none() {
                    let (row, item) = (self.records.len(), *item);
                    let text = FreeText::new(cell);
                    self.texts.push(TextEntry { row, item, text });
                }
            }
            Task::Budget(_) | Task::Household(_) | Task::KeepUntil(_) => {
                self.read_link(column, cell);
            }
            _ => {}
        }
    }

    fn ticks(
        &mut self,
        column: usize,
        read: Result<Ticks, &str>,
        words: &Words,
        codes: &mut [Code],
    ) {
        match read {
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
        }
    }

    /// What a cell of a few different texts stands for, remembered from earlier rows where it can be.
    #[inline]
    pub(super) fn outcome(&mut self, column: usize, records: &Records<'_>, field: Field) -> u32 {
        let lookup = &self.steps[column].lookup;
        let key = records.key_of(field);
        match lookup.short(key) {
            Some(outcome) => outcome,
            None => self.outcome_afresh(column, key, records.bytes_of(field)),
        }
    }

    #[cold]
    pub(super) fn outcome_afresh(&mut self, column: usize, key: u128, bytes: &[u8]) -> u32 {
        if let Some(outcome) = self.steps[column].lookup.long(bytes).filter(|_| key == 0) {
            return outcome;
        }
        let text = words(bytes);
        let text = text.trim();
        let outcome = match &self.plan.tasks[column] {
            Task::Organisation | Task::Stratum if is_no_value(text) => UNREADABLE,
            Task::Language(languages) => match languages.find(text) {
                Told::Nothing => UNREADABLE,
                Told::Language(language) => {
                    self.table.language(&language).unwrap_or(UNREADABLE + 1)
                }
                Told::Unknown(nearest) => {
                    let nearest = nearest.filter(|_| self.row.explain);
                    UNREADABLE + 1 + nearest.map_or(0, |at| u32::from(at) + 1)
                }
            },
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
            | Task::Helper(words)
            | Task::Form(words)
            | Task::Choice { words, .. }
            | Task::Option { words, .. } => {
                // Some programs write the code 1 as `1.0`, and where the decimal sign is a comma as `1,0`.
                let found = words
                    .find(text)
                    .or_else(|| words.find(&text.replacen(',', ".", 1)));
                if let Some(byte) = found {
                    byte.into()
                } else {
                    let nearest = self.row.explain.then(|| words.nearest(text)).flatten();
                    UNREADABLE + nearest.map_or(0, |at| u32::from(at) + 1)
                }
            }
            _ => UNREADABLE,
        };
        let lookup = &mut self.steps[column].lookup;
        if let ([byte], Ok(code)) = (bytes, u8::try_from(outcome)) {
            lookup.learn_single(*byte, code_of(code));
        }
        lookup.learn(key, bytes, outcome);
        outcome
    }

    /// The code that an outcome is; a reason and "not answered" where it is none.
    #[inline]
    pub(super) fn code(&mut self, column: usize, outcome: u32) -> Code {
        match u8::try_from(outcome) {
            Ok(byte) => code_of(byte),
            Err(_) => self.unreadable(column, outcome),
        }
    }

    #[cold]
    fn unreadable(&mut self, column: usize, outcome: u32) -> Code {
        let kind = match self.plan.tasks[column] {
            Task::Option { .. } => ReasonKind::UnknownTick,
            _ => ReasonKind::UnknownPoint,
        };
        let nearest = nearest_of(outcome);
        self.row.reasons.push(RawReason {
            nearest,
            ..RawReason::of_cell(column, kind)
        });
        Missing::NotAnswered.into()
    }
}

/// Position of the nearest label in an outcome that is no code.
pub(super) fn nearest_of(outcome: u32) -> Option<u16> {
    u16::try_from(outcome.checked_sub(UNREADABLE + 1)?).ok()
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
