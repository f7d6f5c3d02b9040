//! One record while it is spoiled.

use poet_core::ItemKind;
use rust_decimal::Decimal;

use super::super::csv::{CsvColumn, CsvForm, Source};
use super::super::draft::Draft;
use super::super::rng::Rng;
use super::super::survey::Survey;
use super::Spoil;

/// One record while it is spoiled.
pub(super) struct Record<'a> {
    pub(super) survey: &'a Survey,
    pub(super) columns: &'a [CsvColumn],
    pub(super) draft: &'a Draft,
    pub(super) form: CsvForm,
    pub(super) cells: Vec<String>,
}

impl<'a> Record<'a> {
    /// The sound record of the person in `draft`.
    pub(super) fn new(
        survey: &'a Survey,
        columns: &'a [CsvColumn],
        draft: &'a Draft,
        form: CsvForm,
    ) -> Self {
        let cell = |column: &CsvColumn| {
            let mut cell = String::new();
            column.write(draft, &mut cell);
            cell
        };
        let cells = columns.iter().map(cell).collect();
        Self {
            survey,
            columns,
            draft,
            form,
            cells,
        }
    }

    /// Spoils the record and tells the column; none where it has nothing to spoil in this way.
    #[expect(
        clippy::option_option,
        reason = "spoiled without a column and not spoiled are two things"
    )]
    pub(super) fn spoil(
        &mut self,
        spoil: Spoil,
        sound_id: Option<&str>,
        rng: &mut Rng,
    ) -> Option<Option<String>> {
        let at = match spoil {
            Spoil::Ragged => {
                self.ragged(rng);
                return Some(None);
            }
            Spoil::DuplicateId => {
                sound_id?.clone_into(&mut self.cells[0]);
                0
            }
            Spoil::BlankId => {
                self.cells[0].clear();
                0
            }
            Spoil::UnknownAnswer => {
                self.change(rng, Self::is_choice, |_| "no such answer".to_owned())?
            }
            Spoil::OutOfRange => self.out_of_range(rng)?,
            Spoil::BlankCell => self.change(rng, Self::is_optional, |_| String::new())?,
            Spoil::CaseAndSpacing => match self.form {
                CsvForm::Codes => self.change(rng, Self::is_choice, |cell| format!("  {cell} "))?,
                CsvForm::Labels => self.change(rng, Self::is_choice, |cell| {
                    format!(" {} ", cell.to_uppercase().replace(' ', "  "))
                })?,
            },
            Spoil::QuotedNewline => {
                self.change(rng, Self::is_wordy, |cell| cell.replacen(' ', "\n", 1))?
            }
        };
        Some(Some(self.columns[at].name.clone()))
    }

    fn ragged(&mut self, rng: &mut Rng) {
        if rng.below(2) == 0 {
            self.cells.pop();
        } else {
            self.cells.push("stray".to_owned());
        }
    }

    /// Changes one of the cells that fit.
    fn change(
        &mut self,
        rng: &mut Rng,
        fits: fn(&Self, usize) -> bool,
        change: impl FnOnce(&str) -> String,
    ) -> Option<usize> {
        let fitting: Vec<usize> = (0..self.columns.len())
            .filter(|&at| fits(self, at))
            .collect();
        if fitting.is_empty() {
            return None;
        }
        let at = fitting[rng.below(fitting.len())];
        self.cells[at] = change(&self.cells[at]);
        Some(at)
    }

    fn out_of_range(&mut self, rng: &mut Rng) -> Option<usize> {
        let at = self.change(rng, |record, at| record.beyond(at).is_some(), str::to_owned)?;
        self.cells[at] = self.beyond(at)?;
        Some(at)
    }

    /// A number past the limits of the column's item, where it was answered and has a limit.
    fn beyond(&self, at: usize) -> Option<String> {
        let Source::Value { item, .. } = self.columns[at].source else {
            return None;
        };
        if !self.is_answered(item) {
            return None;
        }
        match self.survey.instrument.items()[item].kind() {
            ItemKind::Number(limits) | ItemKind::Money(limits) => {
                let above = limits.max.map(|m| m + Decimal::ONE);
                above
                    .or_else(|| limits.min.map(|m| m - Decimal::ONE))
                    .map(|d| d.to_string())
            }
            _ => None,
        }
    }

    fn is_answered(&self, item: usize) -> bool {
        self.draft.asked[item] && self.draft.first_code(item).answered().is_some()
    }

    /// An answered choice that was asked.
    fn is_choice(&self, at: usize) -> bool {
        let Source::Code { item, .. } = self.columns[at].source else {
            return false;
        };
        matches!(
            self.survey.instrument.items()[item].kind(),
            ItemKind::Choice(_)
        ) && self.is_answered(item)
    }

    fn is_optional(&self, at: usize) -> bool {
        let Source::Code { item, .. } = self.columns[at].source else {
            return false;
        };
        self.is_choice(at) && !self.survey.instrument.items()[item].is_required()
    }

    /// A comment, or the label of a choice, of more than one word.
    fn is_wordy(&self, at: usize) -> bool {
        let words = match self.columns[at].source {
            Source::Words { item } => self.is_answered(item),
            _ => self.is_choice(at) && self.form == CsvForm::Labels,
        };
        words && self.cells[at].contains(' ')
    }
}
