//! Questionnaires as data: checked once, immutable afterwards.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{Edition, Error, InstrumentKey, ItemId, MeasureId, SectionId, Text};

pub use catalogue::Catalogue;
pub use collapse::Collapse;
pub use condition::Condition;
pub use item::{Item, ItemKind, Limits};
pub use layout::Column;
pub use measure::{Measure, MeasureKind};
pub use parts::Parts;
pub use problem::{Problem, ProblemKind, Problems, distance, nearest};
pub use scale::{Point, Reading, Scale, Status};
pub use wording::{MissingWords, UnknownWords, Wording, WordingReport};

pub(crate) use condition::Answers;

mod catalogue;
mod check;
mod collapse;
mod condition;
mod document;
mod draft;
mod item;
mod layout;
mod measure;
mod parts;
mod problem;
mod resolve;
mod scale;
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

/// A part of a questionnaire.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Section {
    id: SectionId,
    role: SectionRole,
    title: Text,
}

impl Section {
    /// Name of the section.
    pub fn id(&self) -> &SectionId {
        &self.id
    }

    /// What it is for.
    pub fn role(&self) -> SectionRole {
        self.role
    }

    /// Words that people read.
    pub fn title(&self) -> &Text {
        &self.title
    }
}

/// What a section is for, so that a report knows where its questions belong.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionRole {
    /// Equalities and circumstances.
    AboutYou,
    /// The budget and how it is held.
    Budget,
    /// Planning the support.
    Planning,
    /// Getting and running the budget.
    Process,
    /// Life.
    Outcomes,
    /// Free text.
    Comments,
    /// Anything else.
    Other,
}

/// SHA-256 over an instrument's content, in hexadecimal.
///
/// The same content has the same hash whether it was read from TOML or JSON.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(transparent)]
pub struct ContentHash(String);

impl ContentHash {
    fn of(document: &document::Document) -> Self {
        // Maps are ordered and fields stand as declared, so the same content gives the same bytes; strings, numbers
        // and maps with string keys always have a JSON form.
        let json = serde_json::to_vec(document).unwrap_or_default();
        let digest = Sha256::digest(json);
        let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        Self(
            digits
                .filter_map(|digit| char::from_digit(digit.into(), 16))
                .collect(),
        )
    }

    /// The hash in hexadecimal.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Instrument {
    /// Version of the document format that is read here.
    pub const FORMAT: u32 = 1;

    /// Reads and checks an instrument written in TOML, with the shared documents that come with the crate.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] where the text is no TOML of this shape, with line and column;
    /// [`Error::Instrument`] with every problem of the check.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        Self::from_toml_with(text, Parts::builtin())
    }

    /// Reads and checks an instrument written in JSON, with the shared documents that come with the crate.
    ///
    /// # Errors
    ///
    /// As [`Instrument::from_toml`].
    pub fn from_json(text: &str) -> Result<Self, Error> {
        Self::from_json_with(text, Parts::builtin())
    }

    /// Reads and checks an instrument written in TOML, with shared documents of your own.
    ///
    /// # Errors
    ///
    /// As [`Instrument::from_toml`].
    pub fn from_toml_with(text: &str, parts: &Parts) -> Result<Self, Error> {
        let draft = toml::from_str(text).map_err(|error| Error::Document {
            message: error.to_string(),
        })?;
        Self::resolved(draft, parts)
    }

    /// Reads and checks an instrument written in JSON, with shared documents of your own.
    ///
    /// # Errors
    ///
    /// As [`Instrument::from_toml`].
    pub fn from_json_with(text: &str, parts: &Parts) -> Result<Self, Error> {
        let draft = serde_json::from_str(text).map_err(|error| Error::Document {
            message: error.to_string(),
        })?;
        Self::resolved(draft, parts)
    }

    fn resolved(draft: document::Document<draft::ItemDraft>, parts: &Parts) -> Result<Self, Error> {
        let mut noted = check::Gathered::default();
        let document = resolve::resolve(draft, parts, &mut noted);
        noted.settle_noted();
        Self::new(document, noted)
    }

    fn new(document: document::Document, noted: check::Gathered) -> Result<Self, Error> {
        let checked = check::check(&document, Self::FORMAT, noted).map_err(Error::Instrument)?;
        let positions = checked
            .items
            .iter()
            .enumerate()
            .map(|(at, i)| (i.id.clone(), at))
            .collect();
        let (columns, first_column) = lay_out(&checked.items);
        Ok(Self(Arc::new(Inner {
            key: InstrumentKey {
                id: document.id.parse()?,
                edition: document.edition.parse()?,
            },
            hash: ContentHash::of(&document),
            licence: document.licence.clone(),
            source: document.source.clone(),
            note: document.note.clone(),
            title: checked.title,
            asks: checked.asks,
            respondent: checked.respondent,
            scales: checked.scales,
            sections: checked.sections,
            items: checked.items,
            measures: checked.measures,
            positions,
            columns,
            first_column,
            document,
        })))
    }

    /// The instrument as JSON that [`Instrument::from_json`] reads back.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] where it cannot be written, which no checked instrument shows.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string_pretty(&self.0.document).map_err(|error| Error::Document {
            message: error.to_string(),
        })
    }

    /// The instrument as TOML that [`Instrument::from_toml`] reads back.
    ///
    /// # Errors
    ///
    /// [`Error::Document`] where it cannot be written, which no checked instrument shows.
    pub fn to_toml(&self) -> Result<String, Error> {
        toml::to_string_pretty(&self.0.document).map_err(|error| Error::Document {
            message: error.to_string(),
        })
    }

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

/// Columns of the items and the first column of each.
fn lay_out(items: &[Item]) -> (Vec<Column>, Vec<usize>) {
    let mut columns = Vec::new();
    let mut first = Vec::new();
    for (at, item) in items.iter().enumerate() {
        first.push(columns.len());
        let column = |option, points| Column {
            item: at,
            item_id: item.id.clone(),
            option,
            points,
        };
        match &item.kind {
            ItemKind::Choice(scale) => columns.push(column(None, count(scale))),
            ItemKind::TickAll(scale) => {
                columns.extend((0..count(scale)).map(|o| column(Some(o), 2)));
            }
            _ => columns.push(column(None, 1)),
        }
    }
    (columns, first)
}

/// Points of a scale; the check holds them to [`Scale::MAX_POINTS`].
fn count(scale: &Scale) -> u8 {
    u8::try_from(scale.points().len()).unwrap_or(u8::MAX)
}

/// A label as an importer compares it: lower case, letters and digits, single spaces. Signs that tell answers apart
/// stay: `<`, `>`, `+`, `*` and their like, and the minus of a number.
///
/// # Examples
///
/// ```
/// use poet_core::fold;
///
/// assert_eq!(fold("  A lot   BETTER! "), "a lot better");
/// assert_eq!(fold("\u{2212}1"), "-1");
/// assert_ne!(fold("< 18"), fold("18"));
/// assert_eq!(fold("85 +"), fold("85+"));
/// assert_eq!(fold(":-)"), ":-)");
/// ```
pub fn fold(text: &str) -> String {
    let text = text.trim();
    let minus = text.strip_prefix(['-', '\u{2212}']);
    let number = minus.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let mut folded = String::with_capacity(text.len());
    for c in number.unwrap_or(text).chars() {
        let after_sign = folded.ends_with(tells_apart);
        match c {
            _ if c.is_alphanumeric() => folded.extend(c.to_lowercase()),
            _ if tells_apart(c) => {
                folded.truncate(folded.trim_end().len());
                folded.push(c);
            }
            '\'' | '\u{2018}' | '\u{2019}' => {}
            _ if after_sign || folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    match (folded.trim(), number) {
        // Signs alone, such as a smile, have only themselves to be told apart by.
        ("", _) => text.to_owned(),
        (folded, None) => folded.to_owned(),
        (folded, Some(_)) => format!("-{folded}"),
    }
}

const fn tells_apart(c: char) -> bool {
    matches!(
        c,
        '<' | '>' | '\u{2264}' | '\u{2265}' | '+' | '*' | '=' | '%'
    )
}
