//! One row of a table.

use chrono::NaiveDate;

use crate::{Circumstance, Circumstances, Code, Language, Links, OrganisationId, StratumId};

use super::ResponseTable;

/// One row of a table.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    pub(super) table: &'a ResponseTable,
    pub(super) at: usize,
}

impl<'a> Row<'a> {
    /// Pseudonymous name of the response.
    pub fn id(self) -> &'a str {
        self.table.ids.get(self.at)
    }

    /// Place that the answers are counted for.
    pub fn organisation(self) -> &'a OrganisationId {
        &self.table.organisations.held[self.table.organisation[self.at] as usize]
    }

    /// Stratum, where there is one.
    pub fn stratum(self) -> Option<&'a StratumId> {
        self.table
            .strata
            .held
            .get(self.table.stratum[self.at] as usize)
    }

    /// How the response came about.
    pub fn circumstances(self) -> Circumstances {
        self.table.circumstances[self.at]
    }

    /// Language of the form, where it is known.
    pub fn language(self) -> Option<&'a Language> {
        let at = self.table.language.get(self.at)?;
        self.table.languages.held.get(at as usize)
    }

    /// One of its circumstances by its code, where it is known.
    pub fn circumstance(self, of: Circumstance) -> Option<&'a str> {
        let known = self.circumstances();
        match of {
            Circumstance::Mode => known.mode.map(crate::Mode::code),
            Circumstance::Help => known.help.map(crate::Help::code),
            Circumstance::Helper => known.helper.map(crate::Helper::code),
            Circumstance::Form => known.form.map(crate::Form::code),
            Circumstance::Language => self.language().map(Language::as_str),
        }
    }

    /// Budget and household that it belongs to.
    pub fn links(self) -> Links {
        Links {
            budget: self.table.budget.get(self.at),
            household: self.table.household.get(self.at),
        }
    }

    /// Last day on which it may be kept, where one is set.
    pub fn keep_until(self) -> Option<NaiveDate> {
        self.table.keep_until.get(self.at)
    }

    /// Code in one column.
    pub fn code(self, column: usize) -> Code {
        self.table.columns[column][self.at]
    }

    /// Value of the number, amount or date at position `value` among those, in units of its last decimal place or in
    /// days since 1 January of year 1, where it was answered.
    pub fn value(self, item: usize) -> Option<i64> {
        let items = self.table.instrument.items();
        let at = items[..item]
            .iter()
            .filter(|i| i.kind().has_value())
            .count();
        let answered = self
            .code(self.table.instrument.columns_of(item).start)
            .answered();
        answered
            .filter(|_| items[item].kind().has_value())
            .map(|_| self.table.values[at][self.at])
    }
}
