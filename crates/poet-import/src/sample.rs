//! What the first rows of a file look like.

use crate::identifier::{Identifier, IdentifierKind};
use crate::mapping::Use;
use crate::plan::Plan;
use crate::records::Records;
use crate::source::words;

/// What the cells of the first rows look like, column by column.
///
/// Rows are seen in the order of the file as blocks are given out, so that what is found does not depend on threads or on
/// where blocks are cut.
pub(crate) struct Sample {
    columns: Vec<Seen>,
    left: usize,
}

/// Cells of one column.
#[derive(Clone, Default)]
struct Seen {
    filled: usize,
    alike: [usize; IdentifierKind::ALL.len()],
}

/// Rows that are looked at: enough to tell a kind of cell from a chance, and no time.
const ROWS: usize = 100;

impl Sample {
    pub(crate) fn new(columns: usize) -> Self {
        Self {
            columns: vec![Seen::default(); columns],
            left: ROWS,
        }
    }

    /// Whether rows to come are not looked at.
    pub(crate) fn is_full(&self) -> bool {
        self.left == 0
    }

    /// Looks at the next records of the file.
    pub(crate) fn see(&mut self, mut records: Records<'_>) {
        while !self.is_full() && records.next_record() {
            self.left -= 1;
            for column in 0.. {
                let field = records.field();
                if let Some(seen) = self.columns.get_mut(column) {
                    seen.see(&words(records.bytes_of(field)));
                }
                if field.last {
                    break;
                }
            }
        }
    }

    /// Columns that seem to tell who somebody is: those that are kept out, and response ids that are no pseudonyms.
    pub(crate) fn identifiers(&self, plan: &Plan) -> Vec<Identifier> {
        let columns = plan.columns.iter().zip(&plan.mapping.columns);
        let found = columns
            .zip(&self.columns)
            .filter_map(|((column, mapped), seen)| {
                let used_as = match &mapped.role {
                    Use::Ignored => None,
                    Use::ResponseId if plan.privacy.key.is_none() => Some(mapped.role.to_string()),
                    _ => return None,
                };
                let kind = IdentifierKind::of_header(&column.header).or(seen.kind())?;
                let column = column.clone();
                Some(Identifier {
                    column,
                    kind,
                    used_as,
                })
            });
        found.collect()
    }
}

impl Seen {
    fn see(&mut self, cell: &str) {
        self.filled += usize::from(!cell.trim().is_empty());
        if let Some(kind) = IdentifierKind::of_cell(cell) {
            self.alike[kind as usize] += 1;
        }
    }

    /// What most of the cells that are not empty look like.
    fn kind(&self) -> Option<IdentifierKind> {
        let mut kinds = IdentifierKind::ALL.into_iter();
        kinds.find(|kind| self.alike[*kind as usize] * 2 > self.filled)
    }
}
