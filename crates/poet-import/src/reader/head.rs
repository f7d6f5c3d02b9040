//! Organisation, stratum, language, mode, help, helper and form of a row.

use poet_core::{Circumstances, Code};

use super::cells::{self, UNREADABLE};
use super::{Deed, RawReason, Reader};
use crate::Error;
use crate::plan::{Named, Task};
use crate::refusal::ReasonKind;
use crate::words::{NOTHING, circumstances};

/// Places of a head: three with the position of a name, then four with a byte.
pub(super) const ORGANISATION: usize = 0;
pub(super) const STRATUM: usize = 1;
pub(super) const LANGUAGE: usize = 2;
pub(super) const MODE: usize = 3;
pub(super) const HELP: usize = 4;
pub(super) const HELPER: usize = 5;
pub(super) const FORM: usize = 6;
pub(super) const PLACES: usize = 7;

/// A head that says nothing.
pub(super) const NO_HEAD: [u32; PLACES] = {
    let nothing = NOTHING as u32;
    [
        UNREADABLE, UNREADABLE, UNREADABLE, nothing, nothing, nothing, nothing,
    ]
};

impl Reader<'_> {
    /// Adds to the reasons what cannot be read in the head.
    #[inline]
    pub(super) fn check_head(&mut self) {
        let head = self.row.head;
        // The highest bit alone marks what cannot be read.
        let bytes = head[MODE] | head[HELP] | head[HELPER] | head[FORM];
        let readable = head[ORGANISATION] < UNREADABLE
            && head[STRATUM] <= UNREADABLE
            && head[LANGUAGE] <= UNREADABLE
            && bytes < UNREADABLE;
        if !readable {
            self.head_reasons(head);
        }
    }

    #[cold]
    fn head_reasons(&mut self, head: [u32; PLACES]) {
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
                LANGUAGE if outcome > UNREADABLE => ReasonKind::UnknownLanguage,
                MODE if outcome >= UNREADABLE => ReasonKind::UnknownMode,
                HELP if outcome >= UNREADABLE => ReasonKind::UnknownHelp,
                HELPER if outcome >= UNREADABLE => ReasonKind::UnknownHelper,
                FORM if outcome >= UNREADABLE => ReasonKind::UnknownForm,
                _ => continue,
            };
            let nearest = match place {
                ORGANISATION | STRATUM => None,
                LANGUAGE => cells::nearest_of(outcome - 1),
                _ => cells::nearest_of(outcome),
            };
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
        circumstances([MODE, HELP, HELPER, FORM].map(byte))
    }
}
