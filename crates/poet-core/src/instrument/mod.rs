//! Questionnaires as data: checked once, immutable afterwards.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Edition, InstrumentKey, ItemId, MeasureId, Text};

pub use catalogue::Catalogue;
pub use collapse::Collapse;
pub use comparability::{
    Change, Comparability, Incomparable, ItemComparison, ItemVerdict, LeftOut, MeasureComparison,
    MeasureVerdict, Member, Pool, Reworded, Taken, Trend, TrendPoint,
};
pub use condition::Condition;
pub use fold::fold;
pub use hash::ContentHash;
pub use item::{Item, ItemKind, Limits};
pub use layout::Column;
pub use measure::{Measure, MeasureKind};
pub use parts::Parts;
pub use problem::{Problem, ProblemKind, Problems, distance, nearest};
pub use scale::{Point, Reading, Scale, Status};
pub use section::{Section, SectionRole};
pub use wording::{MissingWords, UnknownWords, Wording, WordingReport};

pub(crate) use condition::Answers;

mod catalogue;
mod check;
mod collapse;
mod comparability;
mod condition;
mod document;
mod draft;
mod fold;
mod hash;
mod item;
mod layout;
mod load;
mod measure;
mod parts;
mod problem;
mod resolve;
mod scale;
#[cfg(feature = "schema")]
pub(crate) mod schema;
mod section;
#[cfg(test)]
mod tests;
mod wording;

/// A questionnaire in one edition: sections, items, scales, routing and measures.
///
/// Holds only what passed the check: every name is declared once, every condition looks back and can be met, every
/// measure has items that it can score. Whole in itself: what it takes from shared documents ([`Parts`]) is written out
/// in it. Cloning is cheap.
///
/// # Examples
///
/// ```
/// use poet_core::Catalogue;
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?.clone();
/// assert_eq!(instrument.item("dignity").map(|i| i.label().english()), Some("Dignity"));
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Instrument(Arc<Inner>);

struct Inner {
    key: InstrumentKey,
    hash: ContentHash,
    licence: String,
    source: String,
    note: String,
    title: Text,
    asks: Asks,
    respondent: Respondent,
    scales: Vec<Arc<Scale>>,
    sections: Vec<Section>,
    items: Vec<Item>,
    measures: Vec<Measure>,
    positions: BTreeMap<ItemId, usize>,
    columns: Vec<Column>,
    first_column: Vec<usize>,
    document: document::Document,
}

/// What an instrument's outcomes ask about; the two are never pooled or trended together.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// Change that people perceive because of the budget.
    Change,
    /// How things are now.
    State,
}

/// Who answers.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Respondent {
    /// Somebody who holds a personal budget.
    Holder,
    /// A family carer.
    Carer,
    /// A child or young person.
    Child,
    /// A parent.
    Parent,
    /// A practitioner.
    Practitioner,
    /// A member of staff.
    Staff,
    /// Somebody who uses services, with a budget or without.
    User,
    /// Anybody else.
    Other,
}

impl Instrument {
    fn document(&self) -> &document::Document {
        &self.0.document
    }

    /// Name and edition.
    pub fn key(&self) -> &InstrumentKey {
        &self.0.key
    }

    /// Edition.
    pub fn edition(&self) -> &Edition {
        &self.0.key.edition
    }

    /// Hash of the content: the same questions, scales and measures have the same hash.
    pub fn hash(&self) -> &ContentHash {
        &self.0.hash
    }

    /// Hash of all but words: instruments of the same structure count and score the same answers in the same way,
    /// whatever wording they have.
    ///
    /// Words are titles, questions, labels and synonyms; topics, their status, source, note and licence are beside it too.
    pub fn structure(&self) -> ContentHash {
        ContentHash::of(&self.0.document.bare())
    }

    /// Licence of the wording.
    pub fn licence(&self) -> &str {
        &self.0.licence
    }

    /// Where the topics come from; may be empty.
    pub fn source(&self) -> &str {
        &self.0.source
    }

    /// What a reader of results must know; may be empty.
    pub fn note(&self) -> &str {
        &self.0.note
    }

    /// Words that people read.
    pub fn title(&self) -> &Text {
        &self.0.title
    }

    /// Whether outcomes are change or state.
    pub fn asks(&self) -> Asks {
        self.0.asks
    }

    /// Who answers.
    pub fn respondent(&self) -> Respondent {
        self.0.respondent
    }

    /// Scales by name.
    pub fn scales(&self) -> impl Iterator<Item = &Scale> {
        self.0.scales.iter().map(Arc::as_ref)
    }

    /// The scale of this name, as it stands before an item turns it round.
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales().find(|scale| scale.id().as_str() == id)
    }

    /// Sections in the order of the form.
    pub fn sections(&self) -> &[Section] {
        &self.0.sections
    }

    /// Items in the order of the form.
    pub fn items(&self) -> &[Item] {
        &self.0.items
    }

    /// Measures in the order of the document.
    pub fn measures(&self) -> &[Measure] {
        &self.0.measures
    }

    /// The item of this name.
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.position(id).map(|at| &self.0.items[at])
    }

    /// Position of the item of this name.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.0.positions.get(id).copied()
    }

    /// The item name most similar to `name`, where one is similar enough to be meant.
    pub fn nearest_item(&self, name: &str) -> Option<&ItemId> {
        let names = self.0.items.iter().map(|i| i.id.as_str());
        let nearest = problem::nearest(name, names)?;
        self.item(nearest).map(Item::id)
    }

    /// The measure of this name.
    pub fn measure(&self, id: &MeasureId) -> Option<&Measure> {
        self.0.measures.iter().find(|m| &m.id == id)
    }

    /// Columns of one byte an answer, in the order of the form.
    pub fn columns(&self) -> &[Column] {
        &self.0.columns
    }

    /// Positions of the columns of the item at `item`.
    pub fn columns_of(&self, item: usize) -> std::ops::Range<usize> {
        let end = self
            .0
            .first_column
            .get(item + 1)
            .copied()
            .unwrap_or(self.0.columns.len());
        self.0.first_column[item]..end
    }
}

impl PartialEq for Instrument {
    fn eq(&self, other: &Self) -> bool {
        self.0.hash == other.0.hash
    }
}

impl Eq for Instrument {}

impl fmt::Debug for Instrument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Instrument({}, {})", self.0.key, self.0.hash)
    }
}
