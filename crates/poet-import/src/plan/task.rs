//! What to do with a column.

use poet_core::{Instrument, Item, ItemId, ItemKind, OrganisationId, PointCode, Scale, StratumId};

use crate::Error;
use crate::mapping::{Also, MappedColumn, Mapping, Use};
use crate::words::{Languages, TICK, Words};

/// What to do with a column.
pub(crate) enum Task {
    Ignore,
    Id,
    Organisation,
    Stratum,
    Mode(Words),
    Help(Words),
    Helper(Words),
    Form(Words),
    Language(Languages),
    /// A budget; the words are reasons why there is none, as for the two below.
    Budget(Words),
    Household(Words),
    KeepUntil(Words),
    Choice {
        column: usize,
        words: Words,
        also: Option<Named>,
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

/// Organisations or strata that are named after the points of an item.
pub(crate) enum Named {
    Organisations(Vec<OrganisationId>),
    Strata(Vec<StratumId>),
}

impl Named {
    fn after(item: &Item, also: Also) -> Result<Self, Error> {
        let points = item.scale().map(Scale::points).unwrap_or_default();
        let labels = points.iter().map(|point| point.label().english().trim());
        Ok(match also {
            Also::Organisation => {
                Self::Organisations(labels.map(str::parse).collect::<Result<_, _>>()?)
            }
            Also::Stratum => Self::Strata(labels.map(str::parse).collect::<Result<_, _>>()?),
        })
    }
}

impl Task {
    /// The words that a cell of the column may hold.
    pub(crate) fn words(&self) -> Option<&Words> {
        match self {
            Self::Mode(words)
            | Self::Help(words)
            | Self::Helper(words)
            | Self::Form(words)
            | Self::Language(Languages { words, .. })
            | Self::Choice { words, .. }
            | Self::Option { words, .. }
            | Self::Ticks { words, .. }
            | Self::Value { words, .. }
            | Self::Text { words, .. } => Some(words),
            Self::Ignore
            | Self::Id
            | Self::Organisation
            | Self::Stratum
            | Self::Budget(_)
            | Self::Household(_)
            | Self::KeepUntil(_) => None,
        }
    }
}

/// Values of the items before the one at `item`.
pub(super) fn values_before(instrument: &Instrument, item: usize) -> usize {
    instrument.items()[..item]
        .iter()
        .filter(|i| i.kind().has_value())
        .count()
}

pub(super) fn task(
    instrument: &Instrument,
    mapping: &Mapping,
    column: &MappedColumn,
) -> Result<Task, Error> {
    match &column.role {
        Use::Ignored => Ok(Task::Ignore),
        Use::ResponseId => Ok(Task::Id),
        Use::Organisation => Ok(Task::Organisation),
        Use::Stratum => Ok(Task::Stratum),
        Use::Mode => Ok(Task::Mode(Words::modes(&mapping.mode))),
        Use::Help => Ok(Task::Help(Words::helps(&mapping.help))),
        Use::Helper => Ok(Task::Helper(Words::helpers(&mapping.helper))),
        Use::Form => Ok(Task::Form(Words::forms(&mapping.form))),
        Use::Language => Ok(Task::Language(Languages::new(&mapping.language))),
        Use::Budget => Ok(Task::Budget(usual_missing())),
        Use::Household => Ok(Task::Household(usual_missing())),
        Use::KeepUntil => Ok(Task::KeepUntil(usual_missing())),
        Use::Item { item, separator } => item_task(instrument, mapping, column, (item, *separator)),
        Use::Option { item, option } => option_task(instrument, mapping, column, (item, option)),
    }
}

fn usual_missing() -> Words {
    let mut words = Words::default();
    words.add_usual_missing();
    words
}

fn item_task(
    instrument: &Instrument,
    mapping: &Mapping,
    column: &MappedColumn,
    (id, separator): (&ItemId, Option<char>),
) -> Result<Task, Error> {
    let (at, item) = find_item(instrument, id)?;
    if let Some(wants) = misfit(item.kind(), column, separator) {
        let item = id.clone();
        return Err(Error::WrongKind { item, wants });
    }
    let kind = item.kind();
    let mut words = own_words(item, mapping, column)?;
    let columns = instrument.columns_of(at);
    let first = columns.start;
    Ok(match kind {
        ItemKind::Choice(_) => {
            words.add_points(item);
            words.add_usual_missing();
            words.add_codes_with_labels(item);
            let also = column.also.map(|also| Named::after(item, also));
            Task::Choice {
                column: first,
                words,
                also: also.transpose()?,
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

/// What the mapping says of a column that its kind of item has no place for.
fn misfit(kind: &ItemKind, column: &MappedColumn, separator: Option<char>) -> Option<&'static str> {
    let choice = matches!(kind, ItemKind::Choice(_));
    let ticks = matches!(kind, ItemKind::TickAll(_));
    if separator.is_some() && !ticks {
        return Some("only a tick-all item has a separator");
    }
    if !column.values.is_empty() && !choice && !ticks {
        return Some("only choice and tick-all items have values");
    }
    (column.also.is_some() && !choice).then_some(Also::WANTS)
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
