//! Who could have answered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Error, InstrumentKey, OrganisationId, StratumId, WaveId};

pub use count::FrameCount;

mod count;

/// Who could have answered, by organisation and stratum, and how people came to be asked.
///
/// Holds each stratum of an organisation once; an organisation is counted as a whole or by stratum, never both.
///
/// # Units
///
/// People.
///
/// # Examples
///
/// ```
/// use poet_core::{Frame, FrameCount, Sampling};
///
/// let mut frame = Frame::new("ascs-core@2020-21".parse()?, Sampling::Random);
/// let leeds = "E08000035".parse()?;
/// let community = Some("65 and over, community".parse()?);
/// frame.add(&leeds, community.as_ref(), FrameCount::of(1_000).with_sent(700)?.with_returned(280)?)?;
///
/// let counted = frame.total(&leeds).ok_or("Leeds is in the frame")?;
/// assert_eq!(counted.eligible, 1_000);
/// assert_eq!(frame.response_rate(&counted), Some(0.4));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Fields", into = "Fields")]
pub struct Frame {
    instrument: InstrumentKey,
    wave: Option<WaveId>,
    sampling: Sampling,
    counts: BTreeMap<OrganisationId, BTreeMap<Option<StratumId>, FrameCount>>,
}

/// How people came to be asked.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    /// Everybody who was eligible was asked.
    Everybody,
    /// A random sample of each stratum was asked.
    Random,
    /// People came forward by themselves: chance cannot tell how far they are from everybody else.
    Volunteers,
}

/// Sums over strata or organisations.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct FrameTotal {
    /// People who could have answered.
    pub eligible: u64,
    /// Forms sent; unknown where it is of any part.
    pub sent: Option<u64>,
    /// Forms returned; unknown where it is of any part.
    pub returned: Option<u64>,
}

/// A frame as it is written.
#[derive(Deserialize, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "Frame")
)]
#[serde(deny_unknown_fields)]
struct Fields {
    instrument: InstrumentKey,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wave: Option<WaveId>,
    sampling: Sampling,
    strata: Vec<Row>,
}

/// One stratum as it is written.
#[derive(Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Row {
    organisation: OrganisationId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stratum: Option<StratumId>,
    #[serde(flatten)]
    count: FrameCount,
}

impl Frame {
    /// A frame of nobody yet.
    pub fn new(instrument: InstrumentKey, sampling: Sampling) -> Self {
        Self {
            instrument,
            wave: None,
            sampling,
            counts: BTreeMap::new(),
        }
    }

    /// The frame of a round of fieldwork.
    pub fn in_wave(self, wave: WaveId) -> Self {
        let wave = Some(wave);
        Self { wave, ..self }
    }

    /// Adds a stratum of an organisation; none for an organisation without strata.
    ///
    /// # Errors
    ///
    /// [`Error::FrameTwice`] where the stratum is there already; [`Error::FrameStrata`] where the organisation is
    /// counted in the other way.
    pub fn add(
        &mut self,
        organisation: &OrganisationId,
        stratum: Option<&StratumId>,
        count: FrameCount,
    ) -> Result<(), Error> {
        let named = || organisation.clone();
        let strata = self.counts.entry(named()).or_default();
        if strata.contains_key(&stratum.cloned()) {
            return Err(Error::FrameTwice {
                organisation: named(),
            });
        }
        if strata
            .keys()
            .any(|other| other.is_some() != stratum.is_some())
        {
            return Err(Error::FrameStrata {
                organisation: named(),
            });
        }
        strata.insert(stratum.cloned(), count);
        Ok(())
    }

    /// Takes an organisation out again, and gives the number of its strata.
    pub fn remove(&mut self, organisation: &OrganisationId) -> usize {
        let strata = self.counts.remove(organisation);
        strata.map_or(0, |strata| strata.len())
    }

    /// Questionnaire that was used.
    pub fn instrument(&self) -> &InstrumentKey {
        &self.instrument
    }

    /// Round of fieldwork, where it is known.
    pub fn wave(&self) -> Option<&WaveId> {
        self.wave.as_ref()
    }

    /// How people came to be asked.
    pub fn sampling(&self) -> Sampling {
        self.sampling
    }

    /// Organisations in the order of their ids.
    pub fn organisations(&self) -> impl Iterator<Item = &OrganisationId> {
        self.counts.keys()
    }

    /// Strata of an organisation in the order of their ids: one without a name where it has none, and nothing where the
    /// organisation is not in the frame.
    pub fn strata(
        &self,
        organisation: &OrganisationId,
    ) -> impl Iterator<Item = (Option<&StratumId>, FrameCount)> {
        let strata = self.counts.get(organisation).into_iter().flatten();
        strata.map(|(stratum, count)| (stratum.as_ref(), *count))
    }

    /// All strata of an organisation together, where it is in the frame.
    pub fn total(&self, organisation: &OrganisationId) -> Option<FrameTotal> {
        let strata = self.counts.get(organisation)?;
        Some(strata.values().copied().map(FrameTotal::from).sum())
    }

    /// Share of the forms sent that were returned, 0 to 1.
    ///
    /// Where everybody was asked, as many forms were sent as people were eligible, if nothing else is known. None where
    /// a number is not known, or where no form was sent.
    pub fn response_rate(&self, total: &FrameTotal) -> Option<f64> {
        let sent = self.sent(total).filter(|&sent| sent > 0)?;
        let returned = total.returned.filter(|&returned| returned <= sent)?;
        Some(returned as f64 / sent as f64)
    }

    /// Forms sent: as many as people were eligible where everybody was asked and nothing else is known.
    pub fn sent(&self, total: &FrameTotal) -> Option<u64> {
        let everybody = || (self.sampling == Sampling::Everybody).then_some(total.eligible);
        total.sent.or_else(everybody)
    }
}

impl TryFrom<Fields> for Frame {
    type Error = Error;

    fn try_from(fields: Fields) -> Result<Self, Error> {
        let mut frame = Self {
            wave: fields.wave,
            ..Self::new(fields.instrument, fields.sampling)
        };
        for row in fields.strata {
            frame.add(&row.organisation, row.stratum.as_ref(), row.count)?;
        }
        Ok(frame)
    }
}

impl From<Frame> for Fields {
    fn from(frame: Frame) -> Self {
        let rows = frame.counts.into_iter().flat_map(|(organisation, strata)| {
            strata.into_iter().map(move |(stratum, count)| Row {
                organisation: organisation.clone(),
                stratum,
                count,
            })
        });
        Self {
            instrument: frame.instrument,
            wave: frame.wave,
            sampling: frame.sampling,
            strata: rows.collect(),
        }
    }
}

impl From<FrameCount> for FrameTotal {
    fn from(count: FrameCount) -> Self {
        Self {
            eligible: count.eligible().into(),
            sent: count.sent().map(u64::from),
            returned: count.returned().map(u64::from),
        }
    }
}

impl std::iter::Sum for FrameTotal {
    fn sum<I: Iterator<Item = Self>>(totals: I) -> Self {
        let none = Self {
            eligible: 0,
            sent: Some(0),
            returned: Some(0),
        };
        let both = |a: Option<u64>, b: Option<u64>| Some(a? + b?);
        totals.fold(none, |sum, more| Self {
            eligible: sum.eligible + more.eligible,
            sent: both(sum.sent, more.sent),
            returned: both(sum.returned, more.returned),
        })
    }
}

#[cfg(test)]
mod tests;
