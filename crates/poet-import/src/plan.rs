//! A mapping held against a header and an instrument, ready to read rows by.

use std::collections::BTreeMap;

use poet_core::{Code, Instrument, Item, ItemId, ItemKind, Missing, PointCode, Scale, fold};

use crate::mapping::{Evidence, Guessed, MappedColumn, Mapping, Use};
use crate::refusal::ColumnName;
use crate::source::Head;
use crate::words::{TICK, Words};
use crate::{Delimiter, Error};

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

/// What to do with a column.
pub(crate) enum Task {
    Ignore,
    Id,
    Organisation,
    Stratum,
    Mode(Words),
    Help(Words),
    Choice {
        column: usize,
        words: Words,
    },
    Option {
        column: usize,
        words: Words,
    },
    Ticks {
        first: usize,
        options: usize,
        separator: Option<char>,
        words: Words,
    },
    Value {
        column: usize,
        value: usize,
        kind: ItemKind,
        words: Words,
    },
    Text {
        column: usize,
        item: usize,
        words: Words,
    },
}

impl Task {
    /// The words that a cell of the column may hold.
    pub(crate) fn words(&self) -> Option<&Words> {
        match self {
            Self::Mode(words)
            | Self::Help(words)
            | Self::Choice { words, .. }
            | Self::Option { words, .. }
            | Self::Ticks { words, .. }
            | Self::Value { words, .. }
            | Self::Text { words, .. } => Some(words),
            Self::Ignore | Self::Id | Self::Organisation | Self::Stratum => None,
        }
    }
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

/// Values of the items before the one at `item`.
fn values_before(instrument: &Instrument, item: usize) -> usize {
    instrument.items()[..item]
        .iter()
        .filter(|i| i.kind().has_value())
        .count()
}

fn task(instrument: &Instrument, mapping: &Mapping, column: &MappedColumn) -> Result<Task, Error> {
    match &column.role {
        Use::Ignored => Ok(Task::Ignore),
        Use::ResponseId => Ok(Task::Id),
        Use::Organisation => Ok(Task::Organisation),
        Use::Stratum => Ok(Task::Stratum),
        Use::Mode => Ok(Task::Mode(Words::modes(&mapping.mode))),
        Use::Help => Ok(Task::Help(Words::helps(&mapping.help))),
        Use::Item { item, separator } => item_task(instrument, mapping, column, (item, *separator)),
        Use::Option { item, option } => option_task(instrument, mapping, column, (item, option)),
    }
}

fn item_task(
    instrument: &Instrument,
    mapping: &Mapping,
    column: &MappedColumn,
    (id, separator): (&ItemId, Option<char>),
) -> Result<Task, Error> {
    let (at, item) = find_item(instrument, id)?;
    let wrong = |wants| {
        Err(Error::WrongKind {
            item: id.clone(),
            wants,
        })
    };
    let kind = item.kind();
    if separator.is_some() && !matches!(kind, ItemKind::TickAll(_)) {
        return wrong("only a tick-all item has a separator");
    }
    if !column.values.is_empty() && item.scale().is_none() {
        return wrong("only choice and tick-all items have values");
    }
    let mut words = own_words(item, mapping, column)?;
    let columns = instrument.columns_of(at);
    let first = columns.start;
    Ok(match kind {
        ItemKind::Choice(_) => {
            words.add_points(item);
            words.add_usual_missing();
            Task::Choice {
                column: first,
                words,
            }
        }
        ItemKind::TickAll(_) => {
            words.add_points(item);
            words.add_usual_missing();
            let options = columns.len();
            Task::Ticks {
                first,
                options,
                separator,
                words,
            }
        }
        ItemKind::Text => {
            // What a person wrote is an answer unless the mapping says that it is none.
            let mut words = Words::default();
            words.add_missing(&column.missing);
            Task::Text {
                column: first,
                item: at,
                words,
            }
        }
        _ => {
            words.add_usual_missing();
            let value = values_before(instrument, at);
            Task::Value {
                column: first,
                value,
                kind: kind.clone(),
                words,
            }
        }
    })
}

fn option_task(
    instrument: &Instrument,
    mapping: &Mapping,
    column: &MappedColumn,
    (id, option): (&ItemId, &PointCode),
) -> Result<Task, Error> {
    let (at, item) = find_item(instrument, id)?;
    let ItemKind::TickAll(scale) = item.kind() else {
        return Err(Error::WrongKind {
            item: id.clone(),
            wants: "only a tick-all item has options",
        });
    };
    let position = usize::from(position_of(item, option)?);
    let mut words = Words::default();
    for (text, code) in &column.values {
        let named = usize::from(position_of(item, code)?);
        words.add(text, u8::from(named == position));
    }
    words.add_missing(&column.missing);
    words.add_missing(&mapping.missing);
    words.add_ticks(&scale.points()[position]);
    words.add_usual_missing();
    let column = instrument.columns_of(at).start + position;
    Ok(Task::Option { column, words })
}

fn own_words(item: &Item, mapping: &Mapping, column: &MappedColumn) -> Result<Words, Error> {
    let mut words = Words::default();
    for (text, code) in &column.values {
        words.add(text, position_of(item, code)?);
    }
    words.add_missing(&column.missing);
    words.add_missing(&mapping.missing);
    Ok(words)
}

fn find_item<'a>(instrument: &'a Instrument, id: &ItemId) -> Result<(usize, &'a Item), Error> {
    let at = instrument
        .position(id.as_str())
        .ok_or_else(|| Error::UnknownItem {
            item: id.clone(),
            nearest: instrument.nearest_item(id.as_str()).cloned(),
        })?;
    Ok((at, &instrument.items()[at]))
}

fn position_of(item: &Item, code: &PointCode) -> Result<u8, Error> {
    let scale = item.scale();
    scale
        .and_then(|s| s.position(code.as_str()))
        .ok_or_else(|| {
            let codes: Vec<&str> = scale
                .map(Scale::points)
                .unwrap_or_default()
                .iter()
                .map(|p| p.code().as_str())
                .collect();
            Error::UnknownPoint {
                item: item.id().clone(),
                wants: codes.join(", "),
            }
        })
}

const _: () = assert!(TICK == 1, "an option's code is whether it is ticked");
