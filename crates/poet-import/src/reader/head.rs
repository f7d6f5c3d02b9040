//! Organisation, stratum, mode and help of a row.

use poet_core::Circumstances;

use super::cells::{self, UNREADABLE};
use super::{Deed, RawReason, Reader};
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
            let Deed::Head(place) = self.steps[column].deed else {
                continue;
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

    pub(super) fn circumstances(&self) -> Circumstances {
        let byte = |place: usize| u8::try_from(self.row.head[place]).unwrap_or(NOTHING);
        Circumstances {
            mode: mode(byte(MODE)),
            help: help(byte(HELP)),
        }
    }
}
