//! A mapping held against a header and an instrument, ready to read rows by.

use poet_core::{Code, Instrument, Item, ItemId, Missing, PointCode, Scale};

use crate::error::ORGANISATION;
use crate::mapping::{Guessed, MappedColumn, Mapping, Places, Use};
use crate::privacy::Privacy;
use crate::refusal::ColumnName;
use crate::report::Unroutable;
use crate::source::Head;
use crate::{Delimiter, Error};

pub(crate) use columns::column_names;
pub(crate) use task::{Named, Task};

use columns::{explain, in_file};
use routing::unroutable;
use task::{task, values_before};

mod columns;
mod routing;
mod task;

/// A mapping held against a header and an instrument.
pub(crate) struct Plan {
    pub(crate) privacy: Privacy,
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
    pub(crate) unroutable: Vec<Unroutable>,
}

/// An item that wants an answer, by its first column in the table and in the file.
pub(crate) struct Required {
    pub(crate) column: usize,
    pub(crate) file_column: usize,
}

impl Plan {
    /// Holds `mapping`, or one guessed from the header, against header and instrument; `places` goes before it.
    pub(crate) fn new(
        instrument: &Instrument,
        mapping: Option<&Mapping>,
        places: Option<&Places>,
        privacy: &Privacy,
        head: &Head,
    ) -> Result<Self, Error> {
        let (mut mapping, mut explained, not_found) = match mapping {
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
        if let Some(places) = places {
            mapping.tell_apart(places, instrument, &mut explained)?;
        }
        check(instrument, &mapping, head)?;
        check_privacy(privacy, &mapping, head)?;
        let tasks = mapping
            .columns
            .iter()
            .map(|column| task(instrument, &mapping, column))
            .collect::<Result<Vec<_>, _>>()?;
        let mut plan = Self {
            privacy: privacy.clone(),
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
            unroutable: Vec::new(),
        };
        plan.look_at_items();
        plan.unroutable = unroutable(&plan);
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

fn check(instrument: &Instrument, mapping: &Mapping, head: &Head) -> Result<(), Error> {
    if mapping.instrument != *instrument.key() {
        return Err(Error::OtherInstrument {
            found: mapping.instrument.clone(),
            wanted: instrument.key().clone(),
        });
    }
    let everyone = mapping.organisation.as_ref().map(|_| Use::Organisation);
    let mut before: Vec<Use> = everyone.into_iter().collect();
    for role in mapping.columns.iter().flat_map(MappedColumn::uses) {
        if before.iter().any(|other| other.excludes(&role)) {
            return Err(Error::TwiceMapped { role });
        }
        before.push(role);
    }
    match mapping.organisation {
        Some(_) => Ok(()),
        None => wants_column(mapping, &Use::Organisation, ORGANISATION, head),
    }
}

/// Whether the file has the columns that decide who is left out; without them nobody would be.
fn check_privacy(privacy: &Privacy, mapping: &Mapping, head: &Head) -> Result<(), Error> {
    if !privacy.erased.is_empty() {
        wants_column(mapping, &Use::ResponseId, "response id", head)?;
    }
    if privacy.as_at.is_some() {
        wants_column(mapping, &Use::KeepUntil, "last day", head)?;
    }
    Ok(())
}

fn wants_column(
    mapping: &Mapping,
    role: &Use,
    what: &'static str,
    head: &Head,
) -> Result<(), Error> {
    let mut uses = mapping.columns.iter().flat_map(MappedColumn::uses);
    if uses.any(|found| found == *role) {
        return Ok(());
    }
    Err(Error::NoColumn {
        what,
        columns: head.columns.len(),
    })
}
