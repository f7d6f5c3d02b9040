//! What `poet schema` takes.

use clap::Args as Flags;
use poet::domain::schema::Document;

/// The document whose schema is written.
#[derive(Clone, Copy, Debug, Flags)]
pub(crate) struct SchemaOf {
    /// Name of the document, such as `instrument`.
    #[arg(value_name = "NAME")]
    pub(crate) document: Option<Document>,
}
