//! Several editions as one instrument that holds what they have in common.

use super::Incomparable;
use super::common::Common;
use crate::instrument::{ContentHash, Instrument, Item};
use crate::{ItemId, ScaleId};

/// Several editions pooled: an instrument of their own that holds the questions whose answers mean the same in all of
/// them, and how each edition's answers come into it.
///
/// Questions stand as the first edition words them. A measure comes in where its rule and all its questions are the same
/// everywhere, as they were answered.
///
/// # Examples
///
/// ```
/// use poet_core::{Catalogue, Pool};
///
/// let holders = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let pool = Pool::new(&[holders, holders])?;
/// assert_eq!(pool.instrument().key().to_string(), "pool-adult-holders@2014");
/// assert_eq!(pool.instrument().items().len(), holders.items().len());
/// assert!(pool.left_out().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Pool {
    pub(super) instrument: Instrument,
    pub(super) members: Vec<Member>,
    pub(super) left_out: Vec<LeftOut>,
}

/// One edition of a pool.
#[derive(Clone, Debug)]
pub struct Member {
    pub(super) instrument: Instrument,
    pub(super) items: Vec<Taken>,
    pub(super) measures: Vec<usize>,
}

/// How the answers to one question of an edition come into a pool.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Taken {
    /// Position of the item in the edition.
    pub item: usize,
    /// Position in the pooled scale of each of its points; for a tick-all item, of each of its options.
    pub points: Vec<u8>,
    /// The scale that it was answered on, where that is not the pooled one.
    pub collapsed_from: Option<ScaleId>,
}

/// A question of the first edition that a pool does not hold, and why.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LeftOut {
    /// Its name in the first edition.
    pub item: ItemId,
    /// Why.
    pub reason: Incomparable,
}

impl Pool {
    /// What instruments have in common.
    ///
    /// # Errors
    ///
    /// [`Incomparable`] across instruments of which one asks for change and the other for the state of things, across
    /// different respondents, or where no question stays the same.
    pub fn new(instruments: &[&Instrument]) -> Result<Self, Incomparable> {
        let (Some(&first), Some(&last)) = (instruments.first(), instruments.last()) else {
            return Err(Incomparable::NoInstruments);
        };
        for instrument in instruments {
            Incomparable::barrier(first, instrument)?;
        }
        let mut common = Common::new(instruments);
        for at in 0..first.items().len() {
            common.take(at);
        }
        if common.is_empty() {
            let (first, second) = (first.key().clone(), last.key().clone());
            return Err(Incomparable::NothingInCommon { first, second });
        }
        common.finish()
    }

    /// The instrument of the pool.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// The editions, in the order given.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The edition with this content.
    pub fn member(&self, hash: &ContentHash) -> Option<&Member> {
        self.members
            .iter()
            .find(|member| member.instrument.hash() == hash)
    }

    /// Questions of the first edition that are not held.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// Name in the pool of a question of the first edition.
    ///
    /// # Errors
    ///
    /// The reason why it was left out; [`Incomparable::NotAsked`] where the first edition has no such question.
    pub fn item(&self, id: &ItemId) -> Result<&Item, Incomparable> {
        if let Some(item) = self.instrument.item(id.as_str()) {
            return Ok(item);
        }
        let left = self.left_out.iter().find(|left| left.item == *id);
        Err(left.map_or_else(
            || Incomparable::NotAsked {
                item: id.clone(),
                instrument: self.members[0].instrument.key().clone(),
            },
            |left| left.reason.clone(),
        ))
    }
}

impl Member {
    /// The edition.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// How its answers come into the pool, by position of the item there.
    pub fn items(&self) -> &[Taken] {
        &self.items
    }

    /// Positions of its measures, by position of the measure in the pool.
    pub fn measures(&self) -> &[usize] {
        &self.measures
    }
}
