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

    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        self.open()?
            .read_to_end(&mut bytes)
            .map_err(|error| self.failure(&error))?;
        Ok(bytes)
    }

    /// Length in bytes, where it is known beforehand.
    pub(crate) fn len(&self) -> Option<u64> {
        let data = self.0.metadata().ok()?;
        data.is_file().then_some(data.len())
    }

    pub(crate) fn failure(&self, error: &(dyn std::error::Error + 'static)) -> Failure {
        Failure::file(self, error)
    }

    pub(crate) fn is_standard(&self) -> bool {
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

/// A file to write, or standard output.
pub(crate) struct Output {
    name: String,
    out: Box<dyn Write + Send>,
}

impl Output {
    /// Opens the file of this name and makes its folder; standard output for none and for `-`.
    pub(crate) fn create(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            let (name, out) = (
                "standard output".to_owned(),
                Box::new(BufWriter::new(io::stdout())),
            );
            return Ok(Self { name, out });
        };
        let name = path.display().to_string();
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let file = folder
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| File::create(path));
        match file {
            Ok(file) => Ok(Self {
                name,
                out: Box::new(BufWriter::new(file)),
            }),
            Err(error) => Err(Failure::file(name, &error)),
        }
    }

    pub(crate) fn failure(&self, error: &(dyn std::error::Error + 'static)) -> Failure {
        Failure::file(&self.name, error)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Hands `write` the file of this name, or standard output.
pub(crate) fn write_to<E: std::error::Error + 'static>(
    path: Option<&Path>,
    write: impl FnOnce(&mut Output) -> Result<(), E>,
) -> Result<(), Failure> {
    let mut output = Output::create(path)?;
    write(&mut output).map_err(|error| output.failure(&error))?;
    output.flush().map_err(|error| output.failure(&error))
}
