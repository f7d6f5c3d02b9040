//! `poet schema`.

use std::io::Write;

use poet::domain::schema::{Document, json_schema};

use crate::args::SchemaOf;
use crate::failure::{Failure, Outcome};
use crate::files::write_to;

pub(crate) fn run(of: SchemaOf) -> Result<Outcome, Failure> {
    write_to(None, |out| match of.document {
        Some(document) => out.write_all(json_schema(document).as_bytes()),
        None => Document::ALL
            .iter()
            .try_for_each(|document| writeln!(out, "{document:13} {}", document.id())),
    })?;
    Ok(Outcome::Done)
}
