//! Organisation, stratum, language, mode, help, helper and form of a row.

use poet_core::Circumstances;

use super::cells::{self, UNREADABLE};
use super::{Deed, RawReason, Reader};
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
            let Deed::Head(place) = self.steps[column].deed else {
                continue;
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

    pub(super) fn circumstances(&self) -> Circumstances {
        let byte = |place: usize| u8::try_from(self.row.head[place]).unwrap_or(NOTHING);
        circumstances([MODE, HELP, HELPER, FORM].map(byte))
    }
}
