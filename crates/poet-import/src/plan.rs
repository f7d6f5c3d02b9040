//! A mapping held against a header and an instrument, ready to read rows by.

use std::collections::BTreeMap;

use poet_core::{Code, Instrument, Item, ItemId, Missing, PointCode, Scale, fold};

use crate::mapping::{Evidence, Guessed, MappedColumn, Mapping, Use};
use crate::refusal::ColumnName;
use crate::source::Head;
use crate::{Delimiter, Error};

pub(crate) use task::Task;

use task::{task, values_before};

mod task;

/// A mapping held against a header and an instrument.
pub(crate) struct Plan {
    pub(crate) instrument: Instrument,
    pub(crate) delimiter: Delimiter,
    pub(crate) columns: Vec<ColumnName>,
    /// What to do with each column of the file.
    pub(crate) tasks: Vec<Task>,
    /// Codes of a row before it is read: items without a column were not asked.
    pub(crate) template: Vec<Code>,
    /// Values of a row.
    pub(crate) values: usize,
    /// Columns in the table of tick-all items that have a column an option.
    pub(crate) marked: Vec<std::ops::Range<usize>>,
    pub(crate) required: Vec<Required>,
    pub(crate) has_ids: bool,
    pub(crate) mapping: Mapping,
    pub(crate) explained: Vec<Guessed>,
    /// Headers of the mapping that the file does not have.
    pub(crate) not_found: Vec<String>,
    pub(crate) items_without_column: Vec<ItemId>,
    pub(crate) options_without_column: Vec<(ItemId, PointCode)>,
}

/// An item that wants an answer, by its first column in the table and in the file.
pub(crate) struct Required {
    pub(crate) column: usize,
    pub(crate) file_column: usize,
}

impl Plan {
    /// Holds `mapping`, or one guessed from the header, against header and instrument.
    pub(crate) fn new(
        instrument: &Instrument,
        mapping: Option<&Mapping>,
        head: &Head,
    ) -> Result<Self, Error> {
        let (mapping, explained, not_found) = match mapping {
            None => {
                let guess = Mapping::guess(instrument, &head.columns);
                (guess.mapping, guess.columns, Vec::new())
            }
            Some(mapping) => {
                let (columns, not_found) = in_file(mapping, &head.columns);
                let explained = explain(&head.columns, &columns);
                let columns = columns.into_iter().map(|(_, column)| column).collect();
                (
                    Mapping {
                        columns,
                        ..mapping.clone()
                    },
                    explained,
                    not_found,
                )
            }
        };
        check(instrument, &mapping, head)?;
        let tasks = mapping
            .columns
            .iter()
            .map(|column| task(instrument, &mapping, column))
            .collect::<Result<Vec<_>, _>>()?;
        let mut plan = Self {
            instrument: instrument.clone(),
            delimiter: head.delimiter,
            columns: column_names(&head.columns),
            tasks,
            template: vec![Missing::NotAsked.into(); instrument.columns().len()],
            values: values_before(instrument, instrument.items().len()),
            marked: Vec::new(),
            required: Vec::new(),
            has_ids: mapping.columns.iter().any(|c| c.role == Use::ResponseId),
            mapping,
            explained,
            not_found,
            items_without_column: Vec::new(),
            options_without_column: Vec::new(),
        };
        plan.look_at_items();
        Ok(plan)
    }

    fn look_at_items(&mut self) {
        let instrument = self.instrument.clone();
        for (at, item) in instrument.items().iter().enumerate() {
            let of_item = |column: &MappedColumn| match &column.role {
                Use::Item { item: id, .. } | Use::Option { item: id, .. } => id == item.id(),
                _ => false,
            };
            let Some(file_column) = self.mapping.columns.iter().position(of_item) else {
                self.items_without_column.push(item.id().clone());
                continue;
            };
            let columns = instrument.columns_of(at);
            if matches!(self.mapping.columns[file_column].role, Use::Option { .. }) {
                self.look_at_options(item);
                self.marked.push(columns.clone());
            }
            if item.is_required() {
                self.required.push(Required {
                    column: columns.start,
                    file_column,
                });
            }
        }
    }

    fn look_at_options(&mut self, item: &Item) {
        for point in item.scale().map(Scale::points).unwrap_or_default() {
            let role = Use::Option {
                item: item.id().clone(),
                option: point.code().clone(),
            };
            if !self.mapping.columns.iter().any(|c| c.role == role) {
                self.options_without_column
                    .push((item.id().clone(), point.code().clone()));
            }
        }
    }
}

/// The columns of a file as a report names them.
pub(crate) fn column_names(header: &[String]) -> Vec<ColumnName> {
    (1..)
        .zip(header)
        .map(|(position, header)| ColumnName {
            position,
            header: header.clone(),
        })
        .collect()
}

/// For each column of the file what the mapping says of it, if anything, and the headers that the file does not have.
fn in_file(mapping: &Mapping, header: &[String]) -> (Vec<(bool, MappedColumn)>, Vec<String>) {
    let mut used = vec![false; mapping.columns.len()];
    let mut found: Vec<Option<usize>> = vec![None; header.len()];
    let passes: [fn(&str, &str) -> bool; 2] = [
        |a, b| a.trim() == b,
        |a, b| fold(a) == fold(b) && !fold(b).is_empty(),
    ];
    for same in passes {
        for (name, found) in header
            .iter()
            .zip(&mut found)
            .filter(|(_, found)| found.is_none())
        {
            let at =
                (0..used.len()).find(|&at| !used[at] && same(&mapping.columns[at].header, name));
            if let Some(at) = at {
                used[at] = true;
                *found = Some(at);
            }
        }
    }
    let unknown = |header: &String| MappedColumn {
        header: header.clone(),
        role: Use::Ignored,
        values: BTreeMap::new(),
        missing: BTreeMap::new(),
    };
    let columns = header
        .iter()
        .zip(&found)
        .map(|(header, found)| match found {
            Some(at) => (true, mapping.columns[*at].clone()),
            None => (false, unknown(header)),
        })
        .collect();
    let not_found = mapping
        .columns
        .iter()
        .zip(&used)
        .filter(|(c, used)| !**used && c.role != Use::Ignored);
    (
        columns,
        not_found.map(|(column, _)| column.header.clone()).collect(),
    )
}

fn explain(header: &[String], columns: &[(bool, MappedColumn)]) -> Vec<Guessed> {
    let lines = (1..).zip(header).zip(columns);
    lines
        .map(|((position, header), (known, column))| Guessed {
            position,
            header: header.clone(),
            used_as: known.then(|| column.role.to_string()),
            evidence: if *known {
                Evidence::Mapping
            } else {
                Evidence::Unknown
            },
        })
        .collect()
}

fn check(instrument: &Instrument, mapping: &Mapping, head: &Head) -> Result<(), Error> {
    if mapping.instrument != *instrument.key() {
        return Err(Error::OtherInstrument {
            found: mapping.instrument.clone(),
            wanted: instrument.key().clone(),
        });
    }
    for (at, column) in mapping.columns.iter().enumerate() {
        if mapping.columns[..at]
            .iter()
            .any(|before| before.role.excludes(&column.role))
        {
            let role = column.role.clone();
            return Err(Error::TwiceMapped { role });
        }
    }
    if mapping.columns.iter().all(|c| c.role != Use::Organisation) {
        return Err(Error::NoColumn {
            what: "organisation",
            columns: head.columns.len(),
        });
    }
    Ok(())
}
