//! A tally as JSON that travels.

use std::collections::BTreeMap;

use poet_core::{ContentHash, Instrument, InstrumentKey, OrganisationId, StratumId};
use serde::{Deserialize, Serialize};

use super::block::{Block, Sum};
use super::published::Printed;
use super::{Cells, Tally};
use crate::Error;

/// Most people of one file: more than there are, and few enough that no sum runs over.
const MOST_PEOPLE: u64 = 1 << 35;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    instrument: InstrumentKey,
    hash: ContentHash,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    counted: Option<Vec<Counted>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<BTreeMap<OrganisationId, BTreeMap<String, Printed>>>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    organisation: OrganisationId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stratum: Option<StratumId>,
    people: u64,
    counts: Vec<u64>,
    sums: Vec<Sum>,
}

impl Tally {
    /// Version of the file format that is written; it is the only one yet.
    pub const FORMAT: u32 = 1;

    /// The tally as JSON. It holds exact counts: it may travel only where the answers themselves may.
    ///
    /// # Errors
    ///
    /// [`Error::File`] where it cannot be written, which no tally shows.
    pub fn to_json(&self) -> Result<String, Error> {
        let items = self.instrument().items();
        let named =
            |(at, printed): (&usize, &Printed)| (items[*at].id().to_string(), printed.clone());
        let (counted, published) = match &self.cells {
            Cells::Counted(blocks) => {
                let blocks = blocks
                    .iter()
                    .map(|((organisation, stratum), block)| Counted {
                        organisation: organisation.clone(),
                        stratum: stratum.clone(),
                        people: block.people,
                        counts: block.counts.clone(),
                        sums: block.sums.clone(),
                    });
                (Some(blocks.collect()), None)
            }
            Cells::Published(places) => {
                let places = places.iter();
                let places =
                    places.map(|(id, items)| (id.clone(), items.iter().map(named).collect()));
                (None, Some(places.collect()))
            }
        };
        let file = File {
            format: Self::FORMAT,
            instrument: self.instrument().key().clone(),
            hash: self.instrument().hash().clone(),
            counted,
            published,
        };
        serde_json::to_string(&file).map_err(|e| Error::File {
            message: e.to_string(),
        })
    }

    /// Reads a tally that [`Tally::to_json`] wrote.
    ///
    /// # Errors
    ///
    /// [`Error::File`] where it is no tally of this format, with line and column; [`Error::OtherInstrument`] where it
    /// is of another instrument or of other content under the same name.
    pub fn from_json(instrument: &Instrument, json: &str) -> Result<Self, Error> {
        let wrong = |message: &str| Error::File {
            message: message.to_owned(),
        };
        let file: File = serde_json::from_str(json).map_err(|e| wrong(&e.to_string()))?;
        if file.format != Self::FORMAT {
            return Err(wrong("the format is not 1, the version that is read here"));
        }
        if (&file.instrument, &file.hash) != (instrument.key(), instrument.hash()) {
            return Err(Error::OtherInstrument {
                found: file.instrument,
                wanted: instrument.key().clone(),
            });
        }
        let mut tally = Self::new(instrument)?;
        tally.cells = match (file.counted, file.published) {
            (Some(blocks), None) => Cells::Counted(tally.blocks(blocks)?),
            (None, Some(places)) => Cells::Published(printed(instrument, places)?),
            _ => return Err(wrong("the file holds either counted or published figures")),
        };
        Ok(tally)
    }

    fn blocks(&self, blocks: Vec<Counted>) -> Result<BTreeMap<super::Name, Block>, Error> {
        let mut read = BTreeMap::new();
        let mut people = 0_u64;
        for counted in blocks {
            let name = (counted.organisation, counted.stratum);
            let block = Block {
                people: counted.people,
                counts: counted.counts,
                sums: counted.sums,
            };
            people = people.saturating_add(block.people);
            let sound = people <= MOST_PEOPLE && block.is_sound(&self.layout);
            if !sound || read.insert(name.clone(), block).is_some() {
                return Err(Error::FileBlock {
                    organisation: name.0,
                });
            }
        }
        Ok(read)
    }
}

fn printed(
    instrument: &Instrument,
    places: BTreeMap<OrganisationId, BTreeMap<String, Printed>>,
) -> Result<super::PrintedTally, Error> {
    let read = |(id, items): (OrganisationId, BTreeMap<String, Printed>)| {
        let read = items.into_iter().map(|(name, printed)| {
            let at = instrument.position(&name).filter(|&at| {
                let scale = instrument.items()[at].scale();
                printed.is_sound()
                    && scale.is_some_and(|s| s.points().len() == printed.percent.len())
            })?;
            Some((at, printed))
        });
        match read.collect::<Option<_>>() {
            Some(items) => Ok((id, items)),
            None => Err(Error::FileBlock { organisation: id }),
        }
    };
    places.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use poet_core::Catalogue;

    use super::*;
    use crate::findings::tests::printed_percentages;

    #[test]
    fn a_tally_of_published_figures_is_read_as_it_was_written() {
        let tally = printed_percentages();
        let json = tally.to_json().unwrap();
        let read = Tally::from_json(tally.instrument(), &json).unwrap();
        assert_eq!(read, tally);
        assert_eq!(read.to_json().unwrap(), json);
    }

    #[test]
    fn a_file_of_another_format_or_instrument_is_refused() {
        let tally = printed_percentages();
        let json = tally.to_json().unwrap();
        let later = json.replacen("\"format\":1", "\"format\":2", 1);
        let read = Tally::from_json(tally.instrument(), &later);
        assert!(matches!(read, Err(Error::File { .. })));
        let carers = "family-carers@2014".parse().unwrap();
        let other = Catalogue::builtin().get(&carers).unwrap();
        let read = Tally::from_json(other, &json);
        assert!(matches!(read, Err(Error::OtherInstrument { .. })));
    }
}
