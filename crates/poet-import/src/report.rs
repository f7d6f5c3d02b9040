//! The account of a file.

use std::collections::BTreeMap;
use std::fmt;

use poet_core::{InstrumentKey, ItemId, OrganisationId, PointCode};
use serde::Serialize;

use crate::Delimiter;
use crate::identifier::Identifier;
use crate::ledger::Ledger;
use crate::mapping::{Guessed, Mapping};
use crate::plan::Plan;
use crate::refusal::{ColumnName, ReasonKind, Refusal};
use crate::sample::Sample;
use crate::source::Head;

mod advice;

/// The account of a survey file: every row is accepted or refused, and every column is used or named as kept out.
///
/// Its `Display` form is a page for whoever has to put the file right. Both forms tell places and never answers, and are
/// the same for any number of threads.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct IntakeReport {
    /// Questionnaire that the file answers.
    pub instrument: InstrumentKey,
    /// Rows below the header; accepted and refused rows are all of them. Blank lines and blank rows are none.
    pub read: u64,
    /// Rows taken.
    pub accepted: u64,
    /// Rows not taken.
    pub refused: u64,
    /// Refused rows of responses that were erased; nothing tells which they are.
    pub erased: u64,
    /// Refused rows of responses that may no longer be kept; nothing tells which they are.
    pub past_last_day: u64,
    /// Rows of nothing but delimiters and blanks, passed over; only the numbers of the rows count them.
    pub blank_rows: u64,
    /// Lines that refused rows cover, where a quote holds several or is left open: so many people may be in them.
    pub lines_in_quotes: u64,
    /// What stands between fields.
    pub delimiter: Delimiter,
    /// Whether the file begins with the byte order mark of UTF-8.
    pub byte_order_mark: bool,
    /// Rows that are not UTF-8 and were read as Windows-1252.
    pub windows_1252_rows: u64,
    /// How often each reason was found, by column.
    pub reasons: Vec<ReasonCount>,
    /// The first refusals, in the order of the rows.
    pub refusals: Vec<Refusal>,
    /// Refusals past those, but for rows that were erased or past their last day.
    pub refusals_not_listed: u64,
    /// Whether there is a column of response ids, so that duplicates were found.
    pub duplicates_checked: bool,
    /// Answers in accepted rows that the routing did not ask for, kept out of every score, by item.
    pub set_aside: BTreeMap<ItemId, u64>,
    /// Cells in accepted rows that name one option twice; it counts once.
    pub duplicate_ticks: u64,
    /// What each column of the file is used as, and why.
    pub columns: Vec<Guessed>,
    /// Columns that the mapping names and the file does not have.
    pub columns_not_found: Vec<String>,
    /// Items without a column: taken as not asked in this file.
    pub items_without_column: Vec<ItemId>,
    /// Options without a column beside others that have one: taken as not ticked.
    pub options_without_column: Vec<(ItemId, PointCode)>,
    /// Items whose routing cannot be followed, because what it rests on has no column: their answers may be set aside.
    pub unroutable: Vec<Unroutable>,
    /// Organisations of accepted rows whose names are the same but for case, spacing and punctuation. They are counted
    /// apart. Looked for among the first 65 536 names.
    pub alike_organisations: Vec<Vec<OrganisationId>>,
    /// Columns whose name, or most cells of the first hundred rows, seem to tell who somebody is, and that are kept out or
    /// taken as response ids without a key for pseudonyms.
    pub identifiers: Vec<Identifier>,
    /// The mapping used, to be saved and changed by hand.
    pub mapping: Mapping,
}

/// An item whose routing cannot be followed in a file.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Unroutable {
    /// The item, which has a column.
    pub item: ItemId,
    /// Items that decide whether it is asked and have no column, or not for each option that decides.
    pub rests_on: Vec<ItemId>,
}

/// What was counted and seen of a file.
pub(crate) struct Account<'p> {
    pub(crate) ledger: Ledger<'p>,
    /// Answers set aside by the position of their item.
    pub(crate) set_aside: BTreeMap<usize, u64>,
    pub(crate) sample: Sample,
}

/// How often one reason was found in one column.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct ReasonCount {
    /// The column; none for whole rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<ColumnName>,
    /// The reason.
    pub kind: ReasonKind,
    /// Rows with it.
    pub rows: u64,
}

impl IntakeReport {
    pub(crate) fn new(plan: &Plan, head: &Head, account: Account<'_>) -> Self {
        let Account {
            ledger,
            set_aside,
            sample,
        } = account;
        let items = plan.instrument.items();
        let reasons = ledger
            .counts
            .iter()
            .map(|((column, kind), rows)| ReasonCount {
                column: column.map(|column| plan.columns[column as usize].clone()),
                kind: *kind,
                rows: *rows,
            });
        let of_kind = |kind| {
            let counts = ledger.counts.iter().filter(|((_, of), _)| *of == kind);
            counts.map(|(_, rows)| rows).sum()
        };
        Self {
            erased: of_kind(ReasonKind::Erased),
            past_last_day: of_kind(ReasonKind::PastLastDay),
            instrument: plan.instrument.key().clone(),
            read: ledger.read,
            accepted: ledger.read - ledger.refused,
            refused: ledger.refused,
            blank_rows: ledger.blank,
            lines_in_quotes: ledger.lines,
            alike_organisations: ledger.namesakes.groups(),
            delimiter: head.delimiter,
            byte_order_mark: head.byte_order_mark,
            windows_1252_rows: ledger.recoded,
            reasons: reasons.collect(),
            refusals_not_listed: ledger.refused - ledger.left_out - ledger.listed.len() as u64,
            refusals: ledger.listed,
            duplicates_checked: plan.has_ids,
            set_aside: set_aside
                .into_iter()
                .map(|(item, n)| (items[item].id().clone(), n))
                .collect(),
            duplicate_ticks: ledger.duplicate_ticks,
            columns: plan.explained.clone(),
            columns_not_found: plan.not_found.clone(),
            items_without_column: plan.items_without_column.clone(),
            options_without_column: plan.options_without_column.clone(),
            unroutable: plan.unroutable.clone(),
            identifiers: sample.identifiers(plan),
            mapping: plan.mapping.clone(),
        }
    }
}

impl IntakeReport {
    /// Refused rows with something wrong in them: neither erased nor past their last day.
    pub fn faulty(&self) -> u64 {
        self.refused - self.erased - self.past_last_day
    }
}

impl fmt::Display for IntakeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Intake for {}", self.instrument)?;
        writeln!(
            f,
            "{} rows read, {} accepted, {} refused",
            self.read, self.accepted, self.refused
        )?;
        lines(f, "What to do next", &self.next_steps())?;
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
        lines(f, "About the file", &self.notes())?;
        let columns: Vec<_> = self.columns.iter().map(ToString::to_string).collect();
        lines(f, "Columns", &columns)
    }
}

impl fmt::Display for ReasonCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} row{}: ",
            self.rows,
            if self.rows == 1 { "" } else { "s" }
        )?;
        if let Some(column) = &self.column {
            write!(f, "{column}: ")?;
        }
        write!(f, "{}", self.kind)
    }
}

/// A title and its lines, where there are any.
pub(crate) fn lines(f: &mut fmt::Formatter<'_>, title: &str, lines: &[String]) -> fmt::Result {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n{title}")?;
    lines.iter().try_for_each(|line| writeln!(f, "  {line}"))
}
