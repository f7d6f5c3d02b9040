//! Columns of a file and what they show.

use std::fmt::Write as _;

use poet_core::{Code, ItemId, ItemKind, Missing, Point};
use rust_decimal::Decimal;

use super::super::Error;
use super::super::Part;
use super::super::draft::{Draft, SENTENCES};
use super::super::survey::{Survey, day, response_id};
use super::{Csv, CsvForm};

/// One column of a file.
pub(in crate::synth) struct CsvColumn {
    pub(in crate::synth) name: String,
    pub(in crate::synth) source: Source,
    /// What is written, by position of what is drawn; answers by the byte of their code.
    pub(in crate::synth) cells: Vec<String>,
}

/// What a column shows.
#[derive(Clone, Copy)]
pub(in crate::synth) enum Source {
    Id,
    Place,
    Stratum,
    Mode,
    Help,
    Helper,
    Form,
    Language,
    Budget,
    Household,
    KeepUntil,
    Code { item: usize, column: usize },
    Value { item: usize, decimals: u32 },
    Day { item: usize },
    Words { item: usize },
}

impl CsvColumn {
    /// Appends the cell of a person.
    pub(in crate::synth) fn write(&self, draft: &Draft, out: &mut String) {
        let at = match self.source {
            Source::Id => return out.push_str(&response_id(draft.row)),
            Source::Place => Some(draft.place),
            Source::Stratum => draft.stratum,
            Source::Mode => draft.mode,
            Source::Help => draft.help,
            Source::Helper => draft.beside.helper,
            Source::Form => draft.beside.form,
            Source::Language => draft.beside.language,
            Source::KeepUntil => Some(0),
            Source::Budget | Source::Household => None,
            Source::Code { column, .. } => Some(usize::from(draft.codes[column].byte())),
            Source::Words { item } => {
                Some(draft.cell(item).map_or(draft.sentences[item], usize::from))
            }
            Source::Value { item, .. } | Source::Day { item } => draft.cell(item).map(usize::from),
        };
        if let Some(at) = at {
            return out.push_str(&self.cells[at]);
        }
        // A string takes whatever is written to it.
        let _ = match self.source {
            Source::Value { item, decimals } => {
                write!(out, "{}", Decimal::new(draft.value(item), decimals))
            }
            Source::Day { item } => {
                day(draft.value(item)).map_or(Ok(()), |day| write!(out, "{day}"))
            }
            Source::Budget => Survey::links(draft)
                .budget
                .map_or(Ok(()), |id| write!(out, "{id}")),
            Source::Household => Survey::links(draft)
                .household
                .map_or(Ok(()), |id| write!(out, "{id}")),
            _ => Ok(()),
        };
    }
}

impl Draft {
    /// Byte of the reason why `item` has no answer, where it has none.
    fn cell(&self, item: usize) -> Option<u8> {
        let code = self.first_code(item);
        code.missing().map(|_| code.byte())
    }
}

/// Cells by the byte of a code: the answers, and words for the reasons why there is none.
fn coded(answers: Vec<String>) -> Vec<String> {
    let mut cells = answers;
    cells.resize(usize::from(u8::MAX) + 1, String::new());
    for missing in Missing::ALL
        .into_iter()
        .filter(|m| *m != Missing::NotAnswered)
    {
        cells[usize::from(Code::from(missing).byte())] = missing.to_string();
    }
    cells
}

impl Survey {
    /// The columns of a file of this shape.
    pub(in crate::synth) fn csv_columns(&self, csv: &Csv) -> Result<Vec<CsvColumn>, Error> {
        let mut columns = self.head_columns();
        let every: Vec<ItemId>;
        let chosen = if let Some(items) = &csv.items {
            items
        } else {
            every = self
                .instrument
                .items()
                .iter()
                .map(|i| i.id().clone())
                .collect();
            &every
        };
        for id in chosen {
            let at = self.instrument.position(id.as_str());
            let at = at.ok_or_else(|| Error::UnknownItem {
                item: id.clone(),
                nearest: self.instrument.nearest_item(id.as_str()).cloned(),
            })?;
            self.item_columns(at, csv.form, &mut columns);
        }
        Ok(columns)
    }

    /// The columns before the items: who, where, and how the response came about.
    fn head_columns(&self) -> Vec<CsvColumn> {
        fn codes<T: ToString>(parts: &[Part<T>]) -> (Vec<String>, bool) {
            let cells = parts.iter().map(|part| part.value.to_string()).collect();
            (cells, !parts.is_empty())
        }
        let (truth, beside) = (&self.truth, &self.truth.beside);
        let places = self.places.iter().map(|p| p.id.to_string()).collect();
        let (every, none) = (true, Vec::new);
        let linked = beside.linked > 0.0;
        let kept = beside.keep_until.iter().map(ToString::to_string).collect();
        let columns: [(_, _, (Vec<String>, bool)); 11] = [
            ("response_id", Source::Id, (none(), every)),
            ("organisation", Source::Place, (places, every)),
            ("stratum", Source::Stratum, codes(&truth.strata)),
            ("mode", Source::Mode, codes(&truth.modes)),
            ("help", Source::Help, codes(&truth.helps)),
            ("helper", Source::Helper, codes(&beside.helpers)),
            ("form", Source::Form, codes(&beside.forms)),
            ("language", Source::Language, codes(&beside.languages)),
            ("budget_id", Source::Budget, (none(), linked)),
            ("household_id", Source::Household, (none(), linked)),
            (
                "keep_until",
                Source::KeepUntil,
                (kept, beside.keep_until.is_some()),
            ),
        ];
        let there = columns.into_iter().filter(|(.., (_, there))| *there);
        there
            .map(|(name, source, (cells, _))| CsvColumn {
                name: name.to_owned(),
                source,
                cells,
            })
            .collect()
    }

    fn item_columns(&self, at: usize, form: CsvForm, columns: &mut Vec<CsvColumn>) {
        let item = &self.instrument.items()[at];
        let first = self.plans[at].first_column;
        let code =
            |column, answers: Vec<String>| (Source::Code { item: at, column }, coded(answers));
        let mut add = |name: String, (source, cells)| {
            columns.push(CsvColumn {
                name,
                source,
                cells,
            });
        };
        let name = item.id().to_string();
        match item.kind() {
            ItemKind::Choice(scale) => {
                let cell = |p: &Point| match form {
                    CsvForm::Codes => p.code().to_string(),
                    CsvForm::Labels => p.label().english().to_owned(),
                };
                add(name, code(first, scale.points().iter().map(cell).collect()));
            }
            ItemKind::TickAll(scale) => {
                for (option, point) in scale.points().iter().enumerate() {
                    let cells = vec!["0".to_owned(), "1".to_owned()];
                    add(
                        format!("{name}.{}", point.code()),
                        code(first + option, cells),
                    );
                }
            }
            ItemKind::Number(limits) | ItemKind::Money(limits) => {
                let source = Source::Value {
                    item: at,
                    decimals: limits.decimals,
                };
                add(name, (source, coded(Vec::new())));
            }
            ItemKind::Date { .. } => add(name, (Source::Day { item: at }, coded(Vec::new()))),
            _ => {
                let sentences = SENTENCES.map(str::to_owned).to_vec();
                add(name, (Source::Words { item: at }, coded(sentences)));
            }
        }
    }
}
