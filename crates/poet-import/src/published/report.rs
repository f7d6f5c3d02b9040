//! The account of a published table.

use std::collections::BTreeMap;
use std::fmt;

use poet_core::{Extent, Instrument, InstrumentKey, Marker, OrganisationId, PublishedTable};
use serde::Serialize;

use super::account::Account;
use super::{Flag, PublishedMapping};
use crate::Delimiter;
use crate::refusal::Refusal;
use crate::report::{ReasonCount, lines};
use crate::source::Head;

/// The account of a published table: every row is accepted or refused, and what does not agree is flagged.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PublishedReport {
    /// Questionnaire that the figures are held against.
    pub instrument: InstrumentKey,
    /// Rows below the header; accepted and refused rows are all of them. Blank lines are no rows.
    pub read: u64,
    /// Rows taken.
    pub accepted: u64,
    /// Rows not taken.
    pub refused: u64,
    /// What stands between fields.
    pub delimiter: Delimiter,
    /// Rows that are not UTF-8 and were read as Windows-1252.
    pub windows_1252_rows: u64,
    /// How often each reason was found, by column.
    pub reasons: Vec<ReasonCount>,
    /// The first refusals, in the order of the rows.
    pub refusals: Vec<Refusal>,
    /// Refusals past those.
    pub refusals_not_listed: u64,
    /// Organisations that are compared.
    pub organisations: u64,
    /// Places taken together: kept, and in no comparison.
    pub pooled: Vec<PooledPlace>,
    /// Accepted rows with a figure that is not there, by the shorthand that stands for it.
    pub marked_rows: BTreeMap<Marker, u64>,
    /// Figures that do not agree with each other.
    pub flags: Vec<Flag>,
    /// Columns that are not used.
    pub columns_ignored: Vec<String>,
    /// The mapping used, to be saved and changed by hand.
    pub mapping: PublishedMapping,
}

/// Several places taken together in one row.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct PooledPlace {
    /// Code in the table.
    pub organisation: OrganisationId,
    /// Name in the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl PublishedReport {
    pub(super) fn new(
        instrument: &Instrument,
        head: &Head,
        mapping: PublishedMapping,
        (account, flags, table): (Account, Vec<Flag>, &PublishedTable),
    ) -> Self {
        let columns = mapping.columns(&head.columns);
        let used = |at: usize| columns.as_ref().is_ok_and(|columns| columns.uses(at));
        let ignored = head.columns.iter().enumerate().filter(|(at, _)| !used(*at));
        Self {
            instrument: instrument.key().clone(),
            read: account.read,
            accepted: account.read - account.refused,
            refused: account.refused,
            delimiter: head.delimiter,
            windows_1252_rows: account.windows_1252_rows,
            reasons: account.reasons(),
            refusals_not_listed: account.refused - account.refusals.len() as u64,
            organisations: table
                .places()
                .filter(|(_, p)| p.extent == Extent::Organisation)
                .count() as u64,
            pooled: Account::pooled(table),
            marked_rows: account.marked_rows,
            flags,
            columns_ignored: ignored.map(|(_, header)| header.clone()).collect(),
            mapping,
            refusals: account.refusals,
        }
    }
}

impl fmt::Display for PublishedReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Published table held against {}", self.instrument)?;
        writeln!(
            f,
            "{} rows read, {} accepted, {} refused",
            self.read, self.accepted, self.refused
        )?;
        writeln!(f, "{} organisations", self.organisations)?;
        let pooled: Vec<_> = self
            .pooled
            .iter()
            .map(|p| {
                format!(
                    "{} {}",
                    p.organisation,
                    p.name.as_deref().unwrap_or_default()
                )
            })
            .collect();
        lines(f, "Several places together, in no comparison", &pooled)?;
        let reasons: Vec<_> = self.reasons.iter().map(ToString::to_string).collect();
        lines(
            f,
            "Why rows were refused (a row may have several reasons)",
            &reasons,
        )?;
        let mut refusals: Vec<_> = self.refusals.iter().map(ToString::to_string).collect();
        if self.refusals_not_listed > 0 {
            refusals.push(format!("and {} more", self.refusals_not_listed));
        }
        lines(
            f,
            "Refused rows (the header is row 1, blank lines are not counted)",
            &refusals,
        )?;
        let marked: Vec<_> = self
            .marked_rows
            .iter()
            .map(|(m, rows)| format!("{rows} rows {}", meaning(*m)))
            .collect();
        lines(f, "Figures that are not there", &marked)?;
        let flags: Vec<_> = self.flags.iter().map(ToString::to_string).collect();
        lines(
            f,
            "Figures that do not agree; they are kept as printed",
            &flags,
        )?;
        lines(f, "Columns not used", &self.columns_ignored)
    }
}

fn meaning(marker: Marker) -> &'static str {
    match marker {
        Marker::Confidential => "[c], too few people to show",
        Marker::NoneRecorded => "[w], none recorded",
        Marker::Unavailable => "[x], no data",
        Marker::NotApplicable => "[z], not applicable",
    }
}
