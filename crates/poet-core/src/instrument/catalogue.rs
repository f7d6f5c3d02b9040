//! The instruments that come with the crate.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Instrument;
use super::problem::distance;
use crate::{Error, InstrumentKey};

const FILES: &[&str] = &[
    include_str!("../../instruments/adult-holders-2011.toml"),
    include_str!("../../instruments/adult-holders-2013.toml"),
    include_str!("../../instruments/adult-holders-2014.toml"),
    include_str!("../../instruments/ascs-core-2020-21.toml"),
    include_str!("../../instruments/family-carers-2011.toml"),
    include_str!("../../instruments/family-carers-2013.toml"),
    include_str!("../../instruments/family-carers-2014.toml"),
    include_str!("../../instruments/phb-carers-2013.toml"),
    include_str!("../../instruments/phb-carers-2014.toml"),
    include_str!("../../instruments/phb-carers-2015.toml"),
    include_str!("../../instruments/phb-holders-2013.toml"),
    include_str!("../../instruments/phb-holders-2014.toml"),
    include_str!("../../instruments/phb-holders-2015.toml"),
];

/// Instruments by name and edition.
///
/// # Examples
///
/// ```
/// use poet_core::Catalogue;
///
/// let keys: Vec<_> = Catalogue::builtin().iter().map(|i| i.key().to_string()).collect();
/// assert!(keys.contains(&"ascs-core@2020-21".to_owned()));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Catalogue(BTreeMap<InstrumentKey, Instrument>);

impl Catalogue {
    /// The instruments that come with the crate, in our own words.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Catalogue> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            // A test holds every file to the check, so none is left out here.
            FILES
                .iter()
                .filter_map(|text| Instrument::from_toml(text).ok())
                .collect()
        })
    }

    /// The instrument of this name and edition.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownInstrument`] with the most similar key, the latest of those that are equally similar;
    /// [`Error::InstrumentKey`] where the catalogue is empty.
    pub fn get(&self, key: &InstrumentKey) -> Result<&Instrument, Error> {
        if let Some(instrument) = self.0.get(key) {
            return Ok(instrument);
        }
        let wanted = key.to_string();
        let nearest = self
            .0
            .keys()
            .min_by_key(|k| (distance(&wanted, &k.to_string()), Reverse(*k)));
        Err(
            nearest.map_or(Error::InstrumentKey, |nearest| Error::UnknownInstrument {
                key: key.clone(),
                nearest: nearest.clone(),
            }),
        )
    }

    /// Every instrument in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = &Instrument> {
        self.0.values()
    }
}

impl FromIterator<Instrument> for Catalogue {
    fn from_iter<I: IntoIterator<Item = Instrument>>(instruments: I) -> Self {
        Self(
            instruments
                .into_iter()
                .map(|i| (i.key().clone(), i))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_instrument_that_comes_with_the_crate_passes_the_check() {
        for text in FILES {
            if let Err(error) = Instrument::from_toml(text) {
                panic!("{error}");
            }
        }
        assert_eq!(Catalogue::builtin().iter().count(), FILES.len());
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
