//! What went wrong, what to do next, and the exit code.

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

/// How a command that ran to its end ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Outcome {
    /// All is well.
    Done,
    /// Done, but something wants a look.
    WantsALook,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::WantsALook => Self::from(1),
        }
    }
}

/// Why a command did not run to its end.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: Kind,
    message: String,
    next: Option<String>,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Call,
    File,
    /// Whoever read standard output has read enough.
    Closed,
}

impl Failure {
    /// The call is off.
    pub(crate) fn call(message: impl fmt::Display) -> Self {
        Self {
            kind: Kind::Call,
            message: message.to_string(),
            next: None,
        }
    }

    /// A file cannot be read or written.
    pub(crate) fn file(name: impl fmt::Display, error: &(dyn Error + 'static)) -> Self {
        let kind = match is_closed(error) {
            true => Kind::Closed,
            false => Kind::File,
        };
        Self {
            kind,
            message: format!("{name}: {}", chain(error)),
            next: None,
        }
    }

    /// Whether nobody is left to tell: the reader of standard output has gone, as `head` does.
    pub(crate) fn is_silent(&self) -> bool {
        matches!(self.kind, Kind::Closed)
    }

    /// Says what to do next.
    pub(crate) fn next(self, next: impl Into<String>) -> Self {
        Self {
            next: Some(next.into()),
            ..self
        }
    }
}

fn is_closed(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        // The error of a CSV writer does not name the one below it as its source.
        let io = match error.downcast_ref::<csv::Error>().map(csv::Error::kind) {
            Some(csv::ErrorKind::Io(io)) => Some(io),
            _ => error.downcast_ref::<std::io::Error>(),
        };
        if io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe) {
            return true;
        }
        cause = error.source();
    }
    false
}

/// An error and its causes on one line.
fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.next {
            Some(next) => write!(f, "\n      {next}"),
            None => Ok(()),
        }
    }
}

impl From<Failure> for ExitCode {
    fn from(failure: Failure) -> Self {
        match failure.kind {
            Kind::Call => Self::from(2),
            Kind::File => Self::from(3),
            Kind::Closed => Self::SUCCESS,
        }
    }
}
