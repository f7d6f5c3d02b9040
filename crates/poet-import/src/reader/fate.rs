//! What becomes of the rows of a block once they are read.

use poet_core::{Code, Missing, OrganisationId};

use super::{RawReason, Reader, RefusedRow};
use crate::refusal::ReasonKind;

/// What becomes of a row of the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fate {
    Kept,
    /// At this position among the refused rows.
    Refused(usize),
}

impl Reader<'_> {
    /// Adds to the reasons the items that want an answer, were asked and have none.
    pub(super) fn unanswered(&mut self, codes: &[Code]) {
        if self.plan.required.is_empty() {
            return;
        }
        let mut codes = codes.to_vec();
        self.plan.instrument.route(&mut codes);
        for required in &self.plan.required {
            let column = u32::try_from(required.file_column).ok();
            let unreadable = self.row.reasons.iter().any(|r| r.column == column);
            if codes[required.column] == Missing::NotAnswered.into() && !unreadable {
                self.row.reasons.push(RawReason::of_cell(
                    required.file_column,
                    ReasonKind::MissingRequired,
                ));
            }
        }
        self.row.reasons.sort_by_key(|reason| reason.column);
    }

    /// Refuses the rows that leave an item open that was asked and wants an answer.
    pub(crate) fn refuse_unanswered(&mut self, fates: &mut [Fate]) {
        let plan = self.plan;
        for required in &plan.required {
            for row in 0..self.table.len() {
                if self.table.column(required.column)[row] == Missing::NotAnswered.into() {
                    let reason =
                        RawReason::of_cell(required.file_column, ReasonKind::MissingRequired);
                    self.refuse_row(row, reason, fates);
                }
            }
        }
    }

    /// Refuses a row of the table for one more reason.
    pub(crate) fn refuse_row(&mut self, row: usize, reason: RawReason, fates: &mut [Fate]) {
        if let Fate::Refused(at) = fates[row] {
            self.refused[at].reasons.push(reason);
            return;
        }
        fates[row] = Fate::Refused(self.refused.len());
        let id = self
            .table
            .row(row)
            .filter(|_| self.plan.has_ids)
            .map(|row| row.id().into());
        let (record, reasons) = (self.records[row], vec![reason]);
        self.refused.push(RefusedRow {
            record,
            id,
            reasons,
        });
    }

    /// Leaves in the table and the texts only the rows that are kept.
    pub(crate) fn retain(&mut self, fates: &[Fate]) {
        let kept = |row: usize| fates[row] == Fate::Kept;
        if (0..fates.len()).all(kept) {
            return;
        }
        let mut position = Vec::with_capacity(fates.len());
        let mut next = 0;
        for row in 0..fates.len() {
            position.push(next);
            next += usize::from(kept(row));
        }
        self.texts.retain(|text| kept(text.row));
        self.texts
            .iter_mut()
            .for_each(|text| text.row = position[text.row]);
        self.table.retain(kept);
    }

    /// Organisations of rows that are kept which no earlier block had.
    pub(crate) fn new_organisations(&mut self, fates: &[Fate]) -> Vec<OrganisationId> {
        let names = self.table.organisations();
        self.told.resize(names.len(), false);
        let mut new = Vec::new();
        if self.told.iter().all(|told| *told) {
            return new;
        }
        for (fate, &organisation) in fates.iter().zip(self.table.organisation_column()) {
            let organisation = organisation as usize;
            if *fate == Fate::Kept && !self.told[organisation] {
                self.told[organisation] = true;
                new.push(names[organisation].clone());
            }
        }
        new
    }
}
