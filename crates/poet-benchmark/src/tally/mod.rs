//! Exact counts, small and mergeable.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use poet_core::{Instrument, OrganisationId, PublishedTable, Response, ResponseTable};
use poet_scoring::{ScoreTable, Scorer};

use crate::Error;

pub use distribution::Distribution;
pub use moments::Moments;

pub(crate) use distribution::{Readings, whole};
pub(crate) use view::View;

use block::Block;
use count::Name;
use layout::Layout;
use published::PrintedTally;

mod block;
mod count;
mod distribution;
mod file;
mod layout;
mod moments;
mod pooled;
mod published;
mod view;

/// Counts by organisation, stratum, item and point, and sums of scores, all exact integers.
///
/// Merging is associative and commutative to the last bit, so rows can be split over threads, files, days and machines
/// in any way. A response can be taken out again. Organisations without people are not kept, so the same people give
/// the same bytes however they came in.
///
/// # Examples
///
/// ```
/// use poet_benchmark::tally::Tally;
/// use poet_core::{Answer, Catalogue, Response};
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let mut tally = Tally::new(instrument)?;
/// let empty = tally.to_json()?;
/// let response = Response::new("r-1".parse()?, "E08000035".parse()?)
///     .with("dignity".parse()?, Answer::Choice("1".parse()?));
///
/// tally.add(&response)?;
/// assert_eq!(tally.people(), Some(1));
/// tally.remove(&response)?;
/// assert_eq!(tally.to_json()?, empty);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Tally {
    scorer: Arc<Scorer>,
    layout: Arc<Layout>,
    cells: Cells,
}

#[derive(Clone, PartialEq)]
enum Cells {
    Counted(BTreeMap<Name, Block>),
    Published(PrintedTally),
}

impl Tally {
    /// A tally of nobody.
    ///
    /// # Errors
    ///
    /// [`Error::Scoring`] where the instrument's measures cannot be compiled.
    pub fn new(instrument: &Instrument) -> Result<Self, Error> {
        Ok(Self {
            scorer: Arc::new(Scorer::new(instrument)?),
            layout: Arc::new(Layout::new(instrument)),
            cells: Cells::Counted(BTreeMap::new()),
        })
    }

    /// A tally of published figures: shares on the printed base, each organisation standing for its population.
    ///
    /// A table of counts of people is tallied as people are, and protected like them. Rows of several organisations
    /// together are left out: nobody is compared with a sum that holds them twice.
    ///
    /// # Errors
    ///
    /// As [`Tally::new`].
    pub fn from_published(table: &PublishedTable) -> Result<Self, Error> {
        let empty = Self::new(table.instrument())?;
        let cells = match published::counted(table, &empty.layout) {
            Some(blocks) => Cells::Counted(blocks),
            None => Cells::Published(published::read(table)),
        };
        Ok(Self { cells, ..empty })
    }

    /// Counts one response, routed.
    ///
    /// # Errors
    ///
    /// [`Error::Response`] where the response does not fit the instrument; [`Error::PublishedTally`] where the tally is
    /// of published figures.
    pub fn add(&mut self, response: &Response) -> Result<(), Error> {
        let table = self.alone(response)?;
        self.add_table(&table)
    }

    /// Takes one response out again.
    ///
    /// # Errors
    ///
    /// As [`Tally::add`]; [`Error::NotInTally`] where no such response can have been counted. The tally is then as it
    /// was.
    pub fn remove(&mut self, response: &Response) -> Result<(), Error> {
        let table = self.alone(response)?;
        let counted = self.count(&table)?;
        let Cells::Counted(blocks) = &mut self.cells else {
            return Err(Error::PublishedTally);
        };
        let held = |(name, less): (&Name, &Block)| blocks.get(name).is_some_and(|b| b.holds(less));
        if !counted.iter().all(held) {
            return Err(Error::NotInTally);
        }
        for (name, less) in counted {
            if let Some(block) = blocks.get_mut(&name) {
                block.take(&less);
            }
        }
        blocks.retain(|_, block| block.people > 0);
        Ok(())
    }

    /// Counts every row of a table that has been routed.
    ///
    /// # Errors
    ///
    /// [`Error::Scoring`] where the table answers another instrument; [`Error::PublishedTally`] where the tally is of
    /// published figures.
    pub fn add_table(&mut self, table: &ResponseTable) -> Result<(), Error> {
        let counted = self.count(table)?;
        self.absorb(counted)
    }

    /// Adds another tally of the same instrument.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instruments differ in content; [`Error::PublishedTally`] where one is of
    /// counted people and the other of published figures; [`Error::PublishedTwice`] where both hold published figures
    /// of an organisation and they differ.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        self.check_instrument(other)?;
        match (&mut self.cells, &other.cells) {
            (Cells::Counted(_), Cells::Counted(blocks)) => self.absorb(blocks.clone()),
            (Cells::Published(mine), Cells::Published(theirs)) => {
                for (id, items) in theirs {
                    let known = mine.entry(id.clone()).or_insert_with(|| items.clone());
                    if known != items {
                        return Err(Error::PublishedTwice {
                            organisation: id.clone(),
                        });
                    }
                }
                Ok(())
            }
            _ => Err(Error::PublishedTally),
        }
    }

    /// The instrument that was answered.
    pub fn instrument(&self) -> &Instrument {
        self.scorer.instrument()
    }

    /// Whether the figures were published by somebody else, rounded and already released, rather than counted here.
    pub fn is_published(&self) -> bool {
        matches!(self.cells, Cells::Published(_))
    }

    /// People counted; unknown for published figures.
    pub fn people(&self) -> Option<u64> {
        match &self.cells {
            Cells::Counted(blocks) => Some(blocks.values().map(|b| b.people).sum()),
            Cells::Published(_) => None,
        }
    }

    /// People counted in one organisation; unknown for published figures.
    pub fn people_of(&self, organisation: &OrganisationId) -> Option<u64> {
        match &self.cells {
            Cells::Counted(blocks) => {
                let own = blocks.iter().filter(|((id, _), _)| id == organisation);
                Some(own.map(|(_, block)| block.people).sum())
            }
            Cells::Published(_) => None,
        }
    }

    /// Whether every figure of `other`, of the same instrument, is within this one, as in a file that was added to.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        let (Cells::Counted(mine), Cells::Counted(theirs)) = (&self.cells, &other.cells) else {
            return false;
        };
        let held =
            |(name, less): (&Name, &Block)| mine.get(name).is_some_and(|own| own.holds(less));
        self.instrument() == other.instrument() && !theirs.is_empty() && theirs.iter().all(held)
    }

    /// Organisations with somebody in them, in the order of the ids.
    pub fn organisations(&self) -> Vec<OrganisationId> {
        match &self.cells {
            Cells::Counted(blocks) => {
                let mut ids: Vec<_> = blocks.keys().map(|(id, _)| id.clone()).collect();
                ids.dedup();
                ids
            }
            Cells::Published(places) => places.keys().cloned().collect(),
        }
    }

    /// The same counts under other names of organisations; those that get one name are added up.
    pub(crate) fn renamed(&self, name: impl Fn(&OrganisationId) -> OrganisationId) -> Self {
        let mut renamed = Self {
            cells: Cells::Counted(BTreeMap::new()),
            ..self.clone()
        };
        if let (Cells::Counted(blocks), Cells::Counted(named)) = (&self.cells, &mut renamed.cells) {
            for ((organisation, stratum), block) in blocks {
                let name = (name(organisation), stratum.clone());
                let more = named
                    .entry(name)
                    .or_insert_with(|| Block::new(&self.layout));
                more.add(block);
            }
        }
        renamed
    }

    fn alone(&self, response: &Response) -> Result<ResponseTable, Error> {
        let mut table = ResponseTable::new(self.instrument());
        table.push(response).map_err(Error::Response)?;
        table.route();
        Ok(table)
    }

    fn count(&self, table: &ResponseTable) -> Result<BTreeMap<Name, Block>, Error> {
        let mut scores = ScoreTable::default();
        self.scorer.score_into(table, &mut scores)?;
        Ok(count::count(&self.layout, table, &scores))
    }

    fn absorb(&mut self, counted: BTreeMap<Name, Block>) -> Result<(), Error> {
        let Cells::Counted(blocks) = &mut self.cells else {
            return Err(Error::PublishedTally);
        };
        for (name, more) in counted {
            match blocks.get_mut(&name) {
                Some(block) => block.add(&more),
                None => drop(blocks.insert(name, more)),
            }
        }
        Ok(())
    }

    fn check_instrument(&self, other: &Self) -> Result<(), Error> {
        if self.instrument() == other.instrument() {
            return Ok(());
        }
        Err(Error::OtherInstrument {
            found: other.instrument().key().clone(),
            wanted: self.instrument().key().clone(),
        })
    }
}

impl fmt::Debug for Tally {
    /// Never shows a count.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tally({})", self.instrument().key())
    }
}

impl PartialEq for Tally {
    fn eq(&self, other: &Self) -> bool {
        self.instrument() == other.instrument() && self.cells == other.cells
    }
}

#[cfg(test)]
mod tests {
    use poet_core::{Answer, Catalogue};
    use proptest::prelude::*;

    use super::*;

    fn instrument() -> &'static Instrument {
        let key = "adult-holders@2014".parse().unwrap();
        Catalogue::builtin().get(&key).unwrap()
    }

    fn tally(responses: &[Response]) -> Tally {
        let mut tally = Tally::new(instrument()).unwrap();
        for response in responses {
            tally.add(response).unwrap();
        }
        tally
    }

    fn merged(parts: &[&[Response]]) -> String {
        let mut whole = tally(&[]);
        for part in parts {
            whole.merge(&tally(part)).unwrap();
        }
        whole.to_json().unwrap()
    }

    /// A response from one of three places, in a stratum or in none, to a choice or two and a tick-all item.
    fn response() -> impl Strategy<Value = Response> {
        let point = prop::option::of(1_u8..6);
        let ticks = prop::option::of(prop::sample::subsequence(vec!["care", "community"], 0..3));
        (
            0..3_u8,
            prop::option::of(0..2_u8),
            point.clone(),
            point,
            ticks,
        )
            .prop_map(|(place, stratum, dignity, control, ticks)| {
                let place = format!("place-{place}").parse().unwrap();
                let mut response = Response::new("r".parse().unwrap(), place);
                if let Some(stratum) = stratum {
                    response = response.in_stratum(format!("s-{stratum}").parse().unwrap());
                }
                for (item, point) in [("dignity", dignity), ("control", control)] {
                    if let Some(point) = point {
                        let point = Answer::Choice(point.to_string().parse().unwrap());
                        response = response.with(item.parse().unwrap(), point);
                    }
                }
                match ticks {
                    Some(ticks) => {
                        let ticks = ticks.iter().map(|tick| tick.parse().unwrap()).collect();
                        response.with("used_for".parse().unwrap(), Answer::Ticks(ticks))
                    }
                    None => response,
                }
            })
    }

    fn responses() -> impl Strategy<Value = Vec<Response>> {
        prop::collection::vec(response(), 0..12)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn merging_is_associative_and_commutative_to_the_byte(
            a in responses(), b in responses(), c in responses(),
        ) {
            let mut right = tally(&b);
            right.merge(&tally(&c)).unwrap();
            let mut left = tally(&a);
            left.merge(&right).unwrap();
            let whole = left.to_json().unwrap();
            prop_assert_eq!(&whole, &merged(&[&a, &b, &c]));
            prop_assert_eq!(&whole, &merged(&[&c, &a, &b]));
        }

        #[test]
        fn rows_split_in_any_way_give_the_same_bytes(all in responses(), cut in any::<prop::sample::Index>()) {
            let mut table = ResponseTable::new(instrument());
            for response in &all {
                table.push(response).unwrap();
            }
            table.route();
            let mut whole = tally(&[]);
            whole.add_table(&table).unwrap();
            let (one, other) = all.split_at(cut.index(all.len() + 1));
            prop_assert_eq!(whole.to_json().unwrap(), merged(&[other, one]));
        }

        #[test]
        fn what_was_added_and_taken_out_leaves_no_trace(all in responses(), one in response()) {
            let mut changed = tally(&all);
            let before = changed.to_json().unwrap();
            changed.add(&one).unwrap();
            prop_assert_ne!(&before, &changed.to_json().unwrap());
            changed.remove(&one).unwrap();
            prop_assert_eq!(before, changed.to_json().unwrap());
        }

        #[test]
        fn a_tally_is_read_as_it_was_written(all in responses()) {
            let written = tally(&all);
            let json = written.to_json().unwrap();
            let read = Tally::from_json(instrument(), &json).unwrap();
            prop_assert_eq!(&read, &written);
            prop_assert_eq!(read.to_json().unwrap(), json);
        }
    }

    #[test]
    fn a_response_that_was_not_counted_cannot_be_taken_out() {
        let response = |place: &str| Response::new("r".parse().unwrap(), place.parse().unwrap());
        let mut tally = tally(&[response("north")]);
        let before = tally.to_json().unwrap();
        assert!(matches!(
            tally.remove(&response("south")),
            Err(Error::NotInTally)
        ));
        assert_eq!(tally.to_json().unwrap(), before);
    }
}
