//! A tally of uptake as JSON that travels.

use poet_core::OrganisationId;
use poet_core::uptake::{Group, Population};
use serde::{Deserialize, Serialize};

use super::UptakeTally;
use super::ways::Ways;
use crate::Error;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    population: Population,
    counted: Vec<Counted>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    organisation: OrganisationId,
    group: Group,
    people: Ways,
}

impl UptakeTally {
    /// Version of the file format that is written; it is the only one yet.
    pub const FORMAT: u32 = 1;

    /// The tally as JSON. It holds exact counts: it may travel only where the records themselves may.
    ///
    /// # Errors
    ///
    /// [`Error::File`] where it cannot be written, which no tally shows.
    pub fn to_json(&self) -> Result<String, Error> {
        let counted = self.cells.iter().flat_map(|(organisation, groups)| {
            groups.iter().map(|(&group, &people)| Counted {
                organisation: organisation.clone(),
                group,
                people,
            })
        });
        let file = File {
            format: Self::FORMAT,
            population: self.population,
            counted: counted.collect(),
        };
        serde_json::to_string(&file).map_err(|error| message(&error))
    }

    /// Reads a tally that [`UptakeTally::to_json`] wrote.
    ///
    /// # Errors
    ///
    /// [`Error::File`] where the text is no such file, [`Error::FileBlock`] where a group stands twice,
    /// [`Error::TooManyPeople`] past [`UptakeTally::MOST_PEOPLE`].
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let file: File = serde_json::from_str(text).map_err(|error| message(&error))?;
        if file.format != Self::FORMAT {
            return Err(Error::File {
                message: format!("format is {}, wants {}", file.format, Self::FORMAT),
            });
        }
        let mut tally = Self::new(file.population)?;
        for Counted {
            organisation,
            group,
            people,
        } in file.counted
        {
            let held = tally.cells.get(&organisation);
            if held.is_some_and(|groups| groups.contains_key(&group)) {
                return Err(Error::FileBlock { organisation });
            }
            if !people.is_sound(Self::MOST_PEOPLE) {
                let max = Self::MOST_PEOPLE;
                return Err(Error::TooManyPeople { organisation, max });
            }
            tally.absorb(&organisation, group, people)?;
        }
        Ok(tally)
    }
}

fn message(error: &serde_json::Error) -> Error {
    Error::File {
        message: error.to_string(),
    }
}
