//! What can be wrong with a file of cases.

/// File that holds no conformance cases.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Text that is not JSON of the wanted shape.
    #[error("case file cannot be read, wants an object with `schema` and `cases`")]
    CaseFile(#[from] serde_json::Error),
    /// Schema that the runner does not know.
    #[error("case file has schema `{found}`, wants `{wanted}`")]
    Schema {
        /// Schema of the file.
        found: String,
        /// Schema the runner reads.
        wanted: &'static str,
    },
    /// Measures that cannot be compiled.
    #[error(transparent)]
    Scoring(#[from] poet_scoring::Error),
    /// Instrument that cannot be read or written.
    #[error(transparent)]
    Core(#[from] poet_core::Error),
}
