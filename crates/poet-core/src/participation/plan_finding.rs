//! What a plan starts from.

use std::fmt;

use crate::{EntryId, InstrumentKey, ItemId, MeasureId, OrganisationId, SeriesKey, WaveId};

/// What a plan starts from: what people said in one wave, and where it was measured.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PlanFinding {
    pub(super) id: EntryId,
    pub(super) said: String,
    pub(super) instrument: InstrumentKey,
    pub(super) wave: WaveId,
    pub(super) measured: Measured,
    pub(super) organisation: Option<OrganisationId>,
}

/// What was measured.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Measured {
    /// The favourable share of one item.
    Item(ItemId),
    /// A measure.
    Measure(MeasureId),
    /// The item of a series, whatever it is called in each edition.
    Series(SeriesKey),
}

impl PlanFinding {
    /// Name of the finding.
    pub fn id(&self) -> &EntryId {
        &self.id
    }

    /// What people said, in the words of the plan.
    pub fn said(&self) -> &str {
        &self.said
    }

    /// Questionnaire that was used.
    pub fn instrument(&self) -> &InstrumentKey {
        &self.instrument
    }

    /// Wave in which they said it.
    pub fn wave(&self) -> &WaveId {
        &self.wave
    }

    /// What was measured.
    pub fn measured(&self) -> &Measured {
        &self.measured
    }

    /// Organisation that it is about; everybody where there is none.
    pub fn organisation(&self) -> Option<&OrganisationId> {
        self.organisation.as_ref()
    }
}

impl fmt::Display for Measured {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Item(id) => write!(to, "item {id}"),
            Self::Measure(id) => write!(to, "measure {id}"),
            Self::Series(key) => write!(to, "series {key}"),
        }
    }
}
