//! Organisation, stratum, mode and help of a row.

use poet_core::{Circumstances, Code};

use super::cells::{self, UNREADABLE};
use super::{Deed, RawReason, Reader};
use crate::Error;
use crate::plan::{Named, Task};
use crate::refusal::ReasonKind;
use crate::words::{NOTHING, help, mode};

/// Places of a head.
pub(super) const ORGANISATION: usize = 0;
pub(super) const STRATUM: usize = 1;
pub(super) const MODE: usize = 2;
pub(super) const HELP: usize = 3;

impl Reader<'_> {
    /// Adds to the reasons what cannot be read in organisation, stratum, mode and help.
    #[inline]
    pub(super) fn check_head(&mut self) {
        let head = self.row.head;
        let readable = head[ORGANISATION] < UNREADABLE
            && head[STRATUM] <= UNREADABLE
            && head[MODE] < UNREADABLE
            && head[HELP] < UNREADABLE;
        if !readable {
            self.head_reasons(head);
        }
    }

    #[cold]
    fn head_reasons(&mut self, head: [u32; 4]) {
        for column in 0..self.steps.len() {
            let place = match self.steps[column].deed {
                Deed::Head(place) => place,
                // An answer that cannot be read is the one reason for the lack of a name.
                Deed::Named(_, place) if !self.has_reason(column) => place,
                _ => continue,
            };
            let outcome = head[place];
            let kind = match place {
                ORGANISATION if outcome == UNREADABLE => ReasonKind::NoOrganisation,
                ORGANISATION if outcome > UNREADABLE => ReasonKind::BadOrganisation,
                STRATUM if outcome > UNREADABLE => ReasonKind::BadStratum,
                MODE if outcome >= UNREADABLE => ReasonKind::UnknownMode,
                HELP if outcome >= UNREADABLE => ReasonKind::UnknownHelp,
                _ => continue,
            };
            let named = matches!(place, MODE | HELP);
            let nearest = named.then(|| cells::nearest_of(outcome)).flatten();
            self.row.reasons.push(RawReason {
                nearest,
                ..RawReason::of_cell(column, kind)
            });
        }
        self.row.reasons.sort_by_key(|reason| reason.column);
    }

    fn has_reason(&self, column: usize) -> bool {
        let column = u32::try_from(column).ok();
        self.row
            .reasons
            .iter()
            .any(|reason| reason.column == column)
    }

    /// Position of the organisation or stratum named after an answer.
    pub(super) fn named_after(&mut self, column: usize, code: Code) -> Result<u32, Error> {
        let (
            Some(point),
            Task::Choice {
                also: Some(named), ..
            },
        ) = (code.answered(), &self.plan.tasks[column])
        else {
            return Ok(UNREADABLE);
        };
        let point = usize::from(point);
        if let Some(Some(known)) = self.steps[column].named.get(point) {
            return Ok(*known);
        }
        let (names, position) = match named {
            Named::Organisations(names) => (names.len(), self.table.organisation(&names[point])?),
            Named::Strata(names) => (names.len(), self.table.stratum(&names[point])?),
        };
        let known = &mut self.steps[column].named;
        known.resize(names, None);
        known[point] = Some(position);
        Ok(position)
    }

    pub(super) fn circumstances(&self) -> Circumstances {
        let byte = |place: usize| u8::try_from(self.row.head[place]).unwrap_or(NOTHING);
        Circumstances {
            mode: mode(byte(MODE)),
            help: help(byte(HELP)),
        }
    }
}
