//! Files, standard input and standard output.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// A file to read, `-` for standard input.
#[derive(Clone, Debug)]
pub(crate) struct Input(pub(crate) PathBuf);

impl Input {
    pub(crate) fn open(&self) -> Result<Box<dyn Read + Send>, Failure> {
        if self.is_standard() {
            return Ok(Box::new(io::stdin()));
        }
        match File::open(&self.0) {
            Ok(file) => Ok(Box::new(file)),
            Err(error) => Err(self.failure(&error)),
        }
    }

    pub(crate) fn read(&self) -> Result<String, Failure> {
        let mut text = String::new();
        self.open()?
            .read_to_string(&mut text)
            .map_err(|error| self.failure(&error))?;
        Ok(text)
    }

    /// Length in bytes, where it is known beforehand.
    pub(crate) fn len(&self) -> Option<u64> {
        let data = self.0.metadata().ok()?;
        data.is_file().then(|| data.len())
    }

    pub(crate) fn failure(&self, error: &dyn std::error::Error) -> Failure {
        Failure::file(self, error)
    }

    fn is_standard(&self) -> bool {
        self.0 == Path::new("-")
    }
}

impl std::fmt::Display for Input {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.is_standard() {
            true => f.write_str("standard input"),
            false => self.0.display().fmt(f),
        }
    }
}

/// Hands `write` the file of this name, or standard output.
pub(crate) fn write_to<E: std::error::Error + 'static>(
    path: Option<&Path>,
    write: impl FnOnce(&mut (dyn Write + Send)) -> Result<(), E>,
) -> Result<(), Failure> {
    let Some(path) = path.filter(|path| *path != Path::new("-")) else {
        let mut out = BufWriter::new(io::stdout());
        return write(&mut out)
            .map_err(|error| Failure::file("standard output", &error))
            .and_then(|()| flush(&mut out, "standard output"));
    };
    let name = path.display();
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).map_err(|error| Failure::file(folder.display(), &error))?;
    }
    let file = File::create(path).map_err(|error| Failure::file(name.to_string(), &error))?;
    let mut out = BufWriter::new(file);
    write(&mut out).map_err(|error| Failure::file(path.display(), &error))?;
    flush(&mut out, path.display())
}

fn flush(out: &mut dyn Write, name: impl std::fmt::Display) -> Result<(), Failure> {
    out.flush().map_err(|error| Failure::file(name, &error))
}
