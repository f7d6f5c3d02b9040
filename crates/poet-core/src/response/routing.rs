//! Routing comes before scoring: an answer that was not asked for is kept apart and in no score.

use super::encode::encode;
use super::{Code, Missing, Response};
use crate::instrument::Answers;
use crate::{Instrument, ItemKind};

/// One response in code, routed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Routed {
    codes: Vec<Code>,
    set_aside: Vec<SetAside>,
}

impl Routed {
    /// A code for each column of the instrument.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// Answers to questions that the routing did not ask, kept apart.
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }
}

/// An answer to a question that the routing did not ask.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SetAside {
    /// Row of the table; 0 for a single response.
    pub row: usize,
    /// Column of the answer.
    pub column: usize,
    /// The answer.
    pub code: Code,
}

impl Response {
    /// The response in code with every answer set aside that the routing did not ask for.
    ///
    /// Routing twice changes nothing. Answers that do not fit the instrument are left out; [`Response::validate`]
    /// reports them.
    pub fn route(&self, instrument: &Instrument) -> Routed {
        let (mut codes, _) = encode(instrument, self);
        let mut set_aside = Vec::new();
        route(instrument, codes.as_mut_slice(), 0, &mut set_aside);
        Routed { codes, set_aside }
    }
}

impl Instrument {
    /// Routes one row of codes, a code a column, where it lies, and gives back what it set aside.
    ///
    /// Routing twice changes nothing. For readers that look at a row before it stands in a table;
    /// [`ResponseTable::route`](crate::ResponseTable::route) does the same for a whole table.
    ///
    /// # Panics
    ///
    /// Where there are fewer codes than [`Instrument::columns`].
    pub fn route(&self, codes: &mut [Code]) -> Vec<SetAside> {
        let mut set_aside = Vec::new();
        route(self, codes, 0, &mut set_aside);
        set_aside
    }
}

/// Codes of one row, wherever they lie.
pub(super) trait Cells {
    fn get(&self, column: usize) -> Code;
    fn set(&mut self, column: usize, code: Code);
}

impl Cells for [Code] {
    fn get(&self, column: usize) -> Code {
        self[column]
    }

    fn set(&mut self, column: usize, code: Code) {
        self[column] = code;
    }
}

/// Routes one row: every item whose condition is not met becomes "not asked".
pub(super) fn route(
    instrument: &Instrument,
    cells: &mut (impl Cells + ?Sized),
    row: usize,
    set_aside: &mut Vec<SetAside>,
) {
    for (at, item) in instrument.items().iter().enumerate() {
        let Some(condition) = item.ask_if() else {
            continue;
        };
        let answers = RowAnswers { instrument, cells };
        if condition.is_met(&answers) {
            continue;
        }
        for column in instrument.columns_of(at) {
            let code = cells.get(column);
            let silent = matches!(
                code.missing(),
                Some(Missing::NotAnswered | Missing::NotAsked)
            );
            if !silent {
                set_aside.push(SetAside { row, column, code });
            }
            cells.set(column, Missing::NotAsked.into());
        }
    }
}

struct RowAnswers<'a, C: ?Sized> {
    instrument: &'a Instrument,
    cells: &'a C,
}

impl<C: Cells + ?Sized> Answers for RowAnswers<'_, C> {
    fn has(&self, item: usize, point: u8) -> bool {
        let first = self.instrument.columns_of(item).start;
        match self.instrument.items()[item].kind() {
            ItemKind::TickAll(_) => self.cells.get(first + usize::from(point)) == Code::answer(1),
            _ => self.cells.get(first) == Code::answer(point),
        }
    }

    fn answered(&self, item: usize) -> bool {
        let first = self.instrument.columns_of(item).start;
        self.cells.get(first).answered().is_some()
    }
}
