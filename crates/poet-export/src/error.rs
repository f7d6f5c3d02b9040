//! What can be wrong with a call.

use poet_core::{InstrumentKey, OrganisationId};

/// What can be wrong with a call into this crate.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Instrument other than the one that the figures were worked out from.
    #[error(
        "figures are of {figures} with another content than the {instrument} given, wants the instrument of the figures"
    )]
    OtherInstrument {
        /// Instrument of the figures.
        figures: InstrumentKey,
        /// Instrument given.
        instrument: InstrumentKey,
    },
    /// Organisation without figures.
    #[error("no figures of organisation `{organisation}`, nearest is `{nearest}`")]
    UnknownOrganisation {
        /// Organisation asked for.
        organisation: OrganisationId,
        /// Organisation with figures whose id or name is most similar.
        nearest: OrganisationId,
    },
    /// Benchmark without any organisation.
    #[error("no figures of organisation `{organisation}`, the benchmark holds no organisation")]
    NoOrganisations {
        /// Organisation asked for.
        organisation: OrganisationId,
    },
    /// Subgroups of other people than the benchmark that they are to stand beside.
    #[error(
        "subgroups are of other organisations than the benchmark, wants those of the same people"
    )]
    OtherSubgroups,
    /// Figures of another organisation than the report is of.
    #[error("figures are of organisation `{found}`, wants those of `{wanted}`")]
    OtherOrganisation {
        /// Organisation of the figures.
        found: OrganisationId,
        /// Organisation of the report.
        wanted: OrganisationId,
    },
    /// Figures that are not of stories.
    #[error("figures are of {figures}, wants those of stories counted by what became of them")]
    NoStories {
        /// Instrument of the figures.
        figures: InstrumentKey,
    },
    /// Writer that failed.
    #[error("cannot write the file")]
    Write(#[from] std::io::Error),
    /// CSV that could not be written.
    #[error("cannot write the CSV")]
    Csv(#[from] csv::Error),
    /// JSON that could not be written.
    #[error("cannot write the JSON")]
    Json(#[from] serde_json::Error),
}
