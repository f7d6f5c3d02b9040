//! One question of an instrument.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::condition::Condition;
use super::scale::{Scale, Status};
use crate::{ItemId, SeriesKey, Text};

/// One question.
#[derive(Clone, Debug)]
pub struct Item {
    pub(super) id: ItemId,
    pub(super) section: usize,
    pub(super) kind: ItemKind,
    pub(super) text: Text,
    pub(super) label: Option<Text>,
    pub(super) required: bool,
    pub(super) ask_if: Option<Condition>,
    pub(super) topic: Option<String>,
    pub(super) status: Option<Status>,
    pub(super) series: Option<SeriesKey>,
    pub(super) synonyms: Vec<String>,
}

/// What kind of answer a question takes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ItemKind {
    /// One point of a scale, already turned round where the item is reversed.
    Choice(Arc<Scale>),
    /// Any number of the options.
    TickAll(Arc<Scale>),
    /// A number.
    Number(Limits),
    /// An amount in pounds sterling, with pence.
    Money(Limits),
    /// A day.
    Date {
        /// Earliest day allowed.
        earliest: Option<NaiveDate>,
        /// Latest day allowed.
        latest: Option<NaiveDate>,
    },
    /// Words, kept apart from everything that is counted.
    Text,
}

/// Limits of a number or an amount, both included.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Smallest value allowed.
    pub min: Option<Decimal>,
    /// Largest value allowed.
    pub max: Option<Decimal>,
    /// Most decimal places allowed.
    pub decimals: u32,
}

impl Limits {
    /// Whether `value` lies within, with no more decimal places than allowed.
    pub fn hold(&self, value: Decimal) -> bool {
        self.min.is_none_or(|m| m <= value)
            && self.max.is_none_or(|m| value <= m)
            && value.normalize().scale() <= self.decimals
    }
}

impl Item {
    /// Name of the item.
    pub fn id(&self) -> &ItemId {
        &self.id
    }

    /// Position of its section in [`Instrument::sections`](super::Instrument::sections).
    pub fn section(&self) -> usize {
        self.section
    }

    /// What kind of answer it takes.
    pub fn kind(&self) -> &ItemKind {
        &self.kind
    }

    /// The question as asked, in our own words.
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// A few words for charts and tables; the question itself where none are given.
    pub fn label(&self) -> &Text {
        self.label.as_ref().unwrap_or(&self.text)
    }

    /// Whether an answer is wanted from everyone who is asked.
    pub fn is_required(&self) -> bool {
        self.required
    }

    /// Whom it is asked of; everyone where there is no condition.
    pub fn ask_if(&self) -> Option<&Condition> {
        self.ask_if.as_ref()
    }

    /// Published topic that it stands for: the crosswalk.
    pub fn topic(&self) -> Option<&str> {
        self.topic.as_deref()
    }

    /// Whether the topic was published or inferred.
    pub fn status(&self) -> Option<Status> {
        self.status
    }

    /// Key shared with items of other editions that it may be compared with.
    pub fn series(&self) -> Option<&SeriesKey> {
        self.series.as_ref()
    }

    /// Other names that an importer takes for its column.
    pub fn synonyms(&self) -> &[String] {
        &self.synonyms
    }

    /// Points or options, where the kind has them.
    pub fn scale(&self) -> Option<&Scale> {
        match &self.kind {
            ItemKind::Choice(scale) | ItemKind::TickAll(scale) => Some(scale),
            _ => None,
        }
    }
}
