//! Somebody else's published figures by organisation, item and point.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Directory, Instrument, Organisation, OrganisationId};

/// Figures that somebody published, held against an instrument.
///
/// Rounded as they came: a table tells what was printed, not what was counted.
#[derive(Clone, Debug)]
pub struct PublishedTable {
    instrument: Instrument,
    places: BTreeMap<OrganisationId, PublishedPlace>,
}

/// The figures of one place.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PublishedPlace {
    /// Name that people read, where the table has one.
    pub name: Option<String>,
    /// Whether it is an organisation or several taken together.
    pub extent: Extent,
    /// Figures by position of the item in the instrument.
    pub items: BTreeMap<usize, PublishedItem>,
}

/// Whether a row of figures is of one organisation.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// One organisation, which is compared.
    Organisation,
    /// Several together, such as a national figure: kept, and in no comparison.
    Pooled,
}

/// The figures of one item in one place.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PublishedItem {
    /// People who answered, as printed (often rounded).
    pub respondents: Option<u64>,
    /// One entry for each point of the item's scale, or option of a tick-all item.
    pub points: Vec<PublishedPoint>,
}

/// The figures of one point.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct PublishedPoint {
    /// People counted.
    pub count: Option<u64>,
    /// People estimated after weighting, as printed (often rounded).
    pub weighted: Option<Decimal>,
    /// Per cent of the people who answered, as printed, 0 to 100.
    pub percent: Option<Decimal>,
    /// Half width of the interval in percentage points, as printed.
    pub margin: Option<Decimal>,
    /// Why a figure is not there.
    pub marker: Option<Marker>,
}

/// Shorthand of official tables for a figure that is not there.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
pub enum Marker {
    /// `[c]`: too few people to show.
    #[serde(rename = "[c]")]
    Confidential,
    /// `[w]`: none recorded.
    #[serde(rename = "[w]")]
    NoneRecorded,
    /// `[x]`: no data.
    #[serde(rename = "[x]")]
    Unavailable,
    /// `[z]`: not applicable.
    #[serde(rename = "[z]")]
    NotApplicable,
}

impl PublishedTable {
    /// A table without places.
    pub fn new(instrument: &Instrument) -> Self {
        Self {
            instrument: instrument.clone(),
            places: BTreeMap::new(),
        }
    }

    /// The figures of a place, to fill in; a new place has none. A place that is called pooled once is pooled.
    pub fn place(&mut self, id: &OrganisationId, extent: Extent) -> &mut PublishedPlace {
        let place = self
            .places
            .entry(id.clone())
            .or_insert_with(|| PublishedPlace {
                name: None,
                extent,
                items: BTreeMap::new(),
            });
        place.extent = place.extent.max(extent);
        place
    }

    /// The instrument that the figures are held against.
    pub fn instrument(&self) -> &Instrument {
        &self.instrument
    }

    /// Every place in the order of the names.
    pub fn places(&self) -> impl Iterator<Item = (&OrganisationId, &PublishedPlace)> {
        self.places.iter()
    }

    /// Organisations with the names that the table gives them.
    pub fn directory(&self) -> Directory {
        let named = self.places.iter().filter_map(|(id, place)| {
            let name = place.name.clone()?;
            (place.extent == Extent::Organisation).then(|| Organisation::named(id.clone(), name))
        });
        named.collect()
    }

    /// The figures of one place.
    pub fn get(&self, id: &OrganisationId) -> Option<&PublishedPlace> {
        self.places.get(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    #[test]
    fn the_directory_holds_named_organisations_and_no_sums() {
        let key = "ascs-core@2020-21".parse().unwrap();
        let mut table = PublishedTable::new(Catalogue::builtin().get(&key).unwrap());
        let places = [
            ("E08000035", Extent::Organisation, Some("Leeds")),
            ("E08000034", Extent::Organisation, None),
            ("ALL", Extent::Pooled, Some("All councils")),
        ];
        for (id, extent, name) in places {
            table.place(&id.parse().unwrap(), extent).name = name.map(str::to_owned);
        }
        let directory = table.directory();
        let named: Vec<_> = directory.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(named, ["Leeds"]);
    }
}
