//! Places that answers are counted for.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Error, OrganisationId};

/// A council, an NHS body or another place that answers are counted for.
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Name that the data use.
    pub id: OrganisationId,
    /// Name that people read.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// English region, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// Code of the Office for National Statistics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ons: Option<OnsCode>,
    /// Code of the NHS Organisation Data Service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ods: Option<OdsCode>,
}

impl Organisation {
    /// An organisation of which only id and name are known; an id of the form of an ONS or ODS code is taken as one.
    pub fn named(id: OrganisationId, name: String) -> Self {
        let ons: Option<OnsCode> = id.as_str().parse().ok();
        let ods: Option<OdsCode> = id.as_str().parse().ok();
        let kind = match (&ons, &ods) {
            (Some(_), _) => OrganisationKind::Council,
            (None, Some(_)) => OrganisationKind::NhsBody,
            (None, None) => OrganisationKind::Other,
        };
        let region = None;
        Self {
            id,
            name,
            kind,
            region,
            ons,
            ods,
        }
    }
}

/// Organisations by name, to read results with.
///
/// # Examples
///
/// ```
/// use poet_core::Directory;
///
/// let directory = Directory::default();
/// assert_eq!(directory.name(&"E08000034".parse()?), "E08000034");
/// # Ok::<(), poet_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Directory(BTreeMap<OrganisationId, Organisation>);

impl Directory {
    /// The organisation of this id, where it is known.
    pub fn get(&self, id: &OrganisationId) -> Option<&Organisation> {
        self.0.get(id)
    }

    /// Name that people read; the id itself where the organisation is not known.
    pub fn name<'a>(&'a self, id: &'a OrganisationId) -> &'a str {
        self.0.get(id).map_or(id.as_str(), |o| o.name.as_str())
    }

    /// Every organisation in the order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = &Organisation> {
        self.0.values()
    }
}

impl FromIterator<Organisation> for Directory {
    fn from_iter<I: IntoIterator<Item = Organisation>>(organisations: I) -> Self {
        Self(
            organisations
                .into_iter()
                .map(|o| (o.id.clone(), o))
                .collect(),
        )
    }
}

/// What an organisation is.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// Council with adult social care.
    Council,
    /// NHS body.
    NhsBody,
    /// Anything else.
    Other,
}

/// Region of England.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    /// East Midlands.
    EastMidlands,
    /// East of England.
    EastOfEngland,
    /// London.
    London,
    /// North East.
    NorthEast,
    /// North West.
    NorthWest,
    /// South East.
    SouthEast,
    /// South West.
    SouthWest,
    /// West Midlands.
    WestMidlands,
    /// Yorkshire and the Humber.
    YorkshireAndTheHumber,
}

/// Code of an English council: `E06` to `E10` and six digits.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct OnsCode(Box<str>);

/// Code of an NHS body: 3 to 6 capital letters and digits.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct OdsCode(Box<str>);

impl FromStr for OnsCode {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let kind = ["E06", "E07", "E08", "E09", "E10"]
            .iter()
            .any(|k| text.starts_with(k));
        if kind && text.len() == 9 && text.bytes().skip(1).all(|b| b.is_ascii_digit()) {
            return Ok(Self(text.into()));
        }
        Err(Error::OrganisationCode {
            what: "ONS code",
            wants: "E06, E07, E08, E09 or E10 and six digits",
        })
    }
}

impl FromStr for OdsCode {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
        if (3..=6).contains(&text.len()) && text.bytes().all(fits) {
            return Ok(Self(text.into()));
        }
        Err(Error::OrganisationCode {
            what: "ODS code",
            wants: "3 to 6 capital letters and digits",
        })
    }
}

macro_rules! code {
    ($($name:ident)*) => {$(
        impl $name {
            /// The code as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;

            fn try_from(text: String) -> Result<Self, Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0.into()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    )*};
}

code! { OnsCode OdsCode }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_council_code_is_of_a_council() {
        assert!("E08000034".parse::<OnsCode>().is_ok());
        assert!("E12000001".parse::<OnsCode>().is_err());
        assert!("E0800003".parse::<OnsCode>().is_err());
        assert!("ALL18".parse::<OnsCode>().is_err());
    }

    #[test]
    fn a_directory_names_what_it_knows_and_leaves_the_rest_as_it_is() {
        let [leeds, bury]: [OrganisationId; 2] =
            ["E08000035", "E08000002"].map(|id| id.parse().unwrap());
        let directory: Directory = [Organisation::named(leeds.clone(), "Leeds".to_owned())]
            .into_iter()
            .collect();
        assert_eq!(directory.name(&leeds), "Leeds");
        assert_eq!(directory.name(&bury), "E08000002");
    }

    #[test]
    fn an_nhs_code_is_short_and_capital() {
        assert!("RR8".parse::<OdsCode>().is_ok());
        assert!("rr8".parse::<OdsCode>().is_err());
    }
}
