//! The command as its users call it: what it writes and how it exits.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

mod beside;
mod budget;
mod case_mix;
mod cases;
mod drivers;
mod editions;
mod frame;
mod instrument;
mod margins;
mod pairs;
mod participation;
mod peers;
mod people;
mod sample;
mod scale;
mod subgroups;
mod survey;
mod trend;

/// Runs `poet` with a text on standard input.
fn poet(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_poet"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A call that is off ends before anybody reads what is written here.
    child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

const CARERS: &str = "family-carers@2014";

/// A synthetic survey, as the command makes it.
fn survey() -> String {
    let args = [
        "synth",
        "--instrument",
        CARERS,
        "--people",
        "400",
        "--organisations",
        "3",
    ];
    let made = poet(&args, "");
    assert_eq!(made.status.code(), Some(0));
    text(&made.stdout).to_owned()
}

/// A new folder for one test, with these files in it.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("poet-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        std::fs::write(folder.join(name), text).unwrap();
    }
    folder
}

/// A file of this test run, taken away when it is dropped.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = std::env::temp_dir().join(format!("poet-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).ok();
    }
}
