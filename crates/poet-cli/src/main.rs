//! The `poet` command: surveys of personal budgets checked, scored, compared and reported.
//!
//! Exit codes: 0 done; 1 done, but something wants a look (rows were refused, an instrument has problems); 2 the call is
//! off; 3 a file cannot be read or written.

use std::process::ExitCode;

use clap::Parser;

mod args;
mod command;
mod failure;
mod files;
mod progress;
mod survey;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match command::run(args) {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            if !failure.is_silent() {
                eprintln!("poet: {failure}");
            }
            failure.into()
        }
    }
}
