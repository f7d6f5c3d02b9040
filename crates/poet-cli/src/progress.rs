//! A progress bar, on a terminal only.

use std::io::{IsTerminal, Read, Result, stderr};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A reader that moves a progress bar on standard error when that is a terminal.
pub(crate) struct Watched<R> {
    reader: R,
    bar: ProgressBar,
}

impl<R: Read> Watched<R> {
    /// Watches `reader`, which holds `len` bytes where that is known.
    pub(crate) fn new(reader: R, len: Option<u64>) -> Self {
        let target = match stderr().is_terminal() {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(len, target);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes} {eta}") {
            bar.set_style(style);
        }
        Self { reader, bar }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.reader.read(buffer)?;
        self.bar.inc(read as u64);
        Ok(read)
    }
}

impl<R> Drop for Watched<R> {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
