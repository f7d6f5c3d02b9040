//! A place against fixed values.

use poet_core::participation::Measured;
use poet_core::{Instrument, ItemId, ItemKind, OrganisationId};
use serde::Serialize;

use super::shown::Shown;
use crate::Error;
use crate::compare::{Standard, against_standard};
use crate::release::{Benchmark, Figure, Released};

/// Favourable shares that somebody set as a standard, question by question.
///
/// Holds items of one instrument that have a good and a bad side, and shares from 0 to 1; a later share of an item takes
/// the place of an earlier one.
///
/// # Examples
///
/// ```
/// use poet_benchmark::peers::Standards;
/// use poet_core::Catalogue;
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let standards = Standards::default().with(instrument, "dignity", 0.6)?;
/// let wrong = standards.with(instrument, "dignty", 0.6).unwrap_err();
/// assert_eq!(wrong.to_string(), "adult-holders@2014 has no item dignty, nearest is dignity");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standards(Vec<(ItemId, f64)>);

impl Standards {
    /// Sets the standard of one item.
    ///
    /// # Errors
    ///
    /// [`Error::Unmeasured`] for an item that the instrument does not have or that has no good and bad side;
    /// [`Error::Share`] for a standard that is not between 0 and 1; [`Error::Name`] for a name that no item can have.
    pub fn with(mut self, instrument: &Instrument, item: &str, share: f64) -> Result<Self, Error> {
        let id: ItemId = item.parse().map_err(Error::Name)?;
        let found = instrument.item(item);
        let judged = found.is_some_and(
            |item| matches!(item.kind(), ItemKind::Choice(scale) if scale.is_evaluative()),
        );
        if !judged {
            return Err(Error::Unmeasured {
                instrument: instrument.key().clone(),
                what: Measured::Item(id),
                nearest: match found {
                    Some(_) => None,
                    None => instrument.nearest_item(item).cloned(),
                },
            });
        }
        if !(0.0..=1.0).contains(&share) {
            return Err(Error::Share { share });
        }
        self.0.retain(|(item, _)| *item != id);
        self.0.push((id, share));
        Ok(self)
    }

    /// Whether no standard was set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A place against fixed values, question by question.
///
/// Worked out from what is released and nothing else.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StandardComparison {
    /// The place.
    pub organisation: OrganisationId,
    /// How the bands were worked out.
    pub method: &'static str,
    /// Items with a standard, in the order of the form.
    pub items: Vec<StandardItem>,
}

/// One question against its standard.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StandardItem {
    /// The item.
    pub item: ItemId,
    /// Favourable share that was set.
    pub standard: f64,
    /// Favourable share of the place, as shown.
    pub own: Figure<f64>,
    /// Where the share lies.
    pub found: Figure<Standard>,
}

impl StandardComparison {
    /// Holds the place against each standard.
    ///
    /// # Errors
    ///
    /// [`Error::OtherInstrument`] where the instrument's content is not that of the figures; [`Error::NobodyThere`] for an
    /// organisation without figures.
    pub fn new(
        released: &Released<Benchmark>,
        instrument: &Instrument,
        organisation: &OrganisationId,
        standards: &Standards,
    ) -> Result<Released<Self>, Error> {
        released.try_derive(|benchmark| {
            let shown = Shown::new(benchmark, instrument)?;
            let place = shown.place(organisation)?;
            let set = |item: &ItemId| standards.0.iter().find(|(id, _)| id == item);
            let items = shown.judged().filter_map(|item| {
                let (id, standard) = set(&item.result.item)?;
                let cell = &item.result.places[place];
                let found = shown.favourable(cell).and_then(|own| {
                    let found = against_standard(own, *standard);
                    found.map_or(Figure::Absent(crate::Absent::NotJudged), Figure::Shown)
                });
                Some(StandardItem {
                    item: id.clone(),
                    standard: *standard,
                    own: cell.favourable.map(|share| share.share),
                    found,
                })
            });
            Ok(Self {
                organisation: organisation.clone(),
                method: "Wilson (1927) score interval against the value, 95 % and 99.8 % (Eayres 2008)",
                items: items.collect(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Band;
    use crate::peers::tests::{instrument, released};
    use crate::release::Policy;

    #[test]
    fn a_share_is_banded_against_its_standard_and_a_hidden_one_is_not() {
        let rows = [
            ("north", "dignity", "1", 30),
            ("north", "dignity", "5", 20),
            ("south", "dignity", "1", 60),
            ("south", "dignity", "5", 2),
            ("west", "dignity", "1", 60),
            ("west", "dignity", "5", 9),
        ];
        let standards = Standards::default()
            .with(instrument(), "dignity", 0.9)
            .unwrap();
        let found = |policy, place: &str| {
            let released = released(policy, &rows);
            let place = place.parse().unwrap();
            let found = StandardComparison::new(&released, instrument(), &place, &standards);
            found.unwrap().items[0].found
        };
        let north = found(Policy::internal(), "north").shown();
        assert_eq!(north.map(|found| found.band), Some(Band::Lower998));
        assert!(found(Policy::ascs(), "south").is_withheld());
    }

    #[test]
    fn a_standard_is_a_share_of_a_question_with_two_sides() {
        let wrong = |item, share| {
            Standards::default()
                .with(instrument(), item, share)
                .unwrap_err()
        };
        assert_eq!(wrong("dignity", 60.0), Error::Share { share: 60.0 });
        assert!(matches!(
            wrong("gender", 0.6),
            Error::Unmeasured { nearest: None, .. }
        ));
        assert!(matches!(wrong("Dig nity", 0.6), Error::Name(_)));
        let twice = Standards::default()
            .with(instrument(), "dignity", 0.6)
            .unwrap();
        assert_eq!(twice.with(instrument(), "dignity", 0.7).unwrap().0.len(), 1);
    }
}
