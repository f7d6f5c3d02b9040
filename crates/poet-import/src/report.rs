//! The account of a file.

use std::collections::BTreeMap;
use std::fmt;

use poet_core::{InstrumentKey, ItemId, PointCode};
use serde::Serialize;

use crate::Delimiter;
use crate::ledger::Ledger;
use crate::mapping::{Evidence, Guessed, Mapping};
use crate::plan::Plan;
use crate::refusal::{ColumnName, ReasonKind, Refusal};
use crate::source::Head;

/// The account of a survey file: every row is accepted or refused, and every column is used or named as kept out.
///
/// Its `Display` form is a page for whoever has to put the file right. Both forms tell places and never answers, and are
/// the same for any number of threads.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct IntakeReport {
    /// Questionnaire that the file answers.
    pub instrument: InstrumentKey,
    /// Rows below the header; accepted and refused rows are all of them. Blank lines are no rows.
    pub read: u64,
    /// Rows taken.
    pub accepted: u64,
    /// Rows not taken.
    pub refused: u64,
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
    /// Refusals past those.
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
    /// The mapping used, to be saved and changed by hand.
    pub mapping: Mapping,
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
    pub(crate) fn new(
        plan: &Plan,
        head: &Head,
        ledger: Ledger<'_>,
        set_aside: BTreeMap<usize, u64>,
    ) -> Self {
        let items = plan.instrument.items();
        let reasons = ledger
            .counts
            .iter()
            .map(|((column, kind), rows)| ReasonCount {
                column: column.map(|column| plan.columns[column as usize].clone()),
                kind: *kind,
                rows: *rows,
            });
        Self {
            instrument: plan.instrument.key().clone(),
            read: ledger.read,
            accepted: ledger.read - ledger.refused,
            refused: ledger.refused,
            delimiter: head.delimiter,
            byte_order_mark: head.byte_order_mark,
            windows_1252_rows: ledger.recoded,
            reasons: reasons.collect(),
            refusals_not_listed: ledger.refused - ledger.listed.len() as u64,
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
            mapping: plan.mapping.clone(),
        }
    }

    /// What whoever sent the file may want to do, the most pressing first.
    pub fn next_steps(&self) -> Vec<String> {
        let mut steps = Vec::new();
        if self.refused > 0 {
            steps.push("Put the refused rows right in the file, or give their texts a meaning in the mapping, and read the file again.".to_owned());
        }
        if !self.columns_not_found.is_empty() {
            steps.push(format!(
                "The mapping names columns that the file does not have: {}. Correct the mapping.",
                self.columns_not_found.join(", ")
            ));
        }
        if self
            .columns
            .iter()
            .any(|c| matches!(c.evidence, Evidence::Similar(_)))
        {
            steps.push("Look at the columns taken by a similar name; save the mapping and correct it where one is wrong.".to_owned());
        }
        if self.columns.iter().any(|c| c.evidence == Evidence::Unknown) {
            steps.push("Look at the columns kept out; where one holds answers, name its item in the mapping.".to_owned());
        }
        if !self.duplicates_checked {
            steps.push("Add a column of response ids: without one, a response that stands in the file twice counts twice.".to_owned());
        }
        if self.windows_1252_rows > 0 {
            steps.push("Save the file as \"CSV UTF-8\" if names or comments look wrong: some rows were read as Windows-1252.".to_owned());
        }
        steps
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = vec![format!("fields are divided by a {}", self.delimiter)];
        notes.push(match self.windows_1252_rows {
            0 => "the text is UTF-8".to_owned(),
            rows => format!("the text is UTF-8 but for {rows} rows, read as Windows-1252"),
        });
        if !self.duplicates_checked {
            notes.push("no column of response ids: rows are named by their number, duplicates cannot be found".to_owned());
        }
        if self.duplicate_ticks > 0 {
            notes.push(format!(
                "{} cells tick an option twice; it counts once",
                self.duplicate_ticks
            ));
        }
        let asides = self.set_aside.iter();
        notes.extend(asides.map(|(item, n)| {
            format!("{n} answers to {item} set aside: the routing did not ask for them")
        }));
        let items: Vec<_> = self
            .items_without_column
            .iter()
            .map(ItemId::as_str)
            .collect();
        if !items.is_empty() {
            notes.push(format!(
                "no column, taken as not asked: {}",
                items.join(", ")
            ));
        }
        let options = self.options_without_column.iter();
        notes.extend(options.map(|(item, option)| {
            format!("no column for option {option} of {item}, taken as not ticked")
        }));
        notes
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
