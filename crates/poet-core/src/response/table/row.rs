//! One row of a table.

use crate::{Circumstances, Code, OrganisationId, StratumId};

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
        &self.table.organisations.names[self.table.organisation[self.at] as usize]
    }

    /// Stratum, where there is one.
    pub fn stratum(self) -> Option<&'a StratumId> {
        self.table
            .strata
            .names
            .get(self.table.stratum[self.at] as usize)
    }

    /// How the response came about.
    pub fn circumstances(self) -> Circumstances {
        self.table.circumstances[self.at]
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
