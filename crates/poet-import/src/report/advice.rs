//! What a report tells whoever has to put the file right.

use std::collections::BTreeSet;

use poet_core::{ItemId, OrganisationId};

use super::IntakeReport;
use crate::mapping::Evidence;
use crate::refusal::ReasonKind;

impl IntakeReport {
    /// What whoever sent the file may want to do, the most pressing first.
    pub fn next_steps(&self) -> Vec<String> {
        let mut steps: Vec<String> = self.add_filters().into_iter().collect();
        if self.lines_in_quotes > 0 {
            steps.push(format!(
                "Look for quotes left open: {} refused rows cover {} lines, and each line may be a person.",
                self.rows_in_quotes(),
                self.lines_in_quotes
            ));
        }
        steps.extend(self.keep_people_out());
        if self.faulty() > 0 {
            steps.push("Put the refused rows right in the file, or give their texts a meaning in the mapping, and read the file again.".to_owned());
        }
        if !self.columns_not_found.is_empty() {
            steps.push(format!(
                "The mapping names columns that the file does not have: {}. Correct the mapping.",
                self.columns_not_found.join(", ")
            ));
        }
        if let Some(alike) = self.alike_organisations.first() {
            steps.push(format!(
                "Write each organisation in one way, such as {}: they are counted apart.",
                quoted(alike).join(" or ")
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

    /// The columns that decide who was asked what, where they are missing.
    fn add_filters(&self) -> Option<String> {
        let wanted = ids(self.unroutable.iter().flat_map(|u| &u.rests_on));
        let lost = ids(self.unroutable.iter().map(|u| &u.item));
        let aside = |item: &&str| self.set_aside.iter().find(|(id, _)| id.as_str() == *item);
        let answers: u64 = lost.iter().filter_map(aside).map(|(_, n)| n).sum();
        (!wanted.is_empty()).then(|| {
            format!(
                "Add columns for {}, which decide who was asked {}: without them that routing cannot be followed, and {answers} answers are set aside and count nowhere.",
                wanted.join(", "),
                lost.join(", ")
            )
        })
    }

    /// What to do about columns that tell who somebody is.
    fn keep_people_out(&self) -> Vec<String> {
        let (named, out): (Vec<_>, Vec<_>) = self
            .identifiers
            .iter()
            .partition(|identifier| identifier.used_as.is_some());
        let mut steps: Vec<String> = named
            .iter()
            .map(|id| {
                format!(
                    "Read the file with a key for pseudonyms, or put pseudonyms in {}: its response ids look like {}.",
                    id.column, id.kind
                )
            })
            .collect();
        if !out.is_empty() {
            let columns: Vec<_> = out.iter().map(ToString::to_string).collect();
            steps.push(format!(
                "Take out of the file what tells who somebody is: {}. Nothing of it is read here.",
                columns.join(", ")
            ));
        }
        steps
    }

    /// Refused rows that hold several lines in quotes.
    fn rows_in_quotes(&self) -> u64 {
        let of_quotes = |kind| {
            matches!(
                kind,
                ReasonKind::OpenQuote | ReasonKind::SeveralLines | ReasonKind::TooLong
            )
        };
        let reasons = self.reasons.iter().filter(|reason| of_quotes(reason.kind));
        reasons.map(|reason| reason.rows).sum()
    }

    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = vec![format!("fields are divided by a {}", self.delimiter)];
        notes.push(match self.windows_1252_rows {
            0 => "the text is UTF-8".to_owned(),
            rows => format!("the text is UTF-8 but for {rows} rows, read as Windows-1252"),
        });
        if !self.duplicates_checked {
            notes.push("no column of response ids: rows are named by their number, duplicates cannot be found".to_owned());
        }
        if self.blank_rows > 0 {
            notes.push(format!(
                "{} rows without a word, passed over",
                self.blank_rows
            ));
        }
        let alike = self.alike_organisations.iter();
        notes.extend(
            alike.map(|names| format!("organisations counted apart: {}", quoted(names).join(", "))),
        );
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

/// Names as they stand in the file.
fn quoted(names: &[OrganisationId]) -> Vec<String> {
    let names = names.iter();
    names.map(|name| format!("\"{}\"", name.as_str())).collect()
}

/// Each id once.
fn ids<'a>(ids: impl Iterator<Item = &'a ItemId>) -> Vec<&'a str> {
    let ids: BTreeSet<&str> = ids.map(ItemId::as_str).collect();
    ids.into_iter().collect()
}
