//! The instruments that come with the crate.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use super::Instrument;
use super::problem::distance;
use crate::{Error, InstrumentKey};

/// Key and text of each, so that one is found without reading the rest.
const FILES: &[(&str, &str)] = &[
    (
        "adult-holders@2011",
        include_str!("../../instruments/adult-holders-2011.toml"),
    ),
    (
        "adult-holders@2013",
        include_str!("../../instruments/adult-holders-2013.toml"),
    ),
    (
        "adult-holders@2014",
        include_str!("../../instruments/adult-holders-2014.toml"),
    ),
    (
        "adults@2017",
        include_str!("../../instruments/adults-2017.toml"),
    ),
    (
        "ascs-core@2020-21",
        include_str!("../../instruments/ascs-core-2020-21.toml"),
    ),
    (
        "ascs-easy-read@2020-21",
        include_str!("../../instruments/ascs-easy-read-2020-21.toml"),
    ),
    (
        "ehc-child@2016",
        include_str!("../../instruments/ehc-child-2016.toml"),
    ),
    (
        "ehc-parent@2016",
        include_str!("../../instruments/ehc-parent-2016.toml"),
    ),
    (
        "ehc-practitioner@2016",
        include_str!("../../instruments/ehc-practitioner-2016.toml"),
    ),
    (
        "family-carers@2011",
        include_str!("../../instruments/family-carers-2011.toml"),
    ),
    (
        "family-carers@2013",
        include_str!("../../instruments/family-carers-2013.toml"),
    ),
    (
        "family-carers@2014",
        include_str!("../../instruments/family-carers-2014.toml"),
    ),
    (
        "phb-carers@2013",
        include_str!("../../instruments/phb-carers-2013.toml"),
    ),
    (
        "phb-carers@2014",
        include_str!("../../instruments/phb-carers-2014.toml"),
    ),
    (
        "phb-carers@2015",
        include_str!("../../instruments/phb-carers-2015.toml"),
    ),
    (
        "phb-holders@2013",
        include_str!("../../instruments/phb-holders-2013.toml"),
    ),
    (
        "phb-holders@2014",
        include_str!("../../instruments/phb-holders-2014.toml"),
    ),
    (
        "phb-holders@2015",
        include_str!("../../instruments/phb-holders-2015.toml"),
    ),
    (
        "staff@2014",
        include_str!("../../instruments/staff-2014.toml"),
    ),
    (
        "workforce@2013",
        include_str!("../../instruments/workforce-2013.toml"),
    ),
];

/// Instruments by name and edition. Those that come with the crate are read when they are asked for.
///
/// # Examples
///
/// ```
/// use poet_core::Catalogue;
///
/// let keys: Vec<_> = Catalogue::builtin().keys().map(ToString::to_string).collect();
/// assert!(keys.contains(&"ascs-core@2020-21".to_owned()));
/// ```
#[derive(Clone, Default)]
pub struct Catalogue(BTreeMap<InstrumentKey, Entry>);

#[derive(Clone)]
enum Entry {
    Read(Instrument),
    Builtin {
        text: &'static str,
        read: OnceLock<Option<Instrument>>,
    },
}

impl Entry {
    fn instrument(&self) -> Option<&Instrument> {
        match self {
            Self::Read(instrument) => Some(instrument),
            // A test holds every file to the check, so none is left out here.
            Self::Builtin { text, read } => read
                .get_or_init(|| Instrument::from_toml(text).ok())
                .as_ref(),
        }
    }
}

impl Catalogue {
    /// The instruments that come with the crate, in our own words.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Catalogue> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let files = FILES.iter().filter_map(|(key, text)| {
                let read = OnceLock::new();
                Some((key.parse().ok()?, Entry::Builtin { text, read }))
            });
            Self(files.collect())
        })
    }

    /// The instrument of this name and edition.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownInstrument`] with the most similar key, the latest of those that are equally similar;
    /// [`Error::InstrumentKey`] where the catalogue is empty.
    pub fn get(&self, key: &InstrumentKey) -> Result<&Instrument, Error> {
        if let Some(instrument) = self.0.get(key).and_then(Entry::instrument) {
            return Ok(instrument);
        }
        let wanted = key.to_string();
        let nearest = self
            .keys()
            .min_by_key(|k| (distance(&wanted, &k.to_string()), Reverse(*k)));
        Err(
            nearest.map_or(Error::InstrumentKey, |nearest| Error::UnknownInstrument {
                key: key.clone(),
                nearest: nearest.clone(),
            }),
        )
    }

    /// Names and editions in their order.
    pub fn keys(&self) -> impl Iterator<Item = &InstrumentKey> {
        self.0.keys()
    }

    /// Every instrument in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = &Instrument> {
        self.0.values().filter_map(Entry::instrument)
    }
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.keys()).finish()
    }
}

impl FromIterator<Instrument> for Catalogue {
    fn from_iter<I: IntoIterator<Item = Instrument>>(instruments: I) -> Self {
        let entry = |i: Instrument| (i.key().clone(), Entry::Read(i));
        Self(instruments.into_iter().map(entry).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_instrument_that_comes_with_the_crate_passes_the_check() {
        for (key, text) in FILES {
            match Instrument::from_toml(text) {
                Ok(instrument) => assert_eq!(instrument.key().to_string(), *key),
                Err(error) => panic!("{key}: {error}"),
            }
        }
        assert_eq!(Catalogue::builtin().iter().count(), FILES.len());
    }

    #[test]
    fn an_instrument_is_read_without_the_rest() {
        let catalogue = Catalogue::builtin().clone();
        let fresh = |text| Entry::Builtin {
            text,
            read: OnceLock::new(),
        };
        let entries = FILES
            .iter()
            .map(|(key, text)| (key.parse().unwrap(), fresh(text)));
        let fresh = Catalogue(entries.collect());
        let key = "ascs-core@2020-21".parse().unwrap();
        assert_eq!(fresh.get(&key).unwrap(), catalogue.get(&key).unwrap());
        let is_read = |e: &&Entry| matches!(e, Entry::Builtin { read, .. } if read.get().is_some());
        assert_eq!(fresh.0.values().filter(is_read).count(), 1);
    }

    #[test]
    fn a_catalogue_of_your_own_holds_what_is_put_in() {
        let key = "ascs-core@2020-21".parse().unwrap();
        let own: Catalogue = Catalogue::builtin()
            .get(&key)
            .cloned()
            .into_iter()
            .collect();
        assert_eq!(own.iter().count(), 1);
        assert_eq!(own.get(&key).unwrap().key(), &key);
        assert_eq!(format!("{own:?}"), format!("{{{key:?}}}"));
        assert_eq!(Catalogue::default().get(&key), Err(Error::InstrumentKey));
    }

    #[test]
    fn an_unknown_edition_is_answered_with_the_nearest() {
        let key = "adult-holders@2015".parse().unwrap();
        let error = Catalogue::builtin().get(&key).unwrap_err();
        assert!(
            error.to_string().ends_with("nearest is adult-holders@2014"),
            "{error}"
        );
    }
}
