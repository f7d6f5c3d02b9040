//! Runs a file of cases through this workspace's own code: `conformance FILE.json`. Its schema says whether they are
//! conformance cases or survey cases.
//!
//! Exit code 0: every case of a built family came out as the file says; 1: some did not; 2: the file cannot be read.

use std::{
    env, fs,
    io::{self, Write},
    process::ExitCode,
};

use poet_testkit::conformance::{self, Report};
use poet_testkit::{Error, survey_cases};

fn main() -> ExitCode {
    let Some(path) = env::args_os().nth(1) else {
        return unreadable("wants one argument, a file of cases");
    };
    let report = match fs::read_to_string(&path) {
        Ok(text) => run(&text).map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    match report {
        // A reader that closes the pipe early still gets the verdict as exit code.
        Ok(report) => {
            let _ = write!(io::stdout().lock(), "{report}");
            ExitCode::from(u8::from(!report.is_good()))
        }
        Err(reason) => unreadable(&format!("{}: {reason}", path.display())),
    }
}

fn run(text: &str) -> Result<Report, Error> {
    match conformance::run(text) {
        Err(Error::Schema { found, .. }) if found == survey_cases::SCHEMA => {
            survey_cases::replay(text)
        }
        report => report,
    }
}

fn unreadable(reason: &str) -> ExitCode {
    let _ = writeln!(io::stderr().lock(), "conformance: {reason}");
    ExitCode::from(2)
}
