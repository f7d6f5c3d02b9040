//! The commands, a file each.

use crate::args::{Args, Command};
use crate::failure::{Failure, Outcome};

mod benchmark;
mod budget;
mod budgets;
mod check;
mod instrument;
mod report;
mod score;
mod synth;
mod uptake;

pub(crate) fn run(args: Args) -> Result<Outcome, Failure> {
    match args.command {
        Command::Check(check) => check::run(&check),
        Command::Score(score) => score::run(&score),
        Command::Benchmark(benchmark) => benchmark::run(&benchmark),
        Command::Budget(command) => budget::run(&command),
        Command::Report(report) => report::run(&report),
        Command::Instrument(command) => instrument::run(&command),
        Command::Synth(synth) => synth::run(&synth),
        Command::Uptake(uptake) => uptake::run(&uptake),
    }
}
