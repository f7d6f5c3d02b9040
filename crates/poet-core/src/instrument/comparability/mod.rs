//! What stays comparable between two editions, and what may be pooled or shown as one trend.

use super::Instrument;
use crate::{ItemId, MeasureId, SeriesKey};

pub use incomparable::{Change, Incomparable};
pub use pool::{LeftOut, Member, Pool, Taken};
pub use trend::{Trend, TrendPoint};

use matching::Matching;
use side::Side;

mod common;
mod display;
mod footing;
mod incomparable;
mod matching;
mod measure;
mod pool;
mod routing;
mod side;
#[cfg(test)]
mod tests;
mod trend;

/// What became of the questions and measures of one instrument in another.
///
/// Two items are the same question where they share a series key; without a key, where they have the same name in two
/// editions of one questionnaire. They stay comparable while the answers mean the same: the kind of answer, the points
/// with their readings and scores, the direction, the limits of a number, and who is asked. Another wording of question
/// or answers alone is told and is no break. Where the scales differ and one falls onto the other, or both onto a third,
/// as an instrument [declares](super::Collapse), the answers stay comparable there.
///
/// # Source
///
/// The surveys of 2011 to 2015 ask for change because of the budget, those of 2017 and after for the state of things:
/// nothing is comparable across that break, nor between people who answer for themselves and others.
///
/// # Examples
///
/// ```
/// use poet_core::{Catalogue, Comparability, ItemVerdict};
///
/// let catalogue = Catalogue::builtin();
/// let holders = catalogue.get(&"adult-holders@2014".parse()?)?;
/// let same = Comparability::between(holders, holders);
/// assert!(same.items().iter().all(|item| item.verdict == ItemVerdict::Unchanged));
///
/// let users = catalogue.get(&"ascs-core@2020-21".parse()?)?;
/// let why = Comparability::between(holders, users).barrier().map(ToString::to_string);
/// assert!(why.is_some_and(|why| why.contains("asks what changed")));
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Comparability {
    first: Instrument,
    second: Instrument,
    barrier: Option<Incomparable>,
    items: Vec<ItemComparison>,
    measures: Vec<MeasureComparison>,
}

/// What became of one question.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ItemComparison {
    /// Key by which the two are one question, where they have one.
    pub series: Option<SeriesKey>,
    /// Its name in the first instrument.
    pub first: Option<ItemId>,
    /// Its name in the second.
    pub second: Option<ItemId>,
    /// Whether answers stay comparable.
    pub verdict: ItemVerdict,
    /// What is said in other words, where they stay comparable.
    pub reworded: Vec<Reworded>,
}

/// Whether answers to a question stay comparable.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ItemVerdict {
    /// The same question in the same words.
    Unchanged,
    /// The same question in other words.
    Reworded,
    /// The same question, comparable on a coarser scale.
    Collapsed {
        /// The coarser scale.
        onto: crate::ScaleId,
    },
    /// Another question, for these reasons.
    Changed(Vec<Change>),
    /// Asked in the first instrument only.
    OnlyFirst,
    /// Asked in the second instrument only.
    OnlySecond,
}

/// What is said in other words, though the answers mean the same.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Reworded {
    /// The question.
    Question,
    /// The answers.
    Answers,
    /// Whether an answer is wanted from everyone who is asked.
    Required,
}

/// What became of one measure.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MeasureComparison {
    /// Its name.
    pub measure: MeasureId,
    /// Whether its scores stay comparable.
    pub verdict: MeasureVerdict,
}

/// Whether scores of a measure stay comparable.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum MeasureVerdict {
    /// The same rule over the same questions.
    Unchanged,
    /// Another rule.
    Rule,
    /// Other questions, or questions that changed, by their names.
    Items(Vec<ItemId>),
    /// In the first instrument only.
    OnlyFirst,
    /// In the second instrument only.
    OnlySecond,
}

impl Comparability {
    /// Compares two instruments question by question.
    pub fn between(first: &Instrument, second: &Instrument) -> Self {
        let matching = Matching::of(first, second);
        let mut items: Vec<_> = (0..first.items().len())
            .map(|at| match matching.second(at) {
                Some(other) => matching.compare(at, other),
                None => alone(first, at, ItemVerdict::OnlyFirst),
            })
            .collect();
        let new = (0..second.items().len()).filter(|&at| matching.first(at).is_none());
        items.extend(new.map(|at| alone(second, at, ItemVerdict::OnlySecond)));
        let measures = measure::compare(first, second, &items);
        Self {
            first: first.clone(),
            second: second.clone(),
            barrier: Incomparable::barrier(first, second).err(),
            items,
            measures,
        }
    }

    /// The first instrument.
    pub fn first(&self) -> &Instrument {
        &self.first
    }

    /// The second instrument.
    pub fn second(&self) -> &Instrument {
        &self.second
    }

    /// Why nothing of the two may be pooled or trended, where that is so.
    pub fn barrier(&self) -> Option<&Incomparable> {
        self.barrier.as_ref()
    }

    /// Every question: those of the first instrument in its order, then what only the second asks.
    pub fn items(&self) -> &[ItemComparison] {
        &self.items
    }

    /// Every measure: those of the first instrument in its order, then what only the second has.
    pub fn measures(&self) -> &[MeasureComparison] {
        &self.measures
    }
}

fn alone(instrument: &Instrument, at: usize, verdict: ItemVerdict) -> ItemComparison {
    let item = &instrument.items()[at];
    let id = |here: ItemVerdict| (verdict == here).then(|| item.id().clone());
    ItemComparison {
        series: item.series().cloned(),
        first: id(ItemVerdict::OnlyFirst),
        second: id(ItemVerdict::OnlySecond),
        verdict,
        reworded: Vec::new(),
    }
}

impl ItemVerdict {
    /// Whether answers stay comparable, as they are or on a coarser scale.
    pub fn is_comparable(&self) -> bool {
        matches!(
            self,
            Self::Unchanged | Self::Reworded | Self::Collapsed { .. }
        )
    }
}
