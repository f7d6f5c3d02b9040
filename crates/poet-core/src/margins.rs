//! How many people of a population would give each answer to some items.

use crate::{Error, Instrument, ItemId, ItemKind, Point, PointCode, Scale};

/// How many people of a population are at each point of some choice items, such as need group and age band.
///
/// Holds choice items of one instrument, in the order in which they were first named, and each of their points at most
/// once. Points that are not named are of no known number of people.
///
/// # Examples
///
/// ```
/// use poet_core::{Catalogue, Margins};
///
/// let instrument = Catalogue::builtin().get(&"adult-holders@2014".parse()?)?;
/// let mut margins = Margins::new(instrument);
/// let gender = "gender".parse()?;
/// margins.add(&gender, &"1".parse()?, 5_200)?;
/// margins.add(&gender, &"2".parse()?, 4_800)?;
/// assert_eq!(margins.items().count(), 1);
/// let wrong = margins.add(&gender, &"1".parse()?, 4_800).unwrap_err();
/// assert_eq!(wrong.to_string(), "margin gender has point 1 twice, wants each point once");
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Margins {
    instrument: Instrument,
    items: Vec<(ItemId, Vec<Option<u64>>)>,
}

impl Margins {
    /// Margins of nobody yet.
    pub fn new(instrument: &Instrument) -> Self {
        Self {
            instrument: instrument.clone(),
            items: Vec::new(),
        }
    }

    /// So many `people` of the population are at this point of this item.
    ///
    /// # Errors
    ///
    /// [`Error::MarginItem`] for an item that is none of the instrument or no choice; [`Error::MarginPoint`] for a point
    /// that the item does not have; [`Error::MarginTwice`] for one that stands already.
    pub fn add(&mut self, item: &ItemId, point: &PointCode, people: u64) -> Result<(), Error> {
        let named = || item.clone();
        let wrong = || Error::MarginItem { item: named() };
        let points = self.points(item).ok_or_else(wrong)?;
        let at = points.iter().position(|known| known.code() == point);
        let at = at.ok_or_else(|| Error::MarginPoint {
            item: named(),
            point: point.clone(),
        })?;
        let nobody = vec![None; points.len()];
        let known = self.items.iter().position(|(known, _)| known == item);
        let known = known.unwrap_or_else(|| {
            self.items.push((named(), nobody));
            self.items.len() - 1
        });
        let target = &mut self.items[known].1[at];
        if target.is_some() {
            return Err(Error::MarginTwice {
                item: named(),
                point: point.clone(),
            });
        }
        *target = Some(people);
        Ok(())
    }

    /// The instrument whose items they are of.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// The items, in the order in which they were named.
    pub fn items(&self) -> impl ExactSizeIterator<Item = &ItemId> {
        self.items.iter().map(|(item, _)| item)
    }

    /// The points of an item whose people are known, in the order of the scale.
    pub fn targets(&self, item: &ItemId) -> impl Iterator<Item = (&Point, u64)> {
        let people = self.items.iter().find(|(known, _)| known == item);
        let people = people.map_or(&[][..], |(_, people)| people);
        let points = self.points(item).unwrap_or_default();
        points
            .iter()
            .zip(people)
            .filter_map(|(point, people)| Some((point, (*people)?)))
    }

    fn points(&self, item: &ItemId) -> Option<&[Point]> {
        let found = &self.instrument.items()[self.instrument.position(item.as_str())?];
        match found.kind() {
            ItemKind::Choice(_) => found.scale().map(Scale::points),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    #[test]
    fn a_margin_is_of_points_of_a_choice_each_once() {
        let key = "adult-holders@2014".parse().unwrap();
        let mut margins = Margins::new(Catalogue::builtin().get(&key).unwrap());
        let mut add = |item: &str, point: &str| {
            let added = margins.add(&item.parse().unwrap(), &point.parse().unwrap(), 7);
            added.map_err(|error| error.to_string())
        };
        assert_eq!(add("gender", "1"), Ok(()));
        assert_eq!(
            add("gendr", "1").unwrap_err(),
            "no margin can be of gendr, wants an item with one answer of several"
        );
        assert_eq!(
            add("gender", "77").unwrap_err(),
            "margin gender has no point 77, wants one of its scale"
        );
        assert!(
            add("gender", "1")
                .unwrap_err()
                .ends_with("wants each point once")
        );
        let gender = "gender".parse().unwrap();
        let targets: Vec<u64> = margins.targets(&gender).map(|(_, people)| people).collect();
        assert_eq!(targets, [7]);
        assert_eq!(margins.targets(&"dignity".parse().unwrap()).count(), 0);
    }
}
